package consoletest

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// AlertDesk is an alerts' desk in memory, with an alert of each kind.
type AlertDesk struct {
	Files []opinion.AlertFile
	Kept  []opinion.Hush
	Acts  []facts.AlertAct
	Fail  error

	now time.Time
}

// NewAlertDesk has a surge, a watch, reach and a silence that ring, one that was taken, and one that is
// over.
func NewAlertDesk(now time.Time) *AlertDesk {
	d := &AlertDesk{now: now}
	for i, kind := range append(opinion.AlertKinds, opinion.AlertSurge, opinion.AlertSurge) {
		at := now.Add(-time.Duration(i+1) * time.Hour)
		a := opinion.Alert{ID: "alert" + string(kind) + string(rune('0'+i)), At: at, Kind: kind, Topic: "shizheng/gongshui",
			Division: "320200", Expected: .4, Seen: 7 + i, Since: at.Add(-2 * time.Hour), Window: 2 * time.Hour,
			Chance: 2e-7, Copies: 3, Newest: at, Severity: opinion.SeverityIII, Mentions: []string{"m1", "m2"},
			Sources: []opinion.AlertCount{{ID: "sample-board", N: 5}, {ID: "sample-news", N: 2}},
			Places:  []opinion.AlertCount{{ID: "320200", N: 5}, {ID: "320201", N: 2}}}
		switch kind {
		case opinion.AlertWatch:
			a.Watch, a.Division = "汛期积水", "320500" // elsewhere
		case opinion.AlertSilence:
			a.Source, a.Topic, a.Division = "sample-board", "", ""
		case opinion.AlertSurge, opinion.AlertReach:
			a.Issue = "issue" + string(rune('0'+i))
		}
		f := opinion.AlertFile{}.Apply(opinion.AlertEvent{ID: a.ID, Type: opinion.AlertRing, At: at, By: "system", Alert: &a})
		switch i {
		case 4:
			f = f.Apply(opinion.AlertEvent{ID: a.ID, Type: opinion.AlertTake, At: at, By: "monitor", Who: "console"})
		case 5:
			f = f.Apply(opinion.AlertEvent{ID: a.ID, Type: opinion.AlertDismiss, At: at, By: "monitor", Who: "m2",
				Reason: "计划<b>停水</b>"})
		}
		d.Files = append(d.Files, f)
	}
	return d
}

// Alerts are those that a question asks for.
func (d *AlertDesk) Alerts(_ context.Context, q facts.AlertQuery) (out []opinion.AlertFile, _ error) {
	for _, f := range d.Files {
		if q.Fits(f) {
			out = append(out, f)
		}
	}
	return out, d.Fail
}

// Alert is one of them.
func (d *AlertDesk) Alert(_ context.Context, id string) (opinion.AlertFile, error) {
	for _, f := range d.Files {
		if f.ID == id {
			return f, d.Fail
		}
	}
	return opinion.AlertFile{}, &kit.Error{Kind: kit.NotFound, Code: "no_alert"}
}

// ActOnAlert notes what somebody wants.
func (d *AlertDesk) ActOnAlert(_ context.Context, id string, act facts.AlertAct) error {
	for i, f := range d.Files {
		if f.ID == id {
			d.Files[i] = f.Apply(opinion.AlertEvent{ID: id, Type: act.Move, At: d.now, By: act.By, Who: act.Who,
				Reason: act.Reason, Case: act.Case})
		}
	}
	d.Acts = append(d.Acts, act)
	return d.Fail
}

// HandOver notes it.
func (d *AlertDesk) HandOver(_ context.Context, act facts.AlertAct) (int, error) {
	act.Move = opinion.AlertHand
	d.Acts = append(d.Acts, act)
	return 1, d.Fail
}

// Hushes are what is silenced.
func (d *AlertDesk) Hushes(context.Context) ([]opinion.Hush, error) { return d.Kept, d.Fail }

// Hush keeps it.
func (d *AlertDesk) Hush(_ context.Context, h opinion.Hush) error {
	h.ID = opinion.HushID(h)
	d.Kept = append(d.Kept, h)
	return d.Fail
}

// Unhush ends it.
func (d *AlertDesk) Unhush(_ context.Context, id, by string) error {
	for i := range d.Kept {
		if d.Kept[i].ID == id {
			d.Kept[i].Ended, d.Kept[i].Why = d.now, by
		}
	}
	return d.Fail
}
