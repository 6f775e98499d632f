package notify

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Clock is a time of day, in minutes after midnight.
type Clock int

var clockPattern = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)$`)

// ParseClock reads 07:30.
func ParseClock(s string) (Clock, error) {
	m := clockPattern.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is no time of day; write it like 07:30", s)
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi(m[2])
	return Clock(h*60 + min), nil
}

// ParseQuiet reads 22:00-07:00.
func ParseQuiet(s string) (from, to Clock, err error) {
	if len(s) != 11 || s[5] != '-' {
		return 0, 0, fmt.Errorf("%q is no span of the day; write it like 22:00-07:00", s)
	}
	from, err = ParseClock(s[:5])
	to, err2 := ParseClock(s[6:])
	if err == nil && err2 == nil && from == to {
		err2 = errors.New("quiet hours that begin when they end are none; leave them out")
	}
	return from, to, errors.Join(err, err2)
}

// DeliveryHours (安静时段) is when somebody may be told what can wait.
type DeliveryHours struct {
	Quiet    bool    // from From until To nothing is told; To may lie on the next day
	From, To Clock   // To itself is not quiet
	Digest   []Clock // when what gathered is told; none: at once
	Zone     *time.Location
	Working  func(time.Time) bool // whether a day is one for news; nil: every day is
}

const farthest = 40 // days; a longest holiday with its weekends is under two weeks

// Next is when something of that moment may be told: the zero time for at once.
func (c DeliveryHours) Next(at time.Time) time.Time {
	if c.free(at) && len(c.Digest) == 0 {
		return time.Time{}
	}
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	times := slices.Clone(c.Digest)
	if len(times) == 0 {
		times = []Clock{c.To} // without quiet hours: midnight, when the working day begins
	}
	slices.Sort(times)
	y, m, d := at.In(zone).Date()
	for day := range farthest {
		for _, k := range times {
			t := time.Date(y, m, d+day, int(k)/60, int(k)%60, 0, 0, zone)
			if !t.Before(at) && c.free(t) {
				return t
			}
		}
	}
	return time.Time{} // no calendar forbids this long: better told now than never
}

// free says whether that moment is neither in quiet hours nor on a day of rest.
func (c DeliveryHours) free(t time.Time) bool {
	if c.Zone != nil {
		t = t.In(c.Zone)
	} else {
		t = t.UTC()
	}
	if c.Working != nil && !c.Working(t) {
		return false
	}
	return !c.Quiet || !c.quietAt(Clock(t.Hour()*60+t.Minute()))
}

func (c DeliveryHours) quietAt(k Clock) bool {
	if c.From < c.To {
		return k >= c.From && k < c.To
	}
	return k >= c.From || k < c.To
}

// Hushed says whether a digest time lies in the quiet hours, where it would never come.
func (c DeliveryHours) Hushed(k Clock) bool { return c.Quiet && c.quietAt(k) }
