package triage

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// PageSize is how many cases a page of the desk shows.
const PageSize = 50

// deskPage is the queue of what a person must decide.
type deskPage struct {
	Q        register.WaitingQuery
	Asked    string // the present question, as a query string without a cursor
	Total    int
	Rows     []deskRow
	Next     string // address of what follows
	Of       string // OfUnclear or OfDismissed: not the cases but mentions that are in none; contestedQueue
	Letters  []letterRow
	Waits    int             // cases and mentions that wait for a person: the desk's number
	Today    *kit.DayBalance // nil where there is none to tell
	Tabs     []queueTab
	Filters  []kit.Filter // those without a chip
	Bar      kit.ChipBar
	Headings []kit.Heading
	Saves    bool
	Shift    opinion.Shift // the last that was handed over
	Said     *acted
	Problem  *kit.Problem // of a search that was to be saved
}

// Tabbed says whether the present question is one of the queues, whose tab then says how many wait.
func (p *deskPage) Tabbed() bool {
	return slices.ContainsFunc(p.Tabs, func(t queueTab) bool { return t.Now })
}

// deskRow is one waiting case with its evidence.
type deskRow struct {
	register.WaitingRow
	Terms []kit.Term
	On    string // who else has it open
}

// Ref names a case and its version in a form.
func (r deskRow) Ref() string { return refOf(r.Case) }

func refOf(c opinion.Case) string { return fmt.Sprintf("%s:%d", c.ID, c.Version) }

func (a *Room) ShowQueue(r *http.Request, v *View) (string, error) {
	return "desk", a.fillDesk(r, v, r.URL.Query(), nil)
}

// waitingColumns stand above the queue.
var waitingColumns = []kit.Column{{Name: ""}, {Name: "filter.severity", Order: register.BySeverity},
	{Name: "desk.matter"}, {Name: "filter.division", Order: register.ByPlace},
	{Name: "desk.proposed", Order: register.ByUnit}, {Name: "desk.time", Order: register.ByDue},
	{Name: "desk.reports", Order: register.ByReports, Falls: true, Num: true}}

// waitingOrders are the orders of the queue, the usual one first.
var waitingOrders = []string{"class", register.ByDue, register.BySeverity, register.ByPlace, register.ByUnit,
	register.ByReports}

// deskBar is the question of the queue, or of the letters that are in no case.
func (v *View) deskBar(of string) kit.ChipBar {
	if of == OfUnclear || of == OfDismissed {
		return v.Chips("/desk", v.Say("desk.search.letters"), nil, "topic", "division", "severity", "source", "period")
	}
	return v.Chips("/desk", v.Say("desk.search"), waitingOrders, "topic", "division", "severity", "source", "unit",
		"period")
}

// fillDesk draws the queue that params ask for, with what came of a move just made.
func (a *Room) fillDesk(r *http.Request, v *View, params url.Values, said *acted) error {
	v.Nav, v.Title = "desk", v.Say("nav.triage")
	if a.Triage == nil {
		return kit.Away("no_desk", v.Say("away.desk"))
	}
	q, err := waitingQuery(params, v.Lang)
	if err != nil {
		return err
	}
	p := &deskPage{Q: q, Asked: askedOf(params).Encode(), Of: ofOf(params),
		Saves: a.Saved.Runs(), Said: said,
		Filters: v.Filters(params, askable...), Headings: v.Headings(waitingColumns, "")}
	switch p.Of {
	case OfUnclear, OfDismissed:
		err = a.fillLetters(r.Context(), v, p)
	default:
		err = a.fillWaiting(r, v, p)
	}
	if err != nil {
		return err
	}
	p.Bar = v.deskBar(p.Of)
	if a.Balance != nil {
		today, err := ask.Days(r.Context(), a.Balance, v.Now(), 1)
		if err != nil {
			return err
		}
		p.Today = &today[0]
	}
	if p.Shift, err = a.Shifts.Last(r.Context(), v.Me()); err != nil {
		a.Failed("shifts", err) // the queue is there without it
	}
	v.D = p
	p.Tabs, err = a.queueTabs(r.Context(), v, p)
	return err
}

func (a *Room) fillWaiting(r *http.Request, v *View, p *deskPage) error {
	list, err := a.Triage.Waiting(r.Context(), p.Q)
	if err != nil {
		return err
	}
	p.Total, p.Rows = list.Total, make([]deskRow, len(list.Items))
	if list.Next != "" {
		p.Next = v.Page(list.Next)
	}
	who := knownBrowser(r)
	for i, x := range list.Items {
		p.Rows[i] = deskRow{x, kit.Terms(x.Finding), a.Presence.On(x.ID, who, v.Now())}
	}
	return nil
}

// askable are the filters of the desk in an address: those that can be saved, and which of its lists it is.
var askable = append([]string{"of"}, saved.Triage.Keys...)

// askedOf keeps the filters of an address and drops the rest.
func askedOf(q url.Values) url.Values { return saved.List{Keys: askable}.Of(q) }

func waitingQuery(q url.Values, lang string) (register.WaitingQuery, error) {
	kept := askedOf(q)
	out := register.WaitingQuery{Topic: kept.Get("topic"), Division: kept.Get("division"),
		Severity: opinion.Severity(kept.Get("severity")), Source: kept.Get("source"), Unit: kept.Get("unit"),
		Q: kept.Get("q"), Unsure: kept.Get("unsure") == "true", Contested: ofOf(kept) == contestedQueue,
		Size: PageSize, Cursor: q.Get("cursor")}
	var err error
	if out.From, err = ask.MomentOf("from", kept.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = ask.MomentOf("to", kept.Get("to"), true, lang); err != nil {
		return out, err
	}
	if out.Order, out.Reversed, err = ask.OrderOf(kept.Get("order"), waitingOrders[1:], lang); err != nil {
		return out, err
	}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, kit.BadInput("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	return out, nil
}

// ShowRows draws rows alone: those of given ids, as far as they are in triage and fit the question,
// or the page at a cursor. Open desks take them in.
func (a *Room) ShowRows(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here.Path = "/desk"
	params := r.URL.Query()
	ids := params["id"]
	params.Del("id")
	v.Here.RawQuery = params.Encode()
	q, err := waitingQuery(params, v.Lang)
	if err == nil && a.Triage == nil {
		err = kit.Away("no_desk", v.Say("away.desk"))
	}
	p := &deskPage{Q: q}
	if len(ids) > 0 {
		p.Q.IDs, p.Q.Size, p.Q.Cursor = ids[:min(len(ids), 100)], 100, ""
	}
	if err == nil {
		err = a.fillWaiting(r, v, p)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	v.D = p
	a.Fragment(w, r, v, http.StatusOK, "desk", "rows")
}

// ShowQueues draws the queues alone, with their lengths as they are now.
func (a *Room) ShowQueues(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	p := &deskPage{Asked: askedOf(r.URL.Query()).Encode(), Of: ofOf(r.URL.Query())}
	err := kit.Away("no_desk", v.Say("away.desk"))
	if a.Triage != nil {
		p.Tabs, err = a.queueTabs(r.Context(), v, p)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	v.D = p
	a.Fragment(w, r, v, http.StatusOK, "desk", "queues")
}

// DecideIn is the time that is left until a case must be given to a unit, or a contested one decided.
func (v *View) DecideIn(c opinion.Case) template.HTML {
	t, ok := c.TimedOf(opinion.DutyTriage, "")
	if c.Contested {
		t, ok = c.TimedOf(opinion.DutyDecide, "")
	}
	if !ok || c.State != opinion.Triage && !c.Contested {
		return ""
	}
	left := t.Due.Sub(v.Now())
	class, key := "left", "desk.left"
	switch {
	case left < 0:
		class, key = "late", "desk.late"
	case left < 30*time.Minute:
		class = "left soon"
	}
	return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(v.Say(key,
		kit.Spell(left.Abs(), v.Lang))) + `</span>`)
}

// Since is the number of the latest news: an open desk hears what comes after it.
func (v *View) Since() uint64 {
	if v.room.Hub == nil {
		return 0
	}
	return v.room.Hub.now()
}

// Of is the view with something else under D, for a part that is drawn from more than one page.
func (v *View) Of(d any) *View {
	base := *v.View
	base.D = d
	return &View{View: &base, room: v.room}
}

// Dismissals are reasons that are often given for a dismissal; any words will do.
func (v *View) Dismissals() []string {
	return []string{v.Say("desk.dismiss.1"), v.Say("desk.dismiss.2"), v.Say("desk.dismiss.3")}
}

// deskKey is one line of the help for the keyboard.
type deskKey struct {
	On   []string
	Does string
}

// Keys are what the desk's script listens to.
func (v *View) Keys(of string) []deskKey {
	var out []deskKey
	acts := []struct{ on, word string }{{"d", "dispatch"}, {"x", "dismiss"}, {"m", "merge"},
		{"c", "correct"}, {"u", "undo"}, {"n", "new"}}
	switch of {
	case contestedQueue:
		acts = nil
	case OfUnclear, OfDismissed:
		acts = []struct{ on, word string }{{"d", "letters.open"}, {"x", "letters.nothing"}, {"u", "undo"}}
	}
	for _, k := range slices.Concat([]struct{ on, word string }{{"j k", "move"},
		{"Enter o", "open"}, {"Space", "choose"}}, acts,
		[]struct{ on, word string }{{"/", "search"}, {"?", "help"}, {"Esc", "leave"}}) {
		out = append(out, deskKey{strings.Fields(k.on), v.Say("key." + k.word)})
	}
	return out
}
