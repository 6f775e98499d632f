package listing

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/collectors/page"
	"huiying/collectors/selector"
	"huiying/internal/pattern"
)

// fromPaths reads a list that an interface answers, by paths to what its entries say. What has no
// path is found by its name.
func fromPaths(base *url.URL, body string, p selector.Paths, now time.Time) List {
	l := List{Kind: KindJSON}
	v := decoded(body)
	if v == nil {
		return l
	}
	for _, o := range objectsAt(v, p.Items, base, now) {
		if e, ok := entryBy(p, o, base, now); ok {
			l.Entries = append(l.Entries, e)
		}
	}
	if len(l.Entries) > 0 {
		l.Next = nextBy(p, base)
	}
	return l
}

// objectsAt are the objects of the array that a path leads to; without a path, of the one that holds
// most that look like texts.
func objectsAt(v any, path string, base *url.URL, now time.Time) (out []map[string]any) {
	if path == "" {
		most := 0
		eachArray(v, 0, func(objects []map[string]any) {
			n := 0
			for _, o := range objects {
				if _, ok := entryOf(o, base, now); ok {
					n++
				}
			}
			if n > most {
				most, out = n, objects
			}
		})
		return out
	}
	list, _ := at(v, path).([]any)
	for _, x := range list {
		if o, ok := x.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// at is what a path of names and numbers with dots leads to, nil where it leads nowhere.
func at(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch here := v.(type) {
		case map[string]any:
			v = here[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(here) {
				return nil
			}
			v = here[i]
		default:
			return nil
		}
	}
	return v
}

// entryBy is an entry of an object. A field with a path is read as if it had the plainest name.
func entryBy(p selector.Paths, o map[string]any, base *url.URL, now time.Time) (Entry, bool) {
	own, _ := page.EntryOf(o, now)
	named := map[string]any{}
	for name, path := range map[string]string{"title": p.Title, "content": p.Text, "publishtime": p.Time,
		"reply": p.Reply, "url": p.URL, "id": p.ID} {
		if path != "" {
			named[name] = at(o, path)
		}
	}
	said, _ := page.EntryOf(named, now)
	if p.Title != "" {
		own.Title = said.Title
	}
	if p.Text != "" {
		own.Text = said.Text
	}
	if p.Time != "" {
		own.Published = said.Published
	}
	if p.Reply != "" {
		own.Reply = said.Reply
	}
	e := Entry{Title: own.Title, Time: own.Published, URL: page.AddressOf(o, base), Ref: page.RefOf(o)}
	if p.ID != "" {
		e.Ref = page.RefOf(named)
	}
	switch {
	case p.Link != "":
		e.URL = filledIn(p.Link, o, base)
	case p.URL != "":
		e.URL = page.AddressOf(named, base)
	}
	if own.Text != "" || e.URL == "" {
		e.Own = &own
	}
	e.File = isFile(e.URL)
	return e, own.Title != "" || own.Text != ""
}

var inBraces = pattern.MustCompile(`\{([^{}]+)\}`)

// filledIn is an address with fields of an object in place of their paths in braces; "" where one is
// missing.
func filledIn(link string, o map[string]any, base *url.URL) string {
	whole := true
	s := inBraces.ReplaceAllStringFunc(link, func(m string) string {
		v := page.Scalar(at(o, m[1:len(m)-1]))
		whole = whole && v != ""
		return url.PathEscape(v)
	})
	u, ok := page.Resolve(base, s)
	if !ok || !whole {
		return ""
	}
	return u.String()
}

// nextBy is the next page of a list whose address counts pages.
func nextBy(p selector.Paths, base *url.URL) string {
	if p.Page == "" {
		return ""
	}
	q := base.Query()
	n := 1
	if s := q.Get(p.Page); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			return ""
		}
	}
	q.Set(p.Page, strconv.Itoa(n+1))
	next := *base
	next.RawQuery = q.Encode()
	return next.String()
}
