// Package apptest starts whole processes inside a test, and signs the test in.
package apptest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"go.uber.org/zap"

	"huiying/app"
	"huiying/configs"
	"huiying/console/accounts"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// Running is an App at work, whose console listens on a free port of this machine.
type Running struct {
	*app.App
	t    testing.TB
	dir  string
	end  func() error
	once sync.Once
}

// Option changes how an App is started.
type Option func(*app.Options)

// Roles lets it do only that. Without the role of the console it listens nowhere.
func Roles(roles ...app.Role) Option { return func(o *app.Options) { o.Roles = roles } }

// In lets it work in a directory that the test knows. Without it, a new one.
func In(dir string) Option { return func(o *app.Options) { o.Dir = dir } }

// By lets a log take what it says. Without it, nobody does.
func By(log *zap.Logger) Option { return func(o *app.Options) { o.Log = log } }

// At hands it a clock.
func At(now func() time.Time) Option { return func(o *app.Options) { o.Now = now } }

// Start starts an App of all roles over a configuration, and ends it with the test.
func Start(t testing.TB, cfg *configs.Config, opts ...Option) *Running {
	t.Helper()
	o := app.Options{Dir: filepath.Join(t.TempDir(), "data"), Roles: app.AllRoles(), Listen: "127.0.0.1:0"}
	for _, set := range opts {
		set(&o)
	}
	a, err := app.New(t.Context(), cfg, o)
	if err != nil {
		t.Fatal(err)
	}
	return Run(t, a, o.Dir)
}

// Run lets an App that was made work in its directory, and ends it with the test.
func Run(t testing.TB, a *app.App, dir string) *Running {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	r := &Running{App: a, t: t, dir: dir, end: func() error {
		stop()
		return errors.Join(<-done, a.Close())
	}}
	t.Cleanup(r.Stop)
	return r
}

// Stop ends it as a signal does, and fails the test where it does not end well. Again, it does
// nothing.
func (r *Running) Stop() {
	r.once.Do(func() {
		if err := r.end(); err != nil {
			r.t.Errorf("it did not end well: %v", err)
		}
	})
}

// URL is the address of a path of the console.
func (r *Running) URL(path string) string { return "http://" + r.Addr() + path }

// Settled waits until everything on the log has been judged, found and considered.
func (r *Running) Settled() {
	r.t.Helper()
	ctx, stop := context.WithTimeout(r.t.Context(), flowtest.Patience)
	defer stop()
	if err := errors.Join(r.Drain(ctx, io.Discard), r.CaughtUp(ctx)); err != nil {
		r.t.Fatal(err)
	}
}

// Publish brings mentions in as a collector does.
func (r *Running) Publish(mentions ...opinion.Mention) {
	r.t.Helper()
	if _, err := r.Inbox().Publish(r.t.Context(), mentions); err != nil {
		r.t.Fatal(err)
	}
}

// Client is somebody of the office, or a program of it, before the console.
type Client struct {
	*http.Client
	r     *Running
	token string
}

// account makes another account of a role, with the password for its first time.
func (r *Running) account(role, unit string) (book *accounts.Directory, id, once string) {
	r.t.Helper()
	book, err := r.Book(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	// A directory may have accounts of a process before. Letters alone: a name with digits may look like
	// a number of a person, which no account may carry.
	id = role + "-" + strings.Map(letter, rand.Text()[:8])
	a := accounts.Account{ID: id, Name: role, Role: role}
	switch role {
	case "handler", "head":
		a.Unit = cmp.Or(unit, app.SampleUnit(r.Config()))
	case "leader", "openness":
		a.Division = r.Config().Region
	case "administrator":
		a.Division = unit
	}
	if a, once, err = book.Add(r.t.Context(), a); err != nil {
		r.t.Fatal(err)
	}
	return book, a.ID, once
}

// letter is a small letter for each character of rand.Text.
func letter(r rune) rune {
	if r >= '2' && r <= '7' {
		return 'a' + (r - '2')
	}
	return unicode.ToLower(r)
}

// Token is a program whose token has these scopes ("import", ...; see accounts.Scopes).
func (r *Running) Token(role string, scopes ...string) *Client {
	r.t.Helper()
	book, id, _ := r.account(role, "")
	_, secret, err := book.Issue(r.t.Context(), id, "test", scopes, time.Now().Add(24*time.Hour))
	if err != nil {
		r.t.Fatal(err)
	}
	return r.client(&Client{Client: &http.Client{}, r: r, token: secret})
}

// SignIn is a browser in which somebody of a role has signed in.
func (r *Running) SignIn(role string) *Client {
	r.t.Helper()
	return r.SignInAt(role, "")
}

// SignInAt is SignIn of a handler or head of a unit ("" for the sample unit), or of the administrator of a
// division ("" for none).
func (r *Running) SignInAt(role, unit string) *Client {
	r.t.Helper()
	_, id, once := r.account(role, unit)
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	c := r.client(&Client{Client: &http.Client{Jar: jar}, r: r})
	own := "a longer one of my own"
	c.form("/sign-in", url.Values{"name": {id}, "password": {once}})
	c.form("/account/password", url.Values{"old": {once}, "next": {own}, "again": {own}})
	return c
}

func (r *Running) client(c *Client) *Client {
	c.Transport = &http.Transport{DisableKeepAlives: true} // no line stays open behind a test
	return c
}

func (c *Client) form(path string, form url.Values) {
	c.r.t.Helper()
	if code, body := c.Send(http.MethodPost, path, "application/x-www-form-urlencoded",
		form.Encode()); code != http.StatusOK {
		c.r.t.Fatalf("%s answers %d: %s", path, code, body)
	}
}

// Send asks a path of the console, and returns the status and the body of its answer.
func (c *Client) Send(method, path, mediaType, body string) (int, string) {
	c.r.t.Helper()
	req, err := http.NewRequestWithContext(c.r.t.Context(), method, c.r.URL(path), strings.NewReader(body))
	if err != nil {
		c.r.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.Do(req)
	if err != nil {
		c.r.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.r.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// Get reads a page or an answer of the API.
func (c *Client) Get(path string) (int, string) {
	c.r.t.Helper()
	return c.Send(http.MethodGet, path, "", "")
}

// JSON sends a value (nil: none), reads the answer into out (nil: away with it), and returns the
// status.
func (c *Client) JSON(method, path string, in, out any) int {
	c.r.t.Helper()
	var b bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&b).Encode(in); err != nil {
			c.r.t.Fatal(err)
		}
	}
	code, body := c.Send(method, path, "application/json", b.String())
	if out != nil && code < 300 {
		if err := json.Unmarshal([]byte(body), out); err != nil {
			c.r.t.Fatalf("%s answers %d: %s", path, code, body)
		}
	}
	return code
}
