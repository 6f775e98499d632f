package sqlite

import (
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// The register holds the turns that the events tell, however they came in, and builds them
// again alike.
func TestTurnsAreKeptAndRebuilt(t *testing.T) {
	b := bustest.Start(t)
	path := filepath.Join(t.TempDir(), "r.db")
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
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
	write(next(c, opinion.Event{Type: opinion.MoveReturn, At: t0.Add(2 * time.Hour),
		By: "unit:" + c.Lead, Reason: "职能不符", Text: "依据", Unit: c.Lead}))
	d := dispatchEvent(c, t0.Add(3*time.Hour))
	d.Unit = "unit9"
	write(next(c, d))
	write(next(c, opinion.Event{Type: opinion.MoveSign, At: t0.Add(4 * time.Hour), By: "unit:unit9"}))
	write(next(c, opinion.Event{Type: opinion.MoveAnswer, At: t0.Add(5 * time.Hour), By: "unit:unit9", Text: "已修复"}))

	turns := turnsOf(t, s, nil)
	if len(turns) != 2 || turns[0].Next != "unit9" || turns[0].Ended.IsZero() ||
		turns[1].Unit != "unit9" || turns[1].N != 2 ||
		!turns[1].Answered.Equal(t0.Add(5*time.Hour)) || !turns[1].AnswerDue.Equal(t0.Add(51*time.Hour)) {
		t.Fatalf("%+v", turns)
	}
	mark := s.marked(t, TurnPosition{}, nil)
	mark = s.marked(t, mark, []string{})
	write(next(c, opinion.Event{Type: opinion.MoveVerify, At: t0.Add(6 * time.Hour), By: "monitor", OK: true}))
	s.marked(t, mark, []string{c.ID})
	if got := turnsOf(t, s, []string{c.ID, "none"}); len(got) != 2 || len(turnsOf(t, s, []string{"none"})) != 0 {
		t.Errorf("turns of one case: %+v", got)
	}
	if titles, err := s.Titles(t.Context(), []string{c.ID, "none"}); err != nil || len(titles) != 1 {
		t.Errorf("titles %v, %v", titles, err)
	}
	want := dump(t, s)
	stop()
	check(t, Drop(path))
	again := start(t, b, path)
	seen(t, b, again)
	same(t, again, want, "the rebuilt register differs")
}

// marked wants some cases to have changed since a mark; nil stands for all.
func (s *Store) marked(t *testing.T, m TurnPosition, want []string) TurnPosition {
	t.Helper()
	cases, now := s.TurnsChanged(m)
	if !reflect.DeepEqual(cases, want) {
		t.Fatalf("changed %v, want %v", cases, want)
	}
	return now
}

// A reader that is too far behind the journal, or of another file, is told to read everything.
func TestAReaderFarBehindReadsAllTurns(t *testing.T) {
	_, s := newStore(t)
	mark := s.marked(t, TurnPosition{}, nil)
	for i := range mostNoted {
		s.journal.note([]string{fmt.Sprint(i % 7)})
	}
	if cases, _ := s.TurnsChanged(mark); len(cases) != 7 {
		t.Errorf("%d cases within bounds, want 7", len(cases))
	}
	s.journal.note([]string{"one more"})
	_, now := s.TurnsChanged(mark)
	s.marked(t, mark, nil)
	s.marked(t, now, []string{})
	check(t, s.Rebuild(t.Context()))
	s.marked(t, now, nil)
}
