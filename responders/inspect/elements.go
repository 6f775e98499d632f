package inspect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/opinion"
)

// Part is an element of a service guide (办事指南).
type Part string

// The elements of a guide.
const (
	PartBasis      Part = "basis"
	PartConditions Part = "conditions"
	PartPapers     Part = "papers"
	PartProcess    Part = "process"
	PartPlace      Part = "place"
	PartDays       Part = "days"
	PartFee        Part = "fee"
	PartPhone      Part = "phone"
	PartQuestions  Part = "questions"
)

// guidePart is how pages name an element of a guide, and how they say it without naming it.
type guidePart struct {
	part    Part
	element opinion.ItemElement
	labels  []string
	said    *regexp.Regexp
}

var guideParts = []guidePart{
	{PartBasis, opinion.ElementBasis, []string{"设定依据", "办理依据", "法律依据", "政策依据", "实施依据", "法定依据", "审批依据", "受理依据", "事项依据", "依据"},
		regexp.MustCompile(`(?:根据|依据|按照)《[^》]{2,60}》`)},
	{PartConditions, opinion.ElementConditions, []string{"受理条件", "申请条件", "办理条件", "申办条件", "申报条件", "准予条件", "审批条件", "申请资格", "适用对象", "办理对象",
		"服务对象", "补贴对象", "申领条件", "享受条件", "适用条件", "条件"},
		regexp.MustCompile(`(?:符合|具备|满足)(?:下列|以下|上述)(?:全部|之一的?)?条件|(?:下列|以下)(?:人员|情形)(?:之一)?(?:可|的)`)},
	{PartPapers, opinion.ElementPapers, []string{"申请材料", "办理材料", "申报材料", "所需材料", "提交材料", "需提交材料", "申办材料", "材料清单", "材料目录", "需要的材料", "应提交的材料", "需提供的材料",
		"需要提供的材料", "所需资料", "申请资料", "办理所需材料", "需要带什么", "带什么材料", "材料"},
		regexp.MustCompile(`(?:提交|提供|携带|准备)(?:下列|以下|如下)?(?:材料|资料|证件)|(?:请)?携带[^。；]{0,20}(?:身份证|户口簿)`)},
	{PartProcess, opinion.ElementProcess, []string{"办理流程", "办理程序", "办事流程", "办事程序", "审批流程", "审批程序", "申请流程", "办理步骤", "受理流程", "工作流程", "申报流程", "申领流程",
		"申请程序", "流程图", "怎么办理", "如何办理", "怎么办", "流程", "程序"},
		regexp.MustCompile(`(?:申请|受理|申报)\s*(?:→|—+>?|-+>|>+|➜|⇒|、)[^。]{0,40}(?:审核|审查|审批|办结|发证|发放)`)},
	{PartPlace, opinion.ElementPlace, []string{"办理地点", "办公地址", "受理地点", "办事地点", "受理地址", "办理地址", "办事地址", "窗口地址", "受理窗口", "办理窗口", "办理场所", "联系地址", "到哪里办",
		"在哪办", "去哪办", "哪里办", "地点", "地址"},
		regexp.MustCompile(`(?:到|前往|至|在)[^。；，]{2,24}(?:大厅|服务中心|窗口|便民中心)[^。；]{0,12}(?:办理|申请|提交|受理|递交)`)},
	{PartDays, opinion.ElementDays, []string{"办理时限", "承诺时限", "法定时限", "办结时限", "承诺办结时限", "法定办结时限", "办理期限", "审批时限", "承诺期限", "法定期限", "受理时限", "办理时效",
		"多久办结", "多长时间", "要多久", "多久能办好", "时限", "期限"},
		regexp.MustCompile(`(?:\d+|[一二三五十]+)个?(?:工作日|自然日|日)(?:之?内)?(?:办结|办理完毕|作出决定|完成审核|答复|办好|发证)|(?:即时|当场|当日|立等)(?:办结|可取|办理|取证)|即办件`)},
	{PartFee, opinion.ElementFee, []string{"收费标准", "收费情况", "收费依据及标准", "收费依据和标准", "是否收费", "收费依据", "收费项目", "办理费用", "费用标准", "收不收费", "收费标准及依据",
		"收取费用", "要花多少钱", "要交多少钱", "收费", "费用"},
		regexp.MustCompile(`不收(?:取)?(?:任何)?费|免费(?:办理|提供)|(?:每|收取)(?:证|本|件|次|人)?[^。；]{0,8}\d+(?:\.\d+)?元`)},
	{PartPhone, opinion.ElementPhone, []string{"咨询电话", "联系电话", "咨询方式", "咨询服务电话", "办公电话", "服务电话", "受理电话", "咨询途径", "咨询渠道", "联系方式", "业务咨询", "打什么电话",
		"咨询热线", "服务热线", "问谁", "电话"},
		regexp.MustCompile(`(?:电话|热线|致电|拨打|咨询)[^。；\d]{0,12}` + number)},
	{PartQuestions, "", []string{"常见问题", "常见问答", "常见问题解答", "问题解答", "热点问答", "FAQ"}, regexp.MustCompile(`问[:：].{2,}答[:：]`)},
}

// number is a telephone number of an office or a hotline.
const number = `(?:(?:0\d{2,3}[-－—\s)）]{0,2})?[2-8]\d{6,7}|1[3-9]\d{9}|12345|12[0-9]{3}|96\d{3,4}|400[-\s]?\d{3}[-\s]?\d{4})`

var (
	numbering = regexp.MustCompile(`^(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[章节]?[、.．:：\s]*|[①-⑳●■◆★▪·•※►▶◇□\-*\s]+)+`)
	nothing   = regexp.MustCompile(`^(?:[—\-－_/\\.。…*\s]*|暂无.{0,8}|待(?:补充|定|更新|完善).{0,6}|建设中|正在建设.{0,6}|略|空|null|undefined|N/?A|XX+|xx+|无数据|暂缺)$`)
	bare      = regexp.MustCompile(`^(?:无|没有|未提供)[。.]?$`)
	anyDigit  = regexp.MustCompile(`\d{5,}|\d{3,4}[-－—]\d{7,8}|110|119|120|12345`)
)

// foundParts are the elements of a guide that lines of a page show, each with something said under it.
func foundParts(lines []Line) map[Part]bool {
	found := map[Part]bool{}
	for at, l := range lines {
		for _, g := range guideParts {
			if found[g.part] {
				continue
			}
			if g.said.MatchString(l.Text) || g.labelled(lines, at) {
				found[g.part] = true
			}
		}
	}
	return found
}

// labelled says whether line at names the element, and it or the line after says something of it.
func (g guidePart) labelled(lines []Line, at int) bool {
	rest, ok := g.after(lines[at].Text)
	if !ok {
		return false
	}
	if rest != "" {
		return g.says(rest)
	}
	for _, next := range lines[at+1 : min(at+4, len(lines))] {
		if heads(next.Text) {
			return false
		}
		if g.says(next.Text) {
			return true
		}
	}
	return false
}

// says tells whether a value says anything: a phone must have a number.
func (g guidePart) says(value string) bool {
	value = strings.Trim(value, " 　:：】]")
	switch {
	case nothing.MatchString(value):
		return false
	case g.part == PartPhone:
		return anyDigit.MatchString(value)
	case g.part == PartPlace || g.part == PartDays || g.part == PartBasis || g.part == PartProcess:
		return !bare.MatchString(value)
	}
	return true
}

// heads says that a line is nothing but the label of some element.
func heads(line string) bool {
	for _, g := range guideParts {
		if rest, ok := g.after(line); ok && rest == "" {
			return true
		}
	}
	return false
}

// after is what stands after the label of the element in a line that begins with it, or has it before a
// colon.
func (g guidePart) after(line string) (rest string, ok bool) {
	line = strings.TrimSpace(line)
	body := strings.TrimLeft(numbering.ReplaceAllString(line, ""), "【[〖 　")
	for _, label := range g.labels {
		if rest, has := strings.CutPrefix(body, label); has {
			if value, ends := valueOf(rest); ends {
				return value, true
			}
		}
		if utf8.RuneCountInString(label) < 4 {
			continue
		}
		if _, rest, has := strings.Cut(line, label+"："); has {
			return clause(rest), true
		}
		if _, rest, has := strings.Cut(line, label+":"); has {
			return clause(rest), true
		}
	}
	return "", false
}

// valueOf reads on after a label: the end of the line, a colon, a space, or a few characters before one.
func valueOf(rest string) (value string, ok bool) {
	for i, r := range []rune(rest) {
		switch {
		case i > 6:
			return "", false
		case strings.ContainsRune(":：】]〗", r) || unicode.IsSpace(r) || r == '？' || r == '?':
			return strings.TrimLeft(strings.TrimSpace(string([]rune(rest)[i+1:])), ":： 　"), true
		case strings.ContainsRune("，。；！,;", r) || unicode.IsDigit(r):
			return "", false
		}
	}
	return "", true
}

func clause(s string) string {
	s, _, _ = strings.Cut(s, "；")
	return strings.TrimSpace(s)
}

// plain is a text without spaces and marks, full-width letters and digits as plain ones, in lower case.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// pairs are the pairs of characters of a plain text.
func pairs(s string) map[[2]rune]int {
	out := map[[2]rune]int{}
	rs := []rune(s)
	for i := 1; i < len(rs); i++ {
		out[[2]rune{rs[i-1], rs[i]}]++
	}
	return out
}

// share is how many of the pairs of a stand in b, 0 to 1.
func share(a, b string) float64 {
	pa, pb := pairs(a), pairs(b)
	n, all := 0, 0
	for p, k := range pa {
		all += k
		n += min(k, pb[p])
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

var (
	aside     = regexp.MustCompile(`[（(【\[][^）)】\]]*[）)】\]]`)
	numbered  = regexp.MustCompile(`(?:^|[\n；;。，,、])\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、]|[①-⑳■□●◆★])`)
	terminals = regexp.MustCompile(`[；;、，,。\n\r]+`)
	lead      = regexp.MustCompile(`^.*(?:要素|内容|包括|包含)(?:包括|包含|为|有)?[:：]`)
)

const (
	leastTerm, mostTerm = 2, 16
	mostHead, headShare = 10, 0.8
)

// termsOf are the elements that the content of an item names (公开内容、要素), where it lists any that can be
// looked for.
func termsOf(content string) (out []string) {
	s := lead.ReplaceAllString(strings.TrimSpace(content), "")
	s = numbered.ReplaceAllString(s, "；")
	s = aside.ReplaceAllString(s, "")
	for _, t := range terminals.Split(s, -1) {
		t = strings.TrimSpace(t)
		for _, end := range []string{"等信息", "等内容", "等情况", "等"} {
			t = strings.TrimSuffix(t, end)
		}
		if n := utf8.RuneCountInString(plain(t)); n >= leastTerm && n <= mostTerm {
			out = append(out, t)
		}
	}
	return out
}

// sameWords are endings and beginnings that say nothing of what an element is.
var (
	emptyEnds = []string{"情况", "信息", "结果", "内容", "名单", "一览表", "公示", "公告", "文件", "方式", "标准", "说明"}
	twins     = [][]string{{"时限", "期限", "时间"}, {"地点", "地址"}, {"流程", "程序", "步骤"}, {"条件", "资格", "对象"}, {"材料", "资料"},
		{"金额", "资金", "数额"}, {"电话", "联系方式", "热线"}, {"姓名", "名单"}, {"依据", "文件"}, {"单位", "机构", "部门"}, {"标准", "额度"}, {"日期", "时间"},
		{"数量", "件数", "户数", "人数"}}
)

// tells says whether lines of a page tell an element as an item names it, tolerant of wording.
func (p *Page) tells(term string, enough float64) bool {
	want := plain(term)
	for _, form := range forms(want) {
		if strings.Contains(p.flat(), form) {
			return true
		}
	}
	if utf8.RuneCountInString(want) < 4 {
		return false
	}
	for _, l := range p.plainLines() {
		for _, form := range forms(want) {
			if utf8.RuneCountInString(form) >= 3 && share(form, l) >= enough {
				return true
			}
			// a head of a table says less than the catalogue: 对象姓名 for 救助对象名单
			if n := utf8.RuneCountInString(l); n >= 4 && n <= mostHead && share(l, form) >= headShare {
				return true
			}
		}
	}
	return false
}

// forms are a term, the same with words that mean the same, and it without an ending that says nothing.
func forms(term string) []string {
	out := []string{term}
	for _, set := range twins {
		for _, w := range set {
			if head, ok := strings.CutSuffix(term, w); ok {
				for _, other := range set {
					if other != w {
						out = append(out, head+other)
					}
				}
			}
		}
	}
	for _, end := range emptyEnds {
		if head, ok := strings.CutSuffix(term, end); ok && utf8.RuneCountInString(head) >= 4 {
			out = append(out, head)
		}
	}
	return out
}
