package cases

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// casePage is one case: its clock, the reasons for its unit, its history, and the moves
// that may be made now.
type casePage struct {
	facts.CaseFile
	Clock   kit.ClockView
	Bar     *clockBar // of the time to answer, with what happened in it
	Chain   chainView
	Moves   []moveForm
	Units   []opinion.Unit
	Terms   []kit.Term   // by which its first report was judged
	Done    opinion.Move // the move that was just made
	Changed bool         // the unit in charge is not the one that was proposed
}

// Doubted says that a check raises doubt about the answer.
func (p *casePage) Doubted() bool {
	return slices.ContainsFunc(p.Checks, func(c facts.AnswerCheck) bool { return !c.OK })
}

// chainView is the verdict on a history's chain of hashes.
type chainView struct {
	OK  bool
	At  uint64 // the first event that does not fit
	Gap bool   // an event is missing, else one was changed
}

// moveForm is one legal move and, after a refusal, what was entered and the words.
type moveForm struct {
	Move    opinion.Move
	Open    bool
	Main    bool // the next step of the ordinary way
	In      url.Values
	Problem *kit.Problem
}

// bySystem are moves that no form offers.
var bySystem = opinion.SystemMoves

func (a *Room) ShowCase(r *http.Request, v *View) (string, error) {
	return "case", a.fillCase(r, v, r.PathValue("id"), moveForm{})
}

// fillCase loads a case into the view. refused is the form that a move was refused for.
func (a *Room) fillCase(r *http.Request, v *View, id string, refused moveForm) error {
	file, err := a.Cases.Case(r.Context(), id)
	if err != nil {
		return err
	}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return err
	}
	p := casePage{CaseFile: file, Units: units, Clock: v.ClockOf(file.Case), Chain: chainOf(file)}
	p.Changed = file.Case.Lead != file.Case.Route.Lead && file.Case.Route.Lead != ""
	if m := opinion.Move(r.URL.Query().Get("done")); m != "" && refused.Problem == nil {
		p.Done = m
	}
	p.Bar = v.barOf(file.Case, file.History)
	p.Terms = a.termsOf(r.Context(), file)
	p.Moves = formsFor(file, refused)
	v.Nav, v.Title, v.D = "cases", v.Name(file.Title), &p
	return nil
}

// termsOf are the words by which the first report of a case was judged; none where its finding cannot be
// read here.
func (a *Room) termsOf(ctx context.Context, file facts.CaseFile) []kit.Term {
	if a.Correct == nil || len(file.Mentions) == 0 || file.Mentions[0].Text == "" {
		return nil
	}
	m, err := a.Correct.Mention(ctx, file.Mentions[0].ID)
	if err != nil { // the page is whole without marks
		return nil
	}
	return kit.Terms(m.Finding.Of(file.Case.Issue))
}

// formsFor lists the forms of a case, the ordinary next step first. The refused one is
// open and keeps what was entered, even when its move is no longer legal.
func formsFor(file facts.CaseFile, refused moveForm) []moveForm {
	s, moves := file.Case.State, file.Moves
	if moves == nil {
		moves = file.Case.Matter.MovesFrom(s)
	}
	var out []moveForm
	for _, m := range moves {
		if slices.Contains(bySystem, m) || m == opinion.MoveRecall { // the desk offers it at once, or not at all
			continue
		}
		f := moveForm{Move: m, Main: nextOf(file.Case) == m, In: url.Values{}}
		if m == opinion.MoveAnswer && file.Case.Answer == "" {
			f.In = foundIn(file.Found)
		}
		if refused.Move == m {
			f.In, f.Problem, f.Open = refused.In, refused.Problem, true
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(x, y moveForm) int {
		switch {
		case x.Main && !y.Main:
			return -1
		case y.Main && !x.Main:
			return 1
		}
		return 0
	})
	return out
}

// foundIn fills the form of an answer with a reply that a page shows, where it raises no doubt.
func foundIn(found []facts.FoundReply) url.Values {
	for _, f := range found {
		if f.OK && f.Text != "" {
			return url.Values{"text": {f.Text}, "url": {f.URL}}
		}
	}
	return url.Values{}
}

// nextOf is the ordinary move of a case. An answered request is delivered to whoever applied.
func nextOf(c opinion.Case) opinion.Move {
	if c.Matter == opinion.Disclosure && c.State == opinion.Answered {
		return opinion.MoveDeliver
	}
	return c.State.Next()
}

// chainOf folds the history again from nothing and says where it stops to fit.
func chainOf(f facts.CaseFile) chainView {
	c, err := opinion.Fold(f.History)
	if err != nil {
		return chainView{At: c.Version + 1, Gap: errors.Is(err, opinion.ErrGap)}
	}
	if c.LastHash != f.Case.LastHash {
		return chainView{At: c.Version + 1, Gap: true}
	}
	return chainView{OK: true}
}

// MakeMove takes a form. What was refused is shown in place with the entries kept; what was
// done leads back to the case, so that loading again repeats nothing.
func (a *Room) MakeMove(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	id, move := r.PathValue("id"), opinion.Move(r.PathValue("move"))
	v.Here = url.URL{Path: "/cases/" + id}
	if !a.Parsed(w, r, v) {
		return
	}
	cmd, err := ask.CommandOf(r.PostForm, v.Me().By(), v.Lang)
	if err == nil && move == opinion.MoveRegister {
		err = &kit.Error{Kind: kit.Refused, Code: "illegal_move", Words: v.Say("error.system_move")}
	}
	if err == nil && slices.Contains(bySystem, move) {
		err = &kit.Error{Kind: kit.Refused, Code: "system_move", Words: v.Say("error.system_move")}
	}
	if err == nil {
		cmd.Move = move
		_, err = a.Cases.Do(r.Context(), id, cmd)
	}
	if err == nil {
		http.Redirect(w, r, "/cases/"+url.PathEscape(id)+"?done="+url.QueryEscape(string(move)), http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	if p.Status == http.StatusNotFound || p.Status >= 500 {
		a.ErrorPage(w, r, v, p)
		return
	}
	if err := a.fillCase(r, v, id, moveForm{Move: move, In: r.PostForm, Problem: p}); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	if page := v.D.(*casePage); !slices.ContainsFunc(page.Moves, func(f moveForm) bool { return f.Problem != nil }) {
		v.D = p // the move is not legal here any more; its form is gone, the words are not
		a.Render(w, r, v, p.Status, "error")
		return
	}
	a.Render(w, r, v, p.Status, "case")
}
