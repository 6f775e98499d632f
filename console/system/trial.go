package system

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// Trials looks at addresses as a source would, for one account each. Nothing is written.
type Trials interface {
	// Begin starts a trial and returns at once.
	Begin(ctx context.Context, by, address string) (id string, err error)
	// Trial is how it stands. What is not there, or another's, is an error of kind not found.
	Trial(by, id string) (facts.HeldTrial, error)
}

// tryPage is the empty form.
type tryPage struct {
	Address string
	Problem *kit.Problem
}

// trialPage is what an address would bring, beside what a reader sees there.
type trialPage struct {
	facts.HeldTrial
	Lines []pageLine
}

// pageLine is a line of the page. It is taken where an item has it.
type pageLine struct {
	Text  string
	Taken bool
}

// ShowTry is an empty form.
func (a *Room) ShowTry(r *http.Request, v *View) (string, error) {
	return "try", a.tryForm(v, r.URL.Query().Get("url"), nil)
}

func (a *Room) tryForm(v *View, address string, p *kit.Problem) error {
	v.Nav, v.Title = "sources", v.Say("try.title")
	if a.Trials == nil {
		return kit.Away("no_trials", v.Say("away.sources"))
	}
	v.D = tryPage{Address: address, Problem: p}
	return nil
}

// tryingAs is whose trial it is: nobody else sees it.
func tryingAs(r *http.Request) string { return access.AccountOf(r.Context()).ID }

// BeginTrial has an address looked at, and goes to what comes of it.
func (a *Room) BeginTrial(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	address := r.PostForm.Get("url")
	if a.Trials == nil {
		a.ErrorPage(w, r, v, a.tryForm(v, address, nil))
		return
	}
	id, err := a.Trials.Begin(r.Context(), tryingAs(r), address)
	if err == nil {
		http.Redirect(w, r, "/sources/try/"+url.PathEscape(id), http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	if err := a.tryForm(v, address, p); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, p.Status, "try")
}

// ShowTrial is a trial as it stands. While it runs, the page asks for itself again.
func (a *Room) ShowTrial(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Nav, v.Title = "sources", v.Say("try.title")
	t, err := a.trial(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	if t.Running {
		w.Header().Set("Refresh", "2")
	}
	v.D = trialPage{HeldTrial: t, Lines: linesOf(t)}
	a.Answer(w, r, v, "trial", nil)
}

func (a *Room) trial(r *http.Request, v *View) (facts.HeldTrial, error) {
	if a.Trials == nil {
		return facts.HeldTrial{}, kit.Away("no_trials", v.Say("away.sources"))
	}
	return a.Trials.Trial(tryingAs(r), r.PathValue("id"))
}

// TrialFile is the proposal of a trial as a file.
func (a *Room) TrialFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	t, err := a.trial(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="source.yaml"`)
	_, _ = w.Write([]byte("sources:\n" + t.YAML))
}

// linesOf are the lines of a page, each with whether an item has it.
func linesOf(t facts.HeldTrial) []pageLine {
	var b strings.Builder
	for _, i := range t.Items {
		b.WriteString(bare(i.Title) + "\n" + bare(i.Text) + "\n")
	}
	taken := b.String()
	var out []pageLine
	for line := range strings.SplitSeq(t.Page, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		said := bare(line)
		out = append(out, pageLine{line, len([]rune(said)) >= shortestTaken && strings.Contains(taken, said)})
	}
	return out
}

// shortestTaken is how many letters a line must have to say that an item has it: 上一页 is everywhere.
const shortestTaken = 4

// bare are the letters and digits of a text.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// ReplyTo is what an office answered to an item of a trial.
func (p trialPage) ReplyTo(i facts.TrialItem) string {
	if i.Reply == nil || i.Reply.Index >= len(p.Replies) {
		return ""
	}
	return p.Replies[i.Reply.Index].Text
}

// TrialKind names what sort of address was tried.
func (v *View) TrialKind(kind string) string {
	return v.Word("try.kind.", cmp.Or(kind, "none"))
}

// Warning says what to look at.
func (v *View) Warning(code string) string {
	if key := "try.warn." + code; words.Has(key) {
		return v.Say(key)
	}
	return v.Unread(code)
}
