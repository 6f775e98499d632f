package words

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Unread says in brackets why texts could not be taken in, and how many, the most frequent reason
// first; nothing where there are none. The codes are those of collectors and of files; one without
// words shows as itself.
func Unread(why map[string]int) Phrase {
	if len(why) == 0 {
		return Phrase{}
	}
	codes := slices.SortedFunc(maps.Keys(why), func(x, y string) int {
		return cmp.Or(cmp.Compare(why[y], why[x]), cmp.Compare(x, y))
	})
	each := make([]Phrase, len(codes))
	for i, code := range codes {
		key := "unread." + code
		switch {
		case strings.HasPrefix(code, "status_"):
			key = "unread.status"
		case !Has(key):
			key = code
		}
		each[i] = Of("balance.why", Of(key), why[code])
	}
	return Of("balance.whys", ListOf(each))
}
