package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"huiying/app/alerting"
	"huiying/app/answers"
	"huiying/app/briefings"
	"huiying/app/collecting"
	"huiying/app/correcting"
	"huiying/app/forgetting"
	"huiying/app/indexing"
	"huiying/app/integrity"
	"huiying/app/items"
	"huiying/app/judging"
	"huiying/app/learning"
	"huiying/app/livedesk"
	"huiying/app/notices"
	"huiying/app/observing"
	"huiying/app/pages"
	"huiying/app/settings"
	"huiying/app/setup"
	"huiying/app/uploads"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/access"
	"huiying/console/triage"
	"huiying/fetch"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/casework"
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
	Adjust  func(*configs.Config)               // what this process changes of each configuration of the log; may be nil
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
	ballots  *ballots
	learner  learning.Learner
	progress progress

	judging   *judging.Worker
	client    *fetch.Client // the one way out to sources
	sources   *collecting.Sources
	trials    *collecting.Trials
	answers   answers.Verifier // reads the answers of units, and looks at them where they are published
	offers    answers.Offers   // brings replies that pages show to their cases
	notices   *notices.Post    // tells the office
	briefings *briefings.Briefer
	corrector *correcting.Corrector
	forgetter forgetting.Forgetter
	alerts    *alerting.Book     // what rang, and what came of it
	alarms    *alerting.Follower // finds what is to ring
	items     *items.Book        // the duties to publish
	duties    items.Desk         // the same, as they are asked for
	pages     *pages.Pages       // answers what pages and the API ask
	observing observing.Parts    // tells a monitoring system

	integrity *integrity.Checker // looks whether the log is what it was

	settings *settings.Store // the versions of the configuration
	live     *live           // which of them works now

	hub      *triage.Hub        // what happens, for open desks
	presence *livedesk.Presence // who has which case open
	traces   observing.Traces
	number   int          // the version of the configuration, where it is one of the log
	handler  http.Handler // the console by it, where it follows another
	key      string       // of whoever can read the data directory, at this process

	sweep    func(context.Context) error // forgets ended sessions; set once there is a console
	listener net.Listener                // of the console; nil: there is none
	closers  []closer
	once     sync.Once
}

// live is which version of the configuration works in this process, and what all versions share.
type live struct {
	now     atomic.Pointer[App]          // what works
	pages   atomic.Pointer[http.Handler] // its console; nil before there is one
	next    chan *App                    // what shall work
	who     *access.Accounts
	uploads *uploads.Uploads

	mu      sync.Mutex
	version int           // that works
	failed  error         // why a later one does not
	told    chan struct{} // closed when one of them changes
}

func newLive() *live { return &live{next: make(chan *App), told: make(chan struct{})} }

// house is what the configuration says of an App, and how one version follows another.
type house struct{ *App }

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
// reverse when a later part fails. What stands here stays as long as the process; what a new version
// of the configuration builds anew stands in furnish.
//
//	log ── archive
//	 │ (the configuration in force)
//	judges ── register ── index, inbox ── furnish
func open(ctx context.Context, p Options) (a *App, err error) {
	p = p.filled()
	if err := unfinished(p.Dir); err != nil {
		return nil, err
	}
	a = &App{opt: p, key: rand.Text(), hub: triage.NewHub(p.Now()), live: newLive()}
	a.live.now.Store(a)
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
			a = nil
		}
	}()
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
	if err = (house{a}).lead(ctx); err != nil {
		return a, err
	}
	p = a.opt
	if err = a.openJudges(); err != nil {
		return a, err
	}
	store, err := a.openRegister(ctx, casePolicy(p.Cfg.Casework))
	if err != nil {
		return a, err
	}
	a.progress = progress{log, store, a.archive}
	if a.index, err = indexing.Open(p.Cfg, p.Dir, a.judges.Words.CutForSearch,
		indexing.Parts{Bus: log, Words: a.judges.Words, Register: store, Log: p.Log}); err != nil {
		return a, err
	}
	a.onClose("index", a.index.Close)
	a.inbox, a.ballots = collecting.NewInbox(log, store, p.Now), &ballots{register: store, log: p.Log}
	a.buckets, a.alerts = kept, alertsOf(a)
	a.items = &items.Book{Bus: log, Path: a.judges.Places.Path}
	a.onClose("parts of the configuration", func() error { return house{a.live.now.Load()}.leave(nil) })
	return a, house{a}.furnish(nil)
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
