package territory

import (
	"slices"
	"sync"

	"huiying/opinion"
)

// Table is a set of divisions and the names by which texts call them. It never changes
// once made, so any number of goroutines may judge with it.
type Table struct {
	divs  []division
	index map[string]int32

	names *trie
	offs  []int32   // name -> where its meanings begin in means; one more than names
	means []meaning // what each name can mean
	notes []note    // what is known of a name itself

	scratch sync.Pool // *scratch
}

type division struct {
	opinion.Division
	up       int32 // the parent in the chain that is shown; -1 for none
	within   int32 // the parent by code, which may be a pseudo city; -1 for none
	far      bool  // Hong Kong, Macao, Taiwan: their districts share many names with the mainland
	hidden   bool  // a pseudo city (市辖区, 县, 省直辖…): never named, skipped in chains
	children []int32
}

// Division looks a code up.
func (t *Table) Division(code string) (opinion.Division, bool) {
	i, ok := t.index[code]
	if !ok {
		return opinion.Division{}, false
	}
	return t.divs[i].Division, true
}

// Path is the chain of codes from the province down to code itself, without pseudo
// cities; nil for a code that the table does not have.
func (t *Table) Path(code string) []string {
	i, ok := t.index[code]
	if !ok {
		return nil
	}
	return t.path(i)
}

func (t *Table) path(i int32) []string {
	out := make([]string, 0, 4)
	for ; i >= 0; i = t.divs[i].up {
		out = append(out, t.divs[i].Code)
	}
	slices.Reverse(out)
	return out
}

// Within says whether code is ancestor or lies in it. Everything known lies in "", the
// whole country; an unknown code lies nowhere.
func (t *Table) Within(code, ancestor string) bool {
	i, ok := t.index[code]
	if !ok {
		return false
	}
	if ancestor == "" {
		return true
	}
	a, ok := t.index[ancestor]
	return ok && t.in(i, a)
}

func (t *Table) in(i, a int32) bool {
	for ; i >= 0; i = t.divs[i].within {
		if i == a {
			return true
		}
	}
	return false
}

// Common is the deepest division that contains all the codes, "" when only the whole
// country does or one of them is unknown.
func (t *Table) Common(codes ...string) string {
	var common []string
	for k, c := range codes {
		p := t.Path(c)
		if k == 0 {
			common = p
		}
		n := 0
		for n < len(common) && n < len(p) && common[n] == p[n] {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 {
		return ""
	}
	return common[len(common)-1]
}

// Children lists the codes right below code in order, those of a pseudo city with them;
// Children("") lists the provinces.
func (t *Table) Children(code string) []string {
	var out []string
	if code == "" {
		for _, d := range t.divs {
			if d.up < 0 && !d.hidden {
				out = append(out, d.Code)
			}
		}
		slices.Sort(out)
		return out
	}
	i, ok := t.index[code]
	if !ok {
		return nil
	}
	for _, c := range t.divs[i].children {
		out = append(out, t.divs[c].Code)
	}
	slices.Sort(out)
	return out
}
