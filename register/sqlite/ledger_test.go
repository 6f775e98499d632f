package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// byDemand is a rule for tests: what a person said, else whether anything was heard in it.
func byDemand(f opinion.Finding) opinion.Disposed {
	switch {
	case f.Asks == opinion.AsksNothing:
		return opinion.Disposed{Rule: opinion.RuleByPerson, By: "monitor"}
	case f.Demand.ID == opinion.Praise:
		return opinion.Disposed{Rule: opinion.RulePraise}
	case f.Kind == opinion.KindNews:
		return opinion.Disposed{Rule: opinion.RuleNotAsked}
	}
	return opinion.Disposed{Rule: opinion.RuleUnclear}
}

// The heaviest of what waits is first, then who waits longest; pages meet without a gap.
func TestWhatWaitsIsListedHeaviestFirst(t *testing.T) {
	b, s := newStore(t)
	var all []opinion.Finding
	for n := range 12 {
		all = append(all, finding(n))
	}
	publish(t, b, all...)
	seen(t, b, s)
	var got []string
	for cursor := ""; ; {
		page, err := s.Ledger(t.Context(), register.LedgerQuery{Size: 5, Cursor: cursor})
		check(t, err)
		for _, x := range page.Items {
			if x.Finding.ID != x.Line.Mention || x.Mention.Title == "" {
				t.Errorf("%+v has no finding or no heading", x.Line)
			}
			got = append(got, string(x.Finding.Severity.Level)+"/"+x.Line.Mention)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if want := "[II/m0002 II/m0007 III/m0001 III/m0006 III/m0011 IV/m0000 IV/m0003 IV/m0005 IV/m0008 IV/m0010 /m0004 /m0009]"; fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	for name, q := range map[string]register.LedgerQuery{"a place": {Division: "440106"},
		"a heading": {Q: "不亮10"}, "a unit": {Within: &opinion.Scope{Units: []string{"unit1"}}},
		"a weight": {Severity: "III"}} {
		page, err := s.Ledger(t.Context(), q)
		n, err2 := s.CountLedger(t.Context(), []register.LedgerQuery{q})
		if err != nil || err2 != nil || page.Total == 0 || page.Total == 12 || n[0] != page.Total {
			t.Errorf("%s: %d of 12, counted %v (%v %v)", name, page.Total, n, err, err2)
		}
	}
}

// Counts of a day outlive the words: retention drops the findings from the log, and a register that
// is built after that still counts them. What still waited waits no more, and says why: nobody can
// judge a text without its words.
func TestTheBalanceOutlivesRetention(t *testing.T) {
	b, s := newStore(t)
	publish(t, b, finding(1), finding(2), finding(3), finding(9000)) // an erased tail is never followed
	o := openEvent(1, t0)
	check(t, s.Append(t.Context(), opinion.Case{}, o))
	seen(t, b, s)
	check(t, s.Blank(t.Context(), []string{"m0001", "m0002", "m0003"}))
	for _, id := range []string{"m0001", "m0002", "m0003"} {
		seqs, err := s.Sequences(t.Context(), id)
		check(t, err)
		for _, seq := range seqs {
			check(t, b.Erase(t.Context(), streamFindings, seq))
		}
	}
	seen(t, b, s)
	balance := func(s *Store) string {
		all, err := s.Balance(t.Context(), register.BalanceQuery{To: t0.Add(48 * time.Hour)})
		check(t, err)
		return fmt.Sprint(all)
	}
	want := balance(s)
	if waits, err := s.CountLedger(t.Context(), []register.LedgerQuery{{}}); err != nil || waits[0] != 1 ||
		!strings.Contains(want, "dismissed forgotten") {
		t.Errorf("%v wait (%v) beside %s", waits, err, want)
	}
	check(t, s.Rebuild(t.Context()))
	seen(t, b, s)
	if got := balance(s); got != want || len(got) < 20 {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A register says what one built now would say: by other settings of the house it is built again.
func TestOtherSettingsBuildTheRegisterAgain(t *testing.T) {
	b, s := newStore(t)
	publish(t, b, finding(1))
	seen(t, b, s)
	path, opts := filepath.Join(t.TempDir(), "other.db"), Options{patience: waittest.Limit, Settings: "opens 5"}
	stands := func() opinion.DispositionRule {
		s, err := Open(t.Context(), b, path, opts)
		check(t, err)
		stop := run(t, s)
		seen(t, b, s)
		at, err := s.Stand(t.Context(), "m0001")
		check(t, err)
		stop()
		check(t, s.Close())
		return at.Rule
	}
	before := stands()
	opts.Dispose = func(opinion.Finding) opinion.Disposed { return opinion.Disposed{Rule: opinion.RuleByHand} }
	same := stands()
	opts.Settings = "opens 3"
	if after := stands(); before != opinion.RuleUnclear || same != before || after != opinion.RuleByHand {
		t.Errorf("%s, then %s, by other settings %s", before, same, after)
	}
}

// Who is bound to a place or a unit has a balance of what falls there; what was refused falls nowhere.
func TestABalanceOfAPartIsOfWhatFallsThere(t *testing.T) {
	b, s := newStore(t)
	byUnit, byPlace := map[string]int{}, map[string]int{}
	for n := range 20 {
		f := finding(n)
		publish(t, b, f)
		byUnit[f.Route.Lead]++
		byPlace[f.Division]++
	}
	check(t, s.Door(t.Context(), opinion.Door{Source: "s1", At: t0, Refused: map[string]int{"no_text": 2}}))
	seen(t, b, s)
	for name, c := range map[string]struct {
		in   *opinion.Scope
		want int
	}{
		"everything": {nil, 22}, "a unit": {&opinion.Scope{Units: []string{"unit1"}}, byUnit["unit1"]},
		"a city":    {&opinion.Scope{Division: "4401"}, byPlace["440106"] + byPlace["440103"] + byPlace["4401"]},
		"elsewhere": {&opinion.Scope{Division: "33"}, 0},
	} {
		got, err := s.Balance(t.Context(), register.BalanceQuery{From: t0.AddDate(0, 0, -1),
			To: t0.AddDate(0, 0, 5), Within: c.in})
		if err != nil || register.Sum(got).Received != c.want {
			t.Errorf("%s: %+v, %v; want %d", name, got, err, c.want)
		}
	}
	places, err := s.Arrivals(t.Context(), t0.AddDate(0, 0, -1), t0.AddDate(0, 0, 5))
	if err != nil || places["4401"] != byPlace["440106"]+byPlace["440103"]+byPlace["4401"] ||
		places["440106"] != byPlace["440106"] {
		t.Errorf("by place %v, %v", places, err)
	}
}
