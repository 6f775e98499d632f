package demo

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/app"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// Units play the sample units of the tour: some sign and answer in time, some late, some never, so
// that a visitor sees every state.
type Units struct {
	Sites *tour.Sites
	Leave func(id string) bool // cases that others play
	Cases Cases
	Desk  Desk
	Now   func() time.Time
	Log   *zap.Logger
}

// Cases lists the cases that units have.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
}

// Desk makes moves.
type Desk interface {
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Work lets the units work until ctx ends.
func (u Units) Work(ctx context.Context) error {
	for bus.Sleep(ctx, 2*time.Second) == nil {
		if err := u.round(ctx); err != nil && ctx.Err() == nil {
			u.Log.Warn("the sample units could not work", zap.Error(err))
		}
	}
	return nil
}

// round moves each open case on by one step when its sample unit feels like it.
func (u Units) round(ctx context.Context) error {
	page, err := u.Cases.Cases(ctx, register.CaseQuery{Open: true, Order: "opened", Size: 200})
	if err != nil {
		return err
	}
	for _, k := range page.Items {
		if cmd, ok := u.next(k); ok && !u.Leave(k.ID) {
			_, e := u.Desk.Do(ctx, k.ID, cmd)
			err = errors.Join(err, e) // one case that does not move holds up no other
		}
	}
	return err
}

// quick is how soon a sample unit answers that does its work.
const quick = 14 * time.Second

// temper of a sample unit follows from the case's id, so that a tour is the same each time:
// how long it takes to sign and to answer. Zero never happens.
func temper(k opinion.Case) (sign, answer time.Duration) {
	switch k.ID[len(k.ID)-1] % 5 {
	case 0: // never signs
		return 0, 0
	case 1: // signs, and lets the clock run out
		return 6 * time.Second, 0
	case 2: // slow
		return 10 * time.Second, 90 * time.Second
	}
	return 4 * time.Second, quick
}

// next is the command that a sample unit gives now, if any.
func (u Units) next(k register.CaseRow) (opinion.Command, bool) {
	sign, answer := temper(k.Case)
	by := "unit:" + k.Lead
	waited := u.Now().Sub(k.Dispatch)
	//exhaustive:ignore the sample units go the ordinary way of a public matter and no other
	switch k.State {
	case opinion.Dispatched:
		return opinion.Command{Move: opinion.MoveSign, By: by}, sign > 0 && waited > sign
	case opinion.Signed:
		return opinion.Command{Move: opinion.MoveHandle, By: by}, answer > 0 && waited > (sign+answer)/2
	case opinion.Handling:
		if answer == 0 || waited < answer {
			return opinion.Command{}, false
		}
		text := tour.Answer(k.Title)
		if answer > quick { // who is slow has not looked either, and the answer is doubted
			text = tour.FormLetter
		}
		return opinion.Command{Move: opinion.MoveAnswer, By: by, Text: text, Kind: "解决公布",
			URL: u.Sites.Publish(k.ID, text)}, true
	case opinion.Verified:
		solved := "yes"
		if len(k.Promised()) > 0 {
			solved = casework.SolvedPromised
		}
		return opinion.Command{Move: opinion.MoveClose, By: by, Outcome: opinion.AnsweredInPublic,
			Solved: solved, Reason: "样例"}, k.ID[2]%3 != 0
	}
	return opinion.Command{}, false
}

// Beside lets the sample units and the sample hotline work beside the process that serves a tour.
func Beside(sites *tour.Sites) func(context.Context, *app.App) error {
	return func(ctx context.Context, a *app.App) error {
		book, err := app.CodesOf(a)
		if err != nil {
			return err
		}
		g, ctx := errgroup.WithContext(ctx)
		window := &Window{Counter: app.CounterOf(a), Codes: book, Letters: a.Register(), Desk: a.Desk(),
			Sites: sites, Log: a.Log()}
		g.Go(func() error { return window.Work(ctx) })
		g.Go(func() error {
			return Register{Items: app.ItemsOf(a), Sites: sites, Now: time.Now, Log: a.Log()}.Work(ctx)
		})
		g.Go(func() error {
			return Units{Sites: sites, Leave: window.Has, Cases: a.Register(), Desk: a.Desk(),
				Now: time.Now, Log: a.Log()}.Work(ctx)
		})
		g.Go(func() error {
			calls := &Hotline{Cfg: a.Config(), Inbox: a.Inbox(), Letters: a.Register(),
				Corrector: a.Corrector(), Desk: a.Desk(), Now: time.Now, Log: a.Log()}
			return calls.Work(ctx)
		})
		return g.Wait()
	}
}
