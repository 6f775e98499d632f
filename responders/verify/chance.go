package verify

import (
	"bufio"
	_ "embed"
	"math"
	"strconv"
	"strings"
)

//go:generate go run -C ../.. ./scripts/chance

//go:embed chance.txt
var chanceTable string

//go:embed common.txt
var commonWords string

// How likely two neighbouring characters are at a place of an unrelated text.
const (
	chanceUnknown = 2e-7 // of a pair that no dictionary word holds
	chanceSign    = 2e-5 // of a pair with a letter or number: a code, a model, a bus line
	chanceCommon  = 3e-4 // of a pair inside a word that letters are full of
	chanceTouch   = 6e-6 // of a pair that touches such a word of one character
	rareChar      = 1e-4 // of a character that the table leaves out

	weightFloor = 4.5 // what is likelier than e^-4.5 tells nothing
	weightMost  = 9   // and nothing tells more than this
	weightWord  = 3.7 // the weight of a common word; what tells more is specific
)

// pair is two neighbouring tokens of a text.
type pair struct{ a, b rune }

// chances knows how likely a pair is. It is data and never changes.
type chances struct {
	pair   map[pair]float64 // with common words
	common map[pair]bool    // inside a common word; true: a word of a topic, not of handling
	char   [lastHan - firstHan + 1]character
}

type character struct {
	chance float64
	small  bool // a common word of its own
}

const firstHan, lastHan = 0x4e00, 0x9fff

func han(r rune) bool { return r >= firstHan && r <= lastHan }

var table = readChances(chanceTable, commonWords)

func readChances(levels, words string) *chances {
	c := &chances{pair: make(map[pair]float64, 16384), common: make(map[pair]bool, 4096)}
	for i := range c.char {
		c.char[i].chance = rareChar / 3
	}
	for line := range content(levels) {
		cells := strings.Fields(line)
		level, err := strconv.Atoi(cells[0])
		if err != nil {
			panic("verify: chance.txt: a line begins with its level: " + err.Error())
		}
		for _, key := range cells[1:] {
			p := math.Exp(-float64(level) / 4)
			switch r := []rune(key); {
			case len(r) == 2:
				c.pair[pair{r[0], r[1]}] = p
			case han(r[0]):
				c.char[r[0]-firstHan].chance = p
			}
		}
	}
	topic := false
	for line := range content(words) {
		if line[0] == '[' {
			topic = line == "[topics]"
			continue
		}
		for _, w := range strings.Fields(line) {
			c.add([]rune(w), topic)
		}
	}
	for p := range c.common {
		c.pair[p] = max(c.pair[p]+c.apart(p), chanceCommon)
	}
	return c
}

// add makes a word common. What is a word of handling stays one.
func (c *chances) add(word []rune, topic bool) {
	if len(word) == 1 && han(word[0]) {
		c.char[word[0]-firstHan].small = true
	}
	for i := range word[1:] {
		p := pair{word[i], word[i+1]}
		if was, known := c.common[p]; !known || was {
			c.common[p] = topic
		}
	}
}

// isCommon says whether a pair stands inside a common word.
func (c *chances) isCommon(p pair) bool { _, yes := c.common[p]; return yes }

// content yields the lines of a table without comments.
func content(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for lines := bufio.NewScanner(strings.NewReader(s)); lines.Scan(); {
			if l := strings.TrimSpace(lines.Text()); l != "" && l[0] != '#' && !yield(l) {
				return
			}
		}
	}
}

// of is the chance of a pair at any one place.
func (c *chances) of(p pair) float64 {
	if sign(p.a) || sign(p.b) {
		return chanceSign
	}
	known := c.pair[p]
	if known >= chanceCommon && c.isCommon(p) {
		return known
	}
	chance := known + c.apart(p)
	if c.small(p.a) || c.small(p.b) {
		return max(6*chance, chanceTouch)
	}
	return chance
}

// apart is the chance that the two stand side by side without being one word.
func (c *chances) apart(p pair) float64 { return 2*c.alone(p.a)*c.alone(p.b) + chanceUnknown }

func (c *chances) alone(r rune) float64 {
	if han(r) {
		return c.char[r-firstHan].chance
	}
	return rareChar / 3
}

func (c *chances) small(r rune) bool { return han(r) && c.char[r-firstHan].small }

// weight is how much it tells that two texts share a pair.
func weight(chance float64) float64 {
	return min(max(-math.Log(chance)-weightFloor, 0), weightMost)
}
