package briefing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

type rung struct {
	list []Alert
	err  error
}

func (r rung) AlertsOf(context.Context, time.Time, time.Time, time.Time) ([]Alert, error) {
	return slices.Clone(r.list), r.err
}

// The briefing says what rang and what came of it, the heaviest first; a day without alerts has no word of
// them, and where they cannot be had, that is said.
func TestWhatRangAndWhatCameOfIt(t *testing.T) {
	at := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)
	with := func(r rung) Briefing {
		k := book(newWorld(), time.Time{})
		k.Draft.Alerts = r
		return write(t, k, Day)
	}
	p := Page(with(rung{list: []Alert{
		{ID: "a1", Kind: opinion.AlertSurge, Severity: "IV", Topic: "water", Division: "11", Seen: 6, At: at, State: opinion.AlertEnded},
		{ID: "a2", Kind: opinion.AlertWatch, Severity: "II", Watch: "供暖", Seen: 3, At: at.Add(time.Hour), State: opinion.AlertLed, Case: "c1"},
	}}), plainNames())
	s := sectionOf(t, p, "alerts")
	if len(s.Lines) != 1 || !strings.Contains(s.Lines[0].Text, "响起预警 2 条") ||
		!strings.Contains(s.Lines[0].Text, "已转办 1 条") || s.Lines[0].Link != "/alerts" {
		t.Errorf("%+v", s.Lines)
	}
	if got := cells(s.Table); got != "供暖 专题/Watch 3 11-22 10:30 已转办/led on\n事项water · 地11 突增/Surge 6 11-22 09:30 已结束/ended" {
		t.Errorf("table\n%s", got)
	}
	if c := s.Table.Rows[0].Cases; !slices.Equal(c, []string{"c1"}) {
		t.Errorf("led to %v", c)
	}
	if len(p.Lead) > 7 {
		t.Errorf("%d sentences lead", len(p.Lead))
	}
	if s := sectionOf(t, Page(with(rung{}), plainNames()), "alerts"); len(s.Lines) > 0 || s.Table != nil {
		t.Errorf("nothing rang: %+v", s)
	}
	if b := with(rung{err: errors.New("the log is away")}); !slices.ContainsFunc(b.Missing, func(m Missing) bool { return m.Part == "alerts" }) {
		t.Errorf("missing %+v", b.Missing)
	}
}

// A briefing of a time that is over tells how an alert stood then.
func TestAnAlertIsToldAsItStood(t *testing.T) {
	at := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)
	f := opinion.AlertFile{}
	for i, e := range []opinion.AlertEvent{{Type: opinion.AlertRing, Alert: &opinion.Alert{Kind: opinion.AlertSurge, At: at, Seen: 5}},
		{Type: opinion.AlertTake, Who: "m"}, {Type: opinion.AlertDismiss, Who: "m", Reason: "演练"}} {
		e.ID, e.At = "a1", at.Add(time.Duration(i)*time.Hour)
		f = f.Apply(e)
	}
	for hours, want := range map[int]opinion.AlertState{1: opinion.AlertRinging, 2: opinion.AlertTaken, 9: opinion.AlertDismissed} {
		a, rang := AlertOf(f.AsOf(at.Add(time.Duration(hours) * time.Hour)))
		if a.State != want || !rang {
			t.Errorf("after %d hours: %s, rang %t", hours, a.State, rang)
		}
	}
	if _, rang := AlertOf(f.AsOf(at)); rang {
		t.Error("it rang before it did")
	}
}
