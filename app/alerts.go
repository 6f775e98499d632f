package app

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"huiying/analyzers/alert"
	"huiying/app/alerting"
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
func alarmsOf(a *App, days casework.Calendars) *alerting.Follower {
	level := func(source string) opinion.Level {
		s, known := a.opt.Cfg.Source(source)
		if !known {
			return opinion.LevelUnknown
		}
		d, _ := a.judges.Places.Division(s.Division)
		return d.Level
	}
	detection := func(state io.Reader) (alerting.Detector, error) {
		o := alert.Options{Watches: a.opt.Cfg.Watches, Day: DayKinds(days[opinion.CalendarWorking])}
		return alerting.Detects(o, state, a.judges.Places.Path, level)
	}
	return &alerting.Follower{Bus: a.bus, Book: a.alerts, File: filepath.Join(a.opt.Dir, "alerts.state"),
		Make: detection, Now: a.opt.Now, Log: a.opt.Log}
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
