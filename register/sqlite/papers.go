package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

var errNoPaper = errors.New("no working paper: unreadable JSON, or of another case or unit")

// applyPapers takes what units did to their working papers.
func (s *projector) applyPapers(ctx context.Context, tx txn, in []bus.Msg) error {
	for _, m := range in {
		var e opinion.PaperEvent
		if err := json.Unmarshal(m.Data, &e); err != nil || e.Case == "" ||
			opinion.PaperSubject(e.Case, e.Unit) != m.Subject {
			if err := s.fault(ctx, tx, streamPapers, m.Seq, "", errNoPaper); err != nil {
				return err
			}
			continue
		}
		p, err := paperOf(e.Case, e.Unit,
			func(into *string) error {
				return tx.scan(ctx, []any{into}, paperText, e.Case,
					e.Unit)
			})
		if err != nil {
			return err
		}
		p = p.Apply(e, m.Seq)
		raw, err := json.Marshal(p)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO papers (case_id, unit, state, post, officer, at, json) VALUES (?,?,?,?,?,?,?)`,
			p.Case, p.Unit, string(p.State), p.Post, p.To, ns(p.Changed), string(raw)); err != nil {
			return err
		}
		if err := replace(ctx, tx, e.Case); err != nil {
			return err
		}
	}
	return nil
}

const paperText = `SELECT json FROM papers WHERE case_id = ? AND unit = ?`

// paperOf reads papers as ask is answered.
func paperOf(id, unit string, ask func(into *string) error) (p opinion.Paper, err error) {
	var raw string
	if err = ask(&raw); errors.Is(err, sql.ErrNoRows) {
		return opinion.Paper{Case: id, Unit: unit}, nil
	}
	if err == nil {
		err = decode(raw, &p)
	}
	return p, err
}

// replace lays a case on the desks anew, where the register has it.
func replace(ctx context.Context, tx txn, id string) error {
	now, err := loadCurrent(ctx, tx, id)
	if err != nil || now.c.Version == 0 {
		return err
	}
	return place(ctx, tx, now.c, false)
}

// place writes where a case lies, and what is owed in it; one that is fresh lay nowhere before. A
// case that no unit ever had lies nowhere.
func place(ctx context.Context, tx txn, c opinion.Case, fresh bool) error {
	if c.Dispatch.IsZero() {
		return nil
	}
	if !fresh {
		for _, clear := range []string{`DELETE FROM desk WHERE case_id = ?`, `DELETE FROM owed WHERE case_id = ?`} {
			if _, err := tx.exec(ctx, clear, c.ID); err != nil {
				return err
			}
		}
	}
	for i, unit := range append([]string{c.Lead}, c.Co...) {
		if i > 0 && unit == c.Lead || c.OnDesk(unit, "") == "" {
			continue
		}
		var state opinion.PaperState
		var post, officer string
		if err := tx.scan(ctx, []any{&state, &post, &officer},
			`SELECT state, post, officer FROM papers WHERE case_id = ? AND unit = ?`, c.ID,
			unit); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		back := 1
		if i == 0 && c.CameBack() {
			back = 0
		}
		if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO desk (unit, section, back, due, case_id, assists, post, officer) VALUES (?,?,?,?,?,?,?,?)`,
			unit, string(c.OnDesk(unit, state)), back, never(c.DueTo(unit)), c.ID, i > 0, post, officer); err != nil {
			return err
		}
		for _, t := range c.Owes(unit) {
			if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO owed (unit, due, case_id, duty, severity) VALUES (?,?,?,?,?)`,
				unit, ns(t.Due), c.ID, string(t.Duty), string(c.Severity)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Paper is what a unit has of a case beside its history; the zero Paper with its names when it has
// nothing.
func (s *writer) Paper(ctx context.Context, id, unit string) (p opinion.Paper, err error) {
	err = s.read(func(db *sql.DB) error {
		p, err = paperOf(id, unit, func(into *string) error {
			return db.QueryRowContext(ctx,
				paperText, id, unit).Scan(into)
		})
		return err
	})
	if err != nil {
		return p, fmt.Errorf("register: %w", err)
	}
	return p, nil
}

// WritePaper writes one act behind the papers as they were, and waits until the register has seen
// it. A *register.Conflict means that somebody else was faster.
func (s *writer) WritePaper(ctx context.Context, before opinion.Paper, e opinion.PaperEvent) (opinion.Paper, error) {
	subject := opinion.PaperSubject(e.Case, e.Unit)
	last, err := s.bus.LastSubjectSeq(ctx, streamPapers, subject)
	if err != nil {
		return before, err
	}
	if last != 0 && last != before.Version { // 0: what was there aged, or its words were erased
		return before, &register.Conflict{Err: fmt.Errorf("papers of case %s: %w", e.Case, bus.ErrConflict)}
	}
	data, err := json.Marshal(e)
	if err != nil {
		return before, err
	}
	ack, err := s.bus.Publish(ctx, bus.Message{Subject: subject, Data: data, Expect: &last})
	if errors.Is(err, bus.ErrConflict) {
		return before, &register.Conflict{Err: err}
	}
	if err != nil {
		return before, fmt.Errorf("publish working papers: %w", err)
	}
	seq := ack.Seqs[0]
	if s.at.isRunning() {
		wait, cancel := context.WithTimeout(ctx, cmp.Or(s.opts.patience, patience))
		defer cancel()
		if err := s.at.wait(wait, streamPapers, seq); err != nil {
			return before, err
		}
	}
	return before.Apply(e, seq), nil
}

// DropPaper takes the words of a unit's papers out of the log and the register, for good. Who has
// the work stays. Words first: a drop that is cut short is found again.
func (s *writer) DropPaper(ctx context.Context, p opinion.Paper, at time.Time) error {
	if p.State == "" {
		return nil
	}
	msgs, err := s.bus.History(ctx, streamPapers, opinion.PaperSubject(p.Case, p.Unit))
	if err != nil {
		return fmt.Errorf("papers of case %s: %w", p.Case, err)
	}
	for _, m := range msgs {
		if err := s.bus.Erase(ctx, streamPapers, m.Seq); err != nil {
			return err
		}
	}
	_, err = s.WritePaper(ctx, p, opinion.PaperEvent{Case: p.Case, Unit: p.Unit,
		Act: opinion.PaperDrop, At: at, Post: p.Post, To: p.To})
	return err
}

// SparePapers lists papers with words that nobody needs any more: the case was answered, or another
// unit has it.
func (s *writer) SparePapers(ctx context.Context, most int) ([]opinion.Paper, error) {
	return query(ctx, s.file, `SELECT p.json FROM papers p JOIN cases c ON c.id = p.case_id WHERE p.state <> '' AND NOT EXISTS
		(SELECT 1 FROM desk d WHERE d.case_id = p.case_id AND d.unit = p.unit AND d.section <> 'answered') LIMIT ?`, []any{most}, scanPaper)
}

func scanPaper(r *sql.Rows) (p opinion.Paper, err error) {
	var raw string
	if err = r.Scan(&raw); err == nil {
		err = decode(raw, &p)
	}
	return p, err
}

// ForgetPapers drops papers that nobody touched since a moment. The log drops its own by their age.
func (s *writer) ForgetPapers(ctx context.Context, before time.Time) (n int, err error) {
	ids, err := query(ctx, s.file, `SELECT case_id FROM papers WHERE at < ? LIMIT 500`, []any{ns(before)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), s.write(ctx, func(ctx context.Context, tx txn) error {
		for _, id := range ids {
			if _, err := tx.exec(ctx, `DELETE FROM papers WHERE case_id = ? AND at < ?`, id, ns(before)); err != nil {
				return err
			}
			if err := replace(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
