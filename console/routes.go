package console

import (
	"net/http"

	"huiying/console/access"
	"huiying/console/sheet"
	"huiying/console/triage"
)

// routes is the list of pages, room by room; package api holds the list of its operations. Who may
// use a route says the table of package access.
func (r *rooms) routes(mux *http.ServeMux, d Deps) {
	at := mux.HandleFunc
	at("GET /{$}", r.home)
	r.ofMatters(at)
	r.ofAlerts(at)
	r.ofItems(at)

	at("GET /find", r.palette.Page(r.palette.Show))
	at("POST /find", r.palette.List)
	at("POST /find/units", r.palette.UnitNames)

	at("POST /queues/{list}/{act}", r.saved.Keep)

	h := r.shifts
	at("GET /shifts", h.Page(h.Show))
	at("POST /shifts", h.HandOver)
	at("GET /shifts/{id}", h.Page(h.ShowOne))
	at("POST /shifts/{id}/take", h.TakeOver)

	t := r.triage
	at("GET /desk", t.Page(t.ShowQueue))
	at("POST /desk", t.Asked)
	at("GET /desk/rows", t.ShowRows)
	at("GET /desk/queues", t.ShowQueues)
	at("GET "+triage.EventsAt, t.Events)
	at("GET /desk/cases/{id}", t.ShowCase)
	at("POST /desk/cases/{id}/{seat}", t.Sit)
	at("POST /desk/act", t.Act)
	at("POST /desk/undo", t.Undo)
	at("POST /desk/letters", t.ActOnLetters)
	at("POST /desk/correct", t.CorrectFinding)
	at("POST /desk/queues/{act}", t.KeepQueue)

	at("GET /counter", r.counter.Page(r.counter.Show))
	at("POST /counter/sketch", r.counter.Sketch)
	at("POST /counter", r.counter.Enter)

	at("GET /upload", r.upload.Page(r.upload.Show))
	at("POST /upload", r.upload.Take)
	at("GET /upload/{id}", r.upload.ShowFile)
	at("POST /upload/{id}", r.upload.Act)

	r.ofUnits(at)

	r.ofLeaders(at)
	r.ofTheBoard(at)
	r.ofSettings(at)

	s := r.system
	at("GET /sources", s.Page(s.ShowSources))
	at("GET /sources/{id}", s.Page(s.ShowSource))
	at("GET /sources/try", s.Page(s.ShowTry))
	at("POST /sources/try", s.BeginTrial)
	at("GET /sources/try/{id}", s.ShowTrial)
	at("GET /sources/try/{id}/source.yaml", s.TrialFile)
	at("GET /dead", s.Page(s.ShowDead))
	at("POST /dead/{seq}/{act}", s.ActOnDead)
	at("GET /notices", s.Page(s.ShowNotices))
	at("POST /notices/{channel}/{key}/replay", s.ReplayNotice)
	at("GET /promise", s.Page(s.ShowPromise))

	if r.accounts != nil {
		r.ofAccounts(at)
	}
	if r.guide != nil {
		at("GET /styleguide", r.guide.Page(r.guide.Show))
	}
	at("GET /healthz", healthz)
	at("GET /readyz", d.readyz)
	if d.Metrics != nil {
		mux.Handle("GET /metrics", d.Metrics)
	}
}

// ofLeaders are the morning, briefings, special reports and how units answer.
func (r *rooms) ofLeaders(at adder) {
	l := r.leader
	at("GET /morning", l.Page(l.ShowMorning))
	at("GET /briefings", l.ShowToday)
	at("GET /briefings/{date}", l.Page(l.ShowBriefing))
	at("GET /briefings/{date}/{file}", l.BriefingFile)
	at("GET /specials", l.Page(l.ShowSpecials))
	at("POST /specials", l.IssueSpecial)
	at("GET /specials/{id}", l.Page(l.ShowSpecial))
	at("GET /specials/{id}/{file}", l.SpecialFile)
	at("GET /assess", l.Page(l.ShowAssessment))
	at("GET /assess/turns", l.Page(l.ShowTurns))
	for _, ext := range sheet.Formats() {
		at("GET /assess."+ext, l.AssessmentFile)
	}
}

// adder is http.ServeMux.HandleFunc.
type adder func(pattern string, h func(http.ResponseWriter, *http.Request))

// ofSettings are the pages on which the configuration is changed.
func (r *rooms) ofSettings(at adder) {
	s := r.settings
	at("GET /settings", s.Page(s.ShowOverview))
	at("POST /settings", s.Change)
	at("GET /settings/units", s.Page(s.ShowUnits))
	at("GET /settings/units/{id}", s.Page(s.ShowUnit))
	at("GET /settings/sources", s.Page(s.ShowSources))
	at("GET /settings/sources/{id}", s.Page(s.ShowSource))
	at("GET /settings/office", s.Page(s.ShowOffice))
	at("GET /settings/days", s.Page(s.ShowDays))
	at("GET /settings/clocks", s.Page(s.ShowClocks))
	at("GET /settings/clocks/{id}", s.Page(s.ShowClock))
	at("GET /settings/templates", s.Page(s.ShowTemplates))
	at("GET /settings/templates/{id}", s.Page(s.ShowTemplate))
	at("GET /settings/policies/{id}", s.Page(s.ShowPolicy))
	at("GET /settings/notices", s.Page(s.ShowNotices))
	at("GET /settings/channels/{id}", s.Page(s.ShowChannel))
	at("GET /settings/told/{id}", s.Page(s.ShowTell))
	at("GET /settings/topics", s.Page(s.ShowTopics))
	at("GET /settings/topics/{field}", s.Page(s.ShowTopic))
	at("GET /settings/topics/{field}/{item}", s.Page(s.ShowItem))
	at("GET /settings/files/{file}", s.Page(s.ShowFile))
	at("GET /watches", s.Page(s.ShowWatches))
	at("GET /watches/{id}", s.Page(s.ShowWatch))
	at("POST /watches", s.ChangeWatches)
}

// ofUnits are the desks of units.
func (r *rooms) ofUnits(at adder) {
	u := r.unit
	at("GET /work", u.Page(u.ShowDesk))
	at("POST /work", u.Asked)
	at("POST /work/sign", u.Sign)
	at("GET /work/calendar", u.Page(u.ShowCalendar))
	at("GET /work/calendar.ics", u.CalendarFile)
	for _, ext := range sheet.Formats() {
		at("GET /work."+ext, u.ListFile)
	}
	at("GET /work/{id}", u.Page(u.ShowCase))
	at("POST /work/{id}/insert", u.Insert)
	at("POST /work/{id}/preview", u.Preview)
	at("POST /work/{id}/{act}", u.Act)
}

// ofMatters are cases, issues, mentions and search.
func (r *rooms) ofMatters(at adder) {
	c := r.cases
	at("GET /search", c.Page(c.ShowSearch))
	at("POST /search", c.Asked)
	at("GET /issues", c.Page(c.ShowIssues))
	at("POST /issues", c.Asked)
	at("GET /issues/{id}", c.Page(c.ShowIssue))
	at("POST /issues/{id}/{act}", c.RegroupIssue)
	at("GET /cases", c.Page(c.ShowCases))
	at("POST /cases", c.Asked)
	at("GET /cases/{id}", c.Page(c.ShowCase))
	at("POST /cases/{id}/{move}", c.MakeMove)
	at("POST /cases/register", c.RegisterRequest)
	at("GET /mentions/{id}", c.Page(c.ShowMention))
	at("POST /mentions/{id}/{act}", c.CorrectMention)
}

// ofAlerts are the alerts' desk.
func (r *rooms) ofAlerts(at adder) {
	a := r.alerts
	at("GET /alerts", a.Page(a.Show))
	at("POST /alerts/{id}/{act}", a.Act)
	at("POST /alerts/hand-over", a.HandOver)
	at("POST /alerts/hush", a.Hush)
	at("POST /alerts/hushes/{id}/end", a.Unhush)
}

// ofItems are the register of duties to publish.
func (r *rooms) ofItems(at adder) {
	i := r.items
	at("GET /items", i.Page(i.Show))
	at("POST /items", i.Asked)
	at("GET /items/new", i.Page(i.ShowNew))
	at("POST /items/new", i.Add)
	at("POST /items/acts", i.ActOnMany)
	at("POST /items/import", i.Import)
	at("GET /items/{id}", i.Page(i.ShowItem))
	at("POST /items/{id}/{act}", i.Act)
	at("POST /items/{id}/sheet", i.Sheet)
	for _, ext := range sheet.Formats() {
		at("GET /items."+ext, i.Export)
	}
}

// ofTheBoard are the pages of the open board. None asks who the reader is.
func (r *rooms) ofTheBoard(at adder) {
	o := r.open
	at("GET /open/{$}", o.Page(o.ShowBoard))
	at("GET /open/answers", o.Page(o.ShowAnswers))
	at("POST /open/answers", o.Asked)
	at("GET /open/answers/{id}", o.Page(o.ShowAnswer))
	at("POST /open/answers/{id}/vote", o.Vote)
	at("GET /open/code", o.Page(o.ShowCode))
	at("POST /open/code", o.Follow)
	at("GET /open/suggest", o.Page(o.ShowSuggest))
	at("POST /open/suggest", o.Suggest)
	at("GET /open/accessibility", o.Page(o.ShowAccessibility))
	at("GET /open/units", o.Page(o.ShowUnits))
	at("GET /open/units/{id}", o.Page(o.ShowUnit))
	at("GET /open/items", o.Page(o.ShowItems))
	at("POST /open/items", o.Asked)
	at("GET /open/items/{id}", o.Page(o.ShowItem))
	at("GET /open/topics", o.Page(o.ShowTopics))
	at("GET /open/places", o.Page(o.ShowPlaces))
	at("GET /open/sources", o.Page(o.ShowSources))
	at("GET /open/feed.xml", o.Feed)
	at("GET /open/sitemap.xml", o.Sitemap)
	at("GET /robots.txt", o.Robots)
	at("GET /open", http.RedirectHandler("/open/", http.StatusMovedPermanently).ServeHTTP)
}

// ofAccounts are the way in, accounts, and the record of who did what.
func (r *rooms) ofAccounts(at adder) {
	a, s := r.accounts, r.system
	at("GET /sign-in", a.Page(a.ShowSignIn))
	at("POST /sign-in", a.TakePassword)
	at("POST /sign-in/code", a.TakeCode)
	at("POST /sign-out", a.SignOut)
	if a.Guard.Tour() {
		at("POST /sign-in/as", a.SignInAs)
	}
	if a.Accounts.Single != nil {
		at("GET /sign-in/single", a.ToSingle)
		at("GET /sign-in/back", a.FromSingle)
	}
	at("GET /account", a.Page(a.ShowAccount))
	at("POST /account/{act}", a.ActOnAccount)
	at("GET /accounts", a.Page(a.ShowAccounts))
	at("POST /accounts", a.AddAccount)
	at("POST /accounts/{id}/{act}", a.ActOnAccounts)
	at("GET /audit", s.Page(s.ShowAudit))
	at("GET /audit.csv", s.AuditFile)
}

// home is the overview; of a leader, the morning; of the administrator, who has no part in the work that it shows, the
// accounts.
func (r *rooms) home(w http.ResponseWriter, req *http.Request) {
	if r.accounts != nil && access.AccountOf(req.Context()).Role == access.Administrator {
		r.accounts.Page(r.accounts.ShowAccounts)(w, req)
		return
	}
	if access.AccountOf(req.Context()).Role == access.Openness {
		r.items.Page(r.items.Show)(w, req)
		return
	}
	if access.AccountOf(req.Context()).Role == access.Leader {
		r.leader.Page(r.leader.ShowMorning)(w, req)
		return
	}
	r.leader.Page(r.leader.ShowOverview)(w, req)
}
