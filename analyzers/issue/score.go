package issue

import (
	"maps"
	"slices"
)

// Gold is a known issue: the ids of its mentions, and of those that may be in it or not.
type Gold struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Mentions  []string `json:"message_ids"`
	Ambiguous []string `json:"ambiguous_ids,omitempty"`
}

// Match is the group that comes closest to a known issue.
type Match struct {
	Gold      string   `json:"gold"`
	Name      string   `json:"name"`
	Group     string   `json:"group"`
	Size      int      `json:"size"` // of the group, without ambiguous mentions
	True      int      `json:"true"` // of the known issue
	Hit       int      `json:"hit"`
	Precision float64  `json:"precision"`
	Recall    float64  `json:"recall"`
	F1        float64  `json:"f1"`
	Missed    []string `json:"missed,omitempty"`
	Strange   []string `json:"strange,omitempty"` // in the group, not in the issue
}

// Result is how well groups fit known issues.
type Result struct {
	MeanF1      float64 `json:"mean_f1"`
	Largest     int     `json:"largest"`      // mentions in the largest group of all
	LargestTrue int     `json:"largest_true"` // mentions in the largest known issue
	Matches     []Match `json:"matches"`
}

// Score compares groups (mention id to issue id) with known issues: for each of these, the
// group with the best F1.
func Score(groups map[string]string, gold []Gold) Result {
	members := map[string][]string{}
	for _, id := range sortedKeys(groups) {
		members[groups[id]] = append(members[groups[id]], id)
	}
	var out Result
	for _, m := range members {
		out.Largest = max(out.Largest, len(m))
	}
	for _, g := range gold {
		match := closest(members, groups, g)
		out.LargestTrue = max(out.LargestTrue, len(g.Mentions))
		out.MeanF1 += match.F1 / float64(len(gold))
		out.Matches = append(out.Matches, match)
	}
	return out
}

func closest(members map[string][]string, groups map[string]string, g Gold) Match {
	wanted, either := map[string]bool{}, map[string]bool{}
	for _, id := range g.Ambiguous {
		either[id] = true
	}
	for _, id := range g.Mentions {
		wanted[id] = true
	}
	best := Match{Gold: g.ID, Name: g.Name, True: len(wanted), Missed: g.Mentions}
	tried := map[string]bool{"": true}
	for _, id := range g.Mentions {
		group := groups[id]
		if tried[group] {
			continue
		}
		tried[group] = true
		m := Match{Gold: g.ID, Name: g.Name, Group: group, True: len(wanted)}
		for _, id := range members[group] {
			switch {
			case wanted[id]:
				m.Hit++
			case either[id]:
				continue
			default:
				m.Strange = append(m.Strange, id)
			}
			m.Size++
		}
		for _, id := range g.Mentions {
			if groups[id] != group {
				m.Missed = append(m.Missed, id)
			}
		}
		m.Precision, m.Recall = float64(m.Hit)/float64(m.Size), float64(m.Hit)/float64(m.True)
		m.F1 = 2 * float64(m.Hit) / float64(m.Size+m.True)
		if m.F1 > best.F1 {
			best = m
		}
	}
	return best
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
