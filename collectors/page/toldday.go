package page

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// dayKeys are the attributes in which pages keep a time that they show otherwise.
var dayKeys = []string{"datetime", "title", "data-time", "data-date", "data-pubdate", "data-timestamp", "data-ts",
	"data-publish", "data-created"}

// untilNow are the words of a time that are true on one day: 3天前, 上周六.
var untilNow = pattern.MustCompile(`^\s*(?:[\d一二三四五六七八九十半]{1,4}\s*(?:秒|分钟|个?小时|天|周|个?月|年)前|刚刚|今天|昨天|前天|[上本]?周[一二三四五六日天]|星期[一二三四五六日天]|[上本]个?月)(?:\s*\d{1,2}:\d{2})?\s*$`)

// toldDay is the time that an element tells in an attribute where its words are only true on the day
// that they were shown; "" for all others.
func toldDay(n *html.Node) string {
	switch n.DataAtom {
	case atom.Span, atom.Em, atom.I, atom.Time, atom.Abbr, atom.Small, atom.B:
	default:
		return ""
	}
	c := n.FirstChild
	if c == nil || c.NextSibling != nil || c.Type != html.TextNode || len(n.Attr) == 0 ||
		utf8.RuneCountInString(c.Data) > 24 || !untilNow.MatchString(c.Data) {
		return ""
	}
	for _, key := range dayKeys {
		v := strings.TrimSpace(attr(n, key))
		if t, _ := collectors.ParseTime(v, time.Time{}); t.Year() >= 1990 && !untilNow.MatchString(v) {
			return t.Format("2006-01-02 15:04:05")
		}
	}
	return ""
}
