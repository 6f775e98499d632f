package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"huiying/opinion"
	"huiying/register"
)

const (
	selectCase = `SELECT c.json, t.title, 0
		FROM cases c JOIN titles t ON t.id = c.id WHERE c.id = ?`
	selectHistory = `SELECT json FROM events WHERE case_id = ? ORDER BY n`
)

// Case returns one case with its heading, or ErrNotFound.
func (s *cases) Case(ctx context.Context, id string) (register.CaseRow, error) {
	rows, err := query(ctx, s.file, selectCase, []any{id}, scanCase)
	if err != nil {
		return register.CaseRow{}, err
	}
	return only(rows, id)
}

// History returns every event of a case in order. Beside events that arrive it may be ahead of
// what Case said a moment before, or behind what it says a moment later: see File.
func (s *cases) History(ctx context.Context, id string) ([]opinion.Event, error) {
	return query(ctx, s.file, selectHistory, []any{id}, scanEvent)
}

// File returns one case with its history, or ErrNotFound. The history leads to the case, whatever
// arrives meanwhile.
func (s *cases) File(ctx context.Context, id string) (register.CaseFile, error) {
	f := register.CaseFile{History: []opinion.Event{}}
	err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		f, err = fileIn(ctx, tx, id)
		return err
	})
	return f, err
}

// Verify folds a case's history anew and says whether the chain of hashes is whole and
// leads to the case that the register has. It returns how many events it looked at.
func (s *cases) Verify(ctx context.Context, id string) (n int, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		f, err := fileIn(ctx, tx, id)
		if err != nil {
			return err
		}
		c, err := opinion.Fold(f.History)
		if n = int(c.Version); err != nil {
			return err
		}
		if f.Version != c.Version || f.LastHash != c.LastHash || f.State != c.State {
			return fmt.Errorf("%w: case %s in the register is of version %d, its history leads to %d", opinion.ErrGap, id, f.Version, c.Version)
		}
		var bad string
		switch err := tx.QueryRowContext(ctx, `SELECT reason FROM faults WHERE case_id = ? LIMIT 1`, id).Scan(&bad); {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return fmt.Errorf("register: %w", err)
		}
		return fmt.Errorf("case %s: %s", id, bad)
	})
	return n, err
}

// snapshot runs fn on the register as it is at one moment.
func (s *cases) snapshot(ctx context.Context, fn func(tx *sql.Tx) error) error {
	return s.read(func(db *sql.DB) error {
		tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return fmt.Errorf("register: %w", err)
		}
		defer tx.Rollback() // nothing was written
		return fn(tx)
	})
}

func fileIn(ctx context.Context, tx *sql.Tx, id string) (f register.CaseFile, err error) {
	rows, err := scanAll(ctx, tx, selectCase, []any{id}, scanCase)
	if err != nil {
		return f, err
	}
	if f.CaseRow, err = only(rows, id); err != nil {
		return f, err
	}
	f.History, err = scanAll(ctx, tx, selectHistory, []any{id}, scanEvent)
	return f, err
}

func only(rows []keyedCase, id string) (register.CaseRow, error) {
	if len(rows) == 0 {
		return register.CaseRow{}, &register.Missing{What: "case", ID: id}
	}
	return rows[0].CaseRow, nil
}
