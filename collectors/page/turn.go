package page

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// turnOf is the line at which an answer begins that nothing names, on a page that says that there
// is one; -1 without. It stands in a box of its own below words that ask, and of all such lines
// it is the one where the voice turns most.
func (r mailbox) turnOf(lines []line, l *letter) int {
	if l.answers || len(l.reply) > 0 || l.replied == "" && !r.saysAnswered() {
		return -1
	}
	words := func(x line) bool {
		return !x.labelled() && x.linked == 0 && x.len() >= leastSentence && strings.ContainsAny(x.text, "。！？；")
	}
	best, most, asked, heard := -1, leastTurn-1, -1, 0
	var above strings.Builder
	for i, x := range lines {
		if !words(x) {
			continue
		}
		if asked >= 0 && heard < mostTurns && !sameBox(lines[asked], x) {
			heard++
			var below strings.Builder
			for _, y := range lines[i:] {
				if words(y) {
					below.WriteString(y.text + "\n")
				}
			}
			before := officeVoice(above.String())
			if turn := officeVoice(below.String()) - before; before <= 0 && turn > most {
				best, most = i, turn
			}
		}
		above.WriteString(x.text + "\n")
		asked = i
	}
	return best
}

// mostTurns bounds the boxes before which a voice may turn: each costs a reading of the whole page.
const mostTurns = 60

// leastTurn is by how much a voice turns from one who asks to an office.
const leastTurn = 3

// sameBox says whether two lines are paragraphs of one text.
func sameBox(a, b line) bool {
	return a.node == b.node || a.node.Parent == b.node.Parent && names(a.node) == names(b.node) && a.node.Data == b.node.Data &&
		(a.node.DataAtom == atom.P || names(a.node) == "")
}

// saysAnswered says whether the page tells that the letter was answered.
func (r mailbox) saysAnswered() bool {
	for _, l := range r.lines {
		if l.frame || l.hidden || l.len() > 80 {
			continue
		}
		for _, p := range append([]string{l.text}, l.parts...) {
			if doneOnly.MatchString(p) {
				return true
			}
		}
		for _, p := range l.pieces {
			if p.kind == otherLabel && doneOnly.MatchString(p.text) {
				return true
			}
		}
	}
	return false
}
