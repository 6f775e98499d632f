package cases

import (
	"net/http"
	"net/url"
	"slices"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// mentionPage is one mention, what was found about it, and what persons put right.
type mentionPage struct {
	facts.MentionFile
	Rows     []kit.JudgementRow
	Terms    []kit.Term
	Standing bool // there is a correction to take back
	Others   bool // its issue has others, so that it can be taken out
	Units    []opinion.Unit
	Topics   []opinion.Topic
	Done     string
	Handing  *handing
	Problem  *kit.Problem
	In       url.Values // what was entered when it was refused
}

// MattersWait says that a letter is in no case yet: its further matters are opened with it.
func (p *mentionPage) MattersWait() bool { return p.Finding.Kind.Asked() && p.Case == "" }

// correctable are the fields that the page offers, in order.
var correctable = []opinion.Field{opinion.FieldTopic, opinion.FieldPlace, opinion.FieldDemand,
	opinion.FieldSeverity, opinion.FieldUnit}

func (a *Room) ShowMention(r *http.Request, v *View) (string, error) {
	if a.Correct == nil {
		return "", kit.Away("no_correct", v.Say("away.correct"))
	}
	file, err := a.Correct.Mention(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	return "mention", a.fillMention(r, v, file, nil, nil)
}

func (a *Room) fillMention(r *http.Request, v *View, file facts.MentionFile, refused *kit.Problem,
	in url.Values) error {
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return err
	}
	f := file.Finding
	standing := opinion.Standing(f.Corrected)
	p := mentionPage{MentionFile: file, Terms: kit.Terms(f), Standing: len(standing) > 0, Units: units, Topics: a.Topics,
		Problem: refused, In: in}
	if issue, err := a.Issues.Issue(r.Context(), f.Issue.ID); err == nil {
		p.Others = issue.Issue.Mentions > 1
	}
	if refused == nil {
		p.Done = r.URL.Query().Get("done")
	}
	for _, field := range correctable {
		row := kit.JudgementRow{Field: field, Value: f.Value(field), Open: in.Get("field") == string(field)}
		row.Person = slices.ContainsFunc(standing, func(c opinion.Correction) bool { return c.Field == field })
		switch field {
		case opinion.FieldTopic:
			row.Evidence, row.Confidence, row.Confirm = f.Topic.Evidence,
				kit.Percent(f.Topic.Confidence), f.Topic.ID+f.Topic.Guess != "" && !row.Person
			row.Open = row.Open || f.Unsure()
		case opinion.FieldPlace:
			if f.Territory != nil {
				row.Evidence, row.Confidence = f.Territory.Evidence, kit.Percent(f.Territory.Confidence)
			}
		case opinion.FieldDemand:
			row.Evidence, row.Confidence = f.Demand.Evidence, kit.Percent(f.Demand.Confidence)
		case opinion.FieldSeverity:
			row.Evidence = f.Severity.Evidence
		case opinion.FieldUnit:
			row.Evidence = f.Route.Why
		}
		p.Rows = append(p.Rows, row)
	}
	v.Nav, v.Title, v.D = "search", v.Name(f.Heading()), &p
	return nil
}

// CorrectMention takes a form of the mention's page. What was refused is shown in place.
func (a *Room) CorrectMention(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	id, act := r.PathValue("id"), r.PathValue("act")
	v.Here = url.URL{Path: "/mentions/" + id}
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Correct == nil {
		a.ErrorPage(w, r, v, kit.Away("no_correct", v.Say("away.correct")))
		return
	}
	what := ask.CorrectionOf(r.PostForm, v.Me().By())
	var err error
	switch act {
	case "correct":
		_, err = a.Correct.Correct(r.Context(), id, what)
	case "undo":
		_, err = a.Correct.Undo(r.Context(), id, what)
	default:
		err = &kit.Error{Kind: kit.NotFound}
	}
	opened := what.Field == opinion.FieldAsks && what.Is == string(opinion.AsksCase)
	switch {
	case err == nil && act == "correct" && opened && wantsCode(r):
		a.showHandedMention(w, r, v, id)
		return
	case err == nil:
		http.Redirect(w, r, "/mentions/"+url.PathEscape(id)+"?done="+act, http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	file, again := a.Correct.Mention(r.Context(), id)
	if p.Status == http.StatusNotFound || p.Status >= 500 || again != nil {
		a.ErrorPage(w, r, v, p)
		return
	}
	if err := a.fillMention(r, v, file, p, r.PostForm); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, p.Status, "mention")
}

// showHandedMention shows a mention that a case was opened for, with the query code.
func (a *Room) showHandedMention(w http.ResponseWriter, r *http.Request, v *View, id string) {
	file, err := a.Correct.Mention(r.Context(), id)
	if err == nil {
		err = a.fillMention(r, v, file, nil, nil)
	}
	if err == nil {
		p := v.D.(*mentionPage)
		p.Done, p.Handing = "correct", a.hand(r, v, id)
	}
	a.Answer(w, r, v, "mention", err)
}

// Latest lists corrections with the newest first.
func (v *View) Latest(all []opinion.Correction) []opinion.Correction {
	all = slices.Clone(all)
	slices.Reverse(all)
	return all
}

// judgementForm is what one row of the mention's page is drawn from.
type judgementForm struct {
	V    *View
	Row  kit.JudgementRow
	Page *mentionPage
}

// Judgement makes it.
func (v *View) Judgement(row kit.JudgementRow, p *mentionPage) judgementForm {
	return judgementForm{v, row, p}
}
