// Package harm reads from a text's words what harms whom: fire, gas, collapse, drowning,
// violence and the like, the state of persons, who cannot get out, and how many they are; and
// whether that goes on, or is past, feared, wished, drilled, told, settled or only a figure of
// speech. The judges of danger and of severity share it. It judges nothing itself.
//
// Phrases tell of one role each (see Role). A phrase of harm stands as long as nothing near it
// takes it back: 没有 before it, 演练 in its sentence, 去年 before it with nothing of now since.
package harm

import (
	"strings"
	"sync"
	"unicode/utf8"

	"huiying/analyzers/amount"
)

// Hit is a phrase where it stands.
type Hit struct {
	Role     Role
	Kind     Kind
	Weight   float32
	From, To int // bytes of the text
	Sentence int
	clause   int
	// Off says that it does not stand: feared, denied, past, told or nobody's.
	Off bool
	by  Role // what takes it back
}

// Reading is what was read. It is good until Free.
type Reading struct {
	Text      string
	Hits      []Hit
	Sentences int
	Stake     Stake // of the sentences that weigh most
	parts     []part
	harmless  []span
	counted   int // bytes of the text up to which numbers are read
}

// part is where a part of a phrase with gaps was met last, and where the phrase begins.
type part struct{ clause, from, to int }

type span struct{ from, to int }

var readings = sync.Pool{New: func() any { return &Reading{parts: make([]part, words().parts+1)} }}

// Read reads a text; its title is read as a sentence of its own. Free it after use.
func Read(title, text string) *Reading {
	r := readings.Get().(*Reading)
	r.Text = text
	if title != "" {
		r.Text = title + "\n" + text
	}
	r.Hits, r.harmless, r.Sentences, r.counted = r.Hits[:0], r.harmless[:0], 0, 0
	clear(r.parts)
	r.scan()
	r.doubt()
	r.Stake = r.atStake()
	return r
}

// Free gives the memory back.
func (r *Reading) Free() {
	r.Text, r.Stake = "", Stake{}
	readings.Put(r)
}

// Word is the phrase of a hit as the text spells it.
func (r *Reading) Word(h Hit) string { return r.Text[h.From:h.To] }

// scan finds all phrases, overlapping ones too, except within harmless ones.
func (r *Reading) scan() {
	clause, sentence := 1, 0
	known := words()
	known.matcher.Find(r.Text, func(i, from, to int) int {
		next := from
		uses := known.uses[i]
		for k := range uses {
			u := &uses[k]
			end, begin := from+int(u.size), from
			switch {
			case u.part > 0:
				if begin = r.joins(u, from, end, clause); begin < 0 {
					continue
				}
			case u.cue.role == sentenceEnd:
				clause, sentence = clause+1, sentence+1
				continue
			case u.cue.role == clauseEnd:
				clause++
				continue
			case u.cue.role == figure:
				r.count(from, sentence, clause)
				continue
			}
			if u.cue.role != Harmless {
				r.add(Hit{Role: u.cue.role, Kind: u.cue.kind, Weight: u.cue.weight, From: begin,
					To: end, Sentence: sentence, clause: clause})
				continue
			}
			r.harmless = append(r.harmless, span{begin, end})
			if u.part == 0 {
				next = end
			}
		}
		return next
	})
	r.Sentences = sentence + 1
}

// count reads the number that begins at a place, and of whom it is. One that was read already is
// not read again from its middle.
func (r *Reading) count(from, sentence, clause int) {
	if from < r.counted {
		return
	}
	a, ok := amount.At(r.Text, from)
	if !ok {
		return
	}
	r.counted = a.End
	h := Hit{From: from, To: a.End, Weight: float32(min(a.Value, 1e6)), Sentence: sentence, clause: clause}
	switch a.Unit {
	case amount.People:
		h.Role = Count
	case amount.Households:
		h.Role = Houses
	case amount.Several:
		h.Role = Several
	default:
		return
	}
	r.Hits = append(r.Hits, h)
}

// joins notes a part of a phrase with gaps. It returns where the phrase begins once it is whole, and
// before that -1.
func (r *Reading) joins(u *use, from, to, clause int) int {
	begin := from
	if u.of != head {
		before := &r.parts[u.part-1]
		if before.clause != clause || from < before.to || from-before.to > gap {
			return -1
		}
		begin = before.from
	}
	r.parts[u.part] = part{clause, begin, to}
	if u.of != tail {
		return -1
	}
	return begin
}

// add keeps a hit, unless one of the same role and kind, as heavy, holds it.
func (r *Reading) add(h Hit) {
	for i := len(r.Hits) - 1; i >= 0 && i >= len(r.Hits)-6; i-- {
		o := &r.Hits[i]
		if o.Role != h.Role || o.Kind != h.Kind || h.From >= o.To || o.From >= h.To {
			continue
		}
		if o.From <= h.From && o.To >= h.To && o.Weight >= h.Weight {
			return
		}
		if h.From <= o.From && h.To >= o.To && h.Weight >= o.Weight {
			*o = h
			return
		}
	}
	r.Hits = append(r.Hits, h)
}

// before is the character that stands before a place.
func (r *Reading) before(at int) rune {
	c, _ := utf8.DecodeLastRuneInString(r.Text[:at])
	return c
}

// starts says whether the text goes on with one of these after a place.
func (r *Reading) starts(at int, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(r.Text[at:], w) {
			return true
		}
	}
	return false
}
