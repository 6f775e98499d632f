package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/responders/casework"
)

// drawStory is whatever may happen to a case and its clocks.
func drawStory(t *rapid.T, n int) []opinion.Event {
	minutes := func(name string) time.Time {
		return t0.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, name)) * time.Minute)
	}
	clock := func() opinion.Clock {
		k := opinion.Clock{Profile: "opinion", Start: minutes("start"), Calendar: "24x7", Version: "1"}
		k.Limit = time.Duration(rapid.IntRange(1, 300).Draw(t, "limit")) * time.Minute
		k.Urge = time.Duration(rapid.IntRange(0, 60).Draw(t, "urge")) * time.Minute
		k.Escalate = time.Duration(rapid.IntRange(0, 120).Draw(t, "escalate")) * time.Minute
		if rapid.IntRange(0, 5).Draw(t, "pauses") == 0 {
			k.Pauses = []opinion.Pause{{From: k.Start}}
		}
		return k
	}
	duties := []opinion.Duty{opinion.DutyTriage, opinion.DutySign, opinion.DutyAnswer,
		opinion.DutyComplete, opinion.DutyFollow}
	out := []opinion.Event{openEvent(n, t0)}
	for range rapid.IntRange(0, 8).Draw(t, "moves") {
		c := fold(out...)
		e := opinion.Event{At: minutes("at"), By: "system", Unit: c.Lead,
			Duty: rapid.SampledFrom(duties).Draw(t, "duty")}
		e.Type = rapid.SampledFrom([]opinion.Move{opinion.MoveDispatch, opinion.MoveExtend,
			opinion.MoveSign, opinion.MoveRemind, opinion.MoveLapse,
			opinion.MoveOverdue, opinion.MoveUrge, opinion.MoveEscalate, opinion.MoveAnswer,
			opinion.MoveClose, opinion.MoveReopen}).Draw(t, "move")
		if e.Type == opinion.MoveDispatch || e.Type == opinion.MoveExtend {
			k := clock()
			e.Clocks = []opinion.Timed{{Duty: e.Duty, Unit: c.Lead, Clock: k, Due: k.Start.Add(k.Limit)}}
		}
		out = append(out, next(c, e))
	}
	return out
}

// The register names the cases whose clocks ring: all that a walk through every open case would
// find, however they came to be as they are, and no longer than they ring.
func TestRingingIsWhatAWalkFinds(t *testing.T) {
	b := bustest.Start(t)
	s, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "r.db"),
		Options{patience: waittest.Limit, Rings: casework.Earliest})
	check(t, err)
	run(t, s)
	n, found := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		if n > 30 { // each round costs durable writes
			return
		}
		n++
		before := opinion.Case{}
		// several writes, so that cases are changed and not only made
		for part := range slices.Chunk(drawStory(rt, n), 2) {
			check(t, s.Append(t.Context(), before, part...))
			for _, e := range part {
				before = before.Apply(e)
			}
		}
		now := t0.Add(time.Duration(rapid.IntRange(-60, 1500).Draw(rt, "now")) * time.Minute)
		rings := func(c opinion.Case) bool {
			r, ok := casework.Next(c, now)
			return ok && !r.At.After(now)
		}
		var want, got []string
		check(t, s.EachOpen(t.Context(), func(c opinion.Case) error {
			if rings(c) {
				want = append(want, c.ID)
			}
			return nil
		}))
		check(t, s.Ringing(t.Context(), now, func(c opinion.Case) error {
			if rings(c) {
				got = append(got, c.ID)
			}
			return nil
		}))
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			rt.Fatalf("at %s ring %v, a walk finds %v", now, got, want)
		}
		found += len(want)
	})
	if found == 0 {
		t.Error("nothing rang: the stories prove nothing")
	}
}

// Who is not told when clocks ring is handed every case that has one.
func TestRingingWithoutARule(t *testing.T) {
	b, s := newStore(t)
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range 510 { // more than one page of them
		o := openEvent(n, t0)
		before, events = append(before, opinion.Case{}), append(events, []opinion.Event{o, dispatchEvent(fold(o), t0)})
	}
	check(t, s.AppendAll(t.Context(), before, events))
	seen(t, b, s)
	got := map[string]bool{}
	check(t, s.Ringing(t.Context(), t0, func(c opinion.Case) error { got[c.ID] = true; return nil }))
	if len(got) != 510 {
		t.Error(fmt.Sprint(len(got), " cases of 510"))
	}
}
