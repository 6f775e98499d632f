package alert

import (
	"time"

	"huiying/opinion"
)

const (
	leastSources = 4       // within a day, from which a matter is repeated widely
	mostSources  = 24      // of an issue that are remembered
	reachAgain   = 7 * 24  // hours in which the reach of an issue rings once
	reachOf      = 24 * 60 // minutes in which sources are counted
)

// reach looks whether many sources repeat an issue, by copies and forwards above all. What rings as a
// surge already says its sources itself.
func (d *Detector) reach(r Report, seq uint32) {
	at, known := d.byKey[key{cellIssue, r.Issue, ""}]
	if !known || r.Issue == "" {
		return
	}
	c := d.Cells[at]
	n := c.hear(r.Source, d.Second)
	if n < leastSources || c.Alert != 0 || c.Reached != 0 && d.Second-c.Reached < reachAgain*3600 {
		return
	}
	o := d.outlook(c, dayWindow, true)
	o.mean *= d.traffic(dayWindow, o.all, o.mean)
	p := AtLeast(o.all, o.mean, o.shape)
	if p >= d.limit()*windows[dayWindow].share || float64(o.all) < leastTimes*o.mean {
		return
	}
	c.Reached = d.Second
	found := d.within(at, d.Second-24*3600)
	a := &ringing{Cell: -1, Hour: d.Rhythm.Now, Newest: d.Second}
	a.Alert = d.alertOf(opinion.AlertReach, c.Key.String(), found)
	a.Alert.Expected, a.Alert.Chance, a.Alert.Window = o.mean, p, 24*time.Hour
	a.Alert.Seen = o.all - a.Alert.Copies
	d.name(&a.Alert, c)
	d.start(a)
}

// hear notes that a source told of an issue, and is how many did within a day.
func (c *cell) hear(source string, now int64) (n int) {
	oldest, found := 0, false
	for i := range c.Sources {
		s := &c.Sources[i]
		if s.Source == source {
			s.At, found = now, true
		}
		if now-s.At < reachOf*60 {
			n++
		}
		if s.At < c.Sources[oldest].At {
			oldest = i
		}
	}
	switch {
	case found:
		return n
	case len(c.Sources) < mostSources:
		c.Sources = append(c.Sources, seenAt{source, now})
	default:
		c.Sources[oldest] = seenAt{source, now}
	}
	return n + 1
}

// answered notes the office's own words on the alerts of their issue.
func (d *Detector) answered(r Report) {
	for _, a := range d.Ringing {
		if a == nil || r.Issue == "" || a.Alert.Issue != r.Issue || !a.Alert.Answered.IsZero() {
			continue
		}
		a.Alert.Answered, a.Alert.Answer = d.now(), r.ID
		d.events = append(d.events, Event{Did: Replied, At: d.now(), Alert: a.Alert})
	}
}
