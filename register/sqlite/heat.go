package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"huiying/register"
)

// Heat counts what was said about issues within [from, to), whole hours, by ByHour or ByDay
// (days of Beijing) in order of time and without the empty ones. Issues of which nothing was
// said then are missing.
func (s *issues) Heat(ctx context.Context, issues []string, from, to time.Time,
	step string) (map[string][]register.Beat, error) {
	out := make(map[string][]register.Beat, len(issues))
	if len(issues) == 0 {
		return out, nil
	}
	group := "hour"
	if step == register.ByDay {
		group = fmt.Sprintf("(hour + %d) / 24 * 24 - %d", beijing, beijing)
	}
	args := make([]any, 0, len(issues)+2)
	for _, id := range issues {
		args = append(args, id)
	}
	type beatOf struct {
		issue string
		register.Beat
	}
	beats, err := query(ctx, s.file, `SELECT issue, `+group+` AS at, sum(reports), sum(copies) FROM heat
		WHERE issue IN (?`+strings.Repeat(", ?", len(issues)-1)+`) AND hour >= ? AND hour < ? GROUP BY issue, at ORDER BY issue, at`,
		append(args, hourOf(from), hourUp(to)),
		func(r *sql.Rows) (b beatOf, err error) {
			var hour int64
			err = r.Scan(&b.issue, &hour, &b.Reports, &b.Copies)
			b.Time = time.Unix(hour*3600, 0).UTC()
			return b, err
		})
	for _, b := range beats {
		out[b.issue] = append(out[b.issue], b.Beat)
	}
	return out, err
}

// mostTogether bounds each list of Together.
const mostTogether = 20

// Together reads what an issue's mentions have in common, the most frequent first.
func (s *issues) Together(ctx context.Context, issue string) (t register.Together, err error) {
	count := func(r *sql.Rows) (c register.KeyCount, err error) { err = r.Scan(&c.Key, &c.N); return }
	for _, q := range []struct {
		into *[]register.KeyCount
		text string
	}{
		{&t.Words, `SELECT word, n FROM whys WHERE issue = ? ORDER BY n DESC, word LIMIT ?`},
		{&t.Sources, `SELECT source, count(*) FROM findings WHERE issue = ? AND later = '' GROUP BY source ORDER BY 2 DESC, 1 LIMIT ?`},
		{&t.Places, `SELECT division, count(*) FROM findings WHERE issue = ? AND later = '' AND copy = 0 GROUP BY division ORDER BY 2 DESC, 1 LIMIT ?`},
	} {
		if *q.into, err = query(ctx, s.file, q.text, []any{issue, mostTogether}, count); err != nil {
			return t, err
		}
	}
	return t, nil
}
