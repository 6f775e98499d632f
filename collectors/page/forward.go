package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"huiying/internal/pattern"
)

var (
	refreshTo  = pattern.MustCompile(`(?i)^\s*(\d+)(?:\.\d+)?\s*[;,]?\s*(?:url\s*=)?\s*['"]?\s*([^'"]*?)\s*['"]?\s*$`)
	locationTo = pattern.MustCompile(`(?:^|[^\w.])(?:(?:window|self|top|parent|document)\.)*location(?:\.href)?\s*(?:=\s*|\.(?:replace|assign)\(\s*)["']([^"'\s]{1,500})["']`)
	openTo     = pattern.MustCompile(`(?:^|[^\w.])(?:window\.)?open\(\s*["']([^"'\s]{1,500})["']\s*,\s*["']_self["']`)
)

// mostForward is how much a page may say and still only send its readers on.
const (
	mostForward     = 200
	mostRefreshWait = 15 // seconds; a page that comes again later reloads itself
)

// forward is the address that the page sends its readers to, "" for a page that stays.
func (r *reader) forward() string {
	if to := Refresh(r.address, r.doc); to != "" && r.says() <= mostForward {
		return to
	}
	if r.says() > 100 || r.doc.Find("form").Length() > 0 {
		return ""
	}
	for _, s := range r.scripts("") {
		if strings.Contains(s, "function") && !strings.Contains(s, "(function") &&
			!strings.Contains(s, "setTimeout") || strings.Contains(s, "document.cookie") {
			continue
		}
		for _, re := range []*pattern.Pattern{locationTo, openTo} {
			if m := re.FindStringSubmatch(s); m != nil {
				return resolve(r.base(), m[1], r.address)
			}
		}
	}
	return ""
}

// Refresh is where a page's meta refresh leads at once, "" without one.
func Refresh(address *url.URL, doc *goquery.Document) string {
	to := ""
	doc.Find("meta[http-equiv]").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if !strings.EqualFold(strings.TrimSpace(s.AttrOr("http-equiv", "")), "refresh") {
			return true
		}
		m := refreshTo.FindStringSubmatch(s.AttrOr("content", ""))
		if m == nil || m[2] == "" {
			return true
		}
		if wait, err := strconv.Atoi(m[1]); err != nil || wait > mostRefreshWait {
			return true
		}
		to = resolve(Base(doc, address), m[2], address)
		return to == ""
	})
	return to
}

// resolve is an absolute http or https address that is not here itself, or "".
func resolve(base *url.URL, href string, here *url.URL) string {
	u, ok := Resolve(base, href)
	if !ok || u.String() == here.String() {
		return ""
	}
	return u.String()
}

// Resolve reads the address of a link as browsers do: with line breaks, spaces and strokes of
// the wrong kind in it. ok is false for what is no http or https address. The fragment goes,
// unless it names a page of its own (#/detail/1).
func Resolve(base *url.URL, href string) (*url.URL, bool) {
	href = strings.Map(func(c rune) rune {
		switch c {
		case '\n', '\r', '\t', '\u200b', '\ufeff':
			return -1
		case '\\':
			return '/'
		case '\u3000', '\u00a0':
			return ' '
		}
		return c
	}, href)
	href = strings.TrimSpace(href)
	if href == "" || strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "#/") && !strings.HasPrefix(href, "#!/") {
		return nil, false
	}
	u, err := base.Parse(href)
	if err != nil {
		u, err = base.Parse(strings.ReplaceAll(strings.ReplaceAll(href, "%", "%25"), " ", "%20"))
	}
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	if !strings.HasPrefix(u.Fragment, "/") && !strings.HasPrefix(u.Fragment, "!/") {
		u.Fragment = ""
	}
	return u, true
}

// Base obeys <base href>.
func Base(doc *goquery.Document, page *url.URL) *url.URL {
	href, ok := doc.Find("base[href]").First().Attr("href")
	if !ok {
		return page
	}
	u, ok := Resolve(page, href)
	if !ok {
		return page
	}
	return u
}

func (r *reader) base() *url.URL { return Base(r.doc, r.address) }

// says is how many characters the page shows outside of its frame.
func (r *reader) says() (n int) {
	for _, l := range r.lines {
		if !l.frame && !l.hidden {
			n += l.len()
		}
	}
	return n
}

// scripts are the inline scripts of one type; "" for those that run.
func (r *reader) scripts(kind string) []string { return Scripts(r.doc, kind) }

// Scripts are the texts of a page's inline scripts of one type; "" for those that run.
func Scripts(doc *goquery.Document, kind string) []string {
	var out []string
	doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		t := strings.ToLower(strings.TrimSpace(s.AttrOr("type", "")))
		runs := t == "" || strings.Contains(t, "javascript") || t == "module"
		if kind == "" && runs || kind != "" && t == kind {
			if c := s.Nodes[0].FirstChild; c != nil && c.Type == html.TextNode {
				out = append(out, c.Data)
			}
		}
	})
	return out
}

var (
	nextWords  = pattern.MustCompile(`^[\[【<＜\s]*(?:下一页|下页|后一页|阅读下一页|>>|›|»|next)[\]】>＞\s›»]*$`)
	pageDigits = pattern.MustCompile(`[_-]?\d+$`)
)

// nextPage is where the text goes on: a link called 下一页 to a page of the same name with
// another number.
func (r *reader) nextPage() string {
	to := ""
	r.doc.Find("a[href]").EachWithBreak(func(_ int, a *goquery.Selection) bool {
		if !nextWords.MatchString(strings.ToLower(strings.TrimSpace(a.Text()))) {
			return true
		}
		u, ok := Resolve(r.base(), a.AttrOr("href", ""))
		if ok && u.Host == r.address.Host && sameText(r.address, u) && u.String() != r.address.String() {
			to = u.String()
		}
		return to == ""
	})
	return to
}

// sameText says whether two addresses are pages of one text: a.html and a_1.html, ?id=7 and
// ?id=7&page=2.
func sameText(a, b *url.URL) bool {
	if a.Path == b.Path {
		x, y := a.Query(), b.Query()
		for _, k := range []string{"page", "p", "pageNo", "pageno", "pn", "currentPage", "curpage", "pageIndex"} {
			x.Del(k)
			y.Del(k)
		}
		return x.Encode() == y.Encode()
	}
	stem := func(u *url.URL) string {
		p := u.Path
		if i := strings.LastIndexByte(p, '.'); i > strings.LastIndexByte(p, '/') {
			p = p[:i]
		}
		return p
	}
	x, y := stem(a), stem(b)
	return strings.HasPrefix(y, x) && pageDigits.MatchString(y[len(x):]) ||
		pageDigits.ReplaceAllString(x, "") == pageDigits.ReplaceAllString(y, "") &&
			strings.ContainsAny(y[strings.LastIndexByte(y, '/'):], "_-")
}

// Forward is where a page that says nothing itself sends its readers, "" for one that stays.
func Forward(address *url.URL, doc *Document) string {
	return newReader(address, doc, Options{}).forward()
}
