package page

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
)

// LineKeys are the hashes of a page's lines, each once: what a collectors.Frame learns.
func LineKeys(doc *goquery.Document) []string {
	var out []string
	once := map[string]bool{}
	for _, l := range flatten(doc.Nodes[0]).lines {
		if k := lineKey(l.text); k != "" && !once[k] {
			once[k] = true
			out = append(out, k)
		}
	}
	return out
}

// lineKey is the hash of a line's letters. Digits count in sentences alone: elsewhere they
// count visitors and tell the day. Labels with or without a time and lines without letters
// have none: they recur on each page of letters.
func lineKey(s string) string {
	sentence := strings.ContainsAny(s, "。！？；，")
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || sentence && unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	if utf8.RuneCountInString(s) < 2 || kindOf(s) != none {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(s))
	return strconv.FormatUint(h.Sum64(), 36)
}
