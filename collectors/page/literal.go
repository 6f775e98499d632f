package page

import (
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

func unescapeOnce(s string) string { return html.UnescapeString(s) }

// ResolveIn is Resolve for a base that is a string.
func ResolveIn(base, href string) (string, bool) {
	b, err := url.Parse(base)
	if err != nil {
		return "", false
	}
	u, ok := Resolve(b, href)
	if !ok {
		return "", false
	}
	return u.String(), true
}

// Literals are the objects and arrays of objects that a script sets, passes or pushes, read
// without running it: JSON, and what scripts write by hand (names without quotes, single
// quotes, commas at the end, comments). What holds anything else is left out.
func Literals(script string) []any {
	var out []any
	for i, tries := 0, 0; i < len(script) && tries < 400; {
		c := script[i]
		if c == '"' || c == '\'' || c == '`' {
			next := skipString(script, i)
			if v := withinString(script[i:next]); v != nil && tries < 400 {
				out, tries = append(out, v), tries+1
			}
			i = next
			continue
		}
		if c != '{' && c != '[' {
			i++
			continue
		}
		tries++
		p := literal{s: script, at: i}
		v, ok := p.value(0)
		if !ok {
			i++
			continue
		}
		switch v := v.(type) {
		case map[string]any:
			if len(v) > 0 {
				out = append(out, v)
			}
		case []any:
			if len(v) > 0 {
				out = append(out, v)
			}
		}
		i = p.at
	}
	return out
}

// skipString is the place behind a string that begins at i, or the next one where it does not
// end in its line.
// leastInString is how long data is at least that a script keeps in a string.
const leastInString = 24

// withinString is the data that a string holds, as JSON.parse would read it; nil where it holds none.
func withinString(s string) any {
	if len(s) < leastInString || s[1] != '{' && s[1] != '[' {
		return nil
	}
	text := s[1 : len(s)-1]
	var v any
	if json.Unmarshal([]byte(text), &v) == nil {
		return v
	}
	if json.Unmarshal([]byte(unescapedJS.Replace(text)), &v) == nil {
		return v
	}
	return nil
}

// unescapedJS undoes the escapes of quotes in a string of a script.
var unescapedJS = strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\/`, `/`, `\\`, `\`)

func skipString(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '\\':
			j++
		case s[j] == s[i]:
			return j + 1
		case s[j] == '\n' && s[i] != '`':
			return i + 1
		}
	}
	return i + 1
}

// literal reads one value.
type literal struct {
	s  string
	at int
}

const mostNesting = 32

func (p *literal) value(depth int) (any, bool) {
	p.space()
	if depth > mostNesting || p.at >= len(p.s) {
		return nil, false
	}
	switch c := p.s[p.at]; {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"' || c == '\'' || c == '`':
		return p.str()
	default:
		return p.word()
	}
}

func (p *literal) object(depth int) (any, bool) {
	p.at++
	out := map[string]any{}
	for {
		p.space()
		if p.at >= len(p.s) {
			return nil, false
		}
		if p.s[p.at] == '}' {
			p.at++
			return out, true
		}
		name, ok := p.name()
		if !ok || !p.mark(':') {
			return nil, false
		}
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		out[name] = v
		p.mark(',')
	}
}

func (p *literal) array(depth int) (any, bool) {
	p.at++
	out := []any{}
	for {
		p.space()
		if p.at >= len(p.s) {
			return nil, false
		}
		if p.s[p.at] == ']' {
			p.at++
			return out, true
		}
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		out = append(out, v)
		p.mark(',')
	}
}

func (p *literal) name() (string, bool) {
	if c := p.s[p.at]; c == '"' || c == '\'' {
		v, ok := p.str()
		s, _ := v.(string)
		return s, ok
	}
	start := p.at
	for p.at < len(p.s) && wordByte(p.s[p.at]) {
		p.at++
	}
	return p.s[start:p.at], p.at > start
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' ||
		c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// word reads numbers, true, false, null and undefined.
func (p *literal) word() (any, bool) {
	start := p.at
	for p.at < len(p.s) && (wordByte(p.s[p.at]) || strings.IndexByte("+-.", p.s[p.at]) >= 0) {
		p.at++
	}
	switch w := p.s[start:p.at]; w {
	case "":
		return nil, false
	case "true":
		return true, true
	case "false":
		return false, true
	case "null", "undefined":
		return nil, true
	default:
		f, err := strconv.ParseFloat(w, 64)
		return f, err == nil
	}
}

func (p *literal) str() (any, bool) {
	quote := p.s[p.at]
	var b strings.Builder
	for p.at++; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c == quote:
			p.at++
			return b.String(), true
		case c == '\\' && p.at+1 < len(p.s):
			p.at++
			p.escape(&b)
		case c == '$' && quote == '`' && strings.HasPrefix(p.s[p.at:], "${"):
			return nil, false
		default:
			b.WriteByte(c)
		}
	}
	return nil, false
}

// escape reads what stands behind a backslash; p.at is on its last byte afterwards.
func (p *literal) escape(b *strings.Builder) {
	n := map[byte]int{'u': 4, 'x': 2}[p.s[p.at]]
	if n > 0 && p.at+n < len(p.s) {
		if code, err := strconv.ParseUint(p.s[p.at+1:p.at+1+n], 16, 32); err == nil {
			b.WriteRune(rune(code))
			p.at += n
			return
		}
	}
	switch c := p.s[p.at]; c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r', '\n':
	default:
		b.WriteByte(c)
	}
}

func (p *literal) mark(c byte) bool {
	p.space()
	if p.at < len(p.s) && p.s[p.at] == c {
		p.at++
		return true
	}
	return false
}

// space skips white space and comments.
func (p *literal) space() {
	for p.at < len(p.s) {
		switch rest := p.s[p.at:]; {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			p.at++
		case strings.HasPrefix(rest, "//"):
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				p.at += i
			} else {
				p.at = len(p.s)
			}
		case strings.HasPrefix(rest, "/*"):
			if i := strings.Index(rest, "*/"); i >= 0 {
				p.at += i + 2
			} else {
				p.at = len(p.s)
			}
		default:
			return
		}
	}
}
