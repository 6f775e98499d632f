package kit

// SavedBar (保存的检索) stands above a list: questions that were saved, and a form that saves the present one.
type SavedBar struct {
	V     *View
	List  string // by which the list is known
	Asked string // the present question, as a query string
	Saves bool   // it can be saved: it narrows the list, and is none of those that are
	Tabs  []SavedTab
	Err   error // why there may be more
}

// SavedTab is one of them. N is how many it finds, negative where nobody counted.
type SavedTab struct {
	Name, Link string
	N          int
	Now        bool
	Shared     bool // of everybody who works with the list
}
