package casestore

import (
	"context"
	"database/sql"
	"time"
)

// mark is one counter: an hour, a kind of key and the key.
type mark struct {
	hour    int64
	by, key string
}

// tally gathers a batch's counts, so that a busy hour is one row to write and not a thousand.
type tally map[mark]int

// count adds n for every counter that a finding belongs to. A place counts for itself and
// for everything above it.
func (t tally) count(r row, path func(string) []string, n int) {
	hour := r.said / int64(time.Hour)
	add := func(by, key string) {
		if key != "" {
			t[mark{hour, by, key}] += n
		}
	}
	add(ByAll, "all")
	add(ByTopic, r.topic)
	add(ByUnit, r.unit)
	add(BySource, r.source)
	add(BySeverity, r.severity)
	add(ByDemand, r.demand)
	if r.division != "" {
		for _, code := range path(r.division) {
			add(ByDivision, code)
		}
	}
}

func (t tally) add(ctx context.Context, tx *sql.Tx) error {
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO counters (hour, by, key, n) VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	less := false
	for m, n := range t {
		if n == 0 { // taken back and put where it was
			continue
		}
		if _, err := stmt.ExecContext(ctx, m.hour, m.by, m.key, n); err != nil {
			return err
		}
		less = less || n < 0
	}
	if less { // what was taken back leaves no empty row behind
		_, err = tx.ExecContext(ctx, `DELETE FROM counters WHERE n = 0`)
	}
	return err
}
