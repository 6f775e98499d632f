package console

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/index"
	"huiying/opinion"
	"huiying/words"
)

// deskRoutes are those of the triage desk (研判台).
func (a *app) deskRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	page("GET /desk", a.desk)
	mux.HandleFunc("GET /desk/rows", a.deskRows)
	mux.HandleFunc("GET /desk/queues", a.deskQueues)
	mux.HandleFunc("GET "+eventsAt, a.events)
	mux.HandleFunc("GET /desk/cases/{id}", a.deskCase)
	mux.HandleFunc("POST /desk/cases/{id}/{seat}", a.takeSeat)
	mux.HandleFunc("POST /desk/act", a.deskAct)
	mux.HandleFunc("POST /desk/undo", a.deskUndo)
	mux.HandleFunc("POST /desk/correct", a.deskCorrect)
	mux.HandleFunc("POST /desk/queues/{act}", a.keepQueue)
}

// deskSize is how many cases a page of the desk shows.
const deskSize = 25

// deskPage is the queue of what a person must decide.
type deskPage struct {
	Q       WaitingQuery
	Asked   string // the present question, as a query string without a cursor
	Total   int
	Rows    []deskRow
	Next    string // address of what follows
	Loose   bool   // findings without a case, of which nobody is sure
	Found   []looseRow
	Tabs    []queueTab
	Filters []filter
	Topics  []opinion.Topic
	Saves   bool
	Said    *acted
	Fault   *Problem // of a search that was to be saved
}

// Tabbed says whether the present question is one of the queues, whose tab then says how many wait.
func (p *deskPage) Tabbed() bool {
	return slices.ContainsFunc(p.Tabs, func(t queueTab) bool { return t.Now })
}

// deskRow is one waiting case with its evidence.
type deskRow struct {
	WaitingRow
	Terms []string
	On    string // who else has it open
}

// looseRow is a finding that no case was opened for.
type looseRow struct {
	opinion.Finding
	Terms []string
}

// Ref names a case and its version in a form.
func (r deskRow) Ref() string { return refOf(r.Case) }

func refOf(c opinion.Case) string { return fmt.Sprintf("%s:%d", c.ID, c.Version) }

// termsOfFinding are the words of a text by which it was judged.
func termsOfFinding(f opinion.Finding) []string {
	all := slices.Concat(f.Topic.Evidence, f.Severity.Evidence, f.Demand.Evidence)
	if f.Territory != nil {
		all = append(all, f.Territory.Evidence...)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return strings.TrimSpace(s) == "" })
	slices.SortFunc(all, func(x, y string) int { return len(y) - len(x) })
	return slices.Compact(all)
}

func (a *app) desk(r *http.Request, v *view) (string, error) {
	return "desk", a.fillDesk(r, v, r.URL.Query(), nil)
}

// fillDesk draws the queue that params ask for, with what came of a move just made.
func (a *app) fillDesk(r *http.Request, v *view, params url.Values, said *acted) error {
	v.Nav, v.Title = "desk", v.Say("nav.triage")
	if a.Triage == nil {
		return away("no_desk", v.Say("away.desk"))
	}
	q, err := waitingQuery(params, v.Lang)
	if err != nil {
		return err
	}
	p := &deskPage{Q: q, Asked: askedOf(params).Encode(), Loose: params.Get("of") == "findings", Topics: a.Topics, Saves: a.Notes != nil, Said: said,
		Filters: v.Filters(params)}
	if p.Loose {
		err = a.fillLoose(r.Context(), v, p)
	} else {
		err = a.fillWaiting(r, v, p)
	}
	if err != nil {
		return err
	}
	v.D = p
	p.Tabs, err = a.queueTabs(r.Context(), v, p)
	return err
}

func (a *app) fillWaiting(r *http.Request, v *view, p *deskPage) error {
	list, err := a.Triage.Waiting(r.Context(), p.Q)
	if err != nil {
		return err
	}
	p.Total, p.Rows = list.Total, make([]deskRow, len(list.Items))
	if list.Next != "" {
		p.Next = v.Page(list.Next)
	}
	var issues []string
	for _, x := range list.Items {
		issues = append(issues, x.Issue)
	}
	to := midnight(a.Now()).AddDate(0, 0, 1)
	from := to.AddDate(0, 0, -sparkDays)
	heat, err := a.Issues.Heat(r.Context(), issues, from, to, "day")
	who := seatOf(r)
	for i, x := range list.Items {
		x.Days = daily(heat[x.Issue], from)
		p.Rows[i] = deskRow{x, termsOfFinding(x.Finding), a.Marks.On(x.ID, who, v.Now())}
	}
	return err
}

// fillLoose lists findings of which nobody is sure and which opened no case.
func (a *app) fillLoose(ctx context.Context, v *view, p *deskPage) error {
	if a.Search == nil {
		return away("no_search", v.Say("away.search"))
	}
	found, err := find(ctx, a.Search, index.Query{Unsure: true, Text: p.Q.Q, Division: p.Q.Division, Source: p.Q.Source, Size: deskSize, Cursor: p.Q.Cursor}, v.Lang)
	if err != nil {
		return err
	}
	p.Total = found.Total
	for _, f := range found.Hits {
		p.Found = append(p.Found, looseRow{f, termsOfFinding(f)})
	}
	if found.Next != "" {
		p.Next = v.Page(found.Next)
	}
	return nil
}

// askable are the filters of the desk, in an address and in a saved search.
var askable = []string{"of", "q", "topic", "division", "severity", "source", "unsure"}

// askedOf keeps the filters of an address and drops the rest.
func askedOf(q url.Values) url.Values {
	out := url.Values{}
	for _, k := range askable {
		if s := strings.TrimSpace(q.Get(k)); s != "" {
			out.Set(k, opinion.Clip(s, 400))
		}
	}
	return out
}

func waitingQuery(q url.Values, lang string) (WaitingQuery, error) {
	kept := askedOf(q)
	out := WaitingQuery{Topic: kept.Get("topic"), Division: kept.Get("division"), Severity: opinion.Severity(kept.Get("severity")), Source: kept.Get("source"),
		Q: kept.Get("q"), Unsure: kept.Get("unsure") == "true", Size: deskSize, Cursor: q.Get("cursor")}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, invalid("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	return out, nil
}

// deskRows draws rows alone: those of given ids, as far as they are in triage and fit the question,
// or the page at a cursor. Open desks take them in.
func (a *app) deskRows(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here.Path = "/desk"
	params := r.URL.Query()
	ids := params["id"]
	params.Del("id")
	v.here.RawQuery = params.Encode()
	q, err := waitingQuery(params, v.Lang)
	if err == nil && a.Triage == nil {
		err = away("no_desk", v.Say("away.desk"))
	}
	p := &deskPage{Q: q}
	if len(ids) > 0 {
		p.Q.IDs, p.Q.Size, p.Q.Cursor = ids[:min(len(ids), 100)], 100, ""
	}
	if err == nil {
		err = a.fillWaiting(r, v, p)
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	v.D = p
	a.fragment(w, r, v, http.StatusOK, "desk", "rows")
}

// deskQueues draws the queues alone, with their lengths as they are now.
func (a *app) deskQueues(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	p := &deskPage{Asked: askedOf(r.URL.Query()).Encode(), Loose: r.URL.Query().Get("of") == "findings"}
	err := away("no_desk", v.Say("away.desk"))
	if a.Triage != nil {
		p.Tabs, err = a.queueTabs(r.Context(), v, p)
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	v.D = p
	a.fragment(w, r, v, http.StatusOK, "desk", "queues")
}

// fragment draws a part of a page alone.
func (a *app) fragment(w http.ResponseWriter, r *http.Request, v Drawn, status int, page, part string) {
	var b bytes.Buffer
	if err := a.pages[page].ExecuteTemplate(&b, part, v); err != nil {
		a.Failed(r.Pattern, fmt.Errorf("draw %q of page %q: %w", part, page, err))
		http.Error(w, v.Base().Say("error.internal"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone away; nobody is left to tell
}

// partly says that a script asks for a part of the page, not for the whole.
func partly(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// Triages says whether the menu leads with the desk: for those whose work it is.
func (v *view) Triages() bool {
	role := v.Me().Role
	return v.app.Triage != nil && (role == "" || role == Monitor || role == Administrator)
}

// DecideIn is the time that is left until a case must be given to a unit.
func (v *view) DecideIn(c opinion.Case) template.HTML {
	t, ok := c.TimedOf(opinion.DutyTriage, "")
	if !ok || c.State != opinion.Triage {
		return ""
	}
	left := t.Due.Sub(v.Now())
	class, key := "left", "desk.left"
	switch {
	case left < 0:
		class, key = "late", "desk.late"
	case left < 30*time.Minute:
		class = "left soon"
	}
	return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(v.Say(key, spell(left.Abs(), v.Lang))) + `</span>`)
}

// Heard says in words how much is heard of an issue today.
func (v *view) Heard(r WaitingRow) string {
	return v.Growth(IssueRow{Today: r.Today, Growth: r.Growth})
}

// Since is the number of the latest news: an open desk hears what comes after it.
func (v *view) Since() uint64 {
	if v.app.Hub == nil {
		return 0
	}
	return v.app.Hub.now()
}

// Of is the view with something else under D, for a part that is drawn from more than one page.
func (v *view) Of(d any) *view {
	other := *v
	other.D = d
	return &other
}

// Dismissals are reasons that are often given for a dismissal; any words will do.
func (v *view) Dismissals() []string {
	return []string{v.Say("desk.dismiss.1"), v.Say("desk.dismiss.2"), v.Say("desk.dismiss.3")}
}

// deskKey is one line of the help for the keyboard.
type deskKey struct {
	On   []string
	Does string
}

// Keys are what the desk's script listens to.
func (v *view) Keys() []deskKey {
	var out []deskKey
	for _, k := range []struct{ on, word string }{
		{"j k", "move"}, {"Enter o", "open"}, {"Space", "choose"}, {"d", "dispatch"}, {"x", "dismiss"}, {"m", "merge"}, {"c", "correct"}, {"u", "undo"},
		{"n", "new"}, {"/", "search"}, {"?", "help"}, {"Esc", "leave"},
	} {
		out = append(out, deskKey{strings.Fields(k.on), v.Say("key." + k.word)})
	}
	return out
}

// Words writes evidence as a reader sees it: 「停水」「三天」.
func (v *view) Words(list []string) string {
	var b strings.Builder
	for _, s := range list[:min(len(list), 3)] {
		b.WriteString("「" + opinion.Clip(s, 16) + "」")
	}
	return b.String()
}
