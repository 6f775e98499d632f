package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/opinion"
)

// mentionPage is one mention, what was found about it, and what persons put right.
type mentionPage struct {
	MentionFile
	Rows     []judgementRow
	Standing bool // there is a correction to take back
	Units    []opinion.Unit
	Topics   []opinion.Topic
	Done     string
	Problem  *Problem
	In       url.Values // what was entered when it was refused
}

// judgementRow is one thing that the finding says.
type judgementRow struct {
	Field      opinion.Field
	Value      string // as a correction writes it
	Evidence   []string
	Confidence int  // percent; 0: none is told
	Person     bool // a person said so
	Confirm    bool // a person may say that it is right
	Open       bool
}

// correctable are the fields that the page offers, in order.
var correctable = []opinion.Field{opinion.FieldTopic, opinion.FieldPlace, opinion.FieldDemand, opinion.FieldSeverity, opinion.FieldUnit}

func (a *app) mention(r *http.Request, v *view) (string, error) {
	if a.Correct == nil {
		return "", away("no_correct", v.Say("away.correct"))
	}
	file, err := a.Correct.Mention(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	return "mention", a.fillMention(r, v, file, nil, nil)
}

func (a *app) fillMention(r *http.Request, v *view, file MentionFile, refused *Problem, in url.Values) error {
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return err
	}
	f := file.Finding
	standing := opinion.Standing(f.Corrected)
	p := mentionPage{MentionFile: file, Standing: len(standing) > 0, Units: units, Topics: a.Topics, Problem: refused, In: in}
	if refused == nil {
		p.Done = r.URL.Query().Get("done")
	}
	for _, field := range correctable {
		row := judgementRow{Field: field, Value: f.Value(field), Open: in.Get("field") == string(field)}
		row.Person = slices.ContainsFunc(standing, func(c opinion.Correction) bool { return c.Field == field })
		switch field {
		case opinion.FieldTopic:
			row.Evidence, row.Confidence, row.Confirm = f.Topic.Evidence, percent(f.Topic.Confidence), f.Topic.ID+f.Topic.Guess != "" && !row.Person
			row.Open = row.Open || f.Unsure()
		case opinion.FieldPlace:
			if f.Territory != nil {
				row.Evidence, row.Confidence = f.Territory.Evidence, percent(f.Territory.Confidence)
			}
		case opinion.FieldDemand:
			row.Evidence, row.Confidence = f.Demand.Evidence, percent(f.Demand.Confidence)
		case opinion.FieldSeverity:
			row.Evidence = f.Severity.Evidence
		case opinion.FieldUnit:
			row.Evidence = f.Route.Why
		}
		p.Rows = append(p.Rows, row)
	}
	v.Nav, v.Title, v.D = "search", v.Name(f.Title), &p
	return nil
}

func percent(x float64) int { return int(x*100 + .5) }

// correctMention takes a form of the mention's page. What was refused is shown in place.
func (a *app) correctMention(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	id, act := r.PathValue("id"), r.PathValue("act")
	v.here = url.URL{Path: "/mentions/" + id}
	if !a.parsed(w, r, v) {
		return
	}
	if a.Correct == nil {
		a.errorPage(w, r, v, away("no_correct", v.Say("away.correct")))
		return
	}
	what := correctionOf(r.PostForm, v.Me().By())
	var err error
	switch act {
	case "correct":
		_, err = a.Correct.Correct(r.Context(), id, what)
	case "undo":
		_, err = a.Correct.Undo(r.Context(), id, what)
	default:
		err = &Error{Kind: NotFound}
	}
	if err == nil {
		http.Redirect(w, r, "/mentions/"+url.PathEscape(id)+"?done="+act, http.StatusSeeOther)
		return
	}
	p := a.problem(r.Pattern, v.Lang, err)
	file, again := a.Correct.Mention(r.Context(), id)
	if p.Status == http.StatusNotFound || p.Status >= 500 || again != nil {
		a.errorPage(w, r, v, p)
		return
	}
	if err := a.fillMention(r, v, file, p, r.PostForm); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	a.render(w, r, v, p.Status, "mention")
}

// correctionOf reads the form of a correction that by sent.
func correctionOf(f url.Values, by string) Correct {
	what := Correct{Field: opinion.Field(f.Get("field")), Is: strings.TrimSpace(f.Get("is")), By: by, Reason: strings.TrimSpace(f.Get("reason"))}
	if n, err := strconv.Atoi(f.Get("seen")); err == nil {
		what.Seen = &n
	}
	return what
}

// Corrects says whether findings can be corrected here.
func (v *view) Corrects() bool { return v.app.Correct != nil }

// Value is the word for what a correction writes of a field.
func (v *view) Value(field opinion.Field, value string) string {
	switch field {
	case opinion.FieldTopic:
		return v.Topic(value)
	case opinion.FieldPlace:
		return v.Place(value)
	case opinion.FieldDemand:
		return v.Demand(opinion.Demand(value))
	case opinion.FieldSeverity:
		return value + " " + v.Word("sev.", value)
	case opinion.FieldUnit:
		return v.Unit(value)
	case opinion.FieldIssue:
		return v.Short(value)
	}
	return value
}

// Latest lists corrections with the newest first.
func (v *view) Latest(all []opinion.Correction) []opinion.Correction {
	all = slices.Clone(all)
	slices.Reverse(all)
	return all
}

// Severities are the choices of a severity, the heaviest first.
func (v *view) Severities() []opinion.Severity {
	return opinion.Severities
}

// judgementForm is what one row of the mention's page is drawn from.
type judgementForm struct {
	V    *view
	Row  judgementRow
	Page *mentionPage
}

// Judgement makes it.
func (v *view) Judgement(row judgementRow, p *mentionPage) judgementForm {
	return judgementForm{v, row, p}
}
