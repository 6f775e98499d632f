package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// paints is how often each page is drawn, each time with nothing kept from before.
const paints = 7

// paint draws pages in a headless Chromium and prints when their first words and lines stood there,
// and how many bytes they took. Where there is no Chromium it says so.
func (p *pagesBench) paint(ctx context.Context, base string, visitors map[string]*http.Client) error {
	options := chromedp.DefaultExecAllocatorOptions[:]
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	defer end()
	ctx, end = chromedp.NewContext(ctx)
	defer end()
	switch err := chromedp.Do(ctx); {
	case errors.Is(err, exec.ErrNotFound):
		_, err = fmt.Fprintln(p.out, "\nfirst paint is left out: there is no Chromium on this machine")
		return err
	case err != nil:
		return fmt.Errorf("start Chromium: %w", err)
	}
	fmt.Fprintf(p.out, "\n%-26s %9s %9s %9s %9s\n", "first contentful paint, ms", "p50", "max", "first", "bytes")
	for _, a := range []asking{{"desk", "monitor", oneOf("/desk")},
		{"work", "handler", oneOf("/work")}, {"overview", "monitor", oneOf("/")}} {
		if visitors[a.as] == nil {
			continue // its pages were not asked for
		}
		took, bytes := make([]float64, paints), int64(0)
		for k := range took {
			var err error
			if took[k], bytes, err = draw(ctx, visitors[a.as], base, a.at(0)); err != nil {
				return fmt.Errorf("draw %s: %w", a.name, err)
			}
		}
		first := took[0]
		slices.Sort(took)
		fmt.Fprintf(p.out, "%-26s %9.0f %9.0f %9.0f %9d\n", a.name, took[paints/2], took[paints-1], first, bytes)
	}
	return nil
}

// drawFor bounds how long one page may take: a browser that says nothing any more ends the
// measurement.
const drawFor = 2 * time.Minute

// painted answers once the page has shown its first content.
const painted = `new Promise(done => { const look = () => { const p = performance.getEntriesByName('first-contentful-paint'); p.length ? done(p[0].startTime) : requestAnimationFrame(look) }; look() })`

// draw opens a page as a visitor in a tab of its own and tells when its first content stood there,
// in milliseconds since it was asked for, and the bytes that came over the wire until it was whole.
func draw(ctx context.Context, who *http.Client, base, path string) (ms float64, bytes int64, err error) {
	u, err := url.Parse(base)
	if err != nil {
		return 0, 0, err
	}
	ctx, end := chromedp.NewContext(ctx)
	defer end()
	ctx, stop := context.WithTimeout(ctx, drawFor)
	defer stop()
	var came atomic.Int64
	if err := chromedp.Listen(ctx, func(event any) {
		if done, ok := event.(*network.EventLoadingFinished); ok {
			came.Add(int64(done.EncodedDataLength))
		}
	}); err != nil {
		return 0, 0, err
	}
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	_, err2 := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	for _, c := range who.Jar.Cookies(u) {
		_, err3 := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name,
			Value: c.Value, URL: base})
		err = errors.Join(err, err3)
	}
	if err := errors.Join(err, err2); err != nil {
		return 0, 0, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(base+path)); err != nil {
		return 0, 0, err
	}
	ms, err = chromedp.Run(ctx, chromedp.Evaluate[float64](painted, chromedp.EvalAwaitPromise))
	if err == nil && ms <= 0 {
		err = errors.New("nothing was painted")
	}
	return ms, came.Load(), err
}
