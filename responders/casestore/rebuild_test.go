package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/opinion"
)

// fill writes findings and cases and waits for the register.
func fill(t testing.TB, b *bus.Bus, s *Store, n int) {
	t.Helper()
	var fs []opinion.Finding
	var before []opinion.Case
	var events [][]opinion.Event
	for i := range n {
		fs = append(fs, finding(i), finding(i/2)) // some come twice
		o := openEvent(i, t0.Add(time.Duration(i)*time.Minute))
		if c, err := s.Load(t.Context(), o.Case); err == nil && c.Version == 0 {
			before, events = append(before, c), append(events, []opinion.Event{o, dispatchEvent(fold(o), t0.Add(time.Duration(i)*time.Hour))})
		}
	}
	publish(t, b, fs...)
	check(t, s.AppendAll(t.Context(), before, events))
	seen(t, b, s)
}

func TestRegisterIsRebuilt(t *testing.T) {
	damage := map[string]func(t *testing.T, path string){
		"dropped": func(t *testing.T, path string) { check(t, removeDatabase(path)) },
		"overwritten": func(t *testing.T, path string) {
			check(t, os.WriteFile(path, []byte("this is no database, not at all"), 0o600))
		},
		"empty": func(t *testing.T, path string) { check(t, os.WriteFile(path, nil, 0o600)) },
		"scrambled": func(t *testing.T, path string) {
			raw, err := os.ReadFile(path)
			check(t, err)
			for i := 4096; i < len(raw); i += 7 {
				raw[i] ^= 0x55
			}
			check(t, os.WriteFile(path, raw, 0o600))
			db, err := sql.Open("sqlite", path)
			check(t, err)
			_, _ = db.Exec(`UPDATE meta SET value = '0' WHERE key = 'clean'`)
			check(t, db.Close())
		},
		"older form": func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			check(t, err)
			_, err = db.Exec(`UPDATE meta SET value = '0' WHERE key = 'schema'`)
			check(t, errors.Join(err, db.Close()))
		},
	}
	for name, harm := range damage {
		t.Run(name, func(t *testing.T) {
			b := bustest.Start(t)
			path := filepath.Join(t.TempDir(), "r.db")
			s, err := Open(t.Context(), b, path, Options{})
			check(t, err)
			stop := run(t, s)
			fill(t, b, s, 12)
			want := dump(t, s)
			stop()
			harm(t, path)
			again := start(t, b, path)
			seen(t, b, again)
			if got := dump(t, again); got != want {
				t.Errorf("the rebuilt register differs:\n%s", firstDifference(got, want))
			}
		})
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "got  " + x[i] + "\nwant " + y[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

func TestReopenGoesOnWhereItWas(t *testing.T) {
	b := bustest.Start(t)
	path := filepath.Join(t.TempDir(), "r.db")
	s, err := Open(t.Context(), b, path, Options{})
	check(t, err)
	stop := run(t, s)
	fill(t, b, s, 10)
	want := s.Positions()
	stop()
	again := start(t, b, path)
	if got := again.Positions(); got[streamCases] != want[streamCases] || got[streamFindings] != want[streamFindings] {
		t.Errorf("positions %v, want %v: a clean register is not built again", got, want)
	}
	fill(t, b, again, 12)
	if st, err := again.Stats(t.Context()); err != nil || st.Findings != 12 || st.Cases != 12 {
		t.Errorf("stats %+v, %v", st, err)
	}
}

func TestRegisterAheadOfTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.db")
	old := bustest.Start(t)
	s, err := Open(t.Context(), old, path, Options{})
	check(t, err)
	stop := run(t, s)
	fill(t, old, s, 10)
	stop()
	b := bustest.Start(t) // a log put back from an older backup
	again := start(t, b, path)
	publish(t, b, finding(1))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for again.Positions()[streamFindings] != 1 {
		if ctx.Err() != nil {
			t.Fatalf("positions %v", again.Positions())
		}
		time.Sleep(5 * time.Millisecond)
	}
	if st, err := again.Stats(ctx); err != nil || st.Findings != 1 || st.Cases != 0 {
		t.Errorf("stats %+v, %v", st, err)
	}
}

func TestRebuildWhileRunning(t *testing.T) {
	b, s := newStore(t)
	fill(t, b, s, 15)
	want := dump(t, s)
	for range 3 {
		check(t, s.Rebuild(t.Context()))
	}
	seen(t, b, s)
	if got := dump(t, s); got != want {
		t.Errorf("differs: %s", firstDifference(got, want))
	}
}
