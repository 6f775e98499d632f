package territory

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"huiying/opinion"
)

// kind says how a name stands for a division; it decides how much company it needs.
type kind uint16

const (
	full    kind = 1 << iota // the official name of a province, city or county
	town                     // the official name of a township
	old                      // a name it had before
	short                    // short name of a province or city (长沙)
	brief                    // short name of a county (岳麓): may be anything else as well
	stem                     // a township's name without its suffix
	generic                  // a name that any place could have (城区, 经开区): a parent must stand before it
	variant                  // a stem with another suffix than today's (新津县, now 新津区)
	site                     // a road, school, sight … of which a gazetteer says where it lies
)

type meaning struct {
	div  int32
	kind kind
}

// note is what is known of a name itself.
type note uint8

const (
	word    note = 1 << iota // it is an everyday word too (和平, 资源)
	vague                    // a dictionary has it as a noun or person's name too
	blocker                  // no name, but a word that one lies in (朝阳产业): it takes the place
)

type namer struct {
	t      *Table
	ids    map[string]int32
	keys   []string
	heads  []int32 // name -> its first meaning in links; -1 for none
	links  []link  // all meanings: one slice instead of one a name halves the time to load
	notes  []note
	marked map[string]note // of short names, from the dictionary
}

type link struct {
	meaning
	next int32
}

func newNamer(t *Table, words string) *namer {
	size := 2*len(t.divs) + 4000
	n := &namer{t: t, ids: make(map[string]int32, size), marked: make(map[string]note, 4000),
		keys: make([]string, 0, size), heads: make([]int32, 0, size), notes: make([]note, 0, size),
		links: make([]link, 0, size+size/4)}
	for l := range strings.Lines(words) {
		w := strings.TrimSpace(l[1:])
		switch l[0] {
		case '=':
			n.marked[w] = word
		case '~':
			n.marked[w] = vague
		case '+':
			n.block(w)
		}
	}
	for _, w := range alwaysWords {
		n.marked[w] = word
	}
	for _, w := range blockers {
		n.block(w)
	}
	return n
}

func (n *namer) id(name string) int32 {
	i, ok := n.ids[name]
	if !ok {
		i = int32(len(n.keys))
		n.ids[name] = i
		n.keys = append(n.keys, name)
		n.heads = append(n.heads, -1)
		n.notes = append(n.notes, n.marked[name])
	}
	return i
}

func (n *namer) block(w string) {
	i := n.id(w)
	n.notes[i] |= blocker
}

// add gives a name a further meaning, once for each division: the first one counts.
func (n *namer) add(name string, div int32, k kind) {
	i := n.id(name)
	last := int32(-1)
	for l := n.heads[i]; l >= 0; l = n.links[l].next {
		if n.links[l].div == div {
			return
		}
		last = l
	}
	n.notes[i] &^= blocker
	if last < 0 {
		n.heads[i] = int32(len(n.links))
	} else {
		n.links[last].next = int32(len(n.links))
	}
	n.links = append(n.links, link{meaning{div, k}, -1})
}

// official adds the name of each division itself.
func (n *namer) official() {
	for i := range n.t.divs {
		d := &n.t.divs[i]
		switch {
		case d.hidden:
		case genericNames[d.Name] || nameless(d.Name):
			n.add(d.Name, int32(i), generic)
		case d.far && d.Level != opinion.Province && !strings.ContainsRune("县市区镇乡", lastRune(d.Name)):
			n.marked[d.Name] |= vague // 九龙, 新界: shops and estates have these names
			n.add(d.Name, int32(i), brief)
		case d.Level == opinion.Township:
			n.township(int32(i), d.Name)
		default:
			n.add(d.Name, int32(i), full)
		}
	}
}

// national adds the short and old names of the embedded tables.
func (n *namer) national(aliases, changes string) {
	n.official()
	high := map[string]bool{}
	for l := range strings.Lines(aliases) {
		code, alias, _ := strings.Cut(strings.TrimSpace(l), ",")
		i, ok := n.t.index[code]
		if !ok || n.t.divs[i].hidden {
			continue
		}
		switch {
		case genericNames[alias]:
			n.add(alias, i, generic)
		case n.t.divs[i].Level == opinion.County:
			if up := n.t.divs[i].up; up < 0 ||
				!strings.HasPrefix(n.t.divs[up].Name, alias) { // 安阳 is the city, not its county
				n.add(alias, i, brief)
			}
		default:
			high[alias] = true
			n.high(alias, i)
		}
	}
	for code, more := range extraShorts {
		for _, s := range more {
			high[s] = true
			n.add(s, n.t.index[code], short)
		}
	}
	for i := range n.t.divs {
		n.derived(int32(i), high)
	}
	n.changes(changes)
}

// high adds a province's or city's short name, and the usual form with its kind.
func (n *namer) high(alias string, i int32) {
	n.add(alias, i, short)
	id := n.ids[alias]
	n.notes[id] &^= word | vague // a dictionary's guess does not outweigh a city's rank
	if highWords[alias] {
		n.notes[id] |= word
	}
	name := n.t.divs[i].Name
	switch {
	case strings.HasSuffix(name, "自治州") && !strings.HasSuffix(alias, "州"):
		n.add(alias+"州", i, full)
	case strings.HasSuffix(name, "自治区"):
		n.add(alias+"自治区", i, full)
	}
}

// derived adds what the tables of aliases lack: stems of counties renamed since, cities of
// Taiwan, and the usual words for development zones.
func (n *namer) derived(i int32, high map[string]bool) {
	d := &n.t.divs[i]
	if d.hidden || d.Level == opinion.Province || d.Level == opinion.Township {
		return
	}
	for suffix, words := range zoneWords {
		// Only the zone that bears the city's own name (合肥, but not 合肥新站) goes by these words.
		if own, ok := strings.CutSuffix(d.Name, suffix); ok && d.Level == opinion.County && d.up >= 0 && own != "" &&
			(strings.HasSuffix(own, n.t.divs[d.up].Name) || strings.HasSuffix(own+"市", n.t.divs[d.up].Name)) {
			for _, w := range words {
				n.add(w, i, generic)
			}
		}
	}
	r := []rune(d.Name)
	if len(r) < 3 || !strings.ContainsRune("县区市旗", r[len(r)-1]) || zone(d.Name) {
		return
	}
	s := string(r[:len(r)-1])
	switch {
	case high[s] || genericNames[s]:
	case d.Level == opinion.City && d.far:
		n.add(s, i, brief)
	case d.Level == opinion.County && !d.far:
		n.add(s, i, brief)
	}
}

// changes adds old names: of counties, and of cities that no longer bear theirs.
func (n *namer) changes(table string) {
	byName := map[string][]int32{}
	for i := range n.t.divs {
		if n.t.divs[i].Level != opinion.Township && !n.t.divs[i].hidden {
			byName[n.t.divs[i].Name] = append(byName[n.t.divs[i].Name], int32(i))
		}
	}
	find := func(name string, in int32) (int32, bool) {
		for _, i := range byName[name] {
			if in < 0 || n.t.divs[i].up == in {
				return i, true
			}
		}
		return 0, false
	}
	for l := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(l), ",")
		city, ok := find(f[4], -1)
		if !ok {
			continue
		}
		if f[1] != f[4] && len(byName[f[1]]) == 0 {
			n.add(f[1], city, old)
			if s := strings.TrimSuffix(f[1], "市"); s != f[1] {
				n.add(s, city, short)
			}
		}
		if county, ok := find(f[5], city); ok && f[2] != "" && f[2] != f[5] && !genericNames[f[2]] {
			n.add(f[2], county, old)
		}
	}
}

// formerly adds old names that the compilation of changes lacks.
func (n *namer) formerly() error {
	text, err := data.ReadFile("data/former.csv")
	if err != nil {
		return err
	}
	for l := range strings.Lines(string(text)) {
		name, code, _ := strings.Cut(strings.TrimSpace(l), ",")
		i, ok := n.t.index[code]
		switch {
		case !ok && code == "code":
		case !ok:
			return fmt.Errorf("former.csv: %s: there is no division %q", name, code)
		case strings.ContainsRune("省市县区旗盟州", lastRune(name)) || strings.HasSuffix(name, "地区"):
			n.add(name, i, old)
		default:
			n.add(name, i, short)
		}
	}
	return nil
}

// configured adds the names of a configured table: given aliases, and stems of Han
// characters only (西地, but not A3).
func (n *namer) configured(aliases map[int32][]string) {
	n.official()
	for _, i := range slices.Sorted(maps.Keys(aliases)) {
		for _, a := range aliases[i] {
			switch n.t.divs[i].Level {
			case opinion.Province, opinion.City:
				n.add(a, i, short)
			case opinion.County:
				n.add(a, i, brief)
			default:
				n.add(a, i, town)
			}
		}
	}
	for i := range n.t.divs {
		d := &n.t.divs[i]
		r := []rune(d.Name)
		if d.hidden || d.Level == opinion.Township || len(r) < 3 || !strings.ContainsRune("省县区市旗州盟", r[len(r)-1]) {
			continue
		}
		s := string(r[:len(r)-1])
		if strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			continue
		}
		if _, known := n.ids[s]; !known {
			n.marked[s] |= vague // nobody said that it is used: a parent must stand beside it
		}
		n.add(s, int32(i), brief)
	}
}

// sites adds the names of a gazetteer; what lies in no division of the table is left out.
func (n *namer) sites(sites []Site) {
	for _, s := range sites {
		if i, ok := n.t.index[s.Code]; ok && s.Kind != Blocked {
			n.add(s.Name, i, site)
		}
	}
	for _, s := range sites {
		if s.Kind == Blocked {
			n.block(s.Name)
		}
	}
}

// finish sorts the names into the trie.
func (n *namer) finish(fold string) {
	order := make([]int32, len(n.keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(n.keys[a], n.keys[b]) })
	keys := make([][]rune, len(order))
	all := make([]rune, 0, 6*len(order)) // one slice for all keys
	t := n.t
	t.means, t.offs, t.notes = make([]meaning, 0, len(n.links)), make([]int32, 0, len(order)+1),
		make([]note, 0, len(order))
	for k, i := range order {
		from := len(all)
		for _, r := range n.keys[i] {
			all = append(all, r)
		}
		keys[k] = all[from:len(all):len(all)]
		t.offs = append(t.offs, int32(len(t.means)))
		for l := n.heads[i]; l >= 0; l = n.links[l].next {
			t.means = append(t.means, n.links[l].meaning)
		}
		t.notes = append(t.notes, n.notes[i])
	}
	t.offs = append(t.offs, int32(len(t.means)))
	t.names = buildTrie(keys)
	for l := range strings.Lines(fold) {
		if r := []rune(strings.TrimSpace(l)); len(r) == 2 {
			t.names.fold(r[0], r[1])
		}
	}
	for r := rune('!'); r <= '~'; r++ {
		t.names.fold(r+0xFEE0, r)
		t.names.fold(unicode.ToLower(r), r)
		t.names.fold(unicode.ToLower(r)+0xFEE0, r)
	}
	t.scratch.New = func() any { return newScratch(len(t.divs)) }
}
