package alert

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

const (
	leastOfIssue = 3    // independent reports of an issue that can ring
	leastOfTopic = 4    // ... of a topic at a place
	leastTimes   = 1.2  // times what is expected
	mostOfIt     = 0.6  // of what is too much, so much must be in a narrower cell for that to ring
	fewOfIssue   = 5.0  // what is expected of an issue in two weeks, up to which they are looked at
	trendOf      = 2    // alerts of a topic in places next to one another, which the next one makes a trend
	trendChance  = 1e-3 // of what is in the wider place, below which it is one
	quiet        = 0.02
	quietHours   = 3  // hours in a row after which an alert ends
	surgeHours   = 6  // hours in which what is beyond the usual is left out of the past
	longestAlert = 72 // hours after which more is the new usual
)

// crossing is a cell with more than can be chance.
type crossing struct {
	cell, window int
	outlook
	chance float64
}

func (x crossing) excess() float64 { return float64(x.free) - x.mean }

// ringing is an alert that rings, and the cell that it is of (-1: none).
type ringing struct {
	Alert  opinion.Alert
	Cell   int
	Calm   int   // hours in a row without its cause
	Told   int   // Seen and Grown when it was last told of
	Hour   int64 // when it rang
	Newest int64
	Excess float64 // share of what it explains that is beyond what is usual
}

// surge looks whether a report makes too much of one of its cells.
func (d *Detector) surge(seq uint32) {
	if d.Rhythm.Now-d.Rhythm.Start < 2 {
		return // nothing is usual yet
	}
	limit := d.limit()
	d.crossed = d.crossed[:0]
	for _, at := range d.own {
		c := d.Cells[at]
		switch c.Key.What {
		case cellIssue, cellTopic, cellWatch:
			if x, ok := d.crosses(at, c, limit); ok {
				d.crossed = append(d.crossed, x)
			}
		}
	}
	if len(d.crossed) == 0 {
		return
	}
	x := d.narrowest()
	if wider, ok := d.trend(x); ok {
		x = wider
	}
	d.ring(x, seq)
}

// crosses says whether a cell has more in one of the windows than can be chance.
func (d *Detector) crosses(at int, c *cell, limit float64) (crossing, bool) {
	least := leastOfTopic
	if c.Key.What == cellIssue {
		least = leastOfIssue
	}
	for k, w := range windows {
		if w.issue && c.Key.What != cellIssue {
			continue
		}
		if free, _, _ := c.counted(d.minute(), w.hours); free < least {
			continue
		}
		o := d.outlook(c, k, false)
		if float64(o.free) < leastTimes*o.mean || w.issue && o.mean > fewOfIssue {
			continue
		}
		n, share := o.free, limit*w.share
		if c.Key.What == cellIssue && c.First > d.Second-w.hours*3600 {
			n-- // there is no issue without its first report
		}
		if AtLeast(n, o.mean, o.shape) >= share {
			continue
		}
		o.mean *= d.traffic(k, o.free, o.mean)
		if p := AtLeast(n, o.mean, o.shape); p < share && float64(o.free) >= leastTimes*o.mean {
			return crossing{at, k, o, p}, true
		}
	}
	return crossing{}, false
}

// ring starts an alert of a cell.
func (d *Detector) ring(x crossing, seq uint32) {
	c := d.Cells[x.cell]
	a := &ringing{Cell: x.cell, Hour: d.Rhythm.Now, Newest: d.Second, Excess: x.excess() / float64(x.free)}
	from := d.Second - windows[x.window].hours*3600
	found := d.within(x.cell, from)
	a.Alert = d.alertOf(opinion.AlertSurge, c.Key.String(), found)
	a.Alert.Expected, a.Alert.Seen, a.Alert.Chance = x.mean, x.free, x.chance
	a.Alert.Window = time.Duration(windows[x.window].hours) * time.Hour
	d.name(&a.Alert, c)
	a.Told = a.Alert.Seen
	d.start(a)
	d.absorb(a, x.cell)
	if d.Rhythm.Now-d.Rhythm.Start < 24 { // what is usual is not known well enough to leave anything out
		a.Excess = 0
	}
	d.mark(found, a.Excess)
}

func (d *state) now() time.Time { return time.Unix(d.Second, 0).In(opinion.Beijing) }

// within are the numbers of a cell's records since a moment, the oldest first.
func (d *state) within(at int, from int64) (out []uint32) {
	c := d.Cells[at]
	if len(c.Last) < mostLast {
		for _, seq := range c.Last {
			if r := d.record(seq); r != nil && r.At >= from {
				out = append(out, seq)
			}
		}
		return out
	}
	for i := len(d.Records) - 1; i >= 0 && d.Records[i].At >= from; i-- {
		if slices.Contains(d.Records[i].Cells, at) {
			out = append(out, d.First+uint32(i))
		}
	}
	slices.Reverse(out)
	return out
}

// mark says of records that an alert explains them, so that they count for no other. What is beyond the usual
// among them is no past either.
func (d *state) mark(found []uint32, excess float64) {
	for _, seq := range found {
		if r := d.record(seq); r != nil && !r.Explained && !r.Copy {
			r.Explained = true
			w := d.Rhythm.weight(r.At/3600) * excess
			for _, at := range r.Cells {
				d.Cells[at].explain(uint32(r.At/60), w)
			}
		}
	}
}

// explained says whether an alert that rings tells of a report, and counts it there.
func (d *Detector) explained(seq uint32) bool {
	r := d.record(seq)
	for _, at := range r.Cells {
		c := d.Cells[at]
		if c.Alert == 0 || c.Key.What == cellSource || c.Key.What == cellPlace || c.Key.What == cellAll {
			continue
		}
		a := d.Ringing[c.Alert-1]
		if a.Alert.Kind != opinion.AlertSurge {
			continue
		}
		excess := a.Excess
		if d.Rhythm.Now-a.Hour >= surgeHours { // what lasts becomes a part of what is usual
			excess = 0
		}
		d.mark([]uint32{seq}, excess)
		a.Newest = d.Second
		a.Alert.Grown++
		a.Alert.Newest = d.now()
		if r.Severity.Heavier(a.Alert.Severity) {
			a.Alert.Severity = r.Severity
		}
		if a.Alert.Seen+a.Alert.Grown >= 2*a.Told {
			a.Told = a.Alert.Seen + a.Alert.Grown
			d.events = append(d.events, Event{Did: Grew, At: d.now(), Alert: a.Alert})
		}
		return true
	}
	return false
}

// alertOf counts what a kind of alert rang for.
func (d *state) alertOf(kind opinion.AlertKind, about string, found []uint32) opinion.Alert {
	a := opinion.Alert{ID: opinion.AlertID(kind, about, d.now()), At: d.now(), Kind: kind, Mentions: []string{}}
	var sources, kinds, levels, places, issues tally
	for i, seq := range found {
		r := d.record(seq)
		if r == nil {
			continue
		}
		if i >= len(found)-opinion.MostAlertMentions {
			a.Mentions = append(a.Mentions, r.ID)
		}
		if a.Since.IsZero() {
			a.Since = time.Unix(r.At, 0).In(opinion.Beijing)
		}
		a.Newest = time.Unix(r.At, 0).In(opinion.Beijing)
		if r.Copy {
			a.Copies++
		}
		if r.Severity.Heavier(a.Severity) {
			a.Severity = r.Severity
		}
		sources.add(r.Source)
		kinds.add(string(r.Kind))
		levels.add(r.Level.String())
		places.add(r.Place)
		issues.add(r.Issue)
	}
	a.Sources, a.Kinds, a.Levels = sources.list(), kinds.list(), levels.list()
	a.Places, a.Issues = places.list(), issues.list()
	return a
}

// name says what an alert of a cell is about.
func (d *state) name(a *opinion.Alert, c *cell) {
	switch c.Key.What {
	case cellIssue:
		a.Issue, a.Topic = c.Key.Of, d.topicOf(c)
		if len(a.Places) > 0 {
			a.Division = a.Places[0].ID
		}
	case cellTopic:
		a.Topic, a.Division = c.Key.Of, c.Key.At
	case cellWatch:
		a.Watch = c.Key.Of
	case cellSource:
		a.Source = c.Key.Of
	case cellPlace:
		a.Division = c.Key.Of
	}
	if c.Key.What == cellTopic && len(a.Issues) > 0 && float64(a.Issues[0].N) >= .9*float64(a.Seen) {
		a.Issue = a.Issues[0].ID
	}
}

// tally counts ids.
type tally map[string]int

func (t *tally) add(id string) {
	if *t == nil {
		*t = tally{}
	}
	if id != "" {
		(*t)[id]++
	}
}

// mostListed bounds each list of an alert.
const mostListed = 20

func (t tally) list() []opinion.AlertCount {
	out := make([]opinion.AlertCount, 0, len(t))
	for id, n := range t {
		out = append(out, opinion.AlertCount{ID: id, N: n})
	}
	slices.SortFunc(out, func(a, b opinion.AlertCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), mostListed)]
}
