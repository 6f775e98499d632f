package words

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Named is one of the things that a reader could have meant: what it is called in commands and
// files, and its name for people, which may be empty.
type Named struct{ ID, Name string }

// Unknown is the phrase that no kind of thing (a key of unknown.*: unit, division, topic, source,
// channel, role) goes by what was given. It lists all that exist where they are few, else the
// nearest and how many there are.
func Unknown(kind, given string, all []Named) Phrase {
	const few, near = 8, 3
	given = clip(given)
	hint := Of("unknown.none")
	switch n := len(all); {
	case n > few:
		hint = Of("unknown.near", listed(Nearest(given, all, near)), n)
	case n > 0:
		hint = Of("unknown.all", listed(all))
	}
	return Of("unknown.is", Of("unknown."+kind), given, hint)
}

// Nearest are those of all whose id or name is most like what was given, the nearest first.
func Nearest(given string, all []Named, most int) []Named {
	out := slices.Clone(all)
	far := make(map[Named]float64, len(all))
	for _, x := range all {
		far[x] = min(distance(given, x.ID), distance(given, x.Name))
	}
	slices.SortStableFunc(out, func(a, b Named) int { return cmp.Compare(far[a], far[b]) })
	return out[:min(most, len(out))]
}

// distance is 0 for the same and 1 for nothing alike. A part of a name is nearer than a slip.
func distance(given, have string) float64 {
	given, have = strings.ToLower(strings.TrimSpace(given)), strings.ToLower(have)
	longer := max(len([]rune(given)), len([]rune(have)))
	if given == "" || have == "" {
		return 1
	}
	d := float64(levenshtein.ComputeDistance(given, have)) / float64(longer)
	if strings.Contains(have, given) || strings.Contains(given, have) {
		return d / 4
	}
	return d
}

func listed(all []Named) Phrase {
	each := make([]Phrase, len(all))
	for i, x := range all {
		if each[i] = Of("unknown.one", x.ID, x.Name); x.Name == "" || x.Name == x.ID {
			each[i] = Of("unknown.bare", x.ID)
		}
	}
	return ListOf(each)
}

// clip keeps what a reader typed short enough to be said back.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
