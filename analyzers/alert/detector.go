package alert

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// Report is what a Detector is told of one judged mention.
type Report struct {
	ID       string
	At       time.Time
	Issue    string
	Topic    string   // catalogue id; "" for none
	Places   []string // codes from the province down to the place itself
	Unit     string   // that would lead
	Source   string
	Kind     opinion.SourceKind
	Level    opinion.Level // of the source's home
	Demand   opinion.Demand
	Severity opinion.Severity
	Copy     bool // of a report that is known
	Own      bool // it has a number of its own and no address: an order, no forward
	Answer   bool // the office's own words: an answer or a correction
	Title    string
	Text     string // redacted; watches look at it, nothing keeps it
}

// ReportOf is a finding as a Detector is told of it. places are the codes from the province down, level
// that of the source's home.
func ReportOf(f opinion.Finding, id string, places []string, level opinion.Level) Report {
	return Report{ID: id, At: f.When(), Issue: f.Issue.ID, Topic: f.Topic.ID, Places: places,
		Unit: f.Route.Lead, Source: f.Source, Kind: f.Kind, Level: level, Demand: f.Demand.ID,
		Severity: f.Severity.Level, Copy: f.Issue.Copy, Own: f.URL == "",
		Answer: f.Demand.NoMatter == opinion.NoMatterAnswer, Title: f.Title, Text: f.Text}
}

// Did is what became of an alert.
type Did string

// What an Event tells.
const (
	Rang    Did = "rang"    // it is new
	Grew    Did = "grew"    // much more came: twice of what was told last
	Settled Did = "ended"   // its cause ended
	Joined  Did = "joined"  // a wider alert of the same matter tells of it now; Into names that
	Replied Did = "replied" // the office answered
)

// Event says what became of an alert, with the alert as it is now.
type Event struct {
	Did   Did
	At    time.Time
	Into  string
	Alert opinion.Alert
}

// Options of a Detector.
type Options struct {
	Watches []opinion.Watch
	// Day says what sort of day it is; nil: every day is what its weekday is.
	Day func(time.Time) DayKind
}

// Detector finds alerts. One goroutine at a time may use it.
type Detector struct {
	state
	opts    Options
	byKey   map[key]int
	watches *watching
	crossed []crossing // of the report that is looked at
	own     []int      // its cells
	events  []Event
}

// Bounds of what a Detector keeps, whatever comes. Cells take some 200 bytes and 10 for each five
// minutes or hour that had a report (88 at most), records some 250: so at most about 100 MB, of which a
// county of 200 reports a day uses one or two.
const (
	mostCells   = 131_072
	mostRecords = 65_536
	mostAlerts  = 1_024 // that ring at once
	mostLast    = opinion.MostAlertMentions
)

// state is what is saved.
type state struct {
	Rhythm   rhythm
	Names    map[string]int // topics that have a rhythm
	Cells    []*cell
	Classes  [lastClass]class
	Records  []record // the latest, by number from First on
	First    uint32
	Ringing  []*ringing            // by slot; nil where one ended
	Opened   float64               // issues, faded
	Followed [len(windows)]float64 // reports that followed the first of an issue within a window
	Copies   [2]float64            // copies and all, faded over some hundred reports
	Watched  map[string]*watched
	Second   int64 // of the latest report or tick
}

// record is what is remembered of a report.
type record struct {
	ID        string
	At        int64
	Issue     string
	Topic     string
	Place     string
	Source    string
	Kind      opinion.SourceKind
	Level     opinion.Level
	Severity  opinion.Severity
	Cells     []int
	Copy      bool
	Explained bool
}

// New makes a Detector that knows nothing yet.
func New(o Options) *Detector {
	o.Watches = slices.Clone(o.Watches)
	for i := range o.Watches {
		o.Watches[i].Tell = cmp.Or(o.Watches[i].Tell, opinion.TellAtOnce)
	}
	d := &Detector{opts: o, byKey: map[key]int{}, watches: newWatching(o.Watches)}
	d.Names = map[string]int{"": 0}
	d.Rhythm = rhythm{Of: []*beat{{}}, Pending: map[int]float64{}, day: o.Day}
	d.Watched = map[string]*watched{}
	for i := range d.Classes {
		d.Classes[i].Spread = spreadAtFirst
	}
	return d
}

// Observe tells of a report and is what became of alerts by it and by the time that passed until it.
// Reports come in the order of their time; one that is late counts as of now.
func (d *Detector) Observe(r Report) []Event {
	d.events = nil
	d.advance(r.At.Unix())
	if r.Answer {
		d.answered(r)
		return d.events
	}
	independent := d.independent(r)
	d.own = d.cellsOf(r, d.own[:0])
	seq := d.remember(r, independent)
	d.count(r, seq, independent)
	d.watch(r, seq)
	switch {
	case !independent:
		d.reach(r, seq)
	case !d.explained(seq):
		d.surge(seq)
		d.reach(r, seq)
	}
	return d.events
}

// Tick tells that time passed without a report.
func (d *Detector) Tick(now time.Time) []Event {
	d.events = nil
	if d.Rhythm.Start != 0 {
		d.advance(now.Unix())
	}
	return d.events
}

// Open are the alerts that ring, the oldest first.
func (d *Detector) Open() []opinion.Alert {
	var out []opinion.Alert
	for _, a := range d.Ringing {
		if a != nil {
			out = append(out, a.Alert)
		}
	}
	slices.SortFunc(out, func(a, b opinion.Alert) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// longestGap bounds how many hours a gap in the stream is walked through hour by hour.
const longestGap = 60 * 24

// advance lets time pass hour by hour. A gap of months is walked through at its end alone.
func (d *Detector) advance(second int64) {
	second = max(second, d.Second)
	d.Second = second
	hour := second / 3600
	switch {
	case d.Rhythm.Start == 0:
		d.Rhythm.begin(hour)
		return
	case hour-d.Rhythm.Now > longestGap:
		d.skip(hour - longestGap)
	}
	for d.Rhythm.Now < hour {
		d.endHour()
	}
}

// skip leaves out hours in which nothing was seen of the stream as a whole: they say nothing of its rate.
func (d *Detector) skip(hour int64) {
	for d.Rhythm.Now < hour {
		passed := d.Rhythm.Passed
		d.Rhythm.next()
		d.Rhythm.Passed = passed
	}
}

// endHour is what is done at each full hour.
func (d *Detector) endHour() {
	d.Rhythm.next()
	if d.Rhythm.Now%spreadEvery == 0 {
		d.learnSpread()
	}
	d.settle()
	d.silence()
	d.digests()
	if len(d.Cells) > mostCells {
		d.evict()
	}
}

// minute is now, in minutes since 1970.
func (d *state) minute() uint32 { return uint32(d.Second / 60) }

// part is how much of the hour that runs has passed.
func (d *state) part() float64 { return float64(d.Second%3600) / 3600 }

// independent says whether a report counts as one more. A copy of another's words does not, unless it
// is an order with a number of its own, or much of the stream is written by one form, so that being
// alike says nothing.
func (d *state) independent(r Report) bool {
	if r.Copy {
		d.Copies[0]++
	}
	d.Copies[1]++
	if d.Copies[1] >= 400 {
		d.Copies[0], d.Copies[1] = d.Copies[0]/2, d.Copies[1]/2
	}
	return !r.Copy || r.Own || d.Copies[1] > 50 && d.Copies[0] > .25*d.Copies[1]
}

// remember keeps what alerts name of a report.
func (d *Detector) remember(r Report, independent bool) uint32 {
	place := ""
	if len(r.Places) > 0 {
		place = r.Places[len(r.Places)-1]
	}
	if len(d.Records) >= mostRecords {
		keep := mostRecords * 3 / 4
		d.First += uint32(len(d.Records) - keep)
		d.Records = append([]record(nil), d.Records[len(d.Records)-keep:]...)
	}
	d.Records = append(d.Records, record{ID: r.ID, At: d.Second, Issue: r.Issue, Topic: r.Topic, Place: place,
		Source: r.Source, Kind: r.Kind, Level: r.Level, Severity: r.Severity,
		Cells: slices.Clone(d.own), Copy: !independent})
	return d.First + uint32(len(d.Records)-1)
}

// record by its number; nil where it is forgotten.
func (d *state) record(seq uint32) *record {
	if seq < d.First || seq-d.First >= uint32(len(d.Records)) {
		return nil
	}
	return &d.Records[seq-d.First]
}

// cellsOf are the cells that a report counts in, made where they are new.
func (d *Detector) cellsOf(r Report, out []int) []int {
	topic := d.topic(r.Topic)
	out = append(out, d.cell(key{What: cellAll}, 0, classAll), d.cell(key{cellSource, r.Source, ""}, 0, classSource))
	if r.Issue != "" {
		out = append(out, d.cell(key{cellIssue, r.Issue, ""}, topic, classIssue))
	}
	field, _, item := strings.Cut(r.Topic, "/")
	places := r.Places
	if len(places) == 0 {
		places = []string{""}
	}
	for i, p := range places[:min(len(places), 5)] {
		out = append(out, d.cell(key{cellTopic, r.Topic, p}, topic, classItem+min(i, 3)))
		if item {
			out = append(out, d.cell(key{cellTopic, field, p}, d.topic(field), classField+min(i, 3)))
		}
		if p != "" {
			out = append(out, d.cell(key{cellPlace, p, ""}, 0, classPlace+min(i, 3)))
		}
	}
	for _, w := range d.watches.match(&r) {
		out = append(out, d.cell(key{cellWatch, d.opts.Watches[w].ID, ""}, topic, classWatch))
	}
	return out
}

// topic is the number of a topic's rhythm.
func (d *state) topic(id string) int {
	n, known := d.Names[id]
	if !known && len(d.Names) < 4096 {
		n = len(d.Rhythm.Of)
		d.Names[id] = n
		d.Rhythm.Of = append(d.Rhythm.Of, &beat{})
	}
	return n
}

func (d *Detector) cell(k key, topic, class int) int {
	if at, known := d.byKey[k]; known {
		return at
	}
	at := len(d.Cells)
	d.Cells = append(d.Cells, &cell{Key: k, Topic: topic, Class: class, Tamed: uint32(d.Rhythm.Now)})
	d.byKey[k] = at
	d.Classes[class].Cells++
	return at
}

// count adds a report to its cells and to the rhythm.
func (d *Detector) count(r Report, seq uint32, independent bool) {
	w, minute := d.Rhythm.weight(d.Rhythm.Now), d.minute()
	n := uint16(0)
	if independent {
		n = 1
		d.Rhythm.came(d.topic(r.Topic))
		if field, _, item := strings.Cut(r.Topic, "/"); item {
			d.Rhythm.Pending[d.topic(field)]++
		}
	}
	for _, at := range d.own {
		c := d.Cells[at]
		d.tame(c)
		c.add(minute, n, 0, 1)
		c.Past += w * float64(n)
		c.PastAll += w
		c.Used = d.Second
		d.Classes[c.Class].Came += w * float64(n)
		if c.Key.What == cellIssue && independent {
			d.follows(c)
		}
		switch c.Key.What {
		case cellIssue, cellTopic, cellWatch:
			if len(c.Last) >= mostLast {
				copy(c.Last, c.Last[1:])
				c.Last = c.Last[:mostLast-1]
			}
			c.Last = append(c.Last, seq)
		}
	}
}
