package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"huiying/register"
)

// txn is a transaction of the one writer. Its statements are prepared once for as long as the file
// is open: a batch runs a few of them thousands of times, and parsing one takes longer than most of
// them run.
type txn struct {
	*database
	batch  map[string]*current // the cases that it changed
	turned map[string]bool     // those of which the turns changed, or the votes on them
	told   *told
}

// told is what others in this process hear of a transaction once it is there.
type told struct {
	applied []register.Applied
	rules   bool // decisions became rules of dispatch, or are none any more
}

// stmt finds a statement by its text. The texts are constants, one for each set of columns that
// change in a case together (saveCase), and one for each number of events (saveEvents); what is put
// together from a question's conditions is asked of the readers.
func (t txn) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := t.kept[text]; s != nil {
		return s, nil
	}
	s, err := t.w.PrepareContext(ctx, text)
	if err == nil {
		t.kept[text] = s
	}
	return s, err
}

func (t txn) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := t.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (t txn) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// scan reads the one row of a question; sql.ErrNoRows when there is none.
func (t txn) scan(ctx context.Context, into []any, text string, args ...any) error {
	s, err := t.stmt(ctx, text)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(into...)
}

// strs are the rows of a question for one text.
func strs(ctx context.Context, tx txn, stmt string, args ...any) (out []string, err error) {
	rows, err := tx.query(ctx, stmt, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// within runs fn between BEGIN and COMMIT. A context that cannot end spares SQLite a goroutine per
// statement; a transaction is short, and whoever writes looks at his own context before.
func (d *database) within(ctx context.Context, fn func(ctx context.Context, tx txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx := txn{d, map[string]*current{}, map[string]bool{}, &told{}}
	if _, err := tx.exec(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	err := fn(ctx, tx)
	if err == nil {
		_, err = tx.exec(ctx, `COMMIT`)
	}
	if err != nil {
		_, _ = tx.exec(ctx, `ROLLBACK`) // one that SQLite has rolled back by itself is none any more
	}
	return err
}
