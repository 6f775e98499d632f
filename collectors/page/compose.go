package page

import (
	"strings"
	"unicode/utf8"
)

// A label that no list knows whole is read by its parts: whose field it is (所反映, 复函, 处办 …)
// and which (问题, 日期, 内容 …). All of its characters must belong to a part.

// part is what a word within a label means.
type part int

const (
	partFill part = iota + 1
	partAsk
	partAnswer
	partPublish
	partTime
	partPerson
	partUnit
	partTitle
	partBody
	partResult
	partOther
	partShort // one character that means something behind 我 or 你 alone
)

// parts are the words of labels by what they mean; a word may mean two things, the first counts.
var parts = partWords(map[part]string{
	partFill: `的 所 具体 详细 主要 本 您 你 我 您的 相关 有关 网上 在线 首次 初次 再次 追加 第一次 第二次 二次 最新 最终
		补充 要求 实际 规定 承诺 法定 计划 原 全部 基本 该 各 对 此 我要 我想`,
	partAsk: asked + `|来函|去函|信函|民情|呼声|心愿|呼叫|诉件|所提|提出|提问|上报|报告|疑问|追问|留言板|写信人|来电人|求诉|陈情|民事|吐槽|随手拍|心愿|提案|议案`,
	partAnswer: strings.ReplaceAll(answered, "单位|部门|领导|",
		"") + `|复函|经办|采纳|整改|落实|解决|行动|跟进|督办|回信|官方|追答|复核|答辩|处理|结案|办毕|办复|结果|完成`,
	partPublish: `发布|发表|发起|上传|录入|填写|创建|发送|发件|发帖|提交|登记|收信|收件|公布|公示|贴出`,
	partTime:    `时间|日期|日|时刻|于`,
	partPerson:  `人|者|姓名|昵称|网名|电话|手机|邮箱|联系方式|地址|住址|称呼|用户`,
	partUnit:    `单位|部门|机构|机关|科室|对象|处室|主体|领导|方`,
	partTitle:   `标题|主题|题目|题名|名称|摘要|概要|主旨|概况|简题`,
	partBody:    `摘要|概要|概况|要点|大意|情形|内容|正文|详情|描述|事由|情况|全文|原文|说明|详述|经过|简述|概述|信息|原件|缘由|详细|问题`,
	partResult:  `意见|结果|结论|意见书|进展|过程|回执|措施|答案|情况说明|详情`,
	partShort:   `提|问|诉|呼|办|应|答|复`,
	partOther:   `编号|序号|流水号|单号|号|号码|查询码|类型|类别|分类|性质|目的|状态|进度|环节|渠道|方式|来源|次数|热度|区域|地区|属地|领域|行业|满意度|评价|评分|得分|密码|附件|地点|时限|期限|态度|速度|程度`,
})

func partWords(lists map[part]string) map[string][]part {
	out := map[string][]part{}
	for p := partFill; p <= partShort; p++ {
		for _, w := range strings.FieldsFunc(lists[p], func(r rune) bool { return strings.ContainsRune("| \n\t", r) }) {
			out[w] = append(out[w], p)
		}
	}
	return out
}

// partsOf are the meanings of a label's words, the longest words first; nil where a character
// belongs to none.
func partsOf(label []rune) [][]part {
	if len(label) == 0 {
		return [][]part{}
	}
	for n := min(5, len(label)); n > 0; n-- {
		means := parts[string(label[:n])]
		if means == nil {
			continue
		}
		if rest := partsOf(label[n:]); rest != nil {
			return append([][]part{means}, rest...)
		}
	}
	return nil
}

// composed is the kind of a label by its parts; one that has a single meaning part says little.
func composed(label string) (k kind, weak bool) {
	all := partsOf([]rune(label))
	var has [partShort + 1]int
	last := part(0)
	for i, means := range all {
		p := means[0]
		if len(means) > 1 && i == len(all)-1 && i > 0 { // 问题 and 结果 end a label as which, begin it as whose
			p = means[len(means)-1]
		}
		has[p]++
		last = p
	}
	asks, answers := has[partAsk] > 0, has[partAnswer] > 0
	if len(all) == 2 && all[0][0] == partFill { // 我提, 我办
		switch end, _ := utf8.DecodeLastRuneInString(label); {
		case strings.ContainsRune("提问诉呼", end):
			return textLabel, true
		case strings.ContainsRune("办应答复", end):
			return replyLabel, true
		}
	}
	switch {
	case len(all) == 0:
		return none, false
	case last == partOther && (asks || answers):
		return otherLabel, false
	case last == partTime && answers:
		return replyTimeLabel, false
	case last == partTime && (asks || has[partPublish] > 0):
		return timeLabel, false
	case last == partPerson && (asks || answers || has[partPublish] > 0):
		return personLabel, false
	case last == partUnit && (asks || answers):
		return unitLabel, false
	case last == partTitle && asks && !answers:
		return titleLabel, false
	case (last == partBody || last == partResult) && answers:
		return replyLabel, false
	case last == partBody && asks:
		return textLabel, false
	case last == partAnswer && len(all) > 1:
		return replyLabel, true
	case last == partAsk && len(all) > 1:
		return textLabel, true
	}
	return none, false
}

func endsOfParts() string {
	var b strings.Builder
	for w := range parts {
		last, _ := utf8.DecodeLastRuneInString(w)
		b.WriteRune(last)
	}
	return b.String()
}
