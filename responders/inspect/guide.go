package inspect

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
	"huiying/redact"
)

// Bounds of what is taken of an element of a guide.
const (
	mostOfElement = 1500 // characters
	mostPoints    = 40   // lines
)

// besides are labels of a guide's page that begin something which is no element.
var besides = regexp.MustCompile(`^(?:事项(?:编码|类型|名称|简介)|基本编码|实施(?:编码|主体|机关)|办件类型|行使层级|到(?:办事)?现场次数|(?:办理|办公|受理|工作|服务)时间|` +
	`监督(?:投诉)?(?:电话|方式|渠道)|投诉(?:电话|渠道|方式)|网上办理|在线办理|网办地址|办理结果|审批结果|结果(?:名称|样本|送达)|通办范围|法律救济|行政复议|权利(?:和|与)义务|中介服务|` +
	`样表下载|附件|相关(?:链接|阅读|政策)|上一[篇条]|下一[篇条]|打印|分享|扫一扫)`)

// GuideElements are the elements of a guide that a booklet tells, in its order.
var GuideElements = []opinion.ItemElement{opinion.ElementBasis, opinion.ElementConditions, opinion.ElementPapers, opinion.ElementProcess,
	opinion.ElementPlace, opinion.ElementDays, opinion.ElementFee, opinion.ElementPhone}

// ReadGuide is what a page says of the elements of a service guide (办事指南): of each at most 1,500
// characters in lines, redacted. Of phones it tells the numbers of offices alone. Nothing of it is kept by
// who asks: it is read again for each booklet.
func ReadGuide(p *Page) map[opinion.ItemElement]string {
	said := map[opinion.ItemElement][]string{}
	var now opinion.ItemElement // under whose label we are
	lines := parted(p.Lines)
	for at, l := range lines {
		text := strings.TrimSpace(l.Text)
		if element, rest, is := labelOf(text); is {
			if now = element; said[now] != nil || element == "" { // told already, or none of a booklet
				now = ""
				continue
			}
			said[now] = []string{}
			text = rest
		} else if besides.MatchString(strings.TrimSpace(numbering.ReplaceAllString(text, ""))) || l.Link && now != opinion.ElementPapers {
			now = ""
			continue
		}
		if now != "" && text != "" && !nothing.MatchString(text) && len(said[now]) < mostPoints && !heading(lines, at) {
			said[now] = append(said[now], text)
		}
	}
	out := map[opinion.ItemElement]string{}
	for e, lines := range said {
		if text := told(e, strings.Join(slices.Compact(lines), "\n")); text != "" {
			out[e] = text
		}
	}
	return out
}

// parted are lines, one that tells several elements after another cut before each of them.
func parted(lines []Line) (out []Line) {
	for _, l := range lines {
		from := 0
		for _, at := range inLine.FindAllStringIndex(l.Text, -1) {
			if begins := at[0] + 1; strings.TrimSpace(l.Text[from:begins]) != "" {
				out = append(out, Line{l.Text[from:begins], l.Link})
				from = begins
			}
		}
		out = append(out, Line{l.Text[from:], l.Link})
	}
	return out
}

// inLine finds labels within a line: behind a space, with a colon or a space behind them.
var inLine = func() *regexp.Regexp {
	var labels []string
	for _, g := range guideParts {
		for _, l := range g.labels {
			if utf8.RuneCountInString(l) >= 4 {
				labels = append(labels, l)
			}
		}
	}
	return regexp.MustCompile(`\s(?:` + strings.Join(labels, "|") + `)[：:\s]`)
}()

// labelOf says which element a line begins, and what stands behind its label.
func labelOf(line string) (element opinion.ItemElement, rest string, is bool) {
	for _, g := range guideParts {
		if rest, is := g.after(line); is {
			return g.element, rest, true
		}
	}
	return "", "", false
}

// heading says that a line is the page's own heading.
func heading(lines []Line, at int) bool {
	return at == 0 && utf8.RuneCountInString(lines[at].Text) < 40
}

var officeNumber = regexp.MustCompile(`(?:0\d{2,3}[-－—\s)）]{0,2})?\b[2-8]\d{6,7}\b|\b12345\b|\b12[0-9]{3}\b|\b96\d{3,4}\b|\b400[-\s]?\d{3}[-\s]?\d{4}\b`)

// told is what a booklet says of an element.
func told(e opinion.ItemElement, text string) string {
	if e == opinion.ElementPhone { // who answers is nobody's to print
		all := officeNumber.FindAllString(text, 6)
		for i := range all {
			all[i] = strings.TrimSpace(all[i])
		}
		return strings.Join(slices.Compact(all), "、")
	}
	text, _ = redact.Text(opinion.Clip(text, mostOfElement))
	return text
}
