package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"unicode"
)

// phrase is the question for headings in which words may stand as they are, and whether there is
// one: not for single letters, nor for what may end in a piece of a case's id. Of signs it says
// only that some stand there; exact says that there are none.
func phrase(q string) (match string, exact, ok bool) {
	tokens := pairs(q)
	end := q[strings.LastIndex(q, " ")+1:]
	if len(tokens) == 0 || strings.Trim(end, "abcdefABCDEF0123456789") == "" {
		return "", false, false
	}
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return `"` + strings.Join(tokens, " ") + `"`, !strings.ContainsFunc(q, sign), true
}

// manyNamed is from how many rows on a list is found sooner by a walk in its order, until the page
// is full, than by looking each up and sorting them.
const manyNamed = 1000

// named narrows w to the cases or issues of those numbers in whose heading, or a case's id, words
// stand as they are.
func (s *file) named(ctx context.Context, w *where, number string, h headed, q string) error {
	match, exact, ok := phrase(q)
	stmt, args := `SELECT t.number FROM `+h.table+` t WHERE `+like(h.text), []any{pattern(q)}
	if ok {
		stmt, args = `SELECT h.rowid FROM `+h.table+`_headed h WHERE h.`+h.table+`_headed MATCH ?`, []any{match}
	}
	if ok && !exact {
		stmt += ` AND EXISTS (SELECT 1 FROM ` + h.row + ` = h.rowid AND ` + like(h.text) + `)`
		args = append(args, pattern(q))
	}
	var n int
	var err error
	if exact {
		n, err = s.count(ctx, `(`+stmt+`)`, &where{args: args})
	} else { // looked through once: the list asks for it twice
		var all []int64
		all, err = query(ctx, s, stmt, args, func(r *sql.Rows) (n int64, err error) { err = r.Scan(&n); return })
		list, _ := json.Marshal(all) // numbers
		n, stmt, args = len(all), `SELECT value FROM json_each(?)`, []any{string(list)}
	}
	w.and(number+" IN ("+stmt+")", args...)
	w.named, w.few = &n, n < s.manyNamed
	return err
}
