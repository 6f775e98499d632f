// Package harm reads from a text's words what harms whom: fire, gas, collapse, drowning,
// violence and the like, the state of persons, who cannot get out, and how many they are; and
// whether that goes on, or is past, feared, wished, drilled, told, settled or only a figure of
// speech. The judges of danger and of severity share it. It judges nothing itself.
//
// Phrases tell of one role each (see Role). A phrase of harm stands as long as nothing near it
// takes it back: 没有 before it, 演练 in its sentence, 去年 before it with nothing of now since.
package harm

import (
	"huiying/analyzers/amount"
	"strings"
	"sync"
	"unicode/utf8"
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
}

// Reading is what was read. It is good until Free.
type Reading struct {
	Text      string
	Hits      []Hit
	Sentences int
	parts     []part
	harmless  []span
	counted   int // bytes of the text up to which numbers are read
}

// part is where a part of a phrase with gaps was met last, and where the phrase begins.
type part struct{ clause, from, to int }

type span struct{ from, to int }

var readings = sync.Pool{New: func() any { return &Reading{parts: make([]part, words.parts+1)} }}

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
	return r
}

// Free gives the memory back.
func (r *Reading) Free() {
	r.Text = ""
	readings.Put(r)
}

// Word is the phrase of a hit as the text spells it.
func (r *Reading) Word(h Hit) string { return r.Text[h.From:h.To] }

// scan finds all phrases, overlapping ones too, except within harmless ones.
func (r *Reading) scan() {
	clause, sentence := 1, 0
	words.matcher.Find(r.Text, func(i, from, to int) int {
		next := from
		for _, u := range words.uses[i] {
			end := from + int(u.size)
			h := Hit{Role: u.cue.role, Kind: u.cue.kind, Weight: u.cue.weight, From: from, To: end, Sentence: sentence, clause: clause}
			switch {
			case u.cue.role == sentenceEnd:
				clause, sentence = clause+1, sentence+1
				continue
			case u.cue.role == clauseEnd:
				clause++
				continue
			case u.cue.role == figure:
				r.count(h)
				continue
			case u.part > 0 && !r.joins(u, &h):
				continue
			case u.cue.role != Harmless:
				r.add(h)
				continue
			}
			r.harmless = append(r.harmless, span{h.From, h.To})
			if u.part == 0 {
				next = end
			}
		}
		return next
	})
	r.Sentences = sentence + 1
}

// count reads the number that begins at a hit, and of whom it is. One that was read already is
// not read again from its middle.
func (r *Reading) count(h Hit) {
	if h.From < r.counted {
		return
	}
	a, ok := amount.At(r.Text, h.From)
	if !ok {
		return
	}
	r.counted = a.End
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
	h.To, h.Weight = a.End, float32(min(a.Value, 1e6))
	r.Hits = append(r.Hits, h)
}

// joins notes a part of a phrase with gaps and says whether it makes the phrase whole; the hit is
// of all of it then.
func (r *Reading) joins(u use, h *Hit) bool {
	p := part{h.clause, h.From, h.To}
	if u.of != head {
		l := r.parts[u.part-1]
		if l.clause != h.clause || h.From < l.to || h.From-l.to > gap {
			return false
		}
		p.from, h.From = l.from, l.from
	}
	r.parts[u.part] = p
	return u.of == tail
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
