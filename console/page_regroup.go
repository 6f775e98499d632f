package console

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huiying/words"
)

// regroupings are what a person can do about an issue, by the last part of the address.
var regroupings = map[string]func(Regrouper, context.Context, string, Regroup) (Regrouped, error){
	"split": Regrouper.Split, "join": Regrouper.Join, "undo": Regrouper.Undo,
}

// regroup takes a form of the issue's page. What was refused is said on a page of its own; what
// was done leads to the issue in which the mentions are now.
func (a *app) regroup(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	id, act := r.PathValue("id"), r.PathValue("act")
	v.here = url.URL{Path: "/issues/" + id}
	do := regroupings[act]
	err := r.ParseForm()
	switch {
	case err != nil:
		err = formFault(v.Lang, err)
	case a.Regroup == nil:
		err = away("no_correct", v.Say("away.correct"))
	case do == nil:
		err = &Error{Kind: NotFound}
	default:
		var done Regrouped
		what := Regroup{Mentions: r.PostForm["mention"], Into: strings.TrimSpace(r.PostForm.Get("into")), By: accountOf(r.Context()).By(), Reason: strings.TrimSpace(r.PostForm.Get("reason"))}
		if done, err = do(a.Regroup, r.Context(), id, what); err == nil {
			http.Redirect(w, r, "/issues/"+url.PathEscape(done.Issue)+"?done="+act, http.StatusSeeOther)
			return
		}
	}
	a.errorPage(w, r, v, err)
}

// Regroups says whether issues can be split and joined here.
func (v *view) Regroups() bool { return v.app.Regroup != nil }

// regroupAPI is the same for programs.
func (a *app) regroupAPI(api huma.API) {
	for _, op := range []struct{ act, id, summary string }{
		{"split", "split-issue", "Say that mentions of an issue are another matter"},
		{"join", "join-issues", "Say that two issues are one matter"},
		{"undo", "undo-regroup", "Take back the latest split or join that brought mentions into an issue"},
	} {
		path := "/api/v1/issues/{id}/" + op.act
		operation(api, http.MethodPost, path, op.id, op.summary, func(ctx context.Context, in *correctIn) (*answer[Regrouped], error) {
			if a.Regroup == nil {
				return nil, a.fail(&in.asked, away("no_correct", words.Say(in.lang, "away.correct")))
			}
			var what Regroup
			if err := json.Unmarshal(in.RawBody, &what); err != nil {
				return nil, a.fail(&in.asked, invalid("bad_json", words.Say(in.lang, "error.bad_json")))
			}
			by, err := byOf(ctx, what.By, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			what.By = by
			done, err := regroupings[op.act](a.Regroup, ctx, in.ID, what)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			return &answer[Regrouped]{done}, nil
		}, 400, 404, 422)
		bodyOf(api, path, reflect.TypeFor[Regroup](), false)
	}
}
