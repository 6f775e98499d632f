package items

import (
	"cmp"
	"regexp"
	"slices"

	"huiying/opinion"
)

// NameCase says how the name of a guide and that of the service network's list stand to each other.
type NameCase string

// The cases that are told; equal names are none.
const (
	NameDiffers  NameCase = "differs"  // alike, and not the same
	NameUnlisted NameCase = "unlisted" // the list has none like it
	NameMissing  NameCase = "missing"  // the list has it, and no guide is like it
)

// NameFinding is a name that is not as it should be (名称与政务服务网一致).
type NameFinding struct {
	Case   NameCase
	Item   string // id of the guide; "" where it is missing
	Name   string // of the guide
	Listed string // in the list
	Unit   string
	Line   int // of the list
}

// alikeEnough is how much of the pairs of characters of two names must be the same for them to be meant as one.
const alikeEnough = 0.55

var nameEnds = regexp.MustCompile(`(?:的?办事指南|服务指南|办理指南|指南)$|^【[^】]*】`)

// CompareNames compares the names of guides with those of a list, each within its unit where the list says
// one. What is most alike belongs together; the order of findings is that of guides, then of the list.
func CompareNames(list []Row, guides []opinion.Item) (same int, out []NameFinding) {
	type pair struct {
		guide, row int
		like       float64
	}
	var pairs []pair
	listed := make([]map[[2]rune]int, len(list))
	for r, row := range list {
		listed[r] = twos(bareName(row.Facts.Name))
	}
	for g, i := range guides {
		own := twos(bareName(i.Name))
		for r, row := range list {
			if row.Facts.Unit != "" && i.Unit != "" && row.Facts.Unit != i.Unit {
				continue
			}
			if like := dice(own, listed[r]); like >= alikeEnough {
				pairs = append(pairs, pair{g, r, like})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.like, x.like), cmp.Compare(x.guide, y.guide), cmp.Compare(x.row, y.row))
	})
	ofGuide, ofRow := map[int]int{}, map[int]bool{}
	for _, p := range pairs {
		if _, taken := ofGuide[p.guide]; !taken && !ofRow[p.row] {
			ofGuide[p.guide], ofRow[p.row] = p.row, true
		}
	}
	for g, i := range guides {
		r, found := ofGuide[g]
		switch {
		case !found:
			out = append(out, NameFinding{Case: NameUnlisted, Item: i.ID, Name: i.Name, Unit: i.Unit})
		case bareName(i.Name) == bareName(list[r].Facts.Name):
			same++
		default:
			out = append(out, NameFinding{NameDiffers, i.ID, i.Name, list[r].Facts.Name, i.Unit, list[r].Line})
		}
	}
	for r, row := range list {
		if !ofRow[r] {
			out = append(out, NameFinding{Case: NameMissing, Listed: row.Facts.Name, Unit: row.Facts.Unit, Line: row.Line})
		}
	}
	return same, out
}

// bareName is a name without what says that it is a guide, and without spaces and marks.
func bareName(name string) string {
	return plain(nameEnds.ReplaceAllString(nameEnds.ReplaceAllString(name, ""), ""))
}

func twos(s string) map[[2]rune]int {
	out, rs := map[[2]rune]int{}, []rune(s)
	for i := 1; i < len(rs); i++ {
		out[[2]rune{rs[i-1], rs[i]}]++
	}
	return out
}

// dice is the share of pairs that two names have in common, 0 to 1.
func dice(a, b map[[2]rune]int) float64 {
	both, all := 0, 0
	for p, n := range a {
		both += min(n, b[p])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(both) / float64(all)
}
