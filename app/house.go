package app

import (
	"errors"
	"reflect"

	"huiying/app/answers"
	"huiying/app/briefings"
	"huiying/app/collecting"
	"huiying/app/correcting"
	"huiying/app/judging"
	"huiying/app/notices"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// furnish builds everything that the configuration says, over what stays: log, register, index. was
// is what works by the version before, nil at the start; what it must not lose goes over.
//
//	judges ── judging
//	inbox ── sources ── client (fetch)
//	alerts ── notices, alarms
//	desk, worker (casework) ── answers, notices, briefings, corrections
func (a house) furnish(was *App) error {
	p, log, store, kept, judges := a.opt, a.bus, a.register, a.buckets, a.judges
	judges.FollowPrecedents(store, p.Log)
	a.openJudging(was)
	hosts := collecting.Hosts{Bucket: kept.hosts, Log: p.Log}
	client := openFetch(a.App, was, hosts)
	env, err := CaseEnv(p.Cfg)
	if err != nil {
		return err
	}
	works := env.Calendars[opinion.CalendarWorking].Works
	if a.sources, err = collecting.New(collecting.Parts{Cfg: p.Cfg, Bus: log, Memory: kept.sources,
		Visits: kept.visits, Fetch: client, Hosts: hosts, Publish: a.inbox.Publish,
		Offer: a.inbox.Offer, Refuse: a.inbox.Refuse,
		Register: store, Works: works, Now: p.Now, Log: p.Log}); err != nil {
		return err
	}
	called := names{p.Cfg, judges}
	if a.notices, err = notices.Open(notices.Parts{Cfg: p.Cfg, Agent: Agent(p.Cfg), Bus: log, Register: store,
		Sources: a.sources.Health, Names: called, Works: works, Alerts: a.alerts.Alert,
		Now: p.Now, Log: p.Log}); err != nil {
		return err
	}
	a.duties, a.alarms = itemsOf(a.App, client, env.Calendars), alarmsOf(a.App)
	reader := answers.Reader{Judge: answers.NewJudge(env.Calendars, judges.Places), Register: store, Index: a.index}
	a.desk = &casework.Executor{Cases: store, Timers: log, Env: env, Now: p.Now, Log: p.Log,
		Papers: store, Review: p.Cfg.Casework.Review, Reader: reader}
	a.worker = &casework.Worker{Cases: store, Timers: log, Env: env, Now: p.Now, Log: p.Log,
		Register: store, Policy: casePolicy(p.Cfg.Casework)}
	a.answers = answers.Verifier{Reader: reader, State: store,
		Pages: verify.Verifier{Fetch: answers.PageText(client)}, Desk: a.desk, Now: p.Now}
	a.offers = answers.Offers{Reader: reader, State: store, Desk: a.desk}
	a.briefings = briefings.New(briefings.Parts{Cfg: p.Cfg, Bus: log, Kept: kept.briefings,
		Register: store, CaughtUp: a.progress.caughtUp, Sources: a.sources.Health, Names: called,
		Places: judges.Places, Unit: judges.Units.Unit, Alerts: a.alerts, Items: a.duties.Asker,
		Sender: briefings.Sender{Channels: a.notices}, Now: p.Now, Log: p.Log})
	a.openCorrector(was)
	a.clocks = clocks{store, a.progress.caughtUp, a.desk, p.Now, p.Log}
	a.forgetter, a.pages, a.observing, a.learner = forgetterOf(a.App), pagesOf(a.App, called),
		observedOf(a.App), learnerOf(a.App)
	return nil
}

// openJudging shares the analysis with other processes. Where the catalogue did not change, what was
// grouped stays known.
func (a house) openJudging(was *App) {
	if was == nil {
		a.judging = judging.NewWorker(a.judges, a.bus, a.register)
	} else {
		a.judging = was.judging.Anew(a.judges)
	}
}

// openCorrector lets persons put findings right.
func (a house) openCorrector(was *App) {
	p := correcting.Parts{Cfg: a.opt.Cfg, Bus: a.bus, Register: a.register, Desk: a.desk,
		Places: a.judges.Places, Route: a.judges.Units.Route, Consider: a.worker.Consider, Now: a.opt.Now,
		Log: a.opt.Log}
	if was == nil {
		a.corrector = correcting.New(p)
	} else {
		a.corrector = was.corrector.Anew(p)
	}
}

// rebuilt is an App by another configuration: what stays is shared, everything else is built beside
// what works, and nothing of it works yet.
func (a house) rebuilt(cfg *configs.Config) (*App, error) {
	b := &App{opt: a.opt, bus: a.bus, buckets: a.buckets, archive: a.archive, register: a.register,
		index: a.index, inbox: a.inbox, ballots: a.ballots, progress: a.progress, integrity: a.integrity,
		alerts: a.alerts, items: a.items, settings: a.settings, live: a.live, hub: a.hub, presence: a.presence, traces: a.traces, key: a.key,
		listener: a.listener}
	b.opt.Cfg = cfg
	var err error
	if b.judges, err = a.judges.Anew(cfg, reflect.DeepEqual(cfg.Topics, a.opt.Cfg.Topics)); err != nil {
		return nil, err
	}
	return b, house{b}.furnish(a.App)
}

// leave closes what works no more because next does, nil for nobody.
func (a house) leave(next *App) (err error) {
	if a.notices != nil {
		err = a.notices.Close()
	}
	if a.client != nil && (next == nil || next.client != a.client) {
		err = errors.Join(err, a.trials.Close())
		a.client.Close()
	}
	return err
}
