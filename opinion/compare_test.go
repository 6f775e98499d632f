package opinion

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestChangesAreReadable(t *testing.T) {
	for _, x := range []struct {
		was, is string
		want    []Piece
	}{
		{"示例路停水", "示例路停水", []Piece{{InBoth, "示例路停水"}}},
		{"示例路停水两天", "样本街停水两天", []Piece{{InOlder, "示例路"}, {InNewer, "样本街"}, {InBoth, "停水两天"}}},
		{"停水", "停水，已有三天", []Piece{{InBoth, "停水"}, {InNewer, "，已有三天"}}},
		{"3人受伤", "12人受伤", []Piece{{InOlder, "3"}, {InNewer, "12"}, {InBoth, "人受伤"}}},
		{"", "停电", []Piece{{InNewer, "停电"}}},
	} {
		if got := Compare(x.was, x.is); !slices.Equal(got, x.want) {
			t.Errorf("%q -> %q: %+v", x.was, x.is, got)
		}
	}
	long := strings.Repeat("路灯一直不亮", 20)
	if got := Compare(long+"甲", long+"乙"); len(got) != 3 || len([]rune(got[0].Text)) != sameShown+1 {
		t.Errorf("what did not change is not shortened: %+v", got)
	}
}

// However texts differ, what is in both and what is gone make the older one, what is in both and
// what is new the newer one.
func TestChangesLoseNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) string {
			return rapid.StringOfN(rapid.RuneFrom([]rune("路灯不亮ab 1，")), 0, 12, -1).Draw(r, name)
		}
		was, is := draw("was"), draw("is")
		var older, newer string
		for _, c := range Compare(was, is) {
			if c.Kind != InNewer {
				older += c.Text
			}
			if c.Kind != InOlder {
				newer += c.Text
			}
		}
		if older != was || newer != is {
			r.Fatalf("%q and %q come back as %q and %q", was, is, older, newer)
		}
	})
}
