package system

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// noticesPage shows the channels with their health, and what was told.
type noticesPage struct {
	Channels []facts.NoticeChannel
	Rows     []facts.NoticeDelivery
	Q        facts.NoticeQuery
	States   []string
	Kinds    []string
	Done     string
	Max      int
}

const noticesMax = 200

var (
	deliveryStates = []string{"told", "failed", "begun"}
	noticeKinds    = []string{"danger", "heavy", "dispatch", "assist", "remind", "due", "urge",
		"escalate", "return", "arbitrate", "ask", "redo", "recount", "amend", "found", "doubt", "contest",
		"source", "silence", "alert", "dead",
		"briefing", "digest"}
)

func (a *Room) ShowNotices(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "notices", v.Say("nav.notices")
	if a.Notices == nil {
		return "", kit.Away("no_notices", v.Say("away.notices"))
	}
	q := r.URL.Query()
	p := noticesPage{States: deliveryStates, Kinds: noticeKinds, Max: noticesMax,
		Q: facts.NoticeQuery{Channel: q.Get("channel"), State: q.Get("state"), Kind: q.Get("kind"),
			Case: strings.TrimSpace(q.Get("case")), Size: noticesMax}}
	if q.Get("done") == "replay" {
		p.Done = v.Say("notices.replayed")
	}
	var err error
	if p.Channels, err = a.Notices.Channels(r.Context()); err != nil {
		return "", err
	}
	if p.Rows, err = a.Notices.Deliveries(r.Context(), p.Q); err != nil {
		return "", err
	}
	v.D = p
	return "notices", nil
}

func (a *Room) ReplayNotice(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/notices"}
	err := kit.Away("no_notices", v.Say("away.notices"))
	if a.Notices != nil {
		err = a.Notices.ReplayNotice(r.Context(), r.PathValue("channel"), r.PathValue("key"))
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/notices?done=replay", http.StatusSeeOther)
}

// NoticeKinds are the kinds of notices that the page knows, in the order in which it offers them.
func NoticeKinds() []string { return slices.Clone(noticeKinds) }

// NoticeKind is the word for a kind of notice.
func (v *View) NoticeKind(k string) string {
	if !slices.Contains(noticeKinds, k) {
		return k
	}
	return v.Say("notice." + k)
}

// Told names who is told: unit:<id> or role:<name>.
func (v *View) Told(to string) string {
	if len(to) > 5 && to[:5] == "unit:" {
		return v.Unit(to[5:])
	}
	if words.Has("told." + to) {
		return v.Say("told." + to)
	}
	return to
}
