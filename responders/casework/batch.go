package casework

import (
	"slices"

	"huiying/opinion"
)

// plan is what one call writes. Two groups may come to the same case, when the case of one
// was merged into that of the other: the second then waits for the next call.
type plan struct {
	before []opinion.Case
	events [][]opinion.Event
	groups []string
	later  []string
	taken  map[string]bool
}

// page is what is written to one case: a group writes to one, or to two that are linked.
type page struct {
	before, c opinion.Case // before, and as it is with the events
	events    []opinion.Event
}

func (p *plan) add(group string, pages []page) {
	for _, x := range pages {
		if p.taken[x.c.ID] {
			p.later = append(p.later, group)
			return
		}
	}
	p.groups = append(p.groups, group)
	for _, x := range pages {
		p.taken[x.c.ID] = true
		p.before, p.events = append(p.before, x.before), append(p.events, x.events)
	}
}

// byCase groups findings by the case of their issue, in order of first appearance. What is past,
// because its source sent a newer text, brings nothing about any more.
func byCase(findings []opinion.Finding, past map[string]string) (map[string][]int, []string) {
	groups := map[string][]int{}
	var order []string
	for i, f := range findings {
		if f.Issue.ID == "" || past[f.ID] != "" {
			continue
		}
		id := opinion.CaseID(f.Issue.ID)
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], i)
	}
	return groups, order
}

func pick(findings []opinion.Finding, at []int) []opinion.Finding {
	out := make([]opinion.Finding, len(at))
	for i, j := range at {
		out[i] = findings[j]
	}
	return out
}

func changed(pages ...page) []page {
	return slices.DeleteFunc(pages, func(p page) bool { return len(p.events) == 0 })
}
