package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/opinion"
)

// Cases keeps the histories. register/sqlite has one.
type Cases interface {
	// Load returns the case as it is, or the zero Case when there is none.
	Load(ctx context.Context, id string) (opinion.Case, error)
	// Append writes events behind the version that before has, all or none. When somebody
	// else wrote in between, the error has a method Conflict() bool that says true, and the
	// caller loads again.
	Append(ctx context.Context, before opinion.Case, events ...opinion.Event) error
	// AppendAll does so for many cases in as few writes as possible; events[i] belong to
	// before[i]. After an error each case may or may not have been written.
	AppendAll(ctx context.Context, before []opinion.Case, events [][]opinion.Event) error
}

// conflicted says whether somebody else was faster.
func conflicted(err error) bool {
	var c interface {
		error
		Conflict() bool
	}
	return errors.As(err, &c) && c.Conflict()
}

// Timers ring once, at or after a moment. The bus is one.
type Timers interface {
	Schedule(ctx context.Context, key string, at time.Time, data []byte) error
	Cancel(ctx context.Context, key string) error
}

// TimerKey is under which a case's clocks are scheduled: one timer, set to the next ring.
func TimerKey(id string) string { return "case." + id }

// TimerData is what the timer carries: enough to find the case again.
type TimerData struct {
	Case string    `json:"case"`
	Due  time.Time `json:"due"`
}

// attempts is how often a command is decided anew when others keep changing the case.
const attempts = 50

// Executor carries out commands, each through the gate (gate.go). Log, Reader and, where answers need
// no review, Papers may be nil.
type Executor struct {
	Cases  Cases
	Timers Timers
	Env    Env
	Now    func() time.Time
	Log    *zap.Logger
	Papers Papers // where drafts are reviewed, and taken away once they are published
	Review bool   // an answer goes out as a second person approved it (casework.review)
	Reader Reader // nil: a person decides on an answer without what the checks read in it
}

// Do loads the case, passes the gate, decides and appends. When somebody else changed the case in
// between it decides again, unless the command expected a version: then it refuses with
// stale_version. It returns the case as it is afterwards. A refused command returns a *MoveRefusal and
// the case as it was.
func (d *Executor) Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error) {
	for range attempts {
		c, err := d.Cases.Load(ctx, id)
		if err != nil {
			return c, fmt.Errorf("load case %s: %w", id, err)
		}
		other, err := d.other(ctx, c, cmd)
		if err != nil {
			return c, err
		}
		cmd, err := d.gate(ctx, c, cmd)
		if err != nil {
			return c, err
		}
		now := d.Now()
		events, err := Decide(c, cmd, d.Env, now)
		if err != nil || len(events) == 0 {
			return c, err
		}
		after := fold(c, events)
		told, err := tell(other, after, cmd.Move, d.Env, now)
		if err != nil {
			return c, err
		}
		if looks(cmd, after) {
			if err := d.armLook(ctx, id); err != nil {
				return c, err
			}
		}
		if len(told) > 0 {
			err = d.Cases.AppendAll(ctx, []opinion.Case{c, other}, [][]opinion.Event{events, told})
		} else {
			err = d.Cases.Append(ctx, c, events...)
		}
		if err == nil {
			d.arm(ctx, c, after)
			if looks(cmd, after) {
				d.lookNow(ctx, id)
			}
			if cmd.Move == opinion.MoveAnswer {
				d.dropDraft(ctx, c)
			}
			return after, nil
		}
		if !conflicted(err) {
			return c, fmt.Errorf("write case %s: %w", id, err)
		}
		if err := ctx.Err(); err != nil {
			return c, err
		}
	}
	c, err := d.Cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	return c, refuse(c, CodeBusy, "refusal.busy")
}

// other is the second case of a merge or its undoing. One that another is merged into must be there
// and open, so that the duty does not end in a ring of merged cases, and due no later, so that
// nobody waits longer because cases were merged.
func (d *Executor) other(ctx context.Context, c opinion.Case, cmd opinion.Command) (opinion.Case, error) {
	id := ""
	switch {
	case cmd.Move == opinion.MoveMerge && cmd.Into != c.ID:
		id = cmd.Into
	case undoesMerge(c, cmd.Move):
		id = c.Into
	}
	if id == "" {
		return opinion.Case{}, nil
	}
	into, err := d.Cases.Load(ctx, id)
	switch {
	case err != nil:
		return into, fmt.Errorf("load case %s: %w", clip(id), err)
	case cmd.Move != opinion.MoveMerge:
		return into, nil
	case !into.State.Open() || into.Matter != c.Matter:
		return into, refuse(c, CodeNeedsInto, "refusal.needs_into.ended")
	case c.Clock != nil && c.AnswerAt.IsZero() && (into.Clock == nil || into.Due.After(c.Due)):
		return into, refuse(c, CodeLaterDue, "refusal.later_due")
	}
	return into, nil
}

// tell is what the other case is told of a merge: which case came, or went.
func tell(other, c opinion.Case, m opinion.Move, env Env, now time.Time) ([]opinion.Event, error) {
	if other.Version == 0 {
		return nil, nil
	}
	word := opinion.MoveAbsorb
	if m != opinion.MoveMerge {
		word = opinion.MoveRelease
	}
	return Decide(other, opinion.Command{Move: word, By: System, Other: c}, env, now)
}

// ringsAtOnce bounds what one timer may bring about: each clock rings four times at most.
const ringsAtOnce = 64

// Due is what to do when a case's timer rings: it says all that is to be said by now about its
// clocks (提醒、逾期、催办、督办), each once, and sets the timer for the next. It may be called at any
// time, twice and by several processes too: what was said stands in the case.
func (d *Executor) Due(ctx context.Context, id string) error {
	for range ringsAtOnce {
		c, err := d.Cases.Load(ctx, id)
		if err != nil {
			return fmt.Errorf("load case %s: %w", id, err)
		}
		now := d.Now()
		r, ok := Next(c, now)
		if !ok || now.Before(r.At) {
			return d.Arm(ctx, c)
		}
		_, err = d.Do(ctx, id, opinion.Command{Move: r.Move, By: System, Duty: r.Duty, Unit: r.Unit, Of: r.Of})
		if no, refused := errors.AsType[*MoveRefusal](err); refused && no.Code == CodeBusy {
			return err
		} else if err != nil && !refused { // a refusal: it was answered or closed at this very moment
			return err
		}
	}
	return nil
}

// Refresh brings an open case up to the calendars as they are now, and sets its timer. The start
// of the process calls it for every open case, which makes up for a timer that was lost between an
// event and its timer.
func (d *Executor) Refresh(ctx context.Context, c opinion.Case) error {
	stale := c.State.Open() && len(c.Running()) == 0 || waitsForCalendar(c)
	for _, t := range c.Running() {
		cal, ok := d.Env.Calendars[t.Clock.Calendar]
		stale = stale || (ok && cal.Version != t.Clock.Version)
	}
	if stale {
		after, err := d.Do(ctx, c.ID, opinion.Command{Move: opinion.MoveRecount, By: System})
		if no, refused := errors.AsType[*MoveRefusal](err); refused {
			if d.Log != nil {
				d.Log.Error("a case keeps its old due time", zap.String("case", c.ID), zap.Error(no))
			}
		} else if err != nil {
			return err
		}
		c = after
	}
	return d.Arm(ctx, c)
}

// Arm sets the timer of a case's clocks.
func (d *Executor) Arm(ctx context.Context, c opinion.Case) error {
	r, ok := Next(c, d.Now())
	if !ok {
		return nil
	}
	return schedule(ctx, d.Timers, c, r)
}

func (d *Executor) arm(ctx context.Context, before, after opinion.Case) {
	rearm(ctx, d.Timers, d.Log, before, after, d.Now())
}

func schedule(ctx context.Context, t Timers, c opinion.Case, r Ring) error {
	data, err := json.Marshal(TimerData{Case: c.ID, Due: r.At})
	if err != nil {
		return err
	}
	return t.Schedule(ctx, TimerKey(c.ID), r.At, data)
}

// rearm fits the timer to a changed case. The events are stored by then, so a timer that
// cannot be set does not undo them: it is logged, and Refresh makes up for it.
func rearm(ctx context.Context, t Timers, log *zap.Logger, before, after opinion.Case, now time.Time) {
	was, had := Next(before, now)
	is, has := Next(after, now)
	var err error
	switch {
	case has && (!had || !was.At.Equal(is.At)):
		err = schedule(ctx, t, after, is)
	case had && !has:
		err = t.Cancel(ctx, TimerKey(after.ID))
	}
	if err != nil && log != nil {
		log.Warn("timer not set; it is set again at the next start", zap.String("case", after.ID), zap.Error(err))
	}
}

func fold(c opinion.Case, events []opinion.Event) opinion.Case {
	for _, e := range events {
		c = c.Apply(e)
	}
	return c
}
