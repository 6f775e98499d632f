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

// Change shows what a change would do, or saves one that was shown.
func (a *Room) Change(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/settings"}
	if !a.Parsed(w, r, v) {
		return
	}
	now, err := a.standing(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	f := r.PostForm
	edit, err := editOf(f, now)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	p := previewPage{File: f.Get("file"), Text: edit.Text, Restore: f.Get("restore"),
		Reason: strings.TrimSpace(f.Get("reason"))}
	from, err := strconv.Atoi(f.Get("from"))
	if err != nil {
		a.ErrorPage(w, r, v, kit.StatusProblem(v.Lang, http.StatusBadRequest))
		return
	}
	status := http.StatusOK
	if f.Get("do") == "save" {
		p.SettingsPreview, err = a.Settings.Save(r.Context(), v.Lang, division(r), by(r), p.Reason, from, edit)
		if err == nil && len(p.Faults) == 0 {
			http.Redirect(w, r, "/settings?done=1", http.StatusSeeOther)
			return
		}
		status = http.StatusUnprocessableEntity
	}
	if err != nil {
		problem := a.Problem(r.Pattern, v.Lang, err)
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
	p.Version = from // what was seen, not what is there now
	if p.Restore == "" {
		p.oneFile()
	}
	v.D = p
	a.Render(w, r, v, status, "settings-preview")
}

func by(r *http.Request) string { return access.AccountOf(r.Context()).ID }

// oneFile takes the one file that a form changed, so that saving says what was shown, and numbers its
// lines where something is wrong.
func (p *previewPage) oneFile() {
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

// editOf is what a form wants to change.
func editOf(f url.Values, now facts.Settings) (e facts.SettingsEdit, err error) {
	bad := &kit.Error{Kind: kit.Invalid}
	switch f.Get("form") {
	case "file":
		e.File, e.Text = f.Get("file"), strings.ReplaceAll(f.Get("text"), "\r\n", "\n")
		if _, known := now.Files[e.File]; !known {
			return e, bad
		}
	case "restore":
		n, err := strconv.Atoi(f.Get("restore"))
		if err != nil {
			return e, bad
		}
		e.Restore = &n
	case "topics":
		e.Entries = movedTopics(f, now)
	case "unit":
		e.Entries = []facts.SettingsEntry{entry("units", f, "name", "division", "level", "superior", "office?",
			"vertical?", "topics+")}
	case "source":
		e.Entries = []facts.SettingsEntry{entry("sources", f, "name", "kind", "url", "division", "by", "every",
			"enabled?")}
	case "office":
		e.Entries = []facts.SettingsEntry{entry("", f, "collect.contact", "site.code", "site.records+")}
	default:
		return e, bad
	}
	return e, nil
}

// entry reads the fields of a form; ? marks a box to tick, + words with blanks or lines between.
func entry(list string, f url.Values, keys ...string) facts.SettingsEntry {
	e := facts.SettingsEntry{List: list, ID: f.Get("was"), Remove: f.Get("remove") != ""}
	if list != "" && e.ID == "" {
		e.Keys, e.Values = append(e.Keys, "id"), append(e.Values, strings.TrimSpace(f.Get("id")))
	}
	for _, key := range keys {
		name := strings.TrimRight(key, "?+")
		var value any = strings.TrimSpace(f.Get(name))
		switch key[len(key)-1] {
		case '?':
			value = f.Get(name) != ""
			if e.ID == "" && value == false {
				continue
			}
		case '+':
			split := strings.Fields
			if list == "" {
				split = func(s string) (out []string) {
					for part := range strings.Lines(s) {
						if part = strings.TrimSpace(part); part != "" {
							out = append(out, part)
						}
					}
					return out
				}
			}
			value = split(f.Get(name))
		}
		e.Keys, e.Values = append(e.Keys, name), append(e.Values, value)
	}
	return e
}

// movedTopics are the units of a division whose topics the form gives or takes.
func movedTopics(f url.Values, now facts.Settings) (out []facts.SettingsEntry) {
	asked := map[string]string{}
	for key := range f {
		if topic, ok := strings.CutPrefix(key, "topic:"); ok {
			asked[topic] = f.Get(key)
		}
	}
	for _, u := range now.Units {
		if u.Division != f.Get("division") {
			continue
		}
		var topics []string
		for _, t := range u.Topics {
			if lead, said := asked[t]; !said || lead == u.ID {
				topics = append(topics, t)
			}
		}
		for _, t := range now.Topics {
			if asked[t.ID] == u.ID && !slices.Contains(topics, t.ID) {
				topics = append(topics, t.ID)
			}
		}
		if !slices.Equal(topics, u.Topics) {
			out = append(out, facts.SettingsEntry{List: "units", ID: u.ID, Keys: []string{"topics"},
				Values: []any{topics}})
		}
	}
	return out
}
