package triage_test

import (
	"fmt"
	"math"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/triage"
	"huiying/opinion"
)

// A desk is a tab before a console with n cases in triage.
type desk struct {
	*consoletest.Tab
	w   *consoletest.World
	ids []string
	hub *triage.Hub
}

func sitDown(t *testing.T, n int, width int64) *desk {
	t.Helper()
	w, hub := consoletest.NewWorld(n), triage.NewHub(consoletest.Now)
	ids := w.ToTriage(n)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Hub = hub })
	s := &desk{consoletest.Browse(t, h, width), w, ids, hub}
	t.Cleanup(hub.Close)
	return s
}

func row(id string) string { return `document.getElementById("w-` + id + `")` }

// A monitor works through the queue without a mouse.
func TestTheDeskByKeyboardAlone(t *testing.T) {
	s := sitDown(t, 9, 1440)
	ids := s.ids
	s.Open("/desk")
	s.See("the line is up", `document.getElementById("desk").dataset.live`)
	s.Press("j")
	s.See("the first row is read", `document.activeElement === `+row(ids[0]))
	s.Press("o")
	s.See("it is open beside the list", `document.querySelector("#pane [data-open='`+ids[0]+`'] mark")`)
	s.Shot("desk-open")
	s.Press("d")
	s.See("it went", `!`+row(ids[0])+` && document.querySelector(".undo")`)
	if s.w.State(ids[0]) != opinion.Dispatched {
		t.Errorf("after d it is %s", s.w.State(ids[0]))
	}
	s.See("the next row is read", `document.activeElement === `+row(ids[1]))
	s.Press("u")
	s.See("it is back", `document.activeElement === `+row(ids[0]))
	if s.w.State(ids[0]) != opinion.Triage {
		t.Errorf("after u it is %s", s.w.State(ids[0]))
	}
	s.Press("jj") // over the unsure one
	s.Press(" ")
	s.Press("j")
	s.Press(" ")
	s.See("two are chosen", `document.getElementById("chosen").textContent.endsWith(": 2")`)
	s.Press("x")
	s.See("the reason is asked for", `document.activeElement.id === "a-reason"`)
	s.Press("广告\r")
	s.See("both went", `!`+row(ids[2])+` && !`+row(ids[3]))
	if s.w.State(ids[2]) != opinion.Dismissed || s.w.State(ids[3]) != opinion.Dismissed {
		t.Errorf("after x they are %s and %s", s.w.State(ids[2]), s.w.State(ids[3]))
	}
	s.Press(" ")
	s.Press("k")
	s.Press(" ")
	s.Press("m")
	s.See("an unsure one merged into the older", `document.querySelector("#outcome").innerText.includes("并案")`)
	s.Press("?")
	s.See("the help lies over the page", `document.activeElement === document.querySelector("#keys.over")`)
	s.Shot("desk-help")
	s.Press("?")
	s.See("and is closed", `!document.querySelector("#keys.over")`)
	s.Press("c")
	s.See("a field to correct", `document.activeElement.id === "is-topic"`)
	s.Press("\x1b/")
	s.See("the palette", `document.querySelector("#palette[open] input") === document.activeElement`)
	s.Shot("desk-after")
	s.Press("\x1b")
	s.Quiet()
}

// What comes in waits behind a bar; nothing that is read moves.
func TestArrivalsDoNotMoveWhatIsRead(t *testing.T) {
	s := sitDown(t, 12, 1440)
	left, fresh := s.ids[3], s.ids[0]
	gone := func(id string) {
		s.w.Lock()
		defer s.w.Unlock()
		f := s.w.Files[id]
		f.Case = f.Case.Apply(opinion.Event{Type: opinion.MoveDispatch, By: "monitor",
			At: consoletest.Now, Unit: "u-water"}.Seal(f.Case))
		s.w.Files[id] = f
	}
	was := s.w.Files[fresh]
	gone(fresh)
	s.Open("/desk")
	s.See("the line is up", `document.getElementById("desk").dataset.live`)
	s.Press("jjjj")
	top := `document.activeElement.getBoundingClientRect().top`
	before := consoletest.Value[float64](s.Tab, top)
	s.w.Lock()
	s.w.Files[fresh] = was
	s.w.Unlock()
	s.hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: fresh})
	s.See("a bar tells", `!document.getElementById("arrivals").hidden && document.getElementById("arrivals").textContent.includes("1")`)
	gone(left)
	s.hub.Tell(triage.News{Kind: triage.NewsLeft, Case: left, State: "dispatched"})
	s.See("what left says so in its place",
		row(left)+`.matches(".left-desk") && `+row(left)+`.innerText.includes("已不在待研判")`)
	if after := consoletest.Value[float64](s.Tab, top); math.Abs(before-after) > 1 {
		t.Errorf("what is read moved from %v to %v", before, after)
	}
	if s.Is(row(fresh)) {
		t.Error("what is new is in the list before it was asked for")
	}
	s.Shot("desk-arrivals")
	s.Press("n")
	s.See("it is shown and read", `document.activeElement === `+row(fresh))
	s.Quiet()
}

// Without a script forms and links do the same.
func TestTheDeskWithoutAScript(t *testing.T) {
	for _, width := range []int64{1440, 390} {
		s := sitDown(t, 6, width)
		s.WithoutScripts()
		s.Open("/desk")
		s.Click("#w-" + s.ids[0] + " .pick input")
		s.Click("#w-" + s.ids[2] + " .pick input")
		s.Follow("#act button[value=dispatch]")
		s.Holds("both are done", `document.querySelector("#outcome .ok").innerText.includes("已派单 2 件")`)
		s.Shot(fmt.Sprintf("desk-noscript-%d", width))
		s.Follow(".undo button")
		s.Holds("both are back", `document.querySelector("#outcome .ok").innerText.includes("已撤回 2 件")`)
		s.Follow("#w-" + s.ids[3] + " a.open")
		s.Holds("one is open", `document.querySelector(".pane-title")`)
		s.Follow(".acts-one button[value=dispatch]")
		s.Holds("and done", `document.querySelector("#outcome .ok").innerText.includes("已派单 1 件")`)
		s.Holds("the help is out of the way", `document.querySelector("#keys").offsetHeight === 0`)
		if width > 390 { // a phone has no keys
			s.Click(".keys-link")
			s.Holds("and shown when it is asked for", `document.querySelector("#keys").offsetHeight > 0`)
		}
		s.Quiet()
	}
}

// What waits is seen at a glance, with the words of the one that is read beside it.
func TestTheDeskShowsManyRowsAndTheTextOfOne(t *testing.T) {
	s := sitDown(t, 55, 1440)
	s.Open("/desk")
	s.See("the words of the first row", `document.querySelector("#pane [data-words]")?.getBoundingClientRect().bottom < innerHeight`)
	if n := s.Rows(); n < 16 {
		t.Errorf("%d rows of 1440 by 900", n)
	}
	s.Press("jj")
	s.See("the reader follows", `document.querySelector("#pane [data-open='`+s.ids[1]+`']")`)
	s.Quiet()
	phone := sitDown(t, 55, 390)
	phone.Open("/desk")
	phone.See("the queue", `document.querySelectorAll(".wait").length === 50`)
	if n := phone.Rows(); n < 8 {
		t.Errorf("%d rows on a phone", n)
	}
}

func TestTheDeskOnAPhoneInEnglish(t *testing.T) {
	s := sitDown(t, 55, 390)
	s.Open("/desk?lang=en")
	s.See("the queue", `document.querySelectorAll(".wait").length === 50`)
	s.Shot("desk-phone")
	s.Click(".more a")
	s.See("the rest follows in place", `document.querySelectorAll(".wait").length === 55`)
	s.Follow("#w-" + s.ids[0] + " a.open")
	s.See("a case is a page here", `location.pathname === "/desk/cases/`+s.ids[0]+`"`)
	s.Shot("desk-phone-case")
	s.Click(".acts-one button[value=dispatch]")
	s.See("and what came of it stands on the desk",
		`document.querySelector("#outcome .ok") && document.querySelector(".ok").innerText.includes("Dispatched: 1")`)
	s.Shot("desk-phone-done")
	s.Fits("a phone after the work")
	s.Quiet()
}

// A move shows at once, before its answer is here; what came of it covers neither the list nor the reader,
// and goes with the time to undo it.
func TestAMoveShowsAtOnceAndItsOutcomeCoversNothing(t *testing.T) {
	s := sitDown(t, 30, 1440)
	s.Open("/desk")
	s.See("the line is up", `document.getElementById("desk").dataset.live`)
	s.Press("j")
	s.See("the first row is read", `document.activeElement === `+row(s.ids[0]))
	s.Holds("it goes before the answer", `(() => { document.querySelector("[data-key=d]").click(); return `+row(s.ids[0])+`.matches(".going[aria-busy]"); })()`)
	s.See("it went", `!`+row(s.ids[0])+` && document.querySelector(".undo")`)
	s.Holds("nothing is covered", `(() => {
	  const said = document.querySelector(".said-done").getBoundingClientRect();
	  return [".desk-list", ".desk-side", "#queues"].every(c => { const r = document.querySelector(c).closest(".desk-queues, .desk-list, .desk-side").getBoundingClientRect();
	    return r.right <= said.left || r.left >= said.right || r.bottom <= said.top || r.top >= said.bottom; }); })()`)
	s.Shot("desk-said")
	s.Quiet()
}
