package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/app/answers"
	"huiying/app/briefings"
	"huiying/app/collecting"
	"huiying/app/correcting"
	"huiying/app/forgetting"
	"huiying/app/indexing"
	"huiying/app/integrity"
	"huiying/app/judging"
	"huiying/app/learning"
	"huiying/app/livedesk"
	"huiying/app/notices"
	"huiying/app/observing"
	"huiying/app/pages"
	"huiying/app/setup"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/triage"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/casework"
	"huiying/responders/verify"
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
	Given   net.Listener                        // where the console listens, in the place of Listen; closed with it
	First   setup.First                         // the first administrator where there is none; none named: one with a one-time password
	Tour    bool                                // a tour: sample accounts, no sign-in
	Beside  []func(context.Context, *App) error // runs with it, and ends it by an error

	bus *bus.Bus // a log that is open already, and stays so; nil: open one
}

func (p Options) has(r Role) bool { return slices.Contains(p.Roles, r) }

// App is a running huiying: every live part.
type App struct {
	opt      Options
	bus      *bus.Bus
	buckets  buckets
	archive  *archive.Archive
	register *sqlite.Store
	judges   *judging.Judges
	index    *indexing.Index
	inbox    *collecting.Inbox
	desk     *casework.Executor
	worker   *casework.Worker
	clocks   clocks
	ballots  ballots
	learner  learning.Learner
	progress progress

	judging   *judging.Worker
	sources   *collecting.Sources
	trials    *collecting.Trials
	answers   answers.Verifier // reads the answers of units, and looks at them where they are published
	offers    answers.Offers   // brings replies that pages show to their cases
	notices   *notices.Post    // tells the office
	briefings *briefings.Briefer
	corrector *correcting.Corrector
	forgetter forgetting.Forgetter
	pages     *pages.Pages    // answers what pages and the API ask
	observing observing.Parts // tells a monitoring system

	integrity *integrity.Checker // looks whether the log is what it was

	hub      *triage.Hub        // what happens, for open desks
	presence *livedesk.Presence // who has which case open
	traces   observing.Traces
	key      string // of whoever can read the data directory, at this process

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
	if err := finishing(o.Dir); err != nil {
		release()
		return nil, err
	}
	a, err := open(ctx, o)
	if sqlite.Damaged(err) {
		if err = sqlite.Drop(registerOf(o.Dir)); err == nil {
			a, err = open(ctx, o)
		}
	}
	if err != nil {
		release()
		return nil, err
	}
	a.closers = slices.Insert(a.closers, 0, closer{"data directory", func() error { release(); return nil }})
	if a.opt.has(RoleConsole) && (o.Listen != "" || o.Given != nil) {
		if err := a.listen(o.Listen); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// open builds an App over a directory that the caller holds. It is one straight function on
// purpose: the order of its locals is the order of dependency, and what was opened is closed in
// reverse when a later part fails.
//
//	judges ──────────── index
//	 │ (places)
//	log ── archive
//	 │
//	log ── register ── inbox ── sources ── client (fetch)
//	          │
//	          └── desk, worker (casework) ── answers, notices, briefings, corrections
func open(ctx context.Context, p Options) (a *App, err error) {
	p = p.filled()
	if err := unfinished(p.Dir); err != nil {
		return nil, err
	}
	a = &App{opt: p, key: rand.Text(), hub: triage.NewHub(p.Now())}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
			a = nil
		}
	}()
	judges, err := a.openJudges()
	if err != nil {
		return a, err
	}
	log, err := a.openLog(ctx)
	if err != nil {
		return a, err
	}
	kept, err := openBuckets(ctx, log)
	if err != nil {
		return a, err
	}
	a.presence = livedesk.NewPresence(kept.presence, a.hub, p.Log)
	if err = openIntegrity(ctx, a); err != nil {
		return a, err
	}
	policy := casePolicy(p.Cfg.Casework)
	store, err := a.openRegister(ctx, policy)
	if err != nil {
		return a, err
	}
	a.progress = progress{log, store, a.archive}
	judges.FollowPrecedents(store, p.Log)
	a.judging = judging.NewWorker(judges, log, store)
	if a.index, err = indexing.Open(p.Cfg, p.Dir, judges.Words.CutForSearch,
		indexing.Parts{Bus: log, Words: judges.Words, Register: store, Log: p.Log}); err != nil {
		return a, err
	}
	a.onClose("index", a.index.Close)
	hosts := collecting.Hosts{Bucket: kept.hosts, Log: p.Log}
	inbox, client := collecting.NewInbox(log, store, p.Now), openFetch(a, hosts)
	env, err := CaseEnv(p.Cfg)
	if err != nil {
		return a, err
	}
	works := env.Calendars[opinion.CalendarWorking].Works
	if a.sources, err = collecting.New(collecting.Parts{Cfg: p.Cfg, Bus: log, Memory: kept.sources,
		Visits: kept.visits, Fetch: client, Hosts: hosts, Publish: inbox.Publish,
		Offer: inbox.Offer, Refuse: inbox.Refuse,
		Register: store, Works: works, Now: p.Now, Log: p.Log}); err != nil {
		return a, err
	}
	called := names{p.Cfg, judges}
	if a.notices, err = notices.Open(notices.Parts{Cfg: p.Cfg, Agent: Agent(p.Cfg), Bus: log, Register: store,
		Sources: a.sources.Health, Names: called, Works: works, Now: p.Now, Log: p.Log}); err != nil {
		return a, err
	}
	a.onClose("connections of notices", a.notices.Close)
	reader := answers.Reader{Judge: answers.NewJudge(env.Calendars, judges.Places), Register: store, Index: a.index}
	desk := &casework.Executor{Cases: store, Timers: log, Env: env, Now: p.Now, Log: p.Log,
		Papers: store, Review: p.Cfg.Casework.Review, Reader: reader}
	a.worker = &casework.Worker{Cases: store, Timers: log, Env: env, Now: p.Now, Log: p.Log,
		Register: store, Policy: policy}
	a.answers = answers.Verifier{Reader: reader, State: store,
		Pages: verify.Verifier{Fetch: answers.PageText(client)}, Desk: desk, Now: p.Now}
	a.offers = answers.Offers{Reader: reader, State: store, Desk: desk}
	a.briefings = briefings.New(briefings.Parts{Cfg: p.Cfg, Bus: log, Kept: kept.briefings,
		Register: store, CaughtUp: a.progress.caughtUp, Sources: a.sources.Health, Names: called,
		Places: judges.Places, Unit: judges.Units.Unit,
		Sender: briefings.Sender{Channels: a.notices}, Now: p.Now, Log: p.Log})
	a.corrector = correcting.New(correcting.Parts{Cfg: p.Cfg, Bus: log, Register: store, Desk: desk,
		Places: judges.Places, Route: judges.Units.Route, Consider: a.worker.Consider, Now: p.Now,
		Log: p.Log})
	a.clocks = clocks{store, a.progress.caughtUp, desk, p.Now, p.Log}
	a.buckets, a.inbox, a.desk, a.ballots.register, a.ballots.log = kept, inbox, desk, store, p.Log
	a.forgetter, a.pages, a.observing, a.learner = forgetterOf(a), pagesOf(a, called), observedOf(a), learnerOf(a)
	return a, nil
}

// ensureStreams makes the streams as configured. A process without roles changes none that is
// there: a look into dead letters by another configuration must not shorten the retention, and
// with it drop what is older.
func (a *App) ensureStreams(ctx context.Context) error {
	streams := bus.Streams(a.opt.Cfg.Retention)
	if len(a.opt.Roles) == 0 {
		streams = slices.DeleteFunc(streams, func(s bus.Stream) bool {
			_, err := a.bus.Count(ctx, s.Name)
			return err == nil
		})
	}
	return a.bus.EnsureStreams(ctx, streams)
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
