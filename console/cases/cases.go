package cases

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/opinion"
	"huiying/register"
)

// casesPage is the queue of cases, by what has to be done next.
type casesPage struct {
	Q        register.CaseQuery
	Due      string
	List     register.CaseList
	Tabs     []kit.Tab
	Units    []opinion.Unit
	Filters  []kit.Filter // those without a chip
	Bar      kit.ChipBar
	Headings []kit.Heading
	Saved    kit.SavedBar
	Narrowed bool
	New      registerForm // of requests
}

// registerForm registers a request for disclosure; after a refusal it keeps what was entered.
type registerForm struct {
	Shown   bool
	In      url.Values
	Problem *kit.Problem
}

// caseColumns stand above the list.
var caseColumns = []kit.Column{{Name: "filter.severity", Order: register.BySeverity}, {Name: "desk.matter"},
	{Name: "filter.topic"}, {Name: "filter.division", Order: register.ByPlace}, {Name: "filter.unit", Order: register.ByUnit},
	{Name: "filter.state"}, {Name: "desk.time", Order: register.ByDue},
	{Name: "desk.reports", Order: register.ByReports, Falls: true, Num: true}}

// caseFilters are the parameters of an address that the chips of the list set.
var caseFilters = []string{"topic", "division", "severity", "source", "unit", "from", "to", "due_before"}

// queues are the tabs, in the order in which a case passes them.
var queues = []struct {
	key    string
	states []opinion.State
	matter opinion.Matter
}{
	{"triage", []opinion.State{opinion.Triage}, ""},
	{"dispatched", []opinion.State{opinion.Dispatched}, ""},
	{"handling", []opinion.State{opinion.Signed, opinion.Handling}, ""},
	{"returned", []opinion.State{opinion.Returned}, ""},
	{"answered", []opinion.State{opinion.Answered, opinion.Verified}, ""},
	{"closed", []opinion.State{opinion.Closed}, ""},
	{"other", []opinion.State{opinion.Dismissed, opinion.Merged, opinion.Referred}, ""},
	{"all", nil, ""},
	{"disclosure", nil, opinion.Disclosure},
}

func (a *Room) ShowCases(r *http.Request, v *View) (string, error) {
	return "cases", a.fillCases(r, v, r.URL.Query(), registerForm{})
}

// RegisterRequest takes the form of a new request.
func (a *Room) RegisterRequest(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/cases", RawQuery: "matter=" + string(opinion.Disclosure)}
	if !a.Parsed(w, r, v) {
		return
	}
	f := r.PostForm
	received, err := ask.MomentOf("received", f.Get("received"), false, v.Lang)
	var c opinion.Case
	if err == nil {
		c, err = a.Cases.Do(r.Context(), "", opinion.Command{Move: opinion.MoveRegister,
			By: access.AccountOf(r.Context()).By(), Ref: strings.TrimSpace(f.Get("ref")),
			Unit: f.Get("unit"), Received: received})
	}
	if err == nil {
		http.Redirect(w, r, "/cases/"+url.PathEscape(c.ID)+"?done="+string(opinion.MoveRegister), http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	if p.Status >= 500 {
		a.ErrorPage(w, r, v, p)
		return
	}
	if err := a.fillCases(r, v, v.Here.Query(), registerForm{In: f, Problem: p}); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, p.Status, "cases")
}

func (a *Room) fillCases(r *http.Request, v *View, params url.Values, form registerForm) error {
	v.Nav, v.Title = "cases", v.Say("nav.cases")
	q, err := ask.CaseQuery(params, v.Lang)
	if err != nil {
		return err
	}
	form.Shown = slices.Contains(q.Matters, opinion.Disclosure)
	if form.In == nil {
		form.In = url.Values{}
	}
	p := casesPage{New: form, Q: q, Due: params.Get("due_before"), Narrowed: v.Filters(params) != nil,
		Filters: v.Filters(params, caseFilters...), Headings: v.Headings(caseColumns, register.ByDue),
		Bar: v.Chips("/cases", v.Say("cases.q"), ask.CaseOrders, "topic", "division", "severity", "source", "unit", "state",
			"period", "due")}
	if p.List, err = a.Cases.Cases(r.Context(), q); err != nil {
		return err
	}
	if p.Units, err = a.Units.Units(r.Context()); err != nil {
		return err
	}
	counts, err := a.Cases.CountCases(r.Context(), q)
	if err != nil {
		return err
	}
	for _, t := range queues {
		n := ask.CountOf(counts, t.states, t.matter)
		link := v.Link("state", ask.Join(t.states), "cursor", "matter", "done")
		if t.matter != opinion.PublicMatter {
			link = v.Link("matter", string(t.matter), "cursor", "state", "done")
		}
		p.Tabs = append(p.Tabs, kit.Tab{Key: t.key, Link: link, N: n, Now: slices.Equal(t.states,
			q.States) && slices.Contains(q.Matters, t.matter)})
	}
	p.Saved = a.savedBar(r.Context(), saved.Cases, v, func(asked url.Values) (int, error) {
		q, err := ask.CaseQuery(asked, v.Lang)
		if err != nil {
			return 0, err
		}
		counts, err := a.Cases.CountCases(r.Context(), q)
		return ask.CountOf(counts, q.States, q.Matters[0]), err
	})
	v.D = p
	return nil
}

// savedBar is that of a list. What cannot be counted now stands without a number.
func (a *Room) savedBar(ctx context.Context, l saved.List, v *View, count func(url.Values) (int, error)) kit.SavedBar {
	return a.Saved.Bar(ctx, l, v.View, func(asked url.Values) (int, bool) {
		n, err := count(asked)
		return n, err == nil
	})
}
