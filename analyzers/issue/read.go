package issue

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// How much of a text is looked at.
const (
	readBytes     = 1500 // who writes pages has named the matter there
	longestCommon = 6    // characters of a common word that is looked for in titles
	mostTraits    = 4096 // of one text
)

// A trait is a word of a text, or three neighbouring characters of it, which hold names that
// no dictionary knows and that are cut now one way and now another (丽发新城). Traits of what
// is remembered are kept as hashes, so that the grouper holds no text.
type trait struct {
	key      uint32
	from, to int32 // bytes of its title or text; of a word, from is its number
	weight   float32
	marks    traitFlags
	clause   int16 // of the text; -1 in the title
}

type traitFlags uint16

const (
	isWord  traitFlags = 1 << iota
	inTitle            // else in the text
	common             // it says what a text is about, not which one
	generic            // it stands in texts about anything
	ofSpot             // part of a spot's name, which whereAndWhat weighs
	where              // a spot together with the matter
	covered            // characters inside common words of the title: 公司涉, of 有限公司 and 涉嫌
)

// passing is three characters of a text: most of them are in no issue and soon forgotten.
type passing struct {
	key  uint32
	from int32
}

// Report is a mention with what it offers for comparison. It is made by Read, used by one
// Settle, and not to be touched afterwards.
type Report struct {
	id       string
	key      [16]byte
	older    [16]byte // the mention that it replaces
	replaces bool
	text     [16]byte
	when     int64 // seconds
	short    bool
	sig      signature
	sketched bool

	field, place string
	topic        string
	frames       []span // of the text
	clauses      []clause
	passages     []passage // of a page
	page, source uint64    // 0: it has no address
	cut          bool      // what the source repeats is out of it
	bare         bool      // its title is such
	spots        []spot
	titleSpots   int // of them, those that stand in the title

	title, body string // in lower case
	words       []string
	traits      []trait // distinct
	table       *table  // key -> its trait; borrowed while the report is read, and again while it is settled
	passing     []passing
	titleRunes  []rune
	titleStarts []int32
	titleMask   uint64

	titleWeight float32   // sum of the weights of the title's traits
	core        []feature // what the text itself would be known by: its title, and its rarest words
	rest        []feature
}

// Read takes a mention apart: words are those of its title and text, in order. It looks at
// nothing that changes, so that any number of texts can be read at once.
func (g *Grouper) Read(m opinion.Mention, words []string) *Report {
	r := g.reports.Get().(*Report)
	t := g.tables.Get().(*table)
	defer g.tables.Put(t)
	when := m.When()
	*r = Report{
		id: m.ID, key: key16(m.ID), text: key16(m.TextHash), when: when.Unix(),
		older: key16(m.Replaces), replaces: m.Replaces != "",
		title: opinion.Lower(m.Title), body: opinion.Lower(m.Text), words: words,
		traits: r.traits[:0], table: t, passing: r.passing[:0], titleRunes: r.titleRunes[:0],
		titleStarts: r.titleStarts[:0],
		core:        r.core[:0], rest: r.rest[:0], spots: r.spots[:0], clauses: r.clauses[:0],
		passages: r.passages[:0], page: pageOf(m), source: uint64(hashWord(m.Source)),
	}
	r.frames = framed(r.body)
	r.clauses = clausesOf(r.clauses, r.body)
	if r.page != 0 {
		r.readPassages()
	}
	if when.IsZero() {
		r.when = unknownTime
	}
	t.reset(min(len(words)+len(r.title), mostTraits))
	r.readTitle()
	r.readSpots()
	r.readWords(&g.about)
	r.readGrams(&g.about)
	r.table = nil
	return r
}

const unknownTime = -1 << 62

// titled says whether the report is a letter with a title, not an order in an operator's words.
func (r *Report) titled() bool { return r.title != "" && !r.bare }

// where are the spots that say where a report's matter is: of a letter, those in its title.
func (r *Report) where() []spot {
	if r.titled() {
		return r.spots[:r.titleSpots]
	}
	return r.spots
}

// readSpots adds the spots of the title, and then those of the text.
func (r *Report) readSpots() {
	r.spots = schoolsOf(spotsOf(r.spots, r.title), r.title)
	r.titleSpots = len(r.spots)
	r.spots = schoolsOf(spotsOf(r.spots, r.body), r.body)
}

func (r *Report) readTitle() {
	for i, c := range r.title {
		r.titleRunes = append(r.titleRunes, c)
		r.titleStarts = append(r.titleStarts, int32(i))
		r.titleMask |= 1 << (uint32(c) % 64)
	}
	r.titleStarts = append(r.titleStarts, int32(len(r.title)))
}

// readWords adds the words.
func (r *Report) readWords(about *about) {
	end, clause := 0, 0
	for i, w := range r.words {
		at := end - len(r.title) - 1 // in the text; below 0 in the title
		end += len(w)
		for clause < len(r.clauses)-1 && int(r.clauses[clause].to) <= at {
			clause++
		}
		if at >= 0 && in(r.frames, at) || at < 0 && r.bare {
			continue
		}
		if len(w) < 2 {
			continue
		}
		first, size := utf8.DecodeRuneInString(w)
		if size == len(w) || !telling(first) || first <= '9' && isNumber(w) {
			continue
		}
		key := hashWord(w)
		slot, is := r.table.find(key)
		if is {
			continue
		}
		t := trait{key: key, from: int32(i), marks: isWord | about.marks(key), clause: -1}
		if at >= 0 {
			t.clause = int16(min(clause, len(r.clauses)-1))
			if r.inSpot(at) {
				t.marks |= ofSpot
			}
		}
		if r.titleMask>>(uint32(first)%64)&1 != 0 && strings.Contains(r.title, w) {
			t.marks |= inTitle
		}
		r.add(slot, t)
	}
}

// inSpot says whether a byte of the text is part of a spot's name.
func (r *Report) inSpot(at int) bool {
	for _, s := range r.spots[r.titleSpots:] {
		if int(s.from) <= at && at < int(s.to) {
			return true
		}
	}
	return false
}

// readGrams makes the sketch and adds the characters, three by three: the title's as traits,
// the text's as passing ones.
func (r *Report) readGrams(about *about) {
	inside := r.coveredRunes(about)
	var s sketcher
	s.start()
	run := 0
	for i, c := range r.titleRunes {
		if skip(c) {
			run = 0
			continue
		}
		h := s.add(c)
		if run++; run < 3 {
			continue
		}
		key := uint32(h >> 32)
		at, is := r.table.find(key)
		if is {
			continue
		}
		t := trait{key: key, from: r.titleStarts[i-2], to: r.titleStarts[i+1], marks: inTitle | about.marks(key)&common}
		if t.marks&common == 0 && inside>>max(0, i-2)&7 == 7 && i < 64 {
			t.marks |= covered
		}
		r.add(at, t)
	}
	run = 0
	said := len(r.title)
	for i, c := range r.body {
		if skip(c) || in(r.frames, i) {
			run = 0
			continue
		}
		said += utf8.RuneLen(c)
		h := s.add(c)
		if run++; run >= 3 && i < readBytes {
			r.passing = append(r.passing, passing{uint32(h >> 32), int32(i)})
		}
	}
	r.short = said < shortText
	r.sketched = s.finish(&r.sig)
}

// coveredRunes marks the first characters of the title, one bit each, that belong to common
// words.
func (r *Report) coveredRunes(about *about) (inside uint64) {
	n := min(len(r.titleRunes), 64)
	for i := range n {
		h := hashing{}
		for k := 0; k < longestCommon && i+k < n; k++ {
			h.add(r.titleRunes[i+k])
			if k > 0 && about.marks(h.sum())&common != 0 {
				inside |= (1<<(k+1) - 1) << i
			}
		}
	}
	return inside
}

// name is the piece of the text that a trait stands for.
func (r *Report) name(t *trait) string {
	switch {
	case t.marks&isWord != 0:
		return r.words[t.from]
	case t.marks&inTitle != 0:
		return r.title[t.from:t.to]
	}
	return r.body[t.from:t.to]
}

// index lets find find the traits, by a table that nobody else uses meanwhile.
func (r *Report) index(t *table) {
	t.reset(min(len(r.traits)+len(r.passing), mostTraits))
	for i := range r.traits {
		at, _ := t.find(r.traits[i].key)
		t.put(at, r.traits[i].key, i)
	}
	r.table = t
}

// keep adds passing characters to the traits: some issue is known by them.
func (r *Report) keep(p passing, about *about) {
	at, is := r.table.find(p.key)
	if is {
		return
	}
	from := int(p.from)
	_, last := utf8.DecodeRuneInString(r.body[from:])
	to := from + last
	for range 2 {
		_, n := utf8.DecodeLastRuneInString(r.body[:from])
		from -= n
	}
	r.add(at, trait{key: p.key, from: int32(from), to: int32(to),
		marks: about.marks(p.key) & common, weight: unweighed})
}

// unweighed is the weight of characters of a text until it is asked for.
const unweighed = -1

// add puts a new trait into the slot that find gave for it.
func (r *Report) add(at uint32, t trait) {
	if len(r.traits) < mostTraits {
		r.table.put(at, t.key, len(r.traits))
		r.traits = append(r.traits, t)
	}
}

// find returns the trait with that key, or nil.
func (r *Report) find(key uint32) *trait {
	at, is := r.table.find(key)
	if !is {
		return nil
	}
	return &r.traits[r.table.slots[at].trait]
}

// table finds traits by their keys: open addressing, emptied by a new round.
type table struct {
	slots []slot
	round uint16
	shift uint8
}

type slot struct {
	key          uint32
	trait, round uint16
}

// reset empties the table and makes room for n traits.
func (t *table) reset(n int) {
	if t.round++; len(t.slots) < 2*n || t.round == 0 {
		size := 1 << bits.Len(uint(max(2*n, 511)))
		*t = table{round: 1, shift: uint8(33 - bits.Len(uint(size))), slots: make([]slot, size)}
	}
}

// put fills a slot that find gave.
func (t *table) put(at, key uint32, trait int) {
	t.slots[at] = slot{key, uint16(trait), t.round}
}

// find gives the slot of a key, or the empty one where it belongs.
func (t *table) find(key uint32) (at uint32, is bool) {
	for at = key * 0x9e3779b1 >> t.shift; ; at = (at + 1) & uint32(len(t.slots)-1) {
		s := &t.slots[at]
		if s.round != t.round {
			return at, false
		}
		if s.key == key {
			return at, true
		}
	}
}
