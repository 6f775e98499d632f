package demand

import (
	"regexp"
	"strings"

	"huiying/opinion"
)

// A request by its form: who is asked stands between the asking word and what is to be done
// (请城管查处, 望有关部门尽快核实). Lists of whole phrases cannot hold every office and adverb, so
// the form is looked for where no phrase decided.
var (
	askReport = requestFor("查处|取缔|严查|严惩|打击|立案|查封|制止|查一查|查查")
	askHelp   = requestFor("处理|解决|协调|维修|修复|修理|修好|修一下|整改|整治|治理|清理|清除|管管|管一管|管理一下|" +
		"核查|核实|调查|过问|督促|恢复|疏通|更换|派人|来人|看看|看一下|处置|给个说法|给予答复|帮忙|帮助")
)

// requestFor finds an asking word and, within a dozen characters of the same clause, one of the
// verbs.
func requestFor(verbs string) *regexp.Regexp {
	return regexp.MustCompile(`(?:请|恳求|恳请|盼望?|盼着|望(?:贵|有关|相关|政府|领导|部门|能|尽快|及时)|麻烦|求)` +
		`[^，。！？；、,.!?;\s请]{0,12}?(?:` + verbs + `)`)
}

// toThePublic are those whom an office asks: 请广大市民及时清理 is its notice and no request to it.
var toThePublic = []string{"市民", "大家", "广大", "各位", "旅客", "居民", "群众", "公众", "考生", "家长", "车主",
	"游客", "申请人", "您", "业主朋友", "各单位", "各部门"}

// found is the first request in s that is not an office's to the public.
func found(form *regexp.Regexp, s string) string {
	for _, words := range form.FindAllString(s, -1) {
		public := false
		for _, p := range toThePublic {
			public = public || strings.Contains(words, p)
		}
		if !public {
			return words
		}
	}
	return ""
}

// request is what a text asks for by the form of its request alone, or by the state that it tells
// where it has no such form; told is the trouble that it tells of.
func request(title, text string, told []string) opinion.DemandFinding {
	for _, s := range []string{title, text} {
		if words := found(askReport, s); words != "" {
			return opinion.DemandFinding{ID: opinion.Report, Confidence: 0.55, Evidence: []string{words}}
		}
		if words := found(askHelp, s); words != "" {
			return opinion.DemandFinding{ID: opinion.Help, Confidence: 0.55, Evidence: []string{words}}
		}
	}
	return state(title, text, told)
}
