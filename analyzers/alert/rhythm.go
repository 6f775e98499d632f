package alert

import (
	"math"
	"time"

	"huiying/opinion"
)

// DayKind is what sort of day it is.
type DayKind uint8

// The sorts of days: by their weekday, days off, and weekend days that are worked on.
const (
	PlainDay DayKind = iota
	DayOff
	MakeUpDay
)

const (
	dayClasses = 8 // Monday to Sunday, and days off
	classes    = dayClasses * 24
	hourRing   = 512 // hours whose class is known: three weeks
	halfLife   = 28 * 24
	longest    = 14 * 24 // hours of the longest window
	toHours    = 3.0     // reports by which an hour of the day departs from what others say of it
	toDays     = 60.0    // ... and a day of the week
)

// usualHours is how citizens' reports spread over a working day before anything is known: little at
// night, most before and after noon.
var usualHours = [24]float64{.25, .18, .15, .12, .12, .2, .4, .8, 1.7, 2.2, 2.1, 1.7, 1.2, 1.3, 1.7, 1.9, 1.8, 1.5,
	1.2, 1.1, 1.0, .9, .65, .4}

// usualDays are the days of the week beside one another, days off last.
var usualDays = [dayClasses]float64{1.1, 1.1, 1.05, 1.05, 1.05, .85, .8, .8}

// rhythm knows the hours: how many of each class passed, faded, and what reports of each topic came in
// them. A topic with few reports is taken to have the rhythm of all.
type rhythm struct {
	Start, Now int64            // hours since 1970; Now is the hour that runs
	Passed     [classes]float64 // hours that ended, weighted
	Class      [hourRing]uint8  // of each of the last hours, by its number
	Of         []*beat          // by topic; the first is of all
	Pending    map[int]float64  // reports of the hour that runs, by topic; they count when it ends
	day        func(time.Time) DayKind

	weighed int64 // hour whose weight is now
	now     float64
}

// beat is the rhythm of one topic.
type beat struct {
	Came  [2][24]float64 // reports on working days and on days off by the hour, weighted
	Days  [dayClasses]float64
	Made  int64            // hour in which Hours was computed
	Hours [classes]float64 // how much comes in an hour of each class; 1 in the middle
	// Doubt is how little is known of an hour of the day: the variance of its share, beside 1.
	Doubt [2][24]float64

	measured int64   // hour for which the rest was computed
	past     float64 // hours of this rhythm that passed until this hour began
	last     [len(windows)]float64
}

// weight of what came in an hour against what came at the start: the older, the less.
func (r *rhythm) weight(hour int64) float64 {
	if hour != r.Now {
		return math.Exp2(float64(hour-r.Start) / halfLife)
	}
	if r.weighed != hour {
		r.weighed, r.now = hour, math.Exp2(float64(hour-r.Start)/halfLife)
	}
	return r.now
}

// classOf is the class of an hour.
func (r *rhythm) classOf(hour int64) uint8 {
	t := time.Unix(hour*3600, 0).In(opinion.Beijing)
	day := (int(t.Weekday()) + 6) % 7
	if r.day != nil {
		switch r.day(t) {
		case DayOff:
			day = 7
		case MakeUpDay:
			day = 2
		}
	}
	return uint8(day*24 + t.Hour())
}

func off(class int) int {
	if class/24 >= 5 {
		return 1
	}
	return 0
}

// begin starts the first hour.
func (r *rhythm) begin(hour int64) {
	r.Start, r.Now = hour, hour
	for h := hour - longest; h <= hour; h++ {
		r.Class[h%hourRing] = r.classOf(h)
	}
}

// next ends the hour that runs.
func (r *rhythm) next() {
	class, w := int(r.Class[r.Now%hourRing]), r.weight(r.Now)
	r.Passed[class] += w
	for topic, n := range r.Pending {
		b := r.Of[topic]
		b.Came[off(class)][class%24] += w * n
		b.Days[class/24] += w * n
	}
	clear(r.Pending)
	r.Now++
	r.Class[r.Now%hourRing] = r.classOf(r.Now)
}

// came counts a report of a topic.
func (r *rhythm) came(topic int) {
	r.Pending[0]++
	if topic != 0 {
		r.Pending[topic]++
	}
}

// keepsFor is for how many hours a rhythm holds before it is computed anew.
const keepsFor = 6

// beat is the rhythm of a topic as of this hour.
func (r *rhythm) beat(topic int) *beat {
	b := r.Of[topic]
	if b.measured == r.Now {
		return b
	}
	if b.Made == 0 || b.Made+keepsFor <= r.Now {
		if topic == 0 {
			b.shape(r, &usualRhythm)
		} else {
			b.shape(r, &r.beat(0).Hours)
		}
		b.Made = r.Now
	}
	b.measured = r.Now
	b.measure(r)
	return b
}

// usualRhythm is the rhythm before anything is known.
var usualRhythm = func() (out [classes]float64) {
	for c := range out {
		out[c] = usualHours[c%24] * usualDays[c/24]
	}
	return out
}()

// shape takes the rhythm that others have and departs from it as far as the reports of this one say.
func (b *beat) shape(r *rhythm, from *[classes]float64) {
	w := r.weight(r.Now)
	var passed, came float64
	for c, h := range r.Passed {
		passed += h * from[c]
		came += b.Came[off(c)][c%24] / float64(daysOf(c))
	}
	rate := came / max(passed, 1e-9)
	var expect [2][24]float64
	for c, h := range r.Passed {
		expect[off(c)][c%24] += h * from[c] * rate / w
	}
	var days [dayClasses]float64
	for c := range from {
		o, h := off(c), c%24
		b.Hours[c] = from[c] * (b.Came[o][h]/w + toHours) / (expect[o][h] + toHours)
		days[c/24] += r.Passed[c] * b.Hours[c] * rate / w
	}
	for o := range expect {
		for h, n := range expect[o] {
			b.Doubt[o][h] = 1 / (n + toHours)
		}
	}
	sum := 0.0
	for c := range b.Hours {
		d := c / 24
		b.Hours[c] *= (b.Days[d]/w + toDays) / (days[d] + toDays)
		if d < 7 {
			sum += b.Hours[c]
		}
	}
	for c := range b.Hours {
		b.Hours[c] *= 7 * 24 / sum
	}
}

// daysOf is how many classes share the counts of an hour of working days or days off.
func daysOf(class int) int {
	if off(class) == 1 {
		return 3
	}
	return 5
}

// measure sums what passed of this rhythm: in all, and in each window.
func (b *beat) measure(r *rhythm) {
	b.past = 0
	for c, h := range r.Passed {
		b.past += h * b.Hours[c]
	}
	b.past /= r.weight(r.Now)
	sum, k := 0.0, 0
	for h := int64(1); h <= longest && k < len(windows); h++ {
		sum += b.Hours[r.Class[(r.Now-h+hourRing)%hourRing]]
		for k < len(windows) && h == windows[k].hours {
			b.last[k] = sum
			k++
		}
	}
}

// over is how many hours of the rhythm a window that ends at a moment has, and how many passed before
// the window. part is how much of the hour that runs has passed.
func (b *beat) over(r *rhythm, k int, part float64) (window, before float64) {
	w := windows[k].hours
	now := b.Hours[r.Class[r.Now%hourRing]] * part
	first := b.Hours[r.Class[(r.Now-w+hourRing)%hourRing]] * part
	window = b.last[k] - first + now
	known := r.Now - r.Start // hours that ended
	if known >= w {
		return window, max(0, b.past-(b.last[k]-first))
	}
	return window, 0
}

// doubt is how little is known of the share of a window that ends now.
func (b *beat) doubt(r *rhythm, k int) float64 {
	class := int(r.Class[r.Now%hourRing])
	if k == shortWindow {
		return b.Doubt[off(class)][class%24]
	}
	return b.Doubt[off(class)][class%24] / 6
}

// between is how many hours of the rhythm of all lie between two hours, three weeks at most.
func (r *rhythm) between(b *beat, from, to int64) (sum float64) {
	for h := max(from, to-hourRing+1, 0); h < to; h++ {
		sum += b.Hours[r.Class[h%hourRing]]
	}
	return sum
}
