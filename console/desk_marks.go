package console

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"
)

// MarkFor is how long "someone is on it" holds without being renewed.
const MarkFor = 3 * time.Minute

// Marks say who has which case open. They are a courtesy among colleagues and no lock: they are in no
// history and pass by themselves. Each console keeps them in memory and hears of those of the others.
type Marks struct {
	tell func(ctx context.Context, m Mark) error // the other consoles; nil: there are none
	mu   sync.Mutex
	of   map[string]map[string]mark // case, then who
}

// Mark is that somebody of the office has a case open, or has it no longer.
type Mark struct {
	Case string
	Seat string // an account, or a browser where nobody signs in
	Name string // how colleagues see who it is
	Gone bool
}

// NewMarks makes marks that tell is given to carry to the other consoles.
func NewMarks(tell func(ctx context.Context, m Mark) error) *Marks { return &Marks{tell: tell} }

// Heard takes a mark of another console, made at a moment, and says whether colleagues see a change.
func (m *Marks) Heard(x Mark, at time.Time) bool {
	if x.Gone {
		return m.drop(x.Case, x.Seat)
	}
	return m.set(x.Case, x.Seat, x.Name, at)
}

type mark struct {
	name  string
	until time.Time
}

// set notes that who, shown as name, has a case open, and says whether that is new.
func (m *Marks) set(id, who, name string, now time.Time) bool {
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
	m.of[id][who] = mark{name, now.Add(MarkFor)}
	return !had
}

// drop takes a mark away and says whether there was one.
func (m *Marks) drop(id, who string) bool {
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
func (m *Marks) On(id, who string, now time.Time) string {
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
func (m *Marks) sweep(now time.Time) {
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

// markWait bounds how long a desk waits until the other consoles know.
const markWait = time.Second

// mark notes that somebody has a case open, or has it no longer, here and at the other consoles.
func (a *app) mark(ctx context.Context, x Mark, now time.Time) {
	changed := a.Marks.Heard(x, now)
	if changed && a.Hub != nil {
		a.Hub.Tell(News{Kind: NewsMark, Case: x.Case})
	}
	if a.Marks.tell == nil || x.Gone && !changed {
		return
	}
	ctx, stop := context.WithTimeout(ctx, markWait)
	defer stop()
	if err := a.Marks.tell(ctx, x); err != nil {
		a.Failed("marks", err)
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
	return v.Say("desk.colleague")
}
