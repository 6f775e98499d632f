package assess

import (
	"huiying/opinion"
	"slices"
	"strings"
	"time"
)

// groups tell to which group a row belongs: keys holds the word for each number.
type groups struct {
	keys names
	of   func(row) int32
}

// groups sorts the rows that fit a filter into groups.
func (b *Ledger) groups(q Question, rows [2][]row, fits func(row) bool) *groups {
	g := &groups{}
	named := func(n names, key func(string) string) []int32 {
		return each(n, func(s string) int32 { return g.keys.of(key(s)) })
	}
	switch q.By {
	case ByDivision:
		at := named(b.codes, b.places(q.Division, rows, fits))
		g.of = func(r row) int32 { return at[r.code] }
	case ByTopic:
		at := named(b.topics, func(t string) string {
			if field, _, _ := strings.Cut(t, "/"); q.Topic == "" {
				return field
			}
			return t
		})
		g.of = func(r row) int32 { return at[r.topic] }
	case ByWeek:
		g.byDay(func(day time.Time) string {
			return day.AddDate(0, 0, -(int(day.Weekday())+6)%7).Format(time.DateOnly)
		})
	case ByMonth:
		g.byDay(func(day time.Time) string { return day.Format("2006-01") })
	default:
		at := named(b.units, func(u string) string { return u })
		g.of = func(r row) int32 { return at[r.unit] }
	}
	return g
}

// byDay names a group for each day of +08:00 once.
func (g *groups) byDay(key func(time.Time) string) {
	const day = int64(24 * time.Hour)
	seen := map[int64]int32{}
	g.of = func(r row) int32 {
		n := r.began + int64(8*time.Hour)
		n = (n - (n%day+day)%day) / day
		at, ok := seen[n]
		if !ok {
			at = g.keys.of(key(time.Unix(0, r.began).In(opinion.Beijing)))
			seen[n] = at
		}
		return at
	}
}

// places groups by the level below a place, or, where none was asked for, below what all
// turns have in common.
func (b *Ledger) places(division string, rows [2][]row, fits func(row) bool) func(string) string {
	depth := -1
	if division != "" {
		depth = len(b.path(division))
	} else {
		var common []string
		for code := range b.codesIn(rows, fits) {
			p := b.path(code)
			if depth < 0 {
				common, depth = p, len(p)
			}
			for depth > len(p) || !slices.Equal(common[:depth], p[:depth]) {
				depth--
			}
		}
	}
	return func(code string) string {
		if code == "" {
			return ""
		}
		p := b.path(code)
		return p[min(max(depth, 0), len(p)-1)]
	}
}

// codesIn are the places that rows name.
func (b *Ledger) codesIn(rows [2][]row, fits func(row) bool) map[string]bool {
	seen := make([]bool, len(b.codes.list))
	for _, part := range rows {
		for _, r := range part {
			if !seen[r.code] && fits(r) {
				seen[r.code] = true
			}
		}
	}
	out := map[string]bool{}
	for i, yes := range seen {
		if code := b.codes.list[i]; yes && code != "" {
			out[code] = true
		}
	}
	return out
}
