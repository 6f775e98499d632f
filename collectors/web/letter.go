package web

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
)

// letter is what a mailbox page says behind its labels (来信标题：…). The unit's reply and
// whoever wrote the letter are labels too, so that their values end the others; they are
// not kept.
type letter struct{ title, text, time string }

// The labels of municipal mailboxes, hotlines and message boards, the surest first. A weak
// one stands on other pages too and counts only beside a sure one.
var (
	titleLabels = []string{"来信标题", "来件标题", "留言标题", "信件标题", "诉求标题", "咨询标题", "咨询主题", "来信主题", "信件主题", "信件名称", "案件标题",
		"办件标题", "办件名称", "工单标题", "受理标题", "问题摘要", "反映问题"}
	weakTitles = []string{"主题", "标题"}
	textLabels = []string{"来信内容", "来件内容", "留言内容", "信件内容", "内容描述", "事项内容", "来电内容", "诉求描述", "诉求内容", "诉求问题", "具体内容",
		"网友留言", "网民提问", "问题描述", "主要诉求", "咨询内容", "工单内容", "办件内容", "公开信访内容"}
	weakTexts  = []string{"内容"}
	timeLabels = []string{"来信时间", "来件时间", "留言时间", "诉求时间", "来信日期", "信访日期", "来电时间", "写信时间", "递交时间", "受理时间", "受理日期",
		"提交时间", "反映时间", "咨询时间", "发布时间", "发表时间"}
	weakTimes = []string{"日期", "时间"}
	// ends are labels whose values belong to no field of a letter that is kept.
	ends = []string{"信件编号", "信访件编号", "诉求编号", "办件编号", "信件索引号", "业务编号", "查询编号", "受理编号", "流水号", "编号",
		"留言类型", "来件类型", "问题类型", "信件类型", "来信目的", "诉求类型", "类别", "办理状态", "信件状态", "状态", "是否公开", "浏览次数", "点击数",
		"承办单位", "答复单位", "回复部门", "回复单位", "办理部门", "处理部门", "办理机构", "回复机构", "答复部门", "受理单位", "责任单位", "所属部门",
		"答复意见", "答复内容", "答复情况", "回复内容", "回复意见", "回复详情", "最终回复意见", "处理结果", "处理意见", "处理情况", "办理结果", "部门答复",
		"诉求回复", "咨询回复", "公示内容", "回复", "答复", "答复时间", "回复时间", "办理时间", "反馈时间", "满意度", "评价",
		"来信人", "写信人", "发信人", "留言人", "诉求人", "反映人", "投诉人", "咨询人", "信访人", "提问人", "来电人", "联系人", "姓名", "昵称",
		"联系电话", "联系方式", "手机", "手机号码", "电子邮箱", "联系地址"}
)

// Bounds of what may be a label: with them a page of half a million nested tags is still
// read in a few seconds.
const (
	longestLabel = 8  // characters
	labelBytes   = 64 // with the spaces that stretch it
	labelNodes   = 12 // tags and pieces of text within it
)

var isLabel = func() map[string]bool {
	m := map[string]bool{}
	for _, l := range [][]string{titleLabels, weakTitles, textLabels, weakTexts, timeLabels, weakTimes, ends} {
		for _, s := range l {
			m[s] = true
		}
	}
	return m
}()

// readLetter finds the fields of a mailbox page. Without a sure label for the text (or the
// weak one beside a sure title) the page is no letter, and the result is empty.
func readLetter(doc *goquery.Document) letter {
	values := labelled(doc.Nodes[0])
	pick := func(lists ...[]string) (string, bool) {
		for _, l := range slices.Concat(lists...) {
			if v := values[l]; v != "" {
				return v, true
			}
		}
		return "", false
	}
	var out letter
	var sureTitle, sureText bool
	out.title, sureTitle = pick(titleLabels)
	out.text, sureText = pick(textLabels)
	switch {
	case sureText:
		if !sureTitle {
			out.title, _ = pick(weakTitles)
		}
	case sureTitle:
		out.text, sureText = pick(weakTexts)
	}
	if !sureText {
		return letter{}
	}
	out.time, _ = pick(timeLabels, weakTimes)
	return out
}

// labelled maps each label of the page to the first value that stands behind it.
func labelled(root *html.Node) map[string]string {
	values := map[string]string{}
	keep := func(label, value string) {
		if value = strings.TrimSpace(value); value != "" && values[label] == "" {
			values[label] = value
		}
	}
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			if label, rest, ok := cutLabel(n.Data); ok {
				keep(label, rest+"\n"+following(n))
			}
		case html.ElementNode:
			if label, ok := asLabel(n); ok {
				keep(label, valueOf(n))
			}
		}
	}
	return values
}

// cutLabel splits a run of text "来信标题：井盖破损" at its label.
func cutLabel(s string) (label, rest string, ok bool) {
	s = strings.TrimLeft(collectors.TidyLines(s), "【[ ")
	i := strings.IndexAny(s, ":：")
	if i < 0 || i > 4*longestLabel {
		return "", "", false
	}
	label = bare(s[:i])
	_, rest, _ = strings.Cut(strings.Replace(s, "：", ":", 1), ":")
	return label, strings.TrimLeft(rest, "】] "), isLabel[label] && strings.TrimSpace(rest) != ""
}

// bare is a label without the marks and the spaces that stretch it (标　题：).
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\u00a0\u3000:：【】[]*", r) {
			return -1
		}
		return r
	}, s)
}

// asLabel says whether all that n shows is one label.
func asLabel(n *html.Node) (string, bool) {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Html, atom.Body, atom.Head, atom.Title, atom.Option, atom.A:
		return "", false
	}
	var b strings.Builder
	met := 0
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		if met++; met > labelNodes || b.Len() > labelBytes {
			return "", false
		}
	}
	label := bare(b.String())
	return label, isLabel[label]
}

// valueOf is what stands behind a node that is a label: the rest of its line or of its
// parent, else what follows the parent (a cell, a box) as long as the label fills it.
func valueOf(n *html.Node) string {
	for up := 0; n != nil && up < 3; up++ {
		if v := strings.TrimLeft(following(n), ":： "); v != "" {
			return v
		}
		p := n.Parent
		if p == nil || p.DataAtom == atom.Body || p.DataAtom == atom.Tr || p.DataAtom == atom.Table || p.DataAtom == atom.Dl {
			return ""
		}
		n = p
	}
	return ""
}

// following is the text of n's later siblings, up to the next label.
func following(n *html.Node) string {
	var b strings.Builder
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			if _, ok := asLabel(s); ok {
				break
			}
			if holdsLabel(s) {
				break
			}
			b.WriteString(collectors.NodeText(s, nil))
			if s.DataAtom == atom.Td || s.DataAtom == atom.Dd {
				break // one cell is one value
			}
			b.WriteByte('\n')
			continue
		}
		if s.Type == html.TextNode {
			if _, _, ok := cutLabel(s.Data); ok {
				break
			}
			b.WriteString(s.Data)
		}
	}
	return collectors.TidyLines(b.String())
}

// holdsLabel says whether a label begins anywhere within n.
func holdsLabel(n *html.Node) bool {
	for c := range n.Descendants() {
		switch c.Type {
		case html.ElementNode:
			if _, ok := asLabel(c); ok {
				return true
			}
		case html.TextNode:
			if _, _, ok := cutLabel(c.Data); ok {
				return true
			}
		}
	}
	return false
}
