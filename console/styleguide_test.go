package console_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/kit"
)

// The style guide shows one of each component, in both languages and at both widths, and nothing of it hinders
// anybody. HUIYING_SHOTS=DIR keeps the pictures.
func TestTheStyleGuideShowsEachComponent(t *testing.T) {
	w := consoletest.NewWorld(8)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Guide = true })
	b := consoletest.Browse(t, h, consoletest.Desk)
	checker := installed(t, "axe-core/axe.min.js")
	for _, lang := range []string{"zh", "en"} {
		for _, width := range []int64{consoletest.Desk, consoletest.Phone} {
			b.Do(chromedp.EmulateViewport(width, 900))
			b.Open("/styleguide?lang=" + lang)
			for _, part := range []string{"tokens", "row", "chip", "clock", "plot", "table", "menu", "form", "dialog", "empty"} {
				b.Holds(part+" is seen", `document.querySelector("[data-part=`+part+`]").getBoundingClientRect().height > 60`)
			}
			picture, err := chromedp.Run(b.Ctx, chromedp.FullScreenshot(100))
			if err != nil || len(picture) < 20_000 {
				t.Errorf("no picture in %s at %d: %d bytes, %v", lang, width, len(picture), err)
			}
			b.Fits("the style guide")
			b.Shot(fmt.Sprintf("styleguide-%s-%d", lang, width))
			axe(t, b, fmt.Sprintf("style guide in %s at %d", lang, width), checker)
		}
	}
	b.Quiet()
	plain := consoletest.Start(t, w)
	if rec := consoletest.Send(plain, "GET", "/styleguide", ""); rec.Code != 404 {
		t.Errorf("without being asked for it is there: %d", rec.Code)
	}
}

// All that the console may ever load is small, and no page holds a script or a style of its own.
func TestAllAssetsAreSmallAndNoPageHoldsAScript(t *testing.T) {
	sum := 0
	err := fs.WalkDir(kit.Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += int(info.Size())
		}
		return err
	})
	if err != nil || sum > 300_000 || sum < 50_000 {
		t.Errorf("all assets: %d bytes, %v", sum, err)
	}
	w := consoletest.NewWorld(60)
	h := consoletest.Start(t, w, everything(t, w), func(d *console.Deps) { d.Guide = true })
	at := pagesOf(w)
	at["styleguide"], at["suggest"], at["special"] = "/styleguide", "/open/suggest", "/specials/2026-1"
	own := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=["']|javascript:`)
	inline := regexp.MustCompile(`(?is)<script\b[^>]*>(.*?)</script>`)
	for name, path := range at {
		body := consoletest.Send(h, "GET", path, "").Body.String()
		if found := own.FindString(body); found != "" {
			t.Errorf("%s holds %q", name, found)
		}
		for _, m := range inline.FindAllStringSubmatch(body, -1) {
			if strings.TrimSpace(m[1]) != "" || !strings.Contains(m[0], "src=") {
				t.Errorf("%s holds a script of its own", name)
			}
		}
	}
}
