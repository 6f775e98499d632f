package casework

import (
	"errors"

	"huiying/opinion"
)

// withOthers adds to findings their further matters that a case is opened for or is there for
// already, and says of which finding each is; of is nil where there are none.
//
// A further matter follows its letter: where the letter becomes a case, by a rule or by a person, each
// of its matters becomes one, so that none is without a duty. Where it waits or was dismissed, they
// wait with it, for one line of the balance cannot be in two places. What was not said to the office
// is no letter: its further matters are opened by hand, or where they press.
func (w *Worker) withOthers(findings []opinion.Finding) (whole []opinion.Finding, of []int) {
	for i, f := range findings {
		if len(f.Also) == 0 {
			continue
		}
		for _, o := range f.Others() {
			if !w.opensOther(f, o) {
				continue
			}
			if whole == nil {
				whole = append(make([]opinion.Finding, 0, 2*len(findings)), findings...)
			}
			whole, of = append(whole, o), append(of, i)
		}
	}
	if whole == nil {
		return findings, nil
	}
	return whole, of
}

// opensOther says whether a further matter of a finding is looked at as one that asks.
func (w *Worker) opensOther(f, o opinion.Finding) bool {
	return o.Asks == opinion.AsksCase || (f.Kind.Asked() || presses(o)) && w.opens(f)
}

// errorsOf gives to each of n findings what went wrong with it or with a further matter of it.
func errorsOf(errs []error, of []int, n int) []error {
	if errs == nil {
		return nil
	}
	for i, at := range of {
		errs[at] = errors.Join(errs[at], errs[n+i])
	}
	return errs[:n]
}
