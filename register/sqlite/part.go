package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// Part is the register's past as it is told of one division and what lies below it. A case or an
// issue belongs where it stands now: what was moved elsewhere since is told there.
type Part struct {
	*Store
	division, path string
}

// In is the past of a division; "" is everything.
func (s *Store) In(division string) Part { return Part{s, division, s.pathOf(division)} }

// within bounds a column that holds a path. Nothing lies in a division that nobody knows.
func (p Part) within(w *where, column string) *where {
	switch {
	case p.division == "":
	case p.path == "":
		w.and("0")
	default:
		w.below(column, p.path)
	}
	return w
}

// SourcesOf counts what each source told within [from, to) of the part. No counter is kept by both,
// so that it walks the issues of which something was said and counts over an index alone.
func (p Part) SourcesOf(ctx context.Context, from, to time.Time) (map[string]int, error) {
	type told struct {
		source, division string
		n                int
	}
	list, err := query(ctx, p.file, `SELECT f.source, f.division, count(*) FROM
		(SELECT id FROM issues WHERE last >= ? UNION SELECT '') i CROSS JOIN findings f INDEXED BY findings_issue
		ON f.issue = i.id AND f.later = '' AND f.said >= ? AND f.said < ? GROUP BY 1, 2`, []any{ns(from), ns(from), ns(to)},
		func(r *sql.Rows) (t told, err error) { err = r.Scan(&t.source, &t.division, &t.n); return })
	out := map[string]int{}
	for _, t := range list {
		if p.has(t.division) {
			out[t.source] += t.n
		}
	}
	return out, err
}

// has says whether a division is the part's or lies below it.
func (p Part) has(code string) bool {
	return p.division == "" || code == p.division || slices.Contains(p.opts.Path(code), p.division)
}
