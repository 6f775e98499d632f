package territory

import (
	"slices"

	"huiying/opinion"
)

// node is a division that the text names for certain.
type node struct {
	div        int32
	count      float64 // mentions, those of the title counted three times
	confidence float64
	at         int32
	here       bool // the text says that it happened there
}

const (
	sureHere = 4 // what it weighs that the text says where it happened
	atHome   = 3 // and that the source is at home there
)

// conclude makes one judgement of the places of a text.
func (t *Table) conclude(sc *scratch, places []place, home int32) *opinion.Territory {
	nodes := t.settle(sc, places)
	if len(nodes) == 0 {
		return t.unsure(sc, places)
	}
	leaves := sc.leaves[:0]
	for i := range nodes {
		n := &nodes[i]
		if !slices.ContainsFunc(nodes, func(o node) bool { return o.div != n.div && t.in(o.div, n.div) }) {
			leaves = append(leaves, n)
		}
	}
	sc.leaves = leaves
	var main *node
	best := 0.0
	for _, l := range leaves {
		s := 0.0
		switch near := home >= 0 && (t.in(l.div, home) || t.in(home, l.div) || cityOf(t, l.div) == cityOf(t, home)); {
		case near:
			s = atHome
		case l.here && home < 0:
			s = sureHere
		}
		for i := range nodes {
			if t.in(l.div, nodes[i].div) {
				s += min(nodes[i].count, 4)
			}
		}
		if main == nil || s > best {
			main, best = l, s
		}
	}
	out := t.finding(main.div, main.confidence)
	for _, l := range leaves {
		if l != main {
			out.Places = append(out.Places, t.divs[l.div].Code)
		}
	}
	out.Evidence = t.evidence(sc, places, func(p *place) bool {
		return p.confidence >= certain &&
			t.in(main.div, p.div)
	})
	return out
}

// settle gathers the certain places. An unsure name that can mean one of them, or one that
// contains it, means that.
func (t *Table) settle(sc *scratch, places []place) []node {
	nodes := sc.nodes[:0]
	for round := range 2 {
		for k := range places {
			p := &places[k]
			if round == 1 && p.confidence < certain {
				for _, r := range p.ranked {
					if slices.ContainsFunc(nodes, func(n node) bool { return t.in(n.div, r.div) }) {
						p.div, p.confidence = r.div, 0.9
						break
					}
				}
			} else if round == 1 {
				continue
			}
			if p.confidence < certain {
				continue
			}
			w := 1.0
			if p.title {
				w = 3
			}
			if i := slices.IndexFunc(nodes, func(n node) bool { return n.div == p.div }); i >= 0 {
				nodes[i].count += w
				nodes[i].confidence = max(nodes[i].confidence, p.confidence)
				nodes[i].here = nodes[i].here || p.role == here
				continue
			}
			nodes = append(nodes, node{p.div, w, p.confidence, p.pick.start, p.role == here})
		}
	}
	sc.nodes = nodes
	slices.SortStableFunc(nodes, func(a, b node) int { return int(a.at - b.at) })
	return nodes
}

// unsure answers for a text whose names are all open: the likeliest meaning of the name
// with the fewest, with the others beside it; or what all its meanings lie in, if that is
// a city or less.
func (t *Table) unsure(sc *scratch, places []place) *opinion.Territory {
	best := 0
	for k := range places {
		if len(places[k].ranked) < len(places[best].ranked) {
			best = k
		}
	}
	p := &places[best]
	slices.SortFunc(p.ranked, t.better)
	codes := make([]string, len(p.ranked))
	for i, r := range p.ranked {
		codes[i] = t.divs[r.div].Code
	}
	div, confidence := p.div, min(p.confidence, 0.45)
	if c := t.Common(codes...); c != "" && t.divs[t.index[c]].Level >= opinion.City {
		div, confidence = t.index[c], 0.6
	}
	out := t.finding(div, confidence)
	for i, r := range p.ranked {
		if r.div != div && len(out.Others) < maxOthers {
			out.Others = append(out.Others, opinion.Candidate{Code: codes[i], Confidence: p.confidence})
		}
	}
	out.Evidence = t.evidence(sc, places, func(q *place) bool { return q == p })
	return out
}

func (t *Table) finding(div int32, confidence float64) *opinion.Territory {
	d := &t.divs[div]
	return &opinion.Territory{Code: d.Code, Name: d.Name, Level: d.Level, Confidence: confidence, Path: t.path(div)}
}

// evidence lists the words of the text, each once, in their order.
func (t *Table) evidence(sc *scratch, places []place, keep func(*place) bool) []string {
	var out []string
	for k := range places {
		p := &places[k]
		if !keep(p) {
			continue
		}
		if s := string(sc.text[p.pick.start:p.pick.end]); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// abbreviated reads the one-character names of provinces, which count only in set phrases
// (援藏, 赴京) or as the whole text.
func (t *Table) abbreviated(sc *scratch) *opinion.Territory {
	for i, r := range sc.text {
		if !abbreviationRunes.has(r) {
			continue
		}
		div, known := t.index[abbreviations[r]]
		if !known || t.divs[div].Level != opinion.Province {
			continue
		}
		set := i > 0 && abbreviationBefore.has(sc.text[i-1])
		if !set && len(sc.text) > 1 {
			continue
		}
		out := t.finding(div, 0.6)
		out.Evidence = []string{string(sc.text[max(0, i-1) : i+1])}
		return out
	}
	return nil
}
