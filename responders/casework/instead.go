package casework

import (
	"slices"

	"huiying/opinion"
	"huiying/words"
)

// legalFor is Legal for one of them: what by could do instead of what was refused.
func legalFor(c opinion.Case, by string, env Env) []opinion.Move {
	return slices.DeleteFunc(Legal(c), func(m opinion.Move) bool {
		return allowed(c, opinion.Command{Move: m, By: by}, env) != nil ||
			m == opinion.MoveReturn && boundBy(c, partsOf(c, by, env))
	})
}

// boundBy says that somebody who is this to the case may not return it: its unit was decided upon
// by arbitration (裁定), and only the office or a superior opens that again.
func boundBy(c opinion.Case, is part) bool {
	return c.Lead != "" && c.Arbitrated == c.Lead && (is&byLead != 0 || is&(byDesk|byAbove) == 0)
}

// insteadBy narrows what could be done instead to what by may do.
func (r *MoveRefusal) insteadBy(by string, c opinion.Case, env Env) *MoveRefusal {
	r.Legal = legalFor(c, by, env)
	return r
}

// illegal is the refusal of a move that the state does not allow.
func illegal(c opinion.Case, cmd opinion.Command, env Env) *MoveRefusal {
	if c.State == "" {
		return refuse(c, CodeUnknownCase, "refusal.unknown_case")
	}
	state, move := words.Of("state."+string(c.State)), words.Of("move."+string(cmd.Move))
	var names []words.Phrase
	for _, m := range legalFor(c, cmd.By, env) {
		names = append(names, words.Of("move."+string(m)))
	}
	if len(names) == 0 {
		return refuse(c, CodeIllegalMove, "refusal.illegal_move.none", state, move)
	}
	return refuse(c, CodeIllegalMove, "refusal.illegal_move", state, move, words.ListOf(names))
}
