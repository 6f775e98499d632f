package issue

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// copyOf finds the issue of a text of which r is the same or nearly the same.
func (g *Grouper) copyOf(r *Report) (uint32, bool) {
	if seq, ok := g.mentions.byText[r.text]; ok {
		if at := g.now(g.mentions.at(seq).issue); !g.passed[at] {
			return at, true
		}
	}
	if !r.sketched {
		return 0, false
	}
	best, bestAt, found := copyAlike, uint32(0), false
	if r.short {
		best = shortCopyAlike
	}
	g.copies.look(&r.sig, &g.mentions, func(e *entry) {
		like := r.sig.resemblance(&e.sig)
		if like < best {
			return
		}
		at := g.now(e.issue)
		if g.passed[at] || r.against(&g.issues[at]) < 1 {
			return
		}
		if (!found || like > best || at < bestAt) && r.alike(g.issues[at].common) >= copyConcern {
			best, bestAt, found = like, at, true
		}
	})
	return bestAt, found
}

// same says whether a text is remembered that is r word for word.
func (g *Grouper) same(r *Report) bool {
	seq, ok := g.mentions.byText[r.text]
	return ok && !g.passed[g.now(g.mentions.at(seq).issue)]
}

// concern finds the issue whose reports have most in common with r, and the words shared.
// Where r fits two issues that are alike themselves, they are one concern that began twice:
// from now on the larger takes the reports of both.
func (g *Grouper) concern(r *Report) (uint32, []string, bool) {
	fits := g.fitting(r, 1)
	if len(fits) == 0 {
		return 0, nil, false
	}
	at := fits[0].at
	why := r.shared(g.issues[at].common)
	for _, f := range fits[1:] {
		if overlap(g.issues[at].common, g.issues[f.at].common) >= sameIssue && !g.apart[pair(at, f.at)] &&
			meet(g.issues[at].spots, g.issues[f.at].spots) != otherSpot {
			at = g.absorb(at, f.at)
		}
	}
	return at, why, true
}

// fit is an issue that a report could join.
type fit struct {
	at   uint32
	like float32
	fits bool // alike enough; false only where less was asked for
}

// fitting lists the issues that r is alike enough to, the best first; with bar below 1 also those that
// are so much of alike enough.
func (g *Grouper) fitting(r *Report, bar float32) []fit {
	var fits []fit
	for _, v := range g.nearest(r) {
		at := v.key()
		if g.passed[at] {
			continue
		}
		is := &g.issues[at]
		like := r.alike(is.common) * r.against(is)
		if r.field != is.field && r.field != "" && is.field != "" {
			like *= otherField
		}
		need := float32(sameConcern)
		if is.reports < 3 {
			need = youngConcern
		}
		if like < need*bar {
			continue
		}
		if r.place != "" && is.place != "" && !g.opts.Related(r.place, is.place) {
			like *= otherPlace
		}
		if like >= need*bar {
			weight := 1 + larger*float32(math.Log(float64(max(1, is.reports))))
			fits = append(fits, fit{at, like * weight, like >= need})
		}
	}
	slices.SortStableFunc(fits, func(a, b fit) int {
		if a.fits == b.fits {
			return cmp.Compare(b.like, a.like)
		}
		if a.fits {
			return -1
		}
		return 1
	})
	return fits
}

// against is what the likeness of a report and an issue is multiplied by for where they are and what
// they are about.
func (r *Report) against(is *group) float32 {
	letters := r.titled() && is.titled
	switch meet(r.where(), is.spots) {
	case otherSpot:
		if letters {
			return otherTitle
		}
		return 0
	case farSpots:
		if letters {
			return 1
		}
		return farSpot
	case sameSpot:
		switch {
		case letters, r.topic == "" || is.topic == "":
		case r.topic == is.topic:
			return sameMatter
		case r.field == is.field:
			return nearMatter
		default:
			return otherMatter
		}
	}
	return 1
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

// alike is between 0 and 1: how much of what the issue is known by stands in the report
// (coreWeight of the whole), and how much of the report's title stands in the issue.
func (r *Report) alike(known []feature) float32 {
	var inReport, inIssue float32
	for _, c := range known {
		t := r.find(c.key)
		if t == nil {
			continue
		}
		if t.marks&inTitle != 0 {
			inReport += c.weight
			inIssue += t.weight
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
func (r *Report) shared(known []feature) []string {
	type word struct {
		text   string
		weight float32
	}
	var words []word
	for _, c := range known {
		if t := r.find(c.key); t != nil {
			words = append(words, word{r.name(t), max(0, t.weight) * c.weight})
		}
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	var out []string
	for _, w := range words[:min(len(words), 6)] {
		out = append(out, w.text)
	}
	return joined(out, r.title, r.body)
}

// joined are words of a text with those that lie over one another there as one: parts of a name (恒泰楚,
// 楚壹府) are told as the name. What only stands side by side stays apart, for the other text may have it
// elsewhere.
func joined(words []string, texts ...string) (out []string) {
	type stretch struct{ in, from, to int }
	var all []stretch
	for _, w := range words {
		s := stretch{in: -1}
		for i, text := range texts {
			if at := strings.Index(text, w); at >= 0 {
				s = stretch{i, at, at + len(w)}
				break
			}
		}
		if s.in < 0 { // a word that the text has in another spelling
			out = append(out, strings.Clone(w))
			continue
		}
		for i := 0; i < len(all); i++ {
			if o := all[i]; o.in == s.in && o.from < s.to && s.from < o.to {
				s.from, s.to = min(o.from, s.from), max(o.to, s.to)
				all = slices.Delete(all, i, i+1)
				i = -1 // it may reach others now
			}
		}
		all = append(all, s)
	}
	for _, s := range all {
		out = append(out, strings.Clone(texts[s.in][s.from:s.to]))
	}
	return out
}
