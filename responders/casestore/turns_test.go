package casestore

import (
	"path/filepath"
	"testing"
	"time"

	"huiying/bus/bustest"
	"huiying/opinion"
)

// The register holds the turns that the events tell, however they came in, and builds them
// again alike.
func TestTurnsAreKeptAndRebuilt(t *testing.T) {
	b := bustest.Start(t)
	path := filepath.Join(t.TempDir(), "r.db")
	s, err := Open(t.Context(), b, path, Options{})
	check(t, err)
	stop := run(t, s)
	o := openEvent(0, t0)
	c := fold(o)
	var before opinion.Case
	write := func(e opinion.Event) {
		check(t, s.Append(t.Context(), before, e))
		before = before.Apply(e)
		c = before
		seen(t, b, s) // so that each is folded from what the file holds
	}
	write(o)
	write(dispatchEvent(c, t0.Add(time.Hour)))
	write(next(c, opinion.Event{Type: opinion.MoveReturn, At: t0.Add(2 * time.Hour), By: "unit:" + c.Lead, Reason: "职能不符", Text: "依据", Unit: c.Lead}))
	d := dispatchEvent(c, t0.Add(3*time.Hour))
	d.Unit = "unit9"
	write(next(c, d))
	write(next(c, opinion.Event{Type: opinion.MoveSign, At: t0.Add(4 * time.Hour), By: "unit:unit9"}))
	write(next(c, opinion.Event{Type: opinion.MoveAnswer, At: t0.Add(5 * time.Hour), By: "unit:unit9", Text: "已修复"}))

	all := TurnFilter{From: t0, To: t0.Add(time.Hour * 24)}
	turns, err := s.Turns(t.Context(), all)
	check(t, err)
	if len(turns) != 2 || turns[0].Next != "unit9" || turns[0].Ended.IsZero() || turns[1].Unit != "unit9" || turns[1].N != 2 ||
		!turns[1].Answered.Equal(t0.Add(5*time.Hour)) || !turns[1].AnswerDue.Equal(t0.Add(51*time.Hour)) {
		t.Fatalf("%+v", turns)
	}
	for _, w := range []struct {
		f TurnFilter
		n int
	}{
		{TurnFilter{From: t0, To: t0.Add(3 * time.Hour)}, 1}, // the end does not count
		{TurnFilter{From: t0.Add(3 * time.Hour), To: all.To}, 1},
		{TurnFilter{From: all.From, To: all.To, Unit: "unit9"}, 1},
		{TurnFilter{From: all.From, To: all.To, Division: "4401"}, 2},
		{TurnFilter{From: all.From, To: all.To, Division: "1101"}, 0},
		{TurnFilter{From: all.From, To: all.To, Topic: "municipal"}, 2},
		{TurnFilter{From: all.From, To: all.To, Topic: "muni"}, 0},
	} {
		if got, err := s.Turns(t.Context(), w.f); err != nil || len(got) != w.n {
			t.Errorf("%+v: %d turns, %v; want %d", w.f, len(got), err, w.n)
		}
	}
	if titles, err := s.Titles(t.Context(), []string{c.ID, "none"}); err != nil || len(titles) != 1 {
		t.Errorf("titles %v, %v", titles, err)
	}
	want := dump(t, s)
	stop()
	check(t, removeDatabase(path))
	again := start(t, b, path)
	seen(t, b, again)
	if got := dump(t, again); got != want {
		t.Errorf("the rebuilt register differs: %s", firstDifference(got, want))
	}
}
