package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"huiying/opinion"
)

// ReleasedFilter chooses released cases. Empty fields ask for nothing.
type ReleasedFilter struct {
	Q        string // words, all of which stand in the heading or the answer
	Topic    string // an item, or a field with everything below it
	Division string // with everything below it
	Unit     string
	Size     int
	Cursor   string
}

// ReleasedPage is one page of released cases, the latest first.
type ReleasedPage struct {
	Total int
	Cases []Released
	Next  string
}

// Released lists what the public may read.
func (s *Store) Released(ctx context.Context, f ReleasedFilter) (ReleasedPage, error) {
	page := ReleasedPage{Cases: []Released{}}
	w := &where{}
	w.below("topic", f.Topic)
	w.below("path", s.pathOf(f.Division))
	w.equal("unit", f.Unit)
	from, count := `released INDEXED BY released_at`, func() (int, error) { return s.sum(ctx, `released_cells`, w) }
	if strings.TrimSpace(f.Q) != "" { // cells know no words
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
	rows, err := query(ctx, s, `SELECT json FROM (SELECT n AS first FROM `+from+w.sql()+` ORDER BY at DESC, id DESC LIMIT ?) JOIN released ON n = first ORDER BY at DESC, id DESC`,
		append(w.args, size+1), scanReleased)
	if err == nil && len(rows) > size {
		rows = rows[:size]
		page.Next = cursor{N: ns(rows[size-1].Released), ID: rows[size-1].ID}.String()
	}
	page.Cases = rows
	return page, err
}

// ReleasedCase is one released case, or ErrNotFound, whatever else the register knows of it.
func (s *Store) ReleasedCase(ctx context.Context, id string) (Released, error) {
	rows, err := query(ctx, s, `SELECT json FROM released WHERE id = ?`, []any{id}, scanReleased)
	if err != nil {
		return Released{}, err
	}
	if len(rows) == 0 {
		return Released{}, fmt.Errorf("released case %s: %w", opinion.Clip(id, 40), ErrNotFound)
	}
	return rows[0], nil
}

// ReleasedCounts counts released cases by "topic", "division" or "unit".
func (s *Store) ReleasedCounts(ctx context.Context, by string) ([]Count, error) {
	if by != "topic" && by != "division" && by != "unit" {
		return nil, fmt.Errorf("unknown count %q; use topic, division or unit", opinion.Clip(by, 20))
	}
	return query(ctx, s, `SELECT `+by+`, sum(n) FROM released_cells GROUP BY 1 ORDER BY 2 DESC, 1`, nil,
		func(r *sql.Rows) (c Count, err error) { err = r.Scan(&c.Key, &c.N); return })
}

func scanReleased(r *sql.Rows) (out Released, err error) {
	var raw string
	if err = r.Scan(&raw); err == nil {
		err = json.Unmarshal([]byte(raw), &out)
	}
	return out, err
}

// match turns what a reader typed into a question of the words: each word quoted, so that no
// sign of it is read as an operator, and all of them wanted.
func (s *Store) match(q string) string {
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
