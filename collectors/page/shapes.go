package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// Sites name the fields of a letter as they like (呼声标题, 民情内容), but a site writes all of its
// labels in one way: bold, in a colour, in a class of their own, in every other cell, in brackets.
// Where some labels of one shape are known, the others of that shape are labels as well.

// inBrackets is the shape of labels between brackets: 【来信时间】2026-03-02.
const inBrackets = "【】"

// beforeColon is the shape of labels at the beginning of a run of words, before a colon.
const beforeColon = ":"

var colonLabel = pattern.MustCompile(`^([\p{Han}\s\x{3000}]{2,14})[:：]`)

var bracketed = pattern.MustCompile(`^[【\[]([^】\]]{1,14})[】\]]`)

// labelish says whether words may be a label: short, all letters.
func labelish(s string) bool {
	s = bare(s)
	if k, _ := labelKind(s); k != none {
		return true
	}
	if stateOnly.MatchString(s) {
		return false
	}
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 10 && strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// labelShapes are the shapes in which the page writes labels: nearly all words of the shape may be
// labels, at least two of them and half of all are known ones.
func labelShapes(lines []line) map[string]bool {
	type use struct {
		all, fit int
		labels   map[string]bool
	}
	uses := map[string]*use{}
	count := func(shape, s string) {
		u := uses[shape]
		if u == nil {
			u = &use{labels: map[string]bool{}}
			uses[shape] = u
		}
		if u.all++; labelish(s) {
			u.fit++
			u.labels[bare(s)] = true
		}
	}
	for i, l := range lines {
		if l.frame || l.hidden || l.linked > 0 {
			continue
		}
		for k, part := range l.parts {
			if m := bracketed.FindStringSubmatch(part); m != nil {
				count(inBrackets, m[1])
			} else if m := colonLabel.FindStringSubmatch(part); m != nil {
				count(beforeColon, m[1])
			} else if shape := l.shapes[k]; shape != "" && (k+1 < len(l.parts) || i+1 < len(lines)) {
				count(shape, part)
			}
		}
	}
	out := map[string]bool{}
	for shape, u := range uses {
		known := 0
		for label := range u.labels {
			if k, _ := labelKind(label); k != none || kindByEnd(label) != none {
				known++
			}
		}
		if known >= 2 && known*2 >= len(u.labels) && u.fit*5 >= u.all*4 {
			out[shape] = true
		}
	}
	return out
}

// byEnd are the kinds of labels by their ends, in the order in which they are tried.
var byEnd = []struct {
	kind kind
	end  *pattern.Pattern
}{
	{replyTimeLabel, pattern.MustCompile(`(?:答复|回复|回应|反馈|办结|处理|办理|处置|办复|解决|落实|承办|经办)(?:时间|日期)$`)},
	{replyLabel, pattern.MustCompile(`(?:答复|回复|回应|反馈|处理|办理|处置|核查|核实|调查|落实|整改|解决|承办|经办|主办|局方|厂方|馆方|院方|校方|官方|部门)(?:内容|意见|情况|结果|详情|说明|结论|过程|正文)$|(?:回复|答复|回应|回音|回话|复函|答疑|处理|解决|意见反馈)$`)},
	{unitLabel, pattern.MustCompile(`(?:单位|部门|机构|机关|科室|收信方|办理方|答复方)$`)},
	{personLabel, pattern.MustCompile(`(?:人|者|姓名|昵称|网名|电话|手机|邮箱|住址|称呼)$`)},
	{timeLabel, pattern.MustCompile(`(?:时间|日期|日|时刻)$`)},
	{titleLabel, pattern.MustCompile(`(?:标题|主题|主旨|题目|题名|事项名|诉题|概要|概括|摘要|名称)$`)},
	{textLabel, pattern.MustCompile(`(?:内容|正文|详情|描述|原文|全文|详述|经过|事由|所述|所诉|陈述|情形|情况|问题)$`)},
}

// kindByEnd is the kind of a label that is known to be one only by its shape.
func kindByEnd(label string) kind {
	for _, e := range byEnd {
		if e.end.MatchString(label) && (e.kind != timeLabel || !neverTime.MatchString(label) &&
			!madeTime.MatchString(label)) {
			return e.kind
		}
	}
	return none
}

// shaped reads part k of a line as a label in one of the page's shapes: its piece, and the words
// behind it in the same part.
func (l line) shaped(k int, shapes map[string]bool) (p piece, rest string, ok bool) {
	part, byColon := l.parts[k], false
	switch m := bracketed.FindStringSubmatch(part); {
	case l.linked > 0:
		return p, "", false
	case m != nil && shapes[inBrackets] && labelish(m[1]):
		part, rest = m[1], part[len(m[0]):]
	case shapes[beforeColon] && colonLabel.MatchString(part):
		m := colonLabel.FindStringSubmatch(part)
		if !labelish(m[1]) {
			return p, "", false
		}
		part, rest, byColon = m[1], part[len(m[0]):], true
	case !shapes[l.shapes[k]] || !labelish(part):
		return p, "", false
	}
	p = piece{label: bare(part)}
	if p.kind, p.weak = labelKind(part); p.kind == none {
		p.kind, p.weak, p.shape = kindByEnd(p.label), true, true
	}
	if p.kind == none {
		p.kind = unknownLabel
	}
	return p, rest, p.kind != unknownLabel || !byColon // 尊敬的网友：…
}
