package sqlite

import (
	"context"
	"database/sql"

	"huiying/opinion"
	"huiying/register"
)

// Lists say how many there are of what was asked for. Counting them row by row takes as long as the
// past is, so the register keeps the counts: a cell for everything that lists ask for and that time alone
// does not change, with the number of cases or issues in it. Triggers keep them, so that no writer can
// forget it. There are as many cells as kinds of cases and not as many as cases.
const cellSchema = `
CREATE TABLE case_cells (holders TEXT NOT NULL, state TEXT NOT NULL, unit TEXT NOT NULL, request INTEGER NOT NULL,
  topic TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (holders, state, unit, request, topic, path, severity)) WITHOUT ROWID;
CREATE TRIGGER case_counted AFTER INSERT ON cases BEGIN ` + cellIn + ` END;
CREATE TRIGGER case_recounted AFTER UPDATE ON cases
  WHEN (new.holders, new.state, new.unit, new.issue = '', new.topic, new.path, new.severity) <> (old.holders, old.state, old.unit, old.issue = '', old.topic, old.path, old.severity)
  BEGIN ` + cellOut + cellIn + ` END;
CREATE TABLE issue_cells (topic TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL, demand TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (topic, path, severity, demand)) WITHOUT ROWID;
CREATE TRIGGER issue_counted AFTER INSERT ON issues BEGIN ` + issueIn + ` END;
CREATE TRIGGER issue_recounted AFTER UPDATE ON issues
  WHEN (new.topic, new.path, new.severity, new.demand) <> (old.topic, old.path, old.severity, old.demand)
  BEGIN ` + issueOut + issueIn + ` END;
CREATE TRIGGER issue_uncounted AFTER DELETE ON issues BEGIN ` + issueOut + ` END;
`

const (
	cellIn = `INSERT INTO case_cells VALUES (new.holders, new.state, new.unit, new.issue = '', new.topic, new.path, new.severity, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;`
	cellOut = `UPDATE case_cells SET n = n - 1 WHERE ` + oldCase + `; DELETE FROM case_cells WHERE ` + oldCase + ` AND n = 0;`
	oldCase = `(holders, state, unit, request, topic, path, severity) = (old.holders, old.state, old.unit, old.issue = '', old.topic, old.path, old.severity)`
	issueIn = `INSERT INTO issue_cells VALUES (new.topic, new.path, new.severity, new.demand, 1) ON CONFLICT DO UPDATE SET n = n + 1;`

	issueOut = `UPDATE issue_cells SET n = n - 1 WHERE ` + oldIssue + `; DELETE FROM issue_cells WHERE ` + oldIssue + ` AND n = 0;`
	oldIssue = `(topic, path, severity, demand) = (old.topic, old.path, old.severity, old.demand)`
)

// CountCases counts the cases that fit a filter by state and matter, whatever the filter says of those two.
func (s *Store) CountCases(ctx context.Context, f register.CaseQuery) ([]register.CaseCount, error) {
	f.States, f.Matters = nil, nil
	from, sum, request, w := `cases c`, `count(*)`, `c.issue = ''`, (*where)(nil)
	if celled(f) {
		from, sum, request, w = `case_cells c`, `sum(c.n)`, `c.request`, s.cellsWhere(f)
	} else {
		var err error
		if w, err = s.casesWhere(ctx, f); err != nil {
			return nil, err
		}
	}
	return query(ctx, s, `SELECT c.state, `+request+`, `+sum+` FROM `+from+w.sql()+` GROUP BY 1, 2`, w.args, func(r *sql.Rows) (c register.CaseCount, err error) {
		var disclosure bool
		err = r.Scan(&c.State, &disclosure, &c.N)
		if disclosure {
			c.Matter = opinion.Disclosure
		}
		return c, err
	})
}

// celled says whether cells know what a filter asks for: neither words, nor an issue, nor a time.
func celled(f register.CaseQuery) bool {
	return f.Q == "" && f.Issue == "" && f.DueAfter.IsZero() && f.DueBefore.IsZero() && !f.Overdue
}

// totalOf counts the cases that fit a filter, w in SQL.
func (s *Store) totalOf(ctx context.Context, f register.CaseQuery, w *where) (int, error) {
	switch {
	case celled(f):
	case byUnits(f):
		in := s.partiesWhere(f)
		return s.count(ctx, `(SELECT DISTINCT c.id FROM `+partiesTable+in.sql()+`)`, &where{args: in.args})
	case f.Q != "": // a walk for the page may be short, one to count is not
		return s.count(ctx, `cases c`, w)
	default:
		return s.count(ctx, tableOf(f, w), w)
	}
	return s.sum(ctx, `case_cells c`, s.cellsWhere(f))
}

// sum adds up the cells within w.
func (s *Store) sum(ctx context.Context, cells string, w *where) (int, error) {
	n, err := query(ctx, s, `SELECT coalesce(sum(n), 0) FROM `+cells+w.sql(), w.args, func(r *sql.Rows) (n int, err error) { err = r.Scan(&n); return })
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

func (s *Store) cellsWhere(f register.CaseQuery) *where {
	w := &where{}
	w.oneOf("c.state", f.States)
	if f.Open {
		w.oneOf("c.state", openStates())
	}
	w.equal("c.unit", f.Unit)
	w.equal("c.severity", string(f.Severity))
	w.below("c.topic", f.Topic)
	w.below("c.path", s.pathOf(f.Division))
	s.seen(w, f.Within, "c.path", `c.holders IN (SELECT h.holders FROM (SELECT DISTINCT holders FROM case_cells) h, json_each(?) u WHERE instr(h.holders, '|' || u.value || '|') > 0)`, 1)
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
