package casework

import (
	"strings"
	"testing"

	"huiying/opinion"
)

func TestWhatAUnitHasToWrite(t *testing.T) {
	env := testEnv(t)
	plain := must(t, opened(t, env), env, t0, opinion.Command{Move: opinion.MoveDispatch, Unit: "county", Co: []string{"water"}})
	timed := plain
	timed.Clocks = append([]opinion.Timed{}, plain.Clocks...)
	timed.Clocks = append(timed.Clocks, opinion.Timed{Duty: opinion.DutyInform, Unit: "county", Due: t0.Add(day)})
	informed := timed
	informed.Informed = t0
	for name, x := range map[string]struct {
		c          opinion.Case
		unit, want string
	}{
		"the lead":                       {plain, "county", "answer"},
		"the lead that must inform":      {timed, "county", "inform answer"},
		"the lead that has informed":     {informed, "county", "answer"},
		"who assists":                    {plain, "water", "contribute"},
		"who assists one that informs":   {timed, "water", "contribute"},
		"somebody who is not in it yet":  {plain, "town", "contribute"},
		"a case that no unit has so far": {opinion.Case{}, "county", "contribute"},
	} {
		if got := strings.Join(Purposes(x.c, x.unit), " "); got != x.want {
			t.Errorf("%s writes %s, want %s", name, got, x.want)
		}
	}
}

func TestTheTriageDeskHearsWhatComesAndGoes(t *testing.T) {
	for _, was := range append([]opinion.State{""}, opinion.States...) {
		for _, is := range opinion.States {
			want := Queue("")
			switch {
			case was == opinion.Triage && is == opinion.Triage:
				want = QueueChanged
			case is == opinion.Triage:
				want = QueueCame
			case was == opinion.Triage:
				want = QueueLeft
			}
			if got := QueueChange(was, is); got != want {
				t.Errorf("%q to %q is %q, want %q", was, is, got, want)
			}
		}
	}
}
