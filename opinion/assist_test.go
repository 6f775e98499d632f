package opinion

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// parts folds a history of a case into the parts of its co-units.
func parts(events []Event) []Turn {
	var c Case
	var out []Turn
	for _, e := range events {
		was := c
		c = c.Apply(e)
		out = Assisted(out, was, e, c)
	}
	return out
}

// asked is a dispatch that asks co-units for their part within a day.
func asked(m Move, hours int, co ...string) Event {
	e := given(m, "u1", hours)
	e.Co, e.By = co, "monitor"
	for _, unit := range co {
		e.Clocks = append(e.Clocks, Timed{Duty: DutyAssist, Unit: unit,
			Clock: Clock{Start: at(hours), Limit: 24 * time.Hour}, Due: at(hours + 24)})
	}
	return e
}

func TestACoUnitAnswersForItsPart(t *testing.T) {
	open := Event{Case: "c1", Type: MoveOpen, At: at(0), Unit: "u0", Issue: "i", Mention: "m0",
		Topic: "city/light", Division: "440106", Severity: SeverityIV}
	move := func(m Move, hours int) Event { return Event{Case: "c1", Type: m, At: at(hours)} }
	gave := func(unit string, hours int) Event {
		return Event{Case: "c1", Type: MoveContribute, At: at(hours), Unit: unit}
	}
	part := func(unit string, began int, change func(*Turn)) Turn {
		t := Turn{Case: "c1", Unit: unit, By: MoveDispatch, Topic: "city/light", Division: "440106",
			Severity: SeverityIV, Began: at(began), Assists: true, AssistDue: at(began + 24)}
		change(&t)
		return t
	}
	for name, c := range map[string]struct {
		events []Event
		want   []Turn
	}{
		"no co-unit": {[]Event{open, asked(MoveDispatch, 1)}, nil},
		"two, one gave its part, twice; the first counts": {
			[]Event{open, asked(MoveDispatch, 1, "a", "b"), gave("a", 5), gave("a", 40)},
			[]Turn{part("a", 1, func(t *Turn) { t.Assisted = at(5) }), part("b", 1, func(*Turn) {})},
		},
		"the lead answers without it": {
			[]Event{open, asked(MoveDispatch, 1, "a", "b"), gave("a", 5), move(MoveSign, 6), move(MoveAnswer, 20)},
			[]Turn{part("a", 1, func(t *Turn) { t.Assisted = at(5) }),
				part("b", 1, func(t *Turn) { t.Ended = at(20) })},
		},
		"returned, and given out again without it": {
			[]Event{open, asked(MoveDispatch, 1, "a"), move(MoveReturn, 3), asked(MoveDispatch, 5)},
			[]Turn{part("a", 1, func(t *Turn) { t.Ended = at(5) })},
		},
		"taken back": {[]Event{open, asked(MoveDispatch, 1, "a", "b"), move(MoveRecall, 2)}, []Turn{}},
		"corrected": {
			[]Event{open, asked(MoveDispatch, 1, "a"), {Case: "c1", Type: MoveCorrect, At: at(2),
				Mention: "m0", Nth: 1, Topic: "city/water", Division: "440103"}},
			[]Turn{part("a", 1, func(t *Turn) { t.Topic, t.Division = "city/water", "440103" })},
		},
		"asked again in a case that was opened again": {
			[]Event{open, asked(MoveDispatch, 1, "a"), gave("a", 5), move(MoveSign, 6),
				move(MoveAnswer, 20), {Case: "c1", Type: MoveVerify, At: at(30), OK: true},
				{Case: "c1", Type: MoveClose, At: at(40), Outcome: AnsweredInPublic}, asked(MoveReopen, 70, "a")},
			[]Turn{part("a", 1, func(t *Turn) { t.Assisted, t.Ended = at(5), at(40) }),
				part("a", 70, func(t *Turn) { t.By = MoveReopen })},
		},
	} {
		if got := parts(c.events); len(got)+len(c.want) > 0 && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, c.want)
		}
	}
}

// Whatever happens, a part lasts exactly as long as the co-unit's clock is there, and no co-unit
// has two at once.
func TestAPartLastsAsLongAsItsClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, _ := story(t)
		var c Case
		var all []Turn
		for _, e := range events {
			if e.Type == MoveDispatch || e.Type == MoveArbitrate {
				e.Co = rapid.SampledFrom([][]string{nil, {"a"}, {"a", "b"}}).Draw(t, "co")
				for _, unit := range e.Co {
					if _, runs := c.TimedOf(DutyAssist, unit); !runs {
						e.Clocks = append(slices.Clip(e.Clocks), Timed{Duty: DutyAssist, Unit: unit,
							Clock: Clock{Start: e.At}, Due: e.At.Add(time.Hour)})
					}
				}
			}
			was := c
			c = c.Apply(e)
			all = Assisted(all, was, e, c)
			open := map[string]int{}
			for _, p := range all {
				if p.Ended.IsZero() {
					open[p.Unit]++
				}
			}
			for _, unit := range []string{"a", "b"} {
				want := 0
				if _, ok := c.TimedOf(DutyAssist, unit); ok {
					want = 1
				}
				if open[unit] != want {
					t.Fatalf("after %s co-unit %s has %d parts that last, want %d: %+v", e.Type,
						unit, open[unit], want, all)
				}
			}
		}
	})
}
