package kit

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/index"
	"huiying/opinion"
)

// Term is a word to mark in a text, and what it is evidence of; For is "" for a word of a query.
type Term struct {
	Word string
	For  opinion.Field
}

// TermsOf takes the words of a query that are worth marking: what is quoted as it stands,
// the rest as cut, nothing that was asked not to be there.
func TermsOf(q string, cut index.Cutter) []Term {
	var out []string
	for i, piece := range strings.Split(strings.NewReplacer("“", `"`, "”", `"`).Replace(q), `"`) {
		if i%2 == 1 {
			out = append(out, strings.TrimSpace(piece))
			continue
		}
		for w := range strings.FieldsSeq(piece) {
			if strings.HasPrefix(w, "-") {
				continue
			}
			out = append(out, w)
			if cut != nil { // of a word that falls into characters, the pairs are marked
				out = append(out, slices.DeleteFunc(cut(w), func(c string) bool { return utf8.RuneCountInString(c) == 1 })...)
			}
		}
	}
	out = slices.DeleteFunc(out, func(w string) bool {
		// one letter marks half a page; one Chinese character may be a word
		return w == "" || (len(w) == 1 && utf8.RuneCountInString(w) == 1)
	})
	return marked(out, "")
}

// marked makes terms of words, the longest first: it wins.
func marked(list []string, is opinion.Field) []Term {
	list = slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
	slices.SortFunc(list, func(x, y string) int {
		return cmp.Or(cmp.Compare(len(y), len(x)), cmp.Compare(x, y))
	})
	var out []Term
	for _, w := range slices.Compact(list) {
		out = append(out, Term{w, is})
	}
	return out
}

// span is a marked stretch of a text, in bytes.
type span struct {
	from, to int
	is       opinion.Field
}

// spansOf finds the terms in a text, case of Latin letters apart, never overlapping.
func spansOf(text string, terms []Term) []span {
	low := text
	if l := strings.ToLower(text); len(l) == len(text) { // same offsets only when nothing changed length
		low = l
	}
	taken := make([]bool, len(text))
	var out []span
	for _, term := range terms {
		word := strings.ToLower(term.Word)
		for at := 0; at < len(low); {
			i := strings.Index(low[at:], word)
			if i < 0 || word == "" {
				break
			}
			from, to := at+i, at+i+len(word)
			if !slices.Contains(taken[from:to], true) {
				for k := from; k < to; k++ {
					taken[k] = true
				}
				out = append(out, span{from, to, term.For})
			}
			at = to
		}
	}
	slices.SortFunc(out, func(x, y span) int { return x.from - y.from })
	return out
}

// Mark is a text with the terms marked, each as what it is evidence of; everything else is escaped.
func (v *Marking) Mark(text string, terms []Term) template.HTML {
	var b strings.Builder
	at := 0
	for _, s := range spansOf(text, terms) {
		template.HTMLEscape(&b, []byte(text[at:s.from]))
		if s.is == "" {
			b.WriteString("<mark>")
		} else {
			b.WriteString(`<mark class="mark-` + string(s.is) + `" title="` + v.evidence(s.is) + `">`)
		}
		template.HTMLEscape(&b, []byte(text[s.from:s.to]))
		b.WriteString("</mark>")
		at = s.to
	}
	template.HTMLEscape(&b, []byte(text[at:]))
	return template.HTML(b.String())
}

// evidence is what a mark stands for, in words.
func (v *Marking) evidence(is opinion.Field) string { return v.Say("judged." + string(is)) }

// Legend explains the marks that a text has, each kind once, in one order.
func (v *Marking) Legend(text string, terms []Term) template.HTML {
	found := map[opinion.Field]bool{}
	for _, s := range spansOf(text, terms) {
		found[s.is] = s.is != ""
	}
	var b strings.Builder
	for _, is := range evidenceOrder {
		if found[is] {
			b.WriteString(` <mark class="mark-` + string(is) + `">` + v.evidence(is) + `</mark>`)
		}
	}
	return template.HTML(b.String())
}

// Snippet is about n runes of a text around its first marked word.
func (v *Marking) Snippet(text string, terms []Term, n int) template.HTML {
	text = strings.Join(strings.Fields(text), " ")
	r := []rune(text)
	n = max(n, 1)
	from := 0
	if s := spansOf(text, terms); len(s) > 0 && len(r) > n {
		from = max(0, utf8.RuneCountInString(text[:s[0].from])-n/4)
	}
	to := min(len(r), from+n)
	from = max(0, min(from, to-n))
	out := v.Mark(string(r[from:to]), terms)
	if from > 0 {
		out = "…" + out
	}
	if to < len(r) {
		out += "…"
	}
	return out
}
