package shape

import "slices"

// largestCircle is the largest strongly connected set of files, by Tarjan's algorithm, where a
// file points to another if it uses a package-level name that the other defines. Methods do not
// count: the type that has them does.
func largestCircle(files []File, owner map[string]string, needs map[string][]string) []string {
	t := tarjan{owner: owner, needs: needs, index: map[string]int{}, low: map[string]int{}, on: map[string]bool{}}
	for _, f := range files {
		if t.index[f.Name] == 0 {
			t.visit(f.Name)
		}
	}
	slices.Sort(t.best)
	return t.best
}

type tarjan struct {
	owner map[string]string
	needs map[string][]string
	index map[string]int // order of the first visit, from 1
	low   map[string]int // the earliest file that can be reached
	on    map[string]bool
	stack []string
	best  []string
}

func (t *tarjan) visit(file string) {
	t.index[file] = len(t.index) + 1
	t.low[file] = t.index[file]
	t.stack, t.on[file] = append(t.stack, file), true
	for _, name := range t.needs[file] {
		to, ours := t.owner[name]
		switch {
		case !ours || to == file:
		case t.index[to] == 0:
			t.visit(to)
			t.low[file] = min(t.low[file], t.low[to])
		case t.on[to]:
			t.low[file] = min(t.low[file], t.index[to])
		}
	}
	if t.low[file] != t.index[file] {
		return
	}
	at := slices.Index(t.stack, file)
	circle := slices.Clone(t.stack[at:])
	t.stack = t.stack[:at]
	for _, f := range circle {
		t.on[f] = false
	}
	if len(circle) > max(1, len(t.best)) {
		t.best = circle
	}
}
