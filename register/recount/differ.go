package recount

import (
	"cmp"
	"fmt"
	"slices"

	"huiying/opinion"
	"huiying/register"
)

// Difference is one sum of the balance on which two counts do not agree.
type Difference struct {
	register.Entry     // N means nothing
	Log, Register  int // how many each counts
}

// String says it in one line.
func (d Difference) String() string {
	why := string(d.Is)
	for _, s := range []string{d.Why, d.By} {
		if s != "" {
			why += ", " + s
		}
	}
	return fmt.Sprintf("balance of %s on %s: the log counts %d (%s), the register %d", d.Source,
		opinion.DayOf(d.Day), d.Log, why, d.Register)
}

// Differ names every sum on which the log and the register do not agree.
func Differ(log, reg []register.Entry) (out []Difference) {
	sums := map[register.Entry]*Difference{}
	of := func(e register.Entry) *Difference {
		e.N, e.Day = 0, e.Day.UTC()
		if sums[e] == nil {
			sums[e] = &Difference{Entry: e}
		}
		return sums[e]
	}
	for _, e := range log {
		of(e).Log += e.N
	}
	for _, e := range reg {
		of(e).Register += e.N
	}
	for _, d := range sums {
		if d.Log != d.Register {
			out = append(out, *d)
		}
	}
	slices.SortFunc(out, func(x, y Difference) int { return inOrder(x.Entry, y.Entry) })
	return out
}

func inOrder(x, y register.Entry) int {
	return cmp.Or(x.Day.Compare(y.Day), cmp.Compare(x.Source, y.Source), cmp.Compare(x.Is, y.Is),
		cmp.Compare(x.Why, y.Why), cmp.Compare(x.By, y.By))
}
