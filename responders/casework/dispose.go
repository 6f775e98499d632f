package casework

import (
	"slices"

	"huiying/opinion"
)

// clearPraise is the confidence from which praise is taken for it without a look.
const clearPraise = 0.8

// Dispose says what a report is due by itself (去向), and by which rule; what its issue's other
// reports have brought about is not looked at. It is pure. The first that fits holds:
//
//	a person said so               a case, or dismissed
//	danger to life                 a case at once, whatever the source
//	no matter: an office's answer, an advertisement    dismissed
//	severity I or II               a case at once, whatever the source
//	it asks, where the configuration opens by itself   a case
//	not said to the office         dismissed: not asked
//	it asks                        waits: opened by hand
//	clear praise, a copy word for word    dismissed, where its source does not call it urgent
//	all else that was said to the office  waits: nobody knows yet whether it asks
//
// Whoever speaks to a hotline, a mailbox or a board has asked (opinion.SourceKind.Asked): that
// nothing was heard in it is a reason to look, and never one to drop it.
func (p Policy) Dispose(f opinion.Finding) opinion.Disposed {
	by := func(r opinion.DispositionRule) opinion.Disposed { return opinion.Disposed{Rule: r} }
	switch {
	case f.Asks == opinion.AsksNothing:
		return opinion.Disposed{Rule: opinion.RuleByPerson, By: askedBy(f).By}
	case f.Asks == opinion.AsksCase:
		return opinion.Disposed{Rule: opinion.RuleOpens, By: askedBy(f).By}
	case f.InDanger():
		return by(opinion.RuleOpens)
	case f.Demand.NoMatter == opinion.NoMatterAnswer:
		return by(opinion.RuleOfficeAnswer)
	case f.Demand.NoMatter == opinion.NoMatterAdvertisement:
		return by(opinion.RuleAdvertisement)
	case presses(f), asks(f) && p.opensByItself(f):
		return by(opinion.RuleOpens)
	case !f.Kind.Asked():
		return by(opinion.RuleNotAsked)
	case asks(f):
		return by(opinion.RuleByHand)
	case f.Demand.ID == opinion.Praise && f.Demand.Confidence >= clearPraise && f.Urgent() == "":
		return by(opinion.RulePraise)
	case f.Issue.Copy && f.Issue.Same && f.Urgent() == "":
		return by(opinion.RuleCopy)
	}
	return by(opinion.RuleUnclear)
}

// presses says whether a report is not to wait for others or for what it asks.
func presses(f opinion.Finding) bool { return f.Severity.Level.Grave() || f.InDanger() }

// asks says whether a text asks for an answer, or could not be read.
func asks(f opinion.Finding) bool {
	return f.Demand.ID.Asks() || f.Skipped != ""
}

// opensByItself: what was said to the office as the configuration has it, and what was found in
// public once enough independent reports say it.
func (p Policy) opensByItself(f opinion.Finding) bool {
	kinds := p.Kinds
	if kinds == nil {
		kinds = opinion.AskedAt
	}
	size := p.Size
	if size <= 0 {
		size = 5
	}
	return slices.Contains(kinds, f.Kind) || f.Issue.Size >= size
}

// askedBy is the correction by which a person said whether the text asks for anything; the zero one
// where nobody did.
func askedBy(f opinion.Finding) opinion.Correction {
	for _, c := range slices.Backward(opinion.Standing(f.Corrected)) {
		if c.Field == opinion.FieldAsks || f.Part && c.Field == opinion.FieldOther {
			return c
		}
	}
	return opinion.Correction{}
}
