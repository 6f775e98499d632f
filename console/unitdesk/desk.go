package unitdesk

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/opinion"
	"huiying/register"
)

// How much of a day the desk shows at first, and of a list on a page of its own.
const (
	workShown = 15
	PageSize  = 50
)

// workPage is the desk of a unit (承办台).
type workPage struct {
	Unit     opinion.Unit
	Units    []opinion.Unit // to choose from; nil for an account of a unit
	May      bool           // the reader works for the unit
	Days     []workDay      // all of them, with their numbers
	Shown    []workDay      // with rows: each of the days, or the list that was asked for
	N, Late  int
	Next     string // of the list that was asked for
	Flat     bool   // a list that was asked for, and not the days one below the other
	Bar      kit.ChipBar
	Headings []kit.Heading
	Saved    kit.SavedBar
	Signed   int
	Owed     *facts.ItemCounts // of the openness register; nil where there is none or the unit has no item
	Not      []notSigned
	Done     string
	Busy     []register.UnitLoad // to choose from, while no unit is chosen
	AllBusy  int                 // how many there are, where only the first are shown
}

// mostBusy is how many units are listed to choose from, unless all are asked for.
const mostBusy = 20

// workDay is what is due on one day; "" for all.
type workDay struct {
	Day  opinion.DeskDay
	N    int
	Link string
	Now  bool
	Rows []register.DeskRow
	More bool
}

// workColumns stand above the desk.
var workColumns = []kit.Column{{Name: ""}, {Name: "filter.severity", Order: register.BySeverity}, {Name: "desk.matter"},
	{Name: "filter.topic"}, {Name: "filter.division", Order: register.ByPlace}, {Name: "filter.section"},
	{Name: "work.given"}, {Name: "work.next", Order: register.ByDue},
	{Name: "desk.reports", Order: register.ByReports, Falls: true, Num: true}}

// workOrders are the orders of the desk, the usual one first.
var workOrders = []string{"work", register.ByDue, register.BySeverity, register.ByPlace, register.ByReports}

// workUnit is whose desk a reader looks at: its own for an account of a unit, else the chosen one.
// ok is false when none was chosen yet.
func (a *Room) workUnit(r *http.Request, v *View) (u opinion.Unit, all []opinion.Unit, ok bool, err error) {
	if a.Work == nil {
		return u, nil, false, kit.Away("no_work", v.Say("work.away"))
	}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return u, nil, false, err
	}
	me, want := v.Me(), r.FormValue("unit")
	if ofUnit(me) {
		want = me.Unit
	} else {
		all = units
	}
	i := slices.IndexFunc(units, func(u opinion.Unit) bool { return u.ID == want })
	switch {
	case i >= 0:
		return units[i], all, true, nil
	case want != "":
		return u, all, false, &kit.Error{Kind: kit.NotFound, Code: "no_such_unit", Words: v.Say("work.no_unit")}
	}
	return u, all, false, nil
}

// ofUnit says whether an account works for one unit alone.
func ofUnit(me access.Account) bool {
	return me.Unit != "" && (me.Role == access.Handler || me.Role == access.Head)
}

// worksFor says whether an account may work on the papers of a unit. Where nobody signs in, whoever
// reaches the console may.
func worksFor(me access.Account, unit string) bool {
	return me == access.Account{} || ofUnit(me) && me.Unit == unit
}

func (a *Room) ShowDesk(r *http.Request, v *View) (string, error) {
	p, err := a.deskOf(r, v)
	v.D = p
	return "work", err
}

// owed is what a unit owes the public beside its cases.
func (a *Room) owed(ctx context.Context, unit string) (*facts.ItemCounts, error) {
	if a.Duties == nil {
		return nil, nil
	}
	c, err := a.Duties.CountItems(ctx, facts.ItemQuery{Unit: unit, At: a.Now()})
	if err != nil || c.Total == 0 {
		return nil, err
	}
	return &c, nil
}

// deskOf is the desk that a request asks for.
func (a *Room) deskOf(r *http.Request, v *View) (*workPage, error) {
	v.Nav, v.Title = "work", v.Say("nav.work")
	u, all, ok, err := a.workUnit(r, v)
	if err != nil {
		return nil, err
	}
	p := &workPage{Unit: u, Units: all, May: worksFor(v.Me(), u.ID), Done: v.Param("done")}
	p.Signed, _ = strconv.Atoi(v.Param("n"))
	if !ok {
		busy, err := a.busy(r, all)
		p.Busy, p.AllBusy = firstOf(busy, v.Param("all") == "yes")
		return p, err
	}
	asked, err := workAsked(v, v.Here.Query(), u.ID)
	if err != nil {
		return nil, err
	}
	if err := a.fillDays(r.Context(), v, p, asked); err != nil {
		return nil, err
	}
	load, err := a.Work.Book.DeskLoad(r.Context(), u.ID, a.Now())
	if err != nil {
		return nil, err
	}
	if p.Owed, err = a.owed(r.Context(), u.ID); err != nil {
		return nil, err
	}
	p.Bar, p.Headings = v.workBar(load.Posts), v.Headings(workColumns, "")
	p.Saved = a.Saved.Bar(r.Context(), saved.Work, v.View, func(q url.Values) (int, bool) {
		unit := v.Me().Unit
		if !ofUnit(v.Me()) {
			unit = q.Get("unit")
		}
		one, err := workAsked(v, q, unit)
		if err != nil {
			return 0, false
		}
		n, err := a.Work.Book.CountDesk(r.Context(), []register.DeskQuery{one.DeskQuery})
		return append(n, 0)[0], err == nil
	})
	return p, nil
}

// fillDays counts what is due on each day, and lists what was asked for: the days one below the other, or
// one of them, or everything in an order.
func (a *Room) fillDays(ctx context.Context, v *View, p *workPage, asked workQuestion) error {
	questions := make([]register.DeskQuery, len(opinion.DeskDays))
	for i, d := range opinion.DeskDays {
		questions[i] = asked.on(d, v.Now())
	}
	counts, err := a.Work.Book.CountDesk(ctx, questions)
	if err != nil {
		return err
	}
	p.Flat = asked.day != "" || asked.Order != ""
	for i, d := range opinion.DeskDays {
		day := workDay{Day: d, N: counts[i], Link: v.Link("due", string(d), "cursor", "done", "n"), Now: d == asked.day}
		p.Days, p.N = append(p.Days, day), p.N+day.N
		if d == opinion.DueLate {
			p.Late = day.N
		}
		if p.Flat || day.N == 0 {
			continue
		}
		questions[i].Size = workShown
		list, err := a.Work.Book.Desk(ctx, questions[i])
		if err != nil {
			return err
		}
		day.Rows, day.More = list.Items, list.Next != ""
		p.Shown = append(p.Shown, day)
	}
	if !p.Flat {
		return nil
	}
	q := asked.DeskQuery
	q.Size, q.Cursor = PageSize, v.Param("cursor")
	list, err := a.Work.Book.Desk(ctx, q)
	if err == nil && len(list.Items) > 0 {
		p.Shown = []workDay{{Day: asked.day, Rows: list.Items}}
	}
	p.Next = list.Next
	return err
}

// busy lists those of the units that have something open.
func (a *Room) busy(r *http.Request, units []opinion.Unit) ([]register.UnitLoad, error) {
	if a.Work.Busy == nil {
		return nil, nil
	}
	all, err := a.Work.Busy(r.Context())
	return slices.DeleteFunc(all, func(b register.UnitLoad) bool {
		return !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == b.Unit })
	}), err
}

// firstOf are the units to choose from, and how many there are where not all of them are shown.
func firstOf(busy []register.UnitLoad, all bool) (shown []register.UnitLoad, more int) {
	if all || len(busy) <= mostBusy {
		return busy, 0
	}
	return busy[:mostBusy], len(busy)
}

// WorkLink is an address of the desk that keeps the unit.
func (v *View) WorkLink(path, unit string, more ...string) string {
	q := url.Values{}
	if !ofUnit(v.Me()) {
		q.Set("unit", unit)
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Clocks are those that run against a unit, the next first.
func (v *View) Clocks(c opinion.Case, unit string) []opinion.Timed { return c.Owes(unit) }

// TimeLeft is what a clock has left, in words whose ink grows as it runs out.
func (v *View) TimeLeft(t opinion.Timed) template.HTML {
	left, whole := t.Due.Sub(v.Now()), t.Due.Sub(t.Clock.Start)
	class, said := "left", v.Say("clock.left", kit.Spell(left.Abs(), v.Lang))
	switch {
	case left < 0:
		class, said = "late", v.Say("clock.late", kit.Spell(left.Abs(), v.Lang))
	case left*4 <= whole:
		class = "left soon"
	}
	return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(said) + `</span>`)
}

// Officer names somebody of the office by account; "" where nobody had to sign in.
func (v *View) Officer(id string) string {
	if id == "" {
		return v.Say("work.nobody")
	}
	return id
}

// Section and PaperState name where a case lies and how far its draft is.
func (v *View) Section(s opinion.DeskSection) string   { return v.Word("section.", string(s)) }
func (v *View) PaperState(s opinion.PaperState) string { return v.Word("paper.", string(s)) }

// shift is a date some days on.
func shift(t time.Time, days int) string { return t.AddDate(0, 0, days).Format(time.DateOnly) }

// DayNow says whether one day alone is shown.
func (p *workPage) DayNow() bool {
	return slices.ContainsFunc(p.Days, func(d workDay) bool { return d.Now })
}

// Bare says whether nothing lies on the desk, however it is asked.
func (p *workPage) Bare() bool { return p.N == 0 && !p.Bar.Narrowed() }

// DueDay names when something is due.
func (v *View) DueDay(d opinion.DeskDay) string { return v.Word("due.", string(d)) }

// workLine hands a line of the desk its page.
type workLine struct {
	V *View
	X register.DeskRow
	P *workPage
}

// Work makes one.
func (v *View) Work(x register.DeskRow, p *workPage) workLine { return workLine{v, x, p} }

// deskPick is the form that chooses a unit's desk.
type deskPick struct {
	V         *View
	Path, Now string
	Units     []opinion.Unit
}

// Desk makes it.
func (v *View) Desk(path string, units []opinion.Unit, now string) deskPick {
	return deskPick{v, path, now, units}
}

// dueLine is a deadline of a unit.
type dueLine struct {
	V    *View
	X    register.Deadline
	Unit string
}

// Due makes one.
func (v *View) Due(d register.Deadline, unit string) dueLine { return dueLine{v, d, unit} }

// KindsOf names the list of the kinds of answer to a case.
func (v *View) KindsOf(c opinion.Case) string {
	if c.Matter == opinion.Disclosure {
		return "dkind"
	}
	return "kind"
}
