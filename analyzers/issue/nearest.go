package issue

import "slices"

// looking is memory that nearest uses again.
type looking struct {
	probes  []vote   // traits, by how much they tell
	votes   []uint32 // by issue; all 0 between two calls
	touched []uint32 // issues with votes
	best    []vote
}

// nearest lists the issues that share the rarest traits with r, in a fixed order, the best
// first. It looks at little more than mostLooks entries: the common words, which many issues
// have, come last and decide nothing.
func (g *Grouper) nearest(r *Report) []vote {
	k := &g.look
	k.probes = k.probes[:0]
	for i := range r.traits {
		t := &r.traits[i]
		if t.weight < leastRare && t.marks&inTitle == 0 && t.weight != unweighed || !g.byWord.has(t.key) {
			continue
		}
		w := t.weight
		if w == unweighed {
			w = g.freq.late(t)
		}
		v := w * w * 64
		if t.marks&(inTitle|where) != 0 {
			v *= 3
		}
		k.probes = append(k.probes, newVote(max(1, uint32(v)), t.key))
	}
	slices.Sort(k.probes)
	for len(k.votes) < len(g.issues) {
		k.votes = append(k.votes, make([]uint32, len(g.issues)+1024-len(k.votes))...)
	}
	looks := 0
	var one [1]uint32
	for _, p := range slices.Backward(k.probes) {
		for _, at := range g.byWord.of(p.key(), &one) {
			if k.votes[at] == 0 {
				k.touched = append(k.touched, at)
			}
			k.votes[at] += p.count()
			looks++
		}
		if looks > mostLooks {
			break
		}
	}
	return k.count()
}

// count orders the issues that have votes, and clears the votes.
func (k *looking) count() []vote {
	k.best = k.best[:0]
	for _, at := range k.touched {
		v := newVote(k.votes[at], at)
		k.votes[at] = 0
		if len(k.best) == candidates && v <= k.best[0] {
			continue
		}
		i, _ := slices.BinarySearch(k.best, v)
		if len(k.best) < candidates {
			k.best = slices.Insert(k.best, i, v)
			continue
		}
		copy(k.best, k.best[1:i])
		k.best[i-1] = v
	}
	k.touched = k.touched[:0]
	slices.Reverse(k.best)
	return k.best
}

// vote is a trait, or an issue, with the votes for it, in one number that sorts by votes
// first and then by smaller keys. Votes are whole numbers: their sum is the same in any order.
type vote uint64

func newVote(count, key uint32) vote { return vote(count)<<32 | vote(^key) }
func (v vote) count() uint32         { return uint32(v >> 32) }
func (v vote) key() uint32           { return ^uint32(v) }
