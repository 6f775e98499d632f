package system

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// deadPage shows what could not be processed.
type deadPage struct {
	Rows []deadRow
	Done string
	Max  int
}

type deadRow struct {
	facts.DeadLetter
	Shown string // its data, laid out, clipped
}

const deadMax = 200

func (a *Room) ShowDead(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "dead", v.Say("nav.dead")
	if a.Dead == nil {
		return "", kit.Away("no_dead", v.Say("away.dead"))
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

// ActOnDead replays a dead letter or drops it.
func (a *Room) ActOnDead(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/dead"}
	if a.Dead == nil {
		a.ErrorPage(w, r, v, kit.Away("no_dead", v.Say("away.dead")))
		return
	}
	if !a.Parsed(w, r, v) {
		return
	}
	seq, err := strconv.ParseUint(r.PathValue("seq"), 10, 64)
	if err != nil {
		a.ErrorPage(w, r, v, &kit.Error{Kind: kit.NotFound})
		return
	}
	switch act := r.PathValue("act"); {
	case act == "replay":
		err = a.Dead.Replay(r.Context(), seq)
	case act == "drop" && r.PostForm.Get("sure") == "yes":
		err = a.Dead.Drop(r.Context(), seq)
	case act == "drop":
		err = kit.BadInput("not_sure", v.Say("error.not_sure"))
	default:
		err = &kit.Error{Kind: kit.NotFound}
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/dead?done="+r.PathValue("act"), http.StatusSeeOther)
}
