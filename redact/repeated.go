package redact

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// mostRepeated names of one text are looked for elsewhere in it, so that the work stays small.
const mostRepeated = 16

// repeated adds the places where a name that was found stands once more, without anything that
// introduces it. A name of two characters must stand alone there.
func repeated(s string, hits []hit) []hit {
	var names []string
	for _, h := range hits {
		name := s[h.from:h.to]
		if h.kind != Name || slices.Contains(names, name) ||
			strings.ContainsFunc(name, func(r rune) bool { return !isHan(r) && r != '·' }) {
			continue
		}
		if names = append(names, name); len(names) == mostRepeated {
			break
		}
	}
	found := len(hits)
	for _, name := range names {
		for at := 0; ; {
			n := strings.Index(s[at:], name)
			if n < 0 {
				break
			}
			from, to := at+n, at+n+len(name)
			at = to
			if standsAlone(s, from, to) && !overlaps(hits[:found], from, to) {
				hits = append(hits, hit{from, to, Name})
			}
		}
	}
	if len(hits) > found {
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.from, b.from) })
		last := 0
		hits = slices.DeleteFunc(hits, func(h hit) bool {
			if h.from < last {
				return true
			}
			last = h.to
			return false
		})
	}
	return hits
}

// standsAlone says that what stands around the bytes from..to makes no longer word of them.
func standsAlone(s string, from, to int) bool {
	prev, _ := utf8.DecodeLastRuneInString(s[:from])
	next, _ := utf8.DecodeRuneInString(s[to:])
	if prev == '·' || next == '·' || placeRunes.has(next) && next != '人' && next != '所' && next != '处' {
		return false
	}
	for _, w := range []string{"公司", "实业", "集团", "建筑", "物业", "酒店"} {
		if strings.HasPrefix(s[to:], w) {
			return false
		}
	}
	return utf8.RuneCountInString(s[from:to]) > 2 || !isHan(prev) && (!isHan(next) || behindShort.has(next))
}

// behindShort are words of one character behind a name of two at the beginning of a clause.
var behindShort = runeSet("是说把被又从去和与叫让给还找打的")

// overlaps says that a hit, of hits in order, reaches into the bytes from..to.
func overlaps(hits []hit, from, to int) bool {
	n, _ := slices.BinarySearchFunc(hits, from, func(h hit, from int) int {
		if h.to <= from {
			return -1
		}
		return 1
	})
	return n < len(hits) && hits[n].from < to
}
