package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiying/opinion"
	"huiying/register"
)

// What the two lists hold, as their indexes say it.
const (
	ledgerWaits     = `l.held = 'waiting' AND l.cases = 0 AND l.gone = 0`
	ledgerDismissed = `l.held = 'dismissed' AND l.cases = 0 AND l.gone = 0 AND l.rule <> 'not_asked'`
	ledgerFrom      = `ledger l LEFT JOIN findings f ON f.id = l.mention`
)

// Ledger lists mentions that are in no case: what waits for a person, or what was dismissed though
// it was said to the office.
func (s *issues) Ledger(ctx context.Context, q register.LedgerQuery) (page register.LedgerList, err error) {
	w, size := s.ledgerWhere(q), pageSize(q.Size)
	if page.Total, err = s.count(ctx, ledgerFrom, w); err != nil {
		return page, err
	}
	order := ` ORDER BY l.rank, l.received, l.mention`
	if q.Dismissed {
		order = ` ORDER BY l.received DESC, l.mention DESC`
	}
	if q.Cursor != "" {
		at, err := parseCursor(q.Cursor)
		switch {
		case err != nil:
			return page, err
		case q.Dismissed:
			w.and("(l.received, l.mention) < (?, ?)", at.N, at.ID)
		default:
			w.and("(l.rank, l.received, l.mention) > (?, ?, ?)", int64(at.Key), at.N, at.ID)
		}
	}
	type ranked struct {
		register.LedgerRow
		rank int
	}
	rows, err := query(ctx, s.file, `SELECT l.rank, l.mention, l.source, l.received, l.rule, l.by, coalesce(f.issue, ''), coalesce(f.title, ''),
		coalesce(f.topic, ''), coalesce(f.division, ''), coalesce(f.severity, ''), coalesce(f.demand, ''), coalesce(f.unit, ''), coalesce(f.said, 0)
		FROM `+ledgerFrom+w.sql()+order+` LIMIT ?`, append(w.args, size+1), func(r *sql.Rows) (x ranked, err error) {
		var received, said int64
		l, m := &x.Line, &x.Mention
		err = r.Scan(&x.rank, &l.Mention, &l.Source, &received, &l.Rule, &l.By, &m.Issue, &m.Title,
			&m.Topic, &m.Division, &m.Severity, &m.Demand, &m.Unit, &said)
		m.ID, m.Source = l.Mention, l.Source
		l.Received, m.Said = fromNS(received), fromNS(said)
		return x, err
	})
	if err != nil {
		return page, err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		page.Next = cursor{Key: float64(last.rank), N: ns(last.Line.Received), ID: last.Line.Mention}.String()
	}
	page.Items = make([]register.LedgerRow, len(rows))
	for i, r := range rows {
		page.Items[i] = r.LedgerRow
	}
	return page, s.readFindings(ctx, len(page.Items), func(i int) (string, *opinion.Finding) {
		return page.Items[i].Line.Mention, &page.Items[i].Finding
	})
}

// CountLedger counts what each query asks for.
func (s *issues) CountLedger(ctx context.Context, queries []register.LedgerQuery) ([]int, error) {
	out := make([]int, len(queries))
	for i, q := range queries {
		from := ledgerFrom
		if q.Topic+q.Division+string(q.Severity)+q.Q == "" && q.Within == nil {
			from = `ledger l`
		}
		n, err := s.count(ctx, from, s.ledgerWhere(q))
		if err != nil {
			return out, err
		}
		out[i] = n
	}
	return out, nil
}

func (s *issues) ledgerWhere(q register.LedgerQuery) *where {
	w := &where{}
	if q.Dismissed {
		w.and(ledgerDismissed)
	} else if w.and(ledgerWaits); !q.At.IsZero() {
		w.and("NOT (l.rule = 'opens' AND l.received > ?)", ns(q.At.Add(-register.Settling)))
	}
	w.equal("l.rule", string(q.Rule))
	w.equal("l.source", q.Source)
	w.during("l.received", q.From, q.To)
	w.below("f.topic", q.Topic)
	w.below("f.path", s.pathOf(q.Division))
	w.equal("f.severity", string(q.Severity))
	if words := strings.TrimSpace(q.Q); words != "" {
		w.and(like("coalesce(f.title, '') || ' ' || l.mention"), pattern(words))
	}
	s.seen(w, q.Within, "f.path", "f.unit IN (SELECT value FROM json_each(?))", 1)
	return w
}

// readFindings reads n findings whole. A list is many looks into the log, which may be on another
// machine, so several go at once. One that is forgotten by now stays zero.
func (s *issues) readFindings(ctx context.Context, n int, of func(i int) (string, *opinion.Finding)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i := range n {
		id, into := of(i)
		if id == "" {
			continue
		}
		g.Go(func() error {
			f, err := s.Finding(ctx, id)
			if errors.Is(err, register.ErrNotFound) {
				return nil
			}
			*into = f
			return err
		})
	}
	return g.Wait()
}

// Balance tells what became of what was received, by source, day, and reason.
func (s *counts) Balance(ctx context.Context, q register.BalanceQuery) ([]register.Entry, error) {
	w, text := &where{}, `SELECT source, day, stands, why, who, n FROM balance`
	days, end := "day", ""
	if q.Within != nil {
		days, end = "l.day", ` GROUP BY 2, 1, 3, 4, 5`
		text = `SELECT l.source, l.day, l.stands, l.why, l.who, count(*) FROM ledger l JOIN findings f ON f.id = l.mention`
		s.seen(w, q.Within, "f.path", "f.unit IN (SELECT value FROM json_each(?))", 1)
	}
	w.equal(strings.Replace(days, "day", "source", 1), q.Source)
	w.ofDays(days, q.From, q.To)
	return query(ctx, s.file, text+w.sql()+end+` ORDER BY 2, 1, 3, 4, 5`, w.args,
		func(r *sql.Rows) (e register.Entry, err error) {
			var day int64
			err = r.Scan(&e.Source, &day, &e.Is, &e.Why, &e.By, &e.N)
			e.Day = beginningOf(day)
			return e, err
		})
}

// ofDays bounds a column that holds a day to those that begin within [from, to).
func (w *where) ofDays(column string, from, to time.Time) {
	if !from.IsZero() {
		w.and(column+" >= ?", dayFrom(from))
	}
	if !to.IsZero() {
		w.and(column+" < ?", dayFrom(to))
	}
}

// Arrivals counts the mentions that came in on the days within [from, to) by the division that they
// speak of, and by each that it lies in.
func (s *counts) Arrivals(ctx context.Context, from, to time.Time) (map[string]int, error) {
	type arrived struct {
		path string
		n    int
	}
	w := &where{}
	w.ofDays("l.day", from, to)
	rows, err := query(ctx, s.file, `SELECT f.path, count(*) FROM ledger l JOIN findings f ON f.id = l.mention`+w.sql()+` GROUP BY 1`, w.args,
		func(r *sql.Rows) (a arrived, err error) { err = r.Scan(&a.path, &a.n); return })
	out := map[string]int{}
	for _, a := range rows {
		for _, code := range strings.Split(a.path, "/") {
			out[code] += a.n
		}
	}
	return out, err
}

// beginningOf is the first moment of a day as the ledger counts days.
func beginningOf(day int64) time.Time { return time.Unix((day*24-beijing)*3600, 0).UTC() }

// dayIn is the day of a moment.
func dayIn(t time.Time) int64 { return dayOf(hourOf(t)) }

// dayFrom is the first day that begins at a moment or later.
func dayFrom(t time.Time) int64 { return dayOf(hourUp(t) + 23) }
