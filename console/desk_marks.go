package console

import (
	"crypto/rand"
	"net/http"
	"sync"
	"time"
)

// markFor is how long "someone is on it" holds without being renewed.
const markFor = 3 * time.Minute

// marks say who has which case open. They are a courtesy among colleagues and no lock: they live in
// the memory of one process, are in no history, and a second process has its own.
type marks struct {
	mu sync.Mutex
	of map[string]map[string]mark // case, then who
}

type mark struct {
	name  string
	until time.Time
}

// set notes that who, shown as name, has a case open, and says whether that is new.
func (m *marks) set(id, who, name string, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	if m.of == nil {
		m.of = map[string]map[string]mark{}
	}
	if m.of[id] == nil {
		m.of[id] = map[string]mark{}
	}
	_, had := m.of[id][who]
	m.of[id][who] = mark{name, now.Add(markFor)}
	return !had
}

// drop takes a mark away and says whether there was one.
func (m *marks) drop(id, who string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, had := m.of[id][who]
	delete(m.of[id], who)
	if len(m.of[id]) == 0 {
		delete(m.of, id)
	}
	return had
}

// on names one who has a case open, other than who, or "".
func (m *marks) on(id, who string, now time.Time) string {
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
func (m *marks) sweep(now time.Time) {
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

const seatCookie = "seat"

// seat tells one desk from another: the account or, where nobody signs in, a random word of the
// browser that is kept nowhere else.
func seat(w http.ResponseWriter, r *http.Request) string {
	if id := accountOf(r.Context()).ID; id != "" {
		return id
	}
	if c, err := r.Cookie(seatCookie); err == nil && len(c.Value) == 26 {
		return "seat:" + c.Value
	}
	word := rand.Text()
	http.SetCookie(w, &http.Cookie{Name: seatCookie, Value: word, Path: "/desk", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	return "seat:" + word
}

// Sitting is how colleagues see who has a case open.
func (v *view) Sitting() string {
	me := v.Me()
	switch {
	case me.Name != "":
		return me.Name
	case me.Unit != "":
		return v.Unit(me.Unit)
	case me.Role != "":
		return v.By(string(me.Role))
	}
	return v.must("desk.colleague")
}
