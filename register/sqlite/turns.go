package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

const turnColumns = `case_id, n, unit, by, topic, division, severity, began, ended, sign_due, signed, inform_due, informed,
	answer_due, answered, complete_due, completed, replied, returned, next, redone, solved, reopened, verdict, promise_due, promise_kept, promise_late`

// saveTurns writes the turns of one case that a batch touched.
func (s *projector) saveTurns(ctx context.Context, tx txn, turns []opinion.Turn) error {
	for _, t := range turns {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO turns (path, `+turnColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			s.pathOf(t.Division), t.Case, t.N, t.Unit, string(t.By), t.Topic, t.Division,
			string(t.Severity), ns(t.Began), ns(t.Ended),
			ns(t.SignDue), ns(t.Signed), ns(t.InformDue), ns(t.Informed), ns(t.AnswerDue),
			ns(t.Answered), ns(t.CompleteDue), ns(t.Completed),
			ns(t.Replied), ns(t.Returned), t.Next, t.Redone, t.Solved, t.Reopened, t.Verdict,
			ns(t.PromiseDue), ns(t.PromiseKept), t.PromiseLate)
		if err != nil {
			return err
		}
	}
	return nil
}

// lastTurns are the turns of a case on which the next events fall: the latest, and where something
// is still promised those before it too.
func lastTurns(ctx context.Context, tx txn, c opinion.Case) ([]opinion.Turn, error) {
	most := 1
	if len(c.Promised()) > 0 {
		most = 1000
	}
	rows, err := tx.query(ctx, `SELECT `+turnColumns+` FROM (SELECT * FROM turns WHERE case_id = ? ORDER BY n DESC LIMIT ?) ORDER BY n`, c.ID, most)
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
	err = r.Scan(&t.Case, &t.N, &t.Unit, &t.By, &t.Topic, &t.Division, &t.Severity, &at[0], &at[1],
		&at[2], &at[3], &at[4], &at[5],
		&at[6], &at[7], &at[8], &at[9], &at[10], &at[11], &t.Next, &t.Redone, &t.Solved,
		&t.Reopened, &t.Verdict, &at[12], &at[13], &t.PromiseLate)
	for i, into := range []*time.Time{&t.Began, &t.Ended, &t.SignDue, &t.Signed, &t.InformDue, &t.Informed,
		&t.AnswerDue, &t.Answered, &t.CompleteDue, &t.Completed, &t.Replied, &t.Returned,
		&t.PromiseDue, &t.PromiseKept} {
		*into = fromNS(at[i])
	}
	return t, err
}

// EachTurn hands over the turns of units, those of leading units in the order in which they began
// and after them the parts of co-units (协办): of these cases, or of all for nil.
func (s *cases) EachTurn(ctx context.Context, cases []string, do func(opinion.Turn)) error {
	if cases == nil {
		return s.eachTurn(ctx, "", nil, do)
	}
	for part := range slices.Chunk(cases, 1000) {
		list, err := json.Marshal(part)
		if err == nil {
			err = s.eachTurn(ctx, ` WHERE case_id IN (SELECT value FROM json_each(?))`, []any{string(list)}, do)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *cases) eachTurn(ctx context.Context, which string, args []any, do func(opinion.Turn)) error {
	votes, err := s.ballots(ctx, which, args)
	if err != nil {
		return err
	}
	err = each(ctx, s.file, `SELECT `+turnColumns+` FROM turns`+which+` ORDER BY began, case_id, n`,
		args, scanTurn, func(t opinion.Turn) {
			votes.on(&t)
			do(t)
		})
	if err != nil {
		return err
	}
	return each(ctx, s.file, `SELECT `+partColumns+` FROM assists`+which+` ORDER BY began, case_id, unit`, args, scanPart, do)
}

// Titles are the headings of cases by id; a forgotten one is "".
func (s *cases) Titles(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	rows, err := query(ctx, s.file, `SELECT id, title FROM titles WHERE id IN (?`+strings.Repeat(",?", len(ids)-1)+`)`, args,
		func(r *sql.Rows) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return })
	for _, p := range rows {
		out[p[0]] = p[1]
	}
	return out, err
}

// TurnsChanged tells of which cases the turns changed after a mark, and the mark of now; nil cases
// stand for all. What EachTurn tells of them afterwards is at least as new as that mark.
func (s *cases) TurnsChanged(m TurnPosition) (cases []string, now TurnPosition) {
	return s.journal.since(m)
}
