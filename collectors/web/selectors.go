package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"huiying/collectors/selector"
)

// Selectors say where on a site's pages things stand.
type Selectors = selector.Selectors

// selectors are Selectors that were found to be good.
type selectors struct {
	Selectors
	item, link, next, title, text, time, remove goquery.Matcher
}

func compile(s Selectors) (selectors, error) {
	out := selectors{Selectors: s}
	out.Pages = min(max(s.Pages, 1), selector.MaxPages)
	for _, f := range []struct {
		name, css string
		to        *goquery.Matcher
	}{
		{"item", s.Item, &out.item}, {"link", s.Link, &out.link}, {"next", s.Next, &out.next}, {"title", s.Title, &out.title},
		{"text", s.Text, &out.text}, {"time", s.Time, &out.time}, {"remove", s.Remove, &out.remove},
	} {
		if f.css == "" {
			continue
		}
		m, err := cascadia.Compile(f.css) // goquery alone takes a broken selector for one that fits nothing
		if err != nil {
			return selectors{}, fmt.Errorf("selector %s %q: %w", f.name, f.css, err)
		}
		*f.to = m
	}
	return out, nil
}

// links are the addresses of a list page's entries, in its order, each once, and the next
// list page ("" when there is none).
func (s selectors) links(base *url.URL, body string) (links []string, next string) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return nil, ""
	}
	base = baseOf(doc, base)
	seen := map[string]bool{}
	add := func(a *goquery.Selection) {
		if to := target(base, a); to != "" && !seen[to] {
			seen[to] = true
			links = append(links, to)
		}
	}
	items := doc.Selection
	if s.item != nil {
		items = doc.FindMatcher(s.item)
	}
	items.Each(func(_ int, item *goquery.Selection) {
		if s.link == nil {
			found := item.Find("a[href]")
			if goquery.NodeName(item) == "a" {
				found = found.AddSelection(item)
			}
			found.Each(func(_ int, a *goquery.Selection) {
				if s.item != nil || looksLikeText(base, a) {
					add(a)
				}
			})
			return
		}
		item.FindMatcher(s.link).Each(func(_ int, a *goquery.Selection) { add(a) })
	})
	if s.next != nil {
		next = target(base, doc.FindMatcher(s.next).First())
	}
	return links, next
}

// baseOf obeys <base href>.
func baseOf(doc *goquery.Document, page *url.URL) *url.URL {
	href, ok := doc.Find("base[href]").First().Attr("href")
	if !ok {
		return page
	}
	u, err := page.Parse(strings.TrimSpace(href))
	if err != nil || u.Host == "" {
		return page
	}
	return u
}

// target is where a link leads: an absolute http or https address without fragment, or "".
func target(base *url.URL, a *goquery.Selection) string {
	href, ok := a.Attr("href")
	if !ok { // a selector may name what is inside of the link or around it
		if href, ok = a.Closest("a[href]").Attr("href"); !ok {
			if href, ok = a.Find("a[href]").First().Attr("href"); !ok {
				return ""
			}
		}
	}
	href = strings.TrimSpace(href)
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	u, err := base.Parse(href)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

var (
	pagePath = regexp.MustCompile(`(?i)\d{3,}|\.(s?html?|jhtml|jsp|aspx?|php)$`)
	filePath = regexp.MustCompile(`(?i)\.(pdf|docx?|xlsx?|pptx?|wps|ofd|zip|rar|7z|jpe?g|png|gif|bmp|webp|svg|mp[34]|apk|exe|css|js|ico)$`)
)

// looksLikeText guesses, where nothing is configured, which links of a page lead to texts:
// those of the same host with a title of some length and a path of a page, not of a column.
func looksLikeText(base *url.URL, a *goquery.Selection) bool {
	u, err := url.Parse(target(base, a))
	if err != nil || !strings.EqualFold(u.Hostname(), base.Hostname()) || filePath.MatchString(u.Path) {
		return false
	}
	title := []rune(strings.TrimSpace(a.Text() + a.AttrOr("title", "")))
	return len(title) >= 6 && pagePath.MatchString(u.Path+"?"+u.RawQuery)
}
