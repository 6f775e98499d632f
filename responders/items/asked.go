package items

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// Question is what somebody asks for, as far as it says which duty to publish would have answered it.
type Question struct {
	Unit     string // proposed or in charge
	Division string // the deepest that is certain; "" for none
	Topic    string // of the service catalogue
	Text     string // its heading
	Called   string // what the topic is called
}

// Match is an item that holds what a question asks for, and by what it was known.
type Match struct {
	Item        string
	Score       float64
	Unit, Field bool     // the same unit is in charge, it is of the same field
	Words       []string // that both have, the rarest first
}

// What a match takes. An item is named by its name first; its content helps.
const (
	leastScore = 0.42
	nameShare  = 0.6 // of the score is how much of the item's name is asked for, the rest how much of the question it holds
	restWeight = 0.7 // of a word of its content or first level
	bothBonus  = 0.1 // unit and field
	// calledWeight is that of a word that only the topic's name has: the judge said it, not who asked.
	calledWeight = 0.4
	// oneWord is how much of a name must be asked for where one word was said of it.
	oneWord     = 0.6
	mostMatches = 3
)

// Finder finds the items that hold what is asked for (从“问什么”到“该公开什么”). It knows the words of items;
// which are looked at is decided by unit, field and place, how well they fit by the words that both have,
// each weighed by how rare it is among items. Same items and question, same answer. One at a time may use it.
type Finder struct {
	cut   func(string) []string
	path  func(division string) []string
	words map[string]int32
	texts []string  // by number of a word
	in    []int     // of how many items it is
	rare  []float64 // how much it says: little where it stands in most items; nil: to be counted
	docs  map[string]*doc
	by    map[shelf]map[string]*doc
	under map[string]map[string]int // by a place, how many items those have that are it or lie in it; "" is around all
	asked []float64                 // by number of a word: of the question that is looked at
}

// shelf is where items of one unit, or of one field, of one place stand.
type shelf struct{ unit, field, division string }

// doc is an item as a finder knows it.
type doc struct {
	id                    string
	unit, field, division string
	name, rest            []int32
}

func (d *doc) shelves() []shelf {
	return []shelf{{unit: d.unit, division: d.division}, {field: d.field, division: d.division}}
}

// NewFinder knows no item yet. cut cuts words, path is a place and all that it lies in.
func NewFinder(cut func(string) []string, path func(division string) []string) *Finder {
	return &Finder{cut: cut, path: path, words: map[string]int32{}, docs: map[string]*doc{},
		by: map[shelf]map[string]*doc{}, under: map[string]map[string]int{}}
}

// Put takes an item as it is now. One that answers nobody is forgotten.
func (f *Finder) Put(i opinion.Item) {
	f.drop(i.ID)
	if !i.Kind.Informs() || i.State == opinion.ItemWithdrawn || i.State == opinion.ItemWithheld {
		return
	}
	says := i.ItemFacts
	if i.Public() {
		says = i.Shown
	}
	d := &doc{id: i.ID, unit: says.Unit, field: fieldOf(says.Field), division: says.Division, name: f.numbers(says.Name)}
	for _, n := range f.numbers(says.First + "\n" + says.Content) {
		if !slices.Contains(d.name, n) {
			d.rest = append(d.rest, n)
		}
	}
	f.docs[i.ID] = d
	for _, w := range slices.Concat(d.name, d.rest) {
		f.in[w]++
	}
	for _, at := range d.shelves() {
		if f.by[at] == nil {
			f.by[at] = map[string]*doc{}
		}
		f.by[at][d.id] = d
	}
	f.lie(d.division, 1)
}

func (f *Finder) drop(id string) {
	f.rare = nil
	d := f.docs[id]
	if d == nil {
		return
	}
	for _, w := range slices.Concat(d.name, d.rest) {
		f.in[w]--
	}
	delete(f.docs, id)
	for _, at := range d.shelves() {
		delete(f.by[at], id)
	}
	f.lie(d.division, -1)
}

// lie counts an item of a place at all that the place lies in.
func (f *Finder) lie(division string, n int) {
	around := append(slices.Clone(f.path(division)), "", division)
	slices.Sort(around)
	for _, a := range slices.Compact(around) {
		if f.under[a] == nil {
			f.under[a] = map[string]int{}
		}
		if f.under[a][division] += n; f.under[a][division] == 0 {
			delete(f.under[a], division)
		}
	}
}

// numbers are those of the words of a text: each once, none of a single character.
func (f *Finder) numbers(text string) (out []int32) {
	for _, w := range f.cut(text) {
		if utf8.RuneCountInString(w) < 2 {
			continue
		}
		n, known := f.words[w]
		if !known {
			n = int32(len(f.texts))
			f.words[w] = n
			f.texts, f.in = append(f.texts, w), append(f.in, 0)
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// fieldOf is the field of a topic.
func fieldOf(topic string) string {
	field, _, _ := strings.Cut(topic, "/")
	return field
}

// weigh counts how much each word says.
func (f *Finder) weigh() {
	if f.rare != nil {
		return
	}
	f.rare = make([]float64, len(f.in))
	for n, in := range f.in {
		f.rare[n] = math.Log(1 + (float64(len(f.docs)-in)+0.5)/(float64(in)+0.5))
	}
}

// Of are the items that hold what a question asks for, the best first; none where none fits well enough.
func (f *Finder) Of(q Question) []Match {
	f.weigh()
	f.asked = slices.Grow(f.asked[:0], len(f.texts))[:len(f.texts)]
	clear(f.asked)
	all, own := 0.0, 1.0
	for _, text := range []string{q.Text, q.Called} {
		for _, w := range f.cut(text) {
			if n, known := f.words[w]; known && f.in[n] > 0 && f.asked[n] == 0 {
				f.asked[n] = own
				all += own * f.rare[n]
			}
		}
		own = calledWeight
	}
	if all == 0 {
		return nil
	}
	var out []Match
	for _, division := range f.reach(q.Division) {
		for _, at := range []shelf{{unit: q.Unit, division: division}, {field: fieldOf(q.Topic), division: division}} {
			if at.unit == "" && at.field == "" {
				continue
			}
			for _, d := range f.by[at] {
				if at.field != "" && q.Unit != "" && d.unit == q.Unit { // seen on its unit's
					continue
				}
				if m := f.match(d, q, all); m.Score >= leastScore {
					m.Words = f.shared(d)
					out = append(out, m)
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Match) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.Item, y.Item))
	})
	return out[:min(len(out), mostMatches)]
}

// reach are the places whose items are for whoever asks in another: it, those around it, and those in it.
func (f *Finder) reach(asked string) []string {
	out := slices.Collect(maps.Keys(f.under[asked]))
	if asked == "" {
		return out
	}
	for _, around := range f.path(asked) {
		if around != asked && f.under[around][around] > 0 {
			out = append(out, around)
		}
	}
	return out
}

// match says how well an item fits the question whose words are marked as asked, which weigh all together.
func (f *Finder) match(d *doc, q Question, all float64) Match {
	m := Match{Item: d.id, Unit: q.Unit != "" && d.unit == q.Unit, Field: d.field != "" && d.field == fieldOf(q.Topic)}
	var name, named, held float64
	own := 0 // words that were said
	for _, w := range d.name {
		r := f.rare[w]
		name += r
		if a := f.asked[w]; a > 0 {
			named, held = named+a*r, held+a*r
			own += int(a)
		}
	}
	for _, w := range d.rest {
		if a := f.asked[w]; a > 0 {
			held += restWeight * a * f.rare[w]
			own += int(a)
		}
	}
	if own == 0 || own == 1 && named < oneWord*name { // a topic is not what was said; one word many have
		return m
	}
	if m.Score = (1 - nameShare) * held / all; name > 0 {
		m.Score += nameShare * named / name
	}
	if m.Unit && m.Field {
		m.Score += bothBonus
	}
	return m
}

// shared are the words of the question that an item has too, the rarest first.
func (f *Finder) shared(d *doc) (out []string) {
	both := slices.DeleteFunc(slices.Concat(d.name, d.rest), func(w int32) bool { return f.asked[w] < 1 })
	slices.SortStableFunc(both, func(x, y int32) int { return cmp.Compare(f.rare[y], f.rare[x]) })
	for _, w := range both {
		out = append(out, f.texts[w])
	}
	return longest(out)
}

// mostWords is how many words a reason tells.
const mostWords = 5

// longest leaves out words that stand within others.
func longest(list []string) (out []string) {
	for _, w := range list {
		within := func(x string) bool { return x != w && strings.Contains(x, w) }
		if !slices.ContainsFunc(list, within) && len(out) < mostWords {
			out = append(out, w)
		}
	}
	return out
}
