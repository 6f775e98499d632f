package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

var errNoReply = errors.New("no reply: unreadable JSON, no mention or no words")

// applyReplies takes replies that were found. Those to a purged mention stay away, and their place in
// the log is noted.
func (s *projector) applyReplies(ctx context.Context, tx txn, in []bus.Msg) error {
	gone, err := forgottenIn(ctx, tx)
	if err != nil {
		return err
	}
	for _, m := range in {
		var r opinion.FoundReply
		if err := json.Unmarshal(m.Data, &r); err != nil || r.Mention == "" || r.TextHash == "" {
			if err := s.fault(ctx, tx, streamReplies, m.Seq, "", errNoReply); err != nil {
				return err
			}
			continue
		}
		if gone[r.Mention] {
			if err := remain(ctx, tx, streamReplies, r.Mention, m.Seq); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO replies (mention, hash, seq, at, json) VALUES (?,?,?,?,?)`,
			r.Mention, r.TextHash, m.Seq, ns(r.SeenAt), string(m.Data)); err != nil {
			return err
		}
	}
	return nil
}

// Replies are those that were found to some mentions, in the order of the log. Forgotten ones are
// missing.
func (s *counts) Replies(ctx context.Context, mentions []string) ([]opinion.FoundReply, error) {
	if len(mentions) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(mentions)
	if err != nil {
		return nil, err
	}
	return query(ctx, s.file, `SELECT json FROM replies WHERE mention IN (SELECT value FROM json_each(?)) ORDER BY seq`,
		[]any{string(list)}, func(r *sql.Rows) (f opinion.FoundReply, err error) {
			var raw string
			if err = r.Scan(&raw); err == nil {
				err = decode(raw, &f)
			}
			return f, err
		})
}

// Answered waits until the register has every reply that the log has now.
func (s *following) Answered(ctx context.Context) error { return s.abreast(ctx, streamReplies) }

// ForgetReplies drops replies that were found before a moment. The log drops its own by their age.
func (s *writer) ForgetReplies(ctx context.Context, before time.Time) error {
	return s.write(ctx, func(ctx context.Context, tx txn) error {
		_, err := tx.exec(ctx, `DELETE FROM replies WHERE at < ?`, ns(before))
		return err
	})
}
