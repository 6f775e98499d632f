package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

var labelSplit = pattern.MustCompile(`((?:[\p{Han}A-Za-z][\s\x{3000}]*){1,12}\d{0,2})[】\]]?\s*[:：]`)

// split takes a line apart at its labels. A label is known by a colon behind it, or by filling
// a part of the line alone (a cell, a span, a heading).
// shapes are those of the page's labels.
func split(l line, shapes map[string]bool) []piece {
	if l.tabs() {
		return nil
	}
	if k, weak := labelKind(l.text); k != none && l.linked == 0 {
		return []piece{{kind: k, weak: weak, label: uncounted(l.text)}}
	}
	if rest := ordinalHead.ReplaceAllString(l.text, ""); rest != l.text && l.linked == 0 {
		if k, weak := labelKind(rest); k != none {
			return []piece{{kind: k, weak: weak, label: uncounted(rest)}} // 一、来信内容
		}
	}
	if m := askedInQuotes.FindStringSubmatch(l.text); m != nil && l.linked == 0 {
		return []piece{{kind: textLabel, weak: true, label: "网友问", text: m[1]}}
	}
	if m := answeredAt.FindStringSubmatch(l.text); m != nil && kindOf(m[1]) == replyTimeLabel && l.linked == 0 {
		return []piece{{kind: replyTimeLabel, label: bare(m[1]), text: m[2]}, {kind: replyLabel, label: "回信"}}
	}
	if l.linked == 0 {
		if out := opening(l); out != nil {
			return out
		}
		if out := daysAndWords(l.text); out != nil {
			return out
		}
		if out := bracketedFields(l.text); out != nil {
			return out
		}
		if out := gluedHead(l.text); out != nil {
			return out
		}
		if out := spacedFields(l); out != nil {
			return out
		}
	}
	var out []piece
	for i, part := range l.parts {
		if m := barLabel.FindStringSubmatch(part); m != nil && l.linked == 0 {
			if k, weak := labelKind(m[1]); k != none && !weak {
				out = splitText(append(out, piece{kind: k, label: uncounted(m[1])}), m[2])
				continue
			}
		}
		if m := bracketLabel.FindStringSubmatch(part); m != nil && l.linked == 0 &&
			!(demandTag.MatchString(m[1]) && isHeading(m[2])) {
			if k, weak := labelKind(m[1]); k == textLabel || k == replyLabel {
				out = splitText(append(out, piece{kind: k, weak: weak, label: uncounted(m[1])}), m[2])
				continue
			}
		}
		if p, rest, ok := l.shaped(i, shapes); ok {
			out = splitText(append(out, p), rest)
			continue
		}
		if k, weak := labelKind(part); k != none && len(l.parts) > 1 && l.linked == 0 && (!weak || endsInColon(part) || decorated(part)) {
			out = append(out, piece{kind: k, weak: weak, label: uncounted(part)})
			continue
		}
		if i == 0 && len(l.parts) == 2 && l.linked == 0 && l.len() <= longestTagged && demandTag.MatchString(part) {
			continue // of which kind the letter is, before its heading
		}
		out = splitText(out, part)
	}
	return out
}

// tabs says whether a line is a row of labels for what scripts show one at a time.
func (l line) tabs() bool {
	if len(l.parts) < 2 || l.cell {
		return false
	}
	texts, replies := 0, 0
	for _, p := range l.parts {
		switch k, _ := labelKind(p); {
		case endsInColon(p):
			return false
		case k == textLabel:
			texts++
		case k == replyLabel:
			replies++
		default:
			return false
		}
	}
	return texts > 0 && replies > 0
}

// gluedHead reads the head of an answer that stands in one line with it: 某局答复（2026-03-06）：…
func gluedHead(s string) []piece {
	from := 0
	if day := headDay.FindStringIndex(s); day != nil && day[1] <= 2*longestOpening {
		from = day[1] // the colon of its clock ends no head
	}
	at := strings.IndexAny(s[from:], ":：")
	if at >= 0 {
		at += from
	}
	if at < 0 || strings.ContainsAny(s[:at], "，。！？；") {
		return nil
	}
	head, rest := s[:at], strings.TrimLeft(s[at:], ":： ")
	if !headDay.MatchString(head) || utf8.RuneCountInString(rest) < 6 {
		return nil
	}
	out := openingOf(head)
	if len(out) < 2 || out[len(out)-1].kind != replyLabel {
		return nil
	}
	out[len(out)-1].text = rest
	return out
}

// fieldInBrackets is a label between brackets wherever it stands.
var fieldInBrackets = pattern.MustCompile(`【\s*([\p{Han}\s]{1,12})\s*】\s*[:：]?`)

// leastFields is how many labels between brackets make a run of fields.
const leastFields = 3

// bracketedFields reads the fields of a letter that stand in one run: 【时间】2026-03-02【标题】路灯不亮【内容】….
func bracketedFields(s string) []piece {
	if !strings.HasPrefix(s, "【") {
		return nil
	}
	all := fieldInBrackets.FindAllStringSubmatchIndex(s, -1)
	if len(all) < leastFields {
		return nil
	}
	var out []piece
	for i, m := range all {
		end := len(s)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		k, weak := labelKind(s[m[2]:m[3]])
		if k == none {
			if k, weak = kindByEnd(bare(s[m[2]:m[3]])), true; k == none {
				k = unknownLabel
			}
		}
		out = append(out, piece{kind: k, weak: weak, label: uncounted(s[m[2]:m[3]]),
			text: strings.TrimSpace(s[m[1]:end])})
	}
	if slices.ContainsFunc(out, func(p piece) bool { return p.kind == textLabel || p.kind == replyLabel }) {
		return out
	}
	return nil
}

// decorated says whether marks stand on both sides of a label: ★回复★, 【答】.
func decorated(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return utf8.RuneCountInString(s) > 2 && isMark(first) && isMark(last)
}

// answeredAt is the head of an answer: its day behind a label without a colon, 回信时间 2026-03-06.
var answeredAt = pattern.MustCompile(`^((?:回信|回复|答复|回应|回函)(?:时间|日期))\s+(20\d{2}[\d年月日时分秒/:.\-\s]{4,18})$`)

// barLabel is a label with a bar behind it.
var barLabel = pattern.MustCompile(`^\s*(\p{Han}{2,8})\s*[|｜]\s*(.+)$`)

// bracketLabel is a label between brackets before its value: （答复）可以。
var bracketLabel = pattern.MustCompile(`^[【\[（(]\s*([\p{Han}\s]{1,12})[】\]）)]\s*[:：]?\s*(.*)$`)

// longestTagged is the longest heading with a tag before it, in characters.
const longestTagged = 40

// splitText takes a run of text apart at labels with a colon and adds its pieces.
func splitText(out []piece, s string) []piece {
	rest := s
	for offset := 0; offset < len(rest); {
		m := labelSplit.FindStringSubmatchIndex(rest[offset:])
		if m == nil {
			break
		}
		from, to, end := offset+m[2], offset+m[3], offset+m[1]
		start, k, weak := labelWithin(rest, from, to, len(out) == 0 || out[len(out)-1].kind != none)
		if k == none && dayBegins.MatchString(rest[end:]) && !strings.ContainsAny(rest, "。！？；") {
			start, k, weak = labelOfDay(rest, from, to)
		}
		if k == none || weak && withinSentence(rest[:start]) {
			offset = end
			continue
		}
		if before := strings.TrimSpace(rest[:start]); len(out) > 0 || !ordinal.MatchString(before) {
			out = appendWords(out, strings.TrimRight(before, "【[ "))
		}
		out = append(out, piece{kind: k, weak: weak, label: uncounted(rest[start:to])})
		rest, offset = rest[end:], 0
	}
	return appendWords(out, rest)
}

// spacedFields reads a row of short fields whose labels have no colon, but a space behind them:
// 主题 路灯不亮, 来信人 王某 来信时间 2026-03-02.
func spacedFields(l line) []piece {
	if len(l.parts) > 1 {
		return spacedParts(l)
	}
	words := strings.Fields(l.text)
	if len(words) < 2 || len(words) > 12 || l.linked > 0 || l.len() > 100 || strings.ContainsAny(l.text, "。！？；：:|｜") &&
		!stamped.MatchString(l.text) || len(l.parts) > 1 {
		return nil
	}
	var out []piece
	for i, w := range words {
		k, weak := labelKind(w)
		short := k != none && k != textLabel && k != replyLabel && utf8.RuneCountInString(w) >= 2 && !endsInColon(w)
		switch {
		case short && i+1 < len(words):
			out = append(out, piece{kind: k, weak: weak, label: uncounted(w)})
		case len(out) == 0 || out[len(out)-1].kind == timeLabel && !headDay.MatchString(strings.Join(words[i:], " ")) &&
			out[len(out)-1].text == "":
			return nil
		default:
			p := &out[len(out)-1]
			p.text = strings.TrimSpace(p.text + " " + w)
		}
	}
	if len(out) == 1 && out[0].kind != titleLabel || endsInColon(l.text) {
		return nil // one alone is a word as well
	}
	return out
}

// spacedParts reads the same where each field has an element of its own.
func spacedParts(l line) (out []piece) {
	if l.linked > 0 || l.len() > 100 {
		return nil
	}
	for _, p := range l.parts {
		label, value, ok := strings.Cut(p, " ")
		if !ok {
			return nil
		}
		k, weak := labelKind(label)
		if k == none && dayBegins.MatchString(value) {
			_, k, weak = labelOfDay(label, 0, len(label))
		}
		if k == none || k == textLabel || k == replyLabel {
			return nil
		}
		out = append(out, piece{kind: k, weak: weak, label: uncounted(label), text: strings.TrimSpace(value)})
	}
	return out
}

// dayBegins is a day right behind a label.
var dayBegins = pattern.MustCompile(`^\s*[\[【（(]?\s*20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}`)

// labelOfDay reads a word before a day by what was done on it: 提交：2026-03-02, 回复：2026-03-06.
func labelOfDay(s string, from, to int) (start int, k kind, weak bool) {
	if i := strings.LastIndexAny(strings.TrimSpace(s[from:to]), " \u3000\u00a0"); i >= 0 {
		from += i + 1
		for !utf8.RuneStart(s[from]) {
			from++
		}
	}
	switch word := bare(s[from:to]); {
	case utf8.RuneCountInString(word) > 4, !startsRun(s, from):
		return 0, none, false
	case lateWord.MatchString(word):
		return from, replyTimeLabel, true
	case neverTime.MatchString(word):
		return from, otherLabel, true
	case pubTime.MatchString(word):
		return from, timeLabel, true
	}
	return 0, none, false
}

// withinSentence says whether what stands before a label is the beginning of its sentence:
// 电梯困人三次，诉求：停梯检修.
func withinSentence(before string) bool {
	before = strings.TrimSpace(before)
	return utf8.RuneCountInString(before) >= 10 &&
		(strings.HasSuffix(before, "，") || strings.HasSuffix(before, ",") || strings.HasSuffix(before, "；"))
}

// labelWithin finds the longest label that ends at to and begins at or after from. One that
// follows other letters must be sure of itself: 写信人：王某来信时间：…, but not 我的问题：….
func labelWithin(s string, from, to int, first bool) (start int, k kind, weak bool) {
	if gap := strings.LastIndexAny(strings.TrimRight(s[from:to], " \u3000\u00a0"), " \u3000\u00a0"); gap >= 0 {
		_, n := utf8.DecodeRuneInString(s[from+gap:])
		tail := from + gap + n
		if k, weak := labelKind(s[tail:to]); k != none && !weak && utf8.RuneCountInString(bare(s[tail:to])) >= 3 {
			return tail, k, weak // what stands before it is a value: 已办结 来信时间
		}
	}
	for i := from; i < to; {
		k, weak := labelKind(s[i:to])
		_, n := utf8.DecodeRuneInString(s[i:])
		if k != none && (startsRun(s, i) || !weak && utf8.RuneCountInString(bare(s[i:to])) >= 3) {
			return i, k, weak
		}
		i += n
	}
	return 0, none, false
}

// startsRun says whether a label at from stands at the beginning of a run of words.
func startsRun(s string, from int) bool {
	before := strings.TrimSpace(s[:from])
	if before == "" || ordinal.MatchString(before) {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:from])
	return strings.ContainsRune(" \u3000\u00a0；;，,。|｜】）)[【\t", r)
}

// ordinal numbers a paragraph: 一、 2. （三）
var ordinal = pattern.MustCompile(`^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．)）]?$`)

// askedInQuotes is what somebody asks whose name stands in quotes: 网友“某某”问：….
var askedInQuotes = pattern.MustCompile(`^(?:网友|网民|市民|读者|居民|村民|群众)\s*[“"「『]\S{1,12}[”"」』]\s*(?:问|提问|咨询|留言|反映|说)?\s*[:：]\s*(.+)$`)

// ordinalHead is the number of a heading.
var ordinalHead = pattern.MustCompile(`^(?:[（(][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．])\s*`)

// mostRun bounds what is joined to one piece of a line: joining costs the square of its length.
const mostRun = 64 << 10

func appendWords(out []piece, s string) []piece {
	s = strings.TrimSpace(s)
	if n := len(out); n > 0 {
		s = strings.TrimRight(s, "|｜·• \u3000\u00a0") // what parts the fields of a row
	}
	if s == "" {
		return out
	}
	if n := len(out); n > 0 && len(out[n-1].text) < mostRun {
		if out[n-1].text != "" && !strings.HasSuffix(out[n-1].text, "\n") {
			s = out[n-1].text + s
		}
		out[n-1].text = strings.TrimLeft(s, ":： ")
		return out
	}
	return append(out, piece{text: s})
}

// labelled says whether a line has a label.
func (l line) labelled() bool {
	return slices.ContainsFunc(l.pieces, func(p piece) bool { return p.kind != none })
}
