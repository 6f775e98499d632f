package consoletest

import (
	"github.com/chromedp/chromedp"
)

// layout is what a page looks like from inside. Overflow lists what sticks out sideways, but for
// what scrolls in a box of its own and what ends in an ellipsis.
type layout struct {
	Width      int      `json:"width"`
	Scroll     int      `json:"scroll"`
	Overflow   []string `json:"overflow"`
	Unlabelled []string `json:"unlabelled"`
	Headings   int      `json:"headings"`
}

const measure = `(() => {
  const w = document.documentElement.clientWidth, out = [];
  const cut = e => { for (let p = e.parentElement; p; p = p.parentElement) { const s = getComputedStyle(p); if (s.textOverflow === 'ellipsis' || s.overflowX === 'auto') return true; } };
  for (const e of document.querySelectorAll('body *')) {
    const r = e.getBoundingClientRect();
    if (r.width && r.right > w + 1 && !e.closest('.scroll, pre, .sr, .skip, thead') && !cut(e)) out.push(e.tagName + '.' + e.getAttribute('class') + ' ' + Math.round(r.right));
  }
  const bare = [];
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!(e.labels && e.labels.length) && !e.getAttribute('aria-label')) bare.push(e.name || e.id);
  return {width: w, scroll: document.documentElement.scrollWidth, overflow: out.slice(0, 5), unlabelled: bare, headings: document.querySelectorAll('h1').length};
})()`

// Look opens a page at a width and judges it: it is quiet, fits, and names its fields and itself.
func (b *Tab) Look(path, name string, width int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, 900))
	b.Open(path)
	b.Shot(name)
	b.quiet(name)
	b.Fits(name)
}

// Fits holds that nothing of the page sticks out, that every field has a label, and that there is
// one main heading.
func (b *Tab) Fits(name string) {
	b.t.Helper()
	got := Value[layout](b, measure)
	if got.Scroll > got.Width || len(got.Overflow) > 0 {
		b.t.Errorf("%s: %d wide in %d, sticking out: %q", name, got.Scroll, got.Width, got.Overflow)
	}
	if len(got.Unlabelled) > 0 {
		b.t.Errorf("%s: fields without a label: %q", name, got.Unlabelled)
	}
	if got.Headings != 1 {
		b.t.Errorf("%s: %d main headings", name, got.Headings)
	}
}

// Rows counts the rows of a list that stand whole in the window.
func (b *Tab) Rows() int {
	b.t.Helper()
	return Value[int](b, `[...document.querySelectorAll("[data-row]")].filter(r => {
	  const at = r.getBoundingClientRect();
	  return at.height > 0 && at.top >= 0 && at.bottom <= innerHeight;
	}).length`)
}
