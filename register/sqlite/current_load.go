package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

func loadCurrent(ctx context.Context, tx txn, id string) (*current, error) {
	var raw string
	now := &current{}
	err := tx.scan(ctx, []any{&raw, &now.seq}, `SELECT json, seq FROM cases WHERE id = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return now, nil
	}
	if err != nil {
		return nil, err
	}
	if err := decode(raw, &now.c); err != nil {
		return nil, err
	}
	now.was = now.c
	if !now.c.Dispatch.IsZero() { // before that no unit had it
		now.turns, err = lastTurns(ctx, tx, now.c)
	}
	if err == nil && len(now.c.Co) > 0 {
		now.parts, err = partsOf(ctx, tx, id)
	}
	return now, err
}
