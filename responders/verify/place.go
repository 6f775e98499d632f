package verify

import (
	"slices"
	"strings"
)

// Place says which division a text speaks of: its national code, or "" when that is not
// certain.
type Place func(title, text string) string

// agreement of two sets of places.
type agreement int

const (
	unknown   agreement = iota // at least one of them names none
	same                       // they share the lowest they name
	near                       // one holds the other
	apart                      // the same city, another county
	elsewhere                  // another city
)

// places are the divisions that a text names in the form of anonymised exports, A3区 and M6州,
// where a code stands for the name. The codes of a city begin the codes of its counties.
func places(r []rune) []string {
	var out []string
	for i := 0; i < len(r) && len(out) < mostNames; i++ {
		if !letter(r[i]) || (i > 0 && (letter(r[i-1]) || digit(r[i-1]))) {
			continue
		}
		n := i + 1
		for n < len(r) && n-i < 3 && digit(r[n]) {
			n++
		}
		if n < len(r) && (r[n] == '市' || (n > i+1 && strings.ContainsRune("县区州", r[n]))) {
			if code := strings.ToUpper(string(r[i:n])) + string(r[n]); !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// compare says how the places of a question and of its answer agree, and names the two that
// differ.
func compare(q, a []string) agreement {
	best := unknown
	better := func(x agreement) {
		if best == unknown || x < best {
			best = x
		}
	}
	for _, x := range q {
		for _, y := range a {
			cx, cy := strings.TrimRight(x, "市县区州"), strings.TrimRight(y, "市县区州")
			switch {
			case cx == cy:
				if len(cx) > 1 {
					return same
				}
				better(near)
			case cx[0] != cy[0]:
				better(elsewhere)
			case len(cx) == 1 || len(cy) == 1:
				better(near)
			default:
				better(apart)
			}
		}
	}
	// A city that both name says nothing where their counties differ.
	if best == near && slices.ContainsFunc(q, county) && slices.ContainsFunc(a, county) {
		return apart
	}
	return best
}

func county(code string) bool { return len(strings.TrimRight(code, "市县区州")) > 1 }

// compareCodes does the same for national codes of divisions (province, city, county).
func compareCodes(q, a string) agreement {
	if len(q) < 6 || len(a) < 6 {
		return unknown
	}
	cut := func(s string) string { return strings.TrimSuffix(strings.TrimSuffix(s[:6], "00"), "00") }
	x, y := cut(q), cut(a)
	switch {
	case x == y && len(x) == 6:
		return same
	case strings.HasPrefix(x, y) || strings.HasPrefix(y, x):
		return near
	case len(x) >= 4 && len(y) >= 4 && x[:4] == y[:4]:
		return apart
	}
	return elsewhere
}
