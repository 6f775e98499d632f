package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/opinion"
)

// casesPage is the queue of cases, by what has to be done next.
type casesPage struct {
	Q       CaseQuery
	Due     string
	List    CaseList
	Tabs    []tab
	Units   []opinion.Unit
	Filters []filter
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
}{
	{"triage", []opinion.State{opinion.Triage}},
	{"dispatched", []opinion.State{opinion.Dispatched}},
	{"handling", []opinion.State{opinion.Signed, opinion.Handling}},
	{"returned", []opinion.State{opinion.Returned}},
	{"answered", []opinion.State{opinion.Answered, opinion.Verified}},
	{"closed", []opinion.State{opinion.Closed}},
	{"other", []opinion.State{opinion.Dismissed, opinion.Merged, opinion.Referred}},
	{"all", nil},
}

func (a *app) cases(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "cases", v.must("nav.cases")
	params := r.URL.Query()
	q, err := caseQuery(params, v.Lang)
	if err != nil {
		return "", err
	}
	p := casesPage{Q: q, Due: params.Get("due_before"), Filters: filtersOf(v, params)}
	if p.List, err = a.Cases.Cases(r.Context(), q); err != nil {
		return "", err
	}
	if p.Units, err = a.Units.Units(r.Context()); err != nil {
		return "", err
	}
	for _, t := range queues {
		one := q
		one.States, one.Size, one.Cursor = t.states, 1, ""
		n, err := a.Cases.Cases(r.Context(), one)
		if err != nil {
			return "", err
		}
		p.Tabs = append(p.Tabs, tab{t.key, v.With("state", join(t.states)), n.Total, slices.Equal(t.states, q.States)})
	}
	v.D = p
	return "cases", nil
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
		Order: q.Get("order"), Cursor: q.Get("cursor"),
	}
	for s := range strings.SplitSeq(q.Get("state"), ",") {
		if s == "" {
			continue
		}
		if !slices.Contains(opinion.States, opinion.State(s)) {
			return out, invalid("bad_state", say(lang, "error.bad_state", join(opinion.States)))
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
		return out, invalid("bad_severity", say(lang, "error.bad_severity"))
	}
	if out.Order != "" && !slices.Contains([]string{"due", "updated", "opened"}, out.Order) {
		return out, invalid("bad_order", say(lang, "error.bad_order", "due, updated, opened"))
	}
	return out, nil
}
