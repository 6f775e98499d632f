package page

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// island reads the one text that a page's scripts carry as data, where the page itself shows
// none: the state of a single-page site, or a variable.
func (r *reader) island() []Entry {
	best := Entry{}
	for _, v := range Islands(r.doc) {
		EachObject(v, func(o map[string]any) {
			e, ok := EntryOf(o, r.o.Now)
			if ok && e.Title != "" && utf8.RuneCountInString(e.Text) >= 8 && len(e.Text) > len(best.Text) {
				best = e
			}
		})
	}
	if best.Text == "" {
		return nil
	}
	if best.Published.IsZero() {
		best.Published = dated{r}.published(best.Published)
	}
	r.warn(WarnScript)
	tidy(&best)
	return []Entry{best}
}

// Islands are the data that a page's scripts carry: JSON scripts, the objects and arrays that
// variables are set to, and what elements keep for scripts in attributes.
func Islands(doc *goquery.Document) []any {
	var out []any
	doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		t := strings.ToLower(s.AttrOr("type", ""))
		if s.Nodes[0].FirstChild == nil || t == "text/xml" || t == "application/ld+json" {
			return
		}
		text := s.Nodes[0].FirstChild.Data
		if strings.Contains(t, "json") {
			var v any
			if json.Unmarshal([]byte(strings.TrimSpace(text)), &v) == nil {
				out = append(out, v)
			}
			return
		}
		if t == "" || strings.Contains(t, "javascript") || t == "module" {
			out = append(out, Literals(text)...)
		}
	})
	doc.Find("[data-page], [data-props], [data-state], [data-data], [data-json], [data-detail], [data-info]").
		Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				var v any
				if raw := strings.TrimSpace(a.Val); strings.HasPrefix(a.Key, "data-") &&
					strings.IndexAny(raw, "{[") == 0 &&
					json.Unmarshal([]byte(raw), &v) == nil {
					out = append(out, v)
				}
			}
		})
	return out
}

// EachObject calls f for each object within a decoded value.
func EachObject(v any, f func(map[string]any)) { eachObject(v, f, 0) }

func eachObject(v any, f func(map[string]any), depth int) {
	if depth > 24 {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, x := range v {
			eachObject(x, f, depth+1)
		}
	case []any:
		for _, x := range v {
			eachObject(x, f, depth+1)
		}
	}
}

var (
	scriptCall = pattern.MustCompile(`(?i)(?:url|src|href|api|action|get|post|fetch|ajax|axios|load|request|open|getjson|http)\s*(?:["']?\s*[:=(,]\s*|\(\s*["'](?:get|post)["']\s*,\s*)["'\x60]([^"'\x60\s<>]{2,300})["'\x60]`)
	dataPath   = pattern.MustCompile(`(?i)\.(?:json|jsonp|do|action|ashx|asmx|xml)(?:[?#]|$)|/api/|/interface/|/rest/|/data/|dataproxy|getlist|get[A-Z]\w*list|/query|/search|list\w*\?|/list$|/page$`)
	noData     = pattern.MustCompile(`(?i)\.(?:js|css|png|jpe?g|gif|ico|svg|html?|shtml|mp4|woff2?|ttf)(?:[?#]|$)|(?:count|hits?|visit|login|token|captcha|stat|log|track)\b`)
)

// asks are the addresses of data that the page's scripts ask for.
func (r *reader) asks() []string { return Asks(r.doc, r.base().String()) }

// Asks are the addresses of data that a page's inline scripts ask for, likeliest first: at
// most three. base is where the page lies.
func Asks(doc *goquery.Document, base string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range Scripts(doc, "") {
		for _, m := range scriptCall.FindAllStringSubmatch(s, 40) {
			if !dataPath.MatchString(m[1]) || noData.MatchString(m[1]) || strings.Contains(m[1], "${") || seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			if u, ok := ResolveIn(base, m[1]); ok && len(out) < 3 {
				out = append(out, u)
			}
		}
	}
	return out
}

// byScript says whether a page without text is waiting for a script to fill it.
func (r *reader) byScript() bool {
	if r.says() > 40 {
		return false
	}
	noscript := strings.ToLower(strings.Join(r.texts("noscript"), " "))
	return !r.hasPicture() && (r.doc.Find("#app, #root, #__next, #__nuxt, [v-cloak], [ng-app]").Length() > 0 ||
		strings.Contains(noscript, "javascript") || strings.Contains(noscript, "脚本"))
}

func (r *reader) texts(css string) []string {
	var out []string
	r.doc.Find(css).Each(func(_ int, s *goquery.Selection) { out = append(out, collectors.OneLine(s.Text())) })
	return out
}
