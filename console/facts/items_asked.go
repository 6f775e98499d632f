package facts

import (
	"time"

	"huiying/opinion"
)

// ManyAsked is how many independent questions about one item in a period say that its page does not explain it.
const ManyAsked = 5

// AskedDays is the period in which questions about items are counted, in days.
const AskedDays = 30

// ItemMatch (对应公开事项) is a duty to publish that holds what somebody asks for, and by what it was known.
type ItemMatch struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Kind     opinion.ItemKind  `json:"kind"`
	State    opinion.ItemState `json:"state"`
	Unit     string            `json:"unit,omitempty"`
	Division string            `json:"division"`
	Late     bool              `json:"late,omitempty"`
	Address  string            `json:"address,omitempty" doc:"where it stands before the public"`

	SameUnit  bool     `json:"same_unit" doc:"its owner is in charge of the case"`
	SameField bool     `json:"same_field" doc:"it is of the field of the case"`
	Words     []string `json:"words" doc:"that both have, the rarest first"`
}

// Citable says whether an answer can name it with its address.
func (m ItemMatch) Citable() bool { return m.Address != "" }

// ItemQuestion is an issue that asked for what an item holds.
type ItemQuestion struct {
	Issue    string   `json:"issue"`
	Case     string   `json:"case,omitempty"`
	Unit     string   `json:"unit,omitempty"`
	Division string   `json:"division,omitempty"`
	Reports  int      `json:"reports" doc:"independent ones within the period"`
	Words    []string `json:"words"`
	Title    string   `json:"-"` // looked up when it is shown: it may be forgotten
}

// ItemAsked is an item with the questions that it would have answered.
type ItemAsked struct {
	Item      string         `json:"item"`
	Name      string         `json:"name"`
	Unit      string         `json:"unit,omitempty"`
	Division  string         `json:"division"`
	Public    bool           `json:"public"`
	Reports   int            `json:"reports"`
	Questions []ItemQuestion `json:"questions"` // the most asked first
}

// Many says whether so many ask that its page is to be looked at by its owner.
func (a ItemAsked) Many() bool { return a.Reports >= ManyAsked }

// ItemsAsked are the items that questions of a period ask for, the most asked first.
type ItemsAsked struct {
	From  time.Time   `json:"from"`
	To    time.Time   `json:"to"`
	Items []ItemAsked `json:"items"`
	Cut   bool        `json:"cut,omitempty" doc:"there were more questions than are looked at; the counts are lower bounds"`
}

// Of is what was asked about one item.
func (a ItemsAsked) Of(id string) (ItemAsked, bool) {
	for _, i := range a.Items {
		if i.Item == id {
			return i, true
		}
	}
	return ItemAsked{}, false
}
