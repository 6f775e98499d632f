package cases

import (
	"net/http"
	"net/url"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/register"
)

// issuesPage lists issues: what needs attention first, the latest heard of, or the heaviest.
type issuesPage struct {
	Q        register.IssueQuery
	List     register.IssueList
	Narrowed bool
	Filters  []kit.Filter // those without a chip
	Bar      kit.ChipBar
	Headings []kit.Heading
	Saved    kit.SavedBar
}

// issueColumns stand above the list.
var issueColumns = []kit.Column{{Name: "filter.severity", Order: register.ByHeaviness}, {Name: "issue"},
	{Name: "filter.topic"}, {Name: "filter.division"},
	{Name: "issue.heat", Order: register.ByAttention, Falls: true, Once: true},
	{Name: "desk.reports", Order: register.BySize, Falls: true, Num: true}, {Name: "filter.state"},
	{Name: "issue.last", Order: register.ByRecent, Falls: true}}

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
	v.D = issuesPage{q, list, v.Filters(r.URL.Query()) != nil,
		v.Filters(r.URL.Query(), "topic", "division", "severity", "unit", "from", "to"),
		v.Chips("/issues", v.Say("search.q"), ask.IssueOrders, "topic", "division", "severity", "unit", "period"),
		v.Headings(issueColumns, register.ByAttention),
		a.savedBar(r.Context(), saved.Issues, v, func(asked url.Values) (int, error) {
			q, err := ask.IssueQuery(asked, v.Lang)
			if err != nil {
				return 0, err
			}
			q.Size = 1
			list, err := a.Issues.Issues(r.Context(), q)
			return list.Total, err
		})}
	return "issues", nil
}

// issuePage is one issue, how it went, and what its mentions have in common.
type issuePage struct {
	facts.IssueFile
	Plot    heatPlot
	Copies  int
	Handing *handing
}

// shownReports is how many reports of an issue stand open; the others are folded.
const shownReports = 10

// Shown are the reports that stand open.
func (p issuePage) Shown() []register.MentionRow { return p.Rows[:min(len(p.Rows), shownReports)] }

// Folded are the others.
func (p issuePage) Folded() []register.MentionRow { return p.Rows[len(p.Shown()):] }

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
