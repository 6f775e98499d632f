package ask

import (
	"context"
	"strings"
	"time"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
)

// ItemList lists duties to publish.
type ItemList interface {
	Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error)
}

// ItemBook reads duties to publish.
type ItemBook interface {
	ItemList
	CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error)
	Item(ctx context.Context, id string) (facts.ItemFile, error)
}

// OpenItem is a duty to publish as the public sees it.
type OpenItem struct {
	ID       string            `json:"id"`
	Facts    opinion.ItemFacts `json:"facts"`
	State    opinion.ItemState `json:"state"`
	Since    time.Time         `json:"published"`
	Updated  time.Time         `json:"updated,omitzero"`
	Due      time.Time         `json:"due,omitzero"`
	Late     bool              `json:"late"`
	Open     bool              `json:"open"`               // a consultation that can be spoken to
	LookedAt time.Time         `json:"looked_at,omitzero"` // when the page was looked at last
	Failed   []string          `json:"failed,omitempty"`   // the checks that it did not pass then
}

// OpenItems is a part of what is published.
type OpenItems struct {
	Total int        `json:"total"`
	Items []OpenItem `json:"items"`
	Next  int        `json:"next,omitempty"`
}

// OpenItemsOf is what of the register is published: nothing that is still being made, and nobody's account.
func OpenItemsOf(ctx context.Context, from ItemList, q facts.ItemQuery, now time.Time) (OpenItems, error) {
	q.Public = true
	if q.Size == 0 || q.Size > 1000 {
		q.Size = 100
	}
	list, err := from.Items(ctx, q)
	out := OpenItems{Total: list.Total, Next: list.Next, Items: []OpenItem{}}
	for _, i := range list.Items {
		out.Items = append(out.Items, OpenItemOf(i, now))
	}
	return out, err
}

// OpenItemOf is one of them.
func OpenItemOf(i opinion.Item, now time.Time) OpenItem {
	f := i.ItemFacts
	if i.Shown.Name != "" {
		f = i.Shown
	}
	f.Reviewer = ""
	o := OpenItem{ID: i.ID, Facts: f, State: i.State, Since: i.Published, Updated: i.Updated, Due: i.Due, Late: i.Late(now),
		LookedAt: i.Proof.At}
	i.Shown = f
	o.Open = i.Open(now)
	for _, c := range i.Proof.Failed {
		o.Failed = append(o.Failed, string(c))
	}
	return o
}

// ItemActOf is a move of whoever asks: heads review for their unit, the openness office after them.
func ItemActOf(ctx context.Context, move opinion.ItemMove) facts.ItemAct {
	me := access.AccountOf(ctx)
	act := facts.ItemAct{Move: move, Who: me.ID, By: me.By()}
	switch me.Role {
	case access.Head:
		act.Level = "unit"
	case access.Openness:
		act.Level = "office"
	case access.Handler:
		act.Level = "none"
	case access.Monitor, access.Leader, access.Auditor, access.Administrator, access.Keeper:
	}
	return act
}

// WordsOf are the words of what somebody looks for, as jieba cuts it; whole where there is none.
func WordsOf(q string, cut index.Cutter) []string {
	var out []string
	for _, part := range strings.Fields(q) {
		if cut == nil {
			out = append(out, part)
			continue
		}
		out = append(out, cut(part)...)
	}
	return out
}
