// Command chance makes responders/verify/chance.txt from jieba's dictionary: how often two
// characters stand side by side in Chinese at large. No text of a citizen goes into it.
//
//	go run ./scripts/chance
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	dictionary = "analyzers/jieba/dict/jieba.dict.utf8.gz"
	table      = "responders/verify/chance.txt"
	rarePair   = 1e-5 // what is rarer counts as rare; leaving it out changes no judgement
	rareChar   = 3e-4
)

func main() {
	pairs, chars, total := count()
	levels := map[int][]string{}
	keep := func(key string, n, rare float64) {
		if p := n / total; p > rare {
			level := int(math.Round(-4 * math.Log(p)))
			levels[level] = append(levels[level], key)
		}
	}
	for k, n := range pairs {
		keep(k, n, rarePair)
	}
	for k, n := range chars {
		keep(k, n, rareChar)
	}
	var b strings.Builder
	b.WriteString("# made by scripts/chance from jieba's dictionary (MIT): level, then what stands at e^(-level/4) of all places\n")
	order := make([]int, 0, len(levels))
	for l := range levels {
		order = append(order, l)
	}
	slices.Sort(order)
	for _, l := range order {
		slices.Sort(levels[l])
		fmt.Fprintf(&b, "%d %s\n", l, strings.Join(levels[l], " "))
	}
	if err := os.WriteFile(table, []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// count reads the dictionary: lines of word, frequency, part of speech.
func count() (pairs, chars map[string]float64, total float64) {
	f, err := os.Open(dictionary)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	pairs, chars = map[string]float64{}, map[string]float64{}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		cell := strings.Fields(lines.Text())
		if len(cell) < 2 {
			continue
		}
		n, err := strconv.ParseFloat(cell[1], 64)
		if err != nil {
			log.Fatal(err)
		}
		word := []rune(cell[0])
		for i, r := range word {
			total += n
			if !unicode.Is(unicode.Han, r) {
				continue
			}
			chars[string(r)] += n
			if i > 0 && unicode.Is(unicode.Han, word[i-1]) {
				pairs[string(word[i-1:i+1])] += n
			}
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	return pairs, chars, total
}
