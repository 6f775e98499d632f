package issue

import (
	"cmp"
	"slices"
	"time"

	"huiying/opinion"
)

// group is what is known of one issue.
type group struct {
	id      string
	place   string
	field   string
	topic   string
	titled  bool      // it began with a letter
	spots   []spot    // that its reports name; see meet
	common  []feature // by key; the weights add up to 1
	reports int32     // independent ones
	alive   int32     // mentions still remembered
	into    uint32    // 1 + the issue that takes its reports now, 0 for none
}

// now is where reports of the issue at go today.
func (g *Grouper) now(at uint32) uint32 {
	if into := g.issues[at].into; into > 0 {
		return into - 1
	}
	return at
}

// open makes a new issue with r as its first report, not yet joined.
func (g *Grouper) open(id string, r *Report) uint32 {
	is := group{id: id, place: g.named(r.place), field: g.named(r.field), titled: r.titled()}
	var at uint32
	if n := len(g.free); n > 0 {
		at = g.free[n-1]
		g.free = g.free[:n-1]
		g.issues[at] = is
	} else {
		at = uint32(len(g.issues))
		g.issues = append(g.issues, is)
	}
	g.byIssue[id] = at
	return at
}

// named gives one copy of a place or a field, whoever names it.
func (g *Grouper) named(s string) string {
	if known, ok := g.places[s]; ok {
		return known
	}
	g.places[s] = s
	return s
}

// join remembers r as a report of the issue, lets what the reports have in common follow,
// and forgets what is too old.
func (g *Grouper) join(at uint32, r *Report, ref opinion.IssueRef) {
	is := &g.issues[at]
	is.alive++
	if !ref.Copy || is.reports == 0 {
		is.reports++
		g.learn(at, r.core, 1)
		if is.place == "" || r.place != "" && len(r.place) < len(is.place) && g.opts.Related(is.place, r.place) {
			is.place = g.named(r.place) // reports name the place more or less exactly: keep the widest
		}
		if is.field == "" {
			is.field = g.named(r.field)
		}
		if is.topic == "" {
			is.topic = g.named(r.topic)
		}
		is.spots = addSpots(is.spots, r.where())
		g.recurs.count(r.clauses, at)
	}
	seq := g.mentions.push(entry{id: r.key, text: r.text, sig: r.sig, sketched: r.sketched, issue: at,
		size: is.reports, when: r.when, isNew: ref.New, isCopy: ref.Copy})
	if r.sketched {
		g.copies.add(&r.sig, seq)
		g.copies.fill(&g.mentions)
	}
	g.forget()
}

// learning is memory that learn uses again.
type learning struct {
	merged  []feature
	weights []float32
}

// learn moves the issue's average towards a report that joined (by 1) or away from one that
// left (by -1), and keeps the words' index in step. The issue counts the change already.
func (g *Grouper) learn(at uint32, feats []feature, by float32) {
	is := &g.issues[at]
	merged := combine(g.learning.merged[:0], is.common, feats, float32(is.reports)-by, by)
	g.learning.merged = merged
	merged = g.heaviestInOrder(merged)
	share(merged)
	g.reindex(at, is.common, merged)
	if cap(is.common) < len(merged) || cap(is.common) > 2*len(merged) {
		is.common = make([]feature, 0, len(merged))
	}
	is.common = append(is.common[:0], merged...)
}

// combine adds two lists that are sorted by key, each times a factor. What weighs nothing
// any more is left out.
func combine(out, a, b []feature, timesA, timesB float32) []feature {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		var f feature
		switch {
		case j == len(b) || i < len(a) && a[i].key < b[j].key:
			f = feature{a[i].key, a[i].weight * timesA}
			i++
		case i == len(a) || b[j].key < a[i].key:
			f = feature{b[j].key, b[j].weight * timesB}
			j++
		default:
			f = feature{a[i].key, a[i].weight*timesA + b[j].weight*timesB}
			i++
			j++
		}
		if f.weight > 1e-6 {
			out = append(out, f)
		}
	}
	return out
}

// heaviestInOrder keeps the coreOfIssue heaviest of features that are sorted by key; of equal
// ones, those of smaller keys.
func (g *Grouper) heaviestInOrder(feats []feature) []feature {
	if len(feats) <= coreOfIssue {
		return feats
	}
	weights := g.learning.weights[:0]
	for _, f := range feats {
		weights = append(weights, f.weight)
	}
	g.learning.weights = weights
	slices.SortFunc(weights, func(a, b float32) int { return cmp.Compare(b, a) })
	least, equal := weights[coreOfIssue-1], 0
	for _, w := range weights[:coreOfIssue] {
		if w == least {
			equal++
		}
	}
	out := feats[:0]
	for _, f := range feats {
		switch {
		case f.weight > least:
			out = append(out, f)
		case f.weight == least && equal > 0:
			out = append(out, f)
			equal--
		}
	}
	return out
}

// absorb lets the larger of two issues take the reports of both, and returns it. What was
// answered before stays: the smaller keeps its reports until they are forgotten.
func (g *Grouper) absorb(a, b uint32) uint32 {
	if g.issues[b].reports > g.issues[a].reports {
		a, b = b, a
	}
	small := &g.issues[b]
	g.reindex(b, small.common, nil)
	small.common = nil
	for _, at := range append(g.held[b], b) {
		g.issues[at].into = a + 1
		g.held[a] = append(g.held[a], at)
	}
	delete(g.held, b)
	return a
}

// reindex tells the words' index which features an issue lost and won. Both lists are sorted.
func (g *Grouper) reindex(at uint32, before, after []feature) {
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case j == len(after) || i < len(before) && before[i].key < after[j].key:
			g.byWord.drop(before[i].key, at)
			i++
		case i == len(before) || after[j].key < before[i].key:
			g.byWord.add(after[j].key, at)
			j++
		default:
			i++
			j++
		}
	}
}

// forget lets go of what is older than the window or too much.
func (g *Grouper) forget() {
	oldest := g.mentions.newest - int64(g.opts.Window/time.Second)
	for g.mentions.len() > 1 && (g.mentions.len() > g.opts.Max || g.mentions.oldest().when < oldest) {
		if e := g.mentions.pop(); !e.gone {
			g.leave(e.issue)
		}
	}
}

// leave takes one remembered mention from an issue; without any, the issue is gone.
func (g *Grouper) leave(at uint32) {
	is := &g.issues[at]
	if is.alive--; is.alive > 0 {
		return
	}
	g.reindex(at, is.common, nil)
	delete(g.byIssue, is.id)
	for _, b := range g.held[at] {
		if g.issues[b].into == at+1 {
			g.issues[b].into = 0
		}
	}
	delete(g.held, at)
	for p := range g.apart {
		if p[0] == at || p[1] == at {
			delete(g.apart, p)
		}
	}
	*is = group{}
	g.free = append(g.free, at)
}
