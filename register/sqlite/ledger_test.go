package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/recount"
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

// feed applies messages of a stream as the follower would, and hands them to a count by hand.
func feed(t testing.TB, s *Store, book *recount.Book, stream string, seq *uint64, subject string, what any) {
	t.Helper()
	data, err := json.Marshal(what)
	check(t, err)
	*seq++
	switch stream {
	case streamFindings:
		book.Finding(data)
	case streamPurged:
		book.Purged(data)
	default:
		book.Ledger(subject, data)
	}
	apply := map[string]func(txn, []bus.Msg) error{
		streamFindings: func(tx txn, in []bus.Msg) error { return s.applyFindings(t.Context(), tx, in) },
		streamPurged:   func(tx txn, in []bus.Msg) error { return s.applyPurged(t.Context(), tx, in) },
		streamLedger:   func(tx txn, in []bus.Msg) error { return s.applyLedger(t.Context(), tx, in) },
	}[stream]
	check(t, s.write(t.Context(), func(_ context.Context, tx txn) error {
		return apply(tx, []bus.Msg{{Subject: subject, Data: data, Seq: *seq}})
	}))
}

// Whatever happens to texts, each of them that came in stands in exactly one place, and the sums
// are those of a count by hand (对账).
func TestTheBalanceClosesAfterAnyLife(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := bare(t, Options{patience: waittest.Limit, Dispose: byDemand})
		defer s.Close()
		var seq, caseSeq uint64
		book := recount.New(byDemand)
		happens := func(e opinion.Event) {
			data, err := json.Marshal(e)
			check(t, err)
			book.Event(data)
			tellCases(t, s, &caseSeq, e)
		}
		said, cases := map[string]opinion.Finding{}, map[string]opinion.Case{}
		in, gone, kept := map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}
		later := map[string]string{} // mentions that were replaced, and by which
		newest := func(id string) string {
			for later[id] != "" {
				id = later[id]
			}
			return id
		}
		known, refused := 0, 0
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			f := finding(rapid.IntRange(0, 9).Draw(r, "text"))
			switch rapid.SampledFrom([]string{"hear", "hear", "hear", "decide", "place", "place",
				"split", "purge", "door", "keep"}).Draw(r, "step") {
			case "hear", "decide":
				f.Demand.ID = rapid.SampledFrom([]opinion.Demand{opinion.NoDemand, opinion.Praise}).Draw(r, "demand")
				f.Kind = rapid.SampledFrom([]opinion.SourceKind{opinion.KindBoard, opinion.KindNews}).Draw(r, "kind")
				if f.Asks = rapid.SampledFrom([]opinion.Asked{"", opinion.AsksNothing}).Draw(r,
					"asks"); f.Asks != "" || len(said[f.ID].Corrected) > 0 {
					f.Corrected = append(slices.Clone(said[f.ID].Corrected),
						opinion.Correction{Field: opinion.FieldAsks, Is: string(f.Asks),
							By: "monitor"})
				}
				if n := rapid.IntRange(-8, 9).Draw(r, "replaces"); n >= 0 {
					f.Replaces = finding(n).ID
				}
				feed(t, s, book, streamFindings, &seq, "finding.x", f)
				if older := newest(f.Replaces); f.Replaces != "" && older != newest(f.ID) {
					later[older] = f.ID
				}
				if !gone[f.ID] || said[f.ID].ID == "" {
					said[f.ID] = f
				}
			case "place":
				n := rapid.IntRange(0, 3).Draw(r, "case")
				e := opinion.Event{Type: opinion.MoveJoin, At: t0, By: "system", Mention: f.ID, Source: f.Source}
				c := cases[fmt.Sprint(n)]
				if c.Version == 0 {
					c.ID, e.Type, e.Issue = fmt.Sprint("c", n), opinion.MoveOpen, fmt.Sprint("i", n)
				}
				if c.State != "" && !c.State.Open() || slices.Contains(c.Mentions, f.ID) {
					continue
				}
				e = e.Seal(c)
				cases[fmt.Sprint(n)] = c.Apply(e)
				happens(e)
				if in[f.ID] == nil {
					in[f.ID] = map[string]bool{}
				}
				in[f.ID][c.ID] = true
			case "split":
				for n, c := range cases {
					if slices.Contains(c.Mentions, f.ID) {
						e := opinion.Event{Type: opinion.MoveSplit, At: t0, By: "monitor", Mention: f.ID}.Seal(c)
						cases[n] = c.Apply(e)
						happens(e)
						delete(in[f.ID], c.ID)
					}
				}
			case "purge":
				lines, err := s.linesOf(t.Context(), f.ID)
				check(t, err)
				for n, c := range cases {
					if slices.Contains(c.Mentions, f.ID) {
						e := opinion.Event{Type: opinion.MovePurge, At: t0, By: "system", Mention: f.ID}.Seal(c)
						cases[n] = c.Apply(e)
						happens(e)
					}
				}
				fact := opinion.Purged{Mention: f.ID, At: t0}
				for older, id := range later {
					if id == f.ID {
						fact.Replaces = append(fact.Replaces, older)
					}
				}
				if len(lines) > 0 {
					fact.Line = &lines[0]
				}
				feed(t, s, book, streamPurged, &seq, "purged.x", fact)
				gone[f.ID] = true
			case "door":
				k, n := rapid.IntRange(0, 3).Draw(r, "known"), rapid.IntRange(0, 3).Draw(r, "refused")
				feed(t, s, book, streamLedger, &seq, opinion.DoorSubject("s1"), opinion.Door{Source: "s1",
					At: t0, Known: k, Refused: map[string]int{"no_text": n}})
				known, refused = known+k, refused+n
			case "keep":
				if gone[f.ID] {
					continue // retention knows what is in the register alone
				}
				lines, err := s.linesOf(t.Context(), f.ID)
				check(t, err)
				feed(t, s, book, streamLedger, &seq, opinion.KeptSubject, opinion.Kept{Lines: lines})
				if len(lines) > 0 && lines[0].Rule.Disposition() == opinion.DispositionWaiting {
					kept[f.ID] = true
				}
			}
		}
		want := register.Balance{Known: known, Refused: refused, Received: known + refused}
		for id, f := range said {
			is := byDemand(f).Rule.Disposition()
			switch {
			case later[id] != "":
				is = opinion.DispositionKnown
			case len(in[id]) > 0:
				is = opinion.DispositionCase
			case kept[id], gone[id] && is == opinion.DispositionWaiting:
				is = opinion.DispositionDismissed // nobody can decide about it any more
			}
			want.Add(is, 1)
			got, err := s.Stand(t.Context(), id)
			if err != nil || got.Is != is {
				r.Fatalf("%s stands as %+v, %v; want %s", id, got, err, is)
			}
		}
		entries, err := s.Balance(t.Context(), register.BalanceQuery{})
		check(t, err)
		for _, d := range recount.Differ(book.Entries(), entries) {
			r.Fatal(d)
		}
		var got register.Balance
		for _, e := range entries {
			if got.Add(e.Is, e.N); e.N <= 0 {
				r.Fatalf("an empty entry is left behind: %+v", e)
			}
		}
		if got != want {
			r.Fatalf("the balance says %+v, want %+v", got, want)
		}
		counted := map[string]int{}
		for id, f := range said {
			if !gone[id] && later[id] == "" {
				counted[f.Issue.ID]++
			}
		}
		for issue, n := range counted {
			if got, err := s.Issue(t.Context(), issue, t0); err != nil || got.Mentions != n {
				r.Fatalf("issue %s counts %d mentions, %v; want %d", issue, got.Mentions, err, n)
			}
		}
		if counted, err := s.CountLedger(t.Context(), []register.LedgerQuery{{}}); err != nil ||
			counted[0] != want.Waiting {
			r.Fatalf("%v on the tab of %d that wait; %v", counted, want.Waiting, err)
		}
	})
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
