package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
)

// Remain is a place in the log that may hold words of a mention that was purged: somebody judged it,
// or found a reply to it, while it was purged, or an older version left it there.
type Remain struct {
	Stream  string `json:"stream"` // FINDINGS or REPLIES
	Seq     uint64 `json:"seq"`
	Mention string `json:"mention"`
}

// remain notes that a finding or a reply came after its mention was purged.
func remain(ctx context.Context, tx txn, stream, mention string, seq uint64) error {
	_, err := tx.exec(ctx, `INSERT OR IGNORE INTO remains VALUES (?, ?, ?)`, stream, seq, mention)
	return err
}

// Remains are places that have to be looked at, the oldest first, at most so many. Where the purge
// itself erased them, nothing is there any more.
func (s *projector) Remains(ctx context.Context, most int) ([]Remain, error) {
	return query(ctx, s.file, `SELECT stream, seq, id FROM remains ORDER BY stream, seq LIMIT ?`, []any{most},
		func(r *sql.Rows) (x Remain, err error) { err = r.Scan(&x.Stream, &x.Seq, &x.Mention); return })
}

// Erased drops places that hold no words any more.
func (s *projector) Erased(ctx context.Context, done []Remain) error {
	list, err := json.Marshal(done)
	if err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx txn) error {
		_, err := tx.exec(ctx, `DELETE FROM remains WHERE (stream, seq) IN (SELECT value ->> 'stream', value ->> 'seq' FROM json_each(?))`, string(list))
		return err
	})
}
