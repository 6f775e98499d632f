package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"huiying/opinion"
	"huiying/register"
)

// noteDecision keeps what an event decides about who is responsible; c is the case before it.
func (s *projector) noteDecision(ctx context.Context, tx txn, c opinion.Case, e opinion.Event) error {
	var err error
	switch e.Type {
	case opinion.MoveArbitrate:
		returned := c.Returners
		if len(returned) == 0 {
			returned = []string{c.Lead}
		}
		_, err = tx.exec(ctx, `INSERT OR IGNORE INTO arbitrations VALUES (?,?,?,?,?,?,?,?,?)`,
			e.Case, e.Seq, c.Topic, c.Division, e.Unit, strings.Join(returned, " "), e.Arbiter, e.Reason, ns(e.At))
	case opinion.MoveAdopt:
		tx.told.rules = true
		_, err = tx.exec(ctx, `INSERT OR REPLACE INTO rules VALUES (?,?,?,?,?)`, e.Case, e.Topic,
			e.Division, e.Unit, ns(e.At))
	case opinion.MoveWithdraw:
		tx.told.rules = true
		_, err = tx.exec(ctx, `DELETE FROM rules WHERE case_id = ?`, e.Case)
	}
	return err
}

// RuleFor finds the rule for a topic in a place, and whether there is one: the latest, where
// several were adopted.
func (s *cases) RuleFor(ctx context.Context, topic, division string) (register.DispatchRule, bool, error) {
	all, turn := s.rules.get()
	if all == nil {
		rules, err := s.Rules(ctx)
		if err != nil {
			return register.DispatchRule{}, false, err
		}
		all = map[string]register.DispatchRule{}
		for _, u := range rules {
			all[u.Topic+"\n"+u.Division] = u
		}
		s.rules.keep(all, turn)
	}
	u, ok := all[topic+"\n"+division]
	return u, ok, nil
}

// Rules lists the rules of dispatch in force, in the order in which they were adopted: of two for
// the same topic and place the later holds.
func (s *cases) Rules(ctx context.Context) ([]register.DispatchRule, error) {
	return query(ctx, s.file, `SELECT case_id, topic, division, unit FROM rules ORDER BY at, case_id`, nil,
		func(r *sql.Rows) (u register.DispatchRule, err error) {
			err = r.Scan(&u.Case, &u.Topic, &u.Division, &u.Unit)
			return
		})
}

// Arbitrations lists past decisions about a topic, those about the very place first, then the
// latest.
func (s *cases) Arbitrations(ctx context.Context, topic, division string, most int) ([]register.Arbitration, error) {
	if topic == "" {
		return nil, nil
	}
	return query(ctx, s.file, `SELECT case_id, topic, division, unit, returner, arbiter, reason, at FROM arbitrations
		WHERE topic = ? ORDER BY division = ? DESC, at DESC, case_id LIMIT ?`, []any{topic, division, most}, scanArbitration)
}

func scanArbitration(r *sql.Rows) (a register.Arbitration, err error) {
	var returned string
	var at int64
	err = r.Scan(&a.Case, &a.Topic, &a.Division, &a.Unit, &returned, &a.Arbiter, &a.Reason, &at)
	a.Returned, a.At = strings.Fields(returned), fromNS(at)
	return a, err
}
