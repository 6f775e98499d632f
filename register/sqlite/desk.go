package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// desks answers for the desks of units.
type desks struct{ *file }

// never is a due time as the desk sorts it: what is not due is last.
func never(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return ns(t)
}

// Desk lists one section of a unit's desk: what came back first, then by time left.
func (s *desks) Desk(ctx context.Context, f register.DeskQuery) (register.DeskList, error) {
	w := &where{}
	w.and("d.unit = ? AND d.section = ?", f.Unit, string(f.Section))
	w.equal("d.post", f.Post)
	w.equal("d.officer", f.Officer)
	if f.Cursor != "" {
		at, err := parseCursor(f.Cursor)
		if err != nil {
			return register.DeskList{}, err
		}
		back, id, ok := strings.Cut(at.ID, "/")
		if !ok || back != "0" && back != "1" {
			return register.DeskList{}, register.ErrCursor
		}
		w.and("(d.back, d.due, d.case_id) > (?, ?, ?)", int(back[0]-'0'), at.N, id)
	}
	size := pageSize(f.Size)
	rows, err := query(ctx, s.file, `SELECT c.json, t.title, d.assists, d.post, d.officer, d.back, d.due, coalesce(p.state, ''),
		CASE d.back WHEN 0 THEN coalesce((SELECT json FROM events e WHERE e.case_id = c.id AND e.type IN ('verify', 'reopen') ORDER BY n DESC LIMIT 1), '') ELSE '' END
		FROM desk d JOIN cases c ON c.id = d.case_id JOIN titles t ON t.id = d.case_id
		LEFT JOIN papers p ON p.case_id = d.case_id AND p.unit = d.unit`+w.sql()+` ORDER BY d.back, d.due, d.case_id LIMIT ?`,
		append(w.args, size+1), scanDesk)
	page := register.DeskList{Items: make([]register.DeskRow, min(len(rows), size))}
	for i := range page.Items {
		page.Items[i] = rows[i].DeskRow
	}
	if len(rows) > size {
		last := rows[size-1]
		page.Next = cursor{N: last.due, ID: string('0'+rune(last.back)) + "/" + last.ID}.String()
	}
	return page, err
}

type keyedDesk struct {
	register.DeskRow
	back int
	due  int64
}

func scanDesk(r *sql.Rows) (k keyedDesk, err error) {
	var raw, paper, event string
	if err = r.Scan(&raw, &k.Title, &k.Assists, &k.Post, &k.Officer, &k.back, &k.due, &paper, &event); err != nil {
		return k, err
	}
	k.Paper = opinion.PaperState(paper)
	err = decode(raw, &k.Case)
	if event != "" {
		err = errors.Join(err, decode(event, &k.Back))
	}
	return k, err
}

// DeskLoad is a unit's desk at a moment.
func (s *desks) DeskLoad(ctx context.Context, unit string, at time.Time) (out register.DeskLoad, err error) {
	if out.Counts, err = s.DeskCounts(ctx, unit, at); err != nil {
		return out, err
	}
	out.Posts, err = s.Posts(ctx, unit)
	return out, err
}

// DeskCounts counts a unit's desk at a moment, section by section.
func (s *desks) DeskCounts(ctx context.Context, unit string, at time.Time) ([]register.DeskCount, error) {
	return query(ctx, s.file, `SELECT section, count(*), sum(due < ?1), sum(due >= ?1 AND due < ?2) FROM desk WHERE unit = ?3 GROUP BY section`,
		[]any{ns(at), ns(at.Add(24 * time.Hour)), unit}, func(r *sql.Rows) (c register.DeskCount, err error) {
			err = r.Scan(&c.Section, &c.N, &c.Late, &c.Soon)
			return c, err
		})
}

// Posts are the desks of a unit that have work now.
func (s *desks) Posts(ctx context.Context, unit string) ([]string, error) {
	return query(ctx, s.file, `SELECT DISTINCT post FROM desk WHERE unit = ? AND post <> '' ORDER BY post LIMIT 100`, []any{unit},
		func(r *sql.Rows) (p string, err error) { err = r.Scan(&p); return })
}

// Deadlines lists what a unit owes within [from, to), at most so many.
func (s *desks) Deadlines(ctx context.Context, unit string, from, to time.Time, most int) ([]register.Deadline, error) {
	return query(ctx, s.file, `SELECT o.case_id, t.title, o.duty, o.due, o.severity FROM owed o JOIN titles t ON t.id = o.case_id
		WHERE o.unit = ? AND o.due >= ? AND o.due < ? ORDER BY o.due, o.case_id, o.duty LIMIT ?`, []any{unit, ns(from), ns(to), most},
		func(r *sql.Rows) (d register.Deadline, err error) {
			var due int64
			err = r.Scan(&d.Case, &d.Title, &d.Duty, &due, &d.Severity)
			d.Due = fromNS(due)
			return d, err
		})
}
