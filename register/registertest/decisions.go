package registertest

import (
	"slices"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

func requestsAndDecisions(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	open := OpenEvent(1, Start) // municipal/water in 440103
	c := Fold(open)
	var events []opinion.Event
	put := func(e opinion.Event) {
		e.At, e.By = Start.Add(time.Hour), "coordinator"
		e = Next(c, e)
		c, events = c.Apply(e), append(events, e)
	}
	put(opinion.Event{Type: opinion.MoveDispatch, Unit: "unit2"})
	put(opinion.Event{Type: opinion.MoveReturn, Unit: "unit2", Reason: "职能不符", Text: "三定方案"})
	put(opinion.Event{Type: opinion.MoveArbitrate, Unit: "unit3", Arbiter: "unit0", Reason: "管网归供水单位"})
	check(t, s.Append(ctx, opinion.Case{}, append([]opinion.Event{open}, events...)...))

	k := opinion.Clock{Profile: "disclosure", Start: Start, Limit: 20 * 24 * time.Hour,
		Calendar: "working", Version: "1"}
	request := opinion.Event{Type: opinion.MoveRegister, At: Start, By: "coordinator", Matter: opinion.Disclosure,
		Ref: "依申请〔2026〕15号", Unit: "unit1", Clock: &k,
		Due: Start.Add(k.Limit)}.Seal(opinion.Case{ID: opinion.CaseID("disclosure/15")})
	check(t, s.Append(ctx, opinion.Case{}, request))
	Seen(t, b, s)

	for matter, want := range map[opinion.Matter]string{opinion.PublicMatter: c.ID, opinion.Disclosure: request.Case} {
		page, err := s.Cases(ctx, register.CaseQuery{Matters: []opinion.Matter{matter}})
		if err != nil || page.Total != 1 || page.Items[0].ID != want {
			t.Errorf("%s: %+v, %v", matter, page, err)
		}
	}
	page, err := s.Cases(ctx, register.CaseQuery{Q: "15号"})
	if err != nil || page.Total != 1 || page.Items[0].Title != "依申请〔2026〕15号" ||
		page.Items[0].State != opinion.Registered {
		t.Errorf("a request is found by its number: %+v, %v", page, err)
	}
	past, err := s.Arbitrations(ctx, "municipal/water", "", 5)
	if err != nil || len(past) != 1 || past[0].Unit != "unit3" || past[0].Arbiter != "unit0" ||
		!slices.Equal(past[0].Returned, []string{"unit2"}) {
		t.Errorf("past decisions: %+v, %v", past, err)
	}
	if other, err := s.Arbitrations(ctx, "edu", "", 5); err != nil || len(other) != 0 {
		t.Errorf("about something else: %+v, %v", other, err)
	}
	rule := func(want string) {
		t.Helper()
		Seen(t, b, s)
		u, ok, err := s.RuleFor(ctx, c.Topic, c.Division)
		if err != nil || ok != (want != "") || u.Unit != want {
			t.Errorf("rule %+v, %v, %v; want %q", u, ok, err, want)
		}
	}
	rule("")
	adopt := opinion.Event{Type: opinion.MoveAdopt, Unit: "unit3", Topic: c.Topic, Division: c.Division}
	for _, e := range []opinion.Event{adopt, {Type: opinion.MoveWithdraw, Unit: "unit3"}} {
		before := c
		put(e)
		check(t, s.Append(ctx, before, events[len(events)-1]))
		if e.Type == opinion.MoveAdopt {
			rule("unit3")
			check(t, s.Rebuild(ctx))
			rule("unit3")
		}
	}
	rule("")
	if n, err := s.Verify(ctx, c.ID); err != nil || n != 6 {
		t.Errorf("chain of %d: %v", n, err)
	}
}

// Who adopts or withdraws a rule of dispatch routes by that at once.
func ruleHolds(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	open := OpenEvent(1, Start)
	c := Fold(open)
	check(t, s.Append(ctx, opinion.Case{}, open))
	for i := range 200 {
		e := opinion.Event{Type: opinion.MoveAdopt, At: Start.Add(time.Hour), By: "coordinator",
			Unit: "unit3", Topic: c.Topic, Division: c.Division}
		if i%2 == 1 {
			e.Type, e.Unit = opinion.MoveWithdraw, ""
		}
		e = Next(c, e)
		check(t, s.Append(ctx, c, e))
		c = c.Apply(e)
		if _, ok, err := s.RuleFor(ctx, c.Topic, c.Division); err != nil || ok != (i%2 == 0) {
			t.Fatalf("after %s %d: a rule %v, %v", e.Type, i, ok, err)
		}
	}
}
