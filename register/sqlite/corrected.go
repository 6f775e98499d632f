package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// Finding reads a mention's finding whole, as it holds now, from the log: the register itself
// keeps no text. ErrNotFound when it is unknown or its words were forgotten.
func (s *issues) Finding(ctx context.Context, mention string) (f opinion.Finding, err error) {
	var seq uint64
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT place FROM findings WHERE id = ?`, mention).Scan(&seq)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return f, &register.Missing{What: "mention", ID: mention}
	}
	if err != nil {
		return f, fmt.Errorf("register: %w", err)
	}
	return s.findingAt(ctx, seq)
}

func (s *issues) findingAt(ctx context.Context, seq uint64) (f opinion.Finding, err error) {
	m, err := s.bus.At(ctx, streamFindings, seq)
	if errors.Is(err, bus.ErrNotFound) {
		return f, fmt.Errorf("finding %d: %w", seq, register.ErrNotFound)
	}
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(m.Data, &f)
}

// PutRight calls fn with every finding that persons corrected or confirmed, also where they took it
// back, in the order in which the mentions came. Those whose words were forgotten are left out.
func (s *issues) PutRight(ctx context.Context, fn func(opinion.Finding) error) error {
	for after := uint64(0); ; {
		type version struct{ first, place uint64 }
		places, err := query(ctx, s.file,
			`SELECT seq, place FROM findings INDEXED BY findings_corrected WHERE corrected > 0 AND seq > ? ORDER BY seq LIMIT 500`, []any{after},
			func(r *sql.Rows) (v version, err error) { err = r.Scan(&v.first, &v.place); return })
		if err != nil || len(places) == 0 {
			return err
		}
		for _, p := range places {
			after = p.first
			f, err := s.findingAt(ctx, p.place)
			if errors.Is(err, register.ErrNotFound) || err == nil && f.Title+f.Text == "" {
				continue
			}
			if err == nil {
				err = fn(f)
			}
			if err != nil {
				return err
			}
		}
	}
}

// Corrected says which of the given mentions were corrected: the log holds their words once
// more, and longer than it would by their age.
func (s *issues) Corrected(ctx context.Context, mentions []string) ([]string, error) {
	list, err := json.Marshal(mentions)
	if err != nil {
		return nil, err
	}
	return query(ctx, s.file, `SELECT id FROM findings WHERE corrected > 0 AND id IN (SELECT value FROM json_each(?)) ORDER BY id`, []any{string(list)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
}

// CorrectedIn lists the mentions of an issue that were corrected.
func (s *issues) CorrectedIn(ctx context.Context, issue string) ([]string, error) {
	return query(ctx, s.file, `SELECT id FROM findings WHERE issue = ? AND corrected > 0 ORDER BY seq`, []any{issue},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
}
