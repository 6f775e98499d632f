package consoletest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
)

// Briefing tells of one heavy matter with all that a briefing can hold beside it.
func (w *World) Briefing(_ context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	b := pagedata.Briefing{Division: division, Period: period, Date: day.Format("2006-01-02"),
		Last: day.AddDate(0, 0, 6).Format("2006-01-02"), Made: Now}
	if len(w.Order) == 0 {
		return b, w.Fail
	}
	was := 9
	one := pagedata.BriefingRefs{Cases: w.Order[:1]}
	b.Numbers = []pagedata.BriefingNumber{{ID: "mentions", Label: "新增信息", LabelEn: "New mentions",
		N: 128, Previous: &was, BriefingRefs: pagedata.BriefingRefs{Mentions: []string{w.Findings[0].ID}, Link: "/search?from=2026-11-22"}},
		{ID: "overdue", Label: "超时办件", LabelEn: "Overdue", N: 2, BriefingRefs: one}}
	plot := pagedata.BriefingPlot{Title: "每日信息量", TitleEn: "Mentions a day", Now: 13}
	for i := range 14 {
		plot.Bars = append(plot.Bars, pagedata.BriefingBar{Date: day.AddDate(0, 0,
			i-13).Format("2006-01-02"), N: i * 7 % 31})
	}
	table := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{{Text: "单位", TextEn: "Unit"},
		{Text: "件数", TextEn: "Cases", Num: true}},
		Rows: []pagedata.BriefingRow{{Cells: []pagedata.BriefingCell{{Text: "示例市水务局"},
			{Text: "31", Num: true}}, BriefingRefs: one},
			{Cells: []pagedata.BriefingCell{{Text: strings.Repeat("名称很长的单位", 12)},
				{Text: "17", Num: true}}}}}
	var grid []pagedata.BriefingPlace
	for i := range 14 {
		grid = append(grid, pagedata.BriefingPlace{Code: fmt.Sprint(9801 + i),
			Name: fmt.Sprintf("示例%d市", i+1), N: i * 13, Overdue: i % 3, Shade: i % 5,
			Link: "/search?division=9801"})
	}
	b.Sections = []pagedata.BriefingSection{
		{Title: "重大事项", TitleEn: "Heavy matters",
			Lines: []pagedata.BriefingLine{{Text: "【样例】示例河段水体发黑发臭，已派示例市水务局，距到期 5 小时。",
				TextEn:   "Sample: river fouled; dispatched to the water bureau.",
				Severity: opinion.SeverityI,
				BriefingRefs: pagedata.BriefingRefs{Cases: w.Order[:1],
					Issues: []string{w.IssueFiles[0].Issue.ID}}}},
			Plots: []pagedata.BriefingPlot{plot}},
		{ID: "places", Title: "地区", TitleEn: "Places", Grid: grid},
		{Title: "逾期单位", TitleEn: "Overdue units", Table: table},
		{Title: "今日到期", TitleEn: "Due today"},
	}
	b.Missing = []string{"来源健康"}
	return b, w.Fail
}
