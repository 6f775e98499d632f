package unitdesk

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// How much of a section the desk shows at first, and on a page of its own.
const (
	workShown = 15
	PageSize  = 50
)

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
	Busy     []register.UnitLoad // to choose from, while no unit is chosen
}

// workSection is one part of the desk.
type workSection struct {
	register.DeskCount
	Rows []register.DeskRow
	Next string
}

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
		part := workSection{DeskCount: register.DeskCount{Section: s}}
		if i := slices.IndexFunc(load.Counts, func(c register.DeskCount) bool { return c.Section == s }); i >= 0 {
			part.DeskCount = load.Counts[i]
		}
		p.N, p.Late, p.Soon = p.N+part.N, p.Late+part.Late, p.Soon+part.Soon
		if part.N > 0 && (p.Only == "" || p.Only == s) {
			ask := asked
			ask.Section, ask.Size = s, workShown
			if p.Only == s {
				ask.Size, ask.Cursor = PageSize, q.Get("cursor")
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
func (a *Room) busy(r *http.Request, units []opinion.Unit) ([]register.UnitLoad, error) {
	if a.Work.Busy == nil {
		return nil, nil
	}
	all, err := a.Work.Busy(r.Context())
	return slices.DeleteFunc(all, func(b register.UnitLoad) bool {
		return !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == b.Unit })
	}), err
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

// Empty says whether nothing lies on the desk.
func (p *workPage) Empty() bool {
	return !slices.ContainsFunc(p.Sections, func(s workSection) bool { return s.N > 0 })
}

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

// workAsked is what a desk was narrowed to.
func workAsked(r *http.Request, v *View, unit string) (q register.DeskQuery, only opinion.DeskSection) {
	asked := r.URL.Query()
	q = register.DeskQuery{Unit: unit, Post: asked.Get("post")}
	if asked.Get("mine") == "yes" {
		q.Officer = v.Me().ID
	}
	return q, opinion.DeskSection(asked.Get("section"))
}
