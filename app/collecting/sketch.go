package collecting

import (
	"slices"
	"unicode"

	"huiying/opinion"
)

// sketch is the smallest hashes of a text's pairs of characters: enough to say how alike two texts
// are, and no text.
type sketch struct {
	pairs int      // distinct ones of the text
	least []uint32 // sorted, at most mostLeast
}

const (
	mostLeast  = 48
	readRunes  = 800
	alikeShare = 0.5 // of the pairs of both texts, those that both have
	withinMost = 0.8 // of the pairs of the shorter text, those that the longer has too
)

func sketchOf(m opinion.Mention) sketch {
	hashes := make([]uint32, 0, readRunes)
	var last rune
	n := 0
	for _, r := range m.Title + "\n" + m.Text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if last != 0 {
			h := uint64(last)<<21 ^ uint64(r)
			h *= 0x9e3779b97f4a7c15
			hashes = append(hashes, uint32(h>>32)^uint32(h>>11))
		}
		last = r
		if n++; n == readRunes {
			break
		}
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return sketch{len(hashes), slices.Clone(hashes[:min(len(hashes), mostLeast)])}
}

// alike says whether two texts share so much that one is a version of the other.
func (s sketch) alike(t sketch) bool {
	if s.pairs == 0 || t.pairs == 0 {
		return false
	}
	both, seen := 0, 0
	for i, j := 0, 0; (i < len(s.least) || j < len(t.least)) && seen < mostLeast; seen++ {
		switch {
		case j == len(t.least) || i < len(s.least) && s.least[i] < t.least[j]:
			i++
		case i == len(s.least) || t.least[j] < s.least[i]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	share := float64(both) / float64(seen)
	common := share / (1 + share) * float64(s.pairs+t.pairs)
	return share >= alikeShare || common >= withinMost*float64(min(s.pairs, t.pairs))
}
