package console_test

import (
	"context"
	"fmt"
	"huiying/console/consoletest"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"huiying/opinion"
)

// browser starts Chromium, or skips in plain words. HUIYING_BROWSER=1 and CI=true make its absence
// a failure and open every page at both widths; HUIYING_SHOTS=DIR keeps the pictures of every page.
func browser(t *testing.T) context.Context {
	t.Helper()
	var at string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			at = p
			break
		}
	}
	if at == "" {
		if wanted() {
			t.Fatal("no Chromium found: install chromium and fonts-noto-cjk")
		}
		t.Skip("no Chromium found: install chromium and fonts-noto-cjk to run the browser tests")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(at), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(time.Minute))
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", at, err)
	}
	return ctx
}

// wanted says that the browser tests must run, and whole.
func wanted() bool { return os.Getenv("CI") == "true" || os.Getenv("HUIYING_BROWSER") == "1" }

// overheard collects what a page complained of and asked for.
type overheard struct {
	mu       sync.Mutex
	said     []string
	requests []string
}

func (o *overheard) hear(ctx context.Context) error {
	return chromedp.Listen(ctx, func(ev any) {
		o.mu.Lock()
		defer o.mu.Unlock()
		switch e := ev.(type) {
		case *runtime.EventConsoleAPICalled:
			o.said = append(o.said, fmt.Sprintf("console %s", e.Type))
		case *runtime.EventExceptionThrown:
			o.said = append(o.said, "exception: "+e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			o.said = append(o.said, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			o.requests = append(o.requests, e.Request.URL)
		}
	})
}

// layout is what a page looks like from inside. overflow lists what sticks out sideways,
// but for what scrolls in a box of its own.
type layout struct {
	Width      int      `json:"width"`
	Scroll     int      `json:"scroll"`
	Overflow   []string `json:"overflow"`
	Unlabelled []string `json:"unlabelled"`
	Headings   int      `json:"headings"`
}

const measure = `(() => {
  const w = document.documentElement.clientWidth, out = [];
  for (const e of document.querySelectorAll('body *')) {
    const r = e.getBoundingClientRect();
    if (r.width && r.right > w + 1 && !e.closest('.scroll, pre, .sr, .skip, thead')) out.push(e.tagName + '.' + e.getAttribute('class') + ' ' + Math.round(r.right));
  }
  const bare = [];
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!(e.labels && e.labels.length) && !e.getAttribute('aria-label')) bare.push(e.name || e.id);
  return {width: w, scroll: document.documentElement.scrollWidth, overflow: out.slice(0, 5), unlabelled: bare, headings: document.querySelectorAll('h1').length};
})()`

func TestPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	heard := &overheard{}
	if err := heard.hear(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	worlds, widths := []int{60}, []int64{390}
	if wanted() || os.Getenv("HUIYING_SHOTS") != "" {
		worlds, widths = []int{0, 1, 60}, []int64{1440, 390} // every page, about a minute
	}
	for _, n := range worlds {
		w := consoletest.NewWorld(n)
		server := httptest.NewServer(consoletest.Start(t, w))
		at := pagesOf(w)
		names := make([]string, 0, len(at))
		for name := range at {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, width := range widths {
			for _, name := range names {
				lang := "zh"
				if n == 1 {
					lang = "en"
				}
				target := server.URL + at[name]
				if strings.Contains(target, "?") {
					target += "&lang=" + lang
				} else {
					target += "?lang=" + lang
				}
				look(t, ctx, heard, server.URL, target, fmt.Sprintf("%02d-%d-%s", n, width, name), width)
			}
		}
		server.Close()
	}
}

// look opens one page at one width and judges it.
func look(t *testing.T, ctx context.Context, heard *overheard, home, target, name string, width int64) {
	t.Helper()
	heard.mu.Lock()
	heard.said, heard.requests = nil, nil
	heard.mu.Unlock()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(target), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[layout](measure))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if dir := os.Getenv("HUIYING_SHOTS"); dir != "" {
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	heard.mu.Lock()
	defer heard.mu.Unlock()
	if len(heard.said) > 0 {
		t.Errorf("%s: the browser complained: %q", name, heard.said)
	}
	for _, r := range heard.requests {
		if !strings.HasPrefix(r, home) && !strings.HasPrefix(r, "data:") {
			t.Errorf("%s: the page asked for %s", name, r)
		}
	}
	if got.Scroll > got.Width || len(got.Overflow) > 0 {
		t.Errorf("%s: %d wide in %d, sticking out: %q", name, got.Scroll, got.Width, got.Overflow)
	}
	if len(got.Unlabelled) > 0 {
		t.Errorf("%s: fields without a label: %q", name, got.Unlabelled)
	}
	if got.Headings != 1 {
		t.Errorf("%s: %d main headings", name, got.Headings)
	}
}

// Two different Chinese characters drawn by a font that has neither come out as the same
// box; drawn by one that has both, they differ.
func TestChineseGlyphsAreDrawn(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(consoletest.Start(t, consoletest.NewWorld(1)))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/")); err != nil {
		t.Fatal(err)
	}
	same, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => {
	  const draw = s => { const c = document.createElement('canvas'); c.width = c.height = 40; const g = c.getContext('2d');
	    g.font = '30px ' + getComputedStyle(document.body).fontFamily; g.fillText(s, 4, 32); return c.toDataURL(); };
	  return draw('水') === draw('诉');
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	if same {
		t.Error("Chinese characters come out as boxes: install a CJK font (fonts-noto-cjk)")
	}
}

// A person answers a case: refused first, with the words in place, then done. It holds that
// our own policy and forged-request guard let a real browser's form through.
func TestAnsweringACaseInABrowser(t *testing.T) {
	ctx := browser(t)
	w := consoletest.NewWorld(10)
	server := httptest.NewServer(consoletest.Start(t, w))
	defer server.Close()
	i := slices.IndexFunc(w.Order, func(id string) bool { return w.Files[id].Case.State == opinion.Handling })
	id := w.Order[i]
	submit := chromedp.Click(chromedp.CSS(".move-main button[type=submit]"))
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 900), chromedp.Navigate(server.URL+"/cases/"+id), chromedp.SendKeys(chromedp.CSS("#answer-text"), "【样例】正在抢修")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(ctx, submit); err != nil {
		t.Fatal(err)
	}
	words, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(".move .refused")))
	if err != nil || !strings.Contains(words, "请填写公布网址") {
		t.Fatalf("refusal in place: %q, %v", words, err)
	}
	if dir := os.Getenv("HUIYING_SHOTS"); dir != "" {
		if picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)); err == nil {
			_ = os.WriteFile(filepath.Join(dir, "refused.png"), picture, 0o600)
		}
	}
	kept, err := chromedp.Run(ctx, chromedp.Value(chromedp.CSS("#answer-text")))
	if err != nil || kept != "【样例】正在抢修" {
		t.Errorf("what was typed is lost: %q, %v", kept, err)
	}
	if err := chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#answer-url"), "https://gov.example.org/a")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(ctx, submit); err != nil {
		t.Fatal(err)
	}
	done, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main [role=status]")))
	if err != nil || !strings.Contains(done, "已完成") {
		t.Errorf("after the move: %q, %v", done, err)
	}
	if s := w.Files[id].Case.State; s != opinion.Answered {
		t.Errorf("the case is %s", s)
	}
}
