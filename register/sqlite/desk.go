package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// deskWhere are the conditions of a question for a desk.
func (s *desks) deskWhere(f register.DeskQuery) *where {
	w := &where{}
	w.and("d.unit = ?", f.Unit)
	if n := len(f.Sections); n > 0 { // of one, its key orders what is found
		args := make([]any, n)
		for i, section := range f.Sections {
			args[i] = string(section)
		}
		w.and("d.section IN (?"+strings.Repeat(", ?", n-1)+")", args...)
	}
	w.equal("d.post", f.Post)
	w.equal("d.officer", f.Officer)
	w.during("d.due", f.From, f.To)
	w.below("c.topic", f.Topic)
	w.below("c.path", s.pathOf(f.Division))
	w.equal("c.severity", string(f.Severity))
	if f.Q != "" {
		w.and("(c.id = ? OR "+like("t.title")+")", f.Q, pattern(f.Q))
	}
	return w
}

// deskFrom is where a question for a desk is read from: cases and headings only where it asks for them.
func deskFrom(f register.DeskQuery) string {
	from := "desk d"
	if f.Topic+f.Division+string(f.Severity)+f.Q != "" || f.Order != "" && f.Order != register.ByDue {
		from += " JOIN cases c ON c.id = d.case_id"
	}
	if f.Q != "" {
		from += " JOIN titles t ON t.id = d.case_id"
	}
	return from
}

// deskOrder is the order that a question for a desk asks for.
func deskOrder(f register.DeskQuery) (o rowOrder, known bool) {
	switch f.Order {
	case "":
		return rowOrder{"d.back", false, true}, true
	case register.ByDue: // a cursor keeps whole seconds exactly; what is not due stays last
		last := "9223372037"
		if f.Reversed {
			last = "-1"
		}
		o = rowOrder{"CASE d.due WHEN 9223372036854775807 THEN " + last + " ELSE d.due / 1000000000 END", false, true}
	case register.BySeverity:
		o.first = "c.severity"
	case register.ByPlace:
		o.first = "c.path"
	case register.ByReports:
		o = rowOrder{"c.reports", true, true}
	default:
		return o, false
	}
	o.falling = o.falling != f.Reversed
	return o, true
}

// Desk lists what lies on a unit's desk, in its own order what came back first, then by time left.
func (s *desks) Desk(ctx context.Context, f register.DeskQuery) (page register.DeskList, err error) {
	o, known := deskOrder(f)
	if !known {
		return page, fmt.Errorf("unknown order %q of a desk", opinion.Clip(f.Order, 20))
	}
	w, beyond := s.deskWhere(f), ""
	if f.Cursor != "" {
		at, err := parseCursor(f.Cursor)
		if err != nil {
			return page, err
		}
		beyond = " WHERE " + o.beyond()
		w.args = append(w.args, o.after(at)...)
	}
	size := pageSize(f.Size)
	rows, err := query(ctx, s.file, `WITH first AS MATERIALIZED (SELECT * FROM (SELECT d.case_id AS id, d.due AS decide, d.assists, d.post, d.officer, d.back, `+
		o.first+` AS first FROM `+deskFrom(f)+w.sql()+`)`+beyond+` ORDER BY `+o.sql("")+` LIMIT ?)
		SELECT c.json, t.title, f.assists, f.post, f.officer, f.first, f.decide, coalesce(p.state, ''),
		CASE f.back WHEN 0 THEN coalesce((SELECT json FROM events e WHERE e.case_id = c.id AND e.type IN ('verify', 'reopen') ORDER BY n DESC LIMIT 1), '') ELSE '' END
		FROM first f JOIN cases c ON c.id = f.id JOIN titles t ON t.id = f.id
		LEFT JOIN papers p ON p.case_id = f.id AND p.unit = ? ORDER BY `+o.sql("f."),
		append(w.args, size+1, f.Unit), scanDesk)
	page.Items = make([]register.DeskRow, min(len(rows), size))
	for i := range page.Items {
		page.Items[i] = rows[i].DeskRow
	}
	if len(rows) > size {
		last := rows[size-1]
		page.Next = cursorOf(last.first, last.due, last.ID).String()
	}
	return page, err
}

// PublicTitle is what the open board would call a case: the heading of what was said in public, else "".
func (s *desks) PublicTitle(ctx context.Context, id string) (string, error) {
	titles, err := query(ctx, s.file, publicTitle, []any{id}, func(r *sql.Rows) (t string, err error) { err = r.Scan(&t); return })
	return strings.Join(titles, ""), err
}

// CountDesk counts what each of several questions for desks finds.
func (s *desks) CountDesk(ctx context.Context, fs []register.DeskQuery) ([]int, error) {
	out := make([]int, len(fs))
	for i, f := range fs {
		w := s.deskWhere(f)
		f.Order = ""
		n, err := query(ctx, s.file, `SELECT count(*) FROM `+deskFrom(f)+w.sql(), w.args,
			func(r *sql.Rows) (n int, err error) { err = r.Scan(&n); return })
		if err != nil {
			return nil, err
		}
		out[i] = n[0]
	}
	return out, nil
}

type keyedDesk struct {
	register.DeskRow
	first any
	due   int64
}

func scanDesk(r *sql.Rows) (k keyedDesk, err error) {
	var raw, paper, event string
	if err = r.Scan(&raw, &k.Title, &k.Assists, &k.Post, &k.Officer, &k.first, &k.due, &paper, &event); err != nil {
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
