package casestore

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"huiying/opinion"
)

const turnColumns = `case_id, n, unit, by, topic, division, severity, began, ended, sign_due, signed, inform_due, informed,
	answer_due, answered, complete_due, completed, replied, returned, next, redone, solved, reopened, promise_due, promise_kept, promise_late`

// saveTurns writes the turns of one case that a batch touched.
func (s *Store) saveTurns(ctx context.Context, tx *sql.Tx, turns []opinion.Turn) error {
	for _, t := range turns {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO turns (path, `+turnColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			s.pathOf(t.Division), t.Case, t.N, t.Unit, string(t.By), t.Topic, t.Division, string(t.Severity), ns(t.Began), ns(t.Ended),
			ns(t.SignDue), ns(t.Signed), ns(t.InformDue), ns(t.Informed), ns(t.AnswerDue), ns(t.Answered), ns(t.CompleteDue), ns(t.Completed),
			ns(t.Replied), ns(t.Returned), t.Next, t.Redone, t.Solved, t.Reopened,
			ns(t.PromiseDue), ns(t.PromiseKept), t.PromiseLate)
		if err != nil {
			return err
		}
	}
	return nil
}

// lastTurns are the turns of a case on which the next events fall: the latest, and where something is still
// promised those before it too.
func lastTurns(ctx context.Context, tx *sql.Tx, c opinion.Case) ([]opinion.Turn, error) {
	most := 1
	if len(c.Promised()) > 0 {
		most = 1000
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+turnColumns+` FROM (SELECT * FROM turns WHERE case_id = ? ORDER BY n DESC LIMIT ?) ORDER BY n`, c.ID, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []opinion.Turn
	for rows.Next() {
		t, err := scanTurn(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func scanTurn(r *sql.Rows) (t opinion.Turn, err error) {
	var at [14]int64
	err = r.Scan(&t.Case, &t.N, &t.Unit, &t.By, &t.Topic, &t.Division, &t.Severity, &at[0], &at[1], &at[2], &at[3], &at[4], &at[5],
		&at[6], &at[7], &at[8], &at[9], &at[10], &at[11], &t.Next, &t.Redone, &t.Solved, &t.Reopened, &at[12], &at[13], &t.PromiseLate)
	for i, into := range []*time.Time{&t.Began, &t.Ended, &t.SignDue, &t.Signed, &t.InformDue, &t.Informed,
		&t.AnswerDue, &t.Answered, &t.CompleteDue, &t.Completed, &t.Replied, &t.Returned, &t.PromiseDue, &t.PromiseKept} {
		*into = fromNS(at[i])
	}
	return t, err
}

// TurnFilter chooses turns by when they began, within [From, To). Empty fields ask for nothing.
type TurnFilter struct {
	From, To time.Time
	Unit     string
	Topic    string // an item, or a field with everything below it
	Division string // with everything below it
	Seen     *Sight // nil: everything
}

// Turns lists the turns of units, in the order in which they began.
func (s *Store) Turns(ctx context.Context, f TurnFilter) ([]opinion.Turn, error) {
	w := s.turnsWhere(f)
	turns, err := query(ctx, s, `SELECT `+turnColumns+` FROM turns`+w.sql()+` ORDER BY began, case_id, n`, w.args, scanTurn)
	if err != nil {
		return nil, err
	}
	return turns, s.votesOnTurns(ctx, turns)
}

// turnsWhere is the condition of a filter, for leading units and co-units alike.
func (s *Store) turnsWhere(f TurnFilter) *where {
	w := &where{}
	w.and("began >= ? AND began < ?", ns(f.From), ns(f.To))
	w.equal("unit", f.Unit)
	w.below("topic", f.Topic)
	w.below("path", s.pathOf(f.Division))
	s.seen(w, f.Seen, "path", "unit IN (SELECT value FROM json_each(?))", 1)
	return w
}

// Titles are the headings of cases by id; a forgotten one is "".
func (s *Store) Titles(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	rows, err := query(ctx, s, `SELECT id, title FROM titles WHERE id IN (?`+strings.Repeat(",?", len(ids)-1)+`)`, args,
		func(r *sql.Rows) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return })
	for _, p := range rows {
		out[p[0]] = p[1]
	}
	return out, err
}
