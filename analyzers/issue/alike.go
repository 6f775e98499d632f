package issue

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// copyOf finds the issue of a text of which r is the same or nearly the same.
func (g *Grouper) copyOf(r report) (uint32, bool) {
	if seq, ok := g.byText[key16(r.mention.TextHash)]; ok {
		return g.issues[g.mentions.at(seq).issue].now(g.mentions.at(seq).issue), true
	}
	if !r.sketched {
		return 0, false
	}
	need := copyAlike
	if len(r.mention.Title)+len(r.mention.Text) < shortText {
		need = shortCopyAlike
	}
	best, bestAt, found := need, uint32(0), false
	for i := range g.byBand {
		seq, ok := g.byBand[i][r.sig.band(i)]
		if !ok {
			continue
		}
		e := g.mentions.at(seq)
		at := g.issues[e.issue].now(e.issue)
		if like := r.sig.resemblance(&e.sig); like >= best && alike(r.reading, g.issues[at].common) >= copyConcern && (!found || like > best || at < bestAt) {
			best, bestAt, found = like, at, true
		}
	}
	return bestAt, found
}

// concern finds the issue whose reports have most in common with r, and the words shared.
// Where r fits two issues that are alike themselves, they are one concern that began twice:
// from now on the larger takes the reports of both.
func (g *Grouper) concern(r report) (uint32, []string, bool) {
	fits := g.fitting(r)
	if len(fits) == 0 {
		return 0, nil, false
	}
	at := fits[0].at
	why := shared(r.reading, g.issues[at].common)
	for _, f := range fits[1:] {
		if overlap(g.issues[at].common, g.issues[f.at].common) >= sameIssue {
			at = g.absorb(at, f.at)
		}
	}
	return at, why, true
}

// fit is an issue that a report could join.
type fit struct {
	at   uint32
	like float32
}

// fitting lists the issues that r is alike enough to, the best first.
func (g *Grouper) fitting(r report) []fit {
	var fits []fit
	for _, at := range g.nearest(r) {
		is := &g.issues[at]
		like := alike(r.reading, is.common)
		if r.field != is.field && r.field != "" && is.field != "" {
			like *= otherField
		}
		if r.place != "" && is.place != "" && !g.opts.Related(r.place, is.place) {
			like *= otherPlace
		}
		need := float32(sameConcern)
		if is.reports < 3 {
			need = youngConcern
		}
		if like >= need {
			fits = append(fits, fit{at, like * (1 + larger*float32(math.Log(float64(max(1, is.reports)))))})
		}
	}
	slices.SortStableFunc(fits, func(a, b fit) int { return cmp.Compare(b.like, a.like) })
	return fits
}

// overlap is how much of what two issues are known by is the same.
func overlap(a, b []feature) float32 {
	var sum float32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].key < b[j].key:
			i++
		case a[i].key > b[j].key:
			j++
		default:
			sum += min(a[i].weight, b[j].weight)
			i++
			j++
		}
	}
	return sum
}

// nearest lists the issues that share the rarest features with r, in a fixed order. It
// looks at no more than postings issues: the common words, which many issues have, come last
// and decide nothing.
func (g *Grouper) nearest(r report) []uint32 {
	g.probes = g.probes[:0]
	for key, s := range r.all {
		if s.weight < leastRare && !s.inTitle && s.weight != unweighed || len(g.byWord[key]) == 0 {
			continue
		}
		if s.weight == unweighed {
			s.weight = g.freq.rarity(key, false) * gramShare
		}
		vote := s.weight * s.weight * 64
		if s.inTitle {
			vote *= 3
		}
		g.probes = append(g.probes, newVote(uint32(vote), key))
	}
	slices.Sort(g.probes)
	clear(g.votes)
	seen := 0
	for _, p := range slices.Backward(g.probes) {
		for _, at := range g.byWord[p.key()] {
			g.votes[at] += p.count()
			seen++
		}
		if seen > postings {
			break
		}
	}
	g.probes = g.probes[:0]
	for at, n := range g.votes {
		g.probes = append(g.probes, newVote(n, at))
	}
	slices.Sort(g.probes)
	list := make([]uint32, 0, candidates)
	for _, p := range slices.Backward(g.probes) {
		if list = append(list, p.key()); len(list) == candidates {
			break
		}
	}
	return list
}

// vote is a feature, or an issue, with the votes for it, in one number that sorts by votes
// first and then by smaller keys. Votes are whole numbers: their sum is the same in any order.
type vote uint64

func newVote(count, key uint32) vote { return vote(count)<<32 | vote(^key) }
func (v vote) count() uint32         { return uint32(v >> 32) }
func (v vote) key() uint32           { return ^uint32(v) }

// alike is between 0 and 1: how much of what the issue is known by stands in the report
// (coreWeight of the whole), and how much of the report's title stands in the issue.
func alike(r reading, common []feature) float32 {
	var inReport, inIssue float32
	for _, c := range common {
		s, ok := r.all[c.key]
		if !ok {
			continue
		}
		if s.inTitle {
			inReport += c.weight
			inIssue += s.weight
		} else {
			inReport += c.weight * onlyInText
		}
	}
	if inReport < leastOfIssue {
		return 0
	}
	if r.titleWeight == 0 {
		return inReport * coreWeight
	}
	return inReport*coreWeight + inIssue/r.titleWeight*(1-coreWeight)
}

// shared lists the words of r that the issue has too, those that decided most first.
func shared(r reading, common []feature) []string {
	type word struct {
		text   string
		weight float32
	}
	var words []word
	for _, c := range common {
		if s, ok := r.all[c.key]; ok {
			words = append(words, word{s.name, max(0, s.weight) * c.weight})
		}
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	var out []string
	for _, w := range words[:min(len(words), 6)] {
		out = append(out, strings.Clone(w.text))
	}
	return out
}
