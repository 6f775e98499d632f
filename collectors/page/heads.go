package page

import (
	"huiying/internal/pattern"
	"strings"
	"unicode/utf8"
)

// Between a question and its answer stands a head. It names in any order what is to come, the
// office and the day: 回应（某局，2026-03-06）, ---- 答复 ----, 某局 回复日期 2026-03-06.

const longestOpening = 48

var (
	headDay   = pattern.MustCompile(`20\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:\s*(?:星期.|周.))?(?:\s*\d{1,2}[:：时]\d{1,2}分?(?:[:：]\d{1,2})?)?`)
	aboutHead = pattern.MustCompile(`^(?:对|关于).{2,40}的(?:回复|答复|回应|反馈|复函|回函)(?:意见|情况|函|书)?$`)
	headFill  = pattern.MustCompile(`^(?:的|于|在|对此|官方|正式|已|给出|作出|最新|相关|有关|责任|承办|职能|部门|单位)+`)
	officeEnd = `局|委|办|府|中心|公司|街道|镇|乡|处|科|队|院|站|所|部|会|厅|室|集团|热线|学校|小学|中学|大学|社区`
	officeTo  = pattern.MustCompile(`^[\p{Han}0-9]{1,24}(?:` + officeEnd + `)$`)
)

// opening reads a line as the head of what follows; nil for one that is none.
func opening(s string) []piece {
	if utf8.RuneCountInString(s) > longestOpening || strings.ContainsAny(s, "。！？；?!;") {
		return nil
	}
	day := headDay.FindString(s)
	if day != "" && headDay.FindString(strings.Replace(s, day, "", 1)) != "" {
		return nil // several days are fields
	}
	if i := strings.IndexAny(strings.Replace(s, day, "", 1), ":："); i >= 0 && i < len(strings.TrimSpace(strings.Replace(s, day, "", 1)))-3 {
		return nil // a label and its value
	}
	core := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" \t\u00a0\u3000:：【】[]〔〕（）()《》“”\"|｜•·▪■●◆☆★>＞»-—–_=*#~,，、.", c) {
			return -1
		}
		return c
	}, strings.Replace(s, day, "", 1))
	if !strings.ContainsAny(core, "复答应馈函音诉声问信言求映") {
		return nil
	}
	if aboutHead.MatchString(core) {
		return []piece{{kind: replyLabel, label: "回复"}}
	}
	k, weak, unit := headKind(core)
	if k == none || unit == "" && day == "" && core == bare(s) {
		return nil // as a label of its own it is read elsewhere
	}
	var out []piece
	switch k {
	case replyTimeLabel, replyLabel:
		if k == replyTimeLabel && unit == "" {
			return nil
		}
		if day != "" {
			out = append(out, piece{kind: replyTimeLabel, label: "回复时间", text: day})
		}
		if unit != "" {
			out = append(out, piece{kind: unitLabel, label: "回复单位", text: unit})
		}
		return append(out, piece{kind: replyLabel, weak: weak, label: core})
	case textLabel:
		if unit != "" {
			return nil
		}
		if day != "" {
			out = append(out, piece{kind: timeLabel, label: "来信时间", text: day})
		}
		return append(out, piece{kind: textLabel, weak: weak, label: core})
	}
	return nil
}

// headKind is what the words of a head announce, without the office before or behind them.
func headKind(core string) (k kind, weak bool, unit string) {
	cuts := make([]int, 0, 24)
	for i := range core {
		cuts = append(cuts, i)
	}
	kinds := func(s string) (kind, bool) {
		s = headFill.ReplaceAllString(s, "")
		k, weak := labelKind(s)
		if k == replyLabel || k == replyTimeLabel && !strings.Contains(s, "办") || k == textLabel {
			return k, weak
		}
		return none, false
	}
	if k, weak := kinds(core); k != none {
		return k, weak, ""
	}
	for _, i := range cuts[min(1, len(cuts)):] {
		if officeTo.MatchString(core[:i]) {
			if k, weak := kinds(core[i:]); k == replyLabel || k == replyTimeLabel {
				return k, weak, core[:i]
			}
		}
		if officeTo.MatchString(core[i:]) {
			if k, weak := kinds(core[:i]); k == replyLabel || k == replyTimeLabel {
				return k, weak, core[i:]
			}
		}
	}
	return none, false, ""
}
