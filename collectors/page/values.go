package page

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// byValue is a label as its value reads it: one word stands for several things, and what stands
// behind it tells which. long says that the value is a sentence.
func (lr *letterReader) byValue(p piece, long bool) piece {
	switch {
	case p.kind == titleLabel && long && strings.ContainsAny(p.text, "。；"):
		p.kind = textLabel // 反映问题：… is one or the other
	case p.kind == textLabel && p.weak && whoAsks.MatchString(p.text):
		p.kind = personLabel // 提问：匿名用户
	case p.kind == unitLabel && long && lr.mayAnswer():
		p.kind = replyLabel // whoever answers, and the answer
	}
	if day := headDay.FindString(p.text); day != "" && strings.HasPrefix(p.text, day) && p.kind != titleLabel &&
		utf8.RuneCountInString(p.text) <= utf8.RuneCountInString(day)+12 && !strings.ContainsAny(p.text, "，。") &&
		(p.kind == textLabel || p.kind == replyLabel) {
		p.text = day // 答复：2026-03-06 公开：是
	}
	if m := nameAndDay.FindStringSubmatch(p.text); m != nil && (p.kind == textLabel || p.kind == replyLabel) {
		p.text = m[2] // 网友提问 某某 2026-06-03 22:41
	}
	switch {
	case p.kind == replyLabel && officeTo.MatchString(p.text):
		p.kind = unitLabel // 回答：某局
	case (p.kind == replyLabel || p.kind == textLabel) && countOnly.MatchString(p.text):
		p.kind = otherLabel // 回复：2
	case p.kind == timeLabel && len(headDay.FindAllString(p.text, 2)) > 1 && spanned.MatchString(p.text):
		p.kind = otherLabel // 公示时间：3月1日至3月7日
	case p.kind == replyLabel && dateOnly.MatchString(p.text):
		p.kind = replyTimeLabel
	case (p.kind == textLabel || p.kind == personLabel) && dateOnly.MatchString(p.text):
		p.kind = timeLabel // 楼主 2024-03-02
	}
	return p
}

// nameAndDay is whoever speaks and when, as the head of a post.
var nameAndDay = pattern.MustCompile(`^([^\s，。！？；：:\d]{1,12})\s*(` + headDay.String() + `)$`)

// whoAsks is a name as sites show it where they show none.
var whoAsks = pattern.MustCompile(`^(?:\S{0,3}(?:用户|匿名|网友|网民|先生|女士|市民)\S{0,4}|\p{Han}[*＊某]{1,2}|\S{0,6}\*{2,}\S{0,4})$`)

// countOnly is how many there are, no text.
var countOnly = pattern.MustCompile(`^\d{1,7}\s*[次条个人]?$`)

// spanned is from one day to another.
var spanned = pattern.MustCompile(`\d日?\s*(?:至|到|~|～|—|--|-)\s*20\d{2}`)

// isSentence says whether words are a sentence, no value of a short field.
func isSentence(s string) bool {
	return utf8.RuneCountInString(s) >= 15 && strings.ContainsAny(s, "。？！")
}

// unknown takes what stands behind a label that nobody knows, where that is a text: the letter's
// where none was met, the reply's behind a label of the answer. What is short is some field.
func (lr *letterReader) unknown(s string) bool {
	if utf8.RuneCountInString(s) < leastUnknown || !strings.ContainsAny(s, "，。？！；") {
		return false
	}
	lr.pending = none
	switch {
	case lr.answered || lr.side == replyLabel && lr.now.says():
		lr.answer("")
		lr.now.reply = append(lr.now.reply, s)
	case !lr.now.asks, len(lr.now.text) == 1 && isHeading(lr.now.text[0]):
		lr.open, lr.now.asks = textLabel, true
		lr.now.text = append(lr.now.text, s)
	}
	return true
}

// leastUnknown is how long a text behind a label that nobody knows is at least, in characters.
const leastUnknown = 8
