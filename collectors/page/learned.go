package page

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LineKeys are the hashes of a page's lines, each once: what a collectors.Frame learns.
func (d *Document) LineKeys() []string {
	f := d.flattened()
	var out []string
	once := map[string]bool{}
	for i := range f.lines {
		if k := f.key(i); k != "" && !once[k] {
			once[k] = true
			out = append(out, k)
		}
	}
	return out
}

// key is the lineKey of line i.
func (f *flattener) key(i int) string {
	if f.keys == nil {
		f.keys = make([]string, len(f.lines))
		for i, l := range f.lines {
			f.keys[i] = lineKey(l.text)
		}
	}
	return f.keys[i]
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
