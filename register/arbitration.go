package register

import "time"

// Arbitration (裁定) is what was once decided about who is responsible for what, with what was
// returned before it.
type Arbitration struct {
	Case     string    `json:"case"`
	Topic    string    `json:"-"`
	Division string    `json:"division"`
	Unit     string    `json:"unit" doc:"found responsible"`
	Returned []string  `json:"returned" doc:"had returned it"`
	Arbiter  string    `json:"arbiter"` // the common superior
	Reason   string    `json:"reason"`
	At       time.Time `json:"at"`
}

// DispatchRule (派单规则) is a decision that was adopted as a rule: this topic in this place, and in
// what lies within it, belongs to this unit.
type DispatchRule struct {
	Case     string `json:"case" doc:"whose decision it was"`
	Topic    string `json:"topic"`
	Division string `json:"division"`
	Unit     string `json:"unit"`
}
