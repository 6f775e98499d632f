package listing

import (
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/internal/pattern"
)

// Data that a script shows does not always name its fields, or names them in a way of its own:
// <row><t>…</t><u>…</u></row>, arr[0]=["1027","…","/a/1.html","2026-08-05"]. A record is known by
// what it holds: an address, words, perhaps a day; a list by several records of one build.

// leastRecords is how many records of one build make a list.
const leastRecords = 2

// recordOf reads the fields of one record: the first address, the longest words, the first day.
func recordOf(fields []string, base *url.URL, now time.Time) (Entry, bool) {
	var e Entry
	for i := 0; i+3 <= len(fields) && e.Time.IsZero(); i++ { // year, month and day apart
		if s, ok := collectors.JoinedDate(slices.Clone(fields[i : i+3])); ok {
			e.Time, _ = collectors.ParseTime(s, now)
		}
	}
	for _, f := range fields {
		f = collectors.OneLine(collectors.PlainText(page.Unescaped(f)))
		if f == "" {
			continue
		}
		if !strings.ContainsFunc(f, func(r rune) bool { return unicode.Is(unicode.Han, r) }) &&
			likePath.MatchString(f) && !strings.HasPrefix(f, "/Date(") {
			if u, ok := page.Resolve(base, f); ok && e.URL == "" && !picture.MatchString(u.Path) {
				e.URL = u.String()
			}
			continue
		}
		if t, ok := collectors.ParseTime(f, now); ok && utf8.RuneCountInString(f) <= 32 && digits.MatchString(f) {
			if e.Time.IsZero() {
				e.Time = t
			}
			continue
		}
		if n := utf8.RuneCountInString(f); n <= 120 && n > utf8.RuneCountInString(e.Title) &&
			strings.ContainsFunc(f, unicode.IsLetter) {
			e.Title = f
		}
	}
	e.File = isFile(e.URL)
	return e, e.URL != "" && utf8.RuneCountInString(e.Title) >= 4 && !navWords.MatchString(e.Title)
}

var picture = pattern.MustCompile(`(?i)\.(?:jpe?g|png|gif|bmp|webp|svg|ico)$`)

// inRows are the entries of rows within scripts whose fields have no names, or names that nobody knows:
// arrays of strings, and objects with them.
func inRows(values []any, base *url.URL, now time.Time) []Entry {
	byLength := map[int][]Entry{}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		list, ok := v.([]any)
		if object, is := v.(map[string]any); is && depth < 24 {
			var fields []string
			for _, k := range slices.Sorted(maps.Keys(object)) {
				if s, is := object[k].(string); is {
					fields = append(fields, s)
				} else {
					walk(object[k], depth+1)
				}
			}
			if e, ok := recordOf(fields, base, now); ok && len(fields) >= 2 && len(fields) <= 20 {
				byLength[-len(object)] = append(byLength[-len(object)], e)
			}
		}
		if !ok || depth > 24 {
			return
		}
		var fields []string
		for _, x := range list {
			if s, is := x.(string); is {
				fields = append(fields, s)
			} else {
				walk(x, depth+1)
			}
		}
		if e, ok := recordOf(fields, base, now); ok && len(fields) >= 2 && len(fields) <= 20 {
			byLength[len(list)] = append(byLength[len(list)], e)
		}
	}
	for _, v := range values {
		walk(v, 0)
	}
	return mostRecords(byLength)
}

// assignment is one place of an array that a script fills by itself: urls[i]="/a/1.html";
var assignment = pattern.MustCompile(`\b(\w{1,40})\s*\[\s*(?:\w{1,20}|\w{1,20}\+\+|\+\+\w{1,20})\s*\]\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)')`)

// mostAssigned bounds the assignments of one script.
const mostAssigned = 10_000

// assigned are the entries of a list whose fields stand in arrays of their own, filled place by place: a
// record ends where an array is filled again.
func assigned(scripts []string, base *url.URL, now time.Time) []Entry {
	var out []Entry
	for _, s := range scripts {
		fields, met := []string{}, map[string]bool{}
		take := func() {
			if e, ok := recordOf(fields, base, now); ok {
				out = append(out, e)
			}
			fields, met = fields[:0], map[string]bool{}
		}
		for _, m := range assignment.FindAllStringSubmatch(s, mostAssigned) {
			if met[m[1]] {
				take()
			}
			met[m[1]] = true
			fields = append(fields, m[2]+m[3])
		}
		take()
	}
	if len(out) < leastRecords {
		return nil
	}
	return out
}

// mostRecords is the largest group, the smaller key of equals.
func mostRecords[K int | string](groups map[K][]Entry) []Entry {
	var out []Entry
	var best K
	for k, g := range groups {
		if len(g) >= leastRecords && (len(g) > len(out) || len(g) == len(out) && k < best) {
			out, best = g, k
		}
	}
	return out
}

var (
	islandXML = pattern.MustCompile(`(?is)<xml\b[^>]*>(.*?)</xml>|<\?xml\b[^>]*\?>(.*)$|<datastore\b[^>]*>(.*?)</datastore>`)
	xmlLeaf   = pattern.MustCompile(`(?s)<([A-Za-z_][\w.:-]{0,40})\b([^<>]*)>\s*(<!\[CDATA\[.*?\]\]>|[^<]*)\s*</([A-Za-z_][\w.:-]{0,40})>`)
	xmlTag    = pattern.MustCompile(`<(/?)([A-Za-z_][\w.:-]{0,40})\b[^<>]*?(/?)>`)
	xmlAttr   = pattern.MustCompile(`[\w:-]{1,40}\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// mostIsland bounds what of an island is read, in bytes.
const mostIsland = 512 << 10

// inXML are the entries of records in XML that a page carries: elements of one name, each with an
// address and words in the elements or attributes within.
func inXML(body string, base *url.URL, now time.Time) []Entry {
	groups := map[string][]Entry{}
	for _, m := range islandXML.FindAllStringSubmatch(body, 20) {
		raw := m[1] + m[2] + m[3]
		records(raw[:min(len(raw), mostIsland)], func(name string, fields []string) {
			if e, ok := recordOf(fields, base, now); ok {
				groups[name] = append(groups[name], e)
			}
		})
	}
	return mostRecords(groups)
}

// records calls f for each element that holds leaves alone, with the leaves' texts, and for each
// empty one with its attributes.
func records(raw string, f func(name string, fields []string)) {
	flat := xmlLeaf.ReplaceAllStringFunc(raw, func(s string) string { // leaves become attributes of none
		m := xmlLeaf.FindStringSubmatch(s)
		if m[1] != m[4] {
			return s
		}
		text := strings.TrimSuffix(strings.TrimPrefix(m[3], "<![CDATA["), "]]>")
		if text == m[3] {
			text = html.UnescapeString(text)
		}
		return "\x00" + strings.NewReplacer("<", "\x01", ">", "\x02", "\x00", "").Replace(text) + "\x00"
	})
	type open struct {
		name string
		at   int
	}
	var stack []open
	for _, m := range xmlTag.FindAllStringSubmatchIndex(flat, 20_000) {
		name := flat[m[4]:m[5]]
		switch {
		case m[3] > m[2]: // closing
			if n := len(stack); n > 0 && stack[n-1].name == name {
				if inner := flat[stack[n-1].at:m[0]]; !strings.Contains(inner, "<") {
					f(name, leaves(inner))
				}
				stack = stack[:n-1]
			}
		case m[7] > m[6]: // empty
			var fields []string
			for _, a := range xmlAttr.FindAllStringSubmatch(flat[m[0]:m[1]], 20) {
				fields = append(fields, html.UnescapeString(a[1]+a[2]))
			}
			f(name, fields)
		default:
			stack = append(stack, open{name, m[1]})
		}
	}
}

func leaves(s string) []string {
	var out []string
	for i, part := range strings.Split(s, "\x00") {
		if i%2 == 1 {
			out = append(out, strings.NewReplacer("\x01", "<", "\x02", ">").Replace(part))
		}
	}
	return out
}
