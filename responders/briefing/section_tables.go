package briefing

import (
	"cmp"
	"fmt"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
)

// bars are days; those of the period are told apart from its past.
func bars(b Briefing, n []int) (out []pagedata.BriefingBar, now int) {
	for i, d := range b.Days {
		if d.Date < b.Date {
			now = i + 1
		}
		v := d.N
		if n != nil && i < len(n) {
			v = n[i]
		}
		out = append(out, pagedata.BriefingBar{Date: d.Date, N: v})
	}
	return out, now
}

func showDays(s *pagedata.BriefingSection, b Briefing, _ Names) {
	if len(b.Days) == 0 {
		return
	}
	p := pagedata.BriefingPlot{Title: fmt.Sprintf("近%d日每日信息量", len(b.Days)), TitleEn: fmt.Sprintf("Mentions a day, %d days", len(b.Days))}
	p.Bars, p.Now = bars(b, nil)
	p.Link = searchIn(b, "", "")
	s.Plots = append(s.Plots, p)
}

func showDecisions(s *pagedata.BriefingSection, b Briefing, _ Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("事项", "Matter"), word("须决", "To decide"), word("单位", "Unit"), {Text: "已等小时", TextEn: "Hours waiting", Num: true}}}
	for _, d := range b.Decide {
		zh, en := KindName(d.Kind)
		if d.Asked > 0 {
			zh, en = fmt.Sprintf("%s（%d小时）", zh, d.Asked), fmt.Sprintf("%s (%d hours)", en, d.Asked)
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{titled(d.Title), word(zh, en), unit(d.Unit, d.Name), count(d.Hours)},
			BriefingRefs: pagedata.BriefingRefs{Cases: []string{d.Case}}})
		if len(t.Rows) == rowsShown {
			break
		}
	}
	s.Table = t
}

func titled(title string) pagedata.BriefingCell {
	if title == "" {
		return word("（标题已不保存）", "(heading no longer kept)")
	}
	return word(opinion.Clip(title, headingShown), "")
}

func unit(id, name string) pagedata.BriefingCell {
	if id == "" {
		return word("未定", "nobody yet")
	}
	return word(cmp.Or(name, id), "")
}

func issueRefs(i Issue) pagedata.BriefingRefs {
	refs := pagedata.BriefingRefs{Issues: []string{i.ID}}
	if i.Case != "" {
		refs.Cases = []string{i.Case}
	}
	return refs
}

func showGrowing(s *pagedata.BriefingSection, b Briefing, _ Names) {
	for _, i := range b.Growing[:min(plotsOfIssues, len(b.Growing))] {
		if len(i.Days) == 0 {
			continue
		}
		name := titled(i.Title)
		p := pagedata.BriefingPlot{Title: name.Text + "：每日独立反映", TitleEn: cmp.Or(name.TextEn, name.Text) + ": independent reports a day", BriefingRefs: issueRefs(i)}
		p.Bars, p.Now = bars(b, i.Days)
		s.Plots = append(s.Plots, p)
	}
}

func showPlaces(s *pagedata.BriefingSection, b Briefing, _ Names) {
	most := 0
	for _, p := range b.Places {
		most = max(most, p.N)
	}
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("地区", "Place"), {Text: "信息", TextEn: "Mentions", Num: true}, {Text: "此前平均", TextEn: "Usual", Num: true}, {Text: "在办", TextEn: "Open", Num: true}, {Text: "逾期", TextEn: "Overdue", Num: true}}}
	for _, p := range b.Places {
		s.Grid = append(s.Grid, pagedata.BriefingPlace{Code: p.Code, Name: p.Name, N: p.N, Overdue: p.Overdue, Shade: shadeOf(p.N, most), Link: searchIn(b, "division", p.Code)})
		if p.N+p.Before+p.Open == 0 {
			continue // the map has it
		}
		late := p.Late[:min(len(p.Late), lateShown)]
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{word(p.Name, ""), count(p.N), mean(b.Usual(p.Before)), count(p.Open), count(p.Overdue)},
			BriefingRefs: pagedata.BriefingRefs{Cases: late, Link: searchIn(b, "division", p.Code)}})
	}
	s.Table = t
}

// shadeOf goes from 0 for nothing to 4 for the most.
func shadeOf(n, most int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return min(4, 1+3*n/most)
}

func showOverdue(s *pagedata.BriefingSection, b Briefing, _ Names) {
	if len(b.Overdue) <= unitsInSentences {
		return
	}
	s.Lines = s.Lines[:0]
	s.Table = &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("责任单位", "Unit"), {Text: "逾期件", TextEn: "Overdue", Num: true}, {Text: "最长小时", TextEn: "Longest, hours", Num: true}}}
	for _, u := range b.Overdue[:min(len(b.Overdue), rowsShown)] {
		s.Table.Rows = append(s.Table.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{unit(u.ID, u.Name), count(u.N), count(u.Hours)}, BriefingRefs: pagedata.BriefingRefs{Cases: u.Cases}})
	}
}

func showAnswered(s *pagedata.BriefingSection, b Briefing, n Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("事项", "Matter"), word("单位", "Unit"), word("结果", "Result"), {Text: "用时（小时）", TextEn: "Hours", Num: true}}}
	for _, c := range b.Answered {
		zh, en := "按时", "on time"
		if c.Late {
			zh, en = "逾期", "late"
		}
		switch c.State {
		case opinion.Verified, opinion.Closed:
			zh, en = zh+"，已核实", en+", verified"
		case opinion.Answered:
			zh, en = zh+"，待核实", en+", to be verified"
		default:
			zh, en = zh+"，未成立", en+", did not hold"
		}
		name := titled(c.Title)
		if c.Title == "" && c.Topic != "" {
			name = word(n.Topic(c.Topic), "")
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{name, unit(c.Unit, c.Name), word(zh, en), count(c.Hours)}, BriefingRefs: pagedata.BriefingRefs{Cases: []string{c.ID}}})
	}
	s.Table = t
}

var stateWords = map[string][2]string{"ok": {"正常", "ok"}, "late": {"更新迟滞", "late"}, "failing": {"采集失败", "failing"}, "": {"无数据", "no data"}}

func showSources(s *pagedata.BriefingSection, b Briefing, _ Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("来源", "Source"), {Text: "信息", TextEn: "Mentions", Num: true}, {Text: "此前平均", TextEn: "Usual", Num: true}, word("状态", "State")}}
	for _, src := range b.Sources {
		w := stateWords[src.State]
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{word(cmp.Or(src.Name, src.ID), ""), count(src.N), mean(b.Usual(src.Before)), word(w[0], w[1])},
			BriefingRefs: pagedata.BriefingRefs{Link: searchIn(b, "source", src.ID)}})
	}
	s.Table = t
}

func word(zh, en string) pagedata.BriefingCell { return pagedata.BriefingCell{Text: zh, TextEn: en} }

func count(n int) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: fmt.Sprint(n), Num: true}
}

func mean(f float64) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: fmt.Sprintf("%.1f", f), Num: true}
}
