package console_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiying/console"
	"huiying/console/ask"
	"huiying/console/consoletest"
)

// finding of axe-core: a rule that a page breaks, and where.
type axeFinding struct {
	ID, Impact, Help string
	Nodes            []string
}

// axeRun asks for what WCAG 2.2 AA wants and what axe calls best practice, and keeps what hinders: on pages
// for the public what is moderate, too.
const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations
  .filter(v => v.impact === "serious" || v.impact === "critical" || v.impact === "moderate" && document.body.classList.contains("public"))
  .map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 160))}))))`

// axe holds that the page that is open has no serious finding. The checker comes from npm
// (console/assets) and is not part of the product.
func axe(t *testing.T, b *consoletest.Tab, name string, checker []byte) {
	t.Helper()
	consoletest.Value[bool](b, string(checker)+"\n;true")
	said, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var found []axeFinding
	if err := json.Unmarshal([]byte(said), &found); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, f := range found {
		t.Errorf("%s: %s (%s): %s\n\t%s", name, f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n\t"))
	}
}

// everything lets a console over a world show what is away from it by default: special reports, query codes
// and suggestions.
func everything(t *testing.T, w *consoletest.World) func(*console.Deps) {
	report := consoletest.Reporting(t, w, 2)
	return func(d *console.Deps) {
		report(d)
		d.Suggest, d.Codes = true, noCodes{}
		d.Office, d.Contact = "u-water", "office@example.org"
	}
}

// noCodes knows of no code.
type noCodes struct{ ask.Codes }

// Every page of the console in both languages, by the accessibility checker. Where browser tests
// need not be whole: a third of them, each in one language.
func TestNoPageHindersAnybody(t *testing.T) {
	checker := installed(t, "axe-core/axe.min.js")
	w := consoletest.NewWorld(60)
	b := consoletest.Browse(t, consoletest.Start(t, w, everything(t, w)), consoletest.Desk)
	at := pagesOf(w)
	at["open-suggest"], at["open-code"] = "/open/suggest", "/open/code"
	at["specials"], at["special"] = "/specials", "/specials/2026-1"
	for i, name := range slices.Sorted(maps.Keys(at)) {
		if !consoletest.Whole() && i%3 != 0 && !strings.HasPrefix(name, "desk") && !strings.HasPrefix(name, "open") {
			continue
		}
		b.Do(chromedp.EmulateViewport([]int64{consoletest.Desk, consoletest.Phone}[i%2], 900))
		for j, lang := range []string{"zh", "en"} {
			if !consoletest.Whole() && j != i%2 {
				continue
			}
			b.Open(in(at[name], lang))
			axe(t, b, fmt.Sprintf("%s in %s", name, lang), checker)
		}
	}
}

// The dark scheme has other colours for the same names; each page of a role's day is looked at in it.
func TestTheDarkSchemeHindersNobody(t *testing.T) {
	checker := installed(t, "axe-core/axe.min.js")
	w := consoletest.NewWorld(60)
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Desk)
	b.Scheme("dark")
	at := pagesOf(w)
	for _, name := range []string{"morning", "desk", "desk-case", "cases", "issues", "search-found", "work", "sources",
		"assess", "briefing", "open", "open-units"} {
		b.Open(at[name])
		axe(t, b, name+" in the dark", checker)
	}
	if ground := consoletest.Value[string](b, `getComputedStyle(document.body).backgroundColor`); ground == "rgb(244, 246, 245)" {
		t.Error("the pages are not dark: nothing was looked at")
	}
}
