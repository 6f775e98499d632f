package harm

import (
	"fmt"
	"regexp"
	"strings"

	"huiying/analyzers/phrase"
)

// group are phrases that tell of the same. weight says how near to death it is: 3 mortal by
// itself, 2 mortal with one thing more, 1 and less only beside others.
//
// Phrases are parted by spaces. (a|b) stands for either, (a|b)? for either or nothing, and … for
// anything up to gap bytes of the same clause.
type group struct {
	role   Role
	kind   Kind
	weight float32
	words  string
}

const gap = 9 * 3 // bytes that … stands for

// use is what a phrase is good for: a cue of its own, or a part of one with gaps.
type use struct {
	part int32 // of all parts, from 1; 0 for a cue of its own
	of   role
	size int32 // of the phrase as the use spells it: a longer one includes its beginnings
	cue  cue
}

// role is a part's place among the parts of its cue.
type role uint8

const (
	head role = iota
	middle
	tail
)

type cue struct {
	role   Role
	kind   Kind
	weight float32
}

type lexicon struct {
	matcher *phrase.Matcher
	uses    [][]use
	texts   []string
	parts   int
}

// single is an optional character: 被?困.
var single = regexp.MustCompile(`([^)])\?`)

// expand lists what a phrase with brackets stands for.
func expand(word string) []string {
	word = single.ReplaceAllString(word, "($1)?")
	open := strings.IndexByte(word, '(')
	if open < 0 {
		return []string{word}
	}
	end := strings.IndexByte(word[open:], ')')
	if end < 0 {
		panic(fmt.Sprintf("harm: no ) in %q", word))
	}
	choices, after := strings.Split(word[open+1:open+end], "|"), word[open+end+1:]
	if rest, ok := strings.CutPrefix(after, "?"); ok {
		choices, after = append(choices, ""), rest
	}
	var out []string
	for _, rest := range expand(after) {
		for _, a := range choices {
			out = append(out, word[:open]+a+rest)
		}
	}
	return out
}

// build makes the lexicon of all groups. A phrase that begins with another is good for what the
// other is good for, unless it is harmless: that is what harmless phrases are for.
func build(groups []group) *lexicon {
	l := &lexicon{}
	byText := map[string]int{}
	add := func(text string, u use) {
		if text == "" {
			return
		}
		text = phrase.Fold(text)
		i, ok := byText[text]
		if !ok {
			i = len(l.uses)
			byText[text] = i
			l.uses = append(l.uses, nil)
			l.texts = append(l.texts, text)
		}
		u.size = int32(len(text))
		l.uses[i] = append(l.uses[i], u)
	}
	for _, g := range groups {
		c := cue{g.role, g.kind, g.weight}
		for _, word := range strings.Fields(g.words) {
			parts := strings.Split(word, "…")
			for i, p := range parts {
				u := use{cue: c}
				if len(parts) > 1 {
					l.parts++
					u.part, u.of = int32(l.parts), place(i, len(parts))
				}
				for _, w := range expand(p) {
					add(w, u)
				}
			}
		}
	}
	own := make([][]use, len(l.uses))
	copy(own, l.uses)
	for i, text := range l.texts {
		if harmless(own[i]) {
			l.uses[i] = own[i][:1:1]
			continue
		}
		for n := 1; n < len(text); n++ {
			if j, ok := byText[text[:n]]; ok && !harmless(own[j]) {
				l.uses[i] = append(l.uses[i][:len(l.uses[i]):len(l.uses[i])], own[j]...)
			}
		}
	}
	// what words cannot hold
	for text, role := range map[string]Role{"\n": sentenceEnd, " ": clauseEnd, "　": clauseEnd} {
		l.texts, l.uses = append(l.texts, text), append(l.uses, []use{{size: int32(len(text)), cue: cue{role: role}}})
	}
	l.matcher = phrase.New(l.texts)
	return l
}

func harmless(uses []use) bool {
	for _, u := range uses {
		if u.cue.role == Harmless && u.part == 0 {
			return true
		}
	}
	return false
}

func place(i, of int) role {
	switch i {
	case 0:
		return head
	case of - 1:
		return tail
	}
	return middle
}
