package settings

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/console/kit"
)

// previewPage is what a change would do, and the form that saves it.
type previewPage struct {
	facts.SettingsPreview
	At         string // where it is saved
	File, Text string // of the change, where it is of one file
	Restore    string
	Reason     string
	Wrong      string
	Numbered   []line // the text by lines, with its faults
}

// line is a line of a text with what is wrong there.
type line struct {
	N      int
	Text   string
	Faults []string
}

// division is the one that an account is bound to; "" for none.
func division(r *http.Request) string { return access.AccountOf(r.Context()).Division }

// Where changes are sent: of everything, and of watches alone.
const (
	atAll     = "/settings"
	atWatches = "/watches"
)

// Change shows what a change would do, or saves one that was shown.
func (a *Room) Change(w http.ResponseWriter, r *http.Request) { a.change(w, r, atAll) }

// ChangeWatches is Change for whoever may change watches alone.
func (a *Room) ChangeWatches(w http.ResponseWriter, r *http.Request) { a.change(w, r, atWatches) }

// ofWatches says that a change is of watches alone.
func ofWatches(e facts.SettingsEdit) bool {
	for name := range e.Texts {
		if name != "watches.yaml" {
			return false
		}
	}
	other := func(x facts.SettingsEntry) bool { return x.List != "watches" }
	return e.Restore == nil && e.Days == nil && !slices.ContainsFunc(e.Entries, other)
}

func (a *Room) change(w http.ResponseWriter, r *http.Request, at string) {
	v := a.See(w, r)
	v.Here = url.URL{Path: at}
	f, list, ok := a.sent(w, r, v)
	if !ok {
		return
	}
	now, err := a.standing(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	if f.Get("form") == "try" && at == atAll {
		if v.Beyond(now) {
			a.ErrorPage(w, r, v, kit.StatusProblem(v.Lang, http.StatusForbidden))
			return
		}
		a.tryChannel(w, r, v, f.Get("channel"))
		return
	}
	edit, err := editOf(f, list, now)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	if at == atWatches && !ofWatches(edit) {
		a.ErrorPage(w, r, v, kit.StatusProblem(v.Lang, http.StatusForbidden))
		return
	}
	from, err := strconv.Atoi(f.Get("from"))
	if err != nil {
		a.ErrorPage(w, r, v, kit.StatusProblem(v.Lang, http.StatusBadRequest))
		return
	}
	p := previewPage{At: at, Restore: f.Get("restore"), Reason: strings.TrimSpace(f.Get("reason"))}
	status := http.StatusOK
	if f.Get("do") == "save" {
		p.SettingsPreview, err = a.Settings.Save(r.Context(), v.Lang, division(r), by(r), p.Reason, from, edit)
		if err == nil && len(p.Faults) == 0 {
			http.Redirect(w, r, at+"?done=1", http.StatusSeeOther)
			return
		}
		status = http.StatusUnprocessableEntity
	}
	a.preview(w, r, v, status, from, edit, p, err)
}

// sent reads a form, with a list of days where it brings one as a file.
func (a *Room) sent(w http.ResponseWriter, r *http.Request, v *View) (f url.Values, list []byte, ok bool) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		ok = a.Parsed(w, r, v)
		return r.PostForm, nil, ok
	}
	f, list, _, err := kit.Sent(r, "file")
	if err != nil {
		a.ErrorPage(w, r, v, kit.FormFault(v.Lang, err))
	}
	return f, list, err == nil
}

// preview shows what a change would do, or why it was refused.
func (a *Room) preview(w http.ResponseWriter, r *http.Request, v *View, status, from int, edit facts.SettingsEdit,
	p previewPage, wrong error) {
	if wrong != nil {
		problem := a.Problem(r.Pattern, v.Lang, wrong)
		p.Wrong, status = problem.Detail, problem.Status
	}
	shown, err := a.Settings.Preview(r.Context(), v.Lang, division(r), edit)
	if err != nil && p.Wrong == "" {
		a.ErrorPage(w, r, v, err)
		return
	}
	if err == nil {
		p.SettingsPreview = shown
	}
	if len(p.Files) == 0 {
		p.Files = edit.Texts
	}
	p.Version = from // what was seen, not what is there now
	if p.Restore == "" {
		p.oneFile()
	}
	v.D = p
	a.Render(w, r, v, status, "settings-preview")
}

// tryChannel sends a test notice over a channel.
func (a *Room) tryChannel(w http.ResponseWriter, r *http.Request, v *View, channel string) {
	if err := a.Settings.TryChannel(r.Context(), channel); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/settings/notices?tried="+url.QueryEscape(channel), http.StatusSeeOther)
}

func by(r *http.Request) string { return access.AccountOf(r.Context()).ID }

// oneFile takes the file of a change that is of one, so that its text can be mended, and numbers its lines
// where something is wrong.
func (p *previewPage) oneFile() {
	if len(p.Files) != 1 {
		return
	}
	for name, text := range p.Files {
		p.File, p.Text = name, text
	}
	if len(p.Faults) == 0 {
		return
	}
	at := map[int][]string{}
	for _, f := range p.Faults {
		if f.File == p.File {
			at[f.Line] = append(at[f.Line], f.Words)
		}
	}
	for i, text := range strings.Split(p.Text, "\n") {
		near := false
		for n := i - 1; n <= i+3; n++ {
			near = near || len(at[n]) > 0
		}
		if near {
			p.Numbered = append(p.Numbered, line{i + 1, text, at[i+1]})
		}
	}
}
