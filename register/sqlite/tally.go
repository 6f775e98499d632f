package sqlite

import (
	"context"
	"time"

	"huiying/register"
)

// counterKey is one counter: an hour, a kind of key and the key.
type counterKey struct {
	hour    int64
	by, key string
}

// tally gathers a batch's counts, so that a busy hour is one row to write and not a thousand.
type tally map[counterKey]int

// count adds n for every counter that a finding belongs to. A place counts for itself and
// for everything above it.
func (t tally) count(r row, path func(string) []string, n int) {
	hour := r.said / int64(time.Hour)
	add := func(by, key string) {
		if key != "" {
			t[counterKey{hour, by, key}] += n
		}
	}
	add(register.ByAll, "all")
	add(register.ByTopic, r.topic)
	add(register.ByUnit, r.unit)
	add(register.BySource, r.source)
	add(register.BySeverity, r.severity)
	add(register.ByDemand, r.demand)
	if r.division != "" {
		for _, code := range path(r.division) {
			add(register.ByDivision, code)
		}
	}
}

func (t tally) add(ctx context.Context, tx txn) error {
	days := tally{}
	for m, n := range t {
		m.hour = dayOf(m.hour)
		days[m] += n
	}
	if err := t.addTo(ctx, tx, `INSERT INTO counters (hour, by, key, n) VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
		`DELETE FROM counters WHERE hour = ? AND by = ? AND key = ? AND n = 0`); err != nil {
		return err
	}
	return days.addTo(ctx, tx, `INSERT INTO days (day, by, key, n) VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
		`DELETE FROM days WHERE day = ? AND by = ? AND key = ? AND n = 0`)
}

func (t tally) addTo(ctx context.Context, tx txn, add, drop string) error {
	for m, n := range t {
		if n == 0 { // taken back and put where it was
			continue
		}
		if _, err := tx.exec(ctx, add, m.hour, m.by, m.key, n); err != nil {
			return err
		}
		if n < 0 { // what was taken back leaves no empty row behind
			if _, err := tx.exec(ctx, drop, m.hour, m.by, m.key); err != nil {
				return err
			}
		}
	}
	return nil
}
