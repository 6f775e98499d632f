package learning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/analyzers/dispatch"
	"huiying/bus"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

const (
	streamCases   = "CASES"
	streamLearned = "LEARNED"
)

// Cases knows the history of a case.
type Cases interface {
	File(ctx context.Context, id string) (register.CaseFile, error)
}

// Words finds the findings of an issue, with their texts. The index is one.
type Words interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}

// Judges read a finding as the model does, call a unit as it does, and take what days teach.
type Judges interface {
	PastReading(f opinion.Finding) dispatch.Reading
	PastName(unit string) string
	Learned(days []dispatch.Day)
}

// Learner closes days and hands on what they teach.
type Learner struct {
	Bus      *bus.Bus
	Cases    Cases
	Words    Words
	Judges   Judges
	CaughtUp func(context.Context) error // waits until Cases has seen what the log holds
	// Until is the last day that the model's own file knows: what happened up to it teaches nothing
	// more. false: there is no model, so no day is closed.
	Until  func() (day string, ok bool)
	Closes bool // this process closes days; another one may
	Now    func() time.Time
	Log    *zap.Logger
}

// Run closes the days that are over, and hands on what was learned, at the start and each hour, until
// ctx ends.
func (l Learner) Run(ctx context.Context) error {
	for {
		if err := l.once(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("what the last days teach could not be learned; it is tried again within the hour", zap.Error(err))
		}
		select {
		case <-time.After(time.Hour):
		case <-ctx.Done():
			return nil
		}
	}
}

func (l Learner) once(ctx context.Context) error {
	if _, ok := l.Until(); !ok {
		return nil
	}
	if l.Closes {
		if err := l.Close(ctx); err != nil {
			return err
		}
	}
	days, err := l.Days(ctx)
	if err == nil && len(days) > 0 {
		l.Judges.Learned(days)
	}
	return err
}

// Days are the events of days, in the order in which they were written.
func (l Learner) Days(ctx context.Context) (days []dispatch.Day, err error) {
	_, err = l.Bus.Read(ctx, streamLearned, "", 1, func(m bus.Msg) error {
		var d dispatch.Day
		if err := m.Decode(&d); err != nil {
			return err
		}
		days = append(days, d)
		return nil
	})
	return days, err
}

// Close writes what each day teaches that is over and was not written yet. Two processes may do it at
// the same time: one of them writes a day.
func (l Learner) Close(ctx context.Context) error {
	days, err := l.Days(ctx)
	if err != nil {
		return err
	}
	from := uint64(1)
	if n := len(days); n > 0 {
		from = days[n-1].Through + 1
	}
	until, _ := l.Until()
	over, err := l.over(ctx, from, until)
	if err != nil || len(over) == 0 {
		return err
	}
	if err := l.CaughtUp(ctx); err != nil {
		return err
	}
	for _, o := range over {
		lessons, err := l.lessons(ctx, o)
		if err == nil {
			err = l.write(ctx, dispatch.SumDay(o.date, o.through, lessons))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", o.date, err)
		}
	}
	return nil
}

// past is a day that is over, as the log of cases has it.
type past struct {
	date    string
	through uint64   // number of its last event
	cases   []string // that were dispatched, in the order of the log
}

// errOpen ends reading at the day that is not over.
var errOpen = errors.New("this day is not over")

// over are the days since from that are over. An event that tells an earlier time than one before it
// belongs to the day of that one. The days up to until are one, of which no case is needed: it says
// how far the log was read.
func (l Learner) over(ctx context.Context, from uint64, until string) (out []past, err error) {
	today, seen := opinion.DayOf(l.Now()), map[string]bool{}
	_, err = l.Bus.Read(ctx, streamCases, "", from, func(m bus.Msg) error {
		var e opinion.Event
		if err := m.Decode(&e); err != nil {
			return err
		}
		at := opinion.DayOf(e.At)
		if at >= today {
			return errOpen
		}
		switch n := len(out); {
		case n > 0 && at <= out[n-1].date:
		case n > 0 && at <= until:
			out[n-1].date = at
		default:
			out = append(out, past{date: at})
			clear(seen)
		}
		day := &out[len(out)-1]
		if day.through = m.Seq; day.date <= until {
			return nil
		}
		if dispatches := e.Type == opinion.MoveDispatch ||
			e.Type == opinion.MoveArbitrate; dispatches && !seen[e.Case] {
			seen[e.Case] = true
			day.cases = append(day.cases, e.Case)
		}
		return nil
	})
	if errors.Is(err, errOpen) {
		err = nil
	}
	return out, err
}

// lessons are what the cases of a day teach. A case is one order, told by the first of its mentions
// whose words are still there.
func (l Learner) lessons(ctx context.Context, o past) (out []dispatch.Lesson, err error) {
	for _, id := range o.cases {
		file, err := l.Cases.File(ctx, id)
		if err != nil {
			return nil, err
		}
		unit, not := taught(file.History, o.date)
		if unit == "" && len(not) == 0 {
			continue
		}
		page, err := l.Words.Search(ctx, index.Query{Issue: file.Issue, Size: index.MaxSize})
		if err != nil {
			return nil, err
		}
		f, ok := firstOf(file.Mentions, page.Hits)
		if !ok {
			continue
		}
		r := l.Judges.PastReading(f)
		if unit != "" {
			out = append(out, dispatch.Lesson{Reading: r, Unit: l.Judges.PastName(unit)})
		}
		for _, u := range not {
			out = append(out, dispatch.Lesson{Reading: r, Unit: l.Judges.PastName(u), Returned: true})
		}
	}
	return out, nil
}

// firstOf is the first of mentions whose words are there.
func firstOf(mentions []string, found []opinion.Finding) (opinion.Finding, bool) {
	for _, id := range mentions {
		for _, f := range found {
			if f.ID == id && f.Title+f.Text != "" {
				return f, true
			}
		}
	}
	return opinion.Finding{}, false
}

// write writes a day once.
func (l Learner) write(ctx context.Context, d dispatch.Day) error {
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	none := uint64(0)
	_, err = l.Bus.Publish(ctx, bus.Message{Subject: opinion.LearnedSubject(d.Date), Data: data, Expect: &none})
	if errors.Is(err, bus.ErrConflict) {
		return nil // another process has written it
	}
	return err
}
