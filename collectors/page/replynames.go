package page

var (
	replyNames = wordSet("reply replies answer answers huifu dafu fankui feedback response respond replycontent replycon answercontent hf df replybox answerbox handle handleprocess")
)

// replyByName says which lines stand in boxes that are called a reply. It counts only where
// no label and no heading of a reply is on the page, and something stands before it.
func (r mailbox) replyByName(lines []line) []bool {
	out := make([]bool, len(lines))
	for i, l := range lines {
		if replyHead.MatchString(l.text) {
			return make([]bool, len(lines))
		}
		for _, p := range l.pieces {
			if p.kind == replyLabel && !officeTo.MatchString(p.text) && !dateOnly.MatchString(p.text) &&
				!countOnly.MatchString(p.text) {
				return make([]bool, len(lines))
			}
		}
		out[i] = named(l.hint, replyNames) || answersAsk(l.node)
	}
	return out
}
