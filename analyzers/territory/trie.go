package territory

import "slices"

// trie finds all names that begin at a place of a text. It is a double array over runes.
//
// Why our own, and why without failure links: names average four runes and most places of
// a text die at the first or second step, so a walk from every rune costs about as much as
// an Aho-Corasick pass (the longest name bounds the worst case), needs neither failure nor
// output tables, and yields the names grouped by where they begin, which is what choosing
// the longest needs. petar-dambovaliev's NFA takes 26 MiB for these names and scans half
// as fast as a double array; cloudflare's takes 1.7 GB.
//
// The alphabet doubles as folding: traditional characters, full-width signs and lower-case
// letters have the number of the character that they stand for, at no cost in the walk.
type trie struct {
	letter []uint16 // rune -> number; 0 means that no name has it
	base   []int32  // state -> where its children begin; at a leaf: -value-1
	check  []int32  // state -> its parent
	depth  int      // runes of the longest name
	pairs  []uint64 // hashes of the first two letters of names, as bits: most places of a text end here
	single bool     // a name has one letter only, so that pairs say nothing
}

const leaf = 1 // the number of the end-of-name sign; letters begin at 2

// buildTrie takes sorted, distinct, non-empty keys; the value of a key is its index.
func buildTrie(keys [][]rune) *trie {
	t := &trie{letter: make([]uint16, 1<<16)}
	next := uint16(leaf + 1)
	for _, k := range keys {
		t.depth = max(t.depth, len(k))
		for _, r := range k {
			if int(r) < len(t.letter) && t.letter[r] == 0 {
				t.letter[r] = next
				next++
			}
		}
	}
	t.pairs = make([]uint64, 1<<pairBits/64)
	for _, k := range keys {
		if len(k) == 1 {
			t.single = true
			continue
		}
		h := hashPair(t.number(k[0]), t.number(k[1]))
		t.pairs[h/64] |= 1 << (h % 64)
	}
	t.grow(1 << 16)
	b := builder{trie: t, keys: keys, used: make([]bool, len(t.base)+int(next)), hint: 1}
	t.check[0] = -1
	b.place(0, 0, len(keys), 0)
	t.base, t.check = slices.Clip(t.base[:b.top+int(next)+1]), slices.Clip(t.check[:b.top+int(next)+1])
	return t
}

func (t *trie) grow(n int) {
	for len(t.base) < n {
		t.base = append(t.base, make([]int32, max(n-len(t.base), len(t.base)))...)
	}
	for i := len(t.check); i < len(t.base); i++ {
		t.check = append(t.check, -1)
	}
}

// fold lets from be read as to.
func (t *trie) fold(from, to rune) {
	if int(from) < len(t.letter) && int(to) < len(t.letter) && t.letter[from] == 0 {
		t.letter[from] = t.letter[to]
	}
}

// number of a rune; 0 when no name has it.
func (t *trie) number(r rune) int32 {
	if uint32(r) < uint32(len(t.letter)) {
		return int32(t.letter[r])
	}
	return 0
}

const pairBits = 19 // 64 KiB

func hashPair(a, b int32) uint32 { return uint32(a<<16|b) * 0x9e3779b1 >> (32 - pairBits) }

// begins says whether a name may begin with two letters. Few pairs that begin none pass.
func (t *trie) begins(a, b int32) bool {
	h := hashPair(a, b)
	return t.single || t.pairs[h/64]>>(h%64)&1 != 0
}

// step walks from a state by a letter's number.
func (t *trie) step(state, number int32) (int32, bool) {
	to := t.base[state] + number
	return to, t.check[to] == state
}

// value of the name that ends in a state, if one does.
func (t *trie) value(state int32) (int32, bool) {
	to := t.base[state] + leaf
	if t.check[to] != state {
		return 0, false
	}
	return -t.base[to] - 1, true
}

type builder struct {
	*trie
	keys [][]rune
	used []bool // offsets that are a state's base already: no two states share one
	hint int32  // below it the arrays are nearly full
	top  int
}

type edge struct {
	number   int32
	from, to int // keys
}

// place lays the children of a state: the keys from..to agree in their first depth runes.
func (b *builder) place(state int32, from, to, depth int) {
	var edges []edge
	for i := from; i < to; i++ {
		n := int32(leaf)
		if len(b.keys[i]) > depth {
			n = b.number(b.keys[i][depth])
		}
		if k := len(edges); k > 0 && edges[k-1].number == n {
			edges[k-1].to = i + 1
		} else {
			edges = append(edges, edge{n, i, i + 1})
		}
	}
	base := b.free(edges)
	b.base[state] = base
	for _, e := range edges {
		b.check[base+e.number] = state
		b.top = max(b.top, int(base+e.number))
	}
	for _, e := range edges {
		if e.number == leaf {
			b.base[base+leaf] = int32(-e.from - 1)
		} else {
			b.place(base+e.number, e.from, e.to, depth+1)
		}
	}
}

// free finds an offset at which all edges fall on empty states.
func (b *builder) free(edges []edge) int32 {
	low, high := edges[0].number, edges[0].number
	for _, e := range edges {
		low, high = min(low, e.number), max(high, e.number)
	}
	full, first := 0, true
search:
	for at := max(b.hint, low); ; at++ {
		base := at - low
		if int(base+high)+1<<14 > len(b.base) {
			b.grow(2 * len(b.base))
		}
		for len(b.used) < len(b.base) {
			b.used = append(b.used, make([]bool, len(b.base))...)
		}
		if b.check[at] != -1 {
			full++
			continue
		}
		if first {
			first, b.hint = false, max(b.hint, at)
		}
		if base < 1 || b.used[base] {
			continue
		}
		for _, e := range edges {
			if b.check[base+e.number] != -1 {
				continue search
			}
		}
		if n := int(at - b.hint); n > 256 && full*20 > n*19 {
			b.hint = at
		}
		b.used[base] = true
		return base
	}
}
