package consoletest

import (
	"fmt"
	"strconv"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

var units = []opinion.Unit{
	{ID: "u-water", Name: "示例市水务局", NameEn: "Sample Water Bureau", Division: "320200", Level: opinion.City},
	{ID: "u-road", Name: "示例市城市管理和综合行政执法局（样例责任单位，名称特别长，用来检验换行）", Division: "320200", Level: opinion.City},
	{ID: "u-school", Name: "示例区教育局", NameEn: "Sample Education Bureau", Division: "320205", Level: opinion.County},
}

var sampleTexts = []struct {
	title, text, topic string
	sev                opinion.Severity
	unit               string
	demand             opinion.Demand
}{
	{"【样例】示例小区连续三天停水，老人用水困难", "【样例文本】示例小区从周四起连续三天没有自来水，电话一直占线，家里有老人，希望尽快恢复供水并说明原因。",
		"shizheng/gongshui", opinion.SeverityII, "u-water", opinion.Help},
	{"【样例】示例路夜间施工噪声扰民", "【样例文本】示例路工地每晚施工到凌晨两点，附近居民休息不好，请核查是否有夜间施工许可。", "chengguan/zaosheng",
		opinion.SeverityIV, "u-road", opinion.Complaint},
	{"【样例】示例学校门口放学时段交通拥堵，建议增设护学岗", "【样例文本】放学时段车辆乱停，孩子过马路危险，建议增设护学岗和临时停车位。", "jiaoyu/anquan",
		opinion.SeverityIII, "u-school", opinion.Suggestion},
	{"【样例】示例河段水体发黑发臭，疑有污水直排，沿岸数百户受影响", "【样例文本】示例河段连日发黑发臭，疑似有污水直排，沿岸数百户居民不敢开窗，已有人头晕，请立即排查并公布水质监测结果。",
		"shengtai/shui", opinion.SeverityI, "u-water", opinion.Report},
}

func sampleMention(i int) (opinion.Mention, int) {
	k := i % len(sampleTexts)
	s := sampleTexts[k]
	m, err := opinion.NewMention(opinion.Draft{
		Source: "sample-board", Kind: opinion.KindBoard, URL: fmt.Sprintf("https://board.example.org/t/%d", i),
		Title: s.title, Text: fmt.Sprintf("%s（第 %d 条）", s.text, i),
		PublishedAt: Now.Add(-time.Duration(i*53) * time.Minute), Division: "320200",
	})
	if err != nil {
		panic(err)
	}
	return m, k
}

// add makes the i-th case, as far along its way as i says.
func (w *World) add(i int) {
	m, k := sampleMention(i)
	s := sampleTexts[k]
	issue := opinion.IssueID(m.ID)
	route := opinion.Route{Lead: s.unit, Rule: "sector", Basis: "国办发〔2016〕61号 属地管理、谁主管谁负责",
		Why: []string{"文中地点确定为 江苏省无锡市", "该地主管此事项的单位：" + s.unit, "等级 " + string(s.sev) + "，由市级承办"}}
	w.Findings = append(w.Findings, opinion.Finding{Mention: m,
		Topic:    opinion.TopicFinding{ID: s.topic, Name: s.topic, Confidence: .9, By: "rules"},
		Demand:   opinion.DemandFinding{ID: s.demand},
		Severity: opinion.SeverityFinding{Level: s.sev}, Issue: opinion.IssueRef{ID: issue,
			Size: 1 + i%5}, Route: route})

	var c opinion.Case
	var history []opinion.Event
	opened := Now.Add(-5*time.Hour - time.Duration(i*37)*time.Hour/10)
	put := func(e opinion.Event, after time.Duration) {
		e.At = opened.Add(after)
		e = e.Seal(orNew(c, opinion.CaseID(issue)))
		c = c.Apply(e)
		history = append(history, e)
	}
	put(opinion.Event{Type: opinion.MoveOpen, By: "system", Issue: issue, Mention: m.ID,
		Topic: s.topic, Division: "320200", Severity: s.sev, Demand: s.demand, Source: m.Source,
		SourceKind: m.Kind, Unit: s.unit, Route: &route}, 0)
	limit := 48 * time.Hour
	clock := &opinion.Clock{Profile: "opinion", Start: opened.Add(time.Minute), Limit: limit,
		Calendar: "24x7", Basis: "国办发〔2016〕61号"}
	way := []opinion.Event{
		{Type: opinion.MoveDispatch, By: "system", Unit: s.unit, Clock: clock,
			Due: clock.Start.Add(limit), Co: []string{"sample-co"}, Clocks: []opinion.Timed{
				{Duty: opinion.DutySign, Unit: s.unit, Clock: opinion.Clock{Profile: "opinion",
					Start: clock.Start, Limit: 8 * time.Hour, Calendar: "24x7"},
					Due: clock.Start.Add(8 * time.Hour)},
				{Duty: opinion.DutyComplete, Unit: s.unit, Clock: opinion.Clock{Profile: "opinion",
					Start: clock.Start, Limit: 216 * time.Hour, Calendar: "24x7"},
					Due: clock.Start.Add(216 * time.Hour)}}},
		{Type: opinion.MoveSign, By: "unit:" + s.unit},
		{Type: opinion.MoveHandle, By: "unit:" + s.unit},
		{Type: opinion.MoveAnswer, By: "unit:" + s.unit, Kind: "解决公布",
			Text: "【样例答复】经核查，示例小区停水系主管道破裂，已于当日 18 时抢修完成；停水期间安排送水车。如仍有问题请拨打 12345。",
			URL:  "https://gov.example.org/answers/" + strconv.Itoa(i)},
		{Type: opinion.MoveVerify, By: "console", OK: true},
		{Type: opinion.MoveClose, By: "console", Outcome: opinion.AnsweredInPublic, Solved: "yes"},
	}
	for j, e := range way[:(i*5+3)%7] {
		put(e, time.Minute+time.Duration(j)*40*time.Minute)
	}
	var clocks []facts.CaseClock
	for _, t := range c.Clocks {
		clocks = append(clocks, facts.CaseClock{Timed: t, State: "running",
			Counted: []facts.CountedDay{{Day: "2026-11-21", Kind: "counts", Span: 10 * time.Hour,
				Total: 10 * time.Hour}, {Day: "2026-11-22", Kind: "weekend", Total: 10 * time.Hour}}})
	}
	past := []register.Arbitration{{Case: "c0ffee", Division: "320200", Unit: s.unit,
		Returned: []string{s.unit}, Arbiter: s.unit, Reason: "【样例】管网归供水单位", At: opened}}
	file := facts.CaseFile{Clocks: clocks, Past: past, Case: c, Title: s.title, History: history,
		Mentions: []register.MentionRow{rowOf(m, s.topic, s.sev)}}
	if c.State == opinion.Answered {
		file.Checks = sampleChecks()
	}
	file.Found = sampleFound(m, i)
	w.Files[c.ID] = file
	w.Order = append(w.Order, c.ID)
	w.IssueFiles = append(w.IssueFiles, facts.IssueFile{
		Issue: register.IssueRow{Unit: s.unit, ID: issue, Title: s.title, Reports: 1 + i%5,
			Mentions: 2 + i%7, Topic: s.topic, Division: "320200", Severity: s.sev,
			First: m.PublishedAt.Add(-time.Duration(i) * 10 * time.Hour), Last: m.PublishedAt,
			Case: c.ID, State: c.State, Today: 3 * (i % 4), Before: 5 * (i % 3),
			Growth: float64(i%4) * 1.3, Attention: float64(3 * (i % 4))},
		Rows: []register.MentionRow{rowOf(m, s.topic, s.sev),
			{ID: "feedfacefeedface", Title: "【样例】转载", Text: "【样例文本】转载自留言板。", Source: "sample-news",
				Said: m.PublishedAt, Topic: s.topic, Division: "320200", Severity: s.sev, Copy: true}},
		Why: map[string][]string{m.ID: {"同一地点", "用词相近 0.82"}},
		Together: register.Together{Words: []register.KeyCount{{Key: "示例小区", N: 4},
			{Key: "停水", N: 3}}[:i%3], Places: []register.KeyCount{{Key: "320200", N: 2},
			{Key: "", N: 1}},
			Sources: []register.KeyCount{{Key: "sample-board", N: 2}, {Key: "sample-news", N: 1}}},
	})
}

// sampleFound is a reply that stood on the page of a report.
func sampleFound(m opinion.Mention, i int) []facts.FoundReply {
	if i%3 != 1 {
		return nil
	}
	return []facts.FoundReply{{URL: "https://gov.example.org/letters/" + strconv.Itoa(i), Unit: "示例供水公司",
		Offered: opinion.Offered{Mention: m.ID, TextHash: m.TextHash, At: m.PublishedAt.Add(time.Hour),
			Said: m.PublishedAt, OK: true},
		Text: "【样例】示例小区的停水已于今日恢复，管网检修已结束。", Checks: sampleChecks()[:1]}}
}

// sampleChecks are what was seen of an answer that waits for its verdict.
func sampleChecks() []facts.AnswerCheck {
	return []facts.AnswerCheck{
		{Name: "about", OK: true, Reason: "答复针对来信：答复提到了来信中的「示例小区」「停水」；地点一致。",
			ReasonEn: "the answer is about the question: the answer takes up 「示例小区」「停水」; both speak of the same place"},
		{Name: "form_letter", Reason: "答复像是套话：除客套和办理用语外，几乎没有自己的内容；只说明已转办。",
			ReasonEn: "the answer looks like a form letter: it only says that the matter was passed on"},
		{Name: "promises", OK: true, Reason: "答复作出承诺，到期应回访：12月底前（2026-12-31到期）。",
			ReasonEn: "the answer promises, to be followed up when due: 12月底前 (due 2026-12-31)"},
	}
}

func orNew(c opinion.Case, id string) opinion.Case {
	c.ID = id
	return c
}

func rowOf(m opinion.Mention, topic string, sev opinion.Severity) register.MentionRow {
	return register.MentionRow{ID: m.ID, Title: m.Title, Text: m.Text, URL: m.URL, Source: m.Source,
		Said: m.PublishedAt, Topic: topic, Division: m.Division, Severity: sev}
}
