package app

import (
	"time"

	"huiying/configs"
	"huiying/opinion"
)

// calendarFaults are clocks that could not be counted if they began now, and holiday files that
// cannot be read.
func CalendarFaults(cfg *configs.Config, now time.Time) configs.Faults {
	calendars, err := Calendars(cfg)
	if err != nil {
		return configs.Faults{{File: "clocks.yaml", Code: "holidays", Words: err.Error()}}
	}
	return cfg.CheckCalendars(func(p opinion.ClockProfile) error { return calendars.Reaches(p, now) })
}
