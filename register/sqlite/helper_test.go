package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		buildUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

var t0 = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// start opens a store on a log and runs it until the end of the test.
func start(t testing.TB, b *bus.Bus, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
	if err != nil {
		t.Fatal(err)
	}
	run(t, s)
	return s
}

// run follows the log; the stop it returns may be called early.
func run(t testing.TB, s *Store) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	waittest.Until(t, "it follows the log", s.at.isRunning)
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func newStore(t testing.TB) (*bus.Bus, *Store) {
	t.Helper()
	b := bustest.Start(t)
	return b, start(t, b, filepath.Join(t.TempDir(), "register.db"))
}

// turnsOf are the turns of some cases, or of all for nil.
func turnsOf(t testing.TB, s *Store, cases []string) (out []opinion.Turn) {
	t.Helper()
	if err := s.EachTurn(t.Context(), cases, func(x opinion.Turn) { out = append(out, x) }); err != nil {
		t.Fatal(err)
	}
	return out
}

// seen waits until the register has followed everything.
func seen(t testing.TB, b *bus.Bus, s *Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waittest.Limit)
	defer cancel()
	for _, stream := range followed {
		last, err := b.LastSeq(ctx, stream)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.WaitFor(ctx, stream, last); err != nil {
			t.Fatal(err)
		}
	}
}

func finding(n int) opinion.Finding {
	var f opinion.Finding
	f.ID, f.Source, f.Kind = fmt.Sprintf("m%04d", n), fmt.Sprintf("s%d", n%3), opinion.KindBoard
	f.Title, f.URL = fmt.Sprintf("路灯不亮%d", n), fmt.Sprintf("https://a.gov.cn/%d", n)
	f.Text = "正文不进台账"
	f.PublishedAt = t0.Add(time.Duration(n) * 17 * time.Minute)
	f.CollectedAt = f.PublishedAt.Add(time.Hour)
	f.Division = []string{"440106", "440103", "4401", "110101", ""}[n%5]
	f.Topic = opinion.TopicFinding{ID: []string{"municipal/light", "municipal/water", "edu", ""}[n%4], Name: "市政"}
	f.Severity.Level = []opinion.Severity{"IV", "III", "II", "IV", ""}[n%5]
	f.Demand.ID = opinion.Complaint
	f.Issue = opinion.IssueRef{ID: fmt.Sprintf("i%d", n%7), Copy: n%4 == 3, New: n < 7, Why: []string{"路灯", fmt.Sprintf("样例路%d", n%7)}}
	f.Route.Lead = fmt.Sprintf("unit%d", n%4)
	return f
}

func publish(t testing.TB, b *bus.Bus, fs ...opinion.Finding) bus.Ack {
	t.Helper()
	var msgs []bus.Message
	for _, f := range fs {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		msgs = append(msgs, bus.Message{Subject: opinion.FindingSubject(f), Data: data})
	}
	ack, err := b.Publish(t.Context(), msgs...)
	if err != nil {
		t.Fatal(err)
	}
	return ack
}

func openEvent(n int, at time.Time) opinion.Event {
	f := finding(n)
	id := opinion.CaseID(fmt.Sprint("issue", n))
	return opinion.Event{Type: opinion.MoveOpen, At: at, By: "system", Issue: fmt.Sprint("issue", n), Mention: f.ID,
		Topic: f.Topic.ID, Division: f.Division, Severity: f.Severity.Level, Demand: f.Demand.ID, Source: f.Source, Unit: f.Route.Lead,
		Route: &opinion.Route{Lead: f.Route.Lead, Rule: "属地"}}.Seal(opinion.Case{ID: id})
}

func dispatchEvent(c opinion.Case, at time.Time) opinion.Event {
	k := opinion.Clock{Profile: "opinion", Start: at, Limit: 48 * time.Hour, Calendar: "24x7", Version: "1"}
	return opinion.Event{Type: opinion.MoveDispatch, At: at, By: "system", Unit: c.Lead, Clock: &k, Due: at.Add(k.Limit)}.Seal(c)
}

func next(c opinion.Case, e opinion.Event) opinion.Event { return e.Seal(c) }

func fold(events ...opinion.Event) opinion.Case {
	var c opinion.Case
	for _, e := range events {
		c = c.Apply(e)
	}
	return c
}

// retry does fn until nobody else is faster.
func retry(fn func() error) error {
	for {
		err := fn()
		var c *register.Conflict
		if !errors.As(err, &c) {
			return err
		}
	}
}

// dump is the whole register as text, but for what is not from the log.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"positions", "findings", "again", "forgotten", "issues", "cases", "titles", "events", "faults", "counters", "days", "case_counters", "issue_counters", "parties", "heat", "whys", "turns", "assists", "released", "released_counters", "released_words", "votes", "papers", "desk", "owed", "placed", "ledger", "balance"} {
		var lines []string
		if err := s.read(func(db *sql.DB) error {
			rows, err := db.Query("SELECT * FROM " + table)
			if err != nil {
				return err
			}
			defer rows.Close()
			cols, err := rows.Columns()
			if err != nil {
				return err
			}
			for rows.Next() {
				vals := make([]any, len(cols))
				for i := range vals {
					vals[i] = new(any)
				}
				if err := rows.Scan(vals...); err != nil {
					return err
				}
				line := table
				for i, v := range vals {
					if cols[i] == "number" { // of no meaning: in the order of coming
						continue
					}
					line += fmt.Sprintf(" %s=%v", cols[i], *v.(*any))
				}
				lines = append(lines, line)
			}
			return rows.Err()
		}); err != nil {
			t.Fatal(err)
		}
		sort.Strings(lines)
		out.WriteString(strings.Join(lines, "\n") + "\n")
	}
	return out.String()
}
