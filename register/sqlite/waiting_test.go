package sqlite

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// waitingEvent opens a case of an issue, to be decided by due.
func waitingEvent(issue string, sev opinion.Severity, due time.Time) opinion.Event {
	f := finding(0)
	clock := opinion.Clock{Profile: "triage", Start: due.Add(-2 * time.Hour), Limit: 2 * time.Hour, Calendar: "24x7"}
	return opinion.Event{Type: opinion.MoveOpen, At: clock.Start, By: "system", Issue: issue, Mention: "m-" + issue, Topic: f.Topic.ID, Division: "440106",
		Severity: sev, Source: "s1", Unit: "unit1", Route: &opinion.Route{Lead: "unit1"},
		Clocks: []opinion.Timed{{Duty: opinion.DutyTriage, Unit: "office", Clock: clock, Due: due}}}.Seal(opinion.Case{ID: opinion.CaseID(issue)})
}

func tellCases(t testing.TB, s *Store, seq *uint64, events ...opinion.Event) {
	t.Helper()
	var in []bus.Msg
	for _, e := range events {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		*seq++
		in = append(in, bus.Msg{Subject: opinion.CaseSubject(e.Case), Data: data, Seq: *seq})
	}
	if err := s.takeEvents(t.Context(), s.db, hear(in), everything); err != nil {
		t.Fatal(err)
	}
}

// bare is a register without a log.
func bare(t testing.TB, opts Options) *Store {
	t.Helper()
	s, err := open(t.Context(), nil, filepath.Join(t.TempDir(), "r.db"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// reports makes n independent reports of an issue at a moment.
func reports(t testing.TB, s *Store, seq *uint64, issue string, n int, at time.Time) {
	t.Helper()
	var in []bus.Msg
	for i := range n {
		f := finding(i)
		f.ID, f.Issue = fmt.Sprintf("%s-%d-%d", issue, at.Unix(), i), opinion.IssueRef{ID: issue}
		f.PublishedAt = at
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		*seq++
		in = append(in, bus.Msg{Subject: opinion.FindingSubject(f), Data: data, Seq: *seq})
	}
	if err := s.take(t.Context(), s.db, streamFindings, in, s.applyFindings); err != nil {
		t.Fatal(err)
	}
}

func ids(rows []register.WaitingRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Issue)
	}
	return out
}

func TestTheQueueIsInTheOrderOfWeightAndTimeLeft(t *testing.T) {
	s := bare(t, Options{patience: waittest.Limit})
	var cases, finds uint64
	late := t0.Add(-3 * time.Hour)
	tellCases(t, s, &cases,
		waitingEvent("light-soon", "IV", t0.Add(time.Hour)), waitingEvent("light-late", "IV", late), waitingEvent("heard", "III", t0.Add(2*time.Hour)),
		waitingEvent("heavy", "II", t0.Add(2*time.Hour)), waitingEvent("heaviest", "I", t0.Add(time.Hour)), waitingEvent("was-heard", "III", t0.Add(90*time.Minute)))
	gone := waitingEvent("gone", "I", late)
	tellCases(t, s, &cases, gone, dispatchEvent(fold(gone), t0))
	reports(t, s, &finds, "heard", 3, t0.Add(-time.Hour))
	reports(t, s, &finds, "was-heard", 9, t0.Add(-80*time.Hour))
	want := []string{"heaviest", "heavy", "heard", "light-late", "light-soon", "was-heard"}
	page, err := s.Waiting(t.Context(), register.WaitingQuery{At: t0})
	if err != nil || !slices.Equal(ids(page.Items), want) || page.Total != 6 {
		t.Fatalf("%v of %d, %v; want %v", ids(page.Items), page.Total, err, want)
	}
	if r := page.Items[2]; r.Today != 3 || r.Class != register.ClassHeard || r.CaseRow.Size != 3 {
		t.Errorf("heard: %d today, class %d, %d reports", r.Today, r.Class, r.CaseRow.Size)
	}
	if r := page.Items[5]; r.Today != 0 || r.Before != 9 {
		t.Errorf("was heard: %d today, %d before", r.Today, r.Before)
	}
	var walked []string
	for next := ""; ; {
		page, err := s.Waiting(t.Context(), register.WaitingQuery{At: t0.Add(time.Minute), Size: 2, Cursor: next})
		if err != nil {
			t.Fatal(err)
		}
		walked = append(walked, ids(page.Items)...)
		if next = page.Next; next == "" {
			break
		}
	}
	if !slices.Equal(walked, want) {
		t.Errorf("page by page %v", walked)
	}
}

func TestTheQueueIsNarrowed(t *testing.T) {
	s := bare(t, Options{patience: waittest.Limit})
	var cases uint64
	a, b := waitingEvent("a", "IV", t0), waitingEvent("b", "II", t0)
	b.Unsure, b.Source, b.Division, b.Topic = true, "s2", "110101", "edu"
	b = b.Seal(opinion.Case{ID: b.Case})
	tellCases(t, s, &cases, a, b)
	filters := map[string]register.WaitingQuery{
		"a b": {}, "b": {Unsure: true}, "b ": {Source: "s2"}, "b  ": {Severity: "II"}, "a": {Division: "44"}, "a ": {Topic: "municipal"},
		"b   ": {Q: opinion.CaseID("b")}, "a  ": {IDs: []string{opinion.CaseID("a"), "nobody"}}, "": {Unit: "unit7"},
	}
	var all []register.WaitingQuery
	for want, f := range filters {
		f.At = t0
		page, err := s.Waiting(t.Context(), f)
		got := ids(page.Items)
		slices.Sort(got)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(splitWords(want)) || page.Total != len(got) {
			t.Errorf("%+v: %v of %d, %v", f, got, page.Total, err)
		}
		all = append(all, f)
	}
	counts, err := s.CountWaiting(t.Context(), all)
	if err != nil || len(counts) != len(all) {
		t.Fatal(counts, err)
	}
	for i, f := range all {
		if page, _ := s.Waiting(t.Context(), f); page.Total != counts[i] {
			t.Errorf("%+v: counted %d, listed %d", f, counts[i], page.Total)
		}
	}
	if _, err := s.Waiting(t.Context(), register.WaitingQuery{Cursor: "mine"}); err == nil {
		t.Error("a foreign cursor was taken")
	}
}

func splitWords(s string) (out []string) {
	for _, r := range s {
		if r != ' ' {
			out = append(out, string(r))
		}
	}
	return out
}

func TestWhatWasAppliedIsTold(t *testing.T) {
	var told []string
	s := bare(t, Options{patience: waittest.Limit, Applied: func(in []register.Applied) {
		for _, a := range in {
			told = append(told, fmt.Sprintf("%s %s>%s", a.Event.Type, a.Was, a.Case.State))
		}
	}})
	var seq uint64
	open := waitingEvent("a", "IV", t0)
	c := fold(open)
	off := next(c, opinion.Event{Type: opinion.MoveDispatch, At: t0, By: "monitor", Unit: "unit1"})
	back := next(c.Apply(off), opinion.Event{Type: opinion.MoveRecall, At: t0, By: "monitor"})
	tellCases(t, s, &seq, open, off)
	if turns := turnsOf(t, s, nil); len(turns) != 1 {
		t.Errorf("after the dispatch %d turns", len(turns))
	}
	tellCases(t, s, &seq, back)
	if want := "[open >triage dispatch triage>dispatched recall dispatched>triage]"; fmt.Sprint(told) != want {
		t.Errorf("told %v, want %s", told, want)
	}
	if turns := turnsOf(t, s, nil); len(turns) != 0 {
		t.Errorf("a recalled dispatch left %d turns", len(turns))
	}
}

// BenchmarkWaiting asks for the first page and the counts of eight queues of a desk where 2,500
// cases wait, among 40,000 that do not and 200,000 findings.
func BenchmarkWaiting(b *testing.B) {
	s := big(b, 200_000)
	s.at.begun()
	at := t0.Add(200_000 * time.Minute)
	seq := uint64(1_000_000)
	var events []opinion.Event
	for i := range 2500 {
		issue := opinion.IssueID(time.Duration(28_000 + i).String())
		events = append(events, waitingEvent(issue, []opinion.Severity{"IV", "III", "IV", "II"}[i%4], at.Add(time.Duration(i-1200)*time.Minute)))
	}
	tellCases(b, s, &seq, events...)
	queues := make([]register.WaitingQuery, 8)
	for i := range queues {
		queues[i] = register.WaitingQuery{At: at, Division: []string{"4401", "11", ""}[i%3], Q: []string{"", "路灯"}[i%2]}
	}
	for name, ask := range map[string]func() error{
		"page": func() error { _, err := s.Waiting(b.Context(), register.WaitingQuery{At: at, Size: 25}); return err },
		"words": func() error {
			_, err := s.Waiting(b.Context(), register.WaitingQuery{At: at, Size: 25, Q: "路灯"})
			return err
		},
		"unsure": func() error {
			_, err := s.Waiting(b.Context(), register.WaitingQuery{At: at, Unsure: true})
			return err
		},
		"queues": func() error { _, err := s.CountWaiting(b.Context(), queues); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check(b, ask())
			}
		})
	}
}
