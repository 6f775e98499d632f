package issue

import "huiying/opinion"

// Restore takes a published finding into memory as it was decided: by this grouper before a
// restart, by another that shares the work, or by a person. Nothing is judged again. After a
// start, findings are restored in the order in which they were published; restoring one again
// moves it to the issue that it now names, and what a person moved is not put back.
func (g *Grouper) Restore(f opinion.Finding, words []string) {
	if f.Issue.ID == "" || f.ID == "" {
		return
	}
	r := g.Read(f.Mention, words)
	defer g.done(r)
	g.mu.Lock()
	defer g.mu.Unlock()
	known := g.mentions.find(r.key)
	if known != nil && g.issues[known.issue].id == f.Issue.ID {
		return
	}
	g.weigh(r, f.Topic.ID, f.Place())
	at, ok := g.byIssue[f.Issue.ID]
	if !ok {
		at = g.open(f.Issue.ID, r)
	}
	if known != nil {
		from := known.issue
		g.move(known, at, r, known.isCopy)
		if len(f.Corrected) > 0 && g.issues[from].alive > 0 {
			g.tellApart(from, at) // a person did, and no likeness puts them together again
		}
		return
	}
	g.join(at, r, f.Issue)
	g.retire(r)
}

// move puts a known mention into another issue, as a copy or a report of its own. What both are
// known by follows, so that the reports to come go where this one was put.
func (g *Grouper) move(e *entry, to uint32, r *Report, copied bool) {
	from := e.issue
	g.issues[to].alive++
	if !copied {
		g.issues[to].reports++
		g.learn(to, r.core, 1)
	}
	if !e.isCopy {
		if g.issues[from].reports--; g.issues[from].reports > 0 {
			g.learn(from, r.core, -1)
		}
	}
	e.issue, e.size, e.isCopy = to, g.issues[to].reports, copied
	g.leave(from)
}

// tellApart lets neither of two issues take the reports of the other.
func (g *Grouper) tellApart(a, b uint32) {
	g.apart[pair(a, b)] = true
	for _, p := range [2][2]uint32{{a, b}, {b, a}} {
		if g.issues[p[0]].into == p[1]+1 {
			g.issues[p[0]].into = 0
		}
	}
}

func pair(a, b uint32) [2]uint32 { return [2]uint32{min(a, b), max(a, b)} }
