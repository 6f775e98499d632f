package casework

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// part is what somebody is to a case. One may be several things: the coordinating office can be
// in charge of a case of its own.
type part int

const (
	bySystem   part = 1 << iota
	byDesk          // the coordinating office (统筹机构): a role that is no unit, or the office's own unit
	byLead          // the unit in charge (主办)
	byCo            // a unit that assists it (协办)
	byAbove         // a superior of the unit in charge
	byPromiser      // a unit that promised the public something and has not done it yet
	byAsker         // whoever asked, by the query code
)

// may says who makes a move. The desk may write down for a unit what the unit has told it, but
// a unit never decides what it is itself to be measured by.
var may = map[opinion.Move]part{
	opinion.MoveOpen: bySystem, opinion.MoveJoin: bySystem, opinion.MoveOverdue: bySystem, opinion.MovePurge: bySystem,
	opinion.MoveRemind: bySystem, opinion.MoveLapse: bySystem, opinion.MoveUrge: bySystem,
	opinion.MoveEscalate: bySystem,
	opinion.MoveCorrect:  bySystem, opinion.MoveSplit: bySystem, opinion.MoveAmend: bySystem,
	opinion.MoveDoubt:   bySystem,
	opinion.MoveFind:    bySystem,
	opinion.MoveRecount: bySystem, opinion.MoveAbsorb: bySystem, opinion.MoveRelease: bySystem,
	opinion.MoveLink: bySystem, opinion.MoveContest: bySystem,

	opinion.MoveDispatch: bySystem | byDesk,
	opinion.MoveRefer:    bySystem | byDesk,
	opinion.MoveReopen:   bySystem | byDesk | byAbove,
	opinion.MoveDismiss:  byDesk,
	opinion.MoveMerge:    byDesk,
	opinion.MoveUnmerge:  byDesk,
	opinion.MoveRecall:   byDesk,

	opinion.MoveSign:       byDesk | byLead,
	opinion.MoveHandle:     byDesk | byLead,
	opinion.MoveReturn:     byDesk | byLead | byAbove, // a superior only what was decided (giveBack)
	opinion.MoveInform:     byDesk | byLead,
	opinion.MoveAnswer:     byDesk | byLead,
	opinion.MoveAsk:        byDesk | byLead,
	opinion.MoveContribute: byDesk | byCo,

	opinion.MoveKeep:    byDesk | byPromiser,
	opinion.MoveConfirm: byDesk | byAsker,
	opinion.MoveUphold:  byDesk | byAbove,

	opinion.MoveExtend:    byDesk,
	opinion.MoveDeny:      byDesk,
	opinion.MoveArbitrate: byDesk | byAbove,
	opinion.MoveRaise:     bySystem | byDesk | byAbove,
	opinion.MoveVerify:    bySystem | byDesk | byAbove,
	opinion.MoveClose:     bySystem | byDesk | byLead,

	opinion.MoveAdopt:    byDesk,
	opinion.MoveWithdraw: byDesk,

	opinion.MoveRegister: byDesk,
	opinion.MoveReview:   byDesk,
	opinion.MovePause:    byDesk | byLead,
	opinion.MoveResume:   byDesk | byLead,
	opinion.MoveDeliver:  byDesk | byLead,
	opinion.MoveArchive:  byDesk | byLead,
}

// ownCause are the moves that judge the unit in charge: it makes none of them, not even when it is
// the coordinating office.
var ownCause = []opinion.Move{opinion.MoveExtend, opinion.MoveDeny, opinion.MoveArbitrate, opinion.MoveVerify,
	opinion.MoveConfirm, opinion.MoveUphold}

// partsOf says what by is to the case.
func partsOf(c opinion.Case, by string, env Env) part {
	switch by {
	case System:
		return bySystem
	case opinion.Asker:
		return byAsker
	}
	id, isUnit := strings.CutPrefix(by, "unit:")
	if !isUnit {
		return byDesk
	}
	var p part
	if id == c.Lead {
		p |= byLead
	}
	if slices.Contains(c.Co, id) {
		p |= byCo
	}
	if id == env.Office {
		p |= byDesk
	}
	if slices.ContainsFunc(c.Promised(), func(t opinion.Timed) bool { return t.Unit == id }) {
		p |= byPromiser
	}
	if slices.Contains(above(env, c.Lead), id) {
		p |= byAbove
	}
	return p
}

// allowed refuses a move that is not for whoever asks for it.
func allowed(c opinion.Case, cmd opinion.Command, env Env) *MoveRefusal {
	is := partsOf(c, cmd.By, env)
	switch {
	case slices.Contains(ownCause, cmd.Move) && is&byLead != 0:
		return refuse(c, CodeOwnCause, "refusal.own_cause")
	case is&may[cmd.Move] != 0:
		return nil
	case may[cmd.Move] == bySystem:
		return refuse(c, CodeNotYours, "refusal.not_yours.system")
	case is == bySystem:
		return refuse(c, CodeNotYours, "refusal.not_yours.person")
	case may[cmd.Move]&byPromiser != 0:
		return refuse(c, CodeWrongUnit, "refusal.wrong_unit.promise")
	case may[cmd.Move]&byCo != 0:
		return refuse(c, CodeWrongUnit, "refusal.wrong_unit.assist")
	case may[cmd.Move]&byLead != 0:
		return refuse(c, CodeWrongUnit, "refusal.wrong_unit.lead")
	}
	return refuse(c, CodeNotYours, "refusal.not_yours.office")
}

// above lists the superiors of a unit, the next one first.
func above(env Env, id string) []string {
	var out []string
	for range 16 { // superiors in a ring are refused by check; here they only must end
		up, ok := superior(env, id)
		if !ok || slices.Contains(out, up.ID) {
			break
		}
		out = append(out, up.ID)
		id = up.ID
	}
	return out
}

// commonSuperiors lists the units above all that returned a case, and above or equal to the one
// that shall have it. The nearest is first.
func commonSuperiors(env Env, returners []string, chosen string) []string {
	over := append([]string{chosen}, above(env, chosen)...)
	for _, r := range returners {
		up := above(env, r)
		over = slices.DeleteFunc(over, func(id string) bool { return !slices.Contains(up, id) })
	}
	return over
}
