// Package palette finds by words what an account may go to: pages, cases by number or heading, units and
// places. The script of the office's pages opens it over any of them; without one it is a page.
package palette

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

//go:embed templates/*.html
var pages embed.FS

// mostOf is how many of each kind are found.
const mostOf = 6

// Cases lists cases within what the asker may see.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
}

// Room is the room at work.
type Room struct {
	kit.Head[*kit.View]
	Cases Cases
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *kit.View { return v })
	return err
}

// found is what words name, by kind.
type found struct {
	Words string
	Kinds []kind
}

// kind is what was found of one kind: pages, cases, units, places.
type kind struct {
	Key  string
	Hits []hit
}

type hit struct{ Link, Name, Note string }

// Show is the page that does without a script.
func (a *Room) Show(r *http.Request, v *kit.View) (string, error) {
	v.Title = v.Say("palette")
	return "palette", a.find(r.Context(), v, r.URL.Query().Get("q"))
}

// List answers a script with the list alone; without one it goes on to the page. Words travel in the body, as
// those of every search.
func (a *Room) List(w http.ResponseWriter, r *http.Request) {
	if !kit.Partly(r) {
		a.Asked(w, r)
		return
	}
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if err := a.find(r.Context(), v, r.PostForm.Get("q")); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Fragment(w, r, v, http.StatusOK, "palette", "found")
}

// UnitNames answers the script of a field for a unit with names that hold what was typed, as choices.
func (a *Room) UnitNames(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	v.D = v.UnitNames(opinion.Clip(r.PostForm.Get("q"), 80))
	a.Fragment(w, r, v, http.StatusOK, "palette", "unitnames")
}

func (a *Room) find(ctx context.Context, v *kit.View, words string) error {
	f := &found{Words: opinion.Typed(opinion.Clip(strings.TrimSpace(words), 80))}
	v.D = f
	cases, err := a.casesOf(ctx, v, f.Words)
	if err != nil {
		return err
	}
	for _, k := range []kind{{"cases", cases}, {"pages", pagesOf(v, f.Words)}, {"units", a.unitsOf(ctx, v, f.Words)},
		{"places", a.placesOf(v, f.Words)}} {
		if len(k.Hits) > 0 {
			f.Kinds = append(f.Kinds, k)
		}
	}
	return nil
}

// casesOf finds cases by number or by words of their heading. The scope of the account is put around
// every question of the console.
func (a *Room) casesOf(ctx context.Context, v *kit.View, words string) (out []hit, err error) {
	if words == "" || !v.May("GET /cases") {
		return nil, nil
	}
	list, err := a.Cases.Cases(ctx, register.CaseQuery{Q: words, Order: register.ByUpdated, Size: mostOf,
		Matters: []opinion.Matter{opinion.PublicMatter, opinion.Disclosure}})
	for _, c := range list.Items {
		out = append(out, hit{"/cases/" + url.PathEscape(c.ID), v.Name(c.Title),
			v.Short(c.ID) + " · " + v.State(c.State) + " · " + v.Unit(c.Lead)})
	}
	return out, err
}

// pagesOf finds pages that the account may open; without words it is all of them.
func pagesOf(v *kit.View, words string) (out []hit) {
	for _, p := range v.Menu() {
		if like(p.Name+" "+p.Path, words) {
			out = append(out, hit{Link: p.Path, Name: p.Name})
		}
	}
	return out
}

func (a *Room) unitsOf(ctx context.Context, v *kit.View, words string) (out []hit) {
	if words == "" || !v.May("GET /cases") {
		return nil
	}
	units, err := a.Units.Units(ctx)
	if err != nil {
		a.Failed("units", err)
	}
	for _, u := range units {
		if name := v.UnitOption(u); len(out) < mostOf && like(name+" "+u.ID, words) {
			out = append(out, hit{"/cases?unit=" + url.QueryEscape(u.ID), name, v.Say("palette.cases")})
		}
	}
	return out
}

func (a *Room) placesOf(v *kit.View, words string) (out []hit) {
	if words == "" || !v.May("GET /cases") {
		return nil
	}
	for _, d := range a.Places {
		if len(out) < mostOf && like(cmp.Or(d.Name, d.Code)+" "+d.Code, words) {
			out = append(out, hit{"/cases?division=" + url.QueryEscape(d.Code), v.Place(d.Code), v.Say("palette.cases")})
		}
	}
	return out
}

// like says whether every word is in a name.
func like(name, words string) bool {
	name = strings.ToLower(name)
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(name, word) {
			return false
		}
	}
	return true
}
