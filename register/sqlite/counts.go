package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

const beijing = 8 // hours ahead of UTC, the whole year
// counts answers with totals and series.
type counts struct{ *cases }

// Counts counts findings said within [from, to), whole hours, from the counters: by topic,
// division, unit, source, severity or demand, or all of them, with the largest first.
func (s *counts) Counts(ctx context.Context, from, to time.Time, by string) ([]register.KeyCount, error) {
	switch by {
	case register.ByAll, register.ByTopic, register.ByDivision, register.ByUnit, register.BySource,
		register.BySeverity, register.ByDemand:
	default:
		return nil, fmt.Errorf("unknown way to count %q; use all, topic, division, unit, source, severity or demand",
			opinion.Clip(by, 20))
	}
	said, args := saidWithin(by, "", nil, from, to)
	return query(ctx, s.file, `SELECT key, sum(n) FROM `+said+` GROUP BY key ORDER BY 2 DESC, 1`, args,
		func(r *sql.Rows) (c register.KeyCount, err error) { err = r.Scan(&c.Key, &c.N); return })
}

// Series counts all findings said within [from, to), whole hours, by ByHour or ByDay in order of
// time, without the empty ones.
func (s *counts) Series(ctx context.Context, from, to time.Time, step string) ([]register.TimeCount, error) {
	return s.SeriesOf(ctx, from, to, register.ByAll, []string{"all"}, step)
}

// SeriesOf is Series of what falls on several keys together, such as units.
func (s *counts) SeriesOf(ctx context.Context, from, to time.Time, by string, keys []string,
	step string) ([]register.TimeCount, error) {
	if step != register.ByHour && step != register.ByDay {
		return nil, fmt.Errorf("unknown step %q; use hour or day", opinion.Clip(step, 20))
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	const ofKeys = ` AND key IN (SELECT value FROM json_each(?))`
	group, said, args := "hour", `(SELECT hour, n FROM counters WHERE by = ? AND hour >= ? AND hour < ?`+ofKeys+`)`, []any{by, hourOf(from), hourUp(to), string(list)}
	if step == register.ByDay {
		group = fmt.Sprintf("(hour + %d) / 24 * 24 - %d", beijing, beijing)
		said, args = saidWithin(by, ofKeys, []any{string(list)}, from, to)
	}
	return query(ctx, s.file, `SELECT `+group+`, sum(n) FROM `+said+` GROUP BY 1 ORDER BY 1`, args,
		func(r *sql.Rows) (c register.TimeCount, err error) {
			var hour int64
			err = r.Scan(&hour, &c.N)
			c.Time = time.Unix(hour*3600, 0).UTC()
			return c, err
		})
}

// saidWithin is where the counts of a span are read from: by days as far as they are whole, and by
// hours at its ends. The hour of a day is its first.
func saidWithin(by, more string, moreArgs []any, from, to time.Time) (table string, args []any) {
	first, end := hourOf(from), hourUp(to)
	day, last := dayOf(first+23), dayOf(end)
	if day > last { // no whole day: all of it by hours
		day, last = dayOf(first), dayOf(first)
	}
	const hours = `SELECT key, hour, n FROM counters WHERE by = ? AND hour >= ? AND hour < ?`
	whole := `SELECT key, day * 24 - ` + strconv.Itoa(beijing) + `, n FROM days WHERE by = ? AND day >= ? AND day < ?`
	for _, span := range [][2]int64{{first, max(first, day*24-beijing)},
		{max(first, last*24-beijing), end}, {day, last}} {
		args = append(append(args, by, span[0], span[1]), moreArgs...)
	}
	return `(` + hours + more + ` UNION ALL ` + hours + more + ` UNION ALL ` + whole + more + `)`, args
}

// dayOf is the day of Beijing, counted since 1970, in which an hour lies.
func dayOf(hour int64) int64 { return (hour + beijing) / 24 }

func hourOf(t time.Time) int64 { return ns(t) / int64(time.Hour) }

// hourUp is the hour after the last one that counts; no end is the end of time.
func hourUp(t time.Time) int64 {
	if t.IsZero() {
		return 1 << 40
	}
	return (ns(t) + int64(time.Hour) - 1) / int64(time.Hour)
}

// Stats counts what there is.
func (s *counts) Stats(ctx context.Context) (register.Stats, error) {
	st := register.Stats{ByState: map[opinion.State]int{}}
	rows, err := s.CountCases(ctx, register.CaseQuery{})
	if err != nil {
		return st, err
	}
	for _, c := range rows {
		st.ByState[c.State] += c.N
		st.Cases += c.N
	}
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT (SELECT coalesce(sum(n), 0) FROM counters WHERE by = 'all'), (SELECT coalesce(sum(n), 0) FROM issue_counters), (SELECT count(*) FROM faults)`).
			Scan(&st.Findings, &st.Issues, &st.Skipped)
	})
	if err != nil {
		return st, fmt.Errorf("register: %w", err)
	}
	n, err := s.bus.Count(ctx, streamMentions)
	if err != nil {
		return st, fmt.Errorf("count mentions: %w", err)
	}
	st.Mentions = int(n)
	return st, nil
}

// UnitLoad tells what each unit has open at a moment, the most overdue first; due soon is
// what runs out within a day.
func (s *counts) UnitLoad(ctx context.Context, now time.Time) ([]register.UnitLoad, error) {
	at := ns(now)
	return query(ctx, s.file, `SELECT unit, count(*), sum(owed), sum(owed = 1 AND due < ?), sum(owed = 1 AND due >= ? AND due < ?)
		FROM cases WHERE open = 1 GROUP BY unit ORDER BY 4 DESC, 2 DESC, 1`, []any{at, at, at + dayNS},
		func(r *sql.Rows) (l register.UnitLoad, err error) {
			err = r.Scan(&l.Unit, &l.Open, &l.Owed, &l.Late, &l.Soon)
			return l, err
		})
}

// Known says which of the given mentions the register has, or had before they were forgotten.
func (s *counts) Known(ctx context.Context, ids []string) (map[string]bool, error) {
	known := make(map[string]bool, len(ids))
	for part := range slices.Chunk(ids, 500) {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(part)), ",")
		args := make([]any, 0, 2*len(part))
		for range 2 {
			for _, id := range part {
				args = append(args, id)
			}
		}
		rows, err := query(ctx, s.file, `SELECT id FROM findings WHERE id IN (`+marks+`) UNION SELECT id FROM forgotten WHERE id IN (`+marks+`)`, args,
			func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
		if err != nil {
			return nil, err
		}
		for _, id := range rows {
			known[id] = true
		}
	}
	return known, nil
}

// FindByURL lists the mentions of one public address, for purge.
func (s *counts) FindByURL(ctx context.Context, url string) ([]string, error) {
	return query(ctx, s.file, `SELECT id FROM findings WHERE url = ? ORDER BY id`, []any{opinion.CanonicalURL(url)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
}

// Sequences are where a mention's finding lies in FINDINGS, for purge: a step that ran twice
// leaves it there twice. Ask before Forget.
func (s *counts) Sequences(ctx context.Context, mention string) ([]uint64, error) {
	return query(ctx, s.file, `SELECT seq FROM findings WHERE id = ? UNION SELECT seq FROM again WHERE id = ? ORDER BY 1`, []any{mention, mention},
		func(r *sql.Rows) (seq uint64, err error) { err = r.Scan(&seq); return })
}

// CasesOf lists the cases that hold a mention.
func (s *counts) CasesOf(ctx context.Context, mention string) ([]string, error) {
	return query(ctx, s.file, `SELECT case_id FROM placed WHERE mention = ? AND purged = 0 ORDER BY 1`, []any{mention},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
}
