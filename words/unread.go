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
		each[i] = Of("balance.why", Of(unreadKey(code)), why[code])
	}
	return Of("balance.whys", ListOf(each))
}

// UnreadCode says why a source or a text could not be read. A status of the site stands beside its
// words.
func UnreadCode(code string) Phrase {
	if status, ok := strings.CutPrefix(code, "status_"); ok {
		return Of("unread.status.is", status)
	}
	return Of(unreadKey(code))
}

// unreadKey is the phrase for a code; the code itself where there is none.
func unreadKey(code string) string {
	switch key := "unread." + code; {
	case strings.HasPrefix(code, "status_"):
		return "unread.status"
	case Has(key):
		return key
	}
	return code
}
