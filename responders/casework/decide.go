package casework

import (
	"time"
	"unicode/utf8"

	"huiying/opinion"
)

// Decide says what a command does to a case: the events, sealed and in order, or a
// *MoveRefusal. No events and no error means that there is nothing to do, because it was done
// before. It is pure: the same arguments always give the same answer, and c is not changed.
func Decide(c opinion.Case, cmd opinion.Command, env Env, now time.Time) ([]opinion.Event, error) {
	if r := admissible(c, cmd, env); r != nil {
		return nil, r.insteadBy(cmd.By, c, env)
	}
	rule, ok := rules[cmd.Move]
	if !ok {
		return nil, refuse(c, CodeUnknownMove, "refusal.unknown_move.case", clip(string(cmd.Move)))
	}
	cmd = redacted(cmd)
	e := opinion.Event{Type: cmd.Move, At: notBefore(now, c.Updated), By: cmd.By, Reason: cmd.Reason}
	did, r := rule(c, cmd, env, &e)
	if r != nil {
		return nil, r.insteadBy(cmd.By, c, env)
	}
	if !did {
		return nil, nil
	}
	if c.ID == "" {
		c.ID = e.Case
	}
	e = e.Seal(c)
	return append([]opinion.Event{e}, Follow(c.Apply(e), cmd.Move, env, e.At)...), nil
}

// Follow gives the events that the system itself owes after a move: a case is raised one
// level (提级办理) for every three returns and every three redone answers. A raise that
// somebody made by hand before counts: the case is then where the rule would have put it. What
// others call unsolved is opened again, or waits for somebody to decide that.
func Follow(c opinion.Case, after opinion.Move, env Env, now time.Time) []opinion.Event {
	switch after {
	case opinion.MoveReturn, opinion.MoveAnswer, opinion.MoveVerify:
	case opinion.MoveConfirm, opinion.MoveClose:
		return contradicted(c, after, env, now)
	default:
		return nil
	}
	owed := c.Returns/raiseEvery + c.Redone/raiseEvery
	if _, ok := c.Matter.After(c.State, opinion.MoveRaise); !ok || owed <= c.Raised {
		return nil
	}
	up, ok := superior(env, c.Lead)
	if !ok { // the highest unit has it already
		return nil
	}
	e := opinion.Event{Type: opinion.MoveRaise, At: notBefore(now, c.Updated), By: System,
		Unit: up.ID, Reason: kept("history.raised"),
		Why: []string{kept("history.raised.why", c.Returns, c.Redone, raiseEvery)}}
	return []opinion.Event{e.Seal(c)}
}

// admissible holds what is asked of every command, whatever its move.
func admissible(c opinion.Case, cmd opinion.Command, env Env) *MoveRefusal {
	if cmd.Expected != 0 && cmd.Expected != c.Version {
		return refuse(c, CodeStaleVersion,
			"refusal.stale_version.case", c.Version, cmd.Expected)
	}
	if _, known := rules[cmd.Move]; known {
		if _, ok := matter(c, cmd).After(c.State, cmd.Move); !ok {
			return illegal(c, cmd, env)
		}
	}
	if !opinion.Actor(cmd.By, env.Unit) {
		return refuse(c, CodeNeedsBy, "refusal.needs_by")
	}
	if _, known := rules[cmd.Move]; known {
		if r := allowed(c, cmd, env); r != nil {
			return r
		}
	}
	for _, s := range []string{cmd.Reason, cmd.Statutory, cmd.Ref} {
		if utf8.RuneCountInString(s) > maxReason {
			return refuse(c, CodeTooLong, "refusal.too_long.reason", maxReason)
		}
	}
	if utf8.RuneCountInString(cmd.Text) > maxWords {
		return refuse(c, CodeTooLong, "refusal.too_long.text", maxWords)
	}
	return nil
}

// matter is the table that a command is looked up in; a case that does not exist yet has none.
func matter(c opinion.Case, cmd opinion.Command) opinion.Matter {
	if cmd.Move == opinion.MoveRegister {
		return opinion.Disclosure
	}
	return c.Matter
}

// rule checks one move and fills its event. It returns false when there is nothing to do.
type rule func(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal)

// rules holds every move there is; a test compares it with the table in opinion.
var rules = map[opinion.Move]rule{
	opinion.MoveOpen: open, opinion.MoveJoin: join, opinion.MoveOverdue: overdue, opinion.MovePurge: purge,
	opinion.MoveDispatch: dispatch, opinion.MoveSign: sign, opinion.MoveHandle: handle, opinion.MoveReturn: giveBack,
	opinion.MoveArbitrate: arbitrate, opinion.MoveExtend: extend, opinion.MoveAnswer: answer,
	opinion.MoveVerify: verify,
	opinion.MoveClose:  closeCase, opinion.MoveReopen: reopen, opinion.MoveMerge: merge, opinion.MoveUnmerge: unmerge,
	opinion.MoveRecall: recall, opinion.MoveRefer: refer, opinion.MoveRaise: raise, opinion.MoveDismiss: dismiss,

	opinion.MoveAsk: ask, opinion.MoveDeny: deny, opinion.MoveInform: inform, opinion.MoveContribute: contribute,
	opinion.MoveRemind: remind, opinion.MoveLapse: lapse, opinion.MoveUrge: urge, opinion.MoveEscalate: escalate,
	opinion.MoveRecount: recount, opinion.MoveAbsorb: absorb, opinion.MoveRelease: release, opinion.MoveLink: link,
	opinion.MoveRegister: register, opinion.MoveReview: review, opinion.MovePause: pause, opinion.MoveResume: resume,
	opinion.MoveAdopt: adopt, opinion.MoveWithdraw: withdraw,
	opinion.MoveDeliver: deliver, opinion.MoveArchive: archive,
	opinion.MoveCorrect: correct, opinion.MoveSplit: split, opinion.MoveAmend: amend, opinion.MoveFind: find,
	opinion.MoveDoubt: doubt, opinion.MoveKeep: keep, opinion.MoveConfirm: confirm,
	opinion.MoveContest: contest, opinion.MoveUphold: uphold,
}
