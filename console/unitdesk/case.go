package unitdesk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// workCasePage is one case on a unit's desk: who has it, the text in the making, its review, and
// how it goes out.
type workCasePage struct {
	facts.CaseFile
	Unit    opinion.Unit
	Lead    bool
	May     bool // the reader works for the unit
	Judges  bool // the reader may review
	Named   bool // accounts can be told apart, so that two persons are needed
	Review  bool // an answer needs an approved draft
	Section opinion.DeskSection
	Paper   opinion.Paper
	Draft   opinion.Drafted // the present version
	Posts   []string
	Texts   []DraftText
	Sources []PolicyBasis
	Earlier []register.Released // verified answers about the same topic
	Back    opinion.Event
	Start   draftStart
	Out     []opinion.Move // how the text can go out
	In      url.Values     // of a refused form
	Act     string         // which one
	Problem *kit.Problem
	Done    string
	Preview *preview
}

// draftStart is what the writing begins with.
type draftStart struct{ Text, Kind, From string } // from: entered, found, draft, answer or ""

// startOf chooses it: what was entered is never lost; a found reply that was asked for comes before the
// draft, which stays as it is until it is saved; an answer that came back is where the next begins, and a
// found reply that raises no doubt where the first does.
func startOf(in url.Values, found foundStart, p opinion.Paper, c opinion.Case) draftStart {
	draft, has := p.Draft()
	switch {
	case in.Has("text"):
		return draftStart{in.Get("text"), in.Get("kind"), "entered"}
	case found.asked:
		return draftStart{found.text, "", "found"}
	case has:
		return draftStart{draft.Text, draft.Kind, "draft"}
	case c.CameBack():
		return draftStart{c.Answer, c.Kind, "answer"}
	case found.text != "" && c.Answer == "":
		return draftStart{found.text, "", "found"}
	}
	return draftStart{}
}

// foundStart is a reply that a page shows, to begin with.
type foundStart struct {
	text  string
	asked bool // by its hash; else it is the latest without doubt
}

func foundOf(found []facts.FoundReply, asked string) foundStart {
	for _, f := range found {
		if asked != "" && f.TextHash == asked {
			return foundStart{f.Text, f.Text != ""}
		}
	}
	for _, f := range found {
		if f.OK && f.Text != "" {
			return foundStart{f.Text, false}
		}
	}
	return foundStart{}
}

// AddressOf is the address that the form of a move begins with: what was entered, else where the
// draft was found.
func (p *workCasePage) AddressOf(m opinion.Move) string {
	if p.Act == string(m) {
		return p.In.Get("url")
	}
	for _, f := range p.Found {
		if m == opinion.MoveAnswer && f.Text != "" && f.Text == p.Draft.Text {
			return f.URL
		}
	}
	return ""
}

// Unaddressed says whether a source has no address to follow.
func (p *workCasePage) Unaddressed() bool {
	return slices.ContainsFunc(p.Sources, func(s PolicyBasis) bool { return s.URL == "" })
}

// waysOut are the moves by which a unit's text goes out now.
func waysOut(c opinion.Case, unit string) []opinion.Move {
	may := []opinion.Move{opinion.MoveAnswer, opinion.MoveInform}
	if c.Lead != unit {
		may = []opinion.Move{opinion.MoveContribute}
	}
	return slices.DeleteFunc(may, func(m opinion.Move) bool {
		_, legal := c.Matter.After(c.State, m)
		_, waits := c.TimedOf(opinion.DutyInform, "")
		return !legal || c.State == opinion.Answered || m == opinion.MoveInform && (!waits || !c.Informed.IsZero())
	})
}

func (a *Room) ShowCase(r *http.Request, v *View) (string, error) {
	return "workcase", a.fillWorkCase(r, v, nil, "", nil)
}

// fillWorkCase loads the page; in, act and problem are of a refused form.
func (a *Room) fillWorkCase(r *http.Request, v *View, in url.Values, act string, problem *kit.Problem) error {
	u, _, ok, err := a.workUnit(r, v)
	if err != nil {
		return err
	}
	file, err := a.Cases.Case(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !ok && !ofUnit(v.Me()) { // whoever may choose a unit and named none means the one in charge
		if u, ok, err = a.unitByID(r, file.Case.Lead); err != nil {
			return err
		}
	}
	c := file.Case
	if !ok || c.Lead != u.ID && !slices.Contains(c.Co, u.ID) {
		return &kit.Error{Kind: kit.NotFound, Code: "not_on_desk", Words: v.Say("work.not_here")}
	}
	me := v.Me()
	p := &workCasePage{CaseFile: file, Unit: u, Lead: c.Lead == u.ID, May: worksFor(me, u.ID),
		Named: me.ID != "", Review: a.Work.Review,
		Texts: a.Work.Aids.Templates(c, u.ID), Sources: a.Work.Aids.Policies(c),
		Out: waysOut(c, u.ID), In: in, Act: act, Problem: problem,
		Done: r.URL.Query().Get("done")}
	if p.In == nil {
		p.In = url.Values{}
	}
	p.Judges = p.May && (me == access.Account{} || me.Role == access.Head)
	if p.Paper, err = a.Work.Papers.Paper(r.Context(), c.ID, u.ID); err != nil {
		return err
	}
	p.Draft, _ = p.Paper.Draft()
	load, err := a.Work.Book.DeskLoad(r.Context(), u.ID, a.Now())
	if err != nil {
		return err
	}
	p.Posts, p.Section, p.Back = load.Posts, c.OnDesk(u.ID, p.Paper.State), CameBackBy(file)
	found := foundStart{}
	if p.Lead {
		found = foundOf(file.Found, r.URL.Query().Get("found"))
	}
	if p.Earlier, err = a.earlierOf(r.Context(), c, u.ID); err != nil {
		return err
	}
	p.Start = startOf(p.In, found, p.Paper, c)
	v.Nav, v.Title, v.D = "work", v.Name(file.Title), p
	return nil
}

func (a *Room) unitByID(r *http.Request, id string) (opinion.Unit, bool, error) {
	units, err := a.Units.Units(r.Context())
	i := slices.IndexFunc(units, func(u opinion.Unit) bool { return u.ID == id })
	if err != nil || i < 0 {
		return opinion.Unit{}, false, err
	}
	return units[i], true, nil
}

// CameBackBy is the event by which an answer came back; zero when it did not.
func CameBackBy(f facts.CaseFile) opinion.Event {
	if f.Case.CameBack() {
		for _, e := range slices.Backward(f.History) {
			if e.Type == opinion.MoveVerify && !e.OK || e.Type == opinion.MoveReopen {
				return e
			}
		}
	}
	return opinion.Event{}
}

// Writes says whether the text may be changed now.
func (p *workCasePage) Writes() bool {
	return p.May && p.Section != "" && p.Section != opinion.DeskAnswered
}

// GoesOut says whether a move may be made with the text as it is.
func (p *workCasePage) GoesOut(m opinion.Move) bool {
	if p.Paper.State == "" {
		return false
	}
	return m != opinion.MoveAnswer || !p.Review || p.Paper.State == opinion.PaperApproved
}

// Own says whether the reader wrote the draft or handed it in.
func (p *workCasePage) Own(me access.Account) bool {
	return me.ID != "" && (me.ID == p.Draft.By || me.ID == p.Paper.Sent)
}

// Versions lists what was written, the latest first.
func (p *workCasePage) Versions() []opinion.Drafted {
	out := slices.Clone(p.Paper.Drafts)
	slices.Reverse(out)
	return out
}

// Act takes a form of the desk. What was refused is shown in place with the entries kept.
func (a *Room) Act(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	id, act := r.PathValue("id"), r.PathValue("act")
	v.Here = url.URL{Path: "/work/" + id}
	if !a.Parsed(w, r, v) {
		return
	}
	u, _, ok, err := a.workUnit(r, v)
	if err == nil && (!ok || !worksFor(v.Me(), u.ID)) {
		err = &kit.Error{Kind: kit.Refused, Code: "not_your_desk", Words: v.Say("work.not_yours")}
	}
	if err == nil {
		err = a.doWork(r, v, id, u.ID, act)
	}
	if err == nil {
		to, done := v.WorkLink("/work/"+url.PathEscape(id), u.ID, "done", act), act
		if r.PostForm.Get("back") == "desk" {
			to = v.WorkLink("/work", u.ID, "done", done)
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	if p.Status == http.StatusNotFound || p.Status >= 500 {
		a.ErrorPage(w, r, v, p)
		return
	}
	if err := a.fillWorkCase(r, v, r.PostForm, act, p); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, p.Status, "workcase")
}

// doWork does what a form asks for.
func (a *Room) doWork(r *http.Request, v *View, id, unit, act string) error {
	f, ctx := r.PostForm, r.Context()
	seen, err := strconv.ParseUint("0"+f.Get("seen"), 10, 64)
	if err != nil {
		return kit.BadInput("no_version", v.Say("error.no_version"))
	}
	cmd := opinion.PaperCommand{Act: opinion.PaperAct(act), By: v.Me().ID, Head: v.Me().Role == access.Head, Seen: seen,
		Post: strings.TrimSpace(f.Get("post")), To: strings.TrimSpace(f.Get("to")),
		Text: strings.TrimSpace(f.Get("text")), Kind: f.Get("kind"),
		Reason: strings.TrimSpace(f.Get("reason"))}
	switch cmd.Act {
	case opinion.PaperSave:
		return a.saveDraft(r, id, unit, cmd)
	case opinion.PaperAssign, opinion.PaperSubmit, opinion.PaperApprove, opinion.PaperSendBack, opinion.PaperDrop:
		_, err := a.Work.Papers.Act(ctx, id, unit, cmd)
		return err
	}
	switch m := opinion.Move(act); m {
	case opinion.MoveSign:
		cmd, err := ask.CommandOf(f, v.Me().By(), v.Lang)
		if err == nil {
			cmd.Move = m
			_, err = a.Cases.Do(ctx, id, cmd)
		}
		return err
	case opinion.MoveAnswer, opinion.MoveInform, opinion.MoveContribute:
		return a.publish(r, v, id, unit, m, seen)
	}
	return &kit.Error{Kind: kit.NotFound, Code: "no_such_act", Words: v.Say("error.not_found")}
}

// saveDraft keeps a version, and hands it in when the form says so.
func (a *Room) saveDraft(r *http.Request, id, unit string, cmd opinion.PaperCommand) error {
	p, err := a.Work.Papers.Act(r.Context(), id, unit, cmd)
	if err == nil && r.PostForm.Get("then") == "submit" {
		cmd.Act, cmd.Seen = opinion.PaperSubmit, p.Version
		if _, err = a.Work.Papers.Act(r.Context(), id, unit, cmd); err != nil {
			r.PostForm.Set("seen", strconv.FormatUint(p.Version, 10)) // it is saved by now
		}
	}
	return err
}

// publish sends out the text as it is kept, and nothing that the form could hold instead.
func (a *Room) publish(r *http.Request, v *View, id, unit string, m opinion.Move, seen uint64) error {
	ctx := r.Context()
	paper, err := a.Work.Papers.Paper(ctx, id, unit)
	if err != nil {
		return err
	}
	draft, has := paper.Draft()
	switch {
	case !has:
		return &kit.Error{Kind: kit.Refused, Code: "no_draft", Words: v.Say("work.no_draft")}
	case seen != paper.Version:
		return &kit.Error{Kind: kit.Stale, Code: "stale_version", Words: v.Say("work.stale")}
	}
	cmd, err := ask.CommandOf(r.PostForm, v.Me().By(), v.Lang)
	if err != nil {
		return err
	}
	cmd.Move, cmd.Text, cmd.Unit = m, draft.Text, ""
	if m == opinion.MoveContribute {
		cmd.Unit = unit
	}
	if _, err = a.Cases.Do(ctx, id, cmd); err != nil || m == opinion.MoveAnswer {
		return err // an answer takes its draft away by itself
	}
	_, err = a.Work.Papers.Act(ctx, id, unit, opinion.PaperCommand{Act: opinion.PaperDrop,
		By: v.Me().ID, Seen: paper.Version})
	return err
}
