package dispatch

import (
	"math"
	"unicode"
)

// A feature is known by a hash alone: of one to three neighbouring characters, of a word, or of
// what the other judges found (topic, demand, place, source). No feature can be turned back into
// what it was made of; the evidence of a judgement is looked up with the text at hand.
const keyBits = 44

type kind uint64

const (
	ofChars kind = iota + 1
	ofWord
	ofTopic
	ofField
	ofDemand
	ofPlace
	ofSource
	ofTopicAtPlace
	ofFieldAtPlace
)

// context says whether a feature is a finding of another judge and not part of the text.
func (k kind) context() bool { return k >= ofTopic }

// mixed spreads the bits of v (the finaliser of SplitMix64).
func mixed(v uint64) uint64 {
	v += 0x9e3779b97f4a7c15
	v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
	v = (v ^ v>>27) * 0x94d049bb133111eb
	return v ^ v>>31
}

func charsKey(packed uint64) uint64 { return mixed(packed^uint64(ofChars)<<58) >> (64 - keyBits) }

func textKey(k kind, parts ...string) uint64 {
	h := mixed(uint64(k))
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 0x100000001b3
		}
		h = mixed(h)
	}
	return h >> (64 - keyBits)
}

const (
	runeBits = 21
	runeMask = 1<<runeBits - 1
)

// grams calls f with the key of each run of one, two and three characters. Digits, blanks and
// punctuation end a run: house numbers and amounts tell no unit.
func grams(text string, f func(key uint64)) {
	var last, before uint64 // the character before, and the one before that
	for _, r := range text {
		if r >= 0xff01 && r <= 0xff5e { // full-width forms of ASCII
			r -= 0xff01 - '!'
		}
		if r != unicode.ReplacementChar && unicode.IsLetter(r) {
			c := uint64(unicode.ToLower(r))
			f(charsKey(c))
			if last != 0 {
				f(charsKey(last<<runeBits | c))
				if before != 0 {
					f(charsKey((before<<runeBits|last)<<runeBits | c))
				}
			}
			before, last = last, c
			continue
		}
		before, last = 0, 0
	}
}

// each calls f with every feature of a reading, repeated ones again.
func (r Reading) each(f func(k kind, key uint64)) {
	chars := func(key uint64) { f(ofChars, key) }
	grams(r.Title, chars)
	grams(r.Text, chars)
	for _, w := range r.Words {
		if longer(w) {
			f(ofWord, textKey(ofWord, w))
		}
	}
	r.context(func(k kind, key uint64) { f(k, key) })
}

// context calls f with what the other judges found.
func (r Reading) context(f func(k kind, key uint64)) {
	one := func(k kind, parts ...string) { f(k, textKey(k, parts...)) }
	place := ""
	if n := len(r.Places); n > 0 {
		place = r.Places[n-1]
	}
	for _, p := range r.Places {
		one(ofPlace, p)
	}
	if r.Topic != "" {
		one(ofTopic, r.Topic)
		one(ofField, field(r.Topic))
		if place != "" {
			one(ofTopicAtPlace, r.Topic, place)
			one(ofFieldAtPlace, field(r.Topic), place)
		}
	}
	if r.Demand != "" {
		one(ofDemand, r.Demand)
	}
	if r.Source != "" {
		one(ofSource, r.Source)
	}
}

// field is the field of a catalogue item: "ecology" of "ecology/noise".
func field(topic string) string {
	for i := range len(topic) {
		if topic[i] == '/' {
			return topic[:i]
		}
	}
	return topic
}

// longer says whether a word has more than one character and begins with a letter.
func longer(word string) bool {
	for i, r := range word {
		if i > 0 {
			return true
		}
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return false
}

// damp keeps a repeated word from drowning the rest.
func damp(times int32) float32 {
	if int(times) < len(damped) {
		return damped[times]
	}
	return float32(math.Log1p(float64(times)))
}

var damped = func() (d [8]float32) {
	for i := range d {
		d[i] = float32(math.Log1p(float64(i)))
	}
	return d
}()
