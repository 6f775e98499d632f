package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/collectors"
)

// Labels of times, by what they are the time of.
var (
	neverTime = regexp.MustCompile(`截止|截至|报名|活动|答复|回复|办结|办理|反馈|处理|处结|生效|施行|实施|执行|有效|失效|废止|开始|结束|召开|会议|举行|举办|考试|公示期|出生|成立|今天|现在|当前|访问|发生|停水|停电|停气|施工|预约|开放|营业|投标|开标|缴费|面试|笔试|上市|签订|竣工|开工|受理期限|登录|注册|下次|到期|起止|服务|上班|办公|工作|检查|采样|抽检|任职|领取|听证|征集|征求|申报|评审|验收|计划|预计|转办|交办|签收|时限|期限|止$|审批|批准|通过|讲话|播出|整改|恢复|抓拍|截图`)
	pubTime   = regexp.MustCompile(`发布|发稿|公布|公开|刊发|刊登|发表|上网|上传|录入|来信|来件|来电|写信|提交|留言|提问|登记|信件|咨询|投诉|诉求|反映|求助|发帖|首发|上稿|挂网|挂出|上线|加入|添加|入库|刊载|登载|张贴|推出|(?i:posted|published)|发文时间|发送|递交|推送|发出|受理|建议|举报`)
	newTime   = regexp.MustCompile(`更新|修改|编辑`)
	madeTime  = regexp.MustCompile(`成文|生成|制发|印发|签发|发文|制定|制作|创建|形成|撰写|写作`)
	plainTime = regexp.MustCompile(`^(?:信息)?(?:时间|日期)$`)
	labelTail = regexp.MustCompile(`([\p{Han}A-Za-z][\p{Han}A-Za-z\s]{0,12})\s*([:：]?)\s*[\[【（(]?\s*$`)
	spanMark  = regexp.MustCompile(`^\s*[日号时]?\s*(?:至|到|起|止|—|--|~|～|-\s*\d|之?前|后|以前|内)`)
	boundMark = regexp.MustCompile(`(?:至|到|自|从|于|截止|截至|~|～|—)\s*$`)
	timeNames = wordSet("date time pub pubtime pubdate publish fbsj sj rq riqi shijian info meta source ly msg laiyuan attr articleinfo arti_meta")
)

// inLines are the times that the page shows: behind labels, or alone near the title. Times
// within sentences are the text's own.
func (r dated) inLines() []candidate {
	var out []candidate
	title, first := r.titleLine(), r.firstSentence()
	for i, l := range r.lines {
		if l.len() > 160 || strings.ContainsAny(l.text, "。！？") && l.len() > 40 {
			continue
		}
		if s, ok := r.joinedDate(i); ok {
			if t, ok := collectors.ParseTime(s, r.o.Now); ok {
				out = append(out, candidate{at: t, score: r.placed(i, title, first, l)})
			}
		}
		out = append(out, r.inLine(i, l, title, first)...)
	}
	return out
}

func (r dated) inLine(i int, l line, title, first int) []candidate {
	var out []candidate
	plain, found := collectors.Moments(spaced(l), r.o.Now)
	from := 0
	for _, m := range found {
		before, after := plain[from:m.Start], plain[m.End:]
		from = m.End
		label, colon := labelBefore(before)
		if label == "" && strings.TrimSpace(before) == "" && i > 0 {
			label, colon = r.labelAbove(i)
		}
		score := scoreOf(label, colon)
		if score == unsureTime && title >= 0 && i >= title-1 && i <= title+pastTitle && (first < 0 || i < first) {
			score = byUnsure
		}
		if score == 0 {
			score = r.placed(i, title, first, l)
			if strings.TrimSpace(before) != "" && !colon && !isMeta(l.text) &&
				!dateOnly.MatchString(l.text) && l.len() > 40 {
				score -= 30
			}
			if boundMark.MatchString(before) {
				score = -1
			}
		}
		if score < byLabel && spanMark.MatchString(after) || l.frame && score < byLabel {
			continue
		}
		if score > 0 {
			out = append(out, candidate{at: m.At, score: score, clock: m.Clock, guessed: m.Guessed})
		}
	}
	return out
}

// spaced is a line with a space between its inline elements, so that a label and a time that
// touch are two.
func spaced(l line) string { return strings.Join(l.parts, " ") }

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
	if m[2] == "" { // without a colon only the last word can be one
		label = words[len(words)-1]
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
	return label, endsInColon(l.text) || strings.HasSuffix(label, "时间") || strings.HasSuffix(label, "日期")
}

// scoreOf scores a label; 0 for none that says anything, negative for the time of something else.
func scoreOf(label string, colon bool) int {
	says := colon || strings.HasSuffix(label, "时间") || strings.HasSuffix(label, "日期") || strings.HasSuffix(label, "于")
	switch {
	case label == "" || !says && utf8.RuneCountInString(label) > 4:
		return 0
	case neverTime.MatchString(label) && (says || endsNever(label)):
		return -1
	case madeTime.MatchString(label) && label != "发文时间":
		return byMade
	case newTime.MatchString(label) && !pubTime.MatchString(label):
		return byUpdate
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

// firstSentence is the first line of the text; -1 where there is none.
func (r dated) firstSentence() int {
	begin := max(r.titleLine(), 0)
	for i, l := range r.lines[begin:] {
		if !l.frame && !l.hidden && !isMeta(l.text) && (l.len() >= 40 || strings.ContainsAny(l.text, "。！？")) {
			return begin + i
		}
	}
	return -1
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
