package opinion

// Scope (可见范围) is what an account may see: what any of these units has in hand or is proposed for,
// or else what lies in a division and below it. A nil *Scope is everything; one that names neither
// sees nothing. It stands here because search, register and rates are all asked within one, and do
// not know one another.
type Scope struct {
	Units    []string // ids: the account's unit and every unit whose superiors lead to it
	Division string   // code; only read when there are no units
}
