package jieba

import (
	"fmt"
	"hash/maphash"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// lexicon says which words the dictionary has, and which of them it would cut out of a text
// rather than leave as single characters. Words stand in it by their hash: a hash that two
// words share would cost one odd token, and comes up once in ten million dictionaries.
type lexicon struct {
	seed  maphash.Seed
	whole map[uint64]bool // in the dictionary; true: likelier than its characters apart
}

func (l *lexicon) has(word string) bool {
	_, ok := l.whole[maphash.String(l.seed, word)]
	return ok
}

// stands says whether the dictionary alone keeps the word together. What Cut gives beyond that
// was put together by guess (HMM) from characters that the dictionary would leave apart.
func (l *lexicon) stands(word string) bool { return l.whole[maphash.String(l.seed, word)] }

// readLexicon reads the lines "word frequency tag" of a dictionary.
func readLexicon(text string) (*lexicon, error) {
	type entry struct {
		word   string
		weight float64
	}
	entries := make([]entry, 0, strings.Count(text, "\n")+1)
	single, sum, least := map[rune]float64{}, 0, math.Inf(1)
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(line, " ")
		number, _, ok := strings.Cut(rest, " ")
		freq, err := strconv.Atoi(number)
		if !ok || err != nil || freq < 1 {
			return nil, fmt.Errorf("jieba: line %d of the embedded dictionary is malformed: run go generate", len(entries)+1)
		}
		e := entry{word, math.Log(float64(freq))}
		entries = append(entries, e)
		sum, least = sum+freq, min(least, e.weight)
		if r, size := utf8.DecodeRuneInString(word); size == len(word) {
			single[r] = e.weight
		}
	}
	l, all := &lexicon{seed: maphash.MakeSeed(), whole: make(map[uint64]bool, len(entries))}, math.Log(float64(sum))
	for _, e := range entries {
		apart, plain := 0.0, true // of the characters, as the dictionary weighs them
		for _, r := range e.word {
			plain = plain && r >= 0x4e00 && r <= 0x9fff // no letter that has a small one
			weight, ok := single[r]
			if !ok {
				weight = least
			}
			apart += weight - all
		}
		word := e.word
		if !plain {
			word = strings.ToLower(word)
		}
		l.whole[maphash.String(l.seed, word)] = e.weight-all >= apart
	}
	return l, nil
}
