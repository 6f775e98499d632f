package opinion

import "time"

// ItemRule names one rule of inspection (常态化监管); it is part of reports and never changes its meaning.
type ItemRule string

// ItemFinding is one thing that is wrong with what was published: the rule, whose item it is, where and when
// it was seen, and what makes it so.
type ItemFinding struct {
	Rule     ItemRule  `json:"rule"`
	Item     string    `json:"item"`
	Kind     ItemKind  `json:"kind"`
	Name     string    `json:"name"`
	Unit     string    `json:"unit,omitempty"`
	Division string    `json:"division,omitempty"`
	Address  string    `json:"address,omitempty"`
	At       time.Time `json:"at"`
	// Details are ids of elements, days or addresses, in the order in which the rule's sentence has them.
	Details []string `json:"details,omitempty"`
	Excerpt string   `json:"excerpt,omitempty"` // what the page says, redacted
	New     bool     `json:"new,omitempty"`     // the last look did not find this wrong
}

// ItemReport is what an inspection of items saw.
type ItemReport struct {
	Items    int           `json:"items"`  // that have an address
	Looked   int           `json:"looked"` // of which something could be said
	Away     []ItemAway    `json:"away"`   // of which nothing could
	Mended   []ItemMended  `json:"mended"` // what was wrong at the last look and is not now
	Findings []ItemFinding `json:"findings"`
}

// Add takes in what another part of the same inspection saw.
func (r *ItemReport) Add(x ItemReport) {
	r.Items, r.Looked = r.Items+x.Items, r.Looked+x.Looked
	r.Away, r.Mended = append(r.Away, x.Away...), append(r.Mended, x.Mended...)
	r.Findings = append(r.Findings, x.Findings...)
}

// ItemAway is an item whose page does not let itself be read: no fault of it, and nothing is known.
type ItemAway struct {
	Item    string `json:"item"`
	Name    string `json:"name"`
	Unit    string `json:"unit,omitempty"`
	Address string `json:"address"`
	Why     string `json:"why"`
}

// ItemMended is a check that an item passes again.
type ItemMended struct {
	Item  string    `json:"item"`
	Name  string    `json:"name"`
	Unit  string    `json:"unit,omitempty"`
	Check ItemCheck `json:"check"`
}
