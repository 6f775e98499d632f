package sqlite

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

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
		events = append(events, waitingEvent(issue, []opinion.Severity{"IV", "III", "IV",
			"II"}[i%4], at.Add(time.Duration(i-1200)*time.Minute)))
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
