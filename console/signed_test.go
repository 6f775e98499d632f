package console

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/console/accounts"
)

// memory is notes and the office's record in memory.
type memory struct {
	mu    sync.Mutex
	notes map[string][]byte
	log   [][]byte
	fail  error // of the record
}

func (m *memory) Get(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.notes[key]
	return v, ok, nil
}

func (m *memory) Put(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.notes[key] = value
	return nil
}

func (m *memory) Change(_ context.Context, key string, f func([]byte, bool) ([]byte, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.notes[key]
	v, err := f(v, ok)
	if err == nil && v != nil {
		m.notes[key] = v
	}
	return err
}

func (m *memory) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.notes, key)
	return nil
}

func (m *memory) Keys(context.Context) (out []string, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k := range m.notes {
		out = append(out, k)
	}
	return out, nil
}

func (m *memory) Append(_ context.Context, _ string, _ uint64, entries [][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.log = append(m.log, entries...)
	return nil
}

func (m *memory) Read(_ context.Context, from uint64, fn func(uint64, []byte) error) error {
	m.mu.Lock()
	all := m.log
	m.mu.Unlock()
	for i := max(int(from), 1) - 1; i < len(all); i++ {
		if fn(uint64(i+1), all[i]) != nil {
			return nil
		}
	}
	return nil
}

func (m *memory) Last(context.Context) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return uint64(len(m.log)), nil
}

const testPassword = "correct horse battery"

// staffed adds accounts to a console: one of each role, handlers and heads of the sample water bureau.
func staffed(t testing.TB, w *world) (func(*Deps), *memory) {
	t.Helper()
	m := &memory{notes: map[string][]byte{}}
	now := func() time.Time { return testNow }
	seal, err := accounts.NewSeal([]byte("a key of a test"))
	if err != nil {
		t.Fatal(err)
	}
	b := &accounts.Book{Notes: m, Now: now, Cost: accounts.Cost{Memory: 64, Passes: 1, Threads: 1}, Seal: seal}
	for _, role := range accounts.Roles {
		a := accounts.Account{ID: "a-" + role, Name: "样例", Role: role}
		if role == "handler" || role == "head" {
			a.Unit = "u-water"
		}
		if role == "leader" {
			a.Unit = "u-water"
		}
		_, once, err := b.Add(t.Context(), a)
		if err == nil {
			_, err = b.SetPassword(t.Context(), a.ID, once, testPassword)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := accounts.NewRecord(t.Context(), m, now, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return func(d *Deps) {
		d.Accounts = &Accounts{Book: b, Gate: accounts.Gate{Notes: m, Now: now}, Sessions: accounts.NewSessions(m, false, now), Record: r, Log: m, Key: "the-key"}
	}, m
}

// signIn returns the cookie of a session.
func signIn(t testing.TB, h http.Handler, name, password string) string {
	t.Helper()
	rec := ask(h, "POST", "/sign-in", url.Values{"name": {name}, "password": {password}}.Encode())
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", name, rec.Code, rec.Body)
	}
	return cookieIn(rec)
}

func cookieIn(rec *httptest.ResponseRecorder) string {
	for _, c := range rec.Result().Cookies() {
		if strings.Contains(c.Name, "session") {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}
