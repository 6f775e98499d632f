package upload

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/console/kit"
)

// formPage is the empty form.
type formPage struct {
	Sources []string
	Ends    []string // of names of files that can be read
	Source  string
	Problem *kit.Problem
}

// Accept is what the browser offers to choose from.
func (p formPage) Accept() string { return strings.Join(p.Ends, ",") }

// Kinds are the same for a reader.
func (p formPage) Kinds() string { return strings.Join(p.Ends, " ") }

// lookPage is a file that is talked about.
type lookPage struct {
	facts.Upload
	Meanings []string
	Problem  *kit.Problem
}

// Busy says whether the page changes by itself.
func (p lookPage) Busy() bool {
	return p.Phase == facts.UploadLooking || p.Phase == facts.UploadImporting
}

// Minutes is the rest of the time, in whole minutes, at least one.
func (p lookPage) Minutes() int { return int(p.Left.Minutes()) + 1 }

// Show is an empty form.
func (a *Room) Show(r *http.Request, v *View) (string, error) {
	return "upload", a.form(v, r.URL.Query().Get("source"), nil)
}

func (a *Room) form(v *View, source string, p *kit.Problem) error {
	v.Nav, v.Title = "upload", v.Say("nav.upload")
	if a.Uploads == nil {
		return kit.Away("no_uploads", v.Say("away.upload"))
	}
	sources, _ := a.Uploads.Homes()
	v.D = formPage{Sources: sources, Ends: a.Uploads.Ends(), Source: source, Problem: p}
	return nil
}

// by is who brings a file: nobody else sees it.
func by(r *http.Request) string { return access.AccountOf(r.Context()).ID }

// Take holds a file and shows what was understood of it.
func (a *Room) Take(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if a.Uploads == nil {
		a.ErrorPage(w, r, v, a.form(v, "", nil))
		return
	}
	source, name, raw, err := sent(r)
	var id string
	if err != nil {
		err = kit.FormFault(v.Lang, err)
	} else {
		id, err = a.Uploads.Take(r.Context(), by(r), source, name, raw)
	}
	if err != nil {
		p := a.Problem(r.Pattern, v.Lang, err)
		if err := a.form(v, source, p); err != nil {
			a.ErrorPage(w, r, v, err)
			return
		}
		a.Render(w, r, v, p.Status, "upload")
		return
	}
	http.Redirect(w, r, "/upload/"+url.PathEscape(id), http.StatusSeeOther)
}

// sent reads the form as it comes in. The library's own reader would write a large file to disk.
func sent(r *http.Request) (source, name string, raw []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", "", nil, err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return source, name, raw, nil
		}
		if err != nil {
			return source, name, nil, err
		}
		switch part.FormName() {
		case "source":
			source, err = text(part)
		case "file":
			name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
			raw, err = io.ReadAll(part)
		}
		if err != nil {
			return source, name, nil, err
		}
	}
}

func text(part *multipart.Part) (string, error) {
	b, err := io.ReadAll(io.LimitReader(part, 200))
	return string(b), err
}

// ShowFile is a file as it stands. While it is worked on, the page asks for itself again.
func (a *Room) ShowFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	name, busy, err := a.file(r, v, nil)
	if busy {
		w.Header().Set("Refresh", "2")
	}
	a.Answer(w, r, v, name, err)
}

func (a *Room) file(r *http.Request, v *View, p *kit.Problem) (name string, busy bool, err error) {
	v.Nav, v.Title = "upload", v.Say("nav.upload")
	if a.Uploads == nil {
		return "", false, kit.Away("no_uploads", v.Say("away.upload"))
	}
	up, err := a.Uploads.Upload(by(r), r.PathValue("id"))
	if err != nil {
		return "", false, err
	}
	_, meanings := a.Uploads.Homes()
	page := lookPage{Upload: up, Meanings: meanings, Problem: p}
	v.D = page
	return "uploaded", page.Busy(), nil
}

// Act says what columns mean, stores the file, or drops it.
func (a *Room) Act(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Uploads == nil {
		a.ErrorPage(w, r, v, a.form(v, "", nil))
		return
	}
	id, to := r.PathValue("id"), "/upload/"+url.PathEscape(r.PathValue("id"))
	var err error
	switch r.PostForm.Get("do") {
	case "look":
		err = a.Uploads.Say(by(r), id, said(r.PostForm))
	case "import":
		err = a.Uploads.Import(by(r), id)
	case "drop":
		to = "/upload"
		err = a.Uploads.Drop(by(r), id)
	default:
		err = kit.StatusProblem(v.Lang, http.StatusBadRequest)
	}
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	name, _, gone := a.file(r, v, p)
	if gone != nil {
		a.ErrorPage(w, r, v, gone)
		return
	}
	a.Render(w, r, v, p.Status, name)
}

// said are the columns whose meaning was chosen otherwise than it was understood.
func said(f url.Values) map[string]string {
	out := map[string]string{}
	labels, was, means := f["label"], f["was"], f["means"]
	for i := range min(len(labels), len(was), len(means)) {
		switch {
		case means[i] == was[i]:
		case means[i] == "":
			out[labels[i]] = "-"
		default:
			out[labels[i]] = means[i]
		}
	}
	return out
}
