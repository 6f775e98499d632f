package app

import (
	"context"
	"fmt"
	"net/http"

	"go.uber.org/zap"

	"huiying/app/alerting"
	"huiying/app/briefings"
	"huiying/app/collecting"
	"huiying/app/correcting"
	"huiying/app/counter"
	"huiying/app/forgetting"
	"huiying/app/indexing"
	"huiying/app/judging"
	"huiying/app/learning"
	"huiying/app/livedesk"
	"huiying/app/notices"
	"huiying/app/pages"
	"huiying/app/uploads"
	"huiying/configs"
	"huiying/console"
	"huiying/console/facts"
	"huiying/console/leader"
	"huiying/console/system"
	"huiying/docs"
	"huiying/fetch"
	"huiying/opinion"
)

// console builds the pages over the process. The console knows none of its parts: each small
// interface of console.Deps is answered by the register itself, or by one adapter below.
func (a *App) Console() (http.Handler, error) {
	who, err := a.accounts()
	if err != nil {
		return nil, err
	}
	atlas, err := atlasOf(a.opt.Cfg)
	if err != nil {
		return nil, err
	}
	emblem, err := a.opt.Cfg.Emblem()
	if err != nil {
		return nil, fmt.Errorf("site.emblem: %w", err)
	}
	handed, err := CodesOf(a)
	if err != nil {
		return nil, err
	}
	return console.New(console.Deps{
		Accounts: who,
		Search:   indexing.Searcher{Index: a.index},
		Cases:    a.pages.Cases(),
		Issues:   a.pages.Issues(),
		Numbers:  a.pages.Numbers(),
		Sources:  a.sources,
		Trials:   a.trials,
		Dead:     pages.DeadLetters{Bus: a.bus},
		Units:    a.pages.Units(),
		Rules:    a.register,
		Brief:    a.briefings,
		Specials: a.briefings,
		Intake:   a.pages.Intake(),
		Forget:   a.forgetter,
		Correct:  a.corrector,
		Regroup:  correcting.Regrouper{Corrector: a.corrector},
		Open:     a.pages.Board(),
		Triage:   a.register,
		Ledger:   a.register,
		Balance:  a.register,
		Opener:   a.corrector,
		Counter:  CounterOf(a),
		Codes:    handed,
		Settings: settingsDesk{a},
		Uploads:  uploadsOf(a),
		Hub:      a.hub,
		Presence: a.presence.Presence,
		Notes:    a.buckets.desk,
		Shifts:   livedesk.Shifts{Bus: a.bus},
		Work:     a.pages.Work(),
		Notices:  noticeBook(a.notices), Items: a.duties,
		Alerts:   alerting.Desk{Book: a.alerts, Now: a.opt.Now},
		Names:    names{a.opt.Cfg, a.judges},
		Promise:  docs.Promise,
		Cut:      a.judges.Words.CutForSearch,
		Topics:   a.opt.Cfg.Topics,
		Places:   names{a.opt.Cfg, a.judges}.places(a.opt.Cfg.Region),
		Profiles: a.opt.Cfg.Clocks,
		Keep:     a.opt.Cfg.Retention,

		BriefFont: a.opt.Cfg.Briefing.Font,
		BriefLink: a.opt.Cfg.Briefing.Link,

		BriefPaper: PaperOf(a.opt.Cfg),
		Atlas:      atlas,
		Loopback:   who.URL == nil,
		Demo:       a.opt.Tour,
		Guide:      development,
		Product:    product,
		Office:     a.opt.Cfg.Coordinator(),
		Contact:    a.opt.Cfg.Collect.Contact,
		SiteCode:   a.opt.Cfg.Site.Code,
		Emblem:     emblem,
		Records:    a.opt.Cfg.Site.Records,
		Suggest:    a.opt.Cfg.Site.Suggest,
		Version:    Revision,
		Ready:      a.ready,
		Metrics:    a.observing.Metrics(),
		Now:        a.opt.Now,
		Failed:     requestFailed(a.opt.Log),
	})
}

func requestFailed(log *zap.Logger) func(route string, err error) {
	return func(route string, err error) {
		log.Error("request failed", zap.String("route", route), zap.Error(err))
	}
}

// pagesOf answers what the console asks of more than the register.
func pagesOf(a *App, called names) *pages.Pages {
	amended := func(ctx context.Context, history []opinion.Event) ([]facts.Amendment, error) {
		return correcting.Amendments(ctx, a.register, history)
	}
	return pages.New(pages.Parts{Cfg: a.opt.Cfg, Bus: a.bus, Register: a.register, Index: a.index,
		Inbox: a.inbox, Desk: a.desk, Answers: a.answers, Moved: a.corrector.Moved, Amended: amended, Owed: a.duties.Asker.Match,
		Sources: a.sources.Health, Vote: a.ballots.Put, Places: a.judges.Places,
		Unit: a.judges.Units.Unit, Names: called, Now: a.opt.Now})
}

// forgetterOf drops words, in the archive too where this process keeps it.
func forgetterOf(a *App) forgetting.Forgetter {
	return forgetting.Forgetter{Parts: forgetting.Parts{Cfg: a.opt.Cfg, Bus: a.bus,
		Register: a.register, Index: a.index, Archive: a.archive, Archives: a.opt.archives(),
		Desk: a.desk, Corrections: a.corrector.Hold, Judging: a.judging.Hold, Now: a.opt.Now, Log: a.opt.Log}}
}

// learnerOf lets what persons dispatch teach the model of past orders.
func learnerOf(a *App) learning.Learner {
	return learning.Learner{Bus: a.bus, Cases: a.register, Words: a.index, Judges: a.judges,
		Until: a.judges.PastUntil, CaughtUp: a.progress.caughtUp, Closes: a.opt.has(RoleRespond),
		Now: a.opt.Now, Log: a.opt.Log}
}

// CounterOf takes down what the office is told.
func CounterOf(a *App) counter.Counter {
	return counter.Counter{Parts: counter.Parts{Cfg: a.opt.Cfg, Judges: a.judges,
		Dispose: a.worker.Policy.Dispose, Publish: a.inbox.Publish, Register: a.register,
		Correct: a.corrector, Consider: a.worker.Consider, Now: a.opt.Now}}
}

// uploadsOf holds files that are brought in through a page.
func uploadsOf(a *App) *uploads.Uploads {
	if a.live.uploads == nil {
		now := &a.live.now
		a.live.uploads = uploads.New(uploads.Parts{Cfg: func() *configs.Config { return now.Load().opt.Cfg },
			Judges: func() *judging.Judges { return now.Load().judges }, Dir: a.opt.Dir,
			Publish: a.inbox.Publish, Refuse: a.inbox.Refuse, Now: a.opt.Now, Log: a.opt.Log})
		a.onClose("uploads", a.live.uploads.Close)
	}
	return a.live.uploads
}

// noticeBook is nil where nobody is told.
func noticeBook(p *notices.Post) system.Notices {
	if len(p.IDs()) == 0 {
		return nil
	}
	return p
}

// openFetch opens the way out, and what looks at addresses for pages of the console.
// They stay where the configuration says the same of them, for they know when a host was asked last.
func openFetch(a, was *App, hosts collecting.Hosts) *fetch.Client {
	if was != nil && was.opt.Cfg.Collect == a.opt.Cfg.Collect && Agent(was.opt.Cfg) == Agent(a.opt.Cfg) {
		a.client, a.trials = was.client, was.trials
		return a.client
	}
	o := a.opt.fetching(a.traces.Tracer("fetch"))
	o.Recall = hosts.Recall
	a.client = fetch.New(o)
	a.trials = collecting.NewTrials(a.client, a.opt.Now)
	return a.client
}

// PaperOf is how the office heads and ends its briefings.
func PaperOf(cfg *configs.Config) leader.Paper { return briefings.PaperOf(cfg) }

// atlasOf is the map that the office may show, and how many people live where.
func atlasOf(cfg *configs.Config) (leader.Atlas, error) {
	raw, err := cfg.Outlines()
	if err != nil {
		return leader.Atlas{}, fmt.Errorf("map.file: %w", err)
	}
	atlas, err := leader.ReadAtlas(raw, cfg.Map.Approval, cfg.Map.Population)
	if err != nil {
		return atlas, fmt.Errorf("map.file: %w", err)
	}
	return atlas, nil
}
