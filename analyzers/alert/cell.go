package alert

import "math"

// What a cell counts: the first letter of its key.
const (
	cellAll    = 'a'
	cellIssue  = 'i'
	cellTopic  = 't' // a topic or its field at a place
	cellWatch  = 'w'
	cellSource = 's'
	cellPlace  = 'p'
)

// key names a cell.
type key struct {
	What byte
	Of   string // issue, topic, watch, source or place
	At   string // the place of a topic
}

func (k key) String() string { return string(k.What) + ":" + k.Of + "@" + k.At }

// windows are what counts are looked at in: two hours for what breaks out, a day for what grows, and two
// weeks for an issue that few report. The last has one cell a report, and so few looks.
var windows = [...]struct {
	hours int64
	share float64 // of the false alarms that are bearable
	issue bool    // of issues alone
}{{2, .85, false}, {24, .10, false}, {336, 1, true}}

const (
	shortWindow = 0
	dayWindow   = 1
)

// bucket is what came within five minutes; within an hour, once that is three hours ago.
type bucket struct {
	At uint32 // minutes since 1970
	N  uint16 // independent reports
	X  uint16 // of them, those that an alert explains
	A  uint16 // all, copies too
}

const fine = 5 // minutes

// cell counts one thing.
type cell struct {
	Key     key
	Topic   int     // its rhythm
	Class   int     // cells of one class are alike before they have a past
	Past    float64 // all that came and no alert explains, weighted
	PastAll float64 // with copies
	Skipped float64 // hours of its rhythm in which an alert rang, weighted
	Buckets []bucket
	Last    []uint32 // numbers of its latest records
	Alert   int      // the alert that it rings, plus one
	Sources []seenAt // of an issue
	First   int64    // when an issue was first told of
	Used    int64    // when it was last counted, seconds since 1970
	Tamed   uint32   // hour up to which its past was tamed
	Reached int64    // when its reach rang
}

// seenAt says when a source last told of an issue.
type seenAt struct {
	Source string
	At     int64
}

// span is how many minutes of buckets a cell keeps.
func (c *cell) span() uint32 {
	if c.Key.What == cellIssue {
		return longest * 60
	}
	return 26 * 60
}

// add counts at a moment, in minutes. Old buckets are put together, or dropped.
func (c *cell) add(minute uint32, n, x, a uint16) {
	at := minute - minute%fine
	if k := len(c.Buckets); k > 0 && c.Buckets[k-1].At == at {
		c.Buckets[k-1].more(n, x, a)
		return
	}
	c.fold(minute)
	c.Buckets = append(c.Buckets, bucket{At: at, N: n, X: x, A: a})
}

func (b *bucket) more(n, x, a uint16) { b.N, b.X, b.A = sum16(b.N, n), sum16(b.X, x), sum16(b.A, a) }

func sum16(a, b uint16) uint16 { return uint16(min(uint32(a)+uint32(b), math.MaxUint16)) }

// fold puts buckets of one hour together where they are three hours old, and drops those beyond the span.
func (c *cell) fold(minute uint32) {
	if len(c.Buckets) < 8 && (len(c.Buckets) == 0 || c.Buckets[0].At+c.span() > minute) {
		return
	}
	out := c.Buckets[:0]
	for _, b := range c.Buckets {
		switch k := len(out) - 1; {
		case b.At+c.span() <= minute:
		case b.At+180 <= minute && k >= 0 && out[k].At/60 == b.At/60:
			out[k].more(b.N, b.X, b.A)
		default:
			out = append(out, b)
		}
	}
	c.Buckets = out
}

// counted is what a window has: reports that no alert explains, all independent ones, and all.
func (c *cell) counted(minute uint32, hours int64) (free, n, all int) {
	from := minute - uint32(hours)*60
	for i := len(c.Buckets) - 1; i >= 0 && c.Buckets[i].At+fine > from; i-- {
		b := c.Buckets[i]
		free, n, all = free+int(b.N)-int(b.X), n+int(b.N), all+int(b.A)
	}
	return free, n, all
}

// explain marks a report that came at a moment as explained.
func (c *cell) explain(minute uint32, weight float64) {
	for i := len(c.Buckets) - 1; i >= 0; i-- {
		if b := &c.Buckets[i]; b.At <= minute {
			if b.X < b.N {
				b.X++
				c.Past = max(0, c.Past-weight)
			}
			return
		}
	}
}
