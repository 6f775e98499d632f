package setup

import (
	"net/http"
	"strings"

	"huiying/console/kit"
)

// placePage asks which place it is for.
type placePage struct {
	Query   string
	Found   []Place
	Nearest string // where nothing is called so
}

// showPlace searches over the table of divisions.
func (a *Room) showPlace(w http.ResponseWriter, r *http.Request) {
	p := placePage{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	v := a.view(w, r, nil)
	if p.Query != "" {
		p.Found, p.Nearest = a.Maker.Find(p.Query, v.Lang)
	}
	v.D = p
	a.Answer(w, r, v, "setup-place", nil)
}

func (a *Room) takePlace(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r, nil)
	if !a.Parsed(w, r, v) {
		return
	}
	code := r.PostForm.Get("code")
	if a.Maker.Place(code) == "" {
		a.ErrorPage(w, r, v, kit.StatusProblem(v.Lang, http.StatusBadRequest))
		return
	}
	was := a.said()
	if was.Division != code {
		was.Division, was.Office, was.List = code, a.Maker.OfficeOf(code), List{}
	}
	a.keep(was)
	http.Redirect(w, r, "/setup/office", http.StatusSeeOther)
}

// officePage asks about the office.
type officePage struct {
	Answers
	Place, Lines string // of the records
	Wrong        map[string]string
}

func (a *Room) office(x Answers, wrong map[string]string) officePage {
	return officePage{Answers: x, Place: a.Maker.Place(x.Division), Lines: strings.Join(x.Records, "\n"), Wrong: wrong}
}

func (a *Room) showOffice(w http.ResponseWriter, r *http.Request) {
	a.Answer(w, r, a.view(w, r, a.office(a.said(), nil)), "setup-office", nil)
}

func (a *Room) takeOffice(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r, nil)
	fields, emblem, _, err := kit.Sent(r, "emblem")
	if err != nil {
		a.ErrorPage(w, r, v, kit.FormFault(v.Lang, err))
		return
	}
	x := a.said()
	x.Office, x.Contact, x.Site = fields.Get("office"), fields.Get("contact"), fields.Get("site")
	x.Records = strings.FieldsFunc(fields.Get("records"), func(r rune) bool { return strings.ContainsRune("\r\n,，;；、", r) })
	x, wrong := a.Maker.Tidy(x)
	if len(emblem) > 0 {
		if drawn, err := a.Maker.Emblem(emblem); err != nil {
			wrong["emblem"] = "setup.bad.emblem"
		} else {
			x.Emblem = drawn
		}
	} else if fields.Get("noemblem") != "" {
		x.Emblem = nil
	}
	a.keep(x)
	if len(wrong) > 0 {
		v.D = a.office(x, wrong)
		a.Render(w, r, v, http.StatusBadRequest, "setup-office")
		return
	}
	http.Redirect(w, r, "/setup/units", http.StatusSeeOther)
}

// Reached is the contact as people write it.
func (a Answers) Reached() string { return strings.TrimPrefix(a.Contact, "mailto:") }

// lookPage shows what would be made, and asks who the first administrator is.
type lookPage struct {
	Preview
	Answers Answers
	First   Admin
	Problem *kit.Problem
}

func (a *Room) showLook(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r, nil)
	a.look(w, r, v, lookPage{First: Admin{ID: "admin", Name: v.Say("role.administrator")}})
}

func (a *Room) look(w http.ResponseWriter, r *http.Request, v *kit.View, p lookPage) {
	p.Answers = a.said()
	var err error
	p.Preview, err = a.Maker.Look(p.Answers, v.Lang)
	v.D = p
	if err == nil && p.Problem != nil {
		a.Render(w, r, v, p.Problem.Status, "setup-look")
		return
	}
	a.Answer(w, r, v, "setup-look", err)
}

// begin writes it all, and lets the console begin.
func (a *Room) begin(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r, nil)
	if !a.Parsed(w, r, v) {
		return
	}
	f := r.PostForm
	first := Admin{ID: f.Get("id"), Name: f.Get("name"), Password: f.Get("password"), Again: f.Get("again")}
	a.mu.Lock()
	if a.begun {
		a.mu.Unlock()
		a.wait(w, r)
		return
	}
	err := a.Maker.Begin(r.Context(), a.answers, first)
	a.begun = err == nil
	a.mu.Unlock()
	if err != nil {
		a.look(w, r, v, lookPage{First: Admin{ID: first.ID, Name: first.Name}, Problem: a.Problem(r.Pattern, v.Lang, err)})
		return
	}
	http.Redirect(w, r, "/sign-in?next=/accounts", http.StatusSeeOther) // where the others are added
}
