package cases

import (
	"slices"

	"huiying/opinion"
)

// moveFields is what the fields of a move's form are drawn from.
type moveFields struct {
	V     *View
	Form  moveForm
	Case  opinion.Case
	Units []opinion.Unit

	Refused bool // a form of the page was
}

// Fields makes them.
func (v *View) Fields(f moveForm, p *casePage) moveFields {
	return moveFields{v, f, p.Case, p.Units, p.Refused()}
}

// Has says whether a co-unit was chosen: in the refused form, else in the case.
func (f moveFields) Has(unit string) bool {
	if f.Form.Problem != nil {
		return slices.Contains(f.Form.In["co"], unit)
	}
	return slices.Contains(f.Case.Co, unit)
}

// Refused says whether a form of the page was refused.
func (p *casePage) Refused() bool {
	return slices.ContainsFunc(p.Moves, func(f moveForm) bool { return f.Problem != nil })
}

// Others is how many forms stand in the menu of further moves.
func (p *casePage) Others() (n int) {
	for _, f := range p.Moves {
		if !f.Main && !f.Open {
			n++
		}
	}
	return n
}

// Mains says whether a form stands outside of it.
func (p *casePage) Mains() bool { return p.Others() < len(p.Moves) }

// Upholds are the reasons for which a contested case may stay closed.
func (v *View) Upholds() []opinion.Upheld { return opinion.UpheldReasons }

// ReasonOf is the reason of an event, in words: some moves keep a value of a closed list.
func (v *View) ReasonOf(e opinion.Event) string {
	switch {
	case e.Reason == "":
		return ""
	case e.Type == opinion.MoveConfirm && e.Means == opinion.MeansCode:
		return v.Word("unsolved.", e.Reason)
	case e.Type == opinion.MoveUphold:
		return v.Word("upheld.", e.Reason)
	}
	return v.ChoiceWord("reason", e.Reason)
}

// WantsReason says whether the move may be given a reason in words.
func (f moveForm) WantsReason() bool { return f.Move.Reason() != opinion.NoReason }

// NeedsReason says whether it must be.
func (f moveForm) NeedsReason() bool { return f.Move.Reason() == opinion.MustReason }
