package triage

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// deskCasePage is one case as the triage desk sees it: text, evidence, what may be put right,
// moves.
type deskCasePage struct {
	Case    opinion.Case
	Title   string
	Finding opinion.Finding
	Known   bool // the finding can be read here
	Terms   []kit.Term
	Rows    []kit.JudgementRow
	Seen    int
	On      string
	Units   []opinion.Unit
	Topics  []opinion.Topic
	More    []register.MentionRow
	Amended []facts.Amendment // what sources corrected
	Days    []int             // reports of its issue, a day each
	Alike   []facts.Alike     // other issues with an open case that it may belong to
	Matters []register.Matter // of its reports that raise several
	Done    bool
	Problem *kit.Problem
	In      url.Values
}

// Ref names the case and its version.
func (p *deskCasePage) Ref() string { return refOf(p.Case) }

// deskFields are what the desk corrects in place; the mention's own page has all.
var deskFields = []opinion.Field{opinion.FieldTopic, opinion.FieldPlace, opinion.FieldUnit, opinion.FieldSeverity}

func (a *Room) ShowCase(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	who := browserOf(w, r)
	p, err := a.fillDeskCase(r, v, r.PathValue("id"), who)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	// A row that is passed over with the keys is looked at; whoever stays says so (Sit).
	if p.Case.State == opinion.Triage && r.URL.Query().Get("glance") == "" {
		a.note(r.Context(), Present{Case: p.Case.ID, Who: who, Name: v.Sitting()}, v.Now())
	}
	p.Done = r.URL.Query().Get("done") != ""
	a.showDeskCase(w, r, v, p, http.StatusOK)
}

func (a *Room) showDeskCase(w http.ResponseWriter, r *http.Request, v *View, p *deskCasePage, status int) {
	v.Nav, v.Title, v.D = "desk", v.Name(p.Title), p
	if kit.Partly(r) {
		a.Fragment(w, r, v, status, "deskcase", "pane")
		return
	}
	a.Render(w, r, v, status, "deskcase")
}

func (a *Room) fillDeskCase(r *http.Request, v *View, id, who string) (*deskCasePage, error) {
	file, err := a.Cases.Case(r.Context(), id)
	if err != nil {
		return nil, err
	}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return nil, err
	}
	p := &deskCasePage{Case: file.Case, Title: file.Title, Units: units, Topics: a.Topics,
		More: file.Mentions, Amended: file.Amended, Matters: file.Matters,
		On: a.Presence.On(id, who, v.Now()), In: url.Values{}}
	if file.Case.Issue != "" {
		from, to := kit.SparkSpan(v.Now())
		heat, err := a.Issues.Heat(r.Context(), []string{file.Case.Issue}, from, to, "day")
		if err != nil {
			return nil, err
		}
		p.Days = kit.Daily(heat[file.Case.Issue], from)
	}
	if a.Correct == nil || len(file.Case.Mentions) == 0 {
		return p, nil
	}
	m, err := a.Correct.Mention(r.Context(), file.Case.Mentions[0])
	var gone *kit.Error
	// its words were forgotten; the case stays
	if err = kit.OfRegister(err); errors.As(err, &gone) && gone.Kind == kit.NotFound {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.show(m.Finding)
	p.Alike, err = a.joinable(r.Context(), p)
	return p, err
}

// mostAlike bounds the cases that the desk offers to join.
const mostAlike = 3

// joinable are the other issues with an open case that a case which waits may belong to. A further
// matter of a text is not looked for: what the whole text is near to says nothing of it.
func (a *Room) joinable(ctx context.Context, p *deskCasePage) ([]facts.Alike, error) {
	if a.Near == nil || p.Case.State != opinion.Triage || p.Case.Part {
		return nil, nil
	}
	near, err := a.Near.Near(ctx, p.Finding.ID)
	near = slices.DeleteFunc(near, func(x facts.Alike) bool {
		return x.Case == "" || x.Case == p.Case.ID || x.ID == p.Case.Issue || !x.State.Open()
	})
	return near[:min(len(near), mostAlike)], err
}

// show fills the page from the finding that the case is known by. What a person corrects is the first
// matter of a text: a further one is given to its unit, or dismissed, as it is.
func (p *deskCasePage) show(f opinion.Finding) {
	if p.Case.Part {
		f = f.Of(p.Case.Issue)
	}
	p.Finding, p.Known, p.Terms, p.Seen = f, true, kit.Terms(f), len(f.Corrected)
	standing := opinion.Standing(f.Corrected)
	p.Rows = nil
	for _, field := range deskFields {
		if p.Case.Part {
			break
		}
		row := kit.JudgementRow{Field: field, Value: f.Value(field)}
		row.Person = slices.ContainsFunc(standing, func(c opinion.Correction) bool { return c.Field == field })
		switch field {
		case opinion.FieldTopic:
			row.Evidence, row.Confidence, row.Open = f.Topic.Evidence, kit.Percent(f.Topic.Confidence), f.Unsure()
		case opinion.FieldPlace:
			if f.Territory != nil {
				row.Evidence, row.Confidence = f.Territory.Evidence, kit.Percent(f.Territory.Confidence)
			}
		case opinion.FieldSeverity:
			row.Evidence = f.Severity.Evidence
		}
		p.Rows = append(p.Rows, row)
	}
	p.More = slices.DeleteFunc(slices.Clone(p.More), func(m register.MentionRow) bool { return m.ID == f.ID })
}

// Sit renews "someone is on it", or ends it.
func (a *Room) Sit(w http.ResponseWriter, r *http.Request) {
	v, id, who := a.See(w, r), r.PathValue("id"), browserOf(w, r)
	switch r.PathValue("seat") {
	case "here":
		if _, err := a.Cases.Case(r.Context(), id); err != nil {
			a.ErrorPage(w, r, v, err)
			return
		}
		a.note(r.Context(), Present{Case: id, Who: who, Name: v.Sitting()}, v.Now())
	case "away":
		a.note(r.Context(), Present{Case: id, Who: who, Gone: true}, v.Now())
	default:
		a.ErrorPage(w, r, v, &kit.Error{Kind: kit.NotFound})
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// knownBrowser is the seat of a request, without taking one.
func knownBrowser(r *http.Request) string {
	if id := access.AccountOf(r.Context()).ID; id != "" {
		return id
	}
	if c, err := r.Cookie(seatCookie); err == nil {
		return "seat:" + c.Value
	}
	return ""
}

// CorrectFinding puts one thing right in the finding that a case is known by, or that has no case.
// It is the correction of the mention's own page, and feeds training as that does.
func (a *Room) CorrectFinding(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Correct == nil {
		a.ErrorPage(w, r, v, kit.Away("no_correct", v.Say("away.correct")))
		return
	}
	f := r.PostForm
	after, err := a.Correct.Correct(r.Context(), f.Get("mention"), ask.CorrectionOf(f, v.Me().By()))
	id := f.Get("case")
	if id == "" {
		if err != nil {
			a.ErrorPage(w, r, v, err)
			return
		}
		http.Redirect(w, r, "/desk?of="+OfUnclear, http.StatusSeeOther)
		return
	}
	if err == nil && !kit.Partly(r) {
		http.Redirect(w, r, "/desk/cases/"+url.PathEscape(id)+"?done=correct", http.StatusSeeOther)
		return
	}
	v.Here = url.URL{Path: "/desk/cases/" + id}
	p, broke := a.fillDeskCase(r, v, id, knownBrowser(r))
	if broke != nil {
		a.ErrorPage(w, r, v, broke)
		return
	}
	if err != nil {
		p.Problem, p.In = a.Problem(r.Pattern, v.Lang, err), f
		a.showDeskCase(w, r, v, p, p.Problem.Status)
		return
	}
	p.show(after.Finding)
	p.Done = true
	a.showDeskCase(w, r, v, p, http.StatusOK)
}
