package console

import (
	"net/http"
	"net/url"
	"strings"

	"huiying/opinion"
)

// issuesPage lists issues, the latest heard of first, or the heaviest.
type issuesPage struct {
	Q       IssueQuery
	From    string
	To      string
	List    IssueList
	Topics  []opinion.Topic
	Filters []filter
}

func (a *app) issues(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "issues", v.must("nav.issues")
	q, err := issueQuery(r.URL.Query(), v.Lang)
	if err != nil {
		return "", err
	}
	list, err := a.Issues.Issues(r.Context(), q)
	if err != nil {
		return "", err
	}
	v.D = issuesPage{q, r.FormValue("from"), r.FormValue("to"), list, a.Topics, filtersOf(v, r.URL.Query())}
	return "issues", nil
}

// issueQuery reads the question from an address; pages and the API ask alike.
func issueQuery(q url.Values, lang string) (IssueQuery, error) {
	out := IssueQuery{
		Q: opinion.Clip(strings.TrimSpace(q.Get("q")), 400), Topic: q.Get("topic"), Division: q.Get("division"),
		Severity: opinion.Severity(q.Get("severity")), Order: q.Get("order"), Cursor: q.Get("cursor"),
	}
	var err error
	if out.Size, err = sizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.From, err = momentOf("from", q.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = momentOf("to", q.Get("to"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, invalid("bad_severity", say(lang, "error.bad_severity"))
	}
	if out.Order != "" && out.Order != "heavy" && out.Order != "recent" {
		return out, invalid("bad_order", say(lang, "error.bad_order", "heavy, recent"))
	}
	return out, nil
}

func (a *app) issue(r *http.Request, v *view) (string, error) {
	file, err := a.Issues.Issue(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	v.Nav, v.Title, v.D = "issues", v.Name(file.Issue.Title), file
	return "issue", nil
}
