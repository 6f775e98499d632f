package territory

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func (t *trie) lookup(s []rune) (int32, bool) {
	state, ok := int32(0), true
	for _, r := range s {
		n := t.number(r)
		if n == 0 {
			return 0, false
		}
		if state, ok = t.step(state, n); !ok {
			return 0, false
		}
	}
	return t.value(state)
}

func TestTrieHoldsItsKeysAndNoOther(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("甲乙丙丁子丑A1")), 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(word, 1, 60, rapid.ID[string]).Draw(t, "words")
		slices.Sort(words)
		keys := make([][]rune, len(words))
		for i, w := range words {
			keys[i] = []rune(w)
		}
		tr := buildTrie(keys)
		for i, k := range keys {
			if v, ok := tr.lookup(k); !ok || v != int32(i) {
				t.Fatalf("%q: got %d %v, want %d", words[i], v, ok, i)
			}
			second := int32(0)
			if len(k) > 1 {
				second = tr.number(k[1])
			}
			if !tr.begins(tr.number(k[0]), second) {
				t.Fatalf("%q would be passed over", words[i])
			}
		}
		other := word.Draw(t, "other")
		if _, ok := tr.lookup([]rune(other)); ok != slices.Contains(words, other) {
			t.Fatalf("%q: found %v", other, ok)
		}
	})
}
