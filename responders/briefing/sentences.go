package briefing

import (
	"fmt"
	"strings"
)

// sentences are the page in words, in a fixed order: each template over the facts of b.
func sentences(b Briefing) []Line {
	out := []Line{}
	say := func(id string, ids []string, zh, en string) {
		if ids == nil {
			ids = []string{}
		}
		out = append(out, Line{ID: id, Zh: zh, En: en, IDs: ids})
	}
	n := map[string]Number{}
	for _, x := range b.Numbers {
		n[x.ID] = x
	}
	say("said", nil,
		fmt.Sprintf("%s，收集研判公开信息%s条，出现新议题%s个。", b.Date, zh(n["mentions"]), zh(n["new_issues"])),
		fmt.Sprintf("On %s: %s mentions collected and judged, %s new issues.", b.Date, en(n["mentions"]), en(n["new_issues"])))
	say("cases", both(n["new_cases"].IDs, n["answered"].IDs, n["closed"].IDs),
		fmt.Sprintf("新立办件%s件，答复%s件，核实公开%s件，办结%s件。", zh(n["new_cases"]), zh(n["answered"]), zh(n["verified"]), zh(n["closed"])),
		fmt.Sprintf("%s cases opened, %s answered, %s verified in public, %s closed.", en(n["new_cases"]), en(n["answered"]), en(n["verified"]), en(n["closed"])))
	for _, i := range b.Heavy {
		say("heavy", behind(i),
			fmt.Sprintf("%s“%s”：%s独立反映%d次，当日%d次，%s。", zhNew(i), i.Title, zhLevel[string(i.Severity)], i.Size, i.Today, zhCase(i)),
			fmt.Sprintf("%s%q: %s%s, %d of them today; %s.", enNew(i), i.Title, enLevel(i), plural(i.Size, "independent report"), i.Today, enCase(i)))
	}
	for _, i := range b.Growing {
		say("growing", behind(i),
			fmt.Sprintf("“%s”当日独立反映%d次，此前7日日均%.1f次，正在升温。", i.Title, i.Today, float64(i.Before)/7),
			fmt.Sprintf("%q grows: %s today against %.1f a day in the 7 days before.", i.Title, plural(i.Today, "independent report"), float64(i.Before)/7))
	}
	for _, u := range b.Overdue {
		say("overdue", u.Cases,
			fmt.Sprintf("%s逾期未答复%d件，最长已逾期%d小时。", u.Name, u.N, u.Hours),
			fmt.Sprintf("%s has %s, %s %d hours.", u.Name, plural(u.N, "overdue case"), longest(u.N), u.Hours))
	}
	if o, ok := n["overdue"]; ok && !o.None && o.N == 0 {
		say("overdue", nil, "没有逾期未答复的办件。", "No case is overdue.")
	}
	for _, s := range b.Sources {
		say("source", []string{s.ID},
			fmt.Sprintf("来源“%s”%s，当日信息可能不全。", s.Name, map[string]string{"late": "更新迟滞", "failing": "采集失败"}[s.State]),
			fmt.Sprintf("Source %q is %s; the day may be incomplete.", s.Name, s.State))
	}
	for _, m := range b.Missing {
		say("missing", nil,
			fmt.Sprintf("“%s”部分缺数据：%s。", m.Part, m.Reason),
			fmt.Sprintf("No data for %q: %s.", m.Part, m.Reason))
	}
	return out
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func longest(n int) string {
	if n == 1 {
		return "by"
	}
	return "the longest by"
}

// zh and en are a number in words: what could not be had is said, never shown as 0.
func zh(x Number) string {
	if x.None || x.ID == "" {
		return "（无数据）"
	}
	return fmt.Sprint(x.N)
}

func en(x Number) string {
	if x.None || x.ID == "" {
		return "(no data)"
	}
	return fmt.Sprint(x.N)
}

var zhLevel = map[string]string{"I": "特别重大，", "II": "重大，", "III": "较大，", "IV": "一般，"}

func enLevel(i Issue) string {
	if i.Severity == "" {
		return ""
	}
	return "level " + string(i.Severity) + ", "
}

func zhNew(i Issue) string {
	if i.New {
		return "新议题"
	}
	return "议题"
}

func enNew(i Issue) string {
	if i.New {
		return "New issue "
	}
	return "Issue "
}

func zhCase(i Issue) string {
	if i.Case == "" {
		return "尚未立件"
	}
	return "已立办件"
}

func enCase(i Issue) string {
	if i.Case == "" {
		return "no case yet"
	}
	return strings.TrimSpace("case " + i.Case + " " + string(i.State))
}

func behind(i Issue) []string {
	if i.Case == "" {
		return []string{i.ID}
	}
	return []string{i.ID, i.Case}
}

func both(lists ...[]string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, l := range lists {
		for _, id := range l {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}
