package console_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"huiying/console/consoletest"
)

func TestMain(m *testing.M) { os.Exit(consoletest.Main(m)) }

// in is an address in a language.
func in(at, lang string) string {
	if strings.Contains(at, "?") {
		return at + "&lang=" + lang
	}
	return at + "?lang=" + lang
}

func TestPagesInABrowser(t *testing.T) {
	worlds, widths := []int{60}, []int64{consoletest.Phone}
	if consoletest.Whole() || os.Getenv("HUIYING_SHOTS") != "" {
		worlds, widths = []int{0, 1, 60}, []int64{consoletest.Desk, consoletest.Phone} // every page, about a minute
	}
	for _, n := range worlds {
		w := consoletest.NewWorld(n)
		at, lang := pagesOf(w), "zh"
		if n == 1 {
			lang = "en"
		}
		b := consoletest.Browse(t, consoletest.Start(t, w), widths[0])
		for _, width := range widths {
			for _, name := range slices.Sorted(maps.Keys(at)) {
				b.Look(in(at[name], lang), fmt.Sprintf("%02d-%d-%s", n, width, name), width)
			}
		}
	}
}

// Two different Chinese characters drawn by a font that has neither come out as the same
// box; drawn by one that has both, they differ.
func TestChineseGlyphsAreDrawn(t *testing.T) {
	b := consoletest.Browse(t, consoletest.Start(t, consoletest.NewWorld(1)), consoletest.Desk)
	b.Open("/")
	if b.Is(`(() => {
	  const draw = s => { const c = document.createElement('canvas'); c.width = c.height = 40; const g = c.getContext('2d');
	    g.font = '30px ' + getComputedStyle(document.body).fontFamily; g.fillText(s, 4, 32); return c.toDataURL(); };
	  return draw('水') === draw('诉');
	})()`) {
		t.Error("Chinese characters come out as boxes: install a CJK font (fonts-noto-cjk)")
	}
}
