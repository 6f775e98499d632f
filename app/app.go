package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/app/answers"
	"huiying/app/collecting"
	"huiying/app/judging"
	"huiying/app/notices"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/triage"
	"huiying/fetch"
	"huiying/index"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/briefing"
	"huiying/responders/casework"
	"huiying/responders/verify"
	"huiying/responders/votes"
)

// Options say what an App is made from. New fills in what is left out.
type Options struct {
	Cfg     *configs.Config
	Dir     string                              // the data directory; "": as configured
	Nats    string                              // address of a NATS server; "": as configured, else embedded
	Roles   []Role                              // what this process does; none: nothing by itself
	Listen  string                              // where the console listens, if that is a role; "": nowhere; port 0: any that is free
	Observe string                              // where figures alone can be had; "": nowhere
	Log     *zap.Logger                         // nil: none
	Now     func() time.Time                    // nil: the clock
	Say     io.Writer                           // is told what a person who starts the process must know; nil: nobody
	Tour    bool                                // a tour: sample accounts, no sign-in
	Beside  []func(context.Context, *App) error // runs with it, and ends it by an error

	bus          *bus.Bus // a log that is open already, and stays so; nil: open one
	allowPrivate bool     // the tour collects from loopback
}

func (p Options) has(r Role) bool { return slices.Contains(p.Roles, r) }

// App is a running huiying: every live part, in the order of its making.
type App struct {
	Options
	Bus      *bus.Bus
	archive  *archive.Archive
	Store    *sqlite.Store
	Judges   *judging.Judges
	judging  *judging.Worker
	index    engine
	Inbox    *collecting.Inbox
	fetch    *fetch.Client
	sources  *collecting.Sources
	desk     *casework.Desk
	worker   *casework.Worker
	answers  answers.Verifier // reads the answers of units, and looks at them where they are published
	notes    *bus.Bucket      // saved searches of desks
	news     *triage.Hub      // what happens, for open desks
	marks    *triage.Presence // who has which case open
	presence *bus.Bucket      // the same, shared by every console
	notices  *notices.Post    // tells the office
	traces   traces

	turns     turnBook    // what tables of rates count
	votes     votes.Box   // of the open board, since the last full hour
	briefings *bus.Bucket // periods that are over, written once
	briefs    briefing.Recent
	sender    briefing.Sender // takes briefings to who is to read them
	key       string          // of whoever can read the data directory, at this process

	correcting sync.Mutex // one correction at a time, and none while a mention is purged

	sweep    func(context.Context) error // forgets ended sessions; set once there is a console
	listener net.Listener                // of the console; nil: there is none
	closers  []closer
	once     sync.Once
}

type closer struct {
	name  string
	close func() error
}

// New takes the data directory for this process, opens every part, and listens where a console
// is wanted. What it opened, Close closes; Run lets it work.
//
// Errors: ErrInUse where another process holds the directory; words that say what to do about
// the configuration, the directory or the address.
func New(ctx context.Context, cfg *configs.Config, o Options) (*App, error) {
	if faults := cfg.CheckParts(Parts()); len(faults) > 0 {
		return nil, faults
	}
	o.Cfg, o.Dir, o.Nats = cfg, cmp.Or(o.Dir, cfg.Data), cmp.Or(o.Nats, cfg.Bus.URL)
	release, err := Hold(o.Dir)
	if err != nil {
		return nil, err
	}
	a, err := open(ctx, o)
	if err != nil {
		release()
		return nil, err
	}
	a.closers = slices.Insert(a.closers, 0, closer{"data directory", func() error { release(); return nil }})
	if a.has(RoleConsole) && o.Listen != "" {
		if err := a.listen(o.Listen); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// open builds an App over a directory that the caller holds. It is one straight function on
// purpose: its order is the order of dependency, and what was opened is closed in reverse when a
// later part fails.
//
//	judges ──────────── index
//	 │ (places)
//	bus ── archive
//	 │
//	bus ── store (register) ── inbox ── runner (collectors) ── fetch
//	          │
//	          └── desk, worker (casework)
func open(ctx context.Context, p Options) (h *App, err error) {
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = zap.NewNop()
	}
	if p.Say == nil {
		p.Say = io.Discard
	}
	h = &App{Options: p, key: rand.Text(), news: triage.NewHub(p.Now())}
	if err := unfinished(p.Dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
			h = nil
		}
	}()
	if h.Judges, err = judging.Open(p.Cfg, p.Dir); err != nil {
		return h, err
	}
	h.Judges.Words.Keep()
	h.Judges.Broke = func(mention string) {
		p.Log.Error("a part of the analysis broke down", zap.String("mention", mention), zap.Stack("stack"))
	}
	h.onClose("words", h.Judges.Close)
	if h.traces, err = openTraces(ctx, p.Log); err != nil {
		return h, err
	}
	h.onClose("traces", h.traces.close)
	if h.Bus = p.bus; h.Bus == nil {
		where, err := p.logOptions()
		if err != nil {
			return h, err
		}
		where.Tracer = h.traces.tracer("bus")
		if h.Bus, err = bus.Open(ctx, where); err != nil {
			return h, err
		}
		h.onClose("log", func() error {
			wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			return h.Bus.Close(wait)
		})
	}
	if err = h.ensureStreams(ctx); err != nil {
		return h, err
	}
	memory, err := h.Bus.Bucket(ctx, bucketSources)
	if err != nil {
		return h, err
	}
	if h.notes, err = h.Bus.Bucket(ctx, bucketDesk); err != nil {
		return h, err
	}
	if h.briefings, err = h.Bus.Bucket(ctx, bucketBriefings); err != nil {
		return h, err
	}
	if h.presence, err = h.Bus.ExpiringBucket(ctx, bucketPresence, triage.PresentFor); err != nil {
		return h, err
	}
	h.marks = triage.NewPresence(presenceBucket{h.presence}.tell)

	h.archive, err = archive.Open(ArchiveDir(p.Dir), h.Bus, ArchiveOptions(p.Cfg, p.Now, p.Log))
	if err != nil {
		return h, err
	}
	h.onClose("archive", h.archive.Close)
	policy := casePolicy(p.Cfg.Casework)
	h.Store, err = sqlite.Open(ctx, h.Bus, filepath.Join(p.Dir, "register.db"), sqlite.Options{Log: p.Log, Path: h.Judges.Places.Path,
		Rings: casework.Earliest, Dispose: policy.Dispose, Applied: tellDesks(h.news, p.Now), Cut: func(text string) []string { return h.Judges.Words.CutForSearch(index.Fold(text)) }})
	if err != nil {
		return h, err
	}
	h.onClose("register", h.Store.Close)
	h.Judges.FollowPrecedents(h.Store, p.Log)
	h.judging = judging.NewWorker(h.Judges, h.Bus, h.Store)
	h.Inbox = collecting.NewInbox(h.Bus, h.Store)

	h.index, err = openIndex(p.Cfg, p.Dir, h.Judges.Words.CutForSearch)
	if err != nil {
		return h, err
	}
	h.onClose("index", h.index.Close)

	h.fetch = fetch.New(fetch.Options{UserAgent: Agent(p.Cfg), Contact: p.Cfg.Collect.Contact,
		PerHost: p.Cfg.Collect.Pace, MaxBytes: int64(p.Cfg.Collect.MaxBytes), Timeout: p.Cfg.Collect.Timeout,
		AllowPrivate: p.allowPrivate || p.Cfg.Collect.AllowPrivate, Now: p.Now, Log: p.Log, Tracer: h.traces.tracer("fetch")})
	h.onClose("connections", func() error { h.fetch.Close(); return nil })
	if h.sources, err = collecting.New(collecting.Parts{Cfg: p.Cfg, Bus: h.Bus, Memory: memory, Fetch: h.fetch, Publish: h.Inbox.Publish, Register: h.Store, Now: p.Now, Log: p.Log}); err != nil {
		return h, err
	}
	env, err := CaseEnv(p.Cfg)
	if err != nil {
		return h, err
	}
	h.notices, err = notices.Open(notices.Parts{Cfg: p.Cfg, Agent: Agent(p.Cfg), Bus: h.Bus, Register: h.Store, Sources: h.sources.Health, Names: names{p.Cfg, h.Judges},
		Works: env.Calendars[casework.Working].Works, Now: p.Now, Log: p.Log})
	if err != nil {
		return h, err
	}
	h.onClose("connections of notices", h.notices.Close)
	h.sender = briefingSender{h.notices}
	reader := answers.Reader{Judge: answers.NewJudge(env.Calendars, h.Judges.Places), Register: h.Store, Index: h.index}
	h.desk = &casework.Desk{Cases: h.Store, Timers: h.Bus, Env: env, Now: p.Now, Log: p.Log,
		Papers: h.Store, Review: p.Cfg.Casework.Review, Reader: reader}
	h.answers = answers.Verifier{Reader: reader, State: h.Store, Pages: verify.Verifier{Fetch: h.fetchText}, Desk: h.desk, Now: p.Now}
	h.worker = &casework.Worker{Cases: h.Store, Timers: h.Bus, Env: env, Now: p.Now, Log: p.Log, Register: h.Store, Policy: policy}
	return h, nil
}

// ensureStreams makes the streams as configured. A process without roles changes none that is
// there: a look into dead letters by another configuration must not shorten the retention, and
// with it drop what is older.
func (a *App) ensureStreams(ctx context.Context) error {
	streams := bus.Streams(a.Cfg.Retention)
	if len(a.Roles) == 0 {
		streams = slices.DeleteFunc(streams, func(s bus.Stream) bool {
			_, err := a.Bus.Count(ctx, s.Name)
			return err == nil
		})
	}
	return a.Bus.EnsureStreams(ctx, streams)
}

func (a *App) onClose(name string, f func() error) {
	a.closers = append(a.closers, closer{name, f})
}

// Close ends every part, last opened first, and reports each failure by name.
func (a *App) Close() (err error) {
	a.once.Do(func() {
		for _, c := range slices.Backward(a.closers) {
			if e := c.close(); e != nil {
				err = errors.Join(err, fmt.Errorf("closing the %s: %w", c.name, e))
			}
		}
	})
	return err
}
