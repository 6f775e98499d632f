package assess

import (
	"cmp"
	"slices"
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

// Table counts the turns of a filter by groups, and all together. The rows stand in Question.Order,
// then by key; ranked, the ranked ones come first.
func (b *Ledger) Table(f Filter, q Question) (rows []Row, all Row) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	chosen, fits := b.chosen(f), b.fits(f)
	g := b.groups(q, chosen, fits)
	var sums []*sum
	for _, part := range chosen {
		for _, r := range part {
			if !fits(r) {
				continue
			}
			at := int(g.of(r))
			for at >= len(sums) {
				sums = append(sums, nil)
			}
			if sums[at] == nil {
				sums[at] = newSum()
			}
			sums[at].add(r.at(q.Now))
		}
	}
	total := newSum()
	for i, s := range sums {
		if s != nil {
			total.join(s)
			rows = append(rows, s.row(g.keys.list[i]))
		}
	}
	place := map[string]int{}
	for i, k := range q.Order {
		place[k] = i - len(q.Order)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place[a.Key], place[b.Key]), cmp.Compare(a.Key, b.Key))
	})
	rank(rows, q.Rank)
	return rows, total.row("")
}

// sum counts rows together.
type sum struct {
	turns   int
	n, of   []int
	replies []time.Duration
}

func newSum() *sum { return &sum{n: make([]int, len(measures)), of: make([]int, len(measures))} }

func (s *sum) add(r row) {
	if !r.assists {
		s.turns++
	}
	for i := range s.of {
		s.of[i] += int(r.counted >> i & 1)
		s.n[i] += int(r.yes >> i & 1)
	}
	if r.replied != never {
		s.replies = append(s.replies, r.replied)
	}
}

func (s *sum) join(o *sum) {
	s.turns += o.turns
	for i := range s.of {
		s.of[i] += o.of[i]
		s.n[i] += o.n[i]
	}
	s.replies = append(s.replies, o.replies...)
}

func (s *sum) row(key string) Row {
	out := Row{Key: key, Turns: s.turns, Rates: make([]Rate, len(measures)), Median: median(s.replies)}
	for i := range out.Rates {
		r := &out.Rates[i]
		if r.N, r.Of = s.n[i], s.of[i]; r.Of >= LeastShare {
			share := float64(r.N) / float64(r.Of)
			r.Share = &share
		}
	}
	return out
}

// median is in hours.
func median(x []time.Duration) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return (x[(len(x)-1)/2].Hours() + x[len(x)/2].Hours()) / 2
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

// Ref names a turn: of a leading unit by its case and number, of a co-unit by number 0, its unit
// and begin.
type Ref struct {
	Case  string
	N     int
	Unit  string
	Began time.Time
}

// RefOf names a turn.
func RefOf(t opinion.Turn) Ref { return Ref{t.Case, t.N, t.Unit, t.Began.UTC()} }

// Behind are the turns that a number was counted from: those of one group (nil for all) that a
// measure counts with a verdict; without a measure, all of the group that are those of leading
// units. It names at most so many from an offset on, and says how many there are.
func (b *Ledger) Behind(f Filter, q Question, key *string, measure string, want Verdict, offset,
	most int) (refs []Ref, total int) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	chosen, fits := b.chosen(f), b.fits(f)
	g := b.groups(q, chosen, fits)
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.ID == measure })
	for _, part := range chosen {
		for _, r := range part {
			if !fits(r) || key != nil && g.keys.list[g.of(r)] != *key || i < 0 && r.assists {
				continue
			}
			if i >= 0 {
				now := r.at(q.Now)
				counted, yes := now.counted>>i&1 == 1, now.yes>>i&1 == 1
				if !counted || want == Yes && !yes || want == No && yes {
					continue
				}
			}
			if total >= offset && len(refs) < most {
				refs = append(refs, Ref{r.id, r.n, b.units.list[r.unit], time.Unix(0, r.began).UTC()})
			}
			total++
		}
	}
	return refs, total
}
