package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// inLines are the times that the page shows: behind labels, or alone near the title. Times
// within sentences are the text's own.
func (r dated) inLines() []candidate {
	var out []candidate
	title, first := r.titleLine(), r.firstSentence()
	for i, l := range r.lines {
		if i != first && (l.len() > 160 || strings.ContainsAny(l.text, "。！？") && l.len() > 40) {
			continue
		}
		if s, ok := r.joinedDate(i); ok {
			if t, ok := collectors.ParseTime(s, r.o.Now); ok {
				out = append(out, candidate{at: t, score: r.placed(i, title, first, l)})
			}
		}
		for _, c := range r.inLine(i, l, title, first) {
			if l.hidden { // what readers see says more
				c.score = min(c.score, byHidden)
			}
			out = append(out, c)
		}
	}
	return out
}

func (r dated) inLine(i int, l line, title, first int) []candidate {
	var out []candidate
	plain, found := collectors.Moments(spaced(l), r.o.Now)
	from, behind, until := 0, wordsBehind(plain, found), false
	for k, m := range found {
		before, after := plain[from:m.Start], plain[m.End:]
		if from = m.End; behind {
			if before = ""; k+1 < len(found) {
				after = plain[m.End:found[k+1].Start]
			}
		}
		ends := until
		if until = spanMark.MatchString(after); ends {
			continue // the end of a time
		}
		if i == title && strings.Contains(squash(l.withoutTag()), squash(plain[m.Start:m.End])) {
			continue // the title tells it
		}
		label, colon := labelBefore(before)
		if label == "" && strings.TrimSpace(before) == "" && i > 0 {
			label, colon = r.labelAbove(i)
		}
		score := scoreOf(label, colon)
		if score == unsureTime && title >= 0 && i >= title-1 && i <= title+pastTitle && (first < 0 || i < first) {
			score = byUnsure
		}
		if score == 0 {
			score = wordBehind(after)
		}
		if score == 0 {
			score = r.placed(i, title, first, l)
			if score < 0 && r.signature(i, first, l, after) {
				score = byBelow - 2
			}
			if strings.TrimSpace(before) != "" && !colon && !isMeta(l.text) &&
				!dateOnly.MatchString(l.text) && l.len() > 40 {
				score -= 30
			}
			if boundMark.MatchString(before) {
				if score = -1; saidAt.MatchString(after) && l.len() <= 80 {
					score = byLabel - 4 // 于 2026-03-02 发布在民生栏目
				}
			}
		}
		if score < 0 && first == i && leadDate.MatchString(before) {
			score = byBelow - 4 // 本报讯（2026年3月4日）
		}
		if l.frame && score < byLabel-2 && (score > 0 || label == "") && r.besideText(l, first) {
			score = byFramed
		} else if score < byLabel && spanMark.MatchString(after) ||
			l.frame && score < byLabel-2 && !(i > title && i < first && r.withTitle(l, title)) {
			continue
		}
		if score > 0 {
			out = append(out, candidate{at: m.At, score: score, clock: m.Clock, guessed: m.Guessed})
		}
	}
	return out
}

// besideText says whether a line of the frame stands in a box right beside the text: what passes a
// text on may also date it.
func (r dated) besideText(l line, first int) bool {
	if first < 0 || l.node.Parent == nil || l.node.Parent.DataAtom == atom.Ul || l.node.Parent.DataAtom == atom.Ol {
		return false
	}
	return l.at > first && l.linked*2 < l.len() && l.node.Parent != nil && r.lines[first].node.Parent == l.node.Parent
}

// withTitle says whether a line of the frame stands in a box right below the title's.
func (r dated) withTitle(l line, title int) bool {
	return title >= 0 && l.linked*2 < l.len() && !relativeTime.MatchString(l.text) && l.node.Parent == r.lines[title].node.Parent
}

// wordsBehind says whether a line has a word behind each of its times, and none before the first.
func wordsBehind(plain string, found []collectors.Moment) bool {
	if len(found) < 2 || strings.ContainsFunc(plain[:found[0].Start], unicode.IsLetter) {
		return false
	}
	for _, m := range found {
		if !behind.MatchString(plain[m.End:]) {
			return false
		}
	}
	return true
}

// wordBehind scores a time by the word that follows it: 2026年3月4日上传, 2026-03-04（公布）.
func wordBehind(after string) int {
	m := behind.FindStringSubmatch(after)
	if m == nil || utf8.RuneCountInString(m[1]) > 2 && !strings.HasSuffix(m[1], "日期") {
		return 0
	}
	switch {
	case neverTime.MatchString(m[1]) || lateWord.MatchString(m[1]):
		return -1
	case newTime.MatchString(m[1]), madeTime.MatchString(m[1]):
		return byUpdate - 6
	case pubTime.MatchString(m[1]), strings.HasSuffix(m[1], "稿"):
		return byPlain - 2
	}
	return 0
}

// saidAt follows the day of what was said on it: 于3月4日发布.
var saidAt = pattern.MustCompile(`^\s*(?:由\S{2,16})?\s*(?:发布|发表|提交|上传|公布|刊登|留言|写下|投稿|发起|发帖|提问)`)

var leadDate = pattern.MustCompile(`^\s*(?:\p{Han}{2,8}讯|本报|本网)\s*[（(【]?\s*(?:记者.{0,12})?$`)

var (
	behind = pattern.MustCompile(`^\s*[(（\[【]?\s*(\p{Han}{2,4})\s*(?:[)）\]】]|$|\s)`)
)

// labelBefore is the label that ends where a time begins.
func labelBefore(s string) (label string, colon bool) {
	m := labelTail.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	words := strings.Fields(m[1])
	if len(words) == 0 {
		return "", false
	}
	label = strings.Join(words, "")
	last := words[len(words)-1]
	if m[2] == "" || utf8.RuneCountInString(last) >= 2 { // 发 布 时 间 is one label, 办公室 发布时间 are two
		label = last
	}
	return label, m[2] != ""
}

// labelAbove is the line before line i where it is a label alone.
func (r dated) labelAbove(i int) (label string, colon bool) {
	l := r.lines[i-1]
	if l.len() > 10 || strings.ContainsAny(l.text, "0123456789") {
		return "", false
	}
	label = bare(l.text)
	if !endsInColon(l.text) && !strings.HasSuffix(label, "时间") && !strings.HasSuffix(label, "日期") {
		return "", false
	}
	return label, endsInColon(l.text) || strings.HasSuffix(label, "时间") || strings.HasSuffix(label, "日期")
}

// scoreOf scores a label; 0 for none that says anything, negative for the time of something else.
func scoreOf(label string, colon bool) int {
	says := colon || strings.HasSuffix(label, "时间") || strings.HasSuffix(label, "日期") || strings.HasSuffix(label, "于") ||
		strings.HasSuffix(strings.ToLower(label), "on")
	switch {
	case label == "" || !says && utf8.RuneCountInString(label) > 4:
		return 0
	case neverTime.MatchString(label) && (says || endsNever(label)):
		return -1
	case madeTime.MatchString(label) && label != "发文时间":
		return byMade
	case newTime.MatchString(label) && !pubTime.MatchString(label):
		return byUpdate
	case takenIn.MatchString(label): // a letter is taken in after it was written
		return byLabel - 2
	case pubTime.MatchString(label):
		return byLabel
	case plainTime.MatchString(label):
		return byPlain
	case strings.HasSuffix(label, "时间"), strings.HasSuffix(label, "日期"):
		return unsureTime
	}
	return 0
}

// unsureTime is the score of a label of something that we do not know; near the title it counts.
const unsureTime = -2

// endsNever says whether a label that is no word for a time ends in one of what no text is published
// at: 报名 3月4日, but not 办公室 3月4日.
func endsNever(label string) bool {
	all := neverTime.FindAllStringIndex(label, -1)
	return len(all) > 0 && all[len(all)-1][1] == len(label)
}

// placed scores a time without a label by where it stands.
func (r dated) placed(i, title, first int, l line) int {
	switch {
	case title >= 0 && i >= title && i <= title+pastTitle && (first < 0 || i < first):
		if dateOnly.MatchString(l.text) || named(l.hint, timeNames) {
			return byPlace + 4
		}
		return byPlace
	case title >= 0 && i < title && i >= title-aboveTitle:
		return byAbove
	case title < 0 && (first < 0 || i < first):
		return byAbove
	case dateOnly.MatchString(l.text):
		return byBelow
	}
	return -1
}

// signature says whether a time ends a short line below the text, behind an office or whoever edited.
func (r dated) signature(i, first int, l line, after string) bool {
	return first >= 0 && i > first && l.len() <= 40 && !strings.ContainsAny(l.text, "。！？，；") &&
		signed.MatchString(after)
}

var signed = pattern.MustCompile(`^\s*(?:[)）\]】]|印发|发布|讯)?\s*$`)

// firstSentence is the first line of the text; -1 where there is none.
func (r dated) firstSentence() int {
	begin := max(r.titleLine(), 0)
	for i, l := range r.lines[begin:] {
		if l.frame || l.hidden || isMeta(l.text) {
			continue
		}
		if strings.ContainsAny(l.text, "。！？") || l.len() >= 40 && !r.tellsWhen(l) {
			return begin + i
		}
	}
	return -1
}

// tellsWhen says whether a line of some length tells a day: then it may be small print.
func (r dated) tellsWhen(l line) bool {
	_, found := collectors.Moments(l.text, r.o.Now)
	return len(found) > 0 && l.len() <= 80
}

// joinedDate reads a date in pieces: parts of line i, or line i and those after it.
func (r dated) joinedDate(i int) (string, bool) {
	l := r.lines[i]
	if len(l.parts) == 2 || len(l.parts) == 3 {
		if s, ok := collectors.JoinedDate(append([]string(nil), l.parts...)); ok {
			return s, true
		}
	}
	if l.len() > 9 {
		return "", false
	}
	for n := 2; n <= 3 && i+n <= len(r.lines); n++ {
		var pieces []string
		for _, x := range r.lines[i : i+n] {
			pieces = append(pieces, x.text)
		}
		if s, ok := collectors.JoinedDate(pieces); ok {
			return s, true
		}
	}
	return "", false
}
