package pattern

import (
	"regexp/syntax"
	"slices"
	"unicode"
)

// mostOften is where the characters end that are looked up and not searched for.
const mostOften = 1 << 16

// classes number the characters that a program does not tell apart.
type classes struct {
	pages   [256]*[256]uint16 // of characters below mostOften
	borders []rune            // where classes begin, for all others
	end     int               // the class of the text's end, the last
}

// newClasses parts the characters at the borders of all that a program names. marks says that
// it asks for borders of words and of lines too.
func newClasses(prog *syntax.Prog, marks bool) *classes {
	borders := []rune{0}
	add := func(from, to rune) { borders = append(borders, from, to+1) }
	if marks {
		for _, x := range [][2]rune{{'\n', '\n'}, {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} {
			add(x[0], x[1])
		}
	}
	for i := range prog.Inst {
		switch in := &prog.Inst[i]; in.Op {
		case syntax.InstRuneAnyNotNL:
			add('\n', '\n')
		case syntax.InstRune, syntax.InstRune1:
			if len(in.Rune) == 1 {
				for r := in.Rune[0]; ; {
					add(r, r)
					if r = unicode.SimpleFold(r); r == in.Rune[0] || syntax.Flags(in.Arg)&syntax.FoldCase == 0 {
						break
					}
				}
				continue
			}
			for j := 0; j+1 < len(in.Rune); j += 2 {
				add(in.Rune[j], in.Rune[j+1])
			}
		}
	}
	slices.Sort(borders)
	return numbered(slices.Compact(borders))
}

// numbered gives each stretch between two borders its number. Pages that are alike are kept once.
func numbered(borders []rune) *classes {
	c := &classes{borders: borders, end: len(borders)}
	once := map[[256]uint16]*[256]uint16{}
	at := 0
	for p := range c.pages {
		var page [256]uint16
		for i := range page {
			for r := rune(p<<8 + i); at+1 < len(borders) && borders[at+1] <= r; {
				at++
			}
			page[i] = uint16(at)
		}
		if once[page] == nil {
			once[page] = &page
		}
		c.pages[p] = once[page]
	}
	return c
}

// beyond is the class of a character from mostOften on.
func (c *classes) beyond(r rune) int {
	at, exact := slices.BinarySearch(c.borders, r)
	if !exact {
		at--
	}
	return at
}
