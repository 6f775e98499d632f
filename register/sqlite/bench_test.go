package sqlite

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// big fills a register without a log: n findings and n/5 cases, batch by batch.
func big(b *testing.B, n int) *Store {
	b.Helper()
	s, err := open(b.Context(), nil, filepath.Join(b.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(b, err)
	b.Cleanup(func() { check(b, s.Close()) })
	seq := uint64(0)
	for from := 0; from < n; from += batchSize {
		check(b, s.take(b.Context(), s.db, streamFindings, findingMsgs(b, from, batchSize, &seq), s.applyFindings))
	}
	seq = 0
	for from := 0; from < n/5; from += batchSize / 2 {
		check(b, s.takeEvents(b.Context(), s.db, hear(eventMsgs(b, from, batchSize/2, &seq)), everything))
	}
	return s
}

func findingMsgs(b *testing.B, from, n int, seq *uint64) []bus.Msg {
	var out []bus.Msg
	for i := from; i < from+n; i++ {
		f := finding(i)
		f.ID = opinion.IssueID(f.URL)
		f.Issue.ID = opinion.IssueID(time.Duration(i / 7).String())
		f.PublishedAt = t0.Add(time.Duration(i) * time.Minute)
		data, err := json.Marshal(f)
		check(b, err)
		*seq++
		out = append(out, bus.Msg{Subject: opinion.FindingSubject(f), Data: data, Seq: *seq})
	}
	return out
}

func eventMsgs(b *testing.B, from, n int, seq *uint64) []bus.Msg {
	var out []bus.Msg
	for i := from; i < from+n; i++ {
		o := openEvent(i, t0.Add(time.Duration(i)*time.Minute))
		for _, e := range []opinion.Event{o, dispatchEvent(fold(o), o.At)} {
			data, err := json.Marshal(e)
			check(b, err)
			*seq++
			out = append(out, bus.Msg{Subject: opinion.CaseSubject(e.Case), Data: data, Seq: *seq})
		}
	}
	return out
}

func BenchmarkApplyFindings(b *testing.B) {
	s := big(b, 0)
	seq := uint64(0)
	for from := 0; b.Loop(); from += batchSize {
		b.StopTimer()
		msgs := findingMsgs(b, from, batchSize, &seq)
		b.StartTimer()
		check(b, s.take(b.Context(), s.db, streamFindings, msgs, s.applyFindings))
	}
	b.ReportMetric(float64(batchSize*b.N)/b.Elapsed().Seconds(), "findings/s")
}

func BenchmarkApplyEvents(b *testing.B) {
	s := big(b, 0)
	seq := uint64(0)
	for from := 0; b.Loop(); from += batchSize / 2 {
		b.StopTimer()
		msgs := eventMsgs(b, from, batchSize/2, &seq)
		b.StartTimer()
		check(b, s.takeEvents(b.Context(), s.db, hear(msgs), everything))
	}
	b.ReportMetric(float64(batchSize*b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkPages asks what the desks ask, of 200,000 findings and 40,000 cases.
func BenchmarkPages(b *testing.B) {
	s := big(b, 200_000)
	s.at.begun() // or Load would ask the log
	ctx := b.Context()
	at := t0.Add(200_000 * time.Minute)
	for name, ask := range map[string]func() error{
		"cases": func() error { _, err := s.Cases(ctx, register.CaseQuery{}); return err },
		"cases of unit": func() error {
			_, err := s.Cases(ctx, register.CaseQuery{Unit: "unit1", States: []opinion.State{opinion.Dispatched}})
			return err
		},
		"cases overdue": func() error {
			_, err := s.Cases(ctx, register.CaseQuery{Overdue: true, At: t0.Add(80 * time.Hour), Order: "due"})
			return err
		},
		"cases words": func() error { _, err := s.Cases(ctx, register.CaseQuery{Q: "不亮39"}); return err },
		"one case":    func() error { _, err := s.Case(ctx, opinion.CaseID("issue77")); return err },
		"load":        func() error { _, err := s.Load(ctx, opinion.CaseID("issue77")); return err },
		"issues":      func() error { _, err := s.Issues(ctx, register.IssueQuery{At: at}); return err },
		"issues attention": func() error {
			_,
				err := s.Issues(ctx, register.IssueQuery{At: at, Order: "attention"})
			return err
		},
		"unit load": func() error { _, err := s.UnitLoad(ctx, at); return err },
		"briefing issues": func() error {
			_, err := s.In("").IssuesAt(ctx, at.AddDate(0, 0, -8), at.AddDate(0, 0, -1), at)
			return err
		},
		"briefing cases": func() error { return s.In("").OpenAt(ctx, at, func(opinion.Case) error { return nil }) },
		"counts 30d": func() error {
			_, err := s.Counts(ctx, at.AddDate(0, 0, -30), at,
				register.ByTopic)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check(b, ask())
			}
		})
	}
}
