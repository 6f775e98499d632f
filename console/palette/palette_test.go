package palette_test

import (
	"os"
	"strings"
	"testing"

	"huiying/console/consoletest"
)

func TestMain(m *testing.M) { os.Exit(consoletest.Main(m)) }

// A monitor goes from page to page without a mouse.
func TestThePaletteByKeyboardAlone(t *testing.T) {
	w := consoletest.NewWorld(6)
	for _, width := range []int64{consoletest.Desk, consoletest.Phone} {
		b := consoletest.Browse(t, consoletest.Start(t, w), width)
		b.Open("/issues")
		b.Press("/")
		b.See("it is open and lists the pages", `document.activeElement.getAttribute("role") === "combobox" && document.querySelectorAll("#palette [role=option]").length > 5`)
		b.Shot("palette")
		b.Press(w.Order[3][:12])
		b.See("the case is found by its number", `document.querySelectorAll("#palette [role=option]").length === 1 && document.querySelector("#palette [aria-selected=true]").href.endsWith("`+w.Order[3]+`")`)
		b.Holds("a reader of screens is told", `document.activeElement.getAttribute("aria-activedescendant") === document.querySelector("#palette [aria-selected=true]").id`)
		b.Fits("with the palette")
		b.FollowKey("\r")
		b.Holds("it is shown", `location.pathname.endsWith("`+w.Order[3]+`")`)
		b.Press("/")
		b.See("again", `document.querySelector("#palette[open] [role=option]")`)
		b.Press("\x1b")
		b.See("and closed", `!document.querySelector("#palette[open]")`)
		b.Quiet()
	}
}

// Without a script it is a page.
func TestThePaletteIsAPage(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(6))
	body := consoletest.Send(h, "GET", "/find?q=%E6%B0%B4%E5%8A%A1&lang=zh", "").Body.String()
	if !strings.Contains(body, "示例市水务局") || !strings.Contains(body, `href="/cases?unit=`) {
		t.Error("the unit is not found")
	}
	if body := consoletest.Send(h, "GET", "/find?q=nowhere", "").Body.String(); !strings.Contains(body, "没有找到") {
		t.Error("nothing is found, and nobody is told")
	}
}

// An account finds what it may see and no more.
func TestThePaletteKeepsToTheScope(t *testing.T) {
	w := consoletest.NewWorld(8)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff)
	cookie := consoletest.SignIn(t, h, "a-handler", consoletest.Password)
	for i, want := range []bool{true, false} { // of the water bureau; of the road bureau
		body := consoletest.Send(h, "GET", "/find?q="+w.Order[i], "", "Cookie", cookie).Body.String()
		if strings.Contains(body, `href="/cases/`+w.Order[i]) != want {
			t.Errorf("case %d: found %v", i, !want)
		}
	}
	cookie = consoletest.SignIn(t, h, "a-administrator", consoletest.Password)
	if rec := consoletest.Send(h, "GET", "/find?q="+w.Order[0], "", "Cookie", cookie); rec.Code != 403 {
		t.Errorf("who has no part in the work gets %d", rec.Code)
	}
	if body := consoletest.Send(h, "GET", "/sources", "", "Cookie", cookie).Body.String(); strings.Contains(body, "palette") {
		t.Error("who may not ask is offered to")
	}
}
