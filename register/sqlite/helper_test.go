package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/registertest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		buildUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

// What the suite makes, tests of what only this backend does take too.
var (
	t0            = registertest.Start
	finding       = registertest.Finding
	openEvent     = registertest.OpenEvent
	dispatchEvent = registertest.DispatchEvent
	waitingEvent  = registertest.WaitingEvent
	next          = registertest.Next
	fold          = registertest.Fold
	life          = registertest.Life
	reportOf      = registertest.ReportOf
	publish       = registertest.Publish
	retry         = registertest.Retry
	isConflict    = registertest.IsConflict

	toDispatch, toSign, toAnswer = registertest.ToDispatch, registertest.ToSign, registertest.ToAnswer
	toVerify, toClose, toReopen  = registertest.ToVerify, registertest.ToClose, registertest.ToReopen
)

// seen waits until the register has followed everything.
func seen(t testing.TB, b *bus.Bus, s *Store) {
	t.Helper()
	registertest.Seen(t, b, s)
}

// write brings events into the log as they are and waits until the register has them.
func write(t testing.TB, b *bus.Bus, s *Store, events []opinion.Event) {
	t.Helper()
	registertest.Write(t, b, s, events)
}

// pages walks a list to its end.
func pages(t testing.TB, s *Store, q register.CaseQuery) ([]string, int) {
	t.Helper()
	return registertest.CaseIDs(t, s, q)
}

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

// dump is the whole register as text, but for what is not from the log.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"positions", "findings", "again", "forgotten", "issues", "cases",
		"titles", "events", "faults", "counters", "days", "case_counters", "issue_counters",
		"parties", "heat", "whys", "turns", "assists", "released", "released_counters",
		"released_words", "votes", "papers", "replies", "desk", "owed", "placed", "ledger", "balance"} {
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
