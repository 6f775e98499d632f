package casestore

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"huiying/opinion"
)

// Arbitration (裁定) is what was once decided about who is responsible for what, with what was
// returned before it.
type Arbitration struct {
	Case     string    `json:"case"`
	Topic    string    `json:"topic"`
	Division string    `json:"division"`
	Unit     string    `json:"unit"`     // found responsible
	Returned []string  `json:"returned"` // had returned it
	Arbiter  string    `json:"arbiter"`  // the common superior
	Reason   string    `json:"reason"`
	At       time.Time `json:"at"`
}

// noteArbitration keeps a decision; c is the case before it.
func noteArbitration(ctx context.Context, tx *sql.Tx, c opinion.Case, e opinion.Event) error {
	returned := c.Returners
	if len(returned) == 0 {
		returned = []string{c.Lead}
	}
	_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO arbitrations VALUES (?,?,?,?,?,?,?,?,?)`,
		e.Case, e.Seq, c.Topic, c.Division, e.Unit, strings.Join(returned, " "), e.Arbiter, e.Reason, ns(e.At))
	return err
}

// Arbitrations lists past decisions about a topic, those about the very place first, then the latest.
func (s *Store) Arbitrations(ctx context.Context, topic, division string, most int) ([]Arbitration, error) {
	if topic == "" {
		return nil, nil
	}
	return query(ctx, s, `SELECT case_id, topic, division, unit, returner, arbiter, reason, at FROM arbitrations
		WHERE topic = ? ORDER BY division = ? DESC, at DESC, case_id LIMIT ?`, []any{topic, division, most}, scanArbitration)
}

// ArbitrationsOf lists the decisions in one case.
func (s *Store) ArbitrationsOf(ctx context.Context, id string) ([]Arbitration, error) {
	return query(ctx, s, `SELECT case_id, topic, division, unit, returner, arbiter, reason, at FROM arbitrations
		WHERE case_id = ? ORDER BY n`, []any{id}, scanArbitration)
}

func scanArbitration(r *sql.Rows) (a Arbitration, err error) {
	var returned string
	var at int64
	err = r.Scan(&a.Case, &a.Topic, &a.Division, &a.Unit, &returned, &a.Arbiter, &a.Reason, &at)
	a.Returned, a.At = strings.Fields(returned), fromNS(at)
	return a, err
}
