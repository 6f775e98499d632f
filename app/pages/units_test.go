package pages_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/pages"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// Whoever may see one unit counts the turns of that one and nobody's else, every number opens to
// exactly the turns that it counted, and the list of busy units has each with what it has open and
// late.
func TestUnitsAreCountedWithinSight(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	h := apptest.Open(t, w, cfg, app.RoleRespond)
	apptest.CaughtUp(t, h.App)
	var here, there string
	for _, u := range cfg.Units {
		if here == "" && u.Division == "980101" {
			here = u.ID
		}
		if there == "" && u.Division == "980122" {
			there = u.ID
		}
	}
	opens := func(n int, unit, division string, more ...opinion.Command) opinion.Case {
		t.Helper()
		issue := fmt.Sprintf("i%d", n)
		f := opinion.Finding{Route: opinion.Route{Lead: unit}, Issue: opinion.IssueRef{ID: issue}}
		f.ID, f.Kind, f.Division, f.Topic.ID, f.Severity.Level = strings.Repeat(fmt.Sprint(n), 32),
			opinion.KindBoard, division, cfg.Topics[0].ID, opinion.SeverityIV
		var c opinion.Case
		for _, cmd := range append([]opinion.Command{{Move: opinion.MoveOpen, By: casework.System,
			Finding: &f}, {Move: opinion.MoveDispatch, By: "coordinator", Unit: unit}}, more...) {
			var err error
			if c, err = h.Desk().Do(t.Context(), opinion.CaseID(issue), cmd); err != nil {
				t.Fatalf("%s: %v", cmd.Move, err)
			}
		}
		return c
	}
	sign := opinion.Command{Move: opinion.MoveSign, By: "unit:" + here}
	answer := opinion.Command{Move: opinion.MoveAnswer, By: "unit:" + here, Text: "已修复",
		Kind: "解决公布", URL: "https://a.gov.cn/1"}
	opens(1, here, "980101", sign, answer)
	opens(2, here, "980101")
	opens(3, there, "980122")
	apptest.CaughtUp(t, h.App)

	b := h.Pages().Units()
	if units, err := b.Units(t.Context()); err != nil || len(units) != len(cfg.Units) {
		t.Errorf("%d units (%v), %d are configured", len(units), err, len(cfg.Units))
	}
	span := facts.RateQuery{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour), By: "unit"}
	for name, tt := range map[string]struct {
		sight *opinion.Scope
		units []string
		turns int
	}{
		"everybody":         {nil, []string{here, there}, 3},
		"one unit":          {&opinion.Scope{Units: []string{here}}, []string{here}, 2},
		"the other unit":    {&opinion.Scope{Units: []string{there}}, []string{there}, 1},
		"one division":      {&opinion.Scope{Division: "980122"}, []string{there}, 1},
		"the whole region":  {&opinion.Scope{Division: "98"}, []string{here, there}, 3},
		"a unit with none":  {&opinion.Scope{Units: []string{"nobody"}}, nil, 0},
		"a division beside": {&opinion.Scope{Division: "980201"}, nil, 0},
	} {
		q := span
		q.Within = tt.sight
		days, err := b.Days(t.Context(), facts.DayQuery{From: opinion.Midnight(time.Now()), N: 1, Within: tt.sight})
		if err != nil || len(days) != 1 || days[0].InTime != min(1, max(0, tt.turns-1)) || days[0].Overdue != 0 {
			t.Errorf("%s: the day counts %+v, %v", name, days, err)
		}
		table, err := b.Rates(t.Context(), q)
		var units []string
		for _, r := range table.Rows {
			if units = append(units, r.Key); r.Turns == 0 {
				t.Errorf("%s: %s stands there without a turn", name, r.Key)
			}
		}
		slices.Sort(units)
		want := slices.Sorted(slices.Values(tt.units))
		if err != nil || table.All.Turns != tt.turns || !slices.Equal(units, want) {
			t.Errorf("%s: %d turns of %v (%v), want %d of %v", name, table.All.Turns, units, err, tt.turns, want)
		}
		for _, r := range table.Rows {
			for _, rate := range r.Rates {
				for verdict, n := range map[string]int{"yes": rate.N, "no": rate.Of - rate.N} {
					list, err := b.Turns(t.Context(), facts.TurnQuery{RateQuery: q, Key: &r.Key,
						Measure: rate.Measure, Verdict: verdict, Size: 50})
					if err != nil || list.Total != n || len(list.Items) != n {
						t.Errorf("%s: %s of %s counts %d as %s and opens to %d (%v)", name,
							rate.Measure, r.Key, n, verdict, list.Total, err)
					}
					for _, item := range list.Items {
						if item.Unit != r.Key || item.Verdict != verdict {
							t.Errorf("%s: behind %s of %s stands %s with %q", name, rate.Measure,
								r.Key, item.Unit, item.Verdict)
						}
					}
				}
			}
		}
	}
	first, err := b.Turns(t.Context(), facts.TurnQuery{RateQuery: span, Size: 2})
	if err != nil || len(first.Items) != 2 || first.Next != "2" || first.Total != 3 {
		t.Errorf("the first page: %+v, %v", first, err)
	}
	back := span
	back.From, back.To = span.To, span.From
	if table, err := b.Rates(t.Context(), back); err != nil || table.All.Turns != 0 {
		t.Errorf("a span that ends before it begins counts %d (%v)", table.All.Turns, err)
	}

	later := pages.New(h.Pages().Parts)
	later.Now = func() time.Time { return time.Now().Add(365 * 24 * time.Hour) }
	busy, err := later.BusyUnits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]register.UnitLoad{}
	for _, u := range busy {
		got[u.Unit] = u
	}
	if got[here].Open != 2 || got[here].Late < 1 || got[there].Open != 1 || got[there].Late != 1 || len(busy) != 2 {
		t.Errorf("busy a year later: %+v", busy)
	}
}
