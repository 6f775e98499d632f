package app

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"huiying/analyzers/alert"
	"huiying/app/alerting"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/casework"
)

// alertsOf holds alerts and what became of them.
func alertsOf(a *App) *alerting.Book {
	return &alerting.Book{Bus: a.bus, Below: a.judges.Places.Path,
		Pressing: func(ctx context.Context, of opinion.Alert) bool { return pressing(ctx, a.register, of) }}
}

// pressing says that an alert's issue has a case in which life is in danger or a clock runs: nothing
// keeps it quiet. What cannot be asked counts as pressing.
func pressing(ctx context.Context, cases casework.Cases, alert opinion.Alert) bool {
	issues := []string{alert.Issue}
	for _, i := range alert.Issues {
		issues = append(issues, i.ID)
	}
	for _, issue := range issues {
		if issue == "" {
			continue
		}
		c, err := cases.Load(ctx, opinion.CaseID(issue))
		if err != nil || c.State.Open() && (len(c.Danger) > 0 || len(c.Running()) > 0) {
			return true
		}
	}
	return false
}

// alarmsOf hands findings to detection.
func alarmsOf(a *App) *alerting.Follower {
	detection := func(state io.Reader) (alerting.Detector, error) {
		return detectorOf(a, a.opt.Cfg, a.opt.Cfg.Watches, state)
	}
	return &alerting.Follower{Bus: a.bus, Book: a.alerts, File: filepath.Join(a.opt.Dir, "alerts.state"),
		Make: detection, Now: a.opt.Now, Log: a.opt.Log}
}

// detectorOf is detection with the calendar and sources of a configuration, for some watches.
func detectorOf(a *App, cfg *configs.Config, watches []opinion.Watch, state io.Reader) (alerting.Detector, error) {
	days, err := Calendars(cfg)
	if err != nil {
		return nil, err
	}
	level := func(source string) opinion.Level {
		s, known := cfg.Source(source)
		if !known {
			return opinion.LevelUnknown
		}
		d, _ := a.judges.Places.Division(s.Division)
		return d.Level
	}
	o := alert.Options{Watches: watches, Day: DayKinds(days[opinion.CalendarWorking])}
	return alerting.Detects(o, state, a.judges.Places.Path, level)
}

// DayKinds tells detection of holidays and of days that are worked instead.
func DayKinds(c casework.Calendar) func(time.Time) alert.DayKind {
	return func(t time.Time) alert.DayKind {
		switch kind, _, _ := c.KindOf(t); kind {
		case casework.DayHoliday:
			return alert.DayOff
		case casework.DayMakeUp:
			return alert.MakeUpDay
		}
		return alert.PlainDay
	}
}
