package issue

import "huiying/opinion"

// succeed finds the issue of the mention that r replaces: the newer text of a report belongs where
// the report is, and counts as it did. What it says now may be another matter; that is for a person
// to see, who is shown what changed.
func (g *Grouper) succeed(r *Report, ref *opinion.IssueRef) (at uint32, ok bool) {
	if !r.replaces {
		return 0, false
	}
	old := g.mentions.find(r.older)
	if old == nil {
		return 0, false
	}
	ref.Copy = old.isCopy
	return old.issue, true
}

// retire takes the mention that r replaces out of its issue's count, once r is in.
func (g *Grouper) retire(r *Report) {
	if !r.replaces {
		return
	}
	old := g.mentions.find(r.older)
	if old == nil || old.isCopy {
		return
	}
	old.isCopy = true
	g.issues[old.issue].reports--
}
