package alerts

import (
	"slices"
	"time"

	"huiying/opinion"
)

// Did is what detection says became of an alert.
type Did string

// What a Change tells.
const (
	Rang    Did = "rang"    // it is new
	Grew    Did = "grew"    // much more came
	Ended   Did = "ended"   // its cause ended
	Joined  Did = "joined"  // a wider one tells of it now
	Replied Did = "replied" // the office answered
)

// Change is what detection found, with the alert as it is now.
type Change struct {
	Did   Did
	At    time.Time
	Into  string // joined: the wider one
	Alert opinion.Alert
}

// System is who does what detection leads to.
const System = "system"

// Repeat is how long the desk is not told anew of a matter that it has dealt with.
const Repeat = 12 * time.Hour

// Desk is what decisions look at: alerts that are open, those that closed within Repeat, and what is
// silenced.
type Desk struct {
	Files  []opinion.AlertFile
	Hushes []opinion.Hush
	Below  func(division string) []string // a place and all that it lies in; nil: it alone
	// Pressing says that life is in danger or a clock runs for an alert: nothing keeps it quiet.
	Pressing func(opinion.Alert) bool
}

// Found decides what becomes of a change: events of the alert itself, and of others that it mutes or
// lets rise. What was decided before is not decided again.
func (d Desk) Found(c Change) []opinion.AlertEvent {
	f, known := d.file(c.Alert)
	switch {
	case c.Did == Rang && !known:
		return d.ring(c)
	case !known || c.Did == Rang:
		return nil
	case c.Did == Ended || c.Did == Joined:
		return d.end(f, c)
	case !f.State.Open() && f.State != opinion.AlertLed || !f.Ended.IsZero() || told(f.Alert, c.Alert):
		return nil
	}
	out := []opinion.AlertEvent{event(f.ID, opinion.AlertGrow, c)}
	if f.Silence != "" && d.loud(c.Alert) {
		out = append(out, event(f.ID, opinion.AlertRise, Change{At: c.At}))
	}
	return out
}

// told says whether a file holds already what a change brings: two processes may find the same.
func told(was, is opinion.Alert) bool {
	return is.Grown <= was.Grown && is.Severity == was.Severity && is.Answer == was.Answer
}

// file is the alert itself, or an open one about the same.
func (d Desk) file(a opinion.Alert) (opinion.AlertFile, bool) {
	i := slices.IndexFunc(d.Files, func(f opinion.AlertFile) bool { return f.ID == a.ID })
	if i < 0 {
		about := a.About()
		i = slices.IndexFunc(d.Files, func(f opinion.AlertFile) bool { return f.State.Open() && f.About() == about })
	}
	if i < 0 {
		return opinion.AlertFile{}, false
	}
	return d.Files[i], true
}

func event(id string, move opinion.AlertMove, c Change) opinion.AlertEvent {
	e := opinion.AlertEvent{ID: id, Type: move, At: c.At, By: System}
	if c.Alert.ID != "" {
		e.Alert = &c.Alert
	}
	return e
}

func (d Desk) ring(c Change) []opinion.AlertEvent {
	a := c.Alert
	if h, ok := d.silenced(a, c.At); ok {
		e := event(a.ID, opinion.AlertJoin, c)
		e.Silence = h.ID
		return []opinion.AlertEvent{e}
	}
	for _, f := range d.Files {
		if !(f.State == opinion.AlertRinging || f.State == opinion.AlertTaken) || !f.SameMatter(a) {
			continue
		}
		if !a.Heavier(f.Alert) {
			e := event(a.ID, opinion.AlertJoin, c)
			e.Group = f.ID
			return []opinion.AlertEvent{e}
		}
		rings, mutes := event(a.ID, opinion.AlertRing, c), event(f.ID, opinion.AlertJoin, Change{At: c.At})
		if mutes.Group = a.ID; f.State == opinion.AlertTaken {
			rings.To = f.Who
		}
		return []opinion.AlertEvent{rings, mutes}
	}
	e := event(a.ID, opinion.AlertRing, c)
	if f, ok := d.lately(a, c.At); ok {
		if f.State != opinion.AlertEnded { // somebody has decided
			e.Type, e.Group = opinion.AlertJoin, f.ID
		} else {
			e.Again = f.ID
		}
	}
	return []opinion.AlertEvent{e}
}

// lately is the last one of the same matter that closed within Repeat and was no lighter.
func (d Desk) lately(a opinion.Alert, now time.Time) (last opinion.AlertFile, found bool) {
	for _, f := range d.Files {
		if !f.State.Open() && now.Sub(f.Closed) < Repeat && f.SameMatter(a) && !a.Heavier(f.Alert) &&
			(!found || f.Closed.After(last.Closed)) {
			last, found = f, true
		}
	}
	return last, found
}

// silenced is what keeps an alert quiet at a moment.
func (d Desk) silenced(a opinion.Alert, now time.Time) (opinion.Hush, bool) {
	if d.loud(a) {
		return opinion.Hush{}, false
	}
	for _, h := range d.Hushes {
		if h.Active(now) && h.Fits(a, d.below(a.Division)) {
			return h, true
		}
	}
	return opinion.Hush{}, false
}

// loud says that nothing may keep an alert quiet.
func (d Desk) loud(a opinion.Alert) bool {
	return a.Severity.Grave() || d.Pressing != nil && d.Pressing(a)
}

func (d Desk) below(code string) []string {
	if d.Below == nil || code == "" {
		return []string{code}
	}
	return d.Below(code)
}

func (d Desk) end(f opinion.AlertFile, c Change) []opinion.AlertEvent {
	if !f.Ended.IsZero() {
		return nil
	}
	e := event(f.ID, opinion.AlertEnd, c)
	if c.Did == Joined {
		e.Group = c.Into
		return []opinion.AlertEvent{e}
	}
	out := []opinion.AlertEvent{e}
	if rises, ok := d.after(f); ok && f.State != opinion.AlertQuiet {
		out = append(out, event(rises.ID, opinion.AlertRise, Change{At: c.At}))
	}
	return out
}

// after is the heaviest of those that were quiet because of one that ended.
func (d Desk) after(ended opinion.AlertFile) (heaviest opinion.AlertFile, found bool) {
	for _, f := range d.Files {
		if f.State == opinion.AlertQuiet && f.Group == ended.ID && (!found || f.Heavier(heaviest.Alert)) {
			heaviest, found = f, true
		}
	}
	return heaviest, found
}
