package redact

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// What names are made of, as text that can be read and mended: see the head of each file.
var (
	//go:embed data/surnames.txt
	surnamesText string
	//go:embed data/given.txt
	givenText string
	//go:embed data/words.txt
	wordsText string
	//go:embed data/own.txt
	ownText string
	//go:embed data/alike.txt
	alikeText string
	//go:embed data/pairs.txt
	pairsText string
	//go:embed data/pairs_own.txt
	ownPairsText string
	//go:embed data/places.txt
	placesText string
	//go:embed data/peoples.txt
	peoplesText string
)

// unknownGiven is the weight of a character that stands in hardly any given name.
const unknownGiven = -5

// clanWeight is that of a clan's name before a given name, which may be made of other words, too.
const clanWeight = 1

// noSurname marks characters that are no surname.
const noSurname = -99

// people is how one people's names are made.
type people struct {
	first, units map[string]bool  // first stand at the beginning alone
	pairs        [2]map[rune]bool // each of the first before each of the second
	syllables    map[rune]bool
	last         []string // endings that speak for a name
}

// nameTables are the embedded files, read once.
type nameTables struct {
	surname, given [1 << 16]int8
	writes         [1 << 16]uint16 // bit p: peoples[p] writes a name with the character
	starts         charset         // may begin such a name
	compound       map[string]int8
	compounds      [1 << 16 / 64]uint64 // their first characters
	dictionary
	places     *wordList
	alike      *wordList  // made like names, or with a beginning that is
	givenNames dictionary // of two characters
	peoples    []people
}

var tables = sync.OnceValue(func() *nameTables {
	t := &nameTables{compound: map[string]int8{}}
	for i := range t.given {
		t.given[i], t.surname[i] = unknownGiven, noSurname
	}
	weights(surnamesText, &t.surname)
	weights(givenText, &t.given)
	for line := range lines(wordsText) {
		t.line(line)
	}
	for _, w := range append(entries(ownText), entries(placesText)...) {
		t.add(w)
	}
	t.places = newWordList(entries(placesText))
	t.sort()
	t.rare()
	t.alike = newWordList(append(entries(alikeText), entries(ownText)...))
	for _, w := range append(entries(pairsText), entries(ownPairsText)...) {
		t.givenNames.add(w)
	}
	t.givenNames.sort()
	for w := range compoundSurnames {
		t.compound[w] = 6
		if everydayCompounds[w] {
			t.compound[w] = 1
		}
	}
	at := map[string]int{}
	for line := range lines(peoplesText) {
		name, rest, _ := strings.Cut(line, " ")
		what, list, _ := strings.Cut(rest, " ")
		p, known := at[name]
		if !known {
			p = len(t.peoples)
			at[name] = p
			t.peoples = append(t.peoples, people{first: map[string]bool{}, units: map[string]bool{}, syllables: map[rune]bool{}})
		}
		t.part(p, name, what, list)
	}
	for w := range t.compound {
		r := []rune(w)[0]
		t.compounds[r/64] |= 1 << (r % 64)
	}
	return t
})

// rare gives the characters that no everyday word has a weight of their own: they stand in names
// above all.
func (t *nameTables) rare() {
	var inWord charset
	for i := range t.second {
		for _, second := range t.second[i] {
			inWord.add(rune(i) + cjkFirst)
			inWord.add(rune(second))
		}
		for _, rest := range t.rest[i] {
			inWord.add(rune(i) + cjkFirst)
			inWord.add(rune(rest >> 16))
			inWord.add(rune(rest & 0xffff))
		}
	}
	for r := rune(cjkFirst); r < cjkFirst+cjkSize; r++ {
		if t.given[r] == unknownGiven && !inWord.has(r) {
			t.given[r] = 0
		}
	}
}

// part takes one line of how a people's names are made.
func (t *nameTables) part(p int, name, what, list string) {
	is := &t.peoples[p]
	if what == "pairs" {
		t.pairs(p, strings.Fields(list))
		return
	}
	for _, word := range strings.Fields(list) {
		switch what {
		case "units":
			is.units[word] = true
		case "first":
			is.first[word] = true
			if name == "manchu" {
				t.compound[word] = 6
			}
		case "last":
			is.last = append(is.last, word)
			continue
		case "clans": // stand before given names of any people
			t.compound[word] = clanWeight
			continue
		}
		for n, r := range []rune(word) {
			if what == "syllables" {
				is.syllables[r] = true
			}
			if n == 0 || what == "syllables" {
				t.starts.add(r)
			}
			t.writes[r] |= 1 << p
		}
	}
}

// pairs takes what stands first in a name of two syllables and what stands second.
func (t *nameTables) pairs(p int, sets []string) {
	for n, set := range sets {
		t.peoples[p].pairs[n] = map[rune]bool{}
		for _, r := range set {
			t.peoples[p].pairs[n][r] = true
			if n == 0 {
				t.starts.add(r)
			}
			t.writes[r] |= 1 << p
		}
	}
}

// lines are those of an embedded file that say something.
func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

func entries(text string) (words []string) {
	for line := range lines(text) {
		words = append(words, strings.Fields(line)...)
	}
	return words
}

// weights reads lines of a weight and the characters that have it.
func weights(text string, into *[1 << 16]int8) {
	for line := range lines(text) {
		weight, list, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(weight)
		if err != nil {
			panic("redact: a weight is no number: " + weight) // the file is part of the program
		}
		for _, r := range list {
			into[r] = int8(n)
		}
	}
}

// surnameWeight is noSurname where r is none.
func (t *nameTables) surnameWeight(r rune) int {
	if r >= 1<<16 {
		return noSurname
	}
	return int(t.surname[r])
}

// beginsCompound says that a surname of several characters may begin with r.
func (t *nameTables) beginsCompound(r rune) bool {
	return r < 1<<16 && t.compounds[r/64]>>(r%64)&1 == 1
}

func (t *nameTables) givenWeight(r rune) int {
	if r >= 1<<16 {
		return 0 // a character that rare stands in names above all
	}
	return int(t.given[r])
}

// place says that the runes are the short name of a place.
func (t *nameTables) place(r []rune) bool { return len(r) > 1 && t.places.has(r) }

// isWord says that the runes are a word, though they may be made like a name.
func (t *nameTables) isWord(r []rune) bool { return t.has(r) || t.alike.has(r) }

// insideWord says that the runes j..k are a part of a word of four characters.
func (v likes) insideWord(j, k int) bool {
	for i := max(0, k-4); i <= j && i+4 <= len(v.r); i++ {
		if (i < j || i+4 > k) && v.t.alike.has(v.r[i:i+4]) {
			return true
		}
	}
	return false
}
