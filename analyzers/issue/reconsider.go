package issue

import "huiying/opinion"

// Reconsider judges again what was settled but is not published yet, after Restore has told of
// what others published meanwhile. Two analyzers that meet the first reports of one concern at
// the same moment each open an issue. Whoever publishes first has opened it; the other's goes
// into it here, with all its reports. What joined an issue that others know stays where it is.
//
// found are the findings of one batch, in order; their issues are changed in place. published
// says which of them the log has by now; no others may be remembered that it has not. words cuts
// the text of a finding, as for Read. It returns whether an unpublished one still opens an issue.
func (g *Grouper) Reconsider(found []opinion.Finding, published func(mention string) bool,
	words func(opinion.Finding) []string) (opens bool) {
	reports := g.unpublished(found, published, words)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.passed = map[uint32]bool{}
	defer func() { g.passed = nil }()
	gone := map[string]uint32{} // issues of the batch, and where they went
	for i, f := range found {
		known := g.mentions.find(key16(f.ID))
		switch {
		case !f.Issue.New || known == nil:
		case g.issues[known.issue].id != f.Issue.ID: // another judged the same mention
			gone[f.Issue.ID] = known.issue
		case reports[i] != nil:
			g.passed[known.issue] = true
		}
	}
	for i, r := range reports {
		if r == nil {
			continue
		}
		f := &found[i]
		was := f.Issue.ID
		into, went := gone[was]
		if at, moved := g.rejoin(r, f, into, went); moved {
			gone[was] = at
		}
		opens = opens || f.Issue.New
		g.done(r)
	}
	return opens
}

// unpublished reads those of a batch again that the log does not have and that are in an issue
// which the batch opened; the others are nil.
func (g *Grouper) unpublished(found []opinion.Finding, published func(string) bool,
	words func(opinion.Finding) []string) []*Report {
	reports, opened := make([]*Report, len(found)), map[string]bool{}
	for i, f := range found {
		if opened[f.Issue.ID] = opened[f.Issue.ID] || f.Issue.New; opened[f.Issue.ID] && !published(f.ID) {
			reports[i] = g.Read(f.Mention, words(f))
		}
	}
	return reports
}

// rejoin moves an opening report to the issue that it fits, if it fits one, and a report that
// had joined it to where its issue went. It says where the report is now.
func (g *Grouper) rejoin(r *Report, f *opinion.Finding, into uint32, went bool) (at uint32, moved bool) {
	known := g.mentions.find(r.key)
	if known == nil || !went && !f.Issue.New {
		return 0, false // too old to be remembered, or its opener stays
	}
	g.cut(r)
	g.freq.uncount(r)
	g.weigh(r, f.Topic.ID, f.Place())
	ref := opinion.IssueRef{Copy: true, Why: []string{"copy"}}
	at, fits := g.copyOf(r)
	if ref.Same = f.Issue.Same; !fits { // its own text is among those that are remembered now
		ref.Copy, ref.Same = false, false
		at, ref.Why, fits = g.concern(r)
	}
	switch {
	case went && (!fits || at != into):
		at, ref.Copy, ref.Same, ref.Why = into, f.Issue.Copy, f.Issue.Same, f.Issue.Why
	case !fits:
		return 0, false
	}
	g.move(known, at, r, ref.Copy)
	known.isNew = false
	ref.ID, ref.Size = g.issues[at].id, int(known.size)
	f.Issue = ref
	return at, true
}
