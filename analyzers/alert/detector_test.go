package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// What the issue asks of planted surges and of false alarms, on streams of a county.
func TestPlantedSurgesOfACounty(t *testing.T) {
	var planted, found, wrong int
	var weeks float64
	for _, m := range []Made{
		{Seed: 11, PerDay: 200, Days: 28, Surges: 40},
		{Seed: 12, PerDay: 200, Days: 28, Surges: 40, SameIssues: true},
		{Seed: 13, PerDay: 200, Days: 21, Surges: 30, SameIssues: true, Scatter: .03},
	} {
		s := m.Score()
		planted, found, wrong, weeks = planted+s.Planted, found+s.Found, wrong+s.False, weeks+s.Weeks
	}
	if float64(found) < .95*float64(planted) || float64(wrong) > weeks {
		t.Errorf("found %d of %d, %d false alarms in %v weeks", found, planted, wrong, weeks)
	}
}

func replay(d *Detector, reports []Report) (out []Event) {
	for _, r := range reports {
		out = append(out, d.Observe(r)...)
	}
	return out
}

func small(seed uint64) []Report {
	m := Made{Seed: seed, PerDay: 40, Days: 5, Surges: 5, FirstDay: 1, Counties: 2, Towns: 2, Topics: 6}
	reports, _ := m.Stream()
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range reports {
		reports[i].Copy, reports[i].Text = r.IntN(9) == 0, []string{"停水", "停电", "修路"}[r.IntN(3)]
		reports[i].Source = fmt.Sprint("s", r.IntN(7))
	}
	return reports
}

var someWatches = []opinion.Watch{
	{ID: "water", Any: []string{"停水"}, Tell: opinion.TellAtCount, Count: 3, Hours: 5},
	{ID: "power", Must: []string{"停电"}, Tell: opinion.TellAtOnce},
	{ID: "all", Divisions: []string{"98"}, Tell: opinion.TellDigest},
}

// A detector that was saved and loaded anywhere goes on as if nothing had been.
func TestARestartNeitherRepeatsNorLoses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := small(uint64(rapid.IntRange(1, 40).Draw(t, "seed")))
		o := Options{Watches: someWatches}
		want := replay(New(o), reports)
		d, got := New(o), []Event(nil)
		cuts := rapid.SliceOfN(rapid.IntRange(0, len(reports)), 1, 3).Draw(t, "cuts")
		slices.Sort(cuts)
		from := 0
		for _, cut := range append(cuts, len(reports)) {
			got = append(got, replay(d, reports[from:cut])...)
			from = cut
			var b bytes.Buffer
			if err := d.Save(&b); err != nil {
				t.Fatal(err)
			}
			var err error
			if d, err = Load(&b, o); err != nil {
				t.Fatal(err)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d events, want %d", len(got), len(want))
		}
		for i := range got {
			a, err := json.Marshal(got[i])
			b, err2 := json.Marshal(want[i])
			if err != nil || err2 != nil || !bytes.Equal(a, b) {
				t.Fatalf("event %d:\n got %s\nwant %s %v %v", i, a, b, err, err2)
			}
		}
	})
}

// Whatever comes in whatever order: each alert rings once, and what ends had rung.
func TestAlertsRingOnceAndEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := small(uint64(rapid.IntRange(1, 1000).Draw(t, "seed")))
		for range rapid.IntRange(0, 20).Draw(t, "late") {
			i, j := rapid.IntRange(0, len(reports)-1).Draw(t, "i"), rapid.IntRange(0, len(reports)-1).Draw(t, "j")
			reports[i], reports[j] = reports[j], reports[i]
		}
		d := New(Options{Watches: someWatches})
		events := replay(d, reports)
		events = append(events, d.Tick(reports[len(reports)-1].At.Add(80*24*time.Hour))...)
		rung := map[string]bool{}
		for _, e := range events {
			switch e.Did {
			case Rang:
				if rung[e.Alert.ID] {
					t.Fatalf("%+v rang twice", e.Alert)
				}
				rung[e.Alert.ID] = true
			default:
				if !rung[e.Alert.ID] {
					t.Fatalf("%s without having rung: %+v", e.Did, e.Alert)
				}
			}
		}
	})
}

// usual is a steady course of n reports a day, and its end.
func usual(days, perDay int, seed uint64) ([]Report, time.Time) {
	m := Made{Seed: seed, PerDay: perDay, Days: days, SameIssues: true}
	reports, _ := m.Stream()
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, opinion.Beijing).AddDate(0, 0, days)
	return reports, at
}

func rang(events []Event, kind opinion.AlertKind) (out []opinion.Alert) {
	for _, e := range events {
		if e.Did == Rang && e.Alert.Kind == kind {
			out = append(out, e.Alert)
		}
	}
	return out
}

// The same problem in twelve places is one alert of the topic.
func TestATrendOverManyPlacesIsOneAlert(t *testing.T) {
	reports, at := usual(10, 200, 3)
	d := New(Options{})
	replay(d, reports)
	var events []Event
	for i := range 60 {
		place := i % 12
		events = append(events, d.Observe(Report{ID: fmt.Sprint("t", i), At: at.Add(time.Duration(i) * time.Minute),
			Issue: fmt.Sprint("trend", place), Topic: "f9/water", Source: "s1",
			Places: []string{"98", "9801", fmt.Sprintf("9801%02d", place%4+1), fmt.Sprintf("9801%02d%03d", place%4+1, place/4+1)}})...)
	}
	all := rang(events, opinion.AlertSurge)
	if len(all) != 1 || all[0].Topic != "f9/water" || len(all[0].Division) > 4 || len(all[0].Places) < 3 {
		t.Errorf("rang: %+v", all)
	}
}

// A forward on other sites is no report: it does not surge, and its reach rings.
func TestForwardsAreReach(t *testing.T) {
	reports, at := usual(10, 200, 4)
	d := New(Options{})
	replay(d, reports)
	var events []Event
	for i := range 20 {
		events = append(events, d.Observe(Report{ID: fmt.Sprint("f", i), At: at.Add(time.Duration(i) * time.Minute),
			Issue: "forwarded", Topic: "f1/t1", Copy: i > 0, Source: fmt.Sprint("site", i), Kind: opinion.KindNews,
			Places: []string{"98", "9801"}})...)
	}
	if all := rang(events, opinion.AlertSurge); len(all) > 0 {
		t.Errorf("copies surged: %+v", all)
	}
	all := rang(events, opinion.AlertReach)
	if len(all) != 1 || all[0].Issue != "forwarded" || len(all[0].Sources) < leastSources || all[0].Seen != 1 {
		t.Fatalf("reach: %+v", all)
	}
}

// The office's own words are no report, and stand on the alert of their issue.
func TestAnAnswerStandsOnItsAlert(t *testing.T) {
	reports, at := usual(10, 200, 5)
	d := New(Options{})
	replay(d, reports)
	var events []Event
	for i := range 12 {
		events = append(events, d.Observe(Report{ID: fmt.Sprint("a", i), At: at.Add(time.Duration(i) * time.Minute),
			Issue: "asked", Topic: "f1/t1", Source: "s1", Answer: i == 11, Places: []string{"98", "9801"}})...)
	}
	last := events[len(events)-1]
	if last.Did != Replied || last.Alert.Answer != "a11" || last.Alert.Answered.IsZero() {
		t.Errorf("%+v", events)
	}
}

// A source that falls quiet against its own rhythm rings once, and ends when it is heard again.
func TestASourceThatFallsQuiet(t *testing.T) {
	reports, at := usual(21, 200, 6)
	d := New(Options{})
	var events []Event
	from := at.AddDate(0, 0, -5)
	for _, r := range reports {
		if r.Source == "s1" && r.At.After(from) && r.At.Before(from.AddDate(0, 0, 2)) {
			continue
		}
		events = append(events, d.Observe(r)...)
	}
	all := rang(events, opinion.AlertSilence)
	if len(all) != 1 || all[0].Source != "s1" || all[0].Seen != 0 || all[0].Expected < 5 {
		t.Fatalf("silence: %+v", all)
	}
	if i := slices.IndexFunc(events, func(e Event) bool { return e.Did == Settled && e.Alert.ID == all[0].ID }); i < 0 {
		t.Error("the silence did not end")
	}
}

func TestWatches(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, opinion.Beijing)
	report := Report{ID: "1", At: at, Issue: "i", Topic: "water/supply", Places: []string{"98", "9801"}, Unit: "u",
		Source: "s", Severity: opinion.SeverityII, Demand: opinion.Complaint, Title: "小区停水通知", Text: "自來水ＡＢ停了"}
	for _, x := range []struct {
		name string
		w    opinion.Watch
		want bool
	}{
		{"a word", opinion.Watch{Any: []string{"停水"}}, true},
		{"a longer word and its beginning", opinion.Watch{Must: []string{"停水通知", "停水"}}, true},
		{"traditional and wide", opinion.Watch{Must: []string{"自来水ab"}}, true},
		{"one is missing", opinion.Watch{Must: []string{"停水", "停电"}}, false},
		{"one of them", opinion.Watch{Any: []string{"停水", "停电"}}, true},
		{"not", opinion.Watch{Any: []string{"停水"}, Not: []string{"通知"}}, false},
		{"field", opinion.Watch{Topics: []string{"water"}}, true},
		{"another item", opinion.Watch{Topics: []string{"water/price"}}, false},
		{"place above", opinion.Watch{Divisions: []string{"98"}}, true},
		{"another place", opinion.Watch{Divisions: []string{"9802"}}, false},
		{"unit", opinion.Watch{Units: []string{"u"}}, true},
		{"source", opinion.Watch{Sources: []string{"x"}}, false},
		{"heavier", opinion.Watch{Severity: opinion.SeverityIII}, true},
		{"lighter", opinion.Watch{Severity: opinion.SeverityI}, false},
		{"demand", opinion.Watch{Demands: []opinion.Demand{opinion.Praise}}, false},
		{"within its days", opinion.Watch{Any: []string{"停水"}, From: "2026-03-02", Until: "2026-03-02"}, true},
		{"after", opinion.Watch{Any: []string{"停水"}, Until: "2026-03-01"}, false},
	} {
		if got := len(Matches(x.w, []Report{report})) == 1; got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

func TestWatchesTell(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, opinion.Beijing)
	d := New(Options{Watches: someWatches})
	told := map[string]int{}
	tell := func(events []Event) {
		for _, e := range events {
			if e.Did == Rang && e.Alert.Kind == opinion.AlertWatch {
				told[e.Alert.Watch]++
			}
		}
	}
	for i := range 6 {
		word := []string{"停水", "停电"}[i%2]
		tell(d.Observe(Report{ID: fmt.Sprint(i), At: at.Add(time.Duration(i) * time.Minute), Issue: word,
			Text: word, Places: []string{"98"}, Source: "s"}))
	}
	tell(d.Tick(at.AddDate(0, 0, 1)))
	want := map[string]int{"water": 1, "power": 1, "all": 1}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func FuzzLoad(f *testing.F) {
	d := New(Options{})
	replay(d, small(1)[:50])
	var b bytes.Buffer
	if err := d.Save(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("no state"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Load(bytes.NewReader(data), Options{Watches: someWatches})
		if err != nil {
			return
		}
		if d.Second > 1<<40 || d.Rhythm.Now > 1<<30 {
			t.Skip("far in the future: hours are walked through one by one")
		}
		replay(d, small(2)[:20])
	})
}

// What is usual of topics is kept where issues are too many.
func TestIssuesAreForgottenFirst(t *testing.T) {
	d := New(Options{})
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, opinion.Beijing)
	d.Observe(Report{ID: "first", At: at, Issue: "first", Topic: "f1/t1", Source: "s", Places: []string{"98"}})
	for i := range mostCells {
		d.cell(key{What: cellIssue, Of: fmt.Sprint(i)}, 0, classIssue)
		d.Cells[len(d.Cells)-1].Used = d.Second + int64(i)
	}
	d.Tick(at.Add(time.Hour))
	if len(d.Cells) > mostCells {
		t.Fatalf("%d cells", len(d.Cells))
	}
	for i, c := range d.Cells {
		if d.byKey[c.Key] != i {
			t.Fatalf("%v is at %d, not %d", c.Key, d.byKey[c.Key], i)
		}
	}
	if _, known := d.byKey[key{cellTopic, "f1/t1", "98"}]; !known || d.Cells[0].Key.What != cellAll {
		t.Error("a topic was forgotten")
	}
	if _, known := d.byKey[key{What: cellIssue, Of: "first"}]; known {
		t.Error("the oldest issue is still there")
	}
	for _, r := range d.Records {
		for _, at := range r.Cells {
			if at >= len(d.Cells) {
				t.Fatalf("a record counts in %d of %d", at, len(d.Cells))
			}
		}
	}
}
