package cases

import (
	"slices"

	"huiying/opinion"
)

// Assigns says whether a move gives a case to a unit; others name the unit it has already.
func (v *View) Assigns(m opinion.Move) bool {
	switch m {
	case opinion.MoveOpen, opinion.MoveDispatch, opinion.MoveArbitrate, opinion.MoveRaise, opinion.MoveRegister, opinion.MoveReview,
		opinion.MoveContribute, opinion.MoveUrge, opinion.MoveAdopt:
		return true
	}
	return false
}

// Backwards lists a history with the latest first.
func (v *View) Backwards(h []opinion.Event) []opinion.Event {
	h = slices.Clone(h)
	slices.Reverse(h)
	return h
}

// moveFields is what the fields of a move's form are drawn from.
type moveFields struct {
	V     *View
	Form  moveForm
	Case  opinion.Case
	Units []opinion.Unit
}

// Fields makes them.
func (v *View) Fields(f moveForm, p *casePage) moveFields {
	return moveFields{v, f, p.Case, p.Units}
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

// WantsReason says whether the move may be given a reason in words.
func (f moveForm) WantsReason() bool {
	switch f.Move {
	case opinion.MoveReturn, opinion.MoveSign, opinion.MoveHandle, opinion.MoveAnswer, opinion.MoveClose, opinion.MoveInform, opinion.MoveContribute,
		opinion.MoveAdopt, opinion.MovePause, opinion.MoveResume, opinion.MoveReview, opinion.MoveDeliver, opinion.MoveArchive:
		return false
	}
	return true
}

// NeedsReason says whether it must be.
func (f moveForm) NeedsReason() bool {
	switch f.Move {
	case opinion.MoveAsk, opinion.MoveDeny, opinion.MoveWithdraw, opinion.MoveDismiss, opinion.MoveReopen, opinion.MoveArbitrate, opinion.MoveRaise, opinion.MoveMerge, opinion.MoveUnmerge:
		return true
	}
	return false
}
