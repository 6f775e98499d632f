package facts

import (
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// ItemQuery narrows the list of duties to publish. Empty fields narrow nothing.
type ItemQuery struct {
	ID       string // one alone
	Unit     string
	Unowned  bool // no unit owns it
	Field    string
	NoField  bool
	Division string // with everything below it
	Kind     opinion.ItemKind
	States   []opinion.ItemState
	Due      time.Time // due before this
	Late     bool
	Dead     bool     // its address did not answer at the last look
	Fault    bool     // the last look failed in anything
	Trouble  bool     // late, or a fault was seen
	Asked    bool     // so many asked about it lately that its page is to be looked at; the most asked first
	Public   bool     // what stands before the public alone, as it stands there
	Open     bool     // consultations that can be spoken to
	Words    []string // all of which stand in its names, content or body
	From     int      // how many to pass over
	Size     int      // 0: all
	At       time.Time
	Within   func(opinion.Item) bool // what the reader may see; nil: everything
}

// Fits says whether an item is asked for; path is a place and all that it lies in.
func (q ItemQuery) Fits(i *opinion.Item, path func(string) []string) bool {
	return (q.ID == "" || q.ID == i.ID) && (q.Unit == "" || q.Unit == i.Unit) && (!q.Unowned || i.Unit == "") && (q.Field == "" || q.Field == i.Field) &&
		(!q.NoField || i.Field == "") && (q.Kind == "" || q.Kind == i.Kind) &&
		(len(q.States) == 0 || slices.Contains(q.States, i.State)) &&
		(q.Due.IsZero() || !i.Due.IsZero() && i.Due.Before(q.Due) && !i.State.Over()) &&
		(!q.Late || i.Late(q.At)) && (!q.Dead || i.Proof.Dead()) && (!q.Fault || i.Proof.Seen() && !i.Proof.Good()) &&
		(!q.Trouble || i.Late(q.At) || i.Proof.Seen() && !i.Proof.Good()) && (!q.Public || i.Public()) && (!q.Open || i.Open(q.At)) &&
		(q.Division == "" || q.Division == i.Division || slices.Contains(path(i.Division), q.Division)) &&
		q.says(i) && (q.Within == nil || q.Within(*i))
}

func (q ItemQuery) says(i *opinion.Item) bool {
	f := i.ItemFacts
	if q.Public {
		f = i.Shown
	}
	for _, w := range q.Words {
		if !strings.Contains(f.Name, w) && !strings.Contains(f.First, w) && !strings.Contains(f.Content, w) &&
			!strings.Contains(f.Body, w) {
			return false
		}
	}
	return true
}

// ItemList is a part of what was asked for.
type ItemList struct {
	Total int            `json:"total"`
	Items []opinion.Item `json:"items"`
	Next  int            `json:"next,omitempty"` // from; 0: there are no more
	Asked map[string]int `json:"-"`              // questions about items, where they were asked for
}

// ItemCell counts the items of one field at one unit.
type ItemCell struct {
	Field     string `json:"field"`
	Unit      string `json:"unit"`
	All       int    `json:"all"`
	Published int    `json:"published"`
	Waiting   int    `json:"waiting"` // on their way to the public
	Late      int    `json:"late"`
	Faulty    int    `json:"faulty"` // the last look at the page failed in something

	Owed   int `json:"owed" doc:"that are to be published: all but those decided otherwise"`
	Met    int `json:"met" doc:"published, and nothing of them is late"`
	Looked int `json:"looked" doc:"published, with a page that was looked at"`
	Good   int `json:"good" doc:"of those, pages that passed all that was looked at"`
}

// ItemCounts counts items.
type ItemCounts struct {
	Total   int                       `json:"total"`
	ByState map[opinion.ItemState]int `json:"by_state"`
	ByKind  map[opinion.ItemKind]int  `json:"by_kind"`
	Late    int                       `json:"late"`
	Week    int                       `json:"due_this_week"`
	Dead    int                       `json:"dead"`
	Faulty  int                       `json:"faulty"`
	Unowned int                       `json:"unowned"`
	Open    int                       `json:"open_consultations"`
	Broken  int                       `json:"broken"` // events of the log that fit no history, and were passed over
	Cells   []ItemCell                `json:"cells"`
}

// In counts the items in a state.
func (c ItemCounts) In(state string) int { return c.ByState[opinion.ItemState(state)] }

// ItemFile is an item with what happened to it.
type ItemFile struct {
	Item    opinion.Item        `json:"item"`
	History []opinion.ItemEvent `json:"history"`
	Links   []opinion.Item      `json:"links,omitempty"` // what it is linked with, either way
}

// ItemAct is what somebody wants done to an item.
type ItemAct struct {
	Move      opinion.ItemMove
	Who       string // the account
	By        string // its role, or its unit
	Level     string // "unit", "office", "none", or "" where nobody signs in
	Reason    string
	Attribute opinion.ItemAttribute
	Secrecy   bool
	Facts     opinion.ItemFacts
	Addresses []string
	Result    string
	Happened  time.Time
}

// ItemImport says what a table changed, or would change, of the register.
type ItemImport struct {
	Rows    int         `json:"rows"`
	Added   int         `json:"added"`
	Changed int         `json:"changed"`
	Same    int         `json:"same"`
	Absent  int         `json:"absent"`  // that the register has and the table does not name; they stay
	Unowned []string    `json:"unowned"` // bodies that are none of the units
	Passed  []ItemFault `json:"passed"`  // rows that say nothing of an item
	Faults  []ItemFault `json:"faults"`  // any: nothing was taken
	DryRun  bool        `json:"dry_run,omitempty"`
}

// ItemFault says what is wrong with a place of a table.
type ItemFault struct {
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column string `json:"column,omitempty"`
	Say    string `json:"say"`
}

// ItemTable is a file with a table of items, and what it does not say itself.
type ItemTable struct {
	Name     string                  `json:"name"`
	Raw      []byte                  `json:"raw"`
	Division string                  `json:"division,omitempty"`
	Field    string                  `json:"field,omitempty"`
	Kind     opinion.ItemKind        `json:"kind,omitempty"`
	DryRun   bool                    `json:"dry_run,omitempty"`
	Who      string                  `json:"-"`
	By       string                  `json:"-"`
	Lang     string                  `json:"lang,omitempty"`
	Within   func(opinion.Item) bool `json:"-"` // what may be changed; nil: everything
}
