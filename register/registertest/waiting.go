package registertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// WaitingEvent opens a case of an issue, to be decided by due.
func WaitingEvent(issue string, sev opinion.Severity, due time.Time) opinion.Event {
	f := Finding(0)
	clock := opinion.Clock{Profile: "triage", Start: due.Add(-2 * time.Hour), Limit: 2 * time.Hour, Calendar: "24x7"}
	return opinion.Event{Type: opinion.MoveOpen, At: clock.Start, By: "system", Issue: issue, Mention: "m-" + issue,
		Topic: f.Topic.ID, Division: "440106",
		Severity: sev, Source: "s1", Unit: "unit1", Route: &opinion.Route{Lead: "unit1"},
		Clocks: []opinion.Timed{{Duty: opinion.DutyTriage, Unit: "office", Clock: clock, Due: due}},
	}.Seal(opinion.Case{ID: opinion.CaseID(issue)})
}

func ids(rows []register.WaitingRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Issue)
	}
	return out
}

func queueInOrder(t *testing.T, b *bus.Bus, s Register) {
	late := Start.Add(-3 * time.Hour)
	Write(t, b, s, []opinion.Event{
		WaitingEvent("light-soon", "IV", Start.Add(time.Hour)), WaitingEvent("light-late", "IV", late),
		WaitingEvent("heard", "III", Start.Add(2*time.Hour)), WaitingEvent("heavy", "II", Start.Add(2*time.Hour)),
		WaitingEvent("heaviest", "I", Start.Add(time.Hour)), WaitingEvent("was-heard", "III",
			Start.Add(90*time.Minute))})
	danger := WaitingEvent("danger", "III", Start.Add(3*time.Hour))
	danger.Danger, danger.Unsure = []string{"119"}, true
	Write(t, b, s, []opinion.Event{danger.Seal(opinion.Case{ID: danger.Case})})
	gone := WaitingEvent("gone", "I", late)
	Write(t, b, s, []opinion.Event{gone, DispatchEvent(Fold(gone), Start)})
	Publish(t, b, reports("heard", 3, Start.Add(-time.Hour))...)
	Publish(t, b, reports("was-heard", 9, Start.Add(-80*time.Hour))...)
	Seen(t, b, s)
	want := []string{"danger", "heaviest", "heavy", "heard", "light-late", "light-soon", "was-heard"}
	page, err := s.Waiting(t.Context(), register.WaitingQuery{At: Start})
	if err != nil || !slices.Equal(ids(page.Items), want) || page.Total != 7 {
		t.Fatalf("%v of %d, %v; want %v", ids(page.Items), page.Total, err, want)
	}
	if r := page.Items[3]; r.Today != 3 || r.Class != register.ClassHeard {
		t.Errorf("heard: %d today, class %d", r.Today, r.Class)
	}
	if r := page.Items[6]; r.Today != 0 || r.Before != 9 {
		t.Errorf("was heard: %d today, %d before", r.Today, r.Before)
	}
	var walked []string
	for next := ""; ; {
		page, err := s.Waiting(t.Context(), register.WaitingQuery{At: Start.Add(time.Minute), Size: 2, Cursor: next})
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

// queueSorted asks for other orders, forth and back, page by page.
func queueSorted(t *testing.T, b *bus.Bus, s Register) {
	var all []opinion.Event
	for i := range 9 {
		e := WaitingEvent(string(rune('a'+i)), opinion.Severity([]string{"I", "II", "III", "IV"}[i%4]), Start.Add(time.Duration(i/2)*time.Hour))
		e.Division, e.Unit = []string{"440106", "110101", "4401"}[i%3], fmt.Sprint("unit", i%2)
		e.Route = &opinion.Route{Lead: e.Unit}
		all = append(all, e.Seal(opinion.Case{ID: e.Case}))
	}
	Write(t, b, s, all)
	Seen(t, b, s)
	key := map[string]func(r register.WaitingRow) string{
		"severity": func(r register.WaitingRow) string { return fmt.Sprint(r.Severity.Rank()) },
		"place":    func(r register.WaitingRow) string { return r.Division },
		"unit":     func(r register.WaitingRow) string { return r.Lead },
		"due":      func(r register.WaitingRow) string { return r.Due.Format(time.RFC3339) },
		"reports":  func(r register.WaitingRow) string { return fmt.Sprint(r.Reports) },
	}
	for order, of := range key {
		for _, reversed := range []bool{false, true} {
			q := register.WaitingQuery{At: Start, Size: 2, Order: order, Reversed: reversed}
			var got []register.WaitingRow
			for {
				page, err := s.Waiting(t.Context(), q)
				check(t, err)
				got = append(got, page.Items...)
				if q.Cursor = page.Next; q.Cursor == "" {
					break
				}
			}
			sorted := slices.IsSortedFunc(got, func(x, y register.WaitingRow) int {
				if reversed {
					x, y = y, x
				}
				return strings.Compare(of(x), of(y))
			})
			seen := ids(got)
			slices.Sort(seen)
			if !sorted || len(slices.Compact(seen)) != len(all) {
				t.Errorf("%s, reversed %v: %v", order, reversed, ids(got))
			}
		}
	}
	page, err := s.Waiting(t.Context(), register.WaitingQuery{At: Start, From: all[8].At, To: all[8].At.Add(time.Hour)})
	if err != nil || page.Total != 1 || page.Items[0].Issue != "i" {
		t.Errorf("of a period: %v of %d, %v", ids(page.Items), page.Total, err)
	}
}

func queueNarrowed(t *testing.T, b *bus.Bus, s Register) {
	light, heavy := WaitingEvent("a", "IV", Start), WaitingEvent("b", "II", Start)
	heavy.Unsure, heavy.Source, heavy.Division, heavy.Topic = true, "s2", "110101", "edu"
	heavy = heavy.Seal(opinion.Case{ID: heavy.Case})
	Write(t, b, s, []opinion.Event{light, heavy})
	filters := map[string]register.WaitingQuery{
		"a b": {}, "b": {Unsure: true}, "b ": {Source: "s2"}, "b  ": {Severity: "II"},
		"a": {Division: "44"}, "a ": {Topic: "municipal"},
		"b   ": {Q: opinion.CaseID("b")}, "a  ": {IDs: []string{opinion.CaseID("a"), "nobody"}}, "": {Unit: "unit7"},
	}
	var all []register.WaitingQuery
	for want, f := range filters {
		f.At = Start
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

// reports makes n independent reports of an issue at a moment.
func reports(issue string, n int, at time.Time) (out []opinion.Finding) {
	for i := range n {
		f := Finding(i)
		f.ID, f.Issue = fmt.Sprintf("%s-%d-%d", issue, at.Unix(), i), opinion.IssueRef{ID: issue}
		f.PublishedAt = at
		out = append(out, f)
	}
	return out
}

// A contested case waits in a queue of its own, until it is upheld or opened again.
func contestedQueue(t *testing.T, b *bus.Bus, s Register) {
	var contested []opinion.Case
	for i, issue := range []string{"later", "sooner", "upheld", "again"} {
		open := WaitingEvent(issue, "IV", Start)
		history := []opinion.Event{open, DispatchEvent(Fold(open), Start)}
		then := func(e opinion.Event) {
			e.At, e.By = Start.Add(time.Hour), "system"
			history = append(history, Next(Fold(history...), e))
		}
		due := Start.Add(time.Duration(48-i) * time.Hour)
		then(opinion.Event{Type: opinion.MoveSign})
		then(opinion.Event{Type: opinion.MoveAnswer, Text: "已修复", Unit: "unit1"})
		then(opinion.Event{Type: opinion.MoveVerify, OK: true})
		then(opinion.Event{Type: opinion.MoveClose, Outcome: opinion.AnsweredAtSource, Solved: "yes"})
		then(opinion.Event{Type: opinion.MoveConfirm, Solved: "no", Means: opinion.MeansLook})
		then(opinion.Event{Type: opinion.MoveContest, Clocks: []opinion.Timed{{Duty: opinion.DutyDecide,
			Unit: "office", Clock: opinion.Clock{Start: Start, Limit: due.Sub(Start), Calendar: "24x7"}, Due: due}}})
		Write(t, b, s, history)
		contested = append(contested, Fold(history...))
	}
	Seen(t, b, s)
	queue := func() []string {
		t.Helper()
		page, err := s.Waiting(t.Context(), register.WaitingQuery{Contested: true, At: Start})
		check(t, err)
		n, err := s.CountWaiting(t.Context(), []register.WaitingQuery{{Contested: true}, {}})
		if err != nil || n[0] != page.Total || n[1] != 0 {
			t.Errorf("counted %v of %d, %v", n, page.Total, err)
		}
		return ids(page.Items)
	}
	if got := queue(); !slices.Equal(got, []string{"again", "upheld", "sooner", "later"}) {
		t.Errorf("waiting: %v", got)
	}
	for i, e := range []opinion.Event{{Type: opinion.MoveUphold, Reason: string(opinion.UpheldSeen)},
		{Type: opinion.MoveReopen, Reason: "属实"}} {
		e.At, e.By = Start.Add(2*time.Hour), "coordinator"
		check(t, s.Append(t.Context(), contested[2+i], Next(contested[2+i], e)))
	}
	Seen(t, b, s)
	if got := queue(); !slices.Equal(got, []string{"sooner", "later"}) {
		t.Errorf("once decided: %v", got)
	}
}
