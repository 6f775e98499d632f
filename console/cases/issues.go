package cases

import (
	"net/http"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// issuesPage lists issues: what needs attention first, the latest heard of, or the heaviest.
type issuesPage struct {
	Q       register.IssueQuery
	From    string
	To      string
	List    register.IssueList
	Topics  []opinion.Topic
	Filters []kit.Filter
}

func (a *Room) ShowIssues(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "issues", v.Say("nav.issues")
	q, err := ask.IssueQuery(r.URL.Query(), v.Lang)
	if err != nil {
		return "", err
	}
	list, err := ask.IssueList(r.Context(), a.Issues, a.Now(), q)
	if err != nil {
		return "", err
	}
	v.D = issuesPage{q, r.FormValue("from"), r.FormValue("to"), list, a.Topics, v.Filters(r.URL.Query())}
	return "issues", nil
}

// issuePage is one issue, how it went, and what its mentions have in common.
type issuePage struct {
	facts.IssueFile
	Plot    heatPlot
	Copies  int
	Handing *handing
}

func (a *Room) ShowIssue(r *http.Request, v *View) (string, error) {
	return "issue", a.fillIssue(r, v, nil)
}

func (a *Room) fillIssue(r *http.Request, v *View, handed *handing) error {
	file, err := ask.IssueFile(r.Context(), a.Issues, a.Now(), r.PathValue("id"))
	if err != nil {
		return err
	}
	p := issuePage{Handing: handed, IssueFile: file, Copies: file.Issue.Mentions - file.Issue.Reports}
	if p.Plot, err = plotHeat(v, file.Heat); err != nil {
		return err
	}
	v.Nav, v.Title, v.D = "issues", v.Name(file.Issue.Title), p
	return nil
}
