// Package setup is the first page of a console without a configuration (首次设置): it asks for the place
// and the office, shows what would be made, and makes it with the first administrator. It stands alone:
// the rooms of the console begin when it has ended.
package setup

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"net/http"
	"strings"
	"sync"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/opinion"
)

//go:embed templates/*.html
var pages embed.FS

// Deps are what the room needs.
type Deps struct {
	Maker            Maker
	Word             string // the one-time password that the start printed
	Product, Version string
	Now              func() time.Time
	Failed           func(route string, err error) // hears of errors that became "internal"
}

// Room is the set-up: one, whoever of the office is at it.
type Room struct {
	kit.Head[*kit.View]
	Deps
	pass string // of the cookie of whoever knew the password

	mu      sync.Mutex
	answers Answers
	begun   bool
}

// cookie is the name of the cookie of the set-up.
const cookie = "setup"

// New builds the pages of the set-up.
func New(d Deps) (http.Handler, error) {
	mux := http.NewServeMux()
	k, err := kit.New(kit.Kit{Names: bare{}, Units: bare{}, Loopback: true, Runs: kit.Runs{SignIn: true},
		Product: d.Product, Version: d.Version, Now: d.Now, Failed: d.Failed}, mux)
	if err != nil {
		return nil, err
	}
	a := &Room{Deps: d, pass: rand.Text()}
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *kit.View { return v })
	if err != nil {
		return nil, err
	}
	a.routes(mux)
	guard := &access.Guard{Loopback: true, Now: d.Now, Failed: d.Failed, Refuse: k.Refuse}
	return guard.Wrap(mux, mux), nil
}

func (a *Room) routes(mux *http.ServeMux) {
	at := mux.HandleFunc
	at("GET /{$}", a.first)
	at("POST /{$}", a.takeWord)
	at("GET /sign-in", a.first) // where a waiting browser asks for the console
	at("GET /setup/place", a.known(a.showPlace))
	at("POST /setup/place", a.known(a.takePlace))
	at("GET /setup/office", a.placed(a.showOffice))
	at("POST /setup/office", a.placed(a.takeOffice))
	at("GET /setup/units", a.placed(a.showUnits))
	at("POST /setup/units", a.placed(a.takeUnits))
	at("GET /setup/look", a.placed(a.showLook))
	at("POST /setup/look", a.placed(a.begin))
	at("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	at("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not ready: there is no configuration yet\n"))
	})
}

// bare names nothing: there is no configuration yet.
type bare struct{}

func (bare) Topic(id, _ string) string                       { return id }
func (bare) Division(code, _ string) string                  { return code }
func (bare) Source(id, _ string) string                      { return id }
func (bare) Units(_ context.Context) ([]opinion.Unit, error) { return nil, nil }

// view begins a page of the set-up.
func (a *Room) view(w http.ResponseWriter, r *http.Request, d any) *kit.View {
	v := a.See(w, r)
	v.Nav, v.Title, v.D = "setup", v.Say("setup"), d
	return v
}

// signed says whether a browser knew the password.
func (a *Room) signed(r *http.Request) bool {
	c, err := r.Cookie(cookie)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(a.pass)) == 1
}

// first asks for the password, goes on with the place, or waits for the console.
func (a *Room) first(w http.ResponseWriter, r *http.Request) {
	switch {
	case a.started():
		a.wait(w, r)
	case a.signed(r):
		http.Redirect(w, r, "/setup/place", http.StatusSeeOther)
	default:
		a.Answer(w, r, a.view(w, r, wordPage{}), "setup-word", nil)
	}
}

type wordPage struct{ Wrong bool }

// takeWord lets in whoever can read what the start printed.
func (a *Room) takeWord(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r, wordPage{Wrong: true})
	if !a.Parsed(w, r, v) {
		return
	}
	word := strings.ToLower(strings.Join(strings.Fields(r.PostForm.Get("word")), ""))
	if subtle.ConstantTimeCompare([]byte(word), []byte(a.Word)) != 1 {
		a.Render(w, r, v, http.StatusUnauthorized, "setup-word")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: a.pass, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/setup/place", http.StatusSeeOther)
}

// known answers whoever knew the password, while nothing was made.
func (a *Room) known(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !a.signed(r) || a.started() {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
		h(w, r)
	}
}

// placed is known, once a place was chosen.
func (a *Room) placed(h http.HandlerFunc) http.HandlerFunc {
	return a.known(func(w http.ResponseWriter, r *http.Request) {
		if a.said().Division == "" {
			http.Redirect(w, r, "/setup/place", http.StatusSeeOther)
			return
		}
		h(w, r)
	})
}

func (a *Room) started() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.begun
}

// said are the answers so far.
func (a *Room) said() Answers {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.answers
}

func (a *Room) keep(x Answers) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers = x
}

// wait shows that the console starts, until it answers in this room's place.
func (a *Room) wait(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Refresh", "1; url=/sign-in?next=/accounts")
	a.Answer(w, r, a.view(w, r, nil), "setup-start", nil)
}
