package feed

import (
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"

	"huiying/collectors"
)

var (
	feedHead  = regexp.MustCompile(`(?is)<(?:\w+:)?(rss|feed|rdf:RDF|rdf|channel)\b`)
	itemStart = regexp.MustCompile(`(?i)<(item|entry)\b[^>]*>`)
	reference = regexp.MustCompile(`&(?:#(\d+|[xX][0-9a-fA-F]+);|([A-Za-z][A-Za-z0-9]*);)?`)
	anyTag    = regexp.MustCompile(`</?([A-Za-z][\w:.-]*)(\s[^<>]*?)?/?>|<!--(?s:.*?)-->|<!\[CDATA\[(?s:.*?)\]\]>`)
	fieldTag  = regexp.MustCompile(`(?i)^(?:item|entry|title|link|guid|id|pubdate|published|updated|description|summary|content|content:encoded|dc:\w+|category|comments|source|author|name|email|uri|enclosure|media:\w+|image|url)$`)
)

// looksLikeFeed says whether a body that no parser takes was meant for a feed.
func looksLikeFeed(s string) bool {
	return feedHead.MatchString(s[:min(len(s), 4096)]) && itemStart.MatchString(s)
}

// mended reads a broken feed: as a whole after its characters are put right, else item by item.
// broken has a key for each item that cannot be read even so.
func mended(s string) (items []*gofeed.Item, broken []string, err error) {
	s = sound(s)
	if items, err = parse(s); err == nil {
		return items, nil, nil
	}
	root, space := "rss", ""
	if at := feedHead.FindStringIndex(s); at != nil {
		end := strings.IndexByte(s[at[0]:], '>')
		if end >= 0 {
			head := s[at[0] : at[0]+end]
			space = strings.Join(namespaces.FindAllString(head, -1), " ")
			if strings.EqualFold(strings.TrimPrefix(head[1:min(len(head), 5)], "<"), "feed") {
				root = "feed"
			}
		}
	}
	whole, cut := pieces(s)
	if cut != "" {
		broken = append(broken, brokenKey(cut))
	}
	for _, piece := range whole {
		whole := "<rss version=\"2.0\" " + space + "><channel>" + piece + "</channel></rss>"
		if root == "feed" {
			whole = "<feed " + space + ">" + piece + "</feed>"
		}
		found, err := parse(whole)
		if err != nil {
			found, err = parse(strings.Replace(whole, piece, strayEscaped(piece), 1))
		}
		if err != nil || len(found) != 1 {
			broken = append(broken, brokenKey(piece))
			continue
		}
		items = append(items, found...)
	}
	if len(items) == 0 {
		return nil, broken, gofeed.ErrFeedTypeNotDetected
	}
	return items, broken, nil
}

// brokenKey tells a broken item from others.
func brokenKey(piece string) string { return "broken:" + collectors.SeenKey(piece) }

var namespaces = regexp.MustCompile(`xmlns(?::\w+)?\s*=\s*(?:"[^"]*"|'[^']*')`)

// pieces cuts a feed into its items. One without an end counts up to the next; cut is the last one
// where the feed ends within it.
func pieces(s string) (out []string, cut string) {
	starts := itemStart.FindAllStringSubmatchIndex(s, 5000)
	for i, at := range starts {
		end := len(s)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		piece := s[at[0]:end]
		close := "</" + s[at[2]:at[3]] + ">"
		if j := strings.Index(strings.ToLower(piece), strings.ToLower(close)); j >= 0 {
			piece = piece[:j] + close
		} else if j := strings.Index(strings.ToLower(piece), "</channel>"); j >= 0 {
			piece = piece[:j] + close
		} else if i+1 == len(starts) {
			return out, piece // the feed was cut: half an item is none
		}
		out = append(out, piece)
	}
	return out, ""
}

// sound escapes what no XML may hold: references to control characters go, & that begin none
// are escaped, names that only HTML knows become their characters.
func sound(s string) string {
	return reference.ReplaceAllStringFunc(s, func(r string) string {
		m := reference.FindStringSubmatch(r)
		switch {
		case m[1] != "":
			c := htmlUnescape(r)
			if c == r || strings.ContainsFunc(c, func(x rune) bool {
				return x < 0x20 && x != '\t' && x != '\n' && x != '\r' || x == 0xfffd || x == 0xfffe || x == 0xffff
			}) {
				return ""
			}
			return r
		case m[2] == "amp" || m[2] == "lt" || m[2] == "gt" || m[2] == "quot" || m[2] == "apos":
			return r
		case m[2] != "":
			if c := htmlUnescape(r); c != r {
				return c
			}
			return "&amp;" + r[1:]
		}
		return "&amp;"
	})
}

// strayEscaped escapes each < that begins no tag of a feed: 温度<5℃, and HTML that nobody
// escaped.
func strayEscaped(s string) string {
	var b strings.Builder
	at := 0
	keep := anyTag.FindAllStringSubmatchIndex(s, -1)
	for _, m := range keep {
		if m[2] >= 0 && !fieldTag.MatchString(s[m[2]:m[3]]) {
			continue
		}
		b.WriteString(strings.ReplaceAll(s[at:m[0]], "<", "&lt;"))
		b.WriteString(s[m[0]:m[1]])
		at = m[1]
	}
	b.WriteString(strings.ReplaceAll(s[at:], "<", "&lt;"))
	return b.String()
}
