package territory

import (
	"strings"
	"unicode/utf8"
)

// nameless says whether a name has nothing of its own: 中区, 市经济技术开发区.
func nameless(name string) bool {
	r := []rune(name)
	return len(r) == 2 && r[1] == '区' || strings.ContainsRune("省市县区", r[0]) && zone(name)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// township adds a township's name, its stem, and for an ethnic township the plain form
// (湖潮苗族布依族乡: 湖潮乡, 湖潮).
func (n *namer) township(i int32, name string) {
	name = n.own(i, name)
	s, suffix := cutTown(name)
	r := len([]rune(name))
	switch {
	case suffix == "" && r < 4:
		n.add(name, i, stem)
		return
	case r <= 2 || zone(name) && r < 6:
		n.add(name, i, generic)
		return
	}
	n.add(name, i, town)
	if suffix == "" {
		return
	}
	if plain := cutPeoples(s); plain != s && len([]rune(plain)) >= 2 {
		n.add(plain+suffix, i, town)
		s = plain
	}
	if len([]rune(s)) >= 2 {
		n.add(s, i, stem)
	}
}

// own takes its parents' names off a township's (四平市铁东区平东街道 is 平东街道).
func (n *namer) own(i int32, name string) string {
	before := ""
	for up := n.t.divs[i].up; up >= 0; up = n.t.divs[up].up {
		before = n.t.divs[up].Name + before
		if own, ok := strings.CutPrefix(name, before); ok {
			if s, suffix := cutTown(own); suffix != "" && len([]rune(s)) >= 2 {
				return own
			}
		}
	}
	return name
}

func zone(name string) bool {
	for _, z := range []string{"开发区", "园区", "工业园", "产业园", "新区", "管委会", "示范区"} {
		if strings.HasSuffix(name, z) {
			return true
		}
	}
	return false
}

var townSuffixes = []string{"街道办事处", "街道办", "街道", "办事处", "苏木", "地区", "镇", "乡"}

func cutTown(name string) (stem, suffix string) {
	for _, s := range townSuffixes {
		if strings.HasSuffix(name, s) && len(name) > len(s) {
			return strings.TrimSuffix(strings.TrimSuffix(name, s), "民族"), s
		}
	}
	return name, ""
}

// cutPeoples takes the names of peoples off the end (苗族布依族).
func cutPeoples(s string) string {
	for cut := true; cut; {
		cut = false
		for _, p := range peoples {
			if strings.HasSuffix(s, p) && len(s) > len(p) {
				s, cut = strings.TrimSuffix(s, p), true
			}
		}
	}
	return s
}
