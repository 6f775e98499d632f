package kit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"huiying/words"
)

// Answer writes the page that a room's handler filled and named, or the page of its error.
func (k *Kit) Answer(w http.ResponseWriter, r *http.Request, v Drawn, name string, err error) {
	if err != nil {
		k.ErrorPage(w, r, v, err)
		return
	}
	k.Render(w, r, v, http.StatusOK, name)
}

// Render draws a page whole before it sends the first byte, so that a fault gives an error
// page and never half a page.
func (k *Kit) Render(w http.ResponseWriter, r *http.Request, v Drawn, status int, name string) {
	var b bytes.Buffer
	t := k.pages[name]
	if t == nil {
		k.Failed(r.Pattern, fmt.Errorf("page %q is not embedded", name))
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	if err := t.ExecuteTemplate(&b, "layout", v); err != nil {
		k.Failed(r.Pattern, fmt.Errorf("draw page %q: %w", name, err))
		http.Error(w, v.Base().Say("error.internal"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Base().Tag())
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone away; nobody is left to tell
}

// ErrorPage says in words what happened and what to do.
func (k *Kit) ErrorPage(w http.ResponseWriter, r *http.Request, v Drawn, err error) {
	b := v.Base()
	p := k.Problem(r.Pattern, b.Lang, err)
	b.Title, b.D = p.Title, p
	if Partly(r) {
		k.Fragment(w, r, v, p.Status, "error", "main")
		return
	}
	k.Render(w, r, v, p.Status, "error")
}

// FirstLine of an error is all that a line has room for.
func FirstLine(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return s
}

// Away is the error of a part that does not run in this process.
func Away(code, words string) error {
	return &Error{Kind: Unavailable, Code: code, Words: words}
}

// timedOut tells a deadline of ours from other faults.
func timedOut(err error) bool { return errors.Is(err, context.DeadlineExceeded) }

// Refuse answers with a problem document where programs ask, with a page elsewhere.
func (k *Kit) Refuse(w http.ResponseWriter, r *http.Request, status int, code string) {
	v := k.View(w, r)
	if code == "" {
		code = CodeOf(status)
	}
	p := &Problem{Type: "about:blank", Status: status, Code: code, Title: words.Say(v.Lang, "status."+CodeOf(status)), Detail: words.Say(v.Lang, "error."+code)}
	if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasSuffix(r.URL.Path, ".json") {
		writeProblem(w, p)
		return
	}
	k.ErrorPage(w, r, v, p)
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader has gone away; nobody is left to tell
}

// SiteOf is the address of this site as the reader asked for it, or "" for a name that is none.
func SiteOf(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	u, err := url.Parse(scheme + "://" + r.Host)
	if err != nil || u.Host != r.Host || u.Hostname() == "" {
		return ""
	}
	return u.String()
}

// Parsed reads a form, or answers why it cannot be read.
func (k *Kit) Parsed(w http.ResponseWriter, r *http.Request, v Drawn) bool {
	err := r.ParseForm()
	if err != nil {
		k.ErrorPage(w, r, v, FormFault(v.Base().Lang, err))
		return false
	}
	k.nameUnits(r.Context(), r.PostForm)
	k.nameUnits(r.Context(), r.Form)
	return true
}

// FormFault says why a form cannot be read.
func FormFault(lang string, err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return StatusProblem(lang, http.StatusRequestEntityTooLarge)
	}
	return StatusProblem(lang, http.StatusBadRequest)
}

// Fragment draws a part of a page alone.
func (k *Kit) Fragment(w http.ResponseWriter, r *http.Request, v Drawn, status int, page, part string) {
	var b bytes.Buffer
	if err := k.pages[page].ExecuteTemplate(&b, part, v); err != nil {
		k.Failed(r.Pattern, fmt.Errorf("draw %q of page %q: %w", part, page, err))
		http.Error(w, v.Base().Say("error.internal"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone away; nobody is left to tell
}

// Partly says that a script asks for a part of the page, not for the whole.
func Partly(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
