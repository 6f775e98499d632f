// Package redact takes identifiers of persons out of a text: numbers of identity cards,
// passports, telephones, bank cards and plates, addresses of mail and chat, the number of a
// home, and a private person's name where the text introduces one. It is pure and imports
// nothing but the standard library. redact/redacttest writes texts to try it with.
package redact

import "strings"

// Text takes identifiers of persons out of a text and says how many of each kind. What is
// not an identifier stays byte for byte. Redacting twice changes nothing.
//
// Matching is done on a folded view (full-width forms, dashes, spaces, invisible
// characters). Where an identifier carries a check digit, the check decides; where it has
// none, its shape and the words before it do. Public numbers stay: hotlines, an office's own
// number in its official role, numbers of orders, documents and organisations, amounts.
func Text(s string) (string, map[string]int) {
	var counts map[string]int
	// What a mask replaces may have stood between a name and its label, say: so the result
	// is read again until nothing is found. A text with a hit costs two readings.
	for {
		hits := find(s)
		if len(hits) == 0 {
			return s, counts
		}
		if counts == nil {
			counts = map[string]int{}
		}
		var b strings.Builder
		b.Grow(len(s))
		at := 0
		for _, h := range hits {
			counts[h.kind]++
			b.WriteString(s[at:h.from])
			b.WriteString(masks[h.kind])
			b.WriteString(strings.Repeat(partEnd, strings.Count(s[h.from:h.to], partEnd)))
			at = h.to
		}
		b.WriteString(s[at:])
		s = b.String()
	}
}

// partEnd stands between the parts of one text. It is no character of any text that comes in.
const partEnd = "\x1e"

// Texts is Text for the parts of one text, its title and its body: a name that one part introduces
// goes from the other too, and so does a number that begins in one and ends in the other.
func Texts(parts ...string) ([]string, map[string]int) {
	whole := make([]string, len(parts))
	for i, part := range parts {
		whole[i] = strings.ReplaceAll(part, partEnd, " ")
	}
	out, counts := Text(strings.Join(whole, partEnd))
	return strings.Split(out, partEnd), counts
}

// hit is one identifier: bytes from..to of the text.
type hit struct {
	from, to int
	kind     string
}

// hit is what stands at the runes from..to.
func (v *view) hit(from, to int, kind string) hit {
	h := hit{max(v.done, int(v.off[from])), v.end(to), kind}
	v.done = max(h.from, h.to)
	return h
}

// find reads the text once, from left to right; hits do not overlap.
func find(s string) []hit {
	if quiet(s) {
		return nil
	}
	v := look(s)
	var hits []hit
	for i := 0; i < len(v.r); {
		c := classOf(v.r[i])
		if c == 0 {
			i++
			continue
		}
		from, to, kind := v.match(i, c)
		if kind == "" {
			if n := v.maskAt(i); n > 0 { // what is gone already still has its owner's name beside it
				hits = v.ownerBehind(v.owner(hits, i), i+n)
				i = max(i+n, v.floor)
				continue
			}
			i = v.skip(i, c)
			continue
		}
		from = max(from, v.floor)
		if ofOnePerson[kind] {
			hits = v.owner(hits, from)
		}
		if kind == Name {
			hits = v.names().earlier(hits, from)
		}
		hits = append(hits, v.hit(from, to, kind))
		v.floor, i = to, to
		if ofOnePerson[kind] {
			hits = v.ownerBehind(hits, to)
			i = v.floor
		}
		for found := 1; kind == Name; found++ {
			before := rune(0)
			if found > 1 {
				before = v.at(from - 1)
			}
			if from, to = v.names().nextName(i, found, before); to == 0 {
				break
			}
			hits = append(hits, v.hit(from, to, kind))
			v.floor, i = to, to
		}
	}
	return repeated(s, hits)
}

// match asks every recogniser that may begin at i, the surest first. It answers the runes
// from..to (from may lie before i: "+86") and the kind, or no kind.
func (v *view) match(i int, c class) (from, to int, kind string) {
	if c&cToken != 0 && v.startsToken(i) {
		if from, to, kind = (chats{v}).email(i); kind != "" {
			return
		}
		if from, to, kind = (labels{v}).number(i); kind != "" {
			return
		}
		if from, to, kind = (papers{v}).paper(i); kind != "" {
			return
		}
		if from, to, kind = (machines{v}).machine(i); kind != "" {
			return
		}
		if from, to, kind = (chats{v}).homepage(i); kind != "" {
			return
		}
		if from, to, kind = v.document(i); kind != "" {
			return
		}
	}
	if c&cHandle != 0 {
		return (chats{v}).handle(i)
	}
	if c&cDigit != 0 {
		if from, to, kind = (numbers{v}).coordinate(i); kind != "" {
			return
		}
		if from, to, kind = (numbers{v}).abroad(i); kind != "" {
			return
		}
		if from, to, kind = (numbers{v}).number(i); kind != "" {
			return
		}
	}
	if c&(cDigit|cUpper|cNumeral) != 0 {
		if from, to, kind = v.dwelling(i); kind != "" {
			return
		}
	}
	if c&cProvince != 0 {
		if from, to, kind = v.plate(i); kind != "" {
			return
		}
	}
	if c&cChat != 0 {
		if from, to, kind = (chats{v}).chat(i); kind != "" {
			return
		}
	}
	if c&cWritten != 0 {
		if from, to, kind = (numbers{v}).disguised(i); kind != "" {
			return
		}
	}
	if c&cName != 0 && v.names().mayStand(i) {
		if from, to, kind = v.names().name(i); kind != "" {
			return
		}
	}
	if c&cMilitary != 0 {
		if from, to, kind = v.military(i); kind != "" {
			return
		}
	}
	if c&cSurname != 0 {
		if from, to = v.names().bare(i); to > 0 {
			return from, to, Name
		}
	}
	return 0, 0, ""
}

// skip steps over what no recogniser wanted: a whole group of digits, or one rune.
func (v *view) skip(i int, c class) int {
	i++
	if c&cDigit != 0 {
		for i < len(v.r) && isDigit(v.r[i]) {
			i++
		}
	}
	return i
}
