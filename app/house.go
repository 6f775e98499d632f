package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/bus"
	"huiying/collectors"
	"huiying/configs"
	"huiying/console/triage"
	"huiying/fetch"
	"huiying/index"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/briefing"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// role is a word of --roles.
type Role string

const (
	roleCollect Role = "collect"
	RoleAnalyze Role = "analyze"
	RoleRespond Role = "respond"
	roleConsole Role = "console"
)

var allRoles = []Role{roleCollect, RoleAnalyze, RoleRespond, roleConsole}

// plan is what a house is built from.
type Plan struct {
	Cfg          *configs.Config
	Dir          string   // the data directory, held by the caller
	Nats         string   // address of a NATS server; "" means embedded
	bus          *bus.Bus // a log that is open already, and stays so; nil: open one
	Roles        []Role
	Log          *zap.Logger
	Now          func() time.Time
	allowPrivate bool // the tour collects from loopback
	Tour         bool // a tour: sample accounts, no sign-in
}

func (p Plan) has(r Role) bool { return slices.Contains(p.Roles, r) }

// house is a running huiying: every live part, in the order of its making.
type House struct {
	Plan
	Bus     *bus.Bus
	archive *archive.Archive
	Store   *sqlite.Store
	Judges  *Judges
	index   engine
	Inbox   *inbox
	fetch   *fetch.Client
	runner  *collectors.Runner
	desk    *casework.Desk
	worker  *casework.Worker
	verify  verify.Verifier  // looks whether a published answer is really there
	answers *verify.Judge    // reads whether it is one
	facts   *bus.Bucket      // health and cursors of sources
	notes   *bus.Bucket      // saved searches of desks
	news    *triage.Hub      // what happens, for open desks
	marks   *triage.Presence // who has which case open
	seats   *bus.Bucket      // the same, shared by every console
	post    *post            // who is told; nil where nobody is
	traces  traces

	turns     turnBook    // what tables of rates count
	votes     voteBox     // of the open board, since the last full hour
	briefings *bus.Bucket // periods that are over, written once
	briefs    recent
	sender    briefing.Sender // takes briefings to who is to read them
	key       string          // of whoever can read the data directory, at this process

	known      *memory    // what this analyzer knows of FINDINGS
	opening    sync.Mutex // held by the batch that is being settled, until it is published
	correcting sync.Mutex // one correction at a time, and none while a mention is purged

	sweep   func(context.Context) error // forgets ended sessions; set once there is a console
	closers []closer
	once    sync.Once
}

type closer struct {
	name  string
	close func() error
}

// open builds the house. It is one straight function on purpose: its order is the order of
// dependency, and what was opened is closed in reverse when a later part fails.
//
//	judges ──────────── index
//	 │ (places)
//	bus ── archive
//	 │
//	bus ── store (register) ── inbox ── runner (collectors) ── fetch
//	          │
//	          └── desk, worker (casework)
func Open(ctx context.Context, p Plan) (h *House, err error) {
	h = &House{Plan: p, key: rand.Text(), news: triage.NewHub(p.Now())}
	if err := unfinished(p.Dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
			h = nil
		}
	}()
	if h.Judges, err = OpenJudges(p.Cfg, p.Dir); err != nil {
		return h, err
	}
	h.Judges.Words.keep()
	h.known = newMemory(h.Judges, rand.Text())
	h.Judges.broke = func(mention string) {
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
	if h.facts, err = h.Bus.Bucket(ctx, bookSources); err != nil {
		return h, err
	}
	if h.notes, err = h.Bus.Bucket(ctx, bookDesk); err != nil {
		return h, err
	}
	if h.briefings, err = h.Bus.Bucket(ctx, bookBriefings); err != nil {
		return h, err
	}
	if h.seats, err = h.Bus.ExpiringBucket(ctx, bookSeats, triage.PresentFor); err != nil {
		return h, err
	}
	h.marks = triage.NewPresence(seatBook{h.seats}.tell)

	h.archive, err = archive.Open(ArchiveDir(p.Dir), h.Bus, ArchiveOptions(p.Cfg, p.Now, p.Log))
	if err != nil {
		return h, err
	}
	h.onClose("archive", h.archive.Close)
	h.Store, err = sqlite.Open(ctx, h.Bus, filepath.Join(p.Dir, "register.db"), sqlite.Options{Log: p.Log, Path: h.Judges.Places.Path,
		Rings: casework.Earliest, Applied: tellDesks(h.news, p.Now), Cut: func(text string) []string { return h.Judges.Words.CutForSearch(index.Fold(text)) }})
	if err != nil {
		return h, err
	}
	h.onClose("register", h.Store.Close)
	h.withPrecedents()
	h.Inbox = NewInbox(h.Bus, h.Store)

	h.index, err = openIndex(p.Cfg, p.Dir, h.Judges.Words.CutForSearch)
	if err != nil {
		return h, err
	}
	h.onClose("index", h.index.Close)

	h.fetch = fetch.New(fetch.Options{UserAgent: p.Cfg.Collect.Agent + "/" + Revision, Contact: p.Cfg.Collect.Contact,
		PerHost: p.Cfg.Collect.Pace, MaxBytes: int64(p.Cfg.Collect.MaxBytes), Timeout: p.Cfg.Collect.Timeout,
		AllowPrivate: p.allowPrivate || p.Cfg.Collect.AllowPrivate, Now: p.Now, Log: p.Log, Tracer: h.traces.tracer("fetch")})
	h.onClose("connections", func() error { h.fetch.Close(); return nil })
	if h.runner, err = newRunner(h); err != nil {
		return h, err
	}
	env, err := CaseEnv(p.Cfg)
	if err != nil {
		return h, err
	}
	if err = h.withPost(env.Calendars); err != nil {
		return h, err
	}
	h.sender = carrier{h.post}
	h.verify = verify.Verifier{Fetch: h.fetchText}
	h.answers = AnswerJudge(env.Calendars, h.Judges.Places)
	h.desk = &casework.Desk{Cases: h.Store, Timers: h.Bus, Env: env, Now: p.Now, Log: p.Log,
		Papers: h.Store, Review: p.Cfg.Casework.Review, Reader: answerReader{h}}
	h.worker = &casework.Worker{Cases: h.Store, Timers: h.Bus, Env: env, Now: p.Now, Log: p.Log, Register: h.Store,
		Policy: casework.Policy{Size: p.Cfg.Casework.IssueThreshold, Dispatch: p.Cfg.Casework.AutoDispatch, Refer: p.Cfg.Casework.AutoDispatch, Kinds: p.Cfg.Casework.AutoOpen,
			Reopen: p.Cfg.Casework.ReopenWithin, Link: true}}
	return h, nil
}

// ensureStreams makes the streams as configured. A house without roles changes none that is
// there: a look into dead letters by another configuration must not shorten the retention, and
// with it drop what is older.
func (h *House) ensureStreams(ctx context.Context) error {
	streams := bus.Streams(h.Cfg.Retention)
	if len(h.Roles) == 0 {
		streams = slices.DeleteFunc(streams, func(s bus.Stream) bool {
			_, err := h.Bus.Count(ctx, s.Name)
			return err == nil
		})
	}
	return h.Bus.EnsureStreams(ctx, streams)
}

func (h *House) onClose(name string, f func() error) {
	h.closers = append(h.closers, closer{name, f})
}

// close ends every part, last opened first, and reports each failure by name.
func (h *House) Close() (err error) {
	h.once.Do(func() {
		for _, c := range slices.Backward(h.closers) {
			if e := c.close(); e != nil {
				err = errors.Join(err, fmt.Errorf("closing the %s: %w", c.name, e))
			}
		}
	})
	return err
}

// run lets the house work until ctx ends. It returns when all that was in hand is finished.
// Any part that fails ends the others.
func (h *House) Run(ctx context.Context) error {
	if h.has(RoleAnalyze) {
		if err := h.known.catchUp(ctx, h.Bus); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if err := h.beginNotices(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	if h.has(RoleAnalyze) {
		g.Go(func() error { return h.known.follow(ctx, h.Bus) })
	}
	g.Go(func() error { return h.Store.Run(ctx) })
	if len(h.Roles) > 0 {
		g.Go(func() error { return watchDisk(ctx, h.Dir) })
	}
	if h.has(RoleRespond) {
		g.Go(func() error { return h.armClocks(ctx) })
		g.Go(func() error { return h.armBriefings(ctx) })
		g.Go(func() error { return h.sweepClocks(ctx) })
	}
	if h.archives() {
		g.Go(func() error { return h.archive.Run(ctx) })
	}
	g.Go(func() error { return h.forgetting(ctx) })
	g.Go(func() error { return h.countVotes(ctx) })
	if h.has(roleConsole) {
		g.Go(func() error { return h.hearSeats(ctx) })
	}
	for _, s := range h.steps() {
		g.Go(func() error {
			if err := h.Bus.Run(ctx, s); err != nil && ctx.Err() == nil {
				return fmt.Errorf("step %s: %w", s.Name, err)
			}
			return nil
		})
	}
	if h.has(roleCollect) {
		g.Go(func() error { return h.scheduleSources(ctx) })
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// caseEnv is what casework may look up of the configuration.
func CaseEnv(cfg *configs.Config) (casework.Env, error) {
	calendars, err := Calendars(cfg)
	triage, _ := cfg.Profile(casework.ProfileTriage)
	decide, _ := cfg.Profile(casework.ProfileDecide)
	units := make(map[string]opinion.Unit, len(cfg.Units))
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	return casework.Env{
		Unit:  func(id string) (opinion.Unit, bool) { u, ok := units[id]; return u, ok },
		Clock: cfg.Profile,
		Topic: cfg.Topic,
		Profile: func(c opinion.Case) string {
			p, _ := cfg.Clock(c.Severity, c.Topic, c.SourceKind, c.Demand)
			return p.ID
		},
		Calendars: calendars,
		Office:    officeOf(cfg),
		Triage:    triage,
		Decide:    decide,
	}, err
}

// calendars are those that the program knows, with the holiday files of the configuration.
func Calendars(cfg *configs.Config) (casework.Calendars, error) {
	own, err := cfg.OwnHolidays()
	if err != nil {
		return nil, err
	}
	return casework.NewCalendars(own...)
}

// officeOf is the coordinating office of the region.
func officeOf(cfg *configs.Config) string {
	for _, u := range cfg.Units {
		if u.Office && u.Division == cfg.Region {
			return u.ID
		}
	}
	return ""
}
