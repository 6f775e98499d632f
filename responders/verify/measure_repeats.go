package verify

import (
	"slices"
	"strings"
)

// Repeated says how many answers that were made of a question alone are seen to say nothing; and of
// true answers below the same question, how many are still answers.
type Repeated struct {
	ID    string `json:"id"` // copy, courtesy, reordered, half; quoted: before a true answer
	Pairs int    `json:"pairs"`
	Right int    `json:"right"`
}

// repeats are ways to hand a question back.
var repeats = []struct {
	id   string
	made func(Pair) string
}{
	{"copy", func(p Pair) string { return p.Title + "\n" + p.Text }},
	{"courtesy", func(p Pair) string {
		return "您好！您的留言已收悉。您反映的“" + p.Title + "”，" + p.Text + "感谢您对我们工作的理解与支持！"
	}},
	{"reordered", func(p Pair) string {
		said := strings.FieldsFunc(p.Text, func(r rune) bool { return strings.ContainsRune("。！？!?\n", r) })
		slices.Reverse(said)
		return strings.Join(said, "。")
	}},
	{"half", func(p Pair) string { r := []rune(p.Text); return string(r[:len(r)/2]) }},
}

// repeated hands each question back in every way; last is the question before the answer that it
// got, where that says something.
func repeated(read []readPair) (out []Repeated) {
	for _, way := range repeats {
		of := Repeated{ID: way.id, Pairs: len(read)}
		for _, r := range read {
			if !r.answeredBy(way.made(r.Pair)) {
				of.Right++
			}
		}
		out = append(out, of)
	}
	quoted := Repeated{ID: "quoted"}
	for _, r := range read {
		if !r.answeredBy(r.Reply) {
			continue
		}
		if quoted.Pairs++; r.answeredBy(r.Text + "\n" + r.Reply) {
			quoted.Right++
		}
	}
	return append(out, quoted)
}

// answeredBy says whether a reply says something of its own.
func (r readPair) answeredBy(reply string) bool {
	r.Reply = reply
	c := compared{title: r.title, question: r.question, answer: read(reply)}
	return formLetter(c, r).score(0, 1) < border
}
