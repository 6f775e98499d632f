package casework

import "time"

// KindOf says what sort of day the day of t (in Beijing) is by this calendar: DayCounts, DayMakeUp,
// DayWeekend, DayHoliday, or "" where the calendar does not know the year; and the name of a
// holiday.
func (c Calendar) KindOf(t time.Time) (kind, name string) {
	works, err := c.Works(t)
	name, special := c.names[t.In(Beijing).Format(time.DateOnly)]
	switch {
	case err != nil:
		return "", ""
	case special && works:
		return DayMakeUp, name
	case special:
		return DayHoliday, name
	case !works:
		return DayWeekend, ""
	}
	return DayCounts, ""
}
