package consoletest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The widths at which pages are looked at: that of a desk's screen, and that of a phone.
const (
	Desk  = 1440
	Phone = 390
)

// Tab is a tab of the browser before a console, with cookies of its own. What it cannot do ends its
// test.
type Tab struct {
	Ctx  context.Context
	Home string // address of the console

	t        testing.TB
	mu       sync.Mutex
	said     []string // what the browser complained of
	requests []string // what pages asked for
}

// Browse opens a tab before a console. HUIYING_SHOTS=DIR keeps pictures of what is seen.
func Browse(t testing.TB, h http.Handler, width int64) *Tab {
	t.Helper()
	parent, err := theBrowser()
	switch {
	case errors.Is(err, errNoBrowser) && !Whole():
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	ctx, stop := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 12*time.Minute)
	t.Cleanup(stop)
	b := &Tab{t: t, Ctx: ctx, Home: server.URL}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	b.Do(chromedp.EmulateViewport(width, 900))
	return b
}

func (b *Tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		b.said = append(b.said, fmt.Sprintf("console %s", e.Type))
	case *runtime.EventExceptionThrown:
		b.said = append(b.said, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.said = append(b.said, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

// WithoutScripts has pages run none from now on.
func (b *Tab) WithoutScripts() {
	b.t.Helper()
	if _, err := chromedp.Call(b.Ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Do does what the browser's driver offers.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.Ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Scheme lets the reader wish for a scheme of colours: light or dark.
func (b *Tab) Scheme(name string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}}); err != nil {
		b.t.Fatal(err)
	}
}

// Open goes to a page of the console. A page that reloads itself may do so in the moment in which it is
// left, which aborts the way to the next: that is gone once more.
func (b *Tab) Open(path string) {
	b.t.Helper()
	to := func() error {
		return chromedp.Do(b.Ctx, chromedp.Navigate(b.Home+path), chromedp.WaitReady(chromedp.CSS("main")))
	}
	err := to()
	for range 2 {
		if err != nil && strings.Contains(err.Error(), "ERR_ABORTED") {
			err = to()
		}
	}
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
}

// Press types keys, as github.com/chromedp/chromedp/kb names them.
func (b *Tab) Press(keys string) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(keys))
}

// Fill types into a field.
func (b *Tab) Fill(css, text string) {
	b.t.Helper()
	b.Do(chromedp.SendKeys(chromedp.CSS(css), text))
}

// Click clicks what stays on the page.
func (b *Tab) Click(css string) {
	b.t.Helper()
	b.Do(chromedp.Click(chromedp.CSS(css)))
}

// Follow clicks what leads to another page, and waits for it.
func (b *Tab) Follow(css string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.Ctx, chromedp.Click(chromedp.CSS(css))); err != nil {
		b.t.Fatalf("%s: %v", css, err)
	}
}

// FollowKey presses a key that leads to another page, and waits for it.
func (b *Tab) FollowKey(key string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.Ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatal(err)
	}
}

// Text is what stands in an element.
func (b *Tab) Text(css string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.Ctx, chromedp.Text(chromedp.CSS(css)))
	if err != nil {
		b.t.Fatalf("%s: %v", css, err)
	}
	return s
}

// Is says whether an expression is true in the page now.
func (b *Tab) Is(expression string) bool {
	b.t.Helper()
	return Value[bool](b, "!!("+expression+")")
}

// Holds that an expression is true in the page now.
func (b *Tab) Holds(what, expression string) {
	b.t.Helper()
	if !b.Is(expression) {
		b.t.Errorf("not on the page: %s", what)
	}
}

// Value is that of an expression in the page now.
func Value[T any](b *Tab, expression string) T {
	b.t.Helper()
	x, err := chromedp.Run(b.Ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return x
}

// See waits until an expression is true in the page, whichever page that is by then. It needs
// scripts.
func (b *Tab) See(what, expression string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.Ctx, 2*time.Minute)
	defer stop()
	safe := `(() => { try { return !!(` + expression + `) } catch { return false } })()`
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](safe,
			chromedp.WithPollingInterval(10*time.Millisecond), chromedp.WithPollingTimeout(0)))
		if err == nil {
			return
		}
		if ctx.Err() != nil { // else the page gave way to another, and the next one is asked
			b.Shot("failed")
			text, _ := chromedp.Run(b.Ctx,
				chromedp.Evaluate[string](`document.querySelector("main").innerText.slice(0, 900)`))
			b.t.Fatalf("not seen: %s (%v)\nheard: %q\n%s", what, err, b.said, text)
		}
	}
}

// Shot keeps a picture of the page where pictures are wanted.
func (b *Tab) Shot(name string) {
	dir := os.Getenv("HUIYING_SHOTS")
	if dir == "" {
		return
	}
	if picture, err := chromedp.Run(b.Ctx, chromedp.FullScreenshot(100)); err == nil {
		_ = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600) // it is for a person to look at
	}
}

// Quiet holds that the browser complained of nothing and that pages asked nothing of others.
func (b *Tab) Quiet() {
	b.t.Helper()
	b.quiet("")
}

func (b *Tab) quiet(name string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.said) > 0 {
		b.t.Errorf("%s: the browser complained: %q", name, b.said)
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, b.Home) && !strings.HasPrefix(r, "data:") {
			b.t.Errorf("%s: the page asked for %s", name, r)
		}
	}
	b.said, b.requests = nil, nil
}
