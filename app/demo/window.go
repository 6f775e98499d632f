package demo

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/app/tour"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// Codes hands query codes out, and answers whoever holds one.
type Codes interface {
	Hand(ctx context.Context, mention string) (string, error)
	Follow(ctx context.Context, typed string) (facts.Followed, error)
	Judge(ctx context.Context, ticket, solved, why string) (facts.Followed, error)
}

// Window plays those who come to the tour's office, the clerk at the counter (登记台), and the units that
// answer them, so that a visitor sees once what others may say of an answer: by a query code that it is
// solved; by a code twice that it is not, of which the second waits for the visitor's decision; a
// call-back and a look of the office.
type Window struct {
	Counter Clerk
	Codes   Codes
	Letters Letters
	Desk    Desk
	Sites   *tour.Sites
	Log     *zap.Logger

	visits []*visit
	own    sync.Map // ids of the cases that it plays
}

// Clerk takes an entry down.
type Clerk interface {
	Enter(ctx context.Context, e facts.Entry) (facts.Entered, error)
}

// visit is one that was taken down, with the code that whoever came went away with.
type visit struct {
	tour.Visit
	mention, code string
}

// Has says whether the window plays the units of a case.
func (w *Window) Has(id string) bool { _, ok := w.own.Load(id); return ok }

// Work plays until ctx ends.
func (w *Window) Work(ctx context.Context) error {
	for bus.Sleep(ctx, 2*time.Second) == nil {
		if err := w.round(ctx); err != nil && ctx.Err() == nil {
			w.Log.Warn("the sample counter could not work", zap.Error(err))
		}
	}
	return nil
}

// round lets one more come, and moves each case on by one step.
func (w *Window) round(ctx context.Context) (err error) {
	if n := len(w.visits); n < len(tour.Visits) {
		v, err := w.enter(ctx, tour.Visits[n])
		if err != nil {
			return err
		}
		w.visits = append(w.visits, v)
	}
	for _, v := range w.visits {
		err = errors.Join(err, w.goOn(ctx, v))
	}
	return err
}

// enter takes a visit down and hands its code out, unless it was taken down by a process before.
func (w *Window) enter(ctx context.Context, said tour.Visit) (*visit, error) {
	out, err := w.Counter.Enter(ctx, facts.Entry{Told: opinion.ToldAtWindow, Ref: said.Ref, Text: said.Text,
		By: "monitor"})
	v := &visit{Visit: said, mention: out.Mention}
	if err == nil && !out.Known {
		v.code, err = w.Codes.Hand(ctx, out.Mention)
	}
	return v, err
}

// goOn moves the case of a visit on.
func (w *Window) goOn(ctx context.Context, v *visit) error {
	at, err := w.Letters.Stand(ctx, v.mention)
	if errors.Is(err, register.ErrNotFound) || err == nil && len(at.Cases) == 0 {
		return nil // not judged yet
	}
	if err != nil {
		return err
	}
	w.own.Store(at.Cases[0], true)
	c, err := w.Letters.Load(ctx, at.Cases[0])
	if err != nil {
		return err
	}
	if c.State == opinion.Closed || c.State == opinion.Verified && v.Visit == tour.VisitUnsolved && c.Reopened == 0 {
		if err := w.judge(ctx, v, c); err != nil {
			return err
		}
	}
	cmd, ok := w.next(v, c)
	if !ok {
		return nil
	}
	_, err = w.Desk.Do(ctx, c.ID, cmd)
	return err
}

// next is what the office or its unit does now, if anything.
func (w *Window) next(v *visit, c opinion.Case) (opinion.Command, bool) {
	unit := "unit:" + c.Lead
	//exhaustive:ignore the sample visits go the ordinary way of a public matter and no other
	switch c.State {
	case opinion.Triage:
		return opinion.Command{Move: opinion.MoveDispatch, By: "monitor", Unit: c.Lead}, true
	case opinion.Dispatched:
		return opinion.Command{Move: opinion.MoveSign, By: unit}, true
	case opinion.Signed:
		return opinion.Command{Move: opinion.MoveHandle, By: unit}, true
	case opinion.Handling:
		return opinion.Command{Move: opinion.MoveAnswer, By: unit, Text: v.Answer, Kind: "解决公布",
			URL: w.Sites.Publish(c.ID, v.Answer)}, true
	case opinion.Verified:
		return opinion.Command{Move: opinion.MoveClose, By: unit, Outcome: opinion.AnsweredInPublic,
			Solved: "yes"}, true
	case opinion.Closed:
		means := []opinion.Means{opinion.MeansCallback, opinion.MeansLook}
		if n := len(c.Verdicts); v.Visit == tour.VisitLooked && n < len(means) {
			return opinion.Command{Move: opinion.MoveConfirm, By: "monitor", Means: means[n], Solved: "yes",
				Reason: "样例"}, true
		}
	}
	return opinion.Command{}, false
}

// judge lets whoever came say by the code whether it is solved, once of each answer.
func (w *Window) judge(ctx context.Context, v *visit, c opinion.Case) error {
	if v.code == "" || len(c.Verdicts) > 0 || v.Visit == tour.VisitLooked {
		return nil
	}
	found, err := w.Codes.Follow(ctx, v.code)
	if err != nil || !found.Judges() {
		return err
	}
	solved, why := "yes", ""
	if v.Visit == tour.VisitUnsolved {
		solved, why = "no", string(opinion.UnsolvedPartDone)
	}
	_, err = w.Codes.Judge(ctx, found.Ticket, solved, why)
	return err
}
