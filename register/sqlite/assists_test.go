package sqlite

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// The register holds the parts of co-units beside the turns of leading units, takes back those of a
// dispatch that was recalled, and builds them again alike.
func TestPartsOfCoUnitsAreKeptAndRebuilt(t *testing.T) {
	b := bustest.Start(t)
	path := filepath.Join(t.TempDir(), "r.db")
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
	check(t, err)
	stop := run(t, s)
	first := openEvent(0, t0)
	c := fold(first)
	check(t, s.Append(t.Context(), opinion.Case{}, first))
	seen(t, b, s)
	write := func(e opinion.Event) {
		t.Helper()
		check(t, s.Append(t.Context(), c, e))
		c = c.Apply(e)
		seen(t, b, s) // so that each is folded from what the file holds
	}
	hour := func(n int) time.Time { return t0.Add(time.Duration(n) * time.Hour) }
	give := func(at int) {
		t.Helper()
		d := dispatchEvent(c, hour(at))
		d.By, d.Co = "monitor", []string{"unit7", "unit8"}
		for _, unit := range d.Co {
			d.Clocks = append(d.Clocks, opinion.Timed{Duty: opinion.DutyAssist, Unit: unit,
				Clock: opinion.Clock{Start: d.At, Limit: 24 * time.Hour}, Due: hour(at + 24)})
		}
		write(next(c, d))
	}
	count := func(want int) []opinion.Turn {
		t.Helper()
		parts := slices.DeleteFunc(turnsOf(t, s, nil), func(x opinion.Turn) bool { return !x.Assists })
		if len(parts) != want {
			t.Fatalf("%d parts, want %d", len(parts), want)
		}
		return parts
	}
	give(1)
	count(2)
	write(next(c, opinion.Event{Type: opinion.MoveRecall, At: hour(2), By: "monitor"}))
	count(0)
	give(3)
	write(next(c, opinion.Event{Type: opinion.MoveContribute, At: hour(5), By: "unit:unit7",
		Unit: "unit7", Text: "已核实"}))
	write(next(c, opinion.Event{Type: opinion.MoveSign, At: hour(6), By: "unit:" + c.Lead}))
	write(next(c, opinion.Event{Type: opinion.MoveAnswer, At: hour(40), By: "unit:" + c.Lead, Text: "已修复"}))
	parts := count(2)
	if p := parts[0]; !p.Assists || p.Unit != "unit7" || !p.Assisted.Equal(hour(5)) ||
		!p.AssistDue.Equal(hour(27)) || p.Topic != c.Topic || p.Division != c.Division ||
		p.By != opinion.MoveDispatch {
		t.Errorf("%+v", p)
	}
	if p := parts[1]; p.Unit != "unit8" || !p.Assisted.IsZero() || !p.Ended.Equal(hour(40)) {
		t.Errorf("%+v", p)
	}
	if turns := turnsOf(t, s, nil); len(turns) != 3 || turns[0].Assists {
		t.Errorf("%+v; want the turn of the leading unit first", turns)
	}
	want := dump(t, s)
	stop()
	check(t, Drop(path))
	again := start(t, b, path)
	seen(t, b, again)
	same(t, again, want, "the rebuilt register differs")
}
