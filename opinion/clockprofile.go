package opinion

import (
	"strconv"
	"time"
)

// The calendars by which a clock counts.
const (
	CalendarAlways  = "24x7"    // every hour counts
	CalendarNatural = "natural" // calendar days (自然日), due at the end of the last one
	CalendarWorking = "working" // working days (工作日), with holidays and make-up days
)

// Calendars are all of them.
var Calendars = []string{CalendarAlways, CalendarNatural, CalendarWorking}

// ClockProfile is the time in which a unit must answer, with the rule it comes from, and the times
// of the other duties that go with it. They count by the same calendar; a zero one has no clock of
// its own, but for Complete (a week behind Limit) and Assist (half of Limit).
type ClockProfile struct {
	ID       string        `json:"id" yaml:"id"`
	Name     string        `json:"name" yaml:"name"`
	NameEn   string        `json:"name_en,omitempty" yaml:"name_en"`
	Limit    time.Duration `json:"limit" yaml:"limit"`       // of counted time; "5h", "7d" in YAML
	Calendar string        `json:"calendar" yaml:"calendar"` // one of Calendars
	Basis    string        `json:"basis" yaml:"basis"`       // regulation and number

	Sign     time.Duration `json:"sign,omitempty" yaml:"sign"`         // 签收
	Inform   time.Duration `json:"inform,omitempty" yaml:"inform"`     // 首次发布
	Assist   time.Duration `json:"assist,omitempty" yaml:"assist"`     // 协办
	Complete time.Duration `json:"complete,omitempty" yaml:"complete"` // 办结
	Urge     time.Duration `json:"urge,omitempty" yaml:"urge"`         // after due: the written urge (催办); a day
	Escalate time.Duration `json:"escalate,omitempty" yaml:"escalate"` // after due: the superior (督办); a week
}

// SpanText is a length of time as files write it, in days, hours, minutes and seconds; "" for none.
func SpanText(d time.Duration) (out string) {
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / unit.of; n > 0 {
			out, d = out+strconv.Itoa(int(n))+unit.name, d%unit.of
		}
	}
	return out
}
