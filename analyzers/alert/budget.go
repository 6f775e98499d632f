package alert

import "math"

// Classes of cells that are alike before they have a past of their own.
const (
	classAll = iota
	classIssue
	classWatch
	classSource
	classItem                   // four levels of places
	classField = classItem + 4  // the same
	classPlace = classField + 4 // the same
	lastClass  = classPlace + 4
)

// class is what is known of such cells together.
type class struct {
	Cells  int
	Came   float64    // reports of all, weighted
	Spread float64    // how much wider than by chance counts scatter: variance = mean + Spread·mean²
	Off    [2]float64 // sums behind Spread
}

const (
	priorShape    = 0.5  // of a cell that nothing is known of; low: it may be anything
	priorHours    = 12.0 // what the neighbours say weighs as much as so many hours of a cell's own past
	youngHours    = 4.0  // a stream has at least so much past
	spreadAtFirst = 0.02
	spreadWeight  = 400.0 // expected² that Spread departs from its first value by
	leastSpread   = 0.002
	spreadEvery   = 5    // hours: in five days each hour of the day has its turn
	trafficSteady = 40.0 // reports by which traffic as a whole departs from what is usual
	mostTraffic   = 4.0
	followAtFirst = 0.3    // reports that follow the first of an issue
	followWeight  = 30.0   // issues by which that departs from the first value
	mostFollow    = 20_000 // issues of which half are forgotten
)

// outlook is what a cell's past lets expect of a window.
type outlook struct {
	free, n, all int     // counted in the window
	mean, shape  float64 // of free
	hours        float64 // of past
}

// outlook of a cell in a window that ends now. with: copies count too.
func (d *state) outlook(c *cell, k int, with bool) outlook {
	b := d.Rhythm.beat(c.Topic)
	window, before := b.over(&d.Rhythm, k, d.part())
	var o outlook
	o.free, o.n, o.all = c.counted(d.minute(), windows[k].hours)
	w := d.Rhythm.weight(d.Rhythm.Now)
	past := c.Past/w - float64(o.free)
	if with {
		past = c.PastAll/w - float64(o.all)
	}
	past, before = max(past, 0), max(before-c.Skipped/w, 0)
	shape, hours := d.prior(c.Class, b.past)
	shape, hours = shape+past, hours+before
	o.mean, o.hours = shape/hours*window, before
	if c.Key.What == cellIssue && !with {
		o.mean += d.follow(k) / (1 + past)
		shape = max(shape, priorShape)
	}
	o.shape = 1 / (1/shape + d.Classes[c.Class].Spread*windowSpread[k] + b.doubt(&d.Rhythm, k))
	return o
}

// follow is how many reports usually follow the first of an issue within a window.
func (d *state) follow(k int) float64 {
	return (d.Followed[k] + followAtFirst*followWeight) / (d.Opened + followWeight)
}

// follows learns from a report that joins an issue in the window after its first.
func (d *state) follows(c *cell) {
	if c.First == 0 {
		c.First = d.Second
		d.Opened++
		return
	}
	for k, w := range windows {
		if d.Second-c.First < w.hours*3600 {
			d.Followed[k]++
		}
	}
	if d.Opened > mostFollow {
		d.Opened /= 2
		for k := range d.Followed {
			d.Followed[k] /= 2
		}
	}
}

// windowSpread: days differ more from one another than pairs of hours do.
var windowSpread = [len(windows)]float64{1, 3, 3}

// prior is what a class says of a cell without a past.
func (d *state) prior(of int, past float64) (shape, hours float64) {
	cl := &d.Classes[of]
	w := d.Rhythm.weight(d.Rhythm.Now)
	mean := (cl.Came/w + priorShape) / (float64(max(cl.Cells, 1)) * max(past, youngHours))
	hours = min(priorShape/mean, priorHours)
	return mean * hours, hours
}

// traffic is by how much more came of everything else than is usual; 1 where it is not more.
func (d *state) traffic(k int, n int, mean float64) float64 {
	all := d.Cells[0]
	b := d.Rhythm.beat(0)
	window, before := b.over(&d.Rhythm, k, d.part())
	free, _, _ := all.counted(d.minute(), windows[k].hours)
	w := d.Rhythm.weight(d.Rhythm.Now)
	usual := max(all.Past/w-float64(free), 0) / max(before, youngHours) * window
	f := (float64(free-n) + trafficSteady) / (max(usual-mean, 0) + trafficSteady)
	return min(max(f, 1), mostTraffic)
}

// What a week of false alarms may be, by its traffic: limits are nominal, and fewer than that were seen
// (docs/quality.md): at most one for a county of 200 reports a day, three for a province of 100,000.
const (
	countyWeek     = 1400.0
	bearable       = 0.8
	bearableGrowth = 0.30
	looks          = 20.0 // independent looks for each report
	largestLimit   = 5e-4 // for small offices
)

// limit is the chance from which a count rings.
func (d *state) limit() float64 {
	all := d.Cells[0]
	w := d.Rhythm.weight(d.Rhythm.Now)
	week := all.Past / w / max(d.Rhythm.beat(0).past, youngHours) * 168
	week = max(week, 10)
	return min(bearable*math.Pow(week/countyWeek, bearableGrowth)/(week*looks), largestLimit)
}

// learnSpread compares the counts of the last two hours with what was expected of them.
func (d *state) learnSpread() {
	if d.Rhythm.Now-d.Rhythm.Start < 48 {
		return
	}
	w := d.Rhythm.weight(d.Rhythm.Now)
	for _, c := range d.Cells {
		if c.Past < 12*w || c.Alert != 0 || c.Key.What == cellSource {
			continue // it expects too little to say anything
		}
		o := d.outlook(c, shortWindow, false)
		if o.mean < 1 {
			continue
		}
		cl := &d.Classes[c.Class]
		off := float64(o.free) - o.mean
		off = min(off*off, 12*(o.mean+cl.Spread*o.mean*o.mean)) // robust: a surge teaches little
		cl.Off[0] += off - o.mean - o.mean*o.mean/max(c.Past/w, 1)
		cl.Off[1] += o.mean * o.mean
	}
	for i := range d.Classes {
		cl := &d.Classes[i]
		cl.Off[0], cl.Off[1] = cl.Off[0]*0.995, cl.Off[1]*0.995 // half of it is gone after a month
		cl.Spread = (cl.Off[0] + spreadAtFirst*spreadWeight) / (cl.Off[1] + spreadWeight)
		cl.Spread = min(max(cl.Spread, leastSpread), 1)
	}
}

// tame takes out of a cell's past what one old hour has beyond what can be usual, so that a surge that
// did not ring does not hide the next one.
func (d *state) tame(c *cell) {
	hour := uint32(d.Rhythm.Now)
	if c.Tamed >= hour {
		return
	}
	from := c.Tamed
	c.Tamed = hour
	w := d.Rhythm.weight(d.Rhythm.Now)
	b := d.Rhythm.beat(c.Topic)
	if b.past < 7*24 || c.Past/w < 5 {
		return
	}
	rate := c.Past / w / b.past
	var last uint32
	sum := 0
	settle := func() {
		if last >= from && last < hour && sum > 0 {
			class := int(d.Rhythm.Class[int64(last)%hourRing])
			mean := rate * b.Hours[class]
			wide := d.Classes[c.Class].Spread + b.Doubt[off(class)][class%24]
			most := mean + 4*math.Sqrt(mean+mean*mean*wide) + 3
			if over := float64(sum) - most; over > 0 {
				c.Past = max(0, c.Past-over*d.Rhythm.weight(int64(last)))
			}
		}
	}
	for _, k := range c.Buckets {
		if h := k.At / 60; h != last {
			settle()
			last, sum = h, 0
		}
		sum += int(k.N) - int(k.X)
	}
	settle()
}
