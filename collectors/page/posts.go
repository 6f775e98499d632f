package page

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// Boards show a question and its answer as two posts: a head that says when, and by whom, then the
// words. The heads have one shape; the second names an office or says that it answers.

var (
	officeHead = pattern.MustCompile(`局|委|办|政府|中心|公司|街道|镇|乡|处|所|队|厅|集团|法院|检察院|交警|医院|学校|部门|单位|官方|客服|管理员|小编|编辑|版主|站长|答|回复|反馈|回应`)
	askerHead  = pattern.MustCompile(`网友|网民|市民|居民|群众|村民|业主|楼主|游客|匿名|提问|来信|留言|咨询|写道|建议|投诉|反映`)
)

// postHeads are the lines that begin posts: timeLabel for the letter's, replyLabel for the answer's.
// There is none unless the first asks and a later one answers.
func postHeads(lines []line, now time.Time) map[int]kind {
	groups := map[string][]int{}
	var order []string
	for i, l := range lines {
		if l.len() > longestHead || l.linked*2 > l.len() || strings.ContainsAny(l.text, "。！？") ||
			dateOnly.MatchString(l.text) {
			continue
		}
		if l.labelled() {
			continue // its labels say more
		}
		if _, found := collectors.Moments(spaced(l), now); len(found) != 1 {
			continue
		}
		shape := l.node.Data + "." + names(l.node)
		if groups[shape] == nil {
			order = append(order, shape)
		}
		groups[shape] = append(groups[shape], i)
	}
	for _, shape := range order {
		at := groups[shape]
		if last := at[len(at)-1] + 1; last >= len(lines) || lines[last].labelled() || lines[last].linked > 0 ||
			!Within(lines[last].node, lines[last-1].node.Parent.Parent) {
			continue // they stand below their posts
		}
		if len(at) < 2 || len(at) > 6 || saysBefore(lines, at[0]) || at[1] < at[0]+2 ||
			officeHead.MatchString(lines[at[0]].text) && !askerHead.MatchString(lines[at[0]].text) {
			continue
		}
		out := map[int]kind{at[0]: timeLabel}
		for _, i := range at[1:] {
			if s := lines[i].text; officeHead.MatchString(s) && !askerHead.MatchString(s) {
				out[i] = replyLabel
			}
		}
		if len(out) > 1 {
			return out
		}
	}
	return nil
}

// saysBefore says whether sentences stand above line i: then the first post has no head.
func saysBefore(lines []line, i int) bool {
	for _, l := range lines[:i] {
		if l.linked == 0 && !l.labelled() && isSentence(l.text) {
			return true
		}
	}
	return false
}

// post takes the head of a post.
func (lr *letterReader) post(l line, k kind) {
	if k == replyLabel {
		lr.answer("")
		lr.now.weight += 2
		lr.now.replied = l.text
		return
	}
	if lr.now.published == "" {
		lr.now.published = l.text
	}
	lr.now.loose, lr.now.sides = nil, nil // what stands above is the page's
}

// inThread takes the head of a post of a forum.
func (lr *letterReader) inThread(l line, k kind, unit string) {
	if k == timeLabel {
		lr.now.weight += 2
		lr.now.dated = true
	}
	lr.post(l, k)
	if lr.now.unit == "" {
		lr.now.unit = unit
	}
}

// signsPost says whether line i is an office alone with words below it, a day perhaps between: the head
// of what the office wrote. Below a text, an office and a day are its signature.
func signsPost(lines []line, i int) bool {
	l := lines[i]
	if i+1 >= len(lines) || l.speaker() == "" || l.labelled() || l.linked > 0 {
		return false
	}
	next, box := i+1, l.node.Parent
	if dateOnly.MatchString(lines[next].text) {
		next++
	}
	return next < len(lines) && Within(lines[next].node, box) && lines[next].len() >= 8 && lines[next].linked == 0 &&
		!lines[next].labelled() && !officeTo.MatchString(lines[next].text)
}

// speaker is the office that a line names alone, badges apart: 某市公交集团 官方.
func (l line) speaker() string {
	var names []string
	badge := false
	for _, p := range l.parts {
		if badges.MatchString(p) {
			badge = true
		} else {
			names = append(names, p)
		}
	}
	s := strings.Trim(strings.Join(names, ""), " 【】[]（）():：|｜·")
	if officeTo.MatchString(s) || accountName.MatchString(s) && !askerHead.MatchString(s) ||
		badge && isHeading(s) && !askerHead.MatchString(s) {
		return s
	}
	return ""
}

var (
	badges = pattern.MustCompile(`^[【\[（(]?(?:官方|官方认证|官方账号|官方回复|官方答复|认证|已认证|政务|政务号|机构|部门)[】\]）)]?$`)
	// accountName is how offices call themselves on boards.
	accountName = pattern.MustCompile(`^\p{Han}{2,8}(?:发布|公安|交警|城管|卫健|民政|人社|住建|环保|教育|税务|市监|文旅|交通|供电|水务|政务|融媒|公交|园林|水利|农业|气象|消防|医保|信访|网信|检察|法院|市政|热力|燃气|电力|物价|残联|工会|妇联)$|^平安\p{Han}{2,6}$`)
)

// signedByOffice says whether line i opens a box of its own that an office signs at its end.
func signedByOffice(lines []line, i int, last *html.Node) bool {
	box := lines[i].node
	if last == nil || Within(last, box) || lines[i].len() < 8 || lines[i].labelled() || lines[i].linked > 0 {
		return false
	}
	if !strings.ContainsAny(lines[i].text, "。！") {
		return false
	}
	for box.Parent != nil && !Within(last, box.Parent) {
		box = box.Parent
	}
	end := i
	for end+1 < len(lines) && Within(lines[end+1].node, box) {
		end++
	}
	for j := end; j > i && j >= end-1; j-- {
		s := lines[j].text
		day := headDay.FindString(s)
		if officeTo.MatchString(strings.Trim(strings.Replace(s, day, "", 1), " |｜·,，()（）　")) {
			return true
		}
	}
	return false
}

// stamp takes a line that says when, and hardly more: of the letter above the answer's head, of the
// answer below it. One with an office's name, and words below it, is such a head.
func (lr *letterReader) stamp(lines []line, i int) bool {
	l := lines[i].plainDay()
	if l.len() > longestHead || l.labelled() || strings.ContainsAny(l.text, "。！？；") || lr.pending != none {
		return false
	}
	day := headDay.FindString(l.text)
	if day == "" {
		day = agoDay.FindString(l.text)
	}
	rest := strings.Trim(strings.Replace(l.untagged(), day, "", 1), " |｜·,，()（）[]【】/-—:：")
	if day == "" || headDay.MatchString(rest) || utf8.RuneCountInString(rest) > 20 {
		return false
	}
	office := officeHead.MatchString(rest) && !addressed.MatchString(rest) && !askerHead.MatchString(rest)
	lr.step = stepOnly.MatchString(rest) && lr.now.says()
	switch {
	case lr.step:
	case lr.mayAnswer() && lr.heard() && opensWords(lines, i) && (office || lr.stamped && lr.now.published != "" &&
		!askerHead.MatchString(rest) && rest != ""):
		lr.answer(officeName(rest))
		lr.now.weight++
		lr.now.replied = day
	case lr.answered:
		if lr.now.replied == "" {
			lr.now.replied = day
		}
		if lr.now.unit == "" {
			lr.now.unit = officeName(rest)
		}
	case answerStem.MatchString(rest) && !askerHead.MatchString(rest):
		if lr.now.replied == "" {
			lr.now.replied = day
		}
	case lr.now.published == "":
		lr.now.published, lr.now.ranked = day, 2
		if kindOf(rest) == none && !lr.titled && !lr.now.says() && isHeading(rest) && !askerHead.MatchString(rest) && !office &&
			!strings.ContainsAny(rest, "0123456789|｜:：") {
			lr.now.loose, lr.now.sides = append(lr.now.loose, rest), append(lr.now.sides, lr.side)
		}
	}
	lr.turned = lr.stamped && lr.now.says()
	lr.stamped = true
	return true
}

// opensText says whether a label of a letter's text stands below line i.
func opensText(lines []line, i int) bool {
	return i+1 < len(lines) && len(lines[i+1].pieces) > 0 && lines[i+1].pieces[0].kind == textLabel
}

// plainDay is a line with the digits of its day folded: 二〇二六年三月二日.
func (l line) plainDay() line {
	if n := l.len(); n > 24 || n < 6 || len(l.parts) != 1 || !strings.Contains(l.text, "年") || headDay.MatchString(l.text) {
		return l
	}
	plain, found := collectors.Moments(l.text, time.Time{})
	if len(found) == 1 {
		l.text, l.parts = plain, []string{plain}
	}
	return l
}

// addressed is to whom a letter was written.
var addressed = pattern.MustCompile(`^(?:致|写给|发给|提交给|寄给|@)`)

// opensWords says whether words stand below line i, in its box.
func opensWords(lines []line, i int) bool {
	if i+1 >= len(lines) {
		return false
	}
	next := lines[i+1]
	return Within(next.node, lines[i].node.Parent) && next.len() >= 8 && next.linked == 0 && !next.labelled()
}

// stampApart are the words of a line and the time in an element of its own behind them, apart.
func (l line) stampApart() []line {
	n := len(l.parts)
	if n < 2 || l.labelled() || l.cell {
		return []line{l}
	}
	last := l.parts[n-1]
	day := headDay.FindString(last)
	words := strings.Join(l.parts[:n-1], "")
	if day == "" || utf8.RuneCountInString(last) > 30 || !strings.ContainsAny(words, "。！？") {
		return []line{l}
	}
	a, b := l, l
	a.text, a.parts, a.shapes = words, l.parts[:n-1], l.shapes[:n-1]
	b.text, b.parts, b.shapes = last, l.parts[n-1:], l.shapes[n-1:]
	a.pieces, b.pieces = []piece{{text: words}}, []piece{{text: last}}
	return []line{a, b}
}
