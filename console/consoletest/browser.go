package consoletest

import (
	"context"
	"errors"
	"huiying/internal/waittest"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Main runs the tests of a package in which some open pages in a browser, for its TestMain. The
// browser starts with the first of them, serves them all, and ends with the last.
func Main(m *testing.M) int {
	defer func() {
		if stopBrowser != nil {
			stopBrowser()
		}
	}()
	return m.Run()
}

// Whole says that browser tests must run, and open every page at both widths: HUIYING_BROWSER=1 or
// CI=true. Elsewhere they open some, or skip in plain words where there is no browser.
func Whole() bool { return os.Getenv("CI") == "true" || os.Getenv("HUIYING_BROWSER") == "1" }

// errNoBrowser says what to install.
var errNoBrowser = errors.New("no Chromium found: install chromium and fonts-noto-cjk to run the browser tests")

// stopBrowser ends the browser once it was started.
var stopBrowser func()

// theBrowser is the context of the one browser of this process.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	at := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			at = p
			break
		}
	}
	if at == "" {
		return nil, errNoBrowser
	}
	dir, err := os.MkdirTemp("", "huiying-browser-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(at),
		chromedp.UserDataDir(dir), chromedp.WSURLReadTimeout(waittest.Limit))
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
		"disable-background-networking", "disable-component-update", "disable-sync",
		"disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stopProcess := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(ctx)
	stopBrowser = func() {
		stop()
		stopProcess()
		_ = os.RemoveAll(dir) // of the machine's temporary folder, which it cleans
	}
	return ctx, chromedp.Do(ctx)
})
