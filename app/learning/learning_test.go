package learning_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/analyzers/dispatch"
	"huiying/app/learning"
	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

// office has a log, and the words of what was said.
type office struct {
	log   *bus.Bus
	words map[string]opinion.Finding // by issue
	days  []dispatch.Day             // that were handed on
}

func (o *office) File(ctx context.Context, id string) (f register.CaseFile, err error) {
	_, err = o.log.Read(ctx, "CASES", opinion.CaseSubject(id), 1, func(m bus.Msg) error {
		var e opinion.Event
		if err := m.Decode(&e); err != nil {
			return err
		}
		f.History = append(f.History, e)
		f.Case = f.Case.Apply(e)
		return nil
	})
	return f, err
}

func (o *office) Search(_ context.Context, q index.Query) (p index.Page, _ error) {
	if f, ok := o.words[q.Issue]; ok {
		p.Hits = append(p.Hits, f)
	}
	return p, nil
}

func (o *office) PastReading(f opinion.Finding) dispatch.Reading {
	return dispatch.Reading{Text: f.Text, Words: []string{"充电桩", f.ID}, Topic: f.Topic.ID}
}
func (o *office) PastName(unit string) string { return "名" + unit }
func (o *office) Learned(days []dispatch.Day) { o.days = days }

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, opinion.Beijing)

// happen writes the events of a case.
func (o *office) happen(t *testing.T, n int, events ...opinion.Event) {
	t.Helper()
	id, issue := opinion.CaseID(fmt.Sprint("issue", n)), fmt.Sprint("issue", n)
	f, err := o.File(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.History) == 0 {
		m := fmt.Sprint("m", n)
		events = append([]opinion.Event{{Type: opinion.MoveOpen, At: events[0].At, By: "system", Issue: issue,
			Mention: m}}, events...)
		o.words[issue] = opinion.Finding{Mention: opinion.Mention{ID: m, Text: fmt.Sprint("充电桩坏了", n)},
			Topic: opinion.TopicFinding{ID: "power/charging"}}
	}
	for _, e := range events {
		e = e.Seal(f.Case)
		e.Case = id
		data, err := json.Marshal(e)
		if err == nil {
			_, err = o.log.Publish(t.Context(), bus.Message{Subject: opinion.CaseSubject(id), Data: data})
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Case = f.Case.Apply(e)
	}
}

func dispatched(at time.Time, by, unit string) opinion.Event {
	return opinion.Event{Type: opinion.MoveDispatch, At: at, By: by, Unit: unit}
}

func open(t *testing.T) (*office, learning.Learner) {
	o := &office{log: bustest.Start(t), words: map[string]opinion.Finding{}}
	return o, learning.Learner{Bus: o.log, Cases: o, Words: o, Judges: o, Closes: true, Log: zap.NewNop(),
		Until:    func() (string, bool) { return "", true },
		CaughtUp: func(context.Context) error { return nil }, Now: func() time.Time { return noon.AddDate(0, 0, 1) }}
}

func TestADayIsOneEventWhenItIsOver(t *testing.T) {
	o, l := open(t)
	for n := range 8 {
		o.happen(t, n, dispatched(noon, "monitor", "power"))
	}
	for n := range 8 { // what the rules did teaches nothing
		o.happen(t, 10+n, dispatched(noon, "system", "water"))
	}
	o.happen(t, 20, dispatched(noon.AddDate(0, 0, 1), "monitor", "power")) // the open day
	for range 2 {
		if err := l.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	days, err := l.Days(t.Context())
	if err != nil || len(days) != 1 {
		t.Fatalf("%v, %d days", err, len(days))
	}
	d := days[0]
	if d.Date != "2026-03-04" || d.Orders != 8 || len(d.Units) != 1 ||
		d.Units[0] != (dispatch.DayUnit{Name: "名power", Orders: 8}) {
		t.Errorf("%+v", d)
	}
	if len(d.Features) == 0 || slices.ContainsFunc(d.Features,
		func(f dispatch.DayFeature) bool { return f.By[0].Orders < 5 }) {
		t.Errorf("a feature of fewer than five orders, or none: %+v", d.Features)
	}
	l.Now = func() time.Time { return noon.AddDate(0, 0, 2) }
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if days, _ = l.Days(t.Context()); len(days) != 2 || days[1].Orders != 1 || len(days[1].Features) != 0 {
		t.Errorf("the next day: %+v", days[1:])
	}
}

func TestAPurgeTakesItsShareOutOfAnOpenDay(t *testing.T) {
	o, l := open(t)
	for n := range 5 {
		o.happen(t, n, dispatched(noon, "monitor", "power"))
	}
	delete(o.words, "issue3") // purged while the day is open
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	days, err := l.Days(t.Context())
	if err != nil || len(days) != 1 || days[0].Orders != 4 || len(days[0].Features) != 0 {
		t.Errorf("%v %+v", err, days)
	}
}

func TestAReturnThatStoodTeachesWhoseItIsNot(t *testing.T) {
	o, l := open(t)
	at := noon
	for n := range 6 {
		o.happen(t, n, dispatched(at, "monitor", "power"),
			opinion.Event{Type: opinion.MoveReturn, At: at.Add(time.Minute), By: "unit:power",
				Unit: "power", Reason: "not_ours"},
			dispatched(at.Add(time.Hour), "monitor", "grid"))
	}
	for n := range 6 { // returned and not decided: it teaches nothing yet
		o.happen(t, 10+n, dispatched(at, "monitor", "water"),
			opinion.Event{Type: opinion.MoveReturn, At: at.Add(time.Minute), By: "unit:water",
				Unit: "water", Reason: "not_ours"})
	}
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	days, _ := l.Days(t.Context())
	want := []dispatch.DayUnit{{Name: "名grid", Orders: 6}, {Name: "名power", Returned: 6}}
	if len(days) != 1 || !slices.Equal(days[0].Units, want) || days[0].Orders != 6 {
		t.Errorf("%+v", days)
	}
}

// What the model's file was learned from is not written again; how far the log was read is.
func TestDaysThatTheModelKnowsAreNotClosed(t *testing.T) {
	o, l := open(t)
	for n := range 30 {
		o.happen(t, n, dispatched(noon.AddDate(0, 0, n/6-4), "monitor", "power"))
	}
	l.Until = func() (string, bool) { return noon.AddDate(0, 0, -2).Format(time.DateOnly), true }
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	days, err := l.Days(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	orders := map[string]int{}
	for _, d := range days {
		orders[d.Date] = d.Orders
	}
	if want := map[string]int{"2026-03-02": 0, "2026-03-03": 6, "2026-03-04": 6}; !maps.Equal(orders, want) {
		t.Errorf("%v, want %v", orders, want)
	}
}

// A house without a model closes no days.
func TestNothingIsLearnedWithoutAModel(t *testing.T) {
	o, l := open(t)
	for n := range 8 {
		o.happen(t, n, dispatched(noon, "monitor", "power"))
	}
	l.Until = func() (string, bool) { return "", false }
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	stop()
	if err := l.Run(ctx); err != nil { // once, though it is told to end
		t.Fatal(err)
	}
	if days, err := l.Days(t.Context()); err != nil || len(days) > 0 {
		t.Errorf("%d days, %v", len(days), err)
	}
}

// A process that starts again makes the same model of the file and the log, without any text.
func TestARebuildReplaysDaysAndNoTexts(t *testing.T) {
	o, l := open(t)
	var orders []dispatch.Order
	for i := range 40 {
		unit := []string{"名water", "名power"}[i%2]
		orders = append(orders, dispatch.Order{Reading: dispatch.Reading{Text: fmt.Sprint([]string{"停水了", "停电了"}[i%2], i)}, Unit: unit})
	}
	file, _, err := dispatch.Learn(t.Context(), orders, dispatch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		o.happen(t, n, dispatched(noon.AddDate(0, 0, -n/6), "monitor", "power"))
	}
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := l.Run(ctx); err != nil { // once, though it is told to end
		t.Fatal(err)
	}
	first, err := l.Days(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.words = nil // all texts are forgotten
	again, err := l.Days(t.Context())
	if err != nil || len(again) == 0 {
		t.Fatalf("%v, %d days", err, len(again))
	}
	var a, b bytes.Buffer
	if err := file.With(first...).Save(&a); err != nil {
		t.Fatal(err)
	}
	if err := file.With(again...).Save(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the rebuilt model is another one")
	}
}
