package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"huiying/opinion"
	"huiying/register"
)

// releasable says whether the public may read a case: the answer was given and found where it
// is published. A request for disclosure is between its applicant and the office.
func releasable(c opinion.Case) bool {
	return c.Matter == opinion.PublicMatter && (c.State == opinion.Verified || c.State == opinion.Closed) &&
		strings.TrimSpace(c.Answer) != ""
}

// release brings the released row of every touched case up to date. While a register is built, and
// until what that left is released, only those that are there already: headings come with the
// findings, behind the cases, and each row would be made twice. The others wait in unreleased, and
// are made in small lots beside the work: made within the first change, 900,000 answers had it wait
// for minutes.
func (s *file) release(ctx context.Context, tx txn) error {
	which := `SELECT id FROM touched`
	if tx.releasing.Load() {
		which += ` WHERE id IN (SELECT id FROM released)`
		if _, err := tx.exec(ctx, `INSERT OR IGNORE INTO unreleased SELECT number, id FROM touched WHERE id NOT IN (SELECT id FROM released)`); err != nil {
			return err
		}
	}
	ids, err := strs(ctx, tx, which)
	if err != nil {
		return err
	}
	if err := s.releaseEach(ctx, tx, ids); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `DELETE FROM touched`)
	return err
}

func (s *file) releaseEach(ctx context.Context, tx txn, ids []string) error {
	for _, id := range ids {
		if err := s.releaseOne(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// releaseAtOnce is how many answers are released while somebody's change may wait.
const releaseAtOnce = 50

// releaseBuilt releases what a building has left for its end, little by little: the work goes on
// beside it. The order is that of opening: cases of one time lie beside each other.
func (s *file) releaseBuilt(ctx context.Context, file *database) error {
	for n := 1; n > 0; {
		if err := s.write(ctx, func(ctx context.Context, tx txn) error {
			if s.db != file { // write holds s.mu
				return errRebuilt
			}
			ids, err := strs(ctx, tx, `SELECT id FROM unreleased ORDER BY number LIMIT ?`, releaseAtOnce)
			if err != nil {
				return err
			}
			if n = len(ids); n == 0 {
				file.releasing.Store(false) // nobody else writes now
				return nil
			}
			if err := s.releaseEach(ctx, tx, ids); err != nil {
				return err
			}
			_, err = tx.exec(ctx, `DELETE FROM unreleased WHERE number IN (SELECT number FROM unreleased ORDER BY number LIMIT ?)`, n)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *file) releaseOne(ctx context.Context, tx txn, id string) error {
	old, n, err := releasedIn(ctx, tx, id)
	if err != nil {
		return err
	}
	c, err := caseIn(ctx, tx, id)
	if err != nil {
		return err
	}
	if !releasable(c) {
		return unrelease(ctx, tx, n)
	}
	r, err := s.releasedOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if n != 0 && foundAs(r, old) {
		return rewrite(ctx, tx, n, r)
	}
	if err := unrelease(ctx, tx, n); err != nil {
		return err
	}
	return s.putReleased(ctx, tx, r)
}

// releasedIn is what the board has of a case, and its row number; 0 for nothing.
func releasedIn(ctx context.Context, tx txn, id string) (old register.Released, n int64, err error) {
	var raw string
	err = tx.scan(ctx, []any{&n, &raw}, `SELECT n, json FROM released WHERE id = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return old, 0, nil
	}
	if err == nil {
		err = decode(raw, &old)
	}
	return old, n, err
}

// unrelease takes a row off the board, and the words it was found by.
func unrelease(ctx context.Context, tx txn, n int64) error {
	if n == 0 {
		return nil
	}
	for _, stmt := range []string{`DELETE FROM released_words WHERE rowid = ?`, `DELETE FROM released WHERE n = ?`} {
		if _, err := tx.exec(ctx, stmt, n); err != nil {
			return err
		}
	}
	return nil
}

// foundAs says whether a row is found by the same words, in the same place of every list, and
// counted as before.
func foundAs(r, old register.Released) bool {
	return r.Title == old.Title && r.Answer == old.Answer && r.Released.Equal(old.Released) &&
		r.Topic == old.Topic && r.Division == old.Division && r.Unit == old.Unit
}

// rewrite changes what a row shows. Most changes of a released case are one report more: to forget
// words and learn the same again takes several times as long as all else.
func rewrite(ctx context.Context, tx txn, n int64, r register.Released) error {
	raw, err := json.Marshal(r)
	if err == nil {
		_, err = tx.exec(ctx, `UPDATE released SET json = ? WHERE n = ?`, string(raw), n)
	}
	return err
}

// publicTitle is the heading of a case as the public may read it.
const publicTitle = `SELECT t.title FROM titles t JOIN findings f ON f.id = t.mention
	WHERE t.id = ? AND f.own = 1 AND f.kind IN ('board', 'news', 'forum')`

// releasedOf is a case as the public may read it.
func (s *file) releasedOf(ctx context.Context, tx txn, c opinion.Case) (register.Released, error) {
	var title string // a mention's: only one that stands where everybody can read it is shown
	if err := tx.scan(ctx, []any{&title}, publicTitle, c.ID); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return register.Released{}, err
	}
	history, err := historyIn(ctx, tx, c.ID)
	if err != nil {
		return register.Released{}, err
	}
	r := register.Released{ID: c.ID, Title: title, Topic: c.Topic, Division: c.Division,
		Severity: c.Severity, Reports: c.Reports,
		Unit: c.Lead, State: c.State, Kind: c.Kind, Opened: c.Opened, Dispatched: c.Dispatch,
		Answered: c.AnswerAt, Closed: c.ClosedAt,
		Overdue: c.Overdue, Answer: c.Answer, AnswerURL: c.AnswerURL, Outcome: c.Outcome, Solved: c.Solved,
		Solution: c.Solution(), Facts: c.Facts()}
	r.Steps = publicSteps(history)
	r.Released = c.Updated
	for _, step := range r.Steps {
		if step.Move == opinion.MoveVerify {
			r.Released = step.At
		}
	}
	return r, nil
}

func (s *file) putReleased(ctx context.Context, tx txn, r register.Released) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	res, err := tx.exec(ctx, `INSERT INTO released (id, at, title, topic, division, path, unit, json) VALUES (?,?,?,?,?,?,?,?)`,
		r.ID, ns(r.Released), r.Title, r.Topic, r.Division, s.pathOf(r.Division), r.Unit, string(raw))
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO released_words (rowid, words) VALUES (?, ?)`, n,
		strings.Join(s.opts.Cut(r.Title+"\n"+r.Answer), " "))
	return err
}

// caseIn is a case as the transaction has it; the zero Case when there is none.
func caseIn(ctx context.Context, tx txn, id string) (c opinion.Case, err error) {
	if now := tx.batch[id]; now != nil {
		return now.c, nil
	}
	var raw string
	err = tx.scan(ctx, []any{&raw}, `SELECT json FROM cases WHERE id = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	if err == nil {
		err = decode(raw, &c)
	}
	return c, err
}

// historyIn are the events of a case, with no more of them than publicSteps needs.
func historyIn(ctx context.Context, tx txn, id string) (out []opinion.Event, err error) {
	if now := tx.batch[id]; now != nil && now.was.Version == 0 { // all that ever happened is in hand
		return now.events, nil
	}
	rows, err := tx.query(ctx, `SELECT type, at, unit, ok FROM events WHERE case_id = ? ORDER BY n`, id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e opinion.Event
		var at int64
		if err := rows.Scan(&e.Type, &at, &e.Unit, &e.OK); err != nil {
			return nil, err
		}
		e.At = fromNS(at)
		out = append(out, e)
	}
	return out, rows.Err()
}

// publicSteps are the moves that the board tells: when it was heard, given, answered, found
// published, closed, opened again. Of an answer that did not hold it tells nothing.
func publicSteps(history []opinion.Event) (out []register.ReleasedStep) {
	answer := -1 // an answer that nobody verified yet
	for _, e := range history {
		// it was replaced, or did not hold
		if (e.Type == opinion.MoveAnswer || e.Type == opinion.MoveVerify && !e.OK) && answer >= 0 {
			out, answer = append(out[:answer], out[answer+1:]...), -1
		}
		step := register.ReleasedStep{Move: e.Type, At: e.At}
		switch e.Type {
		case opinion.MoveOpen, opinion.MoveClose, opinion.MoveReopen:
		case opinion.MoveDispatch, opinion.MoveArbitrate:
			step.Unit = e.Unit
		case opinion.MoveAnswer:
			step.Unit, answer = e.Unit, len(out)
		case opinion.MoveVerify:
			if !e.OK {
				continue
			}
			answer = -1
		default:
			continue
		}
		out = append(out, step)
	}
	return out
}
