package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// Expired lists mentions that were collected before a moment and still have words here, the
// oldest first, at most so many.
func (s *counts) Expired(ctx context.Context, before time.Time, most int) ([]string, error) {
	return query(ctx, s.file, `SELECT id FROM findings WHERE collected < ? AND (title <> '' OR url <> '' OR why <> '') ORDER BY collected LIMIT ?`,
		[]any{ns(before), most}, func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
}

// Blank drops the words of mentions whose retention is over: their headings, also where an issue or
// a case shows them, the words that they share with others, and their addresses. The rows stay, so
// that counts hold and the same text brought again is known; the log is told of their lines in the
// balance, for it drops the findings themselves.
func (s *projector) Blank(ctx context.Context, mentions []string) error {
	if err := s.keepLines(ctx, mentions); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx txn) error {
		for _, id := range mentions {
			if err := dropWords(ctx, tx, id); err != nil {
				return err
			}
			for _, stmt := range []string{
				`UPDATE issues SET title = '' WHERE id = (SELECT issue FROM findings WHERE id = ?1) AND title = (SELECT title FROM findings WHERE id = ?1)`,
				`UPDATE titles SET title = '' WHERE mention = ?1`,
				`UPDATE findings SET title = '', url = '', why = '' WHERE id = ?1`,
			} {
				if _, err := tx.exec(ctx, stmt, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// dropWords takes a mention's words out of those that its issue is known by.
func dropWords(ctx context.Context, tx txn, id string) error {
	r, err := known(ctx, tx, id)
	if err != nil || r == nil {
		return err
	}
	for word := range r.words() {
		if _, err := tx.exec(ctx, `UPDATE whys SET n = n - 1 WHERE issue = ? AND word = ?`, r.issue, word); err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, `DELETE FROM whys WHERE issue = ? AND n <= 0`, r.issue)
	return err
}
