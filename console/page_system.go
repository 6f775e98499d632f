package console

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"huiying/opinion"
)

// sourcesPage lists the sources, those with trouble first.
type sourcesPage struct {
	Rows  []SourceRow
	Tally SourceTally
	Fresh int // not visited yet
}

func (a *app) sources(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "sources", v.Say("nav.sources")
	if a.Sources == nil {
		return "", away("no_sources", v.Say("away.sources"))
	}
	all, err := a.Sources.Sources(r.Context())
	if err != nil {
		return "", err
	}
	var p sourcesPage
	rest := []SourceRow{}
	for _, s := range all {
		switch s.State {
		case "failing":
			p.Tally.Failing++
		case "late":
			p.Tally.Late++
		case "ok":
			p.Tally.OK++
		default:
			p.Fresh++
		}
		if s.State != "late" && s.State != "failing" {
			rest = append(rest, s)
		}
	}
	p.Rows = append(troubled(all), rest...)
	v.D = p
	return "sources", nil
}

// deadPage shows what could not be processed.
type deadPage struct {
	Rows []deadRow
	Done string
	Max  int
}

type deadRow struct {
	DeadLetter
	Shown string // its data, laid out, clipped
}

const deadMax = 200

func (a *app) dead(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "dead", v.Say("nav.dead")
	if a.Dead == nil {
		return "", away("no_dead", v.Say("away.dead"))
	}
	all, err := a.Dead.Dead(r.Context(), deadMax)
	if err != nil {
		return "", err
	}
	p := deadPage{Max: deadMax}
	if done := r.URL.Query().Get("done"); done == "replay" || done == "drop" {
		p.Done = v.Say("dead." + done + ".done")
	}
	for _, d := range all {
		p.Rows = append(p.Rows, deadRow{d, laidOut(d.Data)})
	}
	v.D = p
	return "dead", nil
}

// laidOut writes JSON over several lines and anything else as it is, both clipped.
func laidOut(b []byte) string {
	var x any
	if json.Unmarshal(b, &x) == nil {
		if pretty, err := json.MarshalIndent(x, "", "  "); err == nil {
			b = pretty
		}
	}
	return opinion.Clip(opinion.CleanText(string(b)), 4000)
}

// actOnDead replays a dead letter or drops it.
func (a *app) actOnDead(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/dead"}
	if a.Dead == nil {
		a.errorPage(w, r, v, away("no_dead", v.Say("away.dead")))
		return
	}
	if !a.parsed(w, r, v) {
		return
	}
	seq, err := strconv.ParseUint(r.PathValue("seq"), 10, 64)
	if err != nil {
		a.errorPage(w, r, v, &Error{Kind: NotFound})
		return
	}
	switch act := r.PathValue("act"); {
	case act == "replay":
		err = a.Dead.Replay(r.Context(), seq)
	case act == "drop" && r.PostForm.Get("sure") == "yes":
		err = a.Dead.Drop(r.Context(), seq)
	case act == "drop":
		err = invalid("not_sure", v.Say("error.not_sure"))
	default:
		err = &Error{Kind: NotFound}
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/dead?done="+r.PathValue("act"), http.StatusSeeOther)
}

func (a *app) promise(_ *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "promise", v.Say("nav.promise")
	if a.Promise == nil {
		return "", away("no_promise", v.Say("away.promise"))
	}
	text := a.Promise(v.Lang)
	if strings.TrimSpace(text) == "" {
		return "", away("no_promise", v.Say("away.promise"))
	}
	v.D = markdown(text)
	return "promise", nil
}

// fields splits a list of ids at commas, of both widths, and blanks.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;\n\r\t\u3001\uff0c\uff1b", r) })
}
