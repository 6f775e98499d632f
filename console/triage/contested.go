package triage

import "huiying/opinion"

// contestedQueue are closed cases that others call unsolved, as the address names them: somebody decides
// whether each is opened again.
const contestedQueue = "contested"

// Contested says whether the page lists contested cases.
func (p *deskPage) Contested() bool { return p.Of == contestedQueue }

// Objection is who last said that a case is not solved, in words, with why.
func (v *View) Objection(c opinion.Case) string {
	last := opinion.Word{}
	for _, w := range c.Verdicts {
		if w.Said == "no" {
			last = w
		}
	}
	why := last.Why
	if last.Means == opinion.MeansCode {
		why = v.Word("unsolved.", last.Why)
	}
	return v.Say("desk.contested.said", v.Word("means.", string(last.Means)), why)
}

// Upholds are the reasons for which a contested case may stay closed.
func (v *View) Upholds() []opinion.Upheld { return opinion.UpheldReasons }

// UpheldFor names one.
func (v *View) UpheldFor(u opinion.Upheld) string { return v.Word("upheld.", string(u)) }

// decides says whether a move decides on a contested case.
func decides(m opinion.Move) bool { return m == opinion.MoveReopen || m == opinion.MoveUphold }
