package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/bus"
	"huiying/collectors"
	"huiying/configs"
	"huiying/console"
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
type role string

const (
	roleCollect role = "collect"
	roleAnalyze role = "analyze"
	roleRespond role = "respond"
	roleConsole role = "console"
)

var allRoles = []role{roleCollect, roleAnalyze, roleRespond, roleConsole}

func parseRoles(s string) ([]role, error) {
	var out []role
	for word := range strings.SplitSeq(s, ",") {
		r := role(strings.TrimSpace(word))
		if !slices.Contains(allRoles, r) {
			return nil, fmt.Errorf("%w: there is no role %q; the roles are collect, analyze, respond, console", errUsage, word)
		}
		out = append(out, r)
	}
	return out, nil
}

// plan is what a house is built from.
type plan struct {
	cfg          *configs.Config
	dir          string   // the data directory, held by the caller
	nats         string   // address of a NATS server; "" means embedded
	bus          *bus.Bus // a log that is open already, and stays so; nil: open one
	roles        []role
	log          *zap.Logger
	now          func() time.Time
	allowPrivate bool // the tour collects from loopback
	tour         bool // a tour: sample accounts, no sign-in
}

func (p plan) has(r role) bool { return slices.Contains(p.roles, r) }

// house is a running huiying: every live part, in the order of its making.
type house struct {
	plan
	bus     *bus.Bus
	archive *archive.Archive
	store   *sqlite.Store
	judges  *judges
	index   engine
	inbox   *inbox
	fetch   *fetch.Client
	runner  *collectors.Runner
	desk    *casework.Desk
	worker  *casework.Worker
	verify  verify.Verifier // looks whether a published answer is really there
	answers *verify.Judge   // reads whether it is one
	facts   *bus.Bucket     // health and cursors of sources
	notes   *bus.Bucket     // saved searches of desks
	news    *console.Hub    // what happens, for open desks
	marks   *console.Marks  // who has which case open
	seats   *bus.Bucket     // the same, shared by every console
	post    *post           // who is told; nil where nobody is
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
func open(ctx context.Context, p plan) (h *house, err error) {
	h = &house{plan: p, key: rand.Text(), news: console.NewHub(p.now())}
	if err := unfinished(p.dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
			h = nil
		}
	}()
	if h.judges, err = openJudges(p.cfg, p.dir); err != nil {
		return h, err
	}
	h.judges.words.keep()
	h.known = newMemory(h.judges, rand.Text())
	h.judges.broke = func(mention string) {
		p.log.Error("a part of the analysis broke down", zap.String("mention", mention), zap.Stack("stack"))
	}
	h.onClose("words", h.judges.Close)
	if h.traces, err = openTraces(ctx, p.log); err != nil {
		return h, err
	}
	h.onClose("traces", h.traces.close)
	if h.bus = p.bus; h.bus == nil {
		where, err := p.logOptions()
		if err != nil {
			return h, err
		}
		where.Tracer = h.traces.tracer("bus")
		if h.bus, err = bus.Open(ctx, where); err != nil {
			return h, err
		}
		h.onClose("log", func() error {
			wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			return h.bus.Close(wait)
		})
	}
	if err = h.ensureStreams(ctx); err != nil {
		return h, err
	}
	if h.facts, err = h.bus.Bucket(ctx, bookSources); err != nil {
		return h, err
	}
	if h.notes, err = h.bus.Bucket(ctx, bookDesk); err != nil {
		return h, err
	}
	if h.briefings, err = h.bus.Bucket(ctx, bookBriefings); err != nil {
		return h, err
	}
	if h.seats, err = h.bus.ExpiringBucket(ctx, bookSeats, console.MarkFor); err != nil {
		return h, err
	}
	h.marks = console.NewMarks(seatBook{h.seats}.tell)

	h.archive, err = archive.Open(archiveDir(p.dir), h.bus, archiveOptions(p.cfg, p.now, p.log))
	if err != nil {
		return h, err
	}
	h.onClose("archive", h.archive.Close)
	h.store, err = sqlite.Open(ctx, h.bus, filepath.Join(p.dir, "register.db"), sqlite.Options{Log: p.log, Path: h.judges.places.Path,
		Rings: casework.Earliest, Applied: tellDesks(h.news, p.now), Cut: func(text string) []string { return h.judges.words.CutForSearch(index.Fold(text)) }})
	if err != nil {
		return h, err
	}
	h.onClose("register", h.store.Close)
	h.withPrecedents()
	h.inbox = newInbox(h.bus, h.store)

	h.index, err = openIndex(p.cfg, p.dir, h.judges.words.CutForSearch)
	if err != nil {
		return h, err
	}
	h.onClose("index", h.index.Close)

	h.fetch = fetch.New(fetch.Options{UserAgent: p.cfg.Collect.Agent + "/" + revision, Contact: p.cfg.Collect.Contact,
		PerHost: p.cfg.Collect.Pace, MaxBytes: int64(p.cfg.Collect.MaxBytes), Timeout: p.cfg.Collect.Timeout,
		AllowPrivate: p.allowPrivate || p.cfg.Collect.AllowPrivate, Now: p.now, Log: p.log, Tracer: h.traces.tracer("fetch")})
	h.onClose("connections", func() error { h.fetch.Close(); return nil })
	if h.runner, err = newRunner(h); err != nil {
		return h, err
	}
	env, err := caseEnv(p.cfg)
	if err != nil {
		return h, err
	}
	if err = h.withPost(env.Calendars); err != nil {
		return h, err
	}
	h.sender = carrier{h.post}
	h.verify = verify.Verifier{Fetch: h.fetchText}
	h.answers = answerJudge(env.Calendars, h.judges.places)
	h.desk = &casework.Desk{Cases: h.store, Timers: h.bus, Env: env, Now: p.now, Log: p.log}
	h.worker = &casework.Worker{Cases: h.store, Timers: h.bus, Env: env, Now: p.now, Log: p.log, Register: h.store,
		Policy: casework.Policy{Size: p.cfg.Casework.IssueThreshold, Dispatch: p.cfg.Casework.AutoDispatch, Refer: p.cfg.Casework.AutoDispatch, Kinds: p.cfg.Casework.AutoOpen,
			Reopen: p.cfg.Casework.ReopenWithin, Link: true}}
	return h, nil
}

// ensureStreams makes the streams as configured. A house without roles changes none that is
// there: a look into dead letters by another configuration must not shorten the retention, and
// with it drop what is older.
func (h *house) ensureStreams(ctx context.Context) error {
	streams := bus.Streams(h.cfg.Retention)
	if len(h.roles) == 0 {
		streams = slices.DeleteFunc(streams, func(s bus.Stream) bool {
			_, err := h.bus.Count(ctx, s.Name)
			return err == nil
		})
	}
	return h.bus.EnsureStreams(ctx, streams)
}

func (h *house) onClose(name string, f func() error) {
	h.closers = append(h.closers, closer{name, f})
}

// close ends every part, last opened first, and reports each failure by name.
func (h *house) close() (err error) {
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
func (h *house) run(ctx context.Context) error {
	if h.has(roleAnalyze) {
		if err := h.known.catchUp(ctx, h.bus); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if err := h.beginNotices(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	if h.has(roleAnalyze) {
		g.Go(func() error { return h.known.follow(ctx, h.bus) })
	}
	g.Go(func() error { return h.store.Run(ctx) })
	if len(h.roles) > 0 {
		g.Go(func() error { return watchDisk(ctx, h.dir) })
	}
	if h.has(roleRespond) {
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
			if err := h.bus.Run(ctx, s); err != nil && ctx.Err() == nil {
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
func caseEnv(cfg *configs.Config) (casework.Env, error) {
	calendars, err := calendars(cfg)
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
func calendars(cfg *configs.Config) (casework.Calendars, error) {
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
