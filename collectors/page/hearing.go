package page

import (
	"strings"

	"huiying/internal/pattern"
)

// heard says whether what stands is a letter rather than an article: the page or its labels say so, or
// the words ask.
func (lr *letterReader) heard() bool {
	return lr.mailbox || lr.now.weight >= 1 || lr.asking() <= surelyAsks
}

// asking is the voice of the letter so far, by the first lines of it.
func (lr *letterReader) asking() int {
	l := lr.now
	text, loose := l.text[:min(len(l.text), mostHeard)], l.loose[:min(len(l.loose), mostHeard)]
	if n := len(text) + len(loose); n != lr.heardOf {
		lr.heardOf, lr.voice = n, officeVoice(strings.Join(text, "\n")+"\n"+strings.Join(loose, "\n"))
	}
	return lr.voice
}

// mostHeard is how many lines of a letter tell who speaks.
const mostHeard = 12

// salutes is how an office addresses whoever wrote.
var salutes = pattern.MustCompile(`^(?:尊敬的|亲爱的)?.{0,6}(?:市民|网友|来信人|来电人|朋友|先生|女士|同志|家长|居民|群众|用户)(?:朋友)?\s*[：:，,！!]?\s*(?:您好|你好)?[：:，,！!]?$`)

// mayAnswer says whether an answer may begin: a letter stands, and no label waits for its words.
func (lr *letterReader) mayAnswer() bool {
	return !lr.answered && lr.now.says() && !(lr.now.asks && len(lr.now.text) == 0) && lr.pending == none
}

// answers says whether words without a label are what an office answers: they speak as one, a
// question stands, and labels or a box of their own tell them from an article's next paragraph.
func (lr *letterReader) answers(s string) bool {
	if !lr.mayAnswer() {
		return false
	}
	if salutes.MatchString(s) {
		return lr.heard()
	}
	if officeVoice(s) < surelyOffice {
		return false
	}
	asks := lr.asking()
	if asks > 0 {
		return false
	}
	apart := lr.turned || lr.last != nil && lr.at.node != nil && (lr.last.Parent != lr.at.node.Parent ||
		names(lr.last) != names(lr.at.node))
	return (apart || officeVoice(s) > 2*surelyOffice) && lr.heard() || asks <= surelyAsks &&
		(lr.mailbox || lr.now.weight >= 1)
}
