package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
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
			before, events = append(before, c),
				append(events, []opinion.Event{o,
					dispatchEvent(fold(o), t0.Add(time.Duration(i)*time.Hour))})
		}
	}
	publish(t, b, fs...)
	check(t, s.AppendAll(t.Context(), before, events))
	seen(t, b, s)
}

func TestRegisterIsRebuilt(t *testing.T) {
	damage := map[string]func(t *testing.T, path string){
		"dropped": func(t *testing.T, path string) { check(t, Drop(path)) },
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
			db, err := Raw(path)
			check(t, err)
			_, _ = db.Exec(`UPDATE meta SET value = '0' WHERE key = 'clean'`)
			check(t, db.Close())
		},
		"older form": func(t *testing.T, path string) {
			db, err := Raw(path)
			check(t, err)
			_, err = db.Exec(`UPDATE meta SET value = '0' WHERE key = 'schema'`)
			check(t, errors.Join(err, db.Close()))
		},
	}
	for name, harm := range damage {
		for _, beside := range []int64{0, 1} { // looked through before it is used, or beside that
			rebuilt(t, fmt.Sprint(name, beside), harm, beside)
		}
	}
}

func rebuilt(t *testing.T, name string, harm func(*testing.T, string), beside int64) {
	t.Run(name, func(t *testing.T) {
		b := bustest.Start(t)
		path := filepath.Join(t.TempDir(), "r.db")
		s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
		check(t, err)
		stop := run(t, s)
		fill(t, b, s, 12)
		want := dump(t, s)
		stop()
		harm(t, path)
		again, err := Open(t.Context(), b, path, Options{patience: waittest.Limit, beside: beside})
		check(t, err)
		run(t, again)
		waittest.Until(t, "a file that is looked through beside the work is dropped", func() bool {
			again.mu.RLock()
			defer again.mu.RUnlock()
			return !again.db.unsure.Load()
		})
		seen(t, b, again)
		same(t, again, want, "the rebuilt register differs")
	})
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same says where a register is not as it was dumped.
func same(t testing.TB, s *Store, want, what string) {
	t.Helper()
	if got := dump(t, s); got != want {
		t.Errorf("%s: %s", what, firstDifference(got, want))
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
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
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
	s, err := Open(t.Context(), old, path, Options{patience: waittest.Limit})
	check(t, err)
	stop := run(t, s)
	fill(t, old, s, 10)
	stop()
	b := bustest.Start(t) // a log put back from an older backup
	again := start(t, b, path)
	publish(t, b, finding(1))
	waittest.Until(t, "it has followed the older log", func() bool { return again.Positions()[streamFindings] == 1 })
	if st, err := again.Stats(t.Context()); err != nil || st.Findings != 1 || st.Cases != 0 {
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
	same(t, s, want, "differs")
}

// A register is not synced until it has both of the long streams: findings are the larger part.
func TestBuildingLastsUntilBothStreamsAreThere(t *testing.T) {
	b := bustest.Start(t)
	first := start(t, b, filepath.Join(t.TempDir(), "first.db"))
	fill(t, b, first, 10)
	s, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
	s.muchBehind = 5
	old, err := s.backlogOf(t.Context(), s.db)
	check(t, err)
	for _, step := range []struct {
		stream   string
		at       uint64
		building bool
	}{{streamCases, 1, true}, {streamCases, old.ends[streamCases], true}, {streamFindings, 3, true},
		{streamFindings, old.ends[streamFindings], false}} {
		s.at.set(step.stream, step.at)
		old.reached(step.stream)
		select {
		case <-old.read:
			if step.building {
				t.Errorf("%s at %d: the building has ended", step.stream, step.at)
			}
		default:
			if !step.building {
				t.Errorf("%s at %d: the building goes on", step.stream, step.at)
			}
		}
	}
	if !s.db.fast.Load() {
		t.Error("it was no building")
	}
	if check(t, old.finish(t.Context())); s.db.fast.Load() {
		t.Error("and did not end")
	}
}

// What the public may read waits for the end of a building, and is then what it was.
func TestABuiltRegisterReleasesWhatItDid(t *testing.T) {
	b := bustest.Start(t)
	first := start(t, b, filepath.Join(t.TempDir(), "first.db"))
	var answered []opinion.Event
	for i := range 4 {
		f := reportOf(i, opinion.KindBoard, "标题")
		publish(t, b, f)
		answered = life(f, toDispatch, toSign, toAnswer, toVerify, toClose, toReopen)
		write(t, b, first, answered[:len(answered)-1])
	}
	want, err := first.Released(t.Context(), register.ReleasedQuery{})
	if err != nil || want.Total != 4 {
		t.Fatalf("%d of 4 are released, %v", want.Total, err)
	}
	s, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(t, err)
	s.muchBehind = 5
	run(t, s)
	seen(t, b, s)
	waittest.Until(t, "it is built", func() bool { return !s.Building() })
	got, err := s.Released(t.Context(), register.ReleasedQuery{})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("built: %+v, %v; want %+v", got, err, want)
	}
	check(t, s.db.hasten(t.Context())) // a register of which something is released is built on
	write(t, b, s, answered[len(answered)-1:])
	if got, err := s.Released(t.Context(), register.ReleasedQuery{}); err != nil || got.Total != 3 {
		t.Errorf("%d of 3 are released after one was reopened, %v", got.Total, err)
	}
	check(t, s.db.settle(t.Context()))
}

// What a building that was broken off has not released waits for no change of somebody's, and no
// change waits for it.
func TestWhatABuildingLeftIsReleasedBesideTheWork(t *testing.T) {
	b := bustest.Start(t)
	first := start(t, b, filepath.Join(t.TempDir(), "first.db"))
	answer := func(i int) []opinion.Event {
		f := reportOf(i, opinion.KindBoard, "标题")
		publish(t, b, f)
		return life(f, toDispatch, toSign, toAnswer, toVerify, toClose)
	}
	for i := range 4 {
		write(t, b, first, answer(i))
	}
	path := filepath.Join(t.TempDir(), "r.db")
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
	check(t, err)
	check(t, s.db.hasten(t.Context()))
	followAll(t, b, s)
	check(t, s.Close())

	s, err = Open(t.Context(), b, path, Options{patience: waittest.Limit})
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
	old, err := s.backlogOf(t.Context(), s.db)
	check(t, err)
	write(t, b, first, answer(4))
	followAll(t, b, s)
	if got, err := s.Released(t.Context(), register.ReleasedQuery{}); err != nil || got.Total != 0 {
		t.Errorf("%d answers, %v, were released within somebody's change", got.Total, err)
	}
	check(t, old.finish(t.Context()))
	want, err := first.Released(t.Context(), register.ReleasedQuery{})
	check(t, err)
	if got, err := s.Released(t.Context(), register.ReleasedQuery{}); err != nil ||
		want.Total != 5 || !reflect.DeepEqual(got, want) {
		t.Errorf("released: %+v, %v; want %+v", got, err, want)
	}
	write(t, b, first, answer(5))
	followAll(t, b, s)
	if got, err := s.Released(t.Context(), register.ReleasedQuery{}); err != nil || got.Total != 6 {
		t.Errorf("%d answers, %v, are released after one more", got.Total, err)
	}
}

// followAll takes what the log holds into a register that nobody runs.
func followAll(t *testing.T, b *bus.Bus, s *Store) {
	t.Helper()
	_, err := b.Read(t.Context(), streamFindings, "", s.at.of(streamFindings)+1, func(m bus.Msg) error {
		return s.take(t.Context(), s.db, streamFindings, []bus.Msg{m}, s.applyFindings)
	})
	check(t, err)
	_, err = b.Read(t.Context(), streamCases, "", s.at.of(streamCases)+1, func(m bus.Msg) error {
		return s.takeEvents(t.Context(), s.db, hear([]bus.Msg{m}), everything)
	})
	check(t, err)
}
