package harm

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed signs.tsv
var file string

// bias is the name in signs.tsv of what every text weighs before its signs are counted.
const bias = "-"

// counted spells what a key counts.
var counted = map[uint32]string{persons: "人", things: "个", households: "户", characters: "字"}

// spell is a sign as signs.tsv writes it: 喊, 喊不, 人≥10.
func spell(key uint32) string {
	if of, ok := counted[key&^0xffff]; ok {
		return of + "≥" + strconv.FormatFloat(least[key&0xffff-1], 'f', -1, 64)
	}
	if b := rune(key & 0xffff); b != 0 {
		return string(rune(key>>16)) + string(b)
	}
	return string(rune(key >> 16))
}

// parse is the key of a sign as signs.tsv writes it.
func parse(sign string) (key uint32, ok bool) {
	if of, n, found := strings.Cut(sign, "≥"); found {
		for k, word := range counted {
			for i, v := range least {
				if word == of && strconv.FormatFloat(v, 'f', -1, 64) == n {
					return k | uint32(i+1), true
				}
			}
		}
		return 0, false
	}
	a, n := utf8.DecodeRuneInString(sign)
	if n == len(sign) {
		return uint32(a) << 16, n > 0
	}
	b, m := utf8.DecodeRuneInString(sign[n:])
	return uint32(a)<<16 | uint32(b), n+m == len(sign)
}

// table finds signs by their key, with open addressing.
type table struct {
	bias   weights
	weight []weights
	keys   []uint32 // by slot, 0 for an empty one
	signs  []int32
	shift  uint
}

func (t *table) find(key uint32) int32 {
	for i := key * 0x9e3779b1 >> t.shift; ; i = (i + 1) & uint32(len(t.keys)-1) {
		switch t.keys[i] {
		case key:
			return t.signs[i]
		case 0:
			return -1
		}
	}
}

var known = load(file)

// load reads signs.tsv: a line a sign, its weight by question, and the numbers of texts with life at
// stake and of others that have it. A fault is one of the file that the binary was built with.
func load(file string) *table {
	lines := strings.Split(strings.TrimRight(file, "\n"), "\n")
	t := &table{shift: 32 - 4}
	for 1<<(32-t.shift) < 3*len(lines) {
		t.shift--
	}
	t.keys, t.signs = make([]uint32, 1<<(32-t.shift)), make([]int32, 1<<(32-t.shift))
	for n, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		var w weights
		key, ok := parse(fields[0])
		if !ok && fields[0] != bias || len(fields) != 1+int(Questions)+2 {
			panic(fmt.Sprintf("harm: line %d of signs.tsv: %q", n+2, line))
		}
		for q := range w {
			if fields[1+q] == "" {
				continue
			}
			v, err := strconv.ParseFloat(fields[1+q], 32)
			if err != nil {
				panic(fmt.Sprintf("harm: line %d of signs.tsv: %v", n+2, err))
			}
			w[q] = float32(v)
		}
		if fields[0] == bias {
			t.bias = w
			continue
		}
		t.add(key, int32(len(t.weight)))
		t.weight = append(t.weight, w)
	}
	return t
}

func (t *table) add(key uint32, sign int32) {
	i := key * 0x9e3779b1 >> t.shift
	for t.keys[i] != 0 {
		i = (i + 1) & uint32(len(t.keys)-1)
	}
	t.keys[i], t.signs[i] = key, sign
}
