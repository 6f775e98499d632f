package tiles

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// below are the codes of a length that begin with another: provinces, cities of one, counties.
func below(prefix string, length int) (out []string) {
	for code := range places() {
		if len(code) == length && strings.HasPrefix(code, prefix) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}

func TestEveryTileHasASpotOfItsOwnWhateverTheOrder(t *testing.T) {
	all := append(below("", 2), append(below("", 4), below("", 6)...)...)
	all = append(all, "450302001", "980000", "nowhere")
	rapid.Check(t, func(t *rapid.T) {
		codes := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 60, rapid.ID[string]).Draw(t, "codes")
		at := Lay(codes)
		if len(at) != len(codes) {
			t.Fatalf("%d spots for %d places", len(at), len(codes))
		}
		taken := map[Spot]bool{}
		for i, s := range at {
			if taken[s] || s.Col < 0 || s.Row < 0 || s.Col >= most {
				t.Fatalf("%s stands at %v, taken: %v", codes[i], s, taken[s])
			}
			taken[s] = true
		}
		turned := slices.Clone(codes)
		slices.Reverse(turned)
		again := Lay(turned)
		slices.Reverse(again)
		if !slices.Equal(at, again) {
			t.Fatalf("another order gives another map: %v, %v", at, again)
		}
	})
}

// Of two places of which one lies clearly further east, or north, than the other, the tile does too.
func TestTilesStandToOneAnotherAsThePlacesDo(t *testing.T) {
	for prefix, codes := range map[string][]string{"": below("", 2), "45": below("45", 4),
		"4503": below("4503", 6), "61": below("61", 4), "5101": below("5101", 6)} {
		if len(codes) < 5 {
			t.Fatalf("%q: only %d places are known", prefix, len(codes))
		}
		at, _ := pointsOf(codes)
		wide, high := extent(at)
		spots := Lay(codes)
		pairs, wrong := 0, 0
		for i := range at {
			for k := range at {
				if at[k].x-at[i].x > wide/4 {
					pairs++
					if spots[k].Col < spots[i].Col {
						wrong++
					}
				}
				if at[k].y-at[i].y > high/4 {
					pairs++
					if spots[k].Row > spots[i].Row {
						wrong++
					}
				}
			}
		}
		if wrong*20 > pairs {
			t.Errorf("%q: %d of %d pairs stand the wrong way round", prefix, wrong, pairs)
		}
		t.Logf("%q: %d places, %d of %d pairs the wrong way round", prefix, len(codes), wrong, pairs)
	}
}

func TestPlacesThatNobodyKnowsStandInRows(t *testing.T) {
	at := Lay([]string{"a3", "a1", "a2"})
	if want := []Spot{{2, 0}, {0, 0}, {1, 0}}; !slices.Equal(at, want) {
		t.Errorf("%v, not %v", at, want)
	}
}
