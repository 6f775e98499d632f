package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// issuesPage lists issues: what needs attention first, the latest heard of, or the heaviest.
type issuesPage struct {
	Q       IssueQuery
	From    string
	To      string
	List    IssueList
	Topics  []opinion.Topic
	Filters []filter
}

func (a *app) issues(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "issues", v.Say("nav.issues")
	q, err := issueQuery(r.URL.Query(), v.Lang)
	if err != nil {
		return "", err
	}
	list, err := issueList(r.Context(), a.Issues, a.Now(), q)
	if err != nil {
		return "", err
	}
	v.D = issuesPage{q, r.FormValue("from"), r.FormValue("to"), list, a.Topics, v.Filters(r.URL.Query())}
	return "issues", nil
}

var issueOrders = []string{"attention", "heavy", "recent"}

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
		return out, invalid("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	if out.Order != "" && !slices.Contains(issueOrders, out.Order) {
		return out, invalid("bad_order", words.Say(lang, "error.bad_order", strings.Join(issueOrders, ", ")))
	}
	return out, nil
}

// issuePage is one issue, how it went, and what its mentions have in common.
type issuePage struct {
	IssueFile
	Plot   heatPlot
	Copies int
}

func (a *app) issue(r *http.Request, v *view) (string, error) {
	file, err := issueFile(r.Context(), a.Issues, a.Now(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	p := issuePage{IssueFile: file, Copies: file.Issue.Mentions - file.Issue.Reports}
	if p.Plot, err = plotHeat(v, file.Heat); err != nil {
		return "", err
	}
	v.Nav, v.Title, v.D = "issues", v.Name(file.Issue.Title), p
	return "issue", nil
}
