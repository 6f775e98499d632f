package sqlite

import (
	"context"
	"database/sql"
	"time"

	"huiying/opinion"
)

const partColumns = `case_id, unit, by, topic, division, severity, began, ended, assist_due, assisted`

// assisted folds an event into the parts of co-units; was is the case before it.
func (now *current) assisted(ctx context.Context, tx txn, was opinion.Case, e opinion.Event) error {
	if opinion.Untaken(was, e) {
		if _, err := tx.exec(ctx, `DELETE FROM assists WHERE case_id = ? AND ended = 0`, e.Case); err != nil {
			return err
		}
	}
	now.parts = opinion.Assisted(now.parts, was, e, now.c)
	return nil
}

// saveParts writes the parts of one case that a batch touched.
func (s *projector) saveParts(ctx context.Context, tx txn, parts []opinion.Turn) error {
	for _, t := range parts {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO assists (path, `+partColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?)`, s.pathOf(t.Division),
			t.Case, t.Unit, string(t.By), t.Topic, t.Division, string(t.Severity), ns(t.Began), ns(t.Ended), ns(t.AssistDue), ns(t.Assisted))
		if err != nil {
			return err
		}
	}
	return nil
}

// partsOf are the parts of a case's co-units, the latest last.
func partsOf(ctx context.Context, tx txn, id string) ([]opinion.Turn, error) {
	rows, err := tx.query(ctx, `SELECT `+partColumns+` FROM assists WHERE case_id = ? ORDER BY began, unit`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []opinion.Turn
	for rows.Next() {
		t, err := scanPart(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func scanPart(r *sql.Rows) (opinion.Turn, error) {
	t := opinion.Turn{Assists: true}
	var at [4]int64
	err := r.Scan(&t.Case, &t.Unit, &t.By, &t.Topic, &t.Division, &t.Severity, &at[0], &at[1], &at[2], &at[3])
	for i, into := range []*time.Time{&t.Began, &t.Ended, &t.AssistDue, &t.Assisted} {
		*into = fromNS(at[i])
	}
	return t, err
}
