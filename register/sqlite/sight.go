package sqlite

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huiying/opinion"
)

// holders are the units that have a case in hand: in charge, or assisting.
func holders(c opinion.Case) []string {
	out := slices.DeleteFunc(append([]string{c.Lead}, c.Co...), func(u string) bool { return u == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

func holdersColumn(c opinion.Case) string {
	all := holders(c)
	if len(all) == 0 {
		return ""
	}
	return "|" + strings.Join(all, "|") + "|"
}

// saveParties keeps which units have a case in hand, with what lists ask for; was is the case as
// the register has it.
func (s *projector) saveParties(ctx context.Context, tx txn, was, c opinion.Case) error {
	if was.Version > 0 {
		if holdersColumn(was) == holdersColumn(c) && slices.Equal(s.partyColumns(was), s.partyColumns(c)) {
			return nil
		}
		if _, err := tx.exec(ctx, `DELETE FROM parties WHERE case_id = ?`, c.ID); err != nil {
			return err
		}
	}
	for _, u := range holders(c) {
		if _, err := tx.exec(ctx, `INSERT INTO parties (unit, case_id, due, state, lead, issue, topic, path, severity, owed, open) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
			append([]any{u, c.ID}, s.partyColumns(c)...)...); err != nil {
			return err
		}
	}
	return nil
}

func (s *projector) partyColumns(c opinion.Case) []any {
	owed := !c.NextDue().IsZero()
	return []any{dueColumn(c, owed), string(c.State), c.Lead, c.Issue, c.Topic,
		s.pathOf(c.Division), string(c.Severity), owed, c.State.Open()}
}

// seen adds the bound to a question: byUnits asks for the units, a JSON list, as often as it has
// question marks.
func (s *file) seen(w *where, in *opinion.Scope, path, byUnits string, times int) {
	switch {
	case in == nil:
	case len(in.Units) > 0:
		list, _ := json.Marshal(in.Units) // strings
		args := make([]any, times)
		for i := range args {
			args[i] = string(list)
		}
		w.and(byUnits, args...)
	case s.pathOf(in.Division) != "":
		w.below(path, s.pathOf(in.Division))
	default:
		w.and("0")
	}
}

// ofUnits are the cases that units have in hand.
const ofUnits = "(SELECT case_id FROM parties WHERE unit IN (SELECT value FROM json_each(?)))"
