package console_test

import (
	"context"
	"encoding/json"
	"fmt"
	"huiying/console/consoletest"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// finding of axe-core: a rule that a page breaks, and where.
type axeFinding struct {
	ID, Impact, Help string
	Nodes            []string
}

// axeRun asks for what WCAG 2.2 AA wants and what axe calls best practice, and keeps what hinders.
const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations
  .filter(v => v.impact === "serious" || v.impact === "critical")
  .map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 160))}))))`

// axe holds that the page that is open has no serious finding. The checker comes from npm
// (console/assets) and is not part of the product.
func axe(t *testing.T, ctx context.Context, name string, checker []byte) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(checker)+"\n;true")); err != nil {
		t.Fatalf("%s: bring axe-core into the page: %v", name, err)
	}
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
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

// Every page of the console in both languages, by the accessibility checker.
func TestNoPageHindersAnybody(t *testing.T) {
	checker := installed(t, "axe-core/axe.min.js")
	ctx := browser(t)
	w := consoletest.NewWorld(60)
	server := httptest.NewServer(consoletest.Start(t, w))
	defer server.CloseClientConnections()
	at := pagesOf(w)
	if !wanted() { // a third of them, each in one language; all where the browser tests must be whole
		for i, name := range slices.Sorted(maps.Keys(at)) {
			if i%3 != 0 && !strings.HasPrefix(name, "desk") {
				delete(at, name)
			}
		}
	}
	for i, name := range slices.Sorted(maps.Keys(at)) {
		for _, lang := range []string{"zh", "en"} {
			if !wanted() && (lang == "zh") != (i%2 == 0) {
				continue
			}
			mark := "?"
			if strings.Contains(at[name], "?") {
				mark = "&"
			}
			width := []int64{1440, 390}[i%2]
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+at[name]+mark+"lang="+lang), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
				t.Fatal(err)
			}
			axe(t, ctx, fmt.Sprintf("%s in %s", name, lang), checker)
		}
	}
}
