package assess

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"huiying/opinion"
)

// Ledger (承办账) keeps of every turn what tables count, so that a table over hundreds of thousands of
// turns is one walk over small rows. The verdicts of a turn that nothing can change any more by the
// mere passing of time are kept as two bits each; a turn of which a duty is still owed is kept
// whole and judged at each asking. A row takes about 120 bytes. Its methods may be called from any
// number of goroutines.
type Ledger struct {
	path func(string) []string

	mu                   sync.RWMutex
	rows                 []row // those of leading units, then the parts of co-units; each in the order of their begin
	parts                int   // where the parts begin
	units, topics, codes names
}

// row is a turn as a table needs it.
type row struct {
	id                string
	n                 int
	began             int64
	replied           time.Duration // after it began, or never
	unit, topic, code int32
	counted, yes      uint16 // a bit for each measure
	on                days
	open              *opinion.Turn // while time alone can change a verdict
	assists           bool
}

// names are the words of rows, each kept once.
type names struct {
	list []string
	at   map[string]int32
}

func (n *names) of(s string) int32 {
	i, ok := n.at[s]
	if !ok {
		i = int32(len(n.list))
		n.list = append(n.list, s)
		if n.at == nil {
			n.at = map[string]int32{}
		}
		n.at[s] = i
	}
	return i
}

// NewLedger makes an empty ledger. path gives a place's codes from the province down.
func NewLedger(path func(string) []string) *Ledger { return &Ledger{path: path} }

// Replace takes every turn of some cases out and puts in what fill tells of them. Nil cases stand
// for all that the ledger holds. Where fill fails, the ledger stays as it was.
func (b *Ledger) Replace(cases []string, fill func(put func(opinion.Turn)) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var fresh []row
	if err := fill(func(t opinion.Turn) { fresh = append(fresh, b.row(t)) }); err != nil {
		return err
	}
	slices.SortFunc(fresh, b.order)
	var old []row
	if cases != nil {
		gone := make(map[string]bool, len(cases))
		for _, id := range cases {
			gone[id] = true
		}
		old = slices.DeleteFunc(b.rows, func(r row) bool { return gone[r.id] })
	}
	b.rows = b.merged(old, fresh)
	b.parts, _ = slices.BinarySearchFunc(b.rows, true, func(r row, _ bool) int {
		if r.assists {
			return 1
		}
		return -1
	})
	return nil
}

func (b *Ledger) merged(old, fresh []row) []row {
	if len(old) == 0 {
		return fresh
	}
	if len(fresh) == 0 {
		return old
	}
	out := make([]row, 0, len(old)+len(fresh))
	for len(old) > 0 && len(fresh) > 0 {
		if b.order(fresh[0], old[0]) < 0 {
			out, fresh = append(out, fresh[0]), fresh[1:]
		} else {
			out, old = append(out, old[0]), old[1:]
		}
	}
	return append(append(out, old...), fresh...)
}

func (b *Ledger) order(x, y row) int {
	if x.assists != y.assists {
		if x.assists {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(x.began, y.began), strings.Compare(x.id, y.id), cmp.Compare(x.n, y.n),
		strings.Compare(b.units.list[x.unit], b.units.list[y.unit]))
}

// never is the time to a reply that was not given.
const never = time.Duration(math.MinInt64)

// Moments before and after every due time.
var first, last = time.Unix(0, math.MinInt64).UTC(), time.Unix(0, math.MaxInt64).UTC()

func (b *Ledger) row(t opinion.Turn) row {
	r := row{id: t.Case, n: t.N, began: t.Began.UnixNano(), replied: never, assists: t.Assists,
		unit: b.units.of(t.Unit), topic: b.topics.of(t.Topic), code: b.codes.of(t.Division),
		on: daysOf(t)}
	if !t.Replied.IsZero() {
		r.replied = t.Replied.Sub(t.Began)
	}
	for i, m := range measures {
		v := m.Of(t, last)
		if v != m.Of(t, first) { // a verdict changes once at the most: when what is owed runs out
			whole := t
			r.open = &whole
		}
		r.judged(i, v)
	}
	return r
}

func (r *row) judged(i int, v Verdict) {
	if v != NotCounted {
		r.counted |= 1 << i
	}
	if v == Yes {
		r.yes |= 1 << i
	}
}

// at is the row with its verdicts as of a moment.
func (r row) at(now time.Time) row {
	if r.open == nil {
		return r
	}
	r.counted, r.yes = 0, 0
	for i, m := range measures {
		r.judged(i, m.Of(*r.open, now))
	}
	return r
}

// Filter chooses turns by when they began, within [From, To). Empty fields ask for nothing.
type Filter struct {
	From, To time.Time
	Unit     string
	Topic    string         // an item, or a field with everything below it
	Division string         // with everything below it
	Within   *opinion.Scope // nil: everything
}

// chosen are the rows of a filter, leading units first.
func (b *Ledger) chosen(f Filter) [2][]row {
	return [2][]row{within(b.rows[:b.parts], f), within(b.rows[b.parts:], f)}
}

func within(rows []row, f Filter) []row {
	at := func(t time.Time) int {
		i, _ := slices.BinarySearchFunc(rows, t.UnixNano(), func(r row, n int64) int { return cmp.Compare(r.began, n) })
		return i
	}
	from, to := at(f.From), at(f.To)
	return rows[from:max(from, to)]
}

// fits decides for each unit, topic and place once, so that a row is looked up only.
func (b *Ledger) fits(f Filter) func(row) bool {
	unit := each(b.units, func(u string) bool {
		return (f.Unit == "" || u == f.Unit) && (f.Within == nil || len(f.Within.Units) == 0 ||
			slices.Contains(f.Within.Units, u))
	})
	topic := each(b.topics, func(t string) bool { return f.Topic == "" || under(t, f.Topic) })
	in, seen := b.pathOf(f.Division), ""
	if f.Within != nil {
		seen = b.pathOf(f.Within.Division)
	}
	code := each(b.codes, func(c string) bool {
		if in != "" && !under(b.pathOf(c), in) {
			return false
		}
		return f.Within == nil || len(f.Within.Units) > 0 || seen != "" && under(b.pathOf(c), seen)
	})
	return func(r row) bool { return unit[r.unit] && topic[r.topic] && code[r.code] }
}

func each[T any](n names, of func(string) T) []T {
	out := make([]T, len(n.list))
	for i, s := range n.list {
		out[i] = of(s)
	}
	return out
}

func (b *Ledger) pathOf(code string) string {
	if code == "" {
		return ""
	}
	return strings.Join(b.path(code), "/")
}

// under says whether a path is another or lies below it.
func under(s, top string) bool { return s == top || strings.HasPrefix(s, top+"/") }
