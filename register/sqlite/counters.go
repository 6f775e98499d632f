package sqlite

import (
	"context"
	"database/sql"

	"huiying/opinion"
	"huiying/register"
)

// CountCases counts the cases that fit a filter by state and matter, whatever the filter says of
// those two.
func (s *cases) CountCases(ctx context.Context, f register.CaseQuery) ([]register.CaseCount, error) {
	f.States, f.Matters = nil, nil
	from, sum, request, w := `cases c`, `count(*)`, `c.issue = ''`, (*where)(nil)
	if countedByKey(f) {
		from, sum, request, w = `case_counters c`, `sum(c.n)`, `c.request`, s.countersWhere(f)
	} else {
		var err error
		if w, err = s.casesWhere(ctx, f); err != nil {
			return nil, err
		}
	}
	return query(ctx, s.file, `SELECT c.state, `+request+`, `+sum+` FROM `+from+w.sql()+` GROUP BY 1, 2`, w.args, func(r *sql.Rows) (c register.CaseCount, err error) {
		var disclosure bool
		err = r.Scan(&c.State, &disclosure, &c.N)
		if disclosure {
			c.Matter = opinion.Disclosure
		}
		return c, err
	})
}

// countedByKey says whether counters know what a filter asks for: neither words, nor an issue, a source
// or a time.
func countedByKey(f register.CaseQuery) bool {
	return f.Q == "" && f.Issue == "" && f.DueAfter.IsZero() && f.DueBefore.IsZero() && !f.Overdue &&
		f.Source == "" && f.From.IsZero() && f.To.IsZero()
}

// totalOf counts the cases that fit a filter, w in SQL.
func (s *cases) totalOf(ctx context.Context, f register.CaseQuery, w *where) (int, error) {
	switch {
	case countedByKey(f):
	case byUnits(f):
		in := s.partiesWhere(f)
		return s.count(ctx, `(SELECT DISTINCT c.id FROM `+partiesTable+in.sql()+`)`, &where{args: in.args})
	case f.Q != "": // a walk for the page may be short, one to count is not
		return s.count(ctx, `cases c`, w)
	default:
		return s.count(ctx, tableOf(f, w), w)
	}
	return s.sum(ctx, `case_counters c`, s.countersWhere(f))
}

// sum adds up the counters within w.
func (s *file) sum(ctx context.Context, counters string, w *where) (int, error) {
	n, err := query(ctx, s, `SELECT coalesce(sum(n), 0) FROM `+counters+w.sql(), w.args,
		func(r *sql.Rows) (n int, err error) { err = r.Scan(&n); return })
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

func (s *cases) countersWhere(f register.CaseQuery) *where {
	w := &where{}
	w.oneOf("c.state", f.States)
	if f.Open {
		w.oneOf("c.state", openStates())
	}
	w.equal("c.unit", f.Unit)
	w.equal("c.severity", string(f.Severity))
	w.below("c.topic", f.Topic)
	w.below("c.path", s.pathOf(f.Division))
	s.seen(w, f.Within, "c.path", `c.holders IN (SELECT h.holders FROM (SELECT DISTINCT holders FROM case_counters) h, json_each(?) u WHERE instr(h.holders, '|' || u.value || '|') > 0)`, 1)
	w.ofMatters(f.Matters, "c.request = 0", "c.request = 1")
	return w
}

func openStates() (out []opinion.State) {
	for _, state := range opinion.States {
		if state.Open() {
			out = append(out, state)
		}
	}
	return out
}
