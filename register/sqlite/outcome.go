package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"huiying/opinion"
	"huiying/register"
)

const outcomes = `SELECT l.stands, l.why, EXISTS (SELECT 1 FROM placed p JOIN cases c ON c.id = p.case_id
	WHERE p.mention = l.mention AND c.mention = l.mention), count(*)
	FROM json_each(?) m JOIN ledger l ON l.mention = m.value GROUP BY 1, 2, 3`

// OutcomeOf tells what became of some mentions. Those that the ledger does not know are on their
// way.
func (s *counts) OutcomeOf(ctx context.Context, mentions []string) (register.Outcome, error) {
	var out register.Outcome
	each := slices.Compact(slices.Sorted(slices.Values(mentions)))
	for part := range slices.Chunk(each, 2000) {
		list, err := json.Marshal(part)
		if err != nil {
			return out, err
		}
		rows, err := query(ctx, s.file, outcomes, []any{string(list)}, func(r *sql.Rows) (x outcome, err error) {
			err = r.Scan(&x.is, &x.why, &x.first, &x.n)
			return x, err
		})
		if err != nil {
			return out, err
		}
		unknown := len(part)
		for _, x := range rows {
			out.Add(x.counted())
			unknown -= x.n
		}
		out.OnTheWay += unknown
	}
	return out, nil
}

// outcome is how many mentions stand alike. first: a case was opened for them.
type outcome struct {
	is    opinion.Disposition
	why   opinion.DispositionRule
	first bool
	n     int
}

func (x outcome) counted() (out register.Outcome) {
	into := &out.Dismissed
	switch {
	case x.why == opinion.RuleOpens:
		return register.Outcome{OnTheWay: x.n}
	case x.is == opinion.DispositionCase && x.first:
		into = &out.NewCases
	case x.is == opinion.DispositionCase:
		into = &out.Joined
	case x.is == opinion.DispositionWaiting:
		into = &out.Waiting
	case x.is == opinion.DispositionKnown:
		into = &out.Replaced
	}
	*into = x.n
	if x.why != "" {
		out.Why = map[opinion.DispositionRule]int{x.why: x.n}
	}
	return out
}
