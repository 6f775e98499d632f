package briefing

import (
	"fmt"
	"strings"
)

// words of a period.
var (
	zhThe  = map[Period]string{Day: "当日", Week: "本周", Month: "本月"}
	zhPast = map[Period]string{Day: "此前7日日均", Week: "此前4周周均", Month: "此前3个月月均"}
	enThe  = map[Period]string{Day: "that day", Week: "that week", Month: "that month"}
	enPast = map[Period]string{Day: "a day in the 7 days before", Week: "a week in the 4 weeks before", Month: "a month in the 3 months before"}
)

// when is a period in words.
func when(b Briefing) (zh, en string) {
	last := lastDay(b)
	if b.Period == Day {
		return b.Date, "On " + b.Date
	}
	return b.Date + "至" + last, "From " + b.Date + " to " + last
}

// teller gathers sentences in a fixed order: each template over the facts of b.
type teller struct {
	b   Briefing
	n   map[string]Number
	out []Line
}

func sentences(b Briefing) []Line {
	t := &teller{b: b, n: map[string]Number{}, out: []Line{}}
	for _, x := range b.Numbers {
		t.n[x.ID] = x
	}
	t.totals()
	t.issues()
	t.owed()
	t.sources()
	for _, m := range b.Missing {
		zh := zhPart[m.Part]
		if zh == "" {
			zh = m.Part
		}
		t.say("missing", nil, fmt.Sprintf("“%s”部分无数据。", zh), fmt.Sprintf("No data for %q: %s.", m.Part, m.Reason))
	}
	return t.out
}

var zhPart = map[string]string{"mentions": "信息量", "places": "地区", "issues": "议题", "moves": "办件进展", "answered": "答复", "overdue": "逾期与待决",
	"sources": "来源", partStates: "来源状态"}

func (t *teller) say(id string, ids []string, zh, en string) {
	if ids == nil {
		ids = []string{}
	}
	t.out = append(t.out, Line{ID: id, Zh: zh, En: en, IDs: ids[:min(idsShown, len(ids))]})
}

func (t *teller) totals() {
	n := t.n
	whenZh, whenEn := when(t.b)
	t.say("said", n["new_issues"].IDs,
		fmt.Sprintf("%s，收集研判公开信息%s条，出现新议题%s个。", whenZh, zh(n["mentions"]), zh(n["new_issues"])),
		fmt.Sprintf("%s: %s mentions collected and judged, %s new issues.", whenEn, en(n["mentions"]), en(n["new_issues"])))
	t.out[len(t.out)-1].Link = n["mentions"].Link
	t.say("cases", both(n["new_cases"].IDs, n["answered"].IDs, n["verified"].IDs, n["closed"].IDs),
		fmt.Sprintf("新立办件%s件，答复%s件，核实公开%s件，办结%s件。", zh(n["new_cases"]), zh(n["answered"]), zh(n["verified"]), zh(n["closed"])),
		fmt.Sprintf("%s cases opened, %s answered, %s verified in public, %s closed.", en(n["new_cases"]), en(n["answered"]), en(n["verified"]), en(n["closed"])))
}

func (t *teller) issues() {
	b := t.b
	for _, i := range b.Heavy {
		t.say("heavy", behind(i),
			fmt.Sprintf("%s%s%s：%s独立反映%d次，%s%d次，%s。", zhNew(i), quoted(i.Title), zhPlace(i), zhLevel[string(i.Severity)], i.Size, zhThe[b.Period], i.Today, zhCase(i)),
			fmt.Sprintf("%s%s%s: %s%s, %d of them %s; %s.", enNew(i), quotedEn(i.Title), enPlace(i), enLevel(i), plural(i.Size, "independent report"), i.Today, enThe[b.Period], enCase(i)))
	}
	for _, i := range b.Growing {
		t.say("growing", behind(i),
			fmt.Sprintf("%s%s%s独立反映%d次，%s%.1f次，正在升温。", quoted(i.Title), zhPlace(i), zhThe[b.Period], i.Today, zhPast[b.Period], b.Usual(i.Before)),
			fmt.Sprintf("%s%s grows: %s %s against %.1f %s.", quotedEn(i.Title), enPlace(i), plural(i.Today, "independent report"), enThe[b.Period], b.Usual(i.Before), enPast[b.Period]))
	}
}

func (t *teller) owed() {
	for _, u := range t.b.Overdue {
		t.say("overdue", u.Cases,
			fmt.Sprintf("%s逾期未答复%d件，最长已逾期%d小时。", u.Name, u.N, u.Hours),
			fmt.Sprintf("%s has %s, %s %d hours.", u.Name, plural(u.N, "overdue case"), longest(u.N), u.Hours))
	}
	o, ok := t.n["overdue"]
	if !ok || o.None {
		return
	}
	if o.N == 0 {
		t.say("overdue", nil, "没有逾期未答复的办件。", "No case is overdue.")
	}
	if d := t.n["doubted"]; d.N > 0 && !d.None {
		t.say("doubted", d.IDs, fmt.Sprintf("%d件答复经核实不成立，须重新答复。", d.N), fmt.Sprintf("%s did not hold and must be given anew.", plural(d.N, "answer")))
	}
	for _, kind := range kinds {
		var cases []string
		for _, d := range t.b.Decide {
			if d.Kind == kind {
				cases = append(cases, d.Case)
			}
		}
		if len(cases) > 0 {
			zh, en := KindName(kind)
			t.say("decide", cases, fmt.Sprintf("%s%d件。", zh, len(cases)), fmt.Sprintf("%s: %s.", plural(len(cases), "case"), en))
		}
	}
	if len(t.b.Decide) == 0 {
		t.say("decide", nil, "没有待决事项。", "Nothing waits for a decision.")
	}
}

func (t *teller) sources() {
	for _, s := range t.b.Sources {
		what := map[string]string{"late": "更新迟滞", "failing": "采集失败"}[s.State]
		if what == "" {
			continue
		}
		t.say("source", []string{s.ID}, fmt.Sprintf("来源“%s”%s，信息可能不全。", s.Name, what), fmt.Sprintf("Source %q is %s; what was said may be incomplete.", s.Name, s.State))
	}
}

func zhPlace(i Issue) string {
	if i.Place == "" {
		return ""
	}
	return "（" + i.Place + "）"
}

func enPlace(i Issue) string {
	if i.Place == "" {
		return ""
	}
	return " (" + i.Place + ")"
}

// quoted is a heading, or that there is none any more.
func quoted(title string) string {
	if title == "" {
		return "（标题已不保存）"
	}
	return "“" + title + "”"
}

func quotedEn(title string) string {
	if title == "" {
		return "(heading no longer kept)"
	}
	return "“" + title + "”"
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
	return strings.TrimSpace("case " + string(i.State))
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
