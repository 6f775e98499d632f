package alert

import (
	"math"
	"time"

	"huiying/opinion"
)

const (
	silentChance = 1e-8 // of so few, from which a silence rings
	silentPast   = 60.0 // reports that a rhythm is known by
	silentHours  = 72.0 // ... and hours
	silentShape  = 12.0 // what is usual for a source changes by itself, so its counts scatter widely
	someBack     = 3    // reports after which a silence ended
)

// silence looks at each full hour for sources, places and topics that fell quiet against their own
// rhythm. What is wider rings first, and what lies in it is not told of again.
func (d *Detector) silence() {
	if d.Rhythm.Now-d.Rhythm.Start < silentHours {
		return
	}
	d.unsilence()
	var quiet [3][]int // sources, places, topics of the whole region
	for at, c := range d.Cells {
		turn := 0
		switch {
		case c.Key.What == cellSource:
		case c.Key.What == cellPlace:
			turn = 1
		case c.Key.What == cellTopic && (c.Class == classItem || c.Class == classField):
			turn = 2
		default:
			continue
		}
		if c.Alert == 0 && d.Rhythm.Now-c.Used/3600 >= 3 {
			quiet[turn] = append(quiet[turn], at)
		}
	}
	for _, turn := range quiet {
		for _, at := range turn {
			c := d.Cells[at]
			if mean, p, ok := d.silent(c); ok && !d.silenced(c) {
				d.hush(at, c, mean, p)
			}
		}
	}
}

// silent says whether nothing came of a cell for so long that it cannot be chance.
func (d *state) silent(c *cell) (mean, chance float64, ok bool) {
	w := d.Rhythm.weight(d.Rhythm.Now)
	last := c.Used / 3600
	if c.Past/w < silentPast || c.Used == 0 || d.Rhythm.Now-last < 3 || d.Rhythm.Now-last > hourRing {
		return 0, 0, false
	}
	b := d.Rhythm.beat(c.Topic)
	quiet := d.Rhythm.between(b, last+1, d.Rhythm.Now)
	past := b.past - quiet - c.Skipped/w
	if past < silentHours {
		return 0, 0, false
	}
	mean = c.Past / w / past * quiet * d.less(last)
	chance = AtMost(0, mean, silentShape)
	return mean, chance, chance < silentChance
}

// less is how much less than usual came of everything since an hour, at most 1.
func (d *state) less(hour int64) float64 {
	all := d.Cells[0]
	w := d.Rhythm.weight(d.Rhythm.Now)
	b := d.Rhythm.beat(0)
	hours := min(d.Rhythm.Now-hour, 24)
	_, n, _ := all.counted(uint32(d.Rhythm.Now*60), hours)
	usual := all.Past / w / max(b.past, youngHours) * d.Rhythm.between(b, d.Rhythm.Now-hours, d.Rhythm.Now)
	if n == 0 { // everything is quiet: that is said of the sources
		return 1
	}
	return math.Min(1, (float64(n)+5)/(usual+5))
}

// silenced says whether a silence that rings already explains this one: of a source that brings much of
// everything, or of a place around it.
func (d *state) silenced(c *cell) bool {
	for _, a := range d.Ringing {
		if a == nil || a.Alert.Kind != opinion.AlertSilence || a.Cell < 0 {
			continue
		}
		by := d.Cells[a.Cell]
		if by.Key.What == cellSource && (c.Key.What != cellSource || by.Past > .8*d.Cells[0].Past) &&
			by.Past > .2*d.Cells[0].Past || by.Key.What == cellPlace && c.Key.What != cellSource {
			return true
		}
	}
	return false
}

// hush rings that a cell fell quiet.
func (d *Detector) hush(at int, c *cell, mean, p float64) {
	a := &ringing{Cell: at, Hour: d.Rhythm.Now, Newest: d.Second}
	now := time.Unix(d.Rhythm.Now*3600, 0).In(opinion.Beijing)
	a.Alert = opinion.Alert{ID: opinion.AlertID(opinion.AlertSilence, c.Key.String(), now), At: now,
		Kind: opinion.AlertSilence, Expected: mean, Chance: p, Mentions: []string{},
		Since: time.Unix(c.Used, 0).In(opinion.Beijing)}
	a.Alert.Window = now.Sub(a.Alert.Since)
	d.name(&a.Alert, c)
	d.start(a)
}

// unsilence ends the silences of what is heard again.
func (d *Detector) unsilence() {
	for i, a := range d.Ringing {
		if a == nil || a.Alert.Kind != opinion.AlertSilence {
			continue
		}
		c := d.Cells[a.Cell]
		if _, n, _ := c.counted(uint32(d.Rhythm.Now*60), 24); c.Used/3600 >= a.Hour && n >= someBack {
			quiet := d.Rhythm.between(d.Rhythm.beat(c.Topic), a.Alert.Since.Unix()/3600, d.Rhythm.Now)
			c.Skipped += quiet * d.Rhythm.weight(d.Rhythm.Now)
			d.end(i)
		} else if d.Rhythm.Now-a.Hour > hourRing { // gone for three weeks: that is how it is now
			d.forget(c)
			d.end(i)
		}
	}
}

// forget lets a cell begin anew.
func (d *state) forget(c *cell) {
	c.Past, c.PastAll = 0, 0
	c.Skipped = d.Rhythm.beat(c.Topic).past * d.Rhythm.weight(d.Rhythm.Now)
}
