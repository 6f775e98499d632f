package issue

import (
	"slices"

	"huiying/opinion"
)

// Withdraw forgets what was settled and never published: the issues that a batch opened, with their
// reports. Nobody else knows them, and what joined one of them here would be in an issue that was
// never opened. What joined an issue that others know stays: its report goes there again, whoever
// judges it.
//
// The arguments are those of Reconsider. What Withdraw forgot can be settled again, or restored.
func (g *Grouper) Withdraw(found []opinion.Finding, published func(mention string) bool,
	words func(opinion.Finding) []string) {
	reports := g.unpublished(found, published, words)
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, r := range slices.Backward(reports) { // the last one first, so that each is weighed as when it came
		if r != nil {
			g.withdraw(r, found[i])
			g.done(r)
		}
	}
}

func (g *Grouper) withdraw(r *Report, f opinion.Finding) {
	seq, ok := g.mentions.byID[r.key]
	if !ok {
		return
	}
	e := g.mentions.at(seq)
	at := e.issue
	if g.issues[at].id != f.Issue.ID { // another has judged it
		return
	}
	g.cut(r)
	g.freq.uncount(r)
	g.weigh(r, f.Topic.ID, f.Place())
	g.freq.uncount(r)
	if !e.isCopy {
		if g.issues[at].reports--; g.issues[at].reports > 0 {
			g.learn(at, r.core, -1)
		}
	}
	g.mentions.drop(seq)
	g.leave(at)
}
