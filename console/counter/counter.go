package counter

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// counterPage is the form, what was just entered with it, and how what it says would be judged.
type counterPage struct {
	In      facts.Entry
	Ways    []opinion.Told
	Units   []opinion.Unit
	Topics  []opinion.Topic
	Sketch  *sketched
	Said    *facts.Entered
	Not     []string // what of the entry's own wishes was refused, in words
	Problem *kit.Problem
	Codes   bool // query codes can be handed out
	Gives   bool // who reads this may give cases to units
}

// sketched is a judged text in the making.
type sketched struct {
	facts.Sketch
	Terms []kit.Term
}

// Show is an empty form.
func (a *Room) Show(r *http.Request, v *View) (string, error) {
	if a.Counter == nil {
		return "", kit.Away("no_counter", v.Say("away.counter"))
	}
	return "counter", a.fill(r, v, a.fresh(v, opinion.Told(r.URL.Query().Get("told"))))
}

// fresh is an entry that nothing was said in yet.
func (a *Room) fresh(v *View, told opinion.Told) facts.Entry {
	if !told.ByClerk() {
		told = opinion.ToldByPhone
		if !gives(v.Me().Role) { // a head is told in person
			told = opinion.ToldInPerson
		}
	}
	return facts.Entry{Told: told, Ref: ask.NewRef()}
}

// gives says whether a role gives cases to units; others leave that to the coordinating office.
func gives(r access.Role) bool { return r != access.Head }

func (a *Room) fill(r *http.Request, v *View, in facts.Entry) error {
	v.Nav, v.Title = "counter", v.Say("nav.counter")
	units, err := a.Units.Units(r.Context())
	ways := slices.DeleteFunc(slices.Clone(opinion.ToldWays), func(t opinion.Told) bool { return !t.ByClerk() })
	v.D = &counterPage{In: in, Ways: ways, Units: units, Topics: a.Topics, Codes: a.Codes != nil,
		Gives: gives(v.Me().Role)}
	return err
}

// entryOf reads the form. It has no field for who told it, and none is read.
func entryOf(f url.Values, by string) facts.Entry {
	text := func(k string) string { return strings.TrimSpace(f.Get(k)) }
	told := opinion.Told(f.Get("told"))
	if !told.ByClerk() {
		told = ""
	}
	return facts.Entry{Told: told, Text: text("text"), Ref: text("ref"),
		Topic: text("topic"), Place: text("place"), Unit: text("unit"),
		Code: f.Get("code") == "yes", Dispatch: f.Get("do") == "dispatch", By: by}
}

// Sketch draws the judgement of what stands in the form, and keeps nothing of it.
func (a *Room) Sketch(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Counter == nil {
		a.ErrorPage(w, r, v, kit.Away("no_counter", v.Say("away.counter")))
		return
	}
	in := entryOf(r.PostForm, v.Me().By())
	if err := a.fill(r, v, in); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	p := v.D.(*counterPage)
	status := http.StatusOK
	if in.Text != "" {
		s, err := a.Counter.Sketch(r.Context(), in)
		if err != nil {
			p.Problem = a.Problem(r.Pattern, v.Lang, err)
			status = p.Problem.Status
		} else {
			p.Sketch = &sketched{s, kit.Terms(s.Finding)}
		}
	}
	if kit.Partly(r) {
		a.Fragment(w, r, v, status, "counter", "sketch")
		return
	}
	a.Render(w, r, v, status, "counter")
}

// Enter takes the entry down. It says what became of it over a new form, so that the next caller can
// be written down at once.
func (a *Room) Enter(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Counter == nil {
		a.ErrorPage(w, r, v, kit.Away("no_counter", v.Say("away.counter")))
		return
	}
	if r.PostForm.Get("do") == "look" { // without a script
		a.Sketch(w, r)
		return
	}
	in := entryOf(r.PostForm, v.Me().By())
	in.Dispatch = in.Dispatch && gives(v.Me().Role)
	said, err := ask.Enter(r.Context(), ask.Counter{Registrar: a.Counter, Codes: a.Codes, Cases: a.Cases}, in)
	next := a.fresh(v, in.Told)
	if err != nil {
		next = in
	}
	if broke := a.fill(r, v, next); broke != nil {
		a.ErrorPage(w, r, v, broke)
		return
	}
	p, status := v.D.(*counterPage), http.StatusOK
	if err != nil {
		p.Problem = a.Problem(r.Pattern, v.Lang, err)
		status = p.Problem.Status
	} else {
		p.Said = &said
		for _, no := range said.Not {
			p.Not = append(p.Not, a.Problem(r.Pattern, v.Lang, no).Detail)
		}
	}
	a.Render(w, r, v, status, "counter")
}

// Way names a way of telling.
func (v *View) Way(t opinion.Told) string { return v.Word("told.way.", string(t)) }

// Taken says what redaction took out, such as 手机号 1.
func (v *View) Taken(n map[string]int) string {
	total := 0
	for _, c := range n {
		total += c
	}
	if total == 0 {
		return ""
	}
	return v.Say("counter.redacted", total)
}
