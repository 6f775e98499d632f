package listing

import (
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"huiying/collectors/page"
	"huiying/internal/pattern"
)

// calls are the functions of a page's scripts that open pages: name -> parameters and the
// address they make of them.
type calls map[string]function

type function struct {
	params []string
	body   string
}

var (
	functionOf = pattern.MustCompile(`(?:function\s+(\w{1,60})\s*|(\w{1,60})\s*[:=]\s*function\s*)\(([^)]{0,200})\)\s*\{([^}]{0,1000})`)
	callOf     = pattern.MustCompile(`(\w{1,60})\s*\(([^()]{0,400})\)`)
	quoted     = pattern.MustCompile(`'([^']*)'|"([^"]*)"`)
	likePath   = pattern.MustCompile(`^(?:https?:)?/|^\.{0,2}/|\.(?:s?html?|jhtml|jspx?|aspx?|php|do|action)(?:[?#]|$)|\?\w+=`)
	opens      = pattern.MustCompile(`(?:location(?:\.href)?\s*=|(?:open|assign|replace|href)\s*\(|\.href\s*=|url\s*=)\s*(.{1,400})`)
	summand    = pattern.MustCompile(`^\s*(?:'([^']*)'|"([^"]*)"|([\w.$]+(?:\([\w$]*\))?))\s*(\+?)`)
)

func functions(doc *goquery.Document) calls {
	out := calls{}
	for _, s := range page.Scripts(doc, "") {
		for _, m := range functionOf.FindAllStringSubmatch(s, 200) {
			f := function{body: m[4]}
			for p := range strings.SplitSeq(m[3], ",") {
				f.params = append(f.params, strings.TrimSpace(p))
			}
			out[m[1]+m[2]] = f
		}
	}
	return out
}

// address is the page that a piece of code opens: a path that it names, or what one of the
// page's own functions makes of its arguments.
func (c calls) address(base *url.URL, code string) (*url.URL, bool) {
	for _, m := range quoted.FindAllStringSubmatch(code, 8) {
		if s := m[1] + m[2]; likePath.MatchString(s) {
			if u, ok := page.Resolve(base, s); ok {
				return u, ok
			}
		}
	}
	for _, m := range callOf.FindAllStringSubmatch(code, 4) {
		f, ok := c[m[1]]
		if !ok {
			continue
		}
		args := map[string]string{}
		for i, a := range strings.Split(m[2], ",") {
			if i < len(f.params) {
				args[f.params[i]] = strings.Trim(strings.TrimSpace(a), `'"`)
			}
		}
		for _, o := range opens.FindAllStringSubmatch(f.body, 6) {
			if s, ok := sum(o[1], args); ok && likePath.MatchString(s) {
				if u, ok := page.Resolve(base, s); ok {
					return u, ok
				}
			}
		}
	}
	return nil, false
}

// sum joins strings and parameters: "/detail.jsp?id=" + id.
func sum(code string, args map[string]string) (string, bool) {
	var b strings.Builder
	for {
		m := summand.FindStringSubmatch(code)
		if m == nil {
			return "", false
		}
		switch {
		case m[3] != "":
			name := strings.TrimSuffix(strings.TrimPrefix(m[3], "encodeURIComponent("), ")")
			v, ok := args[name]
			if !ok {
				return "", false
			}
			b.WriteString(v)
		default:
			b.WriteString(m[1] + m[2])
		}
		if m[4] == "" {
			return b.String(), true
		}
		code = code[len(m[0]):]
	}
}
