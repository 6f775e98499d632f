package app

import (
	"cmp"
	"fmt"

	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
)

// shown turns a briefing's plain facts into the page, section by section.
func (b briefer) shown(x briefing.Briefing) pagedata.Briefing {
	out := pagedata.Briefing{Period: string(x.Period), Date: x.Date, Last: lastDay(x), Made: x.Until.UTC(), Whole: !x.Until.Before(x.To), Division: x.Division}
	if x.Division != "" {
		out.Place = b.placeName(x.Division)
	}
	for _, n := range x.Numbers {
		if n.None {
			continue // the page names the missing part
		}
		refs := split(n.IDs)
		refs.Link = n.Link
		out.Numbers = append(out.Numbers, pagedata.BriefingNumber{ID: n.ID, Label: n.Name, LabelEn: n.En, N: n.N, Previous: n.Previous, BriefingRefs: refs})
	}
	for _, m := range x.Missing {
		out.Missing = append(out.Missing, m.Part+": "+m.Reason)
	}
	for _, s := range []struct {
		id, zh, en string
		lines      []string // sentences that belong here
		more       func(*pagedata.BriefingSection, briefing.Briefing)
	}{
		{"overview", "概况", "Overview", []string{"said", "cases", "missing"}, b.days},
		{"decide", "今日须决", "To decide", []string{"decide"}, b.decisions},
		{"heavy", "新增与较重议题", "New and heavy issues", []string{"heavy"}, nil},
		{"growing", "升温议题", "Growing issues", []string{"growing"}, b.growing},
		{"places", "地区分布", "Where", nil, b.places},
		{"overdue", "逾期与责任单位", "Overdue, and whose", []string{"overdue"}, b.overdue},
		{"answered", "答复与核实", "Answered and verified", []string{"doubted"}, b.answered},
		{"sources", "渠道与来源", "Channels and sources", []string{"source"}, b.sources},
	} {
		sec := pagedata.BriefingSection{ID: s.id, Title: s.zh, TitleEn: s.en, Lines: sentencesOf(x, s.lines)}
		if s.more != nil {
			s.more(&sec, x)
		}
		out.Sections = append(out.Sections, sec)
	}
	return out
}

// sentencesOf are the sentences of some kinds, in their order.
func sentencesOf(x briefing.Briefing, kinds []string) []pagedata.BriefingLine {
	severity := map[string]opinion.Severity{}
	for _, i := range x.Heavy {
		severity[i.ID] = i.Severity
	}
	out := []pagedata.BriefingLine{}
	for _, kind := range kinds {
		for _, l := range x.Sentences {
			if l.ID != kind {
				continue
			}
			line := pagedata.BriefingLine{Text: l.Zh, TextEn: l.En, BriefingRefs: split(l.IDs)}
			line.Link = l.Link
			if kind == "heavy" && len(l.IDs) > 0 {
				line.Severity = severity[l.IDs[0]]
			}
			if kind == "source" {
				line.Link = "/sources"
			}
			out = append(out, line)
		}
	}
	return out
}

// bars are days; those of the period are told apart from its past.
func bars(x briefing.Briefing, n []int) (out []pagedata.BriefingBar, now int) {
	for i, d := range x.Days {
		if d.Date < x.Date {
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

func (b briefer) days(s *pagedata.BriefingSection, x briefing.Briefing) {
	if len(x.Days) == 0 {
		return
	}
	p := pagedata.BriefingPlot{Title: fmt.Sprintf("近%d日每日信息量", len(x.Days)), TitleEn: fmt.Sprintf("Mentions a day, %d days", len(x.Days))}
	p.Bars, p.Now = bars(x, nil)
	p.Link = searchIn(x, "", "")
	s.Plots = append(s.Plots, p)
}

func (b briefer) decisions(s *pagedata.BriefingSection, x briefing.Briefing) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("事项", "Matter"), word("须决", "To decide"), word("单位", "Unit"), {Text: "已等小时", TextEn: "Hours waiting", Num: true}}}
	for _, d := range x.Decide {
		zh, en := briefing.KindName(d.Kind)
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

// rowsShown bounds the tables of a page; sentences and figures count all.
const rowsShown = 30

func titled(title string) pagedata.BriefingCell {
	if title == "" {
		return word("（标题已不保存）", "(heading no longer kept)")
	}
	return word(opinion.Clip(title, 60), "")
}

func unit(id, name string) pagedata.BriefingCell {
	if id == "" {
		return word("未定", "nobody yet")
	}
	return word(cmp.Or(name, id), "")
}

func behind(i briefing.Issue) pagedata.BriefingRefs {
	refs := pagedata.BriefingRefs{Issues: []string{i.ID}}
	if i.Case != "" {
		refs.Cases = []string{i.Case}
	}
	return refs
}

// plotsOfIssues is how many growing issues have a picture.
const plotsOfIssues = 3

func (b briefer) growing(s *pagedata.BriefingSection, x briefing.Briefing) {
	for _, i := range x.Growing[:min(plotsOfIssues, len(x.Growing))] {
		if len(i.Days) == 0 {
			continue
		}
		name := titled(i.Title)
		p := pagedata.BriefingPlot{Title: name.Text + "：每日独立反映", TitleEn: cmp.Or(name.TextEn, name.Text) + ": independent reports a day", BriefingRefs: behind(i)}
		p.Bars, p.Now = bars(x, i.Days)
		s.Plots = append(s.Plots, p)
	}
}

func (b briefer) places(s *pagedata.BriefingSection, x briefing.Briefing) {
	most := 0
	for _, p := range x.Places {
		most = max(most, p.N)
	}
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("地区", "Place"), {Text: "信息", TextEn: "Mentions", Num: true}, {Text: "此前平均", TextEn: "Usual", Num: true}, {Text: "在办", TextEn: "Open", Num: true}, {Text: "逾期", TextEn: "Overdue", Num: true}}}
	for _, p := range x.Places {
		s.Grid = append(s.Grid, pagedata.BriefingPlace{Code: p.Code, Name: p.Name, N: p.N, Overdue: p.Overdue, Shade: shadeOf(p.N, most), Link: searchIn(x, "division", p.Code)})
		if p.N+p.Before+p.Open == 0 {
			continue // the map has it
		}
		late := p.Late[:min(len(p.Late), 20)]
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{word(p.Name, ""), count(p.N), mean(x.Usual(p.Before)), count(p.Open), count(p.Overdue)},
			BriefingRefs: pagedata.BriefingRefs{Cases: late, Link: searchIn(x, "division", p.Code)}})
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

// unitsInSentences is up to how many units are told in sentences; more are a table.
const unitsInSentences = 5

func (b briefer) overdue(s *pagedata.BriefingSection, x briefing.Briefing) {
	if len(x.Overdue) <= unitsInSentences {
		return
	}
	s.Lines = s.Lines[:0]
	s.Table = &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("责任单位", "Unit"), {Text: "逾期件", TextEn: "Overdue", Num: true}, {Text: "最长小时", TextEn: "Longest, hours", Num: true}}}
	for _, u := range x.Overdue[:min(len(x.Overdue), rowsShown)] {
		s.Table.Rows = append(s.Table.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{unit(u.ID, u.Name), count(u.N), count(u.Hours)}, BriefingRefs: pagedata.BriefingRefs{Cases: u.Cases}})
	}
}

func (b briefer) answered(s *pagedata.BriefingSection, x briefing.Briefing) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("事项", "Matter"), word("单位", "Unit"), word("结果", "Result"), {Text: "用时（小时）", TextEn: "Hours", Num: true}}}
	for _, c := range x.Answered {
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
			name = word(b.h.topicName(c.Topic), "")
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{name, unit(c.Unit, c.Name), word(zh, en), count(c.Hours)}, BriefingRefs: pagedata.BriefingRefs{Cases: []string{c.ID}}})
	}
	s.Table = t
}

var stateWords = map[string][2]string{"ok": {"正常", "ok"}, "late": {"更新迟滞", "late"}, "failing": {"采集失败", "failing"}, "": {"无数据", "no data"}}

func (b briefer) sources(s *pagedata.BriefingSection, x briefing.Briefing) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{word("来源", "Source"), {Text: "信息", TextEn: "Mentions", Num: true}, {Text: "此前平均", TextEn: "Usual", Num: true}, word("状态", "State")}}
	for _, src := range x.Sources {
		w := stateWords[src.State]
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{word(cmp.Or(src.Name, src.ID), ""), count(src.N), mean(x.Usual(src.Before)), word(w[0], w[1])},
			BriefingRefs: pagedata.BriefingRefs{Link: searchIn(x, "source", src.ID)}})
	}
	s.Table = t
}
