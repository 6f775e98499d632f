package alerting

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/console/facts"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/responders/alerts"
)

// third rings at the third report of an issue, and ends when the time has passed it by a day.
type third struct {
	N    map[string]int
	Open map[string]opinion.Alert
}

type fake struct{ third }

func made(state io.Reader) (Detector, error) {
	f := &fake{third{map[string]int{}, map[string]opinion.Alert{}}}
	if state == nil {
		return f, nil
	}
	return f, json.NewDecoder(state).Decode(&f.third)
}

func (f *fake) Observe(in opinion.Finding, at time.Time) []alerts.Change {
	issue := in.Issue.ID
	if f.N[issue]++; f.N[issue] != 3 {
		return nil
	}
	a := opinion.Alert{ID: opinion.AlertID(opinion.AlertSurge, issue, at), At: at, Kind: opinion.AlertSurge,
		Issue: issue, Seen: 3, Mentions: []string{in.ID}, Since: at}
	f.third.Open[issue] = a
	return []alerts.Change{{Did: alerts.Rang, At: at, Alert: a}}
}

func (f *fake) Tick(now time.Time) (out []alerts.Change) {
	for issue, a := range f.third.Open {
		if now.Sub(a.At) > 24*time.Hour {
			delete(f.third.Open, issue)
			out = append(out, alerts.Change{Did: alerts.Ended, At: now, Alert: a})
		}
	}
	return out
}

func (f *fake) Open() (out []opinion.Alert) {
	for _, a := range f.third.Open {
		out = append(out, a)
	}
	return out
}

func (f *fake) Save(w io.Writer) error { return json.NewEncoder(w).Encode(f.third) }

// say publishes findings of an issue.
func say(t *testing.T, log *bus.Bus, issue string, from, n int, at time.Time) {
	t.Helper()
	for i := range n {
		f := opinion.Finding{Mention: opinion.Mention{ID: fmt.Sprint(issue, "-", from+i), PublishedAt: at},
			Issue: opinion.IssueRef{ID: issue}}
		data, err := json.Marshal(f)
		if err == nil {
			_, err = log.Publish(t.Context(), bus.Message{Subject: "finding.980101", Data: data})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func follow(t *testing.T, log *bus.Bus, file string, now func() time.Time) (*Follower, func()) {
	t.Helper()
	f := &Follower{Bus: log, Book: &Book{Bus: log}, File: file, Make: made, Every: 20 * time.Millisecond, Now: now,
		Log: zap.NewNop()}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	return f, func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func list(t *testing.T, b *Book) []opinion.AlertFile {
	t.Helper()
	all, err := b.Alerts(t.Context(), facts.AlertQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// An alert rings once, whatever processes look and restart, is taken and dismissed, and its end is
// said; each of it is an event on the log.
func TestAnAlertLivesOnTheLog(t *testing.T) {
	log, dir := bustest.Start(t), t.TempDir()
	now := time.Now()
	first, stop := follow(t, log, filepath.Join(dir, "one"), func() time.Time { return now })
	second, stopSecond := follow(t, log, filepath.Join(dir, "two"), func() time.Time { return now })
	say(t, log, "i1", 0, 2, now.Add(-time.Hour))
	waittest.Until(t, "both have read on", func() bool {
		return read(first) >= 2 && read(second) >= 2
	})
	stop() // after two of three reports
	first, stop = follow(t, log, filepath.Join(dir, "one"), func() time.Time { return now })
	say(t, log, "i1", 2, 2, now)
	waittest.Until(t, "it rings", func() bool { return len(list(t, first.Book)) > 0 })
	waittest.Until(t, "both have seen it", func() bool { return read(first) >= 4 && read(second) >= 4 })
	all := list(t, second.Book)
	if len(all) != 1 || all[0].State != opinion.AlertRinging || len(all[0].History) != 1 {
		t.Fatalf("%+v", all)
	}
	desk := Desk{Book: second.Book, Now: func() time.Time { return now }}
	for _, act := range []facts.AlertAct{{Move: opinion.AlertTake, Who: "m1", By: "monitor"},
		{Move: opinion.AlertDismiss, Who: "m1", By: "monitor", Reason: "计划停水"}} {
		if err := desk.ActOnAlert(t.Context(), all[0].ID, act); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	stopSecond()
	now = now.Add(30 * time.Hour)
	for _, file := range []string{"one", "none"} { // and where the state is lost
		f, stop := follow(t, log, filepath.Join(dir, file), func() time.Time { return now })
		waittest.Until(t, "it ends", func() bool { return !list(t, f.Book)[0].Ended.IsZero() })
		stop()
	}
	f, err := desk.Alert(t.Context(), all[0].ID)
	if err != nil || f.State != opinion.AlertDismissed || f.Who != "m1" || len(f.History) != 4 {
		t.Errorf("%+v, %v", f, err)
	}
	if n, err := log.LastSeq(t.Context(), stream); err != nil || n != 4 {
		t.Errorf("%d events on the log, %v", n, err)
	}
}

func read(f *Follower) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mark.Seq
}

// What an old report brings is past: it rings nothing.
func TestOldReportsRingNothing(t *testing.T) {
	log := bustest.Start(t)
	f, stop := follow(t, log, filepath.Join(t.TempDir(), "state"), time.Now)
	defer stop()
	say(t, log, "old", 0, 5, time.Now().AddDate(0, -2, 0))
	say(t, log, "new", 0, 3, time.Now())
	waittest.Until(t, "the new one rings", func() bool { return len(list(t, f.Book)) > 0 })
	if all := list(t, f.Book); len(all) != 1 || all[0].Issue != "new" {
		t.Errorf("%+v", all)
	}
}

// An account hands over what it has, and silences something.
func TestTheEndOfAShift(t *testing.T) {
	log := bustest.Start(t)
	b, now := &Book{Bus: log}, time.Now()
	desk := Desk{Book: b, Now: func() time.Time { return now }}
	for _, issue := range []string{"i1", "i2", "i3"} {
		a := opinion.Alert{ID: "a" + issue, At: now, Kind: opinion.AlertSurge, Issue: issue, Seen: 4}
		if err := b.Found(t.Context(), alerts.Change{Did: alerts.Rang, At: now, Alert: a}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"ai1", "ai2"} {
		if err := desk.ActOnAlert(t.Context(), id, facts.AlertAct{Move: opinion.AlertTake, Who: "m1"}); err != nil {
			t.Fatal(err)
		}
	}
	n, err := desk.HandOver(t.Context(), facts.AlertAct{Who: "m1", By: "monitor", Reason: "夜班请跟进"})
	if err != nil || n != 2 {
		t.Fatalf("%d, %v", n, err)
	}
	if got := list(t, &Book{Bus: log}); len(got) != 3 || got[0].State != opinion.AlertRinging ||
		got[2].State != opinion.AlertRinging {
		t.Errorf("%+v", got)
	}
	if err := desk.Hush(t.Context(), opinion.Hush{Owner: "m1", Reason: "演练", Issue: "i4",
		Until: now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	a := opinion.Alert{ID: "ai4", At: now, Kind: opinion.AlertSurge, Issue: "i4", Seen: 4}
	if err := b.Found(t.Context(), alerts.Change{Did: alerts.Rang, At: now, Alert: a}); err != nil {
		t.Fatal(err)
	}
	if f, err := desk.Alert(t.Context(), "ai4"); err != nil || f.State != opinion.AlertQuiet || f.Silence == "" {
		t.Errorf("%+v, %v", f, err)
	}
	hushes, err := desk.Hushes(t.Context())
	if err != nil || len(hushes) != 1 {
		t.Fatalf("%+v, %v", hushes, err)
	}
	if err := desk.Unhush(t.Context(), hushes[0].ID, "m1"); err != nil {
		t.Fatal(err)
	}
	if f, err := desk.Alert(t.Context(), "ai4"); err != nil || f.State != opinion.AlertRinging {
		t.Errorf("%+v, %v", f, err)
	}
	if c, err := b.Count(t.Context()); err != nil || ringing(c) != 4 {
		t.Errorf("%+v, %v", c, err)
	}
}

// ringing is how many of some alerts nobody has taken, of whatever kind.
func ringing(c facts.AlertCounts) (n int) {
	for is, of := range c {
		if is.State == opinion.AlertRinging {
			n += of
		}
	}
	return n
}

// watching rings as a watch for every report of issue w.
type watching struct{ fake }

func (*watching) Observe(in opinion.Finding, at time.Time) []alerts.Change {
	kinds := map[string]opinion.AlertKind{"w": opinion.AlertWatch, "s": opinion.AlertSurge}
	return []alerts.Change{{Did: alerts.Rang, At: at, Alert: opinion.Alert{Kind: kinds[in.Issue.ID], At: at, Mentions: []string{in.ID}}}}
}

// A try hears what was said since a moment in the order in which it was said, however late it came, tells
// what watches would have rung, and writes nothing.
func TestATryHearsThePastInItsOrder(t *testing.T) {
	log := bustest.Start(t)
	if err := log.EnsureStreams(t.Context(), bus.Streams(time.Hour)); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	put := func(id, issue string, at time.Time, text string) {
		data, err := json.Marshal(opinion.Finding{Mention: opinion.Mention{ID: id, Text: text, PublishedAt: at}, Issue: opinion.IssueRef{ID: issue}})
		if err == nil {
			_, err = log.Publish(t.Context(), bus.Message{Subject: "finding.980101", Data: data})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	put("new", "w", now.Add(-day), "停水")
	put("old", "w", now.Add(-20*day), "停水")
	put("older than asked", "w", now.Add(-40*day), "停水")
	put("forgotten", "w", now.Add(-2*day), "")
	put("a surge", "s", now.Add(-3*day), "停水")
	f := &Follower{Bus: log, Book: &Book{Bus: log}, Now: func() time.Time { return now }, Log: zap.NewNop()}
	got, err := f.Try(t.Context(), &watching{fake{third{}}}, now.Add(-30*day))
	if err != nil || got.Heard != 3 || got.Cut || len(got.Rang) != 2 || got.Rang[0].Mentions[0] != "old" || got.Rang[1].Mentions[0] != "new" {
		t.Errorf("%+v %v", got, err)
	}
	if n := len(list(t, f.Book)); n != 0 {
		t.Errorf("%d alerts were written", n)
	}
}
