package app

import (
	"context"
	"io"
	"time"

	"huiying/bus"
	"huiying/internal/cli"
	"huiying/register"
	"huiying/register/sqlite"
	"huiying/responders/archive"
)

// everything is all subjects of the streams that the register follows.
var everything = map[string]string{"FINDINGS": "finding.*", "CASES": "case.*", "PURGED": "purged.*",
	"VOTES": "vote.*", "PAPERS": "paper.*.*", "LEDGER": "ledger.>", "REPLIES": "reply.*"}

// lastKept is the number of the newest message that is still there. The stream's own last
// number may belong to a message that was erased, which nobody will ever be shown.
func lastKept(ctx context.Context, log *bus.Bus, stream string) (uint64, error) {
	return log.LastSubjectSeq(ctx, stream, everything[stream])
}

// progress says how far what follows the log has come.
type progress struct {
	bus      *bus.Bus
	register *sqlite.Store
	archive  *archive.Archive
}

// registerBehind is how many events the register has not seen yet.
func (p progress) registerBehind(ctx context.Context) (uint64, error) {
	var behind uint64
	seen := p.register.Positions()
	for stream := range everything {
		last, err := lastKept(ctx, p.bus, stream)
		if err != nil {
			return 0, err
		}
		behind += last - min(last, seen[stream])
	}
	return behind, nil
}

// archiveBehind is how many events the archive has not seen yet.
func (p progress) archiveBehind(ctx context.Context) (uint64, error) {
	var behind uint64
	marks := p.archive.Marks()
	for _, stream := range p.archive.Streams() {
		last, err := p.bus.LastSeq(ctx, stream)
		if err != nil {
			return 0, err
		}
		behind += last - min(last, marks[stream].Seq)
	}
	return behind, nil
}

// muchBehind is from how many events on a register that follows the log is worth a bar.
const muchBehind = 20_000

// showBuilding shows how far a register has come that is built from the log.
func (p progress) showBuilding(ctx context.Context, out io.Writer) error {
	most, err := p.registerBehind(ctx)
	if err != nil || most < muchBehind {
		return nil // the register itself says what is wrong
	}
	bar := cli.NewBar(int64(most), "building the register", out, false)
	defer func() { _ = bar.Finish() }()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for left := most; left > 0; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if left, err = p.registerBehind(ctx); err == nil {
			_ = bar.Set64(int64(most - min(left, most)))
		}
	}
	return nil
}

// caughtUp waits until the register has seen what the log holds now.
func (p progress) caughtUp(ctx context.Context) error {
	for stream := range everything {
		last, err := lastKept(ctx, p.bus, stream)
		if err != nil {
			return err
		}
		if err := p.register.WaitFor(ctx, stream, last); err != nil {
			return err
		}
	}
	return nil
}

// pipeline names the steps that a mention passes through, in order.
var pipeline = []string{"analyze", "index", "respond"}

// behind is how much work the log still holds for the steps and the register, and how much
// it held in all since this process began to look.
func (p progress) behind(ctx context.Context) (left, total uint64, err error) {
	steps := map[string]bus.StepStats{}
	for _, s := range p.bus.Stats(ctx) {
		steps[s.Name] = s
	}
	for _, name := range pipeline {
		s, running := steps[name]
		if !running || !s.Known { // not started yet, or no answer: nothing can be said to be done
			left++
		}
		left += s.Pending
		total += s.In + s.Pending
	}
	register, err := p.registerBehind(ctx)
	return left + register, total + register, err
}

// OutcomeOf tells what became of some mentions, once all that the log has is in the register.
func OutcomeOf(ctx context.Context, a *App, mentions []string) (register.Outcome, error) {
	if err := a.CaughtUp(ctx); err != nil {
		return register.Outcome{}, err
	}
	return a.register.OutcomeOf(ctx, mentions)
}

// CaughtUp waits until the register has seen what the log holds now.
func (a *App) CaughtUp(ctx context.Context) error { return a.progress.caughtUp(ctx) }
