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
	fewAWeek     = 5.0  // what is expected of an issue in a week, up to which a week is looked at
	trendOf      = 2    // alerts of a topic in places next to one another, which the next one makes a trend
	trendChance  = 1e-3 // of what is in the wider place, below which it is one
	quiet        = 0.02
	quietHours   = 3  // hours in a row after which an alert ends
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
		if float64(o.free) < leastTimes*o.mean || w.issue && o.mean > fewAWeek {
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

// narrowest is the cell that says best where it happens: the smallest that has most of what is too much.
func (d *Detector) narrowest() crossing {
	most := 0.0
	for _, x := range d.crossed {
		if d.Cells[x.cell].Key.What != cellWatch {
			most = max(most, x.excess())
		}
	}
	best := d.crossed[0]
	for _, x := range d.crossed[1:] {
		fits, held := x.excess() >= mostOfIt*most, best.excess() >= mostOfIt*most
		switch {
		case fits && !held, fits == held && d.narrow(x.cell) > d.narrow(best.cell):
			best = x
		}
	}
	return best
}

// narrow is higher for cells that say more: an issue, a small place, an item of a field.
func (d *Detector) narrow(at int) int {
	c := d.Cells[at]
	switch {
	case c.Key.What == cellIssue:
		return 100
	case c.Key.What != cellTopic:
		return 0
	case c.Class >= classField:
		return 10 + 2*(c.Class-classField)
	}
	return 11 + 2*(c.Class-classItem)
}

// trend: where alerts of the same topic ring in other places of a wider one, the wider one rings.
func (d *Detector) trend(x crossing) (crossing, bool) {
	is := d.Cells[x.cell]
	topic := d.topicOf(is)
	if topic == "" {
		return x, false
	}
	for i := len(d.own) - 1; i >= 0; i-- { // the smallest places first
		at := d.own[i]
		c := d.Cells[at]
		if c.Key.What != cellTopic || c.Key.Of != topic || c.Alert != 0 || at == x.cell {
			continue
		}
		n := 0
		for _, a := range d.Ringing {
			if a != nil && a.Cell >= 0 && a.Alert.Kind == opinion.AlertSurge && a.Cell != x.cell &&
				d.lies(a, at) {
				n++
			}
		}
		if n < trendOf {
			continue
		}
		o := d.outlook(c, x.window, false)
		_, o.free, _ = c.counted(d.minute(), windows[x.window].hours)
		if p := AtLeast(o.free, o.mean, o.shape); p < trendChance {
			return crossing{at, x.window, o, p}, true
		}
	}
	return x, false
}

// topicOf is the topic of a cell; that of an issue is its latest report's.
func (d *Detector) topicOf(c *cell) string {
	if c.Key.What == cellTopic {
		return c.Key.Of
	}
	for _, seq := range slices.Backward(c.Last) {
		if r := d.record(seq); r != nil {
			return r.Topic
		}
	}
	return ""
}

// lies says whether an alert's latest report counts in a cell.
func (d *Detector) lies(a *ringing, at int) bool {
	for _, seq := range slices.Backward(d.Cells[a.Cell].Last) {
		if r := d.record(seq); r != nil {
			return slices.Contains(r.Cells, at)
		}
	}
	return false
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
	d.mark(found, a.Excess)
}

// start gives an alert a slot and tells of it.
func (d *Detector) start(a *ringing) {
	at := slices.Index(d.Ringing, nil)
	if at < 0 {
		if len(d.Ringing) >= mostAlerts {
			at = d.oldest()
			d.end(at)
		} else {
			at = len(d.Ringing)
			d.Ringing = append(d.Ringing, nil)
		}
	}
	d.Ringing[at] = a
	if a.Cell >= 0 {
		d.Cells[a.Cell].Alert = at + 1
	}
	d.events = append(d.events, Event{Did: Rang, At: a.Alert.At, Alert: a.Alert})
}

func (d *Detector) oldest() int {
	at := 0
	for i, a := range d.Ringing {
		if a != nil && (d.Ringing[at] == nil || a.Hour < d.Ringing[at].Hour) {
			at = i
		}
	}
	return at
}

// absorb ends the alerts that a wider one tells of now.
func (d *Detector) absorb(wide *ringing, at int) {
	if d.Cells[at].Key.What != cellTopic {
		return
	}
	for i, a := range d.Ringing {
		if a == nil || a == wide || a.Cell < 0 || a.Alert.Kind != opinion.AlertSurge ||
			d.Cells[a.Cell].Key.What == cellWatch || !d.lies(a, at) {
			continue
		}
		d.free(i)
		a.Alert.Ended = d.now()
		d.events = append(d.events, Event{Did: Joined, At: d.now(), Into: wide.Alert.ID, Alert: a.Alert})
	}
}

func (d *Detector) now() time.Time { return time.Unix(d.Second, 0).In(opinion.Beijing) }

// within are the numbers of a cell's records since a moment, the oldest first.
func (d *Detector) within(at int, from int64) (out []uint32) {
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
func (d *Detector) mark(found []uint32, excess float64) {
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
		d.mark([]uint32{seq}, a.Excess)
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

// settle ends alerts whose cause ended.
func (d *Detector) settle() {
	for i, a := range d.Ringing {
		if a == nil || a.Alert.Kind == opinion.AlertSilence {
			continue
		}
		if a.Cell < 0 {
			if d.Second-a.Newest > 24*3600 {
				d.end(i)
			}
			continue
		}
		c := d.Cells[a.Cell]
		o := d.outlook(c, shortWindow, false)
		if AtLeast(o.n, o.mean, o.shape) > quiet {
			a.Calm++
		} else {
			a.Calm = 0
		}
		patient := int64(quietHours)
		if a.Alert.Window > 2*time.Hour {
			patient = 12
		}
		switch {
		case int64(a.Calm) >= patient:
			d.end(i)
		case d.Rhythm.Now-a.Hour >= longestAlert: // it is usual now
			w := d.Rhythm.weight(d.Rhythm.Now)
			_, n, _ := c.counted(d.minute(), 24)
			c.Past = max(c.Past, float64(n)*w*max(1, d.Rhythm.beat(c.Topic).past/24))
			d.end(i)
		}
	}
}

// end ends an alert.
func (d *Detector) end(i int) {
	a := d.Ringing[i]
	d.free(i)
	a.Alert.Ended = time.Unix(d.Rhythm.Now*3600, 0).In(opinion.Beijing)
	d.events = append(d.events, Event{Did: Settled, At: a.Alert.Ended, Alert: a.Alert})
}

// free takes an alert out of its slot.
func (d *Detector) free(i int) {
	if a := d.Ringing[i]; a.Cell >= 0 {
		d.Cells[a.Cell].Alert = 0
	}
	d.Ringing[i] = nil
}

// alertOf counts what a kind of alert rang for.
func (d *Detector) alertOf(kind opinion.AlertKind, about string, found []uint32) opinion.Alert {
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
func (d *Detector) name(a *opinion.Alert, c *cell) {
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
