package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/kit"
)

// unitsPage talks about a list of departments.
type unitsPage struct {
	Place   string
	File    string // its name; "" before there is one
	Accept  string
	Read    Read
	Taken   []string
	Problem *kit.Problem
}

// Takes says whether a proposal is taken.
func (p unitsPage) Takes(key string) bool { return slices.Contains(p.Taken, key) }

func (a *Room) showUnits(w http.ResponseWriter, r *http.Request) {
	a.units(w, r, a.view(w, r, nil), nil)
}

// units shows what was understood of the list, or what is wrong.
func (a *Room) units(w http.ResponseWriter, r *http.Request, v *kit.View, wrong error) {
	x := a.said()
	p := unitsPage{Place: a.Maker.Place(x.Division), File: x.List.Name, Accept: strings.Join(a.Maker.Ends(), ","),
		Taken: x.List.Taken}
	if wrong == nil && len(x.List.Raw) > 0 {
		p.Read, wrong = a.Maker.Read(x, v.Lang)
	}
	status := http.StatusOK
	if wrong != nil {
		p.Problem = a.Problem(r.Pattern, v.Lang, wrong)
		status = p.Problem.Status
	}
	v.D = p
	a.Render(w, r, v, status, "setup-units")
}

// takeUnits takes a file, what its columns mean, or what a person takes of its proposals.
func (a *Room) takeUnits(w http.ResponseWriter, r *http.Request) {
	v, x := a.view(w, r, nil), a.said()
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		_, raw, name, err := kit.Sent(r, "list")
		if err != nil {
			a.ErrorPage(w, r, v, kit.FormFault(v.Lang, err))
			return
		}
		x.List = List{Name: name, Raw: raw}
		read, err := a.Maker.Read(x, v.Lang)
		if err != nil && len(read.Columns) == 0 {
			x.List = List{}
		}
		for _, p := range read.Proposals { // the office brought the list: a person strikes out what does not fit
			x.List.Taken = append(x.List.Taken, p.Key)
		}
		a.keep(x)
		a.again(w, r, v, err)
		return
	}
	if !a.Parsed(w, r, v) {
		return
	}
	f := r.PostForm
	switch f.Get("do") {
	case "look":
		x.List.Columns = said(f)
		x.List.Taken = nil
		read, err := a.Maker.Read(x, v.Lang)
		for _, p := range read.Proposals {
			x.List.Taken = append(x.List.Taken, p.Key)
		}
		a.keep(x)
		a.again(w, r, v, err)
	case "drop":
		x.List = List{}
		a.keep(x)
		a.again(w, r, v, nil)
	default:
		x.List.Taken = f["take"]
		a.keep(x)
		http.Redirect(w, r, "/setup/look", http.StatusSeeOther)
	}
}

// again shows the page anew, by its address where nothing is wrong.
func (a *Room) again(w http.ResponseWriter, r *http.Request, v *kit.View, wrong error) {
	if wrong != nil {
		a.units(w, r, v, wrong)
		return
	}
	http.Redirect(w, r, "/setup/units", http.StatusSeeOther)
}

// said are the meanings of columns as they were chosen.
func said(f url.Values) map[string]string {
	out := map[string]string{}
	labels, means := f["label"], f["means"]
	for i := range min(len(labels), len(means)) {
		out[labels[i]] = means[i]
	}
	return out
}
