package casework

import (
	"slices"

	"huiying/opinion"
	"huiying/words"
)

// MoveRefusal says why a move was not made and what to do instead.
type MoveRefusal struct {
	words.Refusal
	Legal []opinion.Move `json:"legal"` // what could be done now
	// Version of the case that was looked at: a stale caller loads again and sees it.
	Version uint64 `json:"version"`
}

// The codes of a MoveRefusal. They are part of the API and never change their meaning.
const (
	CodeUnknownCase   = "unknown_case"
	CodeUnknownMove   = "unknown_move"
	CodeIllegalMove   = "illegal_move"
	CodeStaleVersion  = "stale_version"
	CodeBusy          = "busy"
	CodeNeedsBy       = "needs_by"
	CodeNeedsUnit     = "needs_unit"
	CodeUnknownUnit   = "unknown_unit"
	CodeSameUnit      = "same_unit"
	CodeWrongUnit     = "wrong_unit"
	CodeOwnCause      = "own_cause"
	CodeNoSuperior    = "no_superior"
	CodeNeedsReason   = "needs_reason"
	CodeNeedsText     = "needs_text"
	CodeTooLong       = "too_long"
	CodeNeedsKind     = "needs_kind"
	CodeNeedsURL      = "needs_url"
	CodeNeedsOutcome  = "needs_outcome"
	CodeNeedsSolved   = "needs_solved"
	CodeNeedsChannel  = "needs_channel"
	CodeNeedsMeans    = "needs_means"
	CodeNeedsInto     = "needs_into"
	CodeNeedsLimit    = "needs_limit"
	CodeNeedsFinding  = "needs_finding"
	CodeTooLate       = "too_late"
	CodeNotDue        = "not_due"
	CodeArbitrateOnly = "arbitrate_only"
	CodeDecided       = "decided"
	CodeNoClock       = "no_clock"
	CodeNotYours      = "not_yours"
	CodeNotAsked      = "not_asked"
	CodeLaterDue      = "later_due"
	CodeNeedsRef      = "needs_ref"
	CodeNotPaused     = "not_paused"
	CodeNoDecision    = "no_decision"
	CodeNoRecall      = "no_recall"
	CodeNoPromise     = "no_promise"
	CodeNotContested  = "not_contested"
)

// LegalMoves lists what could be done instead.
func (r *MoveRefusal) LegalMoves() []opinion.Move { return r.Legal }

// refuse builds a MoveRefusal for c, with the key of its phrase.
func refuse(c opinion.Case, code, key string, args ...any) *MoveRefusal {
	return &MoveRefusal{Refusal: words.Refusal{Code: code, Phrase: words.Of(key, args...)},
		Legal: Legal(c), Version: c.Version}
}

// Legal lists the moves that somebody may make on c now. It is what the table of states allows
// (opinion.Matter.MovesFrom) less what this case's own history rules out and what the system
// makes by itself.
func Legal(c opinion.Case) []opinion.Move {
	return slices.DeleteFunc(possible(c), func(m opinion.Move) bool { return slices.Contains(opinion.SystemMoves, m) })
}

// possible is Legal with the moves of the system.
func possible(c opinion.Case) []opinion.Move {
	return slices.DeleteFunc(slices.Clone(c.Matter.MovesFrom(c.State)),
		func(m opinion.Move) bool { return ruledOut(c, m) })
}

// ruledOut says whether the case's own history forbids what its state allows.
func ruledOut(c opinion.Case, m opinion.Move) bool {
	switch m {
	case opinion.MoveDispatch:
		return arbitrateOnly(c)
	case opinion.MoveRecall:
		return c.Before == nil
	case opinion.MoveDeny:
		return c.Asked == nil
	case opinion.MoveAsk:
		return c.Asked != nil
	case opinion.MoveContribute:
		return len(c.Co) == 0
	case opinion.MoveAdopt:
		return c.Arbitrated == "" || c.Adopted || c.Topic == "" || c.Division == ""
	case opinion.MoveKeep:
		return len(c.Promised()) == 0
	case opinion.MoveUphold:
		return !c.Contested
	case opinion.MoveContest:
		return c.Contested || c.Verdict() != "no"
	case opinion.MoveWithdraw:
		return !c.Adopted
	case opinion.MovePause:
		return c.Clock == nil || c.Clock.Paused()
	case opinion.MoveResume:
		return c.Clock == nil || !c.Clock.Paused()
	}
	return false
}

// arbitrateOnly: the second return in a row (二次退单) is decided by the common superior and
// not sent round once more.
func arbitrateOnly(c opinion.Case) bool { return c.State == opinion.Returned && c.InARow >= 2 }
