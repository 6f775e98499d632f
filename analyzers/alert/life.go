package alert

import (
	"slices"
	"time"

	"huiying/opinion"
)

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

func (d *state) oldest() int {
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
