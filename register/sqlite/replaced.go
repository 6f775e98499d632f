package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"huiying/opinion"
)

// A mention whose source sent a newer text of the same report keeps its row, so that the same text
// is known when it comes again and purge finds it; it is in no count, issue or list, and its line
// in the balance says known.

// counted is a row where counts may see it; nil for none, and for one that was replaced.
func (r *row) counted() *row {
	if r == nil || r.later != "" {
		return nil
	}
	return r
}

// laterOf is the mention that replaced one, "" for none.
func laterOf(ctx context.Context, tx txn, mention string) (later string, err error) {
	err = tx.scan(ctx, []any{&later}, `SELECT later FROM replaced WHERE older = ?`, mention)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return later, err
}

// newest follows a mention to the one that holds now.
func newest(ctx context.Context, tx txn, mention string) (string, error) {
	for {
		later, err := laterOf(ctx, tx, mention)
		if err != nil || later == "" {
			return mention, err
		}
		mention = later
	}
}

// replace lets a mention take the place of an older one, whichever of them the log told of first.
// Where two replace the same, the one that the log tells of last holds, and no ring comes of it.
func (b *batch) replace(ctx context.Context, older, later string) error {
	older, err := newest(ctx, b.tx, older)
	if err != nil {
		return err
	}
	end, err := newest(ctx, b.tx, later)
	if err != nil || older == end {
		return err
	}
	b.later[older] = later
	if _, err := b.tx.exec(ctx, `INSERT INTO replaced VALUES (?, ?)`, older, later); err != nil {
		return err
	}
	if _, err := b.tx.exec(ctx, `UPDATE ledger SET held = ?, rule = ?, by = '' WHERE mention = ?`,
		string(opinion.DispositionKnown), string(opinion.RuleReplaced), older); err != nil {
		return err
	}
	old, err := known(ctx, b.tx, older)
	if err != nil || old == nil {
		return err
	}
	if _, err := b.tx.exec(ctx, `UPDATE findings SET later = ? WHERE id = ?`, later, older); err != nil {
		return err
	}
	return b.change(ctx, old, nil)
}

// replacedOf reads which of the given mentions were replaced, and by which.
const replacedOf = `SELECT older, later FROM replaced WHERE older IN (SELECT value FROM json_each(?))`

// readReplaced fills in which findings of the run were replaced before.
func (b *batch) readReplaced(ctx context.Context, mentions []string) error {
	list, err := json.Marshal(mentions)
	if err != nil {
		return err
	}
	rows, err := b.tx.query(ctx, replacedOf, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var older, later string
		if err := rows.Scan(&older, &later); err != nil {
			return err
		}
		b.later[older] = later
	}
	return rows.Err()
}

// Latest is the mention that holds of each report that has one.
func (s *counts) Latest(ctx context.Context, reports []string) (map[string]string, error) {
	return s.byKey(ctx, `SELECT report, id FROM findings WHERE report <> '' AND later = ''
		AND report IN (SELECT value FROM json_each(?)) ORDER BY report, seq`, reports)
}

// Replaced says which of the given mentions were replaced, and by which.
func (s *counts) Replaced(ctx context.Context, mentions []string) (map[string]string, error) {
	return s.byKey(ctx, replacedOf, mentions)
}

// byKey reads pairs, the last of each key.
func (s *counts) byKey(ctx context.Context, stmt string, keys []string) (map[string]string, error) {
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	pairs, err := query(ctx, s.file, stmt, []any{string(list)},
		func(r *sql.Rows) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return })
	out := make(map[string]string, len(pairs))
	for _, p := range pairs {
		out[p[0]] = p[1]
	}
	return out, err
}
