package console

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"
	"time"

	"huiying/words"
)

// Limits of a request. A page is quick or says that it is not.
const (
	pageTime  = 20 * time.Second // of one request, everything included
	formBytes = 256 << 10        // an answer of 60,000 characters fits
	bulkBytes = 16 << 20         // POST /api/v1/mentions
)

// shanghai is the one zone of every page (UTC+8, no daylight saving), fixed so that no
// machine's zone table is asked.
var shanghai = time.FixedZone("UTC+8", 8*60*60)

// app is the console at work: what was handed in, and the pages parsed once.
type app struct {
	Deps
	pages map[string]*template.Template
	icon  string // address of the icon, with the hash of its content
	css   string // address of the style sheet, likewise
	js    string // address of the script, likewise

	board   Board
	ballots ballots
	saving  sync.Mutex // of saved searches, one at a time
	limits  limits
}

// New builds the console. It fails when a needed part is missing or an embedded page does
// not parse, so that a fault of a page is found at start and not by a reader.
func New(d Deps) (http.Handler, error) {
	a, mux, err := build(d)
	if err != nil {
		return nil, err
	}
	return a.guard(mux), nil
}

// build makes the pages and their routes, with nothing before them.
func build(d Deps) (*app, *http.ServeMux, error) {
	a := &app{Deps: d}
	if err := a.complete(); err != nil {
		return nil, nil, err
	}
	a.narrow()
	a.board = Board{Open: a.Open, Sources: a.Sources, Units: a.Units, Keep: a.Keep}
	if err := words.Check(); err != nil {
		return nil, nil, err
	}
	pages, err := parsePages()
	if err != nil {
		return nil, nil, err
	}
	a.pages = pages
	mux := http.NewServeMux()
	a.routes(mux)
	return a, mux, a.api(mux)
}

// complete checks the needed parts and fills what has a default.
func (a *app) complete() error {
	var missing []string
	for name, absent := range map[string]bool{
		"Cases": a.Cases == nil, "Issues": a.Issues == nil, "Numbers": a.Numbers == nil,
		"Units": a.Units == nil, "Names": a.Names == nil,
	} {
		if absent {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("console.New: hand in Deps.%s", strings.Join(missing, ", Deps."))
	}
	if a.Accounts == nil && !a.Loopback {
		return errors.New("console.New: without Deps.Accounts everybody may do everything, so Deps.Loopback must be set")
	}
	a.Product = cmp.Or(a.Product, "huiying")
	a.Version = cmp.Or(a.Version, "dev")
	a.Keep = cmp.Or(a.Keep, 180*24*time.Hour)
	if a.Now == nil {
		a.Now = time.Now
	}
	if a.Marks == nil {
		a.Marks = NewMarks(nil)
	}
	if a.Failed == nil {
		a.Failed = func(string, error) {}
	}
	return nil
}

// routes is the list of pages; api() holds the list of the JSON API.
func (a *app) routes(mux *http.ServeMux) {
	page := func(pattern string, h func(*http.Request, *view) (string, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { a.page(w, r, h) })
	}
	page("GET /{$}", a.overview)
	page("GET /search", a.search)
	page("GET /issues", a.issues)
	page("GET /issues/{id}", a.issue)
	mux.HandleFunc("POST /issues/{id}/{act}", a.regroup)
	page("GET /cases", a.cases)
	page("GET /cases/{id}", a.caseFile)
	mux.HandleFunc("POST /cases/{id}/{move}", a.makeMove)
	mux.HandleFunc("POST /cases/register", a.register)
	page("GET /mentions/{id}", a.mention)
	mux.HandleFunc("POST /mentions/{id}/{act}", a.correctMention)
	a.deskRoutes(mux, page)
	page("GET /sources", a.sources)
	page("GET /dead", a.dead)
	mux.HandleFunc("POST /dead/{seq}/{act}", a.actOnDead)
	a.briefingRoutes(mux, page)
	a.noticeRoutes(mux, page)
	page("GET /promise", a.promise)
	a.workRoutes(mux, page)
	page("GET /assess", a.assess)
	page("GET /assess/turns", a.turns)
	for _, at := range asSheets("GET /assess") {
		mux.HandleFunc(at, a.assessFile)
	}

	a.openRoutes(mux, page)

	a.signRoutes(mux, page)

	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	if a.Metrics != nil {
		mux.Handle("GET /metrics", a.Metrics)
	}
	a.static(mux)
}

// page runs a page's handler, which fills the view and names its template, and writes the
// result, or the page of the error.
func (a *app) page(w http.ResponseWriter, r *http.Request, h func(*http.Request, *view) (string, error)) {
	v := a.view(w, r)
	name, err := h(r, v)
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	a.render(w, r, v, http.StatusOK, name)
}

// render draws a page whole before it sends the first byte, so that a fault gives an error
// page and never half a page.
func (a *app) render(w http.ResponseWriter, r *http.Request, v Drawn, status int, name string) {
	var b bytes.Buffer
	t := a.pages[name]
	if t == nil {
		a.Failed(r.Pattern, fmt.Errorf("page %q is not embedded", name))
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	if err := t.ExecuteTemplate(&b, "layout", v); err != nil {
		a.Failed(r.Pattern, fmt.Errorf("draw page %q: %w", name, err))
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

// errorPage says in words what happened and what to do.
func (a *app) errorPage(w http.ResponseWriter, r *http.Request, v Drawn, err error) {
	b := v.Base()
	p := a.problem(r.Pattern, b.Lang, err)
	b.Title, b.D = p.Title, p
	if partly(r) {
		a.fragment(w, r, v, p.Status, "error", "main")
		return
	}
	a.render(w, r, v, p.Status, "error")
}

func (a *app) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// readyz answers 503 with the reason until everything the pages need is there.
func (a *app) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if a.Ready != nil {
		if err := a.Ready(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = fmt.Fprintf(w, "not ready: %s\n", firstLine(err))
			return
		}
	}
	_, _ = w.Write([]byte("ready\n"))
}

func firstLine(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return s
}

// away is the error of a part that does not run in this process.
func away(code, words string) error {
	return &Error{Kind: Unavailable, Code: code, Words: words}
}

// timedOut tells a deadline of ours from other faults.
func timedOut(err error) bool { return errors.Is(err, context.DeadlineExceeded) }
