package console

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"huiying/opinion"
)

// How much of a section the desk shows at first, and on a page of its own.
const (
	workShown = 15
	workPaged = 50
)

func (a *app) workRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	page("GET /work", a.work)
	page("GET /work/calendar", a.workCalendar)
	mux.HandleFunc("GET /work/calendar.ics", a.workICS)
	for _, at := range asSheets("GET /work") {
		mux.HandleFunc(at, a.workFile)
	}
	page("GET /work/{id}", a.workCase)
	mux.HandleFunc("POST /work/{id}/{act}", a.actOnWork)
}

// workPage is the desk of a unit (承办台).
type workPage struct {
	Unit     opinion.Unit
	Units    []opinion.Unit // to choose from; nil for an account of a unit
	May      bool           // the reader works for the unit
	Only     opinion.DeskSection
	Sections []workSection
	N, Late  int
	Soon     int
	Posts    []string
	Post     string
	Mine     bool
	Done     string
	Busy     []BusyUnit // to choose from, while no unit is chosen
}

// workSection is one part of the desk.
type workSection struct {
	WorkCount
	Rows []WorkRow
	Next string
}

// workUnit is whose desk a reader looks at: its own for an account of a unit, else the chosen one.
// ok is false when none was chosen yet.
func (a *app) workUnit(r *http.Request, v *view) (u opinion.Unit, all []opinion.Unit, ok bool, err error) {
	if a.Work == nil {
		return u, nil, false, away("no_work", v.Say("work.away"))
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
		return u, all, false, &Error{Kind: NotFound, Code: "no_such_unit", Words: v.Say("work.no_unit")}
	}
	return u, all, false, nil
}

// ofUnit says whether an account works for one unit alone.
func ofUnit(me Account) bool { return me.Unit != "" && (me.Role == Handler || me.Role == Head) }

// worksFor says whether an account may work on the papers of a unit. Where nobody signs in, whoever reaches
// the console may.
func worksFor(me Account, unit string) bool {
	return me == Account{} || ofUnit(me) && me.Unit == unit
}

func (a *app) work(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "work", v.Say("nav.work")
	u, all, ok, err := a.workUnit(r, v)
	if err != nil {
		return "", err
	}
	p := &workPage{Unit: u, Units: all, May: worksFor(v.Me(), u.ID), Done: r.URL.Query().Get("done")}
	v.D = p
	if !ok {
		p.Busy, err = a.busy(r, all)
		return "work", err
	}
	q := r.URL.Query()
	asked, only := workAsked(r, v, u.ID)
	p.Post, p.Mine, p.Only = asked.Post, asked.Officer != "", only
	load, err := a.Work.Book.DeskLoad(r.Context(), u.ID, a.Now())
	if err != nil {
		return "", err
	}
	p.Posts = load.Posts
	for _, s := range opinion.DeskSections {
		part := workSection{WorkCount: WorkCount{Section: s}}
		if i := slices.IndexFunc(load.Counts, func(c WorkCount) bool { return c.Section == s }); i >= 0 {
			part.WorkCount = load.Counts[i]
		}
		p.N, p.Late, p.Soon = p.N+part.N, p.Late+part.Late, p.Soon+part.Soon
		if part.N > 0 && (p.Only == "" || p.Only == s) {
			ask := asked
			ask.Section, ask.Size = s, workShown
			if p.Only == s {
				ask.Size, ask.Cursor = workPaged, q.Get("cursor")
			}
			list, err := a.Work.Book.Desk(r.Context(), ask)
			if err != nil {
				return "", err
			}
			part.Rows, part.Next = list.Items, list.Next
		}
		p.Sections = append(p.Sections, part)
	}
	return "work", nil
}

// busy lists those of the units that have something open.
func (a *app) busy(r *http.Request, units []opinion.Unit) ([]BusyUnit, error) {
	if a.Work.Busy == nil {
		return nil, nil
	}
	all, err := a.Work.Busy(r.Context())
	return slices.DeleteFunc(all, func(b BusyUnit) bool {
		return !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == b.Unit })
	}), err
}

// WorkLink is an address of the desk that keeps the unit.
func (v *view) WorkLink(path, unit string, more ...string) string {
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
func (v *view) Clocks(c opinion.Case, unit string) []opinion.Timed { return c.Owes(unit) }

// TimeLeft is what a clock has left, in words whose ink grows as it runs out.
func (v *view) TimeLeft(t opinion.Timed) template.HTML {
	left, whole := t.Due.Sub(v.Now()), t.Due.Sub(t.Clock.Start)
	class, said := "left", v.Say("clock.left", spell(left.Abs(), v.Lang))
	switch {
	case left < 0:
		class, said = "late", v.Say("clock.late", spell(left.Abs(), v.Lang))
	case left*4 <= whole:
		class = "left soon"
	}
	return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(said) + `</span>`)
}

// Officer names somebody of the office by account; "" where nobody had to sign in.
func (v *view) Officer(id string) string {
	if id == "" {
		return v.Say("work.nobody")
	}
	return id
}

// Section and PaperState name where a case lies and how far its draft is.
func (v *view) Section(s opinion.DeskSection) string   { return v.Word("section.", string(s)) }
func (v *view) PaperState(s opinion.PaperState) string { return v.Word("paper.", string(s)) }

// shift is a date some days on.
func shift(t time.Time, days int) string { return t.AddDate(0, 0, days).Format(time.DateOnly) }

// Empty says whether nothing lies on the desk.
func (p *workPage) Empty() bool {
	return !slices.ContainsFunc(p.Sections, func(s workSection) bool { return s.N > 0 })
}

// workLine hands a line of the desk its page.
type workLine struct {
	V *view
	X WorkRow
	P *workPage
}

// Work makes one.
func (v *view) Work(x WorkRow, p *workPage) workLine { return workLine{v, x, p} }

// deskPick is the form that chooses a unit's desk.
type deskPick struct {
	V         *view
	Path, Now string
	Units     []opinion.Unit
}

// Desk makes it.
func (v *view) Desk(path string, units []opinion.Unit, now string) deskPick {
	return deskPick{v, path, now, units}
}

// dueLine is a deadline of a unit.
type dueLine struct {
	V    *view
	X    Deadline
	Unit string
}

// Due makes one.
func (v *view) Due(d Deadline, unit string) dueLine { return dueLine{v, d, unit} }

// KindsOf names the list of the kinds of answer to a case.
func (v *view) KindsOf(c opinion.Case) string {
	if c.Matter == opinion.Disclosure {
		return "dkind"
	}
	return "kind"
}
