package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// casesPage is the queue of cases, by what has to be done next.
type casesPage struct {
	Q       CaseQuery
	Due     string
	List    CaseList
	Tabs    []tab
	Units   []opinion.Unit
	Filters []filter
	New     registerForm // of requests
}

// registerForm registers a request for disclosure; after a refusal it keeps what was entered.
type registerForm struct {
	Shown   bool
	In      url.Values
	Problem *Problem
}

// tab is one queue with its length under the present filters.
type tab struct {
	Key, Link string
	N         int
	Now       bool
}

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

func (a *app) cases(r *http.Request, v *view) (string, error) {
	return "cases", a.fillCases(r, v, r.URL.Query(), registerForm{})
}

// register takes the form of a new request.
func (a *app) register(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/cases", RawQuery: "matter=" + string(opinion.Disclosure)}
	if !a.parsed(w, r, v) {
		return
	}
	f := r.PostForm
	received, err := momentOf("received", f.Get("received"), false, v.Lang)
	var c opinion.Case
	if err == nil {
		c, err = a.Cases.Do(r.Context(), "", opinion.MoveRegister, Command{By: accountOf(r.Context()).By(), Ref: strings.TrimSpace(f.Get("ref")), Unit: f.Get("unit"), Received: received})
	}
	if err == nil {
		http.Redirect(w, r, "/cases/"+url.PathEscape(c.ID)+"?done="+string(opinion.MoveRegister), http.StatusSeeOther)
		return
	}
	p := a.problem(r.Pattern, v.Lang, err)
	if p.Status >= 500 {
		a.errorPage(w, r, v, p)
		return
	}
	if err := a.fillCases(r, v, v.here.Query(), registerForm{In: f, Problem: p}); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	a.render(w, r, v, p.Status, "cases")
}

func (a *app) fillCases(r *http.Request, v *view, params url.Values, form registerForm) error {
	v.Nav, v.Title = "cases", v.Say("nav.cases")
	q, err := caseQuery(params, v.Lang)
	if err != nil {
		return err
	}
	form.Shown = slices.Contains(q.Matters, opinion.Disclosure)
	if form.In == nil {
		form.In = url.Values{}
	}
	p := casesPage{New: form, Q: q, Due: params.Get("due_before"), Filters: v.Filters(params)}
	if p.List, err = a.Cases.Cases(r.Context(), q); err != nil {
		return err
	}
	if p.Units, err = a.Units.Units(r.Context()); err != nil {
		return err
	}
	counts, err := a.Cases.Count(r.Context(), q)
	if err != nil {
		return err
	}
	for _, t := range queues {
		n := countOf(counts, t.states, t.matter)
		link := v.link("state", join(t.states), "cursor", "matter", "done")
		if t.matter != opinion.PublicMatter {
			link = v.link("matter", string(t.matter), "cursor", "state", "done")
		}
		p.Tabs = append(p.Tabs, tab{Key: t.key, Link: link, N: n, Now: slices.Equal(t.states, q.States) && slices.Contains(q.Matters, t.matter)})
	}
	v.D = p
	return nil
}

// countOf adds up the cases of a matter in some states, in all of them for nil.
func countOf(counts []CaseCount, states []opinion.State, matter opinion.Matter) int {
	n := 0
	for _, c := range counts {
		if c.Matter == matter && (states == nil || slices.Contains(states, c.State)) {
			n += c.N
		}
	}
	return n
}

func join(s []opinion.State) string {
	w := make([]string, len(s))
	for i, x := range s {
		w[i] = string(x)
	}
	return strings.Join(w, ",")
}

// caseQuery reads the question from an address; pages and the API ask alike. state takes
// several states with commas between.
func caseQuery(q url.Values, lang string) (CaseQuery, error) {
	out := CaseQuery{
		Unit: q.Get("unit"), Q: opinion.Clip(strings.TrimSpace(q.Get("q")), 400), Topic: q.Get("topic"), Division: q.Get("division"),
		Issue: q.Get("issue"), Severity: opinion.Severity(q.Get("severity")), Overdue: q.Get("overdue") == "true",
		Order: q.Get("order"), Cursor: q.Get("cursor"), Matters: []opinion.Matter{opinion.Matter(q.Get("matter"))},
	}
	if m := out.Matters[0]; m != opinion.PublicMatter && m != opinion.Disclosure {
		return out, invalid("bad_matter", words.Say(lang, "error.bad_matter"))
	}
	for s := range strings.SplitSeq(q.Get("state"), ",") {
		if s == "" {
			continue
		}
		if !slices.Contains(opinion.States, opinion.State(s)) {
			return out, invalid("bad_state", words.Say(lang, "error.bad_state", join(opinion.States)))
		}
		out.States = append(out.States, opinion.State(s))
	}
	var err error
	if out.Size, err = sizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.DueBefore, err = momentOf("due_before", q.Get("due_before"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, invalid("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	if out.Order != "" && !slices.Contains([]string{"due", "updated", "opened"}, out.Order) {
		return out, invalid("bad_order", words.Say(lang, "error.bad_order", "due, updated, opened"))
	}
	return out, nil
}
