package alerts

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// The lists of the desk.
const (
	OfRinging = ""
	OfMine    = "mine"
	OfTaken   = "taken"
	OfQuiet   = "quiet"
	OfOver    = "over"
	OfHushes  = "hushes"
)

// PageSize is how many alerts a list shows.
const PageSize = 100

// tab is one list with its length.
type tab struct {
	Name, Link string
	N          int
	Now        bool
}

// deskPage is a list of alerts with one of them open.
type deskPage struct {
	Of     string
	Kind   opinion.AlertKind
	Tabs   []tab
	Rows   []opinion.AlertFile
	Most   bool // there are more
	Hushes []opinion.Hush
	Open   *reader
	Waits  int // that nobody has taken
	Mine   int
	Said   string
}

// reader is one alert as it is read.
type reader struct {
	opinion.AlertFile
	Mentions []facts.MentionFile // the newest first, as many as are shown
	Days     []int               // of its issue; nil for none
	Quiet    []opinion.AlertFile // that belong to it
}

// Shown is how many mentions a reader shows.
const Shown = 8

// queryOf is what a list asks for.
func (v *View) queryOf(of string) facts.AlertQuery {
	q := facts.AlertQuery{Size: PageSize}
	switch of {
	case OfMine:
		q.States, q.Who = []opinion.AlertState{opinion.AlertTaken}, v.own()
	case OfTaken:
		q.States = []opinion.AlertState{opinion.AlertTaken}
	case OfQuiet:
		q.States = []opinion.AlertState{opinion.AlertQuiet}
	case OfOver:
		q.States = []opinion.AlertState{opinion.AlertLed, opinion.AlertDismissed, opinion.AlertEnded}
	default:
		q.States = []opinion.AlertState{opinion.AlertRinging}
	}
	return q
}

// own is the account, or the console where nobody signs in.
func (v *View) own() string { return cmp.Or(v.Me().ID, "console") }

// Show is the desk.
func (a *Room) Show(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "alerts", v.Say("nav.alerts")
	if a.Desk == nil {
		return "", kit.Away("no_alerts", v.Say("away.alerts"))
	}
	q := r.URL.Query()
	p := &deskPage{Of: q.Get("of"), Kind: opinion.AlertKind(q.Get("kind"))}
	if !slices.Contains([]string{OfRinging, OfMine, OfTaken, OfQuiet, OfOver, OfHushes}, p.Of) {
		p.Of = OfRinging
	}
	if done := q.Get("done"); slices.Contains(dones, done) {
		p.Said = v.Say("alerts.done." + done)
	}
	v.D = p
	if err := a.fill(r.Context(), v, p); err != nil {
		return "", err
	}
	id := q.Get("id")
	if id == "" && len(p.Rows) > 0 && q.Get("list") == "" {
		id = p.Rows[0].ID
	}
	if id == "" {
		return "alerts", nil
	}
	var err error
	p.Open, err = a.read(r.Context(), v, id)
	return "alerts", err
}

func (a *Room) fill(ctx context.Context, v *View, p *deskPage) (err error) {
	for _, of := range []string{OfRinging, OfMine, OfTaken, OfQuiet, OfOver} {
		q := v.queryOf(of)
		q.Size = 0
		list, err := a.Desk.Alerts(ctx, q)
		if err != nil {
			return err
		}
		p.Tabs = append(p.Tabs, tab{Name: v.Say("alerts.of." + cmp.Or(of, "ringing")), Link: linkOf(of, ""), N: len(list),
			Now: of == p.Of})
		switch of {
		case OfRinging:
			p.Waits = len(list)
		case OfMine:
			p.Mine = len(list)
		}
		if of == p.Of {
			if p.Kind != "" {
				list = slices.DeleteFunc(list, func(f opinion.AlertFile) bool { return f.Kind != p.Kind })
			}
			p.Most = len(list) > PageSize
			p.Rows = list[:min(len(list), PageSize)]
		}
	}
	if p.Hushes, err = a.Desk.Hushes(ctx); err != nil {
		return err
	}
	active := 0
	for _, h := range p.Hushes {
		if h.Active(v.Now()) {
			active++
		}
	}
	p.Tabs = append(p.Tabs, tab{Name: v.Say("alerts.of.hushes"), Link: linkOf(OfHushes, ""), N: active,
		Now: p.Of == OfHushes})
	return nil
}

func linkOf(of, id string) string {
	q := url.Values{}
	if of != "" {
		q.Set("of", of)
	}
	if id != "" {
		q.Set("id", id)
	}
	if len(q) == 0 {
		return "/alerts"
	}
	return "/alerts?" + q.Encode()
}

// read gathers what stands beside an alert. What cannot be had is left out: the facts of the alert
// are its own.
func (a *Room) read(ctx context.Context, v *View, id string) (*reader, error) {
	f, err := a.Desk.Alert(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &reader{AlertFile: f}
	if a.Mentions != nil {
		for _, m := range slices.Backward(f.Mentions) {
			file, err := a.Mentions.Mention(ctx, m)
			if err != nil {
				continue // purged, past its retention, or not for these eyes
			}
			if out.Mentions = append(out.Mentions, file); len(out.Mentions) == Shown {
				break
			}
		}
	}
	if f.Issue != "" && a.Heats != nil {
		end := kit.Midnight(v.Now()).AddDate(0, 0, 1)
		from := end.AddDate(0, 0, -kit.SparkDays)
		if heat, err := a.Heats.Heat(ctx, []string{f.Issue}, from, end, "day"); err == nil {
			out.Days = kit.Daily(heat[f.Issue], from)
		}
	}
	if out.Quiet, err = a.Desk.Alerts(ctx, facts.AlertQuery{Group: id, Size: 20}); err != nil {
		return nil, err
	}
	return out, nil
}

// Link leads to an alert within the present list.
func (p *deskPage) Link(id string) string {
	q := url.Values{"id": {id}}
	if p.Of != "" {
		q.Set("of", p.Of)
	}
	if p.Kind != "" {
		q.Set("kind", string(p.Kind))
	}
	return "/alerts?" + q.Encode()
}

// Active says whether something is silenced now.
func (v *View) Active(h opinion.Hush) bool { return h.Active(v.Now()) }

// hours are how long something may be silenced, on the page.
var hours = []int{4, 24, 72, 168, 720}

// Hours are how long something may be silenced.
func (v *View) Hours() []int { return hours }

// HushSpan says such a time.
func (v *View) HushSpan(h int) string { return v.Span(time.Duration(h) * time.Hour) }
