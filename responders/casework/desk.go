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

// Cases keeps the histories. casestore is one.
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

// TimerKey is under which a case's clock is scheduled.
func TimerKey(id string) string { return "case." + id }

// TimerData is what the timer carries: enough to find the case again.
type TimerData struct {
	Case string    `json:"case"`
	Due  time.Time `json:"due"`
}

// attempts is how often a command is decided anew when others keep changing the case.
const attempts = 50

// Desk carries out commands. All fields are needed but Log.
type Desk struct {
	Cases  Cases
	Timers Timers
	Env    Env
	Now    func() time.Time
	Log    *zap.Logger
}

// Do loads the case, decides and appends. When somebody else changed the case in between it
// decides again, unless the command expected a version: then it refuses with stale_version.
// It returns the case as it is afterwards. A refused command returns a *Refusal and the case
// as it was.
func (d *Desk) Do(ctx context.Context, id string, cmd Command) (opinion.Case, error) {
	for range attempts {
		c, err := d.Cases.Load(ctx, id)
		if err != nil {
			return c, fmt.Errorf("load case %s: %w", id, err)
		}
		if err := d.mergeTarget(ctx, c, cmd); err != nil {
			return c, err
		}
		events, err := Decide(c, cmd, d.Env, d.Now())
		if err != nil || len(events) == 0 {
			return c, err
		}
		err = d.Cases.Append(ctx, c, events...)
		if err == nil {
			after := fold(c, events)
			d.arm(ctx, c, after)
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
	return c, refuse(c, CodeBusy, "办件正被频繁更新，请稍后再试。", "the case is being changed all the time; try again in a moment")
}

// mergeTarget looks at the case that another is merged into: it must be there and open, so
// that the duty does not end in a ring of merged cases.
func (d *Desk) mergeTarget(ctx context.Context, c opinion.Case, cmd Command) error {
	if cmd.Move != opinion.MoveMerge || cmd.Into == "" || cmd.Into == c.ID {
		return nil
	}
	into, err := d.Cases.Load(ctx, cmd.Into)
	if err != nil {
		return fmt.Errorf("load case %s: %w", clip(cmd.Into), err)
	}
	if !into.State.Open() {
		return refuse(c, CodeNeedsInto, "并入的办件不存在或已结束，请选择办理中的办件。", "the case to merge into does not exist or has ended; choose an open one")
	}
	return nil
}

// Due is what to do when a case's timer rings: it notes that the case is overdue (逾期), if
// it truly is. A timer that rang early is set again. It may be called at any time, twice too.
func (d *Desk) Due(ctx context.Context, id string) error {
	c, err := d.Cases.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("load case %s: %w", id, err)
	}
	if !c.Late(d.Now()) {
		return d.Arm(ctx, c)
	}
	_, err = d.Do(ctx, id, Command{Move: opinion.MoveOverdue, By: System})
	if r, ok := errors.AsType[*Refusal](err); ok && r.Code != CodeBusy {
		return nil // it was answered or closed at this very moment
	}
	return err
}

// Arm sets the timer of a running clock. The start of the process calls it for every open
// case, which makes up for a timer that was lost between an event and its timer.
func (d *Desk) Arm(ctx context.Context, c opinion.Case) error { return schedule(ctx, d.Timers, c) }

func (d *Desk) arm(ctx context.Context, before, after opinion.Case) {
	rearm(ctx, d.Timers, d.Log, before, after)
}

// running says whether a deadline can still be missed.
func running(c opinion.Case) bool {
	return c.State.Open() && c.Clock != nil && c.AnswerAt.IsZero() && !c.Overdue
}

func schedule(ctx context.Context, t Timers, c opinion.Case) error {
	if !running(c) {
		return nil
	}
	data, err := json.Marshal(TimerData{Case: c.ID, Due: c.Due})
	if err != nil {
		return err
	}
	// a second later than due, for a case is late only after its due second
	return t.Schedule(ctx, TimerKey(c.ID), c.Due.Add(time.Second), data)
}

// rearm fits the timer to a changed case. The events are stored by then, so a timer that
// cannot be set does not undo them: it is logged, and Arm makes up for it.
func rearm(ctx context.Context, t Timers, log *zap.Logger, before, after opinion.Case) {
	was, is := running(before), running(after)
	var err error
	switch {
	case is && (!was || !before.Due.Equal(after.Due)):
		err = schedule(ctx, t, after)
	case was && !is:
		err = t.Cancel(ctx, TimerKey(after.ID))
	}
	if err != nil && log != nil {
		log.Warn("deadline not scheduled; it is set again at the next start", zap.String("case", after.ID), zap.Error(err))
	}
}

func fold(c opinion.Case, events []opinion.Event) opinion.Case {
	for _, e := range events {
		c = c.Apply(e)
	}
	return c
}
