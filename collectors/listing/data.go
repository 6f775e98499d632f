package listing

import (
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/internal/pattern"
)

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }
func itoa(n int) string { return strconv.Itoa(n) }

var jsonp = pattern.MustCompile(`^[\w$.]{1,80}\(\s*[{\[]`)

func looksLikeJSON(s string) bool {
	return s != "" && (s[0] == '{' || s[0] == '[') || jsonp.MatchString(s[:min(len(s), 120)])
}

// fromJSON reads a list that an interface answers: the array whose objects look most like
// texts, wherever it lies.
func fromJSON(base *url.URL, body string, now time.Time) List {
	l := List{Kind: KindJSON}
	if v := decoded(body); v != nil {
		if l.Entries = best(v, base, now); len(l.Entries) > 0 {
			l.Paths = pathsOf(v, base, now)
		}
	}
	return l
}

// decoded is the data of an answer, also of one that wraps it into a call; nil where there is none.
func decoded(body string) any {
	if i := strings.IndexAny(body, "{["); i > 0 { // JSONP
		body = strings.TrimRight(strings.TrimSpace(body[i:]), "; \n)")
	}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err == nil {
		return v
	}
	if values := page.Literals(body); len(values) > 0 {
		return values
	}
	return nil
}

// best are the entries of the array that holds most that look like texts; an object alone is
// a list of one.
func best(v any, base *url.URL, now time.Time) []Entry {
	var out []Entry
	eachArray(v, 0, func(objects []map[string]any) {
		var list []Entry
		for _, o := range objects {
			if e, ok := entryOf(o, base, now); ok {
				list = append(list, e)
			}
		}
		if len(list)*2 >= len(objects) && len(list) > len(out) {
			out = list
		}
	})
	if out != nil {
		return out
	}
	page.EachObject(v, func(o map[string]any) {
		if e, ok := entryOf(o, base, now); ok && e.Own != nil && e.Own.Text != "" && e.Title != "" && len(out) == 0 {
			out = []Entry{e}
		}
	})
	return out
}

func entryOf(o map[string]any, base *url.URL, now time.Time) (Entry, bool) {
	own, ok := page.EntryOf(o, now)
	if !ok {
		return Entry{}, false
	}
	e := Entry{Title: own.Title, Time: own.Published, URL: page.AddressOf(o, base), Ref: page.RefOf(o)}
	if own.Text != "" {
		e.Own = &own
	}
	if e.URL == "" && e.Own == nil || e.Title == "" && e.Own == nil {
		return Entry{}, false
	}
	e.File = isFile(e.URL)
	return e, true
}

// eachArray calls f for each array of objects within a decoded value.
func eachArray(v any, depth int, f func([]map[string]any)) {
	if depth > 24 {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			eachArray(x, depth+1, f)
		}
	case []any:
		var objects []map[string]any
		for _, x := range v {
			if o, ok := x.(map[string]any); ok {
				objects = append(objects, o)
			}
			eachArray(x, depth+1, f)
		}
		if len(objects) > 0 {
			f(objects)
		}
	}
}

var (
	siteEntry = pattern.MustCompile(`(?is)<(?:\w+:)?(url|sitemap)\b[^>]*>(.*?)</(?:\w+:)?(?:url|sitemap)>`)
	siteLoc   = pattern.MustCompile(`(?is)<(?:\w+:)?loc\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</(?:\w+:)?loc>`)
	siteDate  = pattern.MustCompile(`(?is)<(?:\w+:)?(?:lastmod|publication_date)\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</`)
	siteTitle = pattern.MustCompile(`(?is)<(?:\w+:)title\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</`)
)

// fromSitemap reads a sitemap, broken ones too; the sitemaps of an index are Within.
func fromSitemap(base *url.URL, body string, now time.Time) List {
	l := List{Kind: KindSitemap}
	for _, m := range siteEntry.FindAllStringSubmatch(body, 50_000) {
		loc := siteLoc.FindStringSubmatch(m[2])
		if loc == nil {
			continue
		}
		u, ok := page.Resolve(base, html.UnescapeString(loc[1]))
		if !ok {
			continue
		}
		if strings.EqualFold(m[1], "sitemap") {
			if len(l.Within) < 8 {
				l.Within = append(l.Within, u.String())
			}
			continue
		}
		e := Entry{URL: u.String(), File: isFile(u.String())}
		if d := siteDate.FindStringSubmatch(m[2]); d != nil {
			e.Time, _ = collectors.ParseTime(d[1], now)
		}
		if t := siteTitle.FindStringSubmatch(m[2]); t != nil {
			e.Title = collectors.OneLine(collectors.PlainText(t[1]))
		}
		l.Entries = append(l.Entries, e)
	}
	return l
}
