package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"huiying/app/judging"
	"huiying/app/livedesk"
	"huiying/app/observing"
	"huiying/bus"
	"huiying/fetch"
	"huiying/index"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

// filled is the options with what was left out.
func (p Options) filled() Options {
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = zap.NewNop()
	}
	if p.Say == nil {
		p.Say = io.Discard
	}
	return p
}

// fetching is how sources and published answers are reached.
func (p Options) fetching(spans trace.Tracer) fetch.Options {
	c := p.Cfg.Collect
	return fetch.Options{UserAgent: Agent(p.Cfg), Contact: c.Contact, PerHost: c.Pace, Daily: c.Daily,
		MaxBytes: int64(c.MaxBytes), Timeout: c.Timeout,
		AllowPrivate: c.AllowPrivate, Now: p.Now, Log: p.Log, Tracer: spans}
}

// openJudges opens the judges, and lets them keep words for the index.
func (a *App) openJudges() error {
	j, err := judging.Open(a.opt.Cfg, a.opt.Dir)
	if err != nil {
		return err
	}
	a.judges = j
	a.onClose("words", j.Close)
	if len(a.opt.Roles) > 0 { // a command may cut nothing
		if err := j.Words.Load(); err != nil {
			return err
		}
	}
	j.Words.Keep()
	j.Broke = func(mention string) {
		a.opt.Log.Error("a part of the analysis broke down", zap.String("mention", mention), zap.Stack("stack"))
	}
	return nil
}

// openLog opens the log with its streams, and what traces the way of a message.
func (a *App) openLog(ctx context.Context) (_ *bus.Bus, err error) {
	if a.traces, err = observing.OpenTraces(ctx, product, Revision, a.opt.Log); err != nil {
		return nil, err
	}
	a.onClose("traces", a.traces.Close)
	if a.bus = a.opt.bus; a.bus == nil {
		where, err := a.opt.logOptions()
		if err != nil {
			return nil, err
		}
		where.Tracer = a.traces.Tracer("bus")
		if a.bus, err = bus.Open(ctx, where); err != nil {
			return nil, err
		}
		a.onClose("log", func() error {
			wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			return a.bus.Close(wait)
		})
	}
	return a.bus, a.ensureStreams(ctx)
}

// openRegister opens the register over the log.
func (a *App) openRegister(ctx context.Context, policy casework.Policy) (s *sqlite.Store, err error) {
	cut := func(text string) []string { return a.judges.Words.CutForSearch(index.Fold(text)) }
	if s, err = sqlite.Open(ctx, a.bus, registerOf(a.opt.Dir),
		sqlite.Options{Log: a.opt.Log, Path: a.judges.Places.Path,
			Rings: casework.Earliest, Dispose: policy.Dispose,
			Settings: fmt.Sprint("opens ", policy.Size, policy.Kinds), Applied: livedesk.Tell(a.hub,
				a.opt.Now), Cut: cut}); err != nil {
		return nil, err
	}
	a.register = s
	a.onClose("register", s.Close)
	return s, nil
}
