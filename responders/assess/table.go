package assess

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// Least numbers of turns. Below the first a share says more about chance than about a unit,
// below the second so does a place in a ranking.
const (
	LeastShare = 5
	LeastRank  = 20
)

// The ways to group turns.
const (
	ByUnit     = "unit"
	ByDivision = "division" // one level below the place that was asked for
	ByTopic    = "topic"    // fields; the items of a field that was asked for
	ByWeek     = "week"     // its Monday, +08:00
	ByMonth    = "month"
)

// Ways are all of them.
var Ways = []string{ByUnit, ByDivision, ByTopic, ByWeek, ByMonth}

// Rate is one share with what it was counted from.
type Rate struct {
	N, Of int
	Share *float64 // nil below LeastShare
}

// Row is one group. Rates stand in the order of Measures.
type Row struct {
	Key    string
	Turns  int // as the leading unit
	Rates  []Rate
	Median float64 // hours from the turn's begin to its first answer; 0 without any
	Rank   int     // 0: not ranked
}

// Question is what to count.
type Question struct {
	By       string
	Division string // of which the parts are wanted, for ByDivision
	Topic    string // of which the items are wanted, for ByTopic
	Rank     string // id of a measure; "" ranks nothing
	Order    []string
	Now      time.Time
}

// Table counts turns by groups, and all together. path gives a place's codes from the
// province down. The rows stand in Question.Order, then by key; ranked, the ranked ones come first.
func Table(turns []opinion.Turn, q Question, path func(string) []string) (rows []Row, all Row) {
	key := Keys(turns, q, path)
	groups := map[string][]opinion.Turn{}
	for _, t := range turns {
		groups[key(t)] = append(groups[key(t)], t)
	}
	place := map[string]int{}
	for i, k := range q.Order {
		place[k] = i - len(q.Order)
	}
	for k, g := range groups {
		rows = append(rows, count(k, g, q.Now))
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place[a.Key], place[b.Key]), cmp.Compare(a.Key, b.Key))
	})
	rank(rows, q.Rank)
	return rows, count("", turns, q.Now)
}

// Keys tells to which group a turn belongs.
func Keys(turns []opinion.Turn, q Question, path func(string) []string) func(opinion.Turn) string {
	switch q.By {
	case ByDivision:
		return places(turns, q.Division, path)
	case ByTopic:
		return func(t opinion.Turn) string {
			if field, _, _ := strings.Cut(t.Topic, "/"); q.Topic == "" {
				return field
			}
			return t.Topic
		}
	case ByWeek:
		return func(t opinion.Turn) string {
			at := t.Began.In(beijing)
			return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
		}
	case ByMonth:
		return func(t opinion.Turn) string { return t.Began.In(beijing).Format("2006-01") }
	}
	return func(t opinion.Turn) string { return t.Unit }
}

var beijing = time.FixedZone("+08:00", 8*3600)

// places groups by the level below a place, or, where none was asked for, below what all
// turns have in common.
func places(turns []opinion.Turn, division string, path func(string) []string) func(opinion.Turn) string {
	depth := -1
	if division != "" {
		depth = len(path(division))
	} else {
		var common []string
		for _, t := range turns {
			if t.Division == "" {
				continue
			}
			p := path(t.Division)
			if depth < 0 {
				common, depth = p, len(p)
			}
			for depth > len(p) || !slices.Equal(common[:depth], p[:depth]) {
				depth--
			}
		}
	}
	return func(t opinion.Turn) string {
		if t.Division == "" {
			return ""
		}
		p := path(t.Division)
		return p[min(max(depth, 0), len(p)-1)]
	}
}

func count(key string, turns []opinion.Turn, now time.Time) Row {
	row := Row{Key: key, Rates: make([]Rate, len(measures))}
	var hours []float64
	for _, t := range turns {
		if !t.Assists {
			row.Turns++
		}
		for i, m := range measures {
			switch m.Of(t, now) {
			case Yes:
				row.Rates[i].N++
				row.Rates[i].Of++
			case No:
				row.Rates[i].Of++
			}
		}
		if !t.Replied.IsZero() {
			hours = append(hours, t.Replied.Sub(t.Began).Hours())
		}
	}
	for i, r := range row.Rates {
		if r.Of >= LeastShare {
			s := float64(r.N) / float64(r.Of)
			row.Rates[i].Share = &s
		}
	}
	row.Median = median(hours)
	return row
}

func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// rank numbers the rows by a measure, best first, equal shares alike, and leaves out those
// with too few turns behind the measure.
func rank(rows []Row, measure string) {
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.ID == measure })
	if i < 0 {
		return
	}
	enough := func(r Row) bool { return r.Rates[i].Of >= LeastRank }
	slices.SortStableFunc(rows, func(a, b Row) int {
		if x, y := enough(a), enough(b); !x || !y {
			return cmp.Compare(yes(y), yes(x))
		}
		c := cmp.Compare(*b.Rates[i].Share, *a.Rates[i].Share)
		if measures[i].Less {
			c = -c
		}
		return c
	})
	for k := range rows {
		switch {
		case !enough(rows[k]):
			return
		case k > 0 && *rows[k].Rates[i].Share == *rows[k-1].Rates[i].Share:
			rows[k].Rank = rows[k-1].Rank
		default:
			rows[k].Rank = k + 1
		}
	}
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Behind are the turns that a number was counted from: those of one group (nil for all) that a measure
// counts with a verdict; without a measure, all of the group that are those of leading units.
func Behind(turns []opinion.Turn, key *string, measure string, want Verdict, q Question, path func(string) []string) []opinion.Turn {
	of := Keys(turns, q, path)
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.ID == measure })
	var out []opinion.Turn
	for _, t := range turns {
		if key != nil && of(t) != *key {
			continue
		}
		if i < 0 && t.Assists {
			continue
		}
		if i >= 0 {
			v := measures[i].Of(t, q.Now)
			if v == NotCounted || want != NotCounted && v != want {
				continue
			}
		}
		out = append(out, t)
	}
	return out
}
