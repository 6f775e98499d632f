package listing

import (
	"net/url"
	"strings"
	"time"

	"huiying/collectors/page"
	"huiying/internal/pattern"
)

// Some scripts make the rows of a list from data that names no address: the address is written beside
// them, in pieces: "<a href='Show.aspx?id=" + row.Id + "'>".

var (
	// inPieces is an address and the field that is added to it.
	inPieces = pattern.MustCompile(`(?:href|url|src|open|location|push)\b[^;\n]{0,60}?["'(=\x60]([\w./?&=:%-]*[/=])["'\x60]?\s*(?:["'\x60]\s*\+\s*|\$\{)\s*[\w$.\[\]]*?\.?(\w{1,40})\s*(?:\}|\+|\)|;|$)(?:\s*["'\x60](\.\w{2,5})\b)?`)
)

// templated are the entries of data whose addresses a script makes of one of their fields.
func templated(scripts []string, values []any, base *url.URL, now time.Time) []Entry {
	for _, s := range scripts {
		for _, m := range inPieces.FindAllStringSubmatch(s, 20) {
			if !likePath.MatchString(m[1]+"1"+m[3]) && !strings.Contains(m[1], "/") {
				continue
			}
			var out []Entry
			eachArray(any(values), 0, func(objects []map[string]any) {
				var list []Entry
				for _, o := range objects {
					if e, ok := byField(o, m[1], m[2], m[3], base, now); ok {
						list = append(list, e)
					}
				}
				if len(list)*2 >= len(objects) && len(list) > len(out) {
					out = list
				}
			})
			if len(out) >= leastRecords {
				return out
			}
		}
	}
	return nil
}

// byField is an entry whose address is a field of its object between two pieces.
func byField(o map[string]any, before, name, after string, base *url.URL, now time.Time) (Entry, bool) {
	own, ok := page.EntryOf(o, now)
	v := page.Scalar(o[name])
	if !ok || v == "" || own.Title == "" {
		return Entry{}, false
	}
	u, ok := page.Resolve(base, before+url.QueryEscape(v)+after)
	if !ok {
		return Entry{}, false
	}
	return Entry{Title: own.Title, Time: own.Published, URL: u.String(), Ref: page.RefOf(o),
		File: isFile(u.String())}, true
}
