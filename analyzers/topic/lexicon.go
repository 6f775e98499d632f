// Package topic says which item of the catalogue a text is about, by the words that the
// catalogue gives for each item. It works from the first day, without training, and shows
// the words that decided.
package topic

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"huiying/analyzers/phrase"
	"huiying/opinion"
	"huiying/redact"
)

// Lexicon judges by a catalogue. It is immutable and safe for concurrent use.
type Lexicon struct {
	topics []opinion.Topic
	fields []int   // topic -> its field's topic; itself for a field
	narrow [][]int // topic -> the items that narrow it, in the catalogue's order
	terms  []term
	match  *phrase.Matcher
	pool   sync.Pool // *scratch
}

// term is one word of the catalogue and the entries it speaks for or against.
type term struct {
	word    string
	weight  float64
	event   bool // what happens, and so may be denied (没有停水)
	speaks  []int
	against []int
}

// New builds the Lexicon of a catalogue: fields and items in any order, an item's ID being
// "field/item". An entry whose field is missing, an ID used twice and a word of a single
// character are errors.
func New(catalogue []opinion.Topic) (*Lexicon, error) {
	l := &Lexicon{topics: slices.Clone(catalogue), fields: make([]int, len(catalogue))}
	byID := make(map[string]int, len(catalogue))
	for i, t := range l.topics {
		if t.ID == "" {
			return nil, fmt.Errorf("topic: entry %d of the catalogue has no id", i+1)
		}
		if _, twice := byID[t.ID]; twice {
			return nil, fmt.Errorf("topic: the id %q is used twice in the catalogue", t.ID)
		}
		byID[t.ID] = i
	}
	words := map[string]int{}
	add := func(word string) (*term, error) {
		word, mark := opinion.Term(strings.TrimSpace(word))
		word = phrase.Fold(word)
		if utf8.RuneCountInString(word) < 2 {
			return nil, fmt.Errorf("topic: the word %q is too short: it needs at least two characters", word)
		}
		i, ok := words[word]
		if !ok {
			i = len(l.terms)
			words[word] = i
			l.terms = append(l.terms, term{word: word, weight: lengthWeight(word)})
		}
		switch mark {
		case '!':
			l.terms[i].weight = decisive
		case '?':
			l.terms[i].weight = faint
		}
		return &l.terms[i], nil
	}
	for i, t := range l.topics {
		field, _, isItem := strings.Cut(t.ID, "/")
		f, ok := byID[field]
		if !ok && isItem {
			return nil, fmt.Errorf("topic: item %q has no field %q in the catalogue", t.ID, field)
		}
		l.fields[i] = f
		for _, w := range t.Terms {
			e, err := add(w)
			if err != nil {
				return nil, fmt.Errorf("%w (in %s)", err, t.ID)
			}
			if !slices.Contains(e.speaks, i) {
				e.speaks = append(e.speaks, i)
			}
		}
		for _, w := range t.Exclude {
			e, err := add(w)
			if err != nil {
				return nil, fmt.Errorf("%w (in %s)", err, t.ID)
			}
			e.against = append(e.against, i)
		}
	}
	if err := l.narrowing(byID); err != nil {
		return nil, err
	}
	list := make([]string, len(l.terms))
	for i := range l.terms {
		t := &l.terms[i]
		t.weight /= math.Sqrt(float64(max(1, l.sectors(t.speaks))))
		t.event = happens(t.word)
		list[i] = t.word
	}
	l.match = phrase.New(list)
	l.pool.New = func() any {
		return &scratch{title: make([]uint16, len(l.terms)), text: make([]uint16, len(l.terms)),
			score: make([]float64, len(l.topics))}
	}
	return l, nil
}

// narrowing notes which items narrow which.
func (l *Lexicon) narrowing(byID map[string]int) error {
	l.narrow = make([][]int, len(l.topics))
	for i, t := range l.topics {
		if t.Narrows == "" {
			continue
		}
		field, _, _ := strings.Cut(t.ID, "/")
		wider, ok := byID[field+"/"+t.Narrows]
		if !ok || wider == i {
			return fmt.Errorf("topic: %s narrows %q, which is no other item of its field", t.ID, t.Narrows)
		}
		l.narrow[wider] = append(l.narrow[wider], i)
	}
	return nil
}

// sectors counts the fields among entries.
func (l *Lexicon) sectors(entries []int) int {
	seen := map[int]bool{}
	for _, e := range entries {
		seen[l.fields[e]] = true
	}
	return len(seen)
}

// lengthWeight says how much a word tells by its length: 老师 stands in many texts, 有偿补课
// in those about it.
func lengthWeight(word string) float64 {
	switch n := utf8.RuneCountInString(word); {
	case n <= 2:
		return 1
	case n == 3:
		return 1.5
	case n == 4:
		return 2
	default:
		return 2.4
	}
}

// A word in the title weighs titleWeight times one in the text; a repeated word adds ever
// less; and a word against an entry weighs more than one for it.
const (
	decisive      = 3.0 // of a word marked "!"
	faint         = 0.4 // of a word marked "?"
	titleWeight   = 3.0
	repeatWeight  = 0.35
	againstWeight = 1.5
	alsoShare     = 0.6 // a further sector is clear from this share of the main one's weight
	alsoLeast     = 3.0 // and from this weight
)

// scratch is the memory of one judgement, used again by the next.
type scratch struct {
	title, text []uint16 // hits by term
	hit         []int    // terms that were hit
	score       []float64
	touched     []int // topics with a score
	order       []ranked
	words       []heard
}

// heard is a word with what it weighed.
type heard struct {
	word   string
	weight float64
}

// ranked is a field with what speaks for it.
type ranked struct {
	field, item   int // item is the field itself where no item was heard
	score, itself float64
}

// Judge says which entry title and text are about. Where an item of the winning field is
// heard, that item is the answer, else the field. ID is "" when no word of the catalogue
// is there.
func (l *Lexicon) Judge(title, text string) opinion.TopicFinding {
	finding, _ := l.Weigh(title, text)
	return finding
}

// Weigh is Judge, and what the words of the entry's field weigh: 1 for one word of two characters in
// the text, 0 where nothing was heard.
func (l *Lexicon) Weigh(title, text string) (opinion.TopicFinding, float64) {
	weight := 0.0
	s := l.pool.Get().(*scratch)
	defer l.pool.Put(s)
	l.listen(s, title, text)
	order := l.rank(s)
	finding := opinion.TopicFinding{By: "rules"}
	if len(order) > 0 {
		best := order[0]
		t := l.topics[best.item]
		weight = best.score
		finding.ID, finding.Name, finding.Refer = t.ID, t.Name, t.Refer
		finding.Confidence = confidence(order)
		finding.Evidence = l.evidence(s, best)
		for _, r := range order[1:] {
			if len(finding.Also) < 2 && r.score >= alsoLeast && r.score >= alsoShare*best.score &&
				l.topics[r.item].Refer == "" {
				finding.Also = append(finding.Also, l.topics[r.item].ID)
			}
		}
	}
	s.clear()
	return finding, weight
}

// listen counts the words of the catalogue in both texts and adds up what they weigh.
func (l *Lexicon) listen(s *scratch, title, text string) {
	l.count(s, s.title, title)
	l.count(s, s.text, text)
	for _, i := range s.hit {
		t := &l.terms[i]
		w := 0.0
		if s.title[i] > 0 {
			w += titleWeight
		}
		if n := s.text[i]; n > 0 {
			w++
			if n > 1 {
				w += repeatWeight * math.Log2(float64(n))
			}
		}
		w *= t.weight
		for _, e := range t.speaks {
			s.add(e, w)
		}
		for _, e := range t.against {
			s.add(e, -againstWeight*w)
		}
	}
}

// count counts the words in a text. Of words that lie inside one another only the longest
// is heard; words that overlap otherwise are all heard.
func (l *Lexicon) count(s *scratch, counts []uint16, text string) {
	end := 0 // where the word that reaches furthest ends
	l.match.Find(text, func(t, from, to int) int {
		if to <= end {
			return from
		}
		end = to
		if l.terms[t].event && denied(text[:from]) || redact.InMask(text, from, to) {
			return from
		}
		if s.title[t] == 0 && s.text[t] == 0 {
			s.hit = append(s.hit, t)
		}
		if counts[t] < math.MaxUint16 {
			counts[t]++
		}
		return from
	})
}

func (s *scratch) add(topic int, w float64) {
	if s.score[topic] == 0 {
		s.touched = append(s.touched, topic)
	}
	s.score[topic] += w
}

func (s *scratch) clear() {
	for _, t := range s.hit {
		s.title[t], s.text[t] = 0, 0
	}
	for _, t := range s.touched {
		s.score[t] = 0
	}
	s.hit, s.touched, s.order, s.words = s.hit[:0], s.touched[:0], s.order[:0], s.words[:0]
}

// rank orders the fields by weight. A field weighs its own words and its items'; equal
// weights keep the catalogue's order, so that the same text always gets the same answer.
func (l *Lexicon) rank(s *scratch) []ranked {
	slices.Sort(s.touched)
	s.touched = slices.Compact(s.touched)
	order := s.order
	for _, t := range s.touched {
		w := s.score[t]
		f := l.fields[t]
		i := slices.IndexFunc(order, func(r ranked) bool { return r.field == f })
		if i < 0 {
			order = append(order, ranked{field: f, item: f})
			i = len(order) - 1
		}
		r := &order[i]
		r.score += w
		if t != f && w > r.itself {
			r.item, r.itself = t, w
		}
	}
	order = slices.DeleteFunc(order, func(r ranked) bool { return r.score <= 0 })
	for i := range order {
		l.refine(&order[i], s)
	}
	slices.SortStableFunc(order, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	s.order = order
	return order
}

// refine puts an item that narrows the field's best in its place, where its own words are heard.
func (l *Lexicon) refine(r *ranked, s *scratch) {
	most := 0.0
	for _, n := range l.narrow[r.item] {
		if s.score[n] > most {
			r.item, most = n, s.score[n]
		}
	}
}

// confidence is the share of texts that are judged rightly where the best field outdoes the next
// by as much: a half when two fields weigh the same. Where only faint words were heard it is less.
// right was read off the orders of a hotline and the messages of a board (docs/quality.md).
func confidence(order []ranked) float64 {
	best, second := order[0].score, 0.0
	if len(order) > 1 {
		second = order[1].score
	}
	at := (best - second) / best * float64(len(right)-1)
	i := min(int(at), len(right)-2)
	c := right[i] + (at-float64(i))*(right[i+1]-right[i])
	c *= 1 - 0.75*math.Exp(-3*best)
	return math.Round(c*1000) / 1000
}

// right is the share of right judgements where the best field outdoes the next by no, a quarter, a
// half, three quarters and all of its weight.
var right = [...]float64{0.45, 0.72, 0.81, 0.90, 0.94}

// evidence lists the words that spoke for the winner, the weightiest first.
func (l *Lexicon) evidence(s *scratch, r ranked) []string {
	for _, i := range s.hit {
		t := &l.terms[i]
		for _, e := range t.speaks {
			if l.fields[e] != r.field {
				continue
			}
			w := t.weight * (titleWeight*float64(min(s.title[i], 1)) + float64(min(s.text[i], 1)))
			if e == r.item {
				w += 100 // the item's own words stand before the field's
			}
			s.words = append(s.words, heard{t.word, w})
			break
		}
	}
	slices.SortStableFunc(s.words, func(a, b heard) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.word, b.word))
	})
	out := make([]string, min(len(s.words), 6))
	for i := range out {
		out[i] = s.words[i].word
	}
	return out
}
