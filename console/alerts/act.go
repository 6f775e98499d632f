package alerts

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// dones are what the desk says it has done.
var dones = []string{"take", "hand", "lead", "dismiss", "hush", "unhush", "over"}

// Act does something to one alert, and comes back to it.
func (a *Room) Act(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		id, move := r.PathValue("id"), opinion.AlertMove(r.PathValue("act"))
		if !slices.Contains(opinion.AlertPersonMoves, move) {
			return "", &kit.Error{Kind: kit.NotFound}
		}
		form := func(key string) string { return kit.FormText(r, key) }
		err := a.Desk.ActOnAlert(r.Context(), id, facts.AlertAct{Move: move, Who: v.own(), By: v.Me().By(),
			To: opinion.Typed(form("to")), Reason: opinion.Typed(form("reason")), Case: form("case")})
		of := form("of")
		if move == opinion.AlertTake {
			of = OfMine
		}
		if move == opinion.AlertLead && err == nil {
			return "/cases/" + url.PathEscape(form("case")), nil
		}
		return linkOf(of, id) + "&done=" + string(move), err
	})
}

// HandOver hands over what the account has taken (交班).
func (a *Room) HandOver(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		_, err := a.Desk.HandOver(r.Context(), facts.AlertAct{Who: v.own(), By: v.Me().By(),
			To:     opinion.Typed(opinion.Clip(strings.TrimSpace(r.PostForm.Get("to")), 64)),
			Reason: opinion.Typed(opinion.Clip(r.PostForm.Get("reason"), 600))})
		return "/alerts?done=over", err
	})
}

// Hush silences what fits (屏蔽).
func (a *Room) Hush(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		form := func(key string) string { return kit.FormText(r, key) }
		n, err := strconv.Atoi(form("hours"))
		if err != nil || !slices.Contains(hours, n) {
			return "", kit.BadInput("bad_hours", v.Say("alert.refused.until"))
		}
		h := opinion.Hush{Owner: v.own(), By: v.Me().By(), Reason: opinion.Typed(form("reason")), At: v.Now(),
			Until: v.Now().Add(time.Duration(n) * time.Hour), Kind: opinion.AlertKind(form("kind"))}
		scope := form("scope")
		switch scope {
		case "issue":
			h.Issue = form("issue")
		case "topic":
			h.Topic, h.Division = form("topic"), form("division")
		case "watch":
			h.Watch = form("watch")
		case "source":
			h.Source = form("source")
		}
		return linkOf(OfHushes, "") + "&done=hush", a.Desk.Hush(r.Context(), h)
	})
}

// Unhush ends a silence before its time.
func (a *Room) Unhush(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		return linkOf(OfHushes, "") + "&done=unhush", a.Desk.Unhush(r.Context(), r.PathValue("id"), v.own())
	})
}

// change does what a form asks, where the desk runs here, and goes on to where that leads.
func (a *Room) change(w http.ResponseWriter, r *http.Request, do func(*View) (string, error)) {
	a.Change(w, r, "alerts", func(v *View) (string, error) {
		if a.Desk == nil {
			return "", kit.Away("no_alerts", v.Say("away.alerts"))
		}
		return do(v)
	})
}
