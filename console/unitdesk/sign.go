package unitdesk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// mostSigned bounds how many cases one form signs for.
const mostSigned = 200

// notSigned is a case that could not be signed for, and why.
type notSigned struct{ ID, Title, Words string }

// SignRef names a case and its version in the form that signs for several.
func (v *View) SignRef(c opinion.Case) string {
	return c.ID + ":" + strconv.FormatUint(c.Version, 10)
}

// Signable says whether a row waits to be signed for by who reads it.
func (p *workPage) Signable(x register.DeskRow) bool {
	return p.May && !x.Assists && x.State == opinion.Dispatched
}

// Signs says whether anything that is shown can be signed for.
func (p *workPage) Signs() bool {
	for _, d := range p.Shown {
		for _, x := range d.Rows {
			if p.Signable(x) {
				return true
			}
		}
	}
	return false
}

// Sign signs for the chosen cases, each by itself: one that is refused does not hold up the others.
func (a *Room) Sign(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	u, _, ok, err := a.workUnit(r, v)
	if err == nil && (!ok || !worksFor(v.Me(), u.ID)) {
		err = &kit.Error{Kind: kit.Refused, Code: "not_your_desk", Words: v.Say("work.not_yours")}
	}
	refs := r.PostForm["case"]
	if one := r.PostForm.Get("one"); one != "" {
		refs = []string{one}
	}
	switch {
	case err != nil:
	case len(refs) == 0:
		err = kit.BadInput("none_chosen", v.Say("desk.error.none"))
	case len(refs) > mostSigned:
		err = kit.BadInput("too_many", v.Say("desk.error.many", mostSigned))
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	done, not := a.signEach(r, v, u.ID, refs)
	back, err := url.Parse(v.WorkLink("/work", u.ID))
	if asked, broke := url.ParseQuery(r.PostForm.Get("asked")); err == nil && broke == nil {
		q := back.Query()
		for key, values := range asked {
			if !q.Has(key) && key != "done" && key != "n" && key != "cursor" {
				q[key] = values
			}
		}
		back.RawQuery = q.Encode()
	}
	if err == nil && len(not) == 0 {
		q := back.Query()
		q.Set("done", string(opinion.MoveSign))
		q.Set("n", strconv.Itoa(done))
		back.RawQuery = q.Encode()
		http.Redirect(w, r, back.String(), http.StatusSeeOther)
		return
	}
	v.Here = *back
	p, err := a.deskOf(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	p.Signed, p.Not, v.D = done, not, p
	status := http.StatusOK
	if done == 0 {
		status = http.StatusConflict
	}
	a.Render(w, r, v, status, "work")
}

// signEach signs for one case after the other, and says what was refused.
func (a *Room) signEach(r *http.Request, v *View, unit string, refs []string) (done int, not []notSigned) {
	for _, ref := range refs {
		id, version, _ := strings.Cut(ref, ":")
		n, err := strconv.ParseUint(version, 10, 64)
		line := notSigned{ID: id, Title: v.Short(id)}
		if err != nil || n == 0 {
			line.Words = v.Say("error.no_version")
			not = append(not, line)
			continue
		}
		file, err := a.Cases.Case(r.Context(), id)
		if err == nil {
			line.Title = v.Name(file.Title)
			err = a.signOne(r, v, unit, file.Case, n)
		}
		if err != nil {
			line.Words = a.Problem(r.Pattern, v.Lang, err).Detail
			not = append(not, line)
			continue
		}
		done++
	}
	return done, not
}

func (a *Room) signOne(r *http.Request, v *View, unit string, c opinion.Case, seen uint64) error {
	if c.Lead != unit {
		return &kit.Error{Kind: kit.NotFound, Code: "not_on_desk", Words: v.Say("work.not_here")}
	}
	_, err := a.Cases.Do(r.Context(), c.ID, opinion.Command{Move: opinion.MoveSign, By: v.Me().By(), Expected: seen})
	return err
}
