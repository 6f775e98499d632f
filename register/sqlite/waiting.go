package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// hot are the issues that much is heard of: few, whatever the length of the queue.
const hot = `SELECT h.id FROM issues h WHERE h.last >= ? AND h.size >= ` + leastHeard + `
 AND (SELECT coalesce(sum(reports), 0) FROM heat WHERE issue = h.id AND hour >= ? AND hour < ?) >= ` + leastHeard

const leastHeard = "3" // register.LeastGrowth, in SQL

const class = `CASE WHEN c.danger THEN -1 WHEN c.severity IN ('I', 'II') THEN 0 WHEN c.urgent OR c.issue IN (SELECT id FROM hot) THEN 1 ELSE 2 END`

// Waiting lists the cases in triage, or the contested ones, in the order in which they should be looked at: by class, then
// by when they must be decided. All pages of one walk speak of the moment of its first.
func (s *issues) Waiting(ctx context.Context, f register.WaitingQuery) (register.WaitingList, error) {
	page, after, size := register.WaitingList{}, cursor{}, pageSize(f.Size)
	w := s.waitingWhere(f)
	var err error
	if page.Total, err = s.count(ctx, waiting(f), w); err != nil {
		return page, err
	}
	if f.Cursor != "" {
		var err error
		if after, err = parseCursor(f.Cursor); err != nil {
			return page, err
		}
		f.At = fromNS(after.At)
	}
	o, ok := waitingOrderOf(f)
	if !ok {
		return page, fmt.Errorf("unknown order %q of what waits", opinion.Clip(f.Order, 20))
	}
	end := hourUp(f.At)
	args := append([]any{(end - 24) * int64(time.Hour), end - 24, end}, w.args...)
	beyond := ""
	if after.ID != "" {
		beyond = ` WHERE ` + o.beyond()
		args = append(args, o.after(after)...)
	}
	// The narrow index orders the queue; only the rows of the page are read whole.
	first := `SELECT * FROM (SELECT c.id, c.decide, ` + class + ` AS class, ` + o.first + ` AS first FROM ` + waiting(f) + w.sql() + `)` + beyond + ` ORDER BY ` + o.sql("") + ` LIMIT ?`
	rows, err := query(ctx, s.file, `WITH hot AS MATERIALIZED (`+hot+`), first AS MATERIALIZED (`+first+`)
		SELECT c.json, t.title, first.first, first.decide, first.class,
		 coalesce((SELECT sum(reports) FROM heat WHERE issue = c.issue AND hour >= ? AND hour < ?), 0),
		 coalesce((SELECT sum(reports) FROM heat WHERE issue = c.issue AND hour >= ? AND hour < ?), 0)
		FROM first JOIN cases c ON c.id = first.id JOIN titles t ON t.id = c.id
		ORDER BY `+o.sql("first."), append(append(args, size+1), spans(f.At)...), scanWaiting)
	if err != nil {
		return page, err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		next := cursorOf(last.first, last.key, last.ID)
		next.At = ns(f.At)
		page.Next = next.String()
	}
	page.Items = make([]register.WaitingRow, len(rows))
	for i, r := range rows {
		page.Items[i] = r.WaitingRow
	}
	err = s.readFindings(ctx, len(page.Items), func(i int) (string, *opinion.Finding) {
		return firstOf(page.Items[i].Case), &page.Items[i].Finding
	})
	for i := range page.Items {
		row := &page.Items[i]
		row.Finding = row.Finding.Of(row.Issue)
	}
	return page, err
}

type keyedWaiting struct {
	register.WaitingRow
	first any
	key   int64
}

func scanWaiting(r *sql.Rows) (k keyedWaiting, err error) {
	var raw string
	if err = r.Scan(&raw, &k.Title, &k.first, &k.key, &k.Class, &k.Today, &k.Before); err == nil {
		err = decode(raw, &k.Case)
	}
	return k, err
}

// waiting is where the queue is read from: the index that holds nothing else, and all that filters
// ask for. Without being told the planner takes one that leads through every case of the state.
func waiting(f register.WaitingQuery) string {
	switch {
	case len(f.IDs) > 0:
		return `cases c`
	case f.Contested:
		return `cases c INDEXED BY cases_contested`
	}
	return `cases c INDEXED BY cases_waiting`
}

func (s *issues) waitingWhere(f register.WaitingQuery) *where {
	w := &where{}
	if f.Contested { // each as it stands in its index, or that is not used
		w.and("c.contested = 1")
	} else {
		w.and("c.state = 'triage'")
	}
	w.below("c.topic", f.Topic)
	w.below("c.path", s.pathOf(f.Division))
	w.equal("c.severity", string(f.Severity))
	w.equal("c.source", f.Source)
	w.during("c.opened", f.From, f.To)
	w.equal("c.unit", f.Unit)
	if f.Q != "" {
		w.and("EXISTS (SELECT 1 FROM titles t WHERE t.id = c.id AND "+like("t.title || ' ' || t.id")+")", pattern(f.Q))
	}
	if f.Unsure {
		w.and("c.unsure = 1")
	}
	if len(f.IDs) > 0 {
		args := make([]any, len(f.IDs))
		for i, id := range f.IDs {
			args[i] = id
		}
		w.and("c.id IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
	}
	return w
}

// CountWaiting counts the cases that wait under each of the filters.
func (s *issues) CountWaiting(ctx context.Context, filters []register.WaitingQuery) ([]int, error) {
	out := make([]int, len(filters))
	for i, f := range filters {
		n, err := s.count(ctx, waiting(f), s.waitingWhere(f))
		if err != nil {
			return out, err
		}
		out[i] = n
	}
	return out, nil
}
