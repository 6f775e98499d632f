package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"huiying/opinion"
)

// deskCasePage is one case as the triage desk sees it: text, evidence, what may be put right, moves.
type deskCasePage struct {
	Case    opinion.Case
	Title   string
	Finding opinion.Finding
	Known   bool // the finding can be read here
	Terms   []string
	Rows    []judgementRow
	Seen    int
	On      string
	Units   []opinion.Unit
	Topics  []opinion.Topic
	More    []MentionRow
	Done    bool
	Problem *Problem
	In      url.Values
}

// Ref names the case and its version.
func (p *deskCasePage) Ref() string { return refOf(p.Case) }

// deskFields are what the desk corrects in place; the mention's own page has all.
var deskFields = []opinion.Field{opinion.FieldTopic, opinion.FieldPlace, opinion.FieldUnit, opinion.FieldSeverity}

func (a *app) deskCase(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	who := seat(w, r)
	p, err := a.fillDeskCase(r, v, r.PathValue("id"), who)
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	if p.Case.State == opinion.Triage {
		a.mark(r.Context(), Mark{Case: p.Case.ID, Seat: who, Name: v.Sitting()}, v.Now())
	}
	p.Done = r.URL.Query().Get("done") != ""
	a.showDeskCase(w, r, v, p, http.StatusOK)
}

func (a *app) showDeskCase(w http.ResponseWriter, r *http.Request, v *view, p *deskCasePage, status int) {
	v.Nav, v.Title, v.D = "desk", v.Name(p.Title), p
	if partly(r) {
		a.fragment(w, r, v, status, "deskcase", "pane")
		return
	}
	a.render(w, r, v, status, "deskcase")
}

func (a *app) fillDeskCase(r *http.Request, v *view, id, who string) (*deskCasePage, error) {
	file, err := a.Cases.Case(r.Context(), id)
	if err != nil {
		return nil, err
	}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return nil, err
	}
	p := &deskCasePage{Case: file.Case, Title: file.Title, Units: units, Topics: a.Topics, More: file.Mentions, On: a.Marks.On(id, who, v.Now()), In: url.Values{}}
	if a.Correct == nil || len(file.Case.Mentions) == 0 {
		return p, nil
	}
	m, err := a.Correct.Mention(r.Context(), file.Case.Mentions[0])
	var gone *Error
	if err = ofRegister(err); errors.As(err, &gone) && gone.Kind == NotFound { // its words were forgotten; the case stays
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.show(m.Finding)
	return p, nil
}

func (p *deskCasePage) show(f opinion.Finding) {
	p.Finding, p.Known, p.Terms, p.Seen = f, true, termsOfFinding(f), len(f.Corrected)
	standing := opinion.Standing(f.Corrected)
	p.Rows = nil
	for _, field := range deskFields {
		row := judgementRow{Field: field, Value: f.Value(field)}
		row.Person = slices.ContainsFunc(standing, func(c opinion.Correction) bool { return c.Field == field })
		switch field {
		case opinion.FieldTopic:
			row.Evidence, row.Confidence, row.Open = f.Topic.Evidence, percent(f.Topic.Confidence), f.Unsure()
		case opinion.FieldPlace:
			if f.Territory != nil {
				row.Evidence, row.Confidence = f.Territory.Evidence, percent(f.Territory.Confidence)
			}
		case opinion.FieldSeverity:
			row.Evidence = f.Severity.Evidence
		}
		p.Rows = append(p.Rows, row)
	}
	p.More = slices.DeleteFunc(slices.Clone(p.More), func(m MentionRow) bool { return m.ID == f.ID })
}

// takeSeat renews "someone is on it", or ends it.
func (a *app) takeSeat(w http.ResponseWriter, r *http.Request) {
	v, id, who := a.view(w, r), r.PathValue("id"), seat(w, r)
	switch r.PathValue("seat") {
	case "here":
		if _, err := a.Cases.Case(r.Context(), id); err != nil {
			a.errorPage(w, r, v, err)
			return
		}
		a.mark(r.Context(), Mark{Case: id, Seat: who, Name: v.Sitting()}, v.Now())
	case "away":
		a.mark(r.Context(), Mark{Case: id, Seat: who, Gone: true}, v.Now())
	default:
		a.errorPage(w, r, v, &Error{Kind: NotFound})
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// seatOf is the seat of a request, without taking one.
func seatOf(r *http.Request) string {
	if id := accountOf(r.Context()).ID; id != "" {
		return id
	}
	if c, err := r.Cookie(seatCookie); err == nil {
		return "seat:" + c.Value
	}
	return ""
}

// deskCorrect puts one thing right in the finding that a case is known by, or that has no case. It is the
// correction of the mention's own page, and feeds training as that does.
func (a *app) deskCorrect(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	if !a.parsed(w, r, v) {
		return
	}
	if a.Correct == nil {
		a.errorPage(w, r, v, away("no_correct", v.Say("away.correct")))
		return
	}
	f := r.PostForm
	after, err := a.Correct.Correct(r.Context(), f.Get("mention"), correctionOf(f, v.Me().By()))
	id := f.Get("case")
	if id == "" {
		if err != nil {
			a.errorPage(w, r, v, err)
			return
		}
		http.Redirect(w, r, "/desk?of=findings", http.StatusSeeOther)
		return
	}
	if err == nil && !partly(r) {
		http.Redirect(w, r, "/desk/cases/"+url.PathEscape(id)+"?done=correct", http.StatusSeeOther)
		return
	}
	v.here = url.URL{Path: "/desk/cases/" + id}
	p, broke := a.fillDeskCase(r, v, id, seatOf(r))
	if broke != nil {
		a.errorPage(w, r, v, broke)
		return
	}
	if err != nil {
		p.Problem, p.In = a.problem(r.Pattern, v.Lang, err), f
		a.showDeskCase(w, r, v, p, p.Problem.Status)
		return
	}
	p.show(after.Finding)
	p.Done = true
	a.showDeskCase(w, r, v, p, http.StatusOK)
}
