package demo

import (
	"context"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/app/tour"
	"huiying/console/facts"
	"huiying/opinion"
)

// shelf takes the sample catalogue as it is and remembers what is done to its items.
type shelf struct {
	items map[string]opinion.Item
	order []string
	table facts.ItemTable
}

func (s *shelf) Items(context.Context, facts.ItemQuery) (out facts.ItemList, _ error) {
	for _, id := range s.order {
		out.Items = append(out.Items, s.items[id])
	}
	out.Total = len(out.Items)
	return out, nil
}

func (s *shelf) ActOnItem(_ context.Context, id string, act facts.ItemAct) (opinion.Item, error) {
	e := opinion.ItemEvent{Item: id, Type: act.Move, At: time.Now(), Attribute: act.Attribute, Addresses: act.Addresses}
	if act.Move == opinion.ItemAdd {
		e.Item, e.Facts = opinion.ItemID(act.Facts, len(s.order)), &act.Facts
		s.order = append(s.order, e.Item)
	}
	s.items[e.Item] = s.items[e.Item].Apply(e)
	return s.items[e.Item], nil
}

func (s *shelf) ProveItem(_ context.Context, id string, p opinion.ItemProof) (opinion.Item, error) {
	s.items[id] = s.items[id].Apply(opinion.ItemEvent{Item: id, Type: opinion.ItemProve, At: p.At, Proof: &p})
	return s.items[id], nil
}

func (s *shelf) ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	s.table = t
	for n := range 30 {
		f := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Name: "事项", Unit: "u", Cycle: opinion.ItemCycle{By: opinion.CycleEvent, Days: 20}}
		if n%5 == 0 {
			f.Cycle = opinion.ItemCycle{By: opinion.CycleEvery, Days: 31}
		}
		if _, err := s.ActOnItem(ctx, "", facts.ItemAct{Move: opinion.ItemAdd, Facts: f}); err != nil {
			return facts.ItemImport{}, err
		}
	}
	return facts.ItemImport{Rows: 30, Added: 30}, nil
}

// The sample register has items at every step of the way, one dead, and every other kind once.
func TestTheSampleRegister(t *testing.T) {
	sites, err := tour.Start(t.Context(), time.Now, time.Hour, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{items: map[string]opinion.Item{}}
	r := Register{Items: s, Sites: sites, Now: time.Now, Log: zap.NewNop()}
	if err := r.play(t.Context()); err != nil {
		t.Fatal(err)
	}
	states, kinds, dead := map[opinion.ItemState]int{}, map[opinion.ItemKind]int{}, 0
	for _, i := range s.items {
		states[i.State]++
		kinds[i.Kind]++
		if i.Proof.Dead() {
			dead++
		}
	}
	for _, want := range []opinion.ItemState{opinion.ItemDraft, opinion.ItemSubmitted, opinion.ItemReviewed, opinion.ItemApproved,
		opinion.ItemPublished} {
		if states[want] == 0 {
			t.Errorf("no item is %s: %v", want, states)
		}
	}
	if len(kinds) != len(opinion.ItemKinds) || dead != 1 || len(s.table.Raw) == 0 {
		t.Errorf("kinds %v, dead %d", kinds, dead)
	}
	n := len(s.order)
	if err := r.play(t.Context()); err != nil || len(s.order) != n {
		t.Errorf("played twice: %d items, were %d, %v", len(s.order), n, err)
	}
}
