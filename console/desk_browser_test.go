package console_test

import (
	"context"
	"fmt"
	"huiying/console/consoletest"
	"math"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"huiying/console"
	"huiying/console/triage"
	"huiying/opinion"
)

// sit opens a desk over a world of n cases in triage, at a width.
type sit struct {
	t     *testing.T
	ctx   context.Context
	w     *consoletest.World
	ids   []string
	hub   *triage.Hub
	heard *overheard
	home  string
}

func sitDown(t *testing.T, n int, width int64) *sit {
	t.Helper()
	s := &sit{t: t, ctx: browser(t), w: consoletest.NewWorld(n), hub: triage.NewHub(consoletest.Now), heard: &overheard{}}
	s.ids = s.w.ToTriage(n)
	server := httptest.NewServer(consoletest.Start(t, s.w, func(d *console.Deps) { d.Hub = s.hub }))
	t.Cleanup(func() { s.hub.Close(); server.CloseClientConnections(); server.Close() })
	s.home = server.URL
	if err := s.heard.hear(s.ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(s.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	s.do(chromedp.EmulateViewport(width, 900))
	return s
}

func (s *sit) do(actions ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, actions...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sit) open(path string) {
	s.t.Helper()
	s.do(chromedp.Navigate(s.home+path), chromedp.WaitReady(chromedp.CSS("main")))
}

func (s *sit) press(keys string) {
	s.t.Helper()
	s.do(chromedp.KeyEvent(keys))
}

// see waits until an expression is true in the page.
func (s *sit) see(what, expression string) {
	s.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		is, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`))
		if err == nil && is {
			return
		}
		if time.Now().After(end) {
			s.shot("failed")
			text, _ := chromedp.Run(s.ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText.slice(0, 900)`))
			s.t.Fatalf("not seen: %s (%v)\nheard: %q\n%s", what, err, s.heard.said, text)
		}
	}
}

func (s *sit) shot(name string) {
	if dir := os.Getenv("HUIYING_SHOTS"); dir != "" {
		if picture, err := chromedp.Run(s.ctx, chromedp.FullScreenshot(100)); err == nil {
			_ = os.WriteFile(filepath.Join(dir, "desk-"+name+".png"), picture, 0o600)
		}
	}
}

// quiet holds that nothing was complained of and nothing asked of others.
func (s *sit) quiet() {
	s.t.Helper()
	s.heard.mu.Lock()
	defer s.heard.mu.Unlock()
	if len(s.heard.said) > 0 {
		s.t.Errorf("the browser complained: %q", s.heard.said)
	}
	for _, r := range s.heard.requests {
		if !strings.HasPrefix(r, s.home) && !strings.HasPrefix(r, "data:") {
			s.t.Errorf("the page asked for %s", r)
		}
	}
}

func row(id string) string { return `document.getElementById("w-` + id + `")` }

// A monitor works through the queue without a mouse.
func TestTheDeskByKeyboardAlone(t *testing.T) {
	s := sitDown(t, 9, 1440)
	ids := s.ids
	s.open("/desk")
	s.see("the line is up", `document.getElementById("desk").dataset.live`)
	s.press("j")
	s.see("the first row is read", `document.activeElement === `+row(ids[0]))
	s.press("o")
	s.see("it is open beside the list", `document.querySelector("#pane [data-open='`+ids[0]+`'] mark")`)
	s.shot("open")
	s.press("d")
	s.see("it went", `!`+row(ids[0])+` && document.querySelector(".undo")`)
	if s.w.State(ids[0]) != opinion.Dispatched {
		t.Errorf("after d it is %s", s.w.State(ids[0]))
	}
	s.see("the next row is read", `document.activeElement === `+row(ids[1]))
	s.press("u")
	s.see("it is back", `document.activeElement === `+row(ids[0]))
	if s.w.State(ids[0]) != opinion.Triage {
		t.Errorf("after u it is %s", s.w.State(ids[0]))
	}
	s.press("jj") // over the unsure one
	s.press(" ")
	s.press("j")
	s.press(" ")
	s.see("two are chosen", `document.getElementById("chosen").textContent.endsWith(": 2")`)
	s.press("x")
	s.see("the reason is asked for", `document.activeElement.id === "a-reason"`)
	s.press("广告\r")
	s.see("both went", `!`+row(ids[2])+` && !`+row(ids[3]))
	if s.w.State(ids[2]) != opinion.Dismissed || s.w.State(ids[3]) != opinion.Dismissed {
		t.Errorf("after x they are %s and %s", s.w.State(ids[2]), s.w.State(ids[3]))
	}
	s.press(" ")
	s.press("k")
	s.press(" ")
	s.press("m")
	s.see("an unsure one merged into the older", `document.querySelector("#outcome").innerText.includes("并案")`)
	s.press("?")
	s.see("the help lies over the page", `document.activeElement === document.querySelector("#keys.over")`)
	s.shot("help")
	s.press("?")
	s.see("and is closed", `!document.querySelector("#keys.over")`)
	s.press("c")
	s.see("a field to correct", `document.activeElement.id === "is-topic"`)
	s.press("\x1b/")
	s.see("the search", `document.activeElement.id === "q"`)
	s.shot("after")
	s.quiet()
}

// What comes in waits behind a bar; nothing that is read moves.
func TestArrivalsDoNotMoveWhatIsRead(t *testing.T) {
	s := sitDown(t, 12, 1440)
	left, fresh := s.ids[3], s.ids[0]
	gone := func(id string) {
		s.w.Lock()
		defer s.w.Unlock()
		f := s.w.Files[id]
		f.Case = f.Case.Apply(opinion.Event{Type: opinion.MoveDispatch, By: "monitor", At: consoletest.Now, Unit: "u-water"}.Seal(f.Case))
		s.w.Files[id] = f
	}
	was := s.w.Files[fresh]
	gone(fresh)
	s.open("/desk")
	s.see("the line is up", `document.getElementById("desk").dataset.live`)
	s.press("jjjj")
	before, err := chromedp.Run(s.ctx, chromedp.Evaluate[float64](`document.activeElement.getBoundingClientRect().top`))
	if err != nil {
		t.Fatal(err)
	}
	s.w.Lock()
	s.w.Files[fresh] = was
	s.w.Unlock()
	s.hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: fresh})
	s.see("a bar tells", `!document.getElementById("arrivals").hidden && document.getElementById("arrivals").textContent.includes("1")`)
	gone(left)
	s.hub.Tell(triage.News{Kind: triage.NewsLeft, Case: left, State: "dispatched"})
	s.see("what left says so in its place", row(left)+`.matches(".left-desk") && `+row(left)+`.innerText.includes("已不在待研判")`)
	after, err := chromedp.Run(s.ctx, chromedp.Evaluate[float64](`document.activeElement.getBoundingClientRect().top`))
	if err != nil || math.Abs(before-after) > 1 {
		t.Errorf("what is read moved from %v to %v, %v", before, after, err)
	}
	if is, _ := chromedp.Run(s.ctx, chromedp.Evaluate[bool](`!!`+row(fresh))); is {
		t.Error("what is new is in the list before it was asked for")
	}
	s.shot("arrivals")
	s.press("n")
	s.see("it is shown and read", `document.activeElement === `+row(fresh))
	s.quiet()
}

// Without a script forms and links do the same.
func TestTheDeskWithoutAScript(t *testing.T) {
	for _, width := range []int64{1440, 390} {
		s := sitDown(t, 6, width)
		if _, err := chromedp.Call(s.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		s.open("/desk")
		s.do(chromedp.Click(chromedp.CSS("#w-"+s.ids[0]+" .pick input")), chromedp.Click(chromedp.CSS("#w-"+s.ids[2]+" .pick input")))
		s.submit("#act button[value=dispatch]")
		s.see("both are done", `document.querySelector("#outcome .ok").innerText.includes("已派单 2 件")`)
		s.shot(fmt.Sprintf("noscript-%d", width))
		s.submit(".undo button")
		s.see("both are back", `document.querySelector("#outcome .ok").innerText.includes("已撤回 2 件")`)
		s.submit("#w-" + s.ids[3] + " a.open")
		s.see("one is open", `document.querySelector(".pane-title")`)
		s.submit(".acts-one button[value=dispatch]")
		s.see("and done", `document.querySelector("#outcome .ok").innerText.includes("已派单 1 件")`)
		s.see("the help is on the page", `document.querySelector("#keys").offsetHeight > 0`)
		s.quiet()
	}
}

func (s *sit) submit(css string) {
	s.t.Helper()
	if _, err := chromedp.RunResponse(s.ctx, chromedp.Click(chromedp.CSS(css))); err != nil {
		s.t.Fatalf("%s: %v", css, err)
	}
}

func TestTheDeskOnAPhoneInEnglish(t *testing.T) {
	s := sitDown(t, 30, 390)
	s.open("/desk?lang=en")
	s.see("the queue", `document.querySelectorAll(".wait").length === 25`)
	s.shot("phone")
	s.do(chromedp.Click(chromedp.CSS(".more a")))
	s.see("the rest follows in place", `document.querySelectorAll(".wait").length === 30`)
	s.submit("#w-" + s.ids[0] + " a.open")
	s.see("a case is a page here", `location.pathname === "/desk/cases/`+s.ids[0]+`"`)
	s.shot("phone-case")
	s.do(chromedp.Click(chromedp.CSS(".acts-one button[value=dispatch]")))
	s.see("and what came of it stands on the desk", `document.querySelector("#outcome .ok") && document.querySelector(".ok").innerText.includes("Dispatched: 1")`)
	s.shot("phone-done")
	got, err := chromedp.Run(s.ctx, chromedp.Evaluate[layout](measure))
	if err != nil || got.Scroll > got.Width || len(got.Overflow) > 0 || len(got.Unlabelled) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
	s.quiet()
}
