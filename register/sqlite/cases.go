package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// cases answers for cases: lists, counts, one of them, as it was at a moment.
type cases struct{ *file }

// Cases lists cases, page by page.
func (s *cases) Cases(ctx context.Context, f register.CaseQuery) (register.CaseList, error) {
	o, ok := orderOf(f)
	if !ok {
		return register.CaseList{}, fmt.Errorf("unknown order %q; use opened, updated, due, severity, place, "+
			"unit or reports", opinion.Clip(f.Order, 20))
	}
	page := register.CaseList{Items: []register.CaseRow{}}
	w, err := s.casesWhere(ctx, f)
	if err != nil {
		return page, err
	}
	if page.Total, err = s.totalOf(ctx, f, w); err != nil || page.Total == 0 {
		return page, err
	}
	from, w, err := s.readFrom(ctx, f, w, page.Total)
	if err != nil {
		return page, err
	}
	var at cursor
	if f.Cursor != "" {
		if at, err = parseCursor(f.Cursor); err != nil {
			return page, err
		}
	}
	size := pageSize(f.Size)
	var rows []keyedCase
	for i, walk := range walks(f, at) {
		if i > 0 { // from its beginning
			at = cursor{}
		}
		some, err := s.walk(ctx, from, w, walk, o, at, size+1-len(rows))
		if err != nil {
			return page, err
		}
		if rows = append(rows, some...); len(rows) > size {
			break
		}
	}
	if len(rows) > size {
		rows = rows[:size]
		page.Next = rows[size-1].cursor().String()
	}
	page.Items = make([]register.CaseRow, len(rows))
	for i, r := range rows {
		page.Items[i] = r.CaseRow
	}
	return page, nil
}

// readFrom is where a list is read from, and its conditions there.
func (s *cases) readFrom(ctx context.Context, f register.CaseQuery, w *where, total int) (string, *where, error) {
	from := tableOf(f, w)
	narrow := caseOrders[f.Order].narrow
	if !byUnits(f) && !hasIndex(f) && !narrow {
		return from, w, nil
	}
	all, err := s.sum(ctx, `case_counters`, &where{})
	switch {
	case err != nil:
		return from, w, err
	case byUnits(f) && total < all/4: // else nearly every case is theirs, and the walk over all of them finds a page soon
		return partiesTable, s.partiesWhere(f), nil
	case hasIndex(f) && total < all/s.rare:
		return `cases c`, w, nil
	case narrow && total < all/s.rare && !w.few && f.Issue == "": // a walk would look up too many rows
		return `cases c INDEXED BY cases_due`, w, nil
	}
	return from, w, nil
}

// walk takes the first rows beyond a cursor. A narrow index orders the list; only the rows of the page
// are read whole.
func (s *cases) walk(ctx context.Context, from string, w *where, only string, o caseOrder, at cursor,
	most int) ([]keyedCase, error) {
	order, beyond := o.sql()
	if only != "" {
		w = w.with(only)
	}
	if at.ID != "" {
		w = w.with(beyond, o.after(at)...)
	}
	first := `SELECT DISTINCT c.id, c.due FROM ` + from + w.sql() + ` ORDER BY ` + order + ` LIMIT ?`
	return query(ctx, s.file, `WITH first AS MATERIALIZED (`+first+`)
		SELECT c.json, t.title, `+o.key()+`
		FROM first JOIN cases c ON c.id = first.id JOIN titles t ON t.id = c.id
		ORDER BY `+order, append(slices.Clone(w.args), most), scanKeyed)
}

// keyedCase is a case with what a list is ordered by.
type keyedCase struct {
	register.CaseRow
	first any // a word or a number; nil: nothing
	key   int64
}

func (k keyedCase) cursor() cursor { return cursorOf(k.first, k.key, k.ID) }

func scanKeyed(r *sql.Rows) (k keyedCase, err error) {
	var raw string
	if err = r.Scan(&raw, &k.Title, &k.first, &k.key); err == nil {
		err = decode(raw, &k.Case)
	}
	return k, err
}

// scanCase reads a case beside one number.
func scanCase(r *sql.Rows) (k keyedCase, err error) {
	var raw string
	if err = r.Scan(&raw, &k.Title, &k.key); err == nil {
		err = decode(raw, &k.Case)
	}
	return k, err
}

// table is where a list is read from: the index in its order, walked until the page is full. An
// issue names few cases and words may, which are looked up.
func tableOf(f register.CaseQuery, w *where) string {
	if w.few || f.Issue != "" {
		return `cases c`
	}
	return `cases c INDEXED BY ` + caseOrders[f.Order].index
}

// rareCases is the part of all cases (one in so many) from which on a list is walked in its order:
// sorting fewer is quicker.
const rareCases = 50

// hasIndex says whether what a list asks for has an index of its own, to find it by where it is
// rare.
func hasIndex(f register.CaseQuery) bool {
	return f.Order != register.ByDue && (f.Unit != "" || len(f.States) > 0)
}

// byUnits says whether a list can be read from what units have in hand.
func byUnits(f register.CaseQuery) bool {
	return f.Within != nil && len(f.Within.Units) > 0 && f.Order == register.ByDue && f.Q == "" &&
		f.Issue == "" && f.Source == "" && f.From.IsZero() && f.To.IsZero()
}

// partiesTable is what units have in hand, with the names that casesWhere uses.
const partiesTable = `(SELECT unit AS holder, due, case_id AS id, state, lead AS unit, issue, topic, path, severity, owed, open FROM parties) c`

func (s *cases) partiesWhere(f register.CaseQuery) *where {
	w := &where{}
	s.seen(w, f.Within, "c.path", "c.holder IN (SELECT value FROM json_each(?))", 1)
	s.plainWhere(w, f)
	return w
}

func (s *cases) casesWhere(ctx context.Context, f register.CaseQuery) (*where, error) {
	w := &where{}
	switch {
	case f.Order == register.ByDue:
		s.seen(w, f.Within, "c.path", "EXISTS (SELECT 1 FROM parties p WHERE p.case_id = c.id AND p.unit IN (SELECT value FROM json_each(?)))", 1)
	default:
		// the + has the narrow index looked through: a unit's cases, looked up one by one, are wide
		// rows
		s.seen(w, f.Within, "c.path", "+c.id IN "+ofUnits, 1)
	}
	s.plainWhere(w, f)
	if f.Q == "" {
		return w, nil
	}
	return w, s.named(ctx, w, "c.number", casesHeaded, f.Q)
}

// plainWhere are the conditions on the columns of a case.
func (s *cases) plainWhere(w *where, f register.CaseQuery) {
	w.oneOf("c.state", f.States)
	w.equal("c.unit", f.Unit)
	w.equal("c.issue", f.Issue)
	w.equal("c.severity", string(f.Severity))
	w.below("c.topic", f.Topic)
	w.below("c.path", s.pathOf(f.Division))
	w.ofMatters(f.Matters, "c.issue <> ''", "c.issue = ''") // a request comes from no issue
	if f.Open {
		w.and("c.open = 1")
	}
	if !f.DueAfter.IsZero() {
		w.and("c.owed = 1 AND c.due >= ?", ns(f.DueAfter))
	}
	if !f.DueBefore.IsZero() {
		w.and("c.owed = 1 AND c.due < ?", ns(f.DueBefore))
	}
	w.equal("c.source", f.Source)
	w.during("c.opened", f.From, f.To)
	if f.Overdue {
		w.and("c.owed = 1 AND c.due < ?", ns(f.At))
	}
}

func scanEvent(r *sql.Rows) (e opinion.Event, err error) {
	var raw string
	if err = r.Scan(&raw); err == nil {
		err = decode(raw, &e)
	}
	return e, err
}

// CasesWith lists the cases to which a move happened within [from, to), in order of its
// first happening there: the cases behind a number of the briefing.
func (s *cases) CasesWith(ctx context.Context, move opinion.Move, from, to time.Time) ([]opinion.Case, error) {
	rows, err := query(ctx, s.file, `SELECT c.json, '', 0 FROM
		(SELECT case_id, min(at) AS at FROM events WHERE type = ? AND at >= ? AND at < ? GROUP BY case_id) e
		JOIN cases c ON c.id = e.case_id ORDER BY e.at, c.id`, []any{string(move), ns(from), ns(to)}, scanCase)
	if err != nil {
		return nil, err
	}
	out := make([]opinion.Case, len(rows))
	for i, r := range rows {
		out[i] = r.Case
	}
	return out, nil
}

// EachOpen hands over the cases that are open, one after the other, and then the ended ones that
// still promise something or are contested: those whose clocks must be looked at when the process starts. It reads
// them page by page, for there may be many.
func (s *cases) EachOpen(ctx context.Context, do func(opinion.Case) error) error {
	if err := s.eachWhere(ctx, "open = 1", do); err != nil {
		return err
	}
	if err := s.eachWhere(ctx, "promised > 0 AND open = 0", do); err != nil {
		return err
	}
	return s.eachWhere(ctx, "contested = 1 AND promised = 0", do)
}

// Ringing hands over the cases whose clocks call for something by a moment, or may.
func (s *cases) Ringing(ctx context.Context, by time.Time, do func(opinion.Case) error) error {
	at, id := int64(math.MinInt64), ""
	for {
		rows, err := query(ctx, s.file, `SELECT json, '', rings FROM cases WHERE rings IS NOT NULL AND rings <= ? AND (rings, id) > (?, ?) ORDER BY rings, id LIMIT 500`,
			[]any{ns(by), at, id}, scanCase)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := do(r.Case); err != nil {
				return err
			}
		}
		last := rows[len(rows)-1]
		at, id = last.key, last.ID
	}
}

func (s *cases) eachWhere(ctx context.Context, which string, do func(opinion.Case) error) error {
	for last := ""; ; {
		rows, err := query(ctx, s.file, `SELECT json, '', 0 FROM cases WHERE `+which+` AND id > ? ORDER BY id LIMIT 500`, []any{last}, scanCase)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := do(r.Case); err != nil {
				return err
			}
		}
		last = rows[len(rows)-1].ID
	}
}
