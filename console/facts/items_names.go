package facts

// ItemNames says how the names of service guides stand to those of the service network's list.
type ItemNames struct {
	Listed   int            `json:"listed"` // rows of the list
	Guides   int            `json:"guides"` // of the register, within its division
	Same     int            `json:"same"`
	Faults   []ItemFault    `json:"faults"` // any: nothing was compared
	Findings []ItemNameCase `json:"findings"`
}

// ItemNameCase is a name that is not as it should be.
type ItemNameCase struct {
	Case   string `json:"case" enum:"differs,unlisted,missing"`
	Item   string `json:"item,omitempty"`
	Name   string `json:"name,omitempty" doc:"of the guide"`
	Listed string `json:"listed,omitempty" doc:"in the list"`
	Unit   string `json:"unit,omitempty"`
	Line   int    `json:"line,omitempty" doc:"of the list"`
}
