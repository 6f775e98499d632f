package triage

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"huiying/console/access"
)

// PresentFor is how long "someone is on it" holds without being renewed.
const PresentFor = 3 * time.Minute

// Presence say who has which case open. They are a courtesy among colleagues and no lock: they are
// in no history and pass by themselves. Each console keeps them in memory and hears of those of the
// others.
type Presence struct {
	tell func(ctx context.Context, m Present) error // the other consoles; nil: there are none
	mu   sync.Mutex
	of   map[string]map[string]shown // case, then who
}

// Present is that somebody of the office has a case open, or has it no longer.
type Present struct {
	Case string
	Who  string // an account, or a browser where nobody signs in
	Name string // how colleagues see who it is
	Gone bool
}

// NewPresence makes marks that tell is given to carry to the other consoles.
func NewPresence(tell func(ctx context.Context, m Present) error) *Presence {
	return &Presence{tell: tell}
}

// Heard takes a mark of another console, made at a moment, and says whether colleagues see a
// change.
func (m *Presence) Heard(x Present, at time.Time) bool {
	if x.Gone {
		return m.drop(x.Case, x.Who)
	}
	return m.set(x.Case, x.Who, x.Name, at)
}

type shown struct {
	name  string
	until time.Time
}

// set notes that who, shown as name, has a case open, and says whether that is new.
func (m *Presence) set(id, who, name string, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	if m.of == nil {
		m.of = map[string]map[string]shown{}
	}
	if m.of[id] == nil {
		m.of[id] = map[string]shown{}
	}
	_, had := m.of[id][who]
	m.of[id][who] = shown{name, now.Add(PresentFor)}
	return !had
}

// drop takes a mark away and says whether there was one.
func (m *Presence) drop(id, who string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, had := m.of[id][who]
	delete(m.of[id], who)
	if len(m.of[id]) == 0 {
		delete(m.of, id)
	}
	return had
}

// On names one who has a case open, other than who, or "".
func (m *Presence) On(id, who string, now time.Time) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, x := range m.of[id] {
		if k != who && now.Before(x.until) {
			return x.name
		}
	}
	return ""
}

// sweep forgets what has run out, once many cases are marked.
func (m *Presence) sweep(now time.Time) {
	if len(m.of) < 1000 {
		return
	}
	for id, list := range m.of {
		for k, x := range list {
			if !now.Before(x.until) {
				delete(list, k)
			}
		}
		if len(list) == 0 {
			delete(m.of, id)
		}
	}
}

// presenceWait bounds how long a desk waits until the other consoles know.
const presenceWait = time.Second

// note notes that somebody has a case open, or has it no longer, here and at the other consoles.
func (a *Room) note(ctx context.Context, x Present, now time.Time) {
	changed := a.Presence.Heard(x, now)
	if changed && a.Hub != nil {
		a.Hub.Tell(News{Kind: NewsPresence, Case: x.Case})
	}
	if a.Presence.tell == nil || x.Gone && !changed {
		return
	}
	ctx, stop := context.WithTimeout(ctx, presenceWait)
	defer stop()
	if err := a.Presence.tell(ctx, x); err != nil {
		a.Failed("marks", err)
	}
}

const seatCookie = "seat"

// browserOf tells one desk from another: the account or, where nobody signs in, a random word of
// the browser that is kept nowhere else.
func browserOf(w http.ResponseWriter, r *http.Request) string {
	if id := access.AccountOf(r.Context()).ID; id != "" {
		return id
	}
	if c, err := r.Cookie(seatCookie); err == nil && len(c.Value) == 26 {
		return "seat:" + c.Value
	}
	word := rand.Text()
	http.SetCookie(w, &http.Cookie{Name: seatCookie, Value: word, Path: "/desk", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	return "seat:" + word
}

// Sitting is how colleagues see who has a case open.
func (v *View) Sitting() string {
	me := v.Me()
	switch {
	case me.Name != "":
		return me.Name
	case me.Unit != "":
		return v.Unit(me.Unit)
	case me.Role != "":
		return v.By(string(me.Role))
	}
	return v.Say("desk.colleague")
}
