package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode"

	"huiying/opinion"
	"huiying/register"
)

// Released lists what the public may read.
func (s *counts) Released(ctx context.Context, f register.ReleasedQuery) (register.ReleasedList, error) {
	page := register.ReleasedList{Items: []register.Released{}}
	w := &where{}
	w.below("topic", f.Topic)
	w.below("path", s.pathOf(f.Division))
	w.equal("unit", f.Unit)
	from, count := `released INDEXED BY released_at`, func() (int, error) { return s.sum(ctx, `released_counters`, w) }
	if strings.TrimSpace(f.Q) != "" { // counters know no words
		match := s.match(f.Q)
		if match == "" { // nothing but signs: no text holds it
			return page, nil
		}
		w.and("n IN (SELECT rowid FROM released_words WHERE released_words MATCH ?)", match)
		from, count = `released`, func() (int, error) { return s.count(ctx, `released`, w) }
	}
	var err error
	if page.Total, err = count(); err != nil || page.Total == 0 {
		return page, err
	}
	if f.Cursor != "" {
		at, err := parseCursor(f.Cursor)
		if err != nil {
			return page, err
		}
		w.and("(at, id) < (?, ?)", at.N, at.ID)
	}
	size := pageSize(f.Size)
	rows, err := query(ctx, s.file, `SELECT json FROM (SELECT n AS first FROM `+from+w.sql()+` ORDER BY at DESC, id DESC LIMIT ?) JOIN released ON n = first ORDER BY at DESC, id DESC`,
		append(w.args, size+1), scanReleased)
	if err == nil && len(rows) > size {
		rows = rows[:size]
		page.Next = cursor{N: ns(rows[size-1].Released), ID: rows[size-1].ID}.String()
	}
	page.Items = rows
	return page, err
}

// ReleasedCase is one released case, or ErrNotFound, whatever else the register knows of it.
func (s *counts) ReleasedCase(ctx context.Context, id string) (register.Released, error) {
	rows, err := query(ctx, s.file, `SELECT json FROM released WHERE id = ?`, []any{id}, scanReleased)
	if err != nil {
		return register.Released{}, err
	}
	if len(rows) == 0 {
		return register.Released{}, &register.Missing{What: "answer", ID: id}
	}
	return rows[0], nil
}

// ReleasedCounts counts released cases by "topic", "division" or "unit".
func (s *counts) ReleasedCounts(ctx context.Context, by string) ([]register.KeyCount, error) {
	if by != "topic" && by != "division" && by != "unit" {
		return nil, fmt.Errorf("unknown count %q; use topic, division or unit", opinion.Clip(by, 20))
	}
	return query(ctx, s.file, `SELECT `+by+`, sum(n) FROM released_counters GROUP BY 1 ORDER BY 2 DESC, 1`, nil,
		func(r *sql.Rows) (c register.KeyCount, err error) { err = r.Scan(&c.Key, &c.N); return })
}

func scanReleased(r *sql.Rows) (out register.Released, err error) {
	var raw string
	if err = r.Scan(&raw); err == nil {
		err = decode(raw, &out)
	}
	return out, err
}

// match turns what a reader typed into a question of the words: each word quoted, so that no
// sign of it is read as an operator, and all of them wanted.
func (s *counts) match(q string) string {
	var out []string
	for _, word := range s.opts.Cut(opinion.Clip(q, 200)) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			out = append(out, `"`+strings.ReplaceAll(word, `"`, `""`)+`"`)
		}
	}
	return strings.Join(out, " ")
}

// characters cuts a text without a dictionary: each Han character is a word, other letters and
// digits stand together.
func characters(text string) []string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			b.WriteString(" " + string(r) + " ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}
