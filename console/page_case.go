package console

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// casePage is one case: its clock, the reasons for its unit, its history, and the moves
// that may be made now.
type casePage struct {
	CaseFile
	Clock   clockView
	Chain   chainView
	Moves   []moveForm
	Units   []opinion.Unit
	Done    opinion.Move // the move that was just made
	Changed bool         // the unit in charge is not the one that was proposed
}

// Doubted says that a check raises doubt about the answer.
func (p *casePage) Doubted() bool {
	return slices.ContainsFunc(p.Checks, func(c AnswerCheck) bool { return !c.OK })
}

// clockView is a duty's time as words and as a bar.
type clockView struct {
	State string // running, late, stopped, none
	Left  string // the time left, or by how much it is late
	Part  int    // of the time, used, in percent
	Name  string // of the clock profile
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
	Problem *Problem
}

// bySystem are moves that no form offers.
var bySystem = opinion.SystemMoves

func (a *app) caseFile(r *http.Request, v *view) (string, error) {
	return "case", a.fillCase(r, v, r.PathValue("id"), moveForm{})
}

// fillCase loads a case into the view. refused is the form that a move was refused for.
func (a *app) fillCase(r *http.Request, v *view, id string, refused moveForm) error {
	file, err := a.Cases.Case(r.Context(), id)
	if err != nil {
		return err
	}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return err
	}
	p := casePage{CaseFile: file, Units: units, Clock: v.clockOf(file.Case), Chain: chainOf(file)}
	p.Changed = file.Case.Lead != file.Case.Route.Lead && file.Case.Route.Lead != ""
	if m := opinion.Move(r.URL.Query().Get("done")); m != "" && refused.Problem == nil {
		p.Done = m
	}
	p.Moves = formsFor(file, refused)
	v.Nav, v.Title, v.D = "cases", v.Name(file.Title), &p
	return nil
}

// formsFor lists the forms of a case, the ordinary next step first. The refused one is
// open and keeps what was entered, even when its move is no longer legal.
func formsFor(file CaseFile, refused moveForm) []moveForm {
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

// nextOf is the ordinary move of a case. An answered request is delivered to whoever applied.
func nextOf(c opinion.Case) opinion.Move {
	if c.Matter == opinion.Disclosure && c.State == opinion.Answered {
		return opinion.MoveDeliver
	}
	return c.State.Next()
}

// clockOf tells how much of the time is used. A case that was answered owes nothing more; one
// without a clock says so.
func (v *view) clockOf(c opinion.Case) clockView {
	out := clockView{State: "none"}
	if c.Clock == nil || c.Due.IsZero() {
		return out
	}
	out.Name = v.profile(c.Clock.Profile)
	whole := c.Due.Sub(c.Clock.Start)
	end, left := v.Now(), c.Due.Sub(v.Now())
	switch {
	case !c.AnswerAt.IsZero():
		out.State, end, left = "stopped", c.AnswerAt, c.Due.Sub(c.AnswerAt)
	case left < 0:
		out.State = "late"
	case c.Clock.Paused():
		out.State = "paused"
	default:
		out.State = "running"
	}
	out.Left = spell(left.Abs(), v.Lang)
	if out.State == "stopped" && left < 0 {
		out.State = "answered_late"
	}
	if whole > 0 {
		out.Part = int(min(max(end.Sub(c.Clock.Start)*100/whole, 0), 100))
	}
	return out
}

// profile names a clock profile.
func (v *view) profile(id string) string {
	for _, p := range v.app.Profiles {
		if p.ID == id {
			if v.Lang == "en" && p.NameEn != "" {
				return p.NameEn
			}
			return p.Name
		}
	}
	return v.Word("profile.", id)
}

// DueIn is the time left of a case in a list: words, and whether it is late.
func (v *view) DueIn(c opinion.Case) template.HTML {
	if t, ok := c.TimedOf(opinion.DutyInform, ""); ok && t.Due.Equal(c.NextDue()) {
		c.Clock, c.Due = &t.Clock, t.Due // the first information is due before the answer
	}
	k := v.clockOf(c)
	switch k.State {
	case "late":
		return template.HTML(`<strong class="late">` + template.HTMLEscapeString(v.Say("clock.late", k.Left)) + `</strong>`)
	case "running":
		class := "left"
		if k.Part >= 75 {
			class = "left soon"
		}
		return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(v.Say("clock.left", k.Left)) + `</span>`)
	}
	return template.HTML(`<span class="quiet">` + template.HTMLEscapeString(v.Say("clock."+k.State+".short")) + `</span>`)
}

// chainOf folds the history again from nothing and says where it stops to fit.
func chainOf(f CaseFile) chainView {
	c, err := opinion.Fold(f.History)
	if err != nil {
		return chainView{At: c.Version + 1, Gap: errors.Is(err, opinion.ErrGap)}
	}
	if c.LastHash != f.Case.LastHash {
		return chainView{At: c.Version + 1, Gap: true}
	}
	return chainView{OK: true}
}

// makeMove takes a form. What was refused is shown in place with the entries kept; what was
// done leads back to the case, so that loading again repeats nothing.
func (a *app) makeMove(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	id, move := r.PathValue("id"), opinion.Move(r.PathValue("move"))
	v.here = url.URL{Path: "/cases/" + id}
	if !a.parsed(w, r, v) {
		return
	}
	cmd, err := commandOf(r.PostForm, v.Me().By(), v.Lang)
	if err == nil && move == opinion.MoveRegister {
		err = &Error{Kind: Refused, Code: "illegal_move", Words: v.Say("error.system_move")}
	}
	if err == nil && slices.Contains(bySystem, move) {
		err = &Error{Kind: Refused, Code: "system_move", Words: v.Say("error.system_move")}
	}
	if err == nil {
		cmd.Move = move
		_, err = a.Cases.Do(r.Context(), id, cmd)
	}
	if err == nil {
		http.Redirect(w, r, "/cases/"+url.PathEscape(id)+"?done="+url.QueryEscape(string(move)), http.StatusSeeOther)
		return
	}
	p := a.problem(r.Pattern, v.Lang, err)
	if p.Status == http.StatusNotFound || p.Status >= 500 {
		a.errorPage(w, r, v, p)
		return
	}
	if err := a.fillCase(r, v, id, moveForm{Move: move, In: r.PostForm, Problem: p}); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	if page := v.D.(*casePage); !slices.ContainsFunc(page.Moves, func(f moveForm) bool { return f.Problem != nil }) {
		v.D = p // the move is not legal here any more; its form is gone, the words are not
		a.render(w, r, v, p.Status, "error")
		return
	}
	a.render(w, r, v, p.Status, "case")
}

// parsed reads a form, or answers why it cannot be read.
func (a *app) parsed(w http.ResponseWriter, r *http.Request, v Drawn) bool {
	err := r.ParseForm()
	if err != nil {
		a.errorPage(w, r, v, formFault(v.Base().Lang, err))
	}
	return err == nil
}

func formFault(lang string, err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return foreign(lang, http.StatusRequestEntityTooLarge, "")
	}
	return foreign(lang, http.StatusBadRequest, "")
}

// commandOf reads the form that by sent.
func commandOf(f url.Values, by, lang string) (Command, error) {
	expected, err := strconv.ParseUint(f.Get("expected_version"), 10, 64)
	if err != nil {
		return Command{}, invalid("no_version", words.Say(lang, "error.no_version"))
	}
	cmd := Command{
		Expected: expected, By: by, Unit: f.Get("unit"), Reason: strings.TrimSpace(f.Get("reason")), Text: strings.TrimSpace(f.Get("text")),
		Kind: f.Get("kind"), URL: strings.TrimSpace(f.Get("url")), OK: f.Get("ok") == "yes", Outcome: opinion.Outcome(f.Get("outcome")),
		Solved: f.Get("solved"), Into: strings.TrimSpace(f.Get("into")), Channel: f.Get("channel"), Of: f.Get("of"),
	}
	for _, co := range f["co"] {
		cmd.Co = append(cmd.Co, fields(co)...)
	}
	if s := f.Get("limit"); s != "" {
		if cmd.Limit, err = limitOf(s, lang); err != nil {
			return cmd, err
		}
	}
	return cmd, nil
}

// limitOf reads "48h" or "7d".
func limitOf(s, lang string) (time.Duration, error) {
	bad := invalid("bad_limit", words.Say(lang, "error.bad_limit"))
	if n := len(s); n > 1 && s[n-1] == 'd' {
		days, err := strconv.Atoi(s[:n-1])
		if err != nil || days < 1 || days > 365 {
			return 0, bad
		}
		return time.Duration(days) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > 365*24*time.Hour {
		return 0, bad
	}
	return d, nil
}
