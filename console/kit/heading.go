package kit

import (
	"strings"
	"unicode/utf8"
)

// leastHeading is how much of a heading must be left without its places, in characters.
const leastHeading = 4

// WithoutPlace is a heading without the names of places that it begins with, for a row that tells its place
// beside it: rows differ by what stands behind. A heading that would say too little stays whole.
func (v *View) WithoutPlace(heading, place string) string {
	mark, rest := "", heading
	if at := strings.Index(heading, "】"); at > 0 && strings.HasPrefix(heading, "【") {
		mark, rest = heading[:at+len("】")], heading[at+len("】"):]
	}
	for n := 2; n <= len(place); n++ {
		if name := v.PlaceHere(place[:n]); name != place[:n] {
			rest = strings.TrimLeft(strings.TrimPrefix(rest, name), " ，,")
		}
	}
	rest = strings.TrimPrefix(rest, "的")
	if utf8.RuneCountInString(rest) < leastHeading {
		return heading
	}
	return mark + rest
}
