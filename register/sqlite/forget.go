package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// errNoPurge is the reason of a fault.
var errNoPurge = errors.New("no purge: unreadable JSON or no mention")

// Purge writes into the log that a mention is forgotten, and takes it out of the register:
// its row, its counts and its part in its issue. Every register that is built from the log
// obeys. It erases nothing: that is for the caller to do first (Sequences). Cases keep its id
// until a purge event of theirs takes it out of them.
func (s *projector) Purge(ctx context.Context, mention string, at time.Time) error {
	left, err := s.linesOf(ctx, mention)
	if err != nil {
		return err
	}
	older, err := query(ctx, s.file, `SELECT older FROM replaced WHERE later = ? ORDER BY 1`, []any{mention},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
	if err != nil {
		return err
	}
	fact := opinion.Purged{Mention: mention, At: at.UTC(), Replaces: older}
	if len(left) > 0 {
		fact.Line = &left[0]
	}
	data, err := json.Marshal(fact)
	if err != nil {
		return err
	}
	if _, err := s.bus.Publish(ctx, bus.Message{Subject: opinion.PurgedSubject(mention),
		ID: "purged-" + mention, Data: data}); err != nil {
		return fmt.Errorf("purge mention %s: %w", mention, err)
	}
	// following it later changes nothing
	return s.write(ctx, func(ctx context.Context, tx txn) error {
		return s.forget(ctx, tx,
			mention)
	})
}

func (s *projector) applyPurged(ctx context.Context, tx txn, in []bus.Msg) error {
	for _, m := range in {
		var p opinion.Purged
		if err := json.Unmarshal(m.Data, &p); err != nil || p.Mention == "" {
			if err := s.fault(ctx, tx, streamPurged, m.Seq, "", errNoPurge); err != nil {
				return err
			}
			continue
		}
		if err := s.forget(ctx, tx, p.Mention); err != nil {
			return err
		}
		if p.Line != nil {
			if err := settle(ctx, tx, *p.Line); err != nil {
				return err
			}
		}
		b := s.newBatch(tx)
		for _, older := range p.Replaces {
			if err := b.replace(ctx, older, p.Mention); err != nil {
				return err
			}
		}
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Forgotten says which of the given mentions were purged.
func (s *projector) Forgotten(ctx context.Context, ids []string) (map[string]bool, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := query(ctx, s.file, `SELECT id FROM forgotten WHERE id IN (SELECT value FROM json_each(?))`, []any{string(list)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
	gone := make(map[string]bool, len(rows))
	for _, id := range rows {
		gone[id] = true
	}
	return gone, err
}

func forgottenIn(ctx context.Context, tx txn) (map[string]bool, error) {
	rows, err := tx.query(ctx, `SELECT id FROM forgotten`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	gone := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		gone[id] = true
	}
	return gone, rows.Err()
}

// forget takes one mention out of findings, counters and its issue. The tombstone keeps the
// same text from coming back when it is collected again.
func (s *projector) forget(ctx context.Context, tx txn, id string) error {
	if _, err := tx.exec(ctx, `INSERT OR IGNORE INTO forgotten VALUES (?)`, id); err != nil {
		return err
	}
	for _, stmt := range []string{
		`INSERT OR IGNORE INTO remains SELECT 'FINDINGS', seq, id FROM findings WHERE id = ?1 UNION SELECT 'FINDINGS', seq, id FROM again WHERE id = ?1
			UNION SELECT 'REPLIES', seq, mention FROM replies WHERE mention = ?1`,
		`DELETE FROM replies WHERE mention = ?`,
		`DELETE FROM again WHERE id = ?`, `UPDATE titles SET title = '' WHERE mention = ?`,
		`UPDATE ledger SET gone = 1 WHERE mention = ?`} {
		if _, err := tx.exec(ctx, stmt, id); err != nil {
			return err
		}
	}
	old, err := known(ctx, tx, id)
	if err != nil || old == nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM findings WHERE id = ?`, id); err != nil {
		return err
	}
	b := s.newBatch(tx)
	if err := b.change(ctx, old, nil); err != nil {
		return err
	}
	return b.flush(ctx)
}
