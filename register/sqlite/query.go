package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// query runs a reading statement and scans its rows. The result is never nil, so that it is
// [] as JSON.
func query[T any](ctx context.Context, s *file, stmt string, args []any, scan func(*sql.Rows) (T, error)) (out []T, err error) {
	err = s.read(func(db *sql.DB) error {
		out, err = scanAll(ctx, db, stmt, args, scan)
		return err
	})
	return out, err
}

// each runs a reading statement and hands its rows over one by one.
func each[T any](ctx context.Context, s *file, stmt string, args []any, scan func(*sql.Rows) (T, error), do func(T)) error {
	return s.read(func(db *sql.DB) error { return scanEach(ctx, db, stmt, args, scan, do) })
}

// scanAll is query on one reader.
func scanAll[T any](ctx context.Context, from reader, stmt string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	out := []T{}
	if err := scanEach(ctx, from, stmt, args, scan, func(x T) { out = append(out, x) }); err != nil {
		return nil, err
	}
	return out, nil
}

// reader is a connection, or a transaction on one.
type reader interface {
	QueryContext(ctx context.Context, stmt string, args ...any) (*sql.Rows, error)
}

// scanEach is each on one reader.
func scanEach[T any](ctx context.Context, from reader, stmt string, args []any, scan func(*sql.Rows) (T, error), do func(T)) error {
	rows, err := from.QueryContext(ctx, stmt, args...)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return fmt.Errorf("register: %w", err)
		}
		do(v)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("register: %w", err)
	}
	return nil
}
