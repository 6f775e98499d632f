package cases

import (
	"net/http"
	"net/url"
	"strings"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
)

// RegroupIssue takes a form of the issue's page. What was refused is said on a page of its own;
// what was done leads to the issue in which the mentions are now.
func (a *Room) RegroupIssue(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	id, act := r.PathValue("id"), r.PathValue("act")
	v.Here = url.URL{Path: "/issues/" + id}
	do := ask.Regroupings[act]
	err := r.ParseForm()
	switch {
	case err != nil:
		err = kit.FormFault(v.Lang, err)
	case act == "open" && a.Opens != nil:
		var done facts.Opened
		done, err = a.Opens.Open(r.Context(),
			facts.Opening{Issue: id, By: access.AccountOf(r.Context()).By(),
				Reason: strings.TrimSpace(r.PostForm.Get("reason"))})
		if err == nil && len(done.Not) > 0 {
			err = done.Not[0].Why
		}
		if err == nil && len(done.Cases) > 0 && wantsCode(r) {
			a.showHandedIssue(w, r, v, done.Cases[0])
			return
		}
		if err == nil && len(done.Cases) > 0 {
			http.Redirect(w, r, "/cases/"+url.PathEscape(done.Cases[0]), http.StatusSeeOther)
			return
		}
	case a.Regroup == nil:
		err = kit.Away("no_correct", v.Say("away.correct"))
	case do == nil:
		err = &kit.Error{Kind: kit.NotFound}
	default:
		var done facts.Regrouped
		what := facts.Regroup{Mentions: r.PostForm["mention"],
			Into: strings.TrimSpace(r.PostForm.Get("into")), By: access.AccountOf(r.Context()).By(),
			Reason: strings.TrimSpace(r.PostForm.Get("reason"))}
		if done, err = do(a.Regroup, r.Context(), id, what); err == nil {
			http.Redirect(w, r, "/issues/"+url.PathEscape(done.Issue)+"?done="+act, http.StatusSeeOther)
			return
		}
	}
	a.ErrorPage(w, r, v, err)
}

// showHandedIssue shows an issue that a case was opened for, with the query code of the report that the
// case is known by.
func (a *Room) showHandedIssue(w http.ResponseWriter, r *http.Request, v *View, id string) {
	file, err := a.Cases.Case(r.Context(), id)
	if err == nil && len(file.Case.Mentions) > 0 {
		err = a.fillIssue(r, v, a.hand(r, v, file.Case.Mentions[0]))
	} else if err == nil {
		err = a.fillIssue(r, v, nil)
	}
	a.Answer(w, r, v, "issue", err)
}

// Regroups says whether issues can be split and joined here.
func (v *View) Regroups() bool { return v.room.Regroup != nil }

// Opens says whether cases can be opened by hand here.
func (v *View) Opens() bool { return v.room.Opens != nil }
