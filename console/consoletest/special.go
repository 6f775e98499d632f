package consoletest

import (
	"context"
	"testing"

	"huiying/console"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/responders/briefing/pagedata"
)

// Specials writes special reports of a World's issues into memory.
type Specials struct {
	w       *World
	written []leader.Special
}

// Reporting gives a console special reports; those of the first n issues are written.
func Reporting(t *testing.T, w *World, n int) func(*console.Deps) {
	t.Helper()
	s := &Specials{w: w}
	for _, f := range w.IssueFiles[:n] {
		if _, _, err := s.IssueSpecial(t.Context(), f.Issue.ID); err != nil {
			t.Fatal(err)
		}
	}
	return func(d *console.Deps) { d.Specials = s }
}

// IssueSpecial writes one.
func (s *Specials) IssueSpecial(ctx context.Context, issue string) (year, no int, err error) {
	f, err := s.w.Issue(ctx, issue)
	if err != nil {
		return 0, 0, err
	}
	s.w.Lock()
	defer s.w.Unlock()
	x := leader.Special{Issue: issue, Division: f.Issue.Division}
	if c, ok := s.w.Files[f.Issue.Case]; ok {
		x.Units = append(x.Units, c.Case.Lead)
	}
	x.Briefing = pagedata.Briefing{Period: "issue", Date: Now.Format("2006-01-02"), Last: Now.Format("2006-01-02"),
		Year: Now.Year(), No: len(s.written) + 1, Made: Now, Whole: true, Heading: f.Issue.Title,
		Lead: []pagedata.BriefingLead{{Head: "事项", HeadEn: "Matter", Text: "示例市，供水，独立反映4次。", TextEn: "Sample city, water supply, 4 independent reports."}},
		Numbers: []pagedata.BriefingNumber{{ID: "reports", Label: "独立反映", LabelEn: "Independent reports",
			N: f.Issue.Reports, BriefingRefs: pagedata.BriefingRefs{Issues: []string{issue}}}},
		Sections: []pagedata.BriefingSection{{ID: "course", Title: "经过", TitleEn: "Course", Lines: []pagedata.BriefingLine{},
			Plots: []pagedata.BriefingPlot{{Title: "每日独立反映", TitleEn: "Independent reports a day",
				Bars: []pagedata.BriefingBar{{Date: "2026-11-21", N: 1}, {Date: "2026-11-22", N: 3}}}},
			Table: &pagedata.BriefingTable{Head: []pagedata.BriefingCell{{Text: "时间", TextEn: "When"}, {Text: "经过", TextEn: "What"}},
				Rows: []pagedata.BriefingRow{{Cells: []pagedata.BriefingCell{{Text: "2026-11-21 09:00"}, {Text: "首次有人反映", TextEn: "First told of"}}}}}},
			{ID: "answers", Title: "答复", TitleEn: "Answers", Lines: []pagedata.BriefingLine{}}}}
	s.written = append(s.written, x)
	return x.Year, x.No, nil
}

// Special is one by its number.
func (s *Specials) Special(_ context.Context, year, no int) (leader.Special, error) {
	s.w.Lock()
	defer s.w.Unlock()
	if year != Now.Year() || no < 1 || no > len(s.written) {
		return leader.Special{}, &kit.Error{Kind: kit.NotFound, Code: "no_special"}
	}
	return s.written[no-1], s.w.Fail
}

// Specials are all, the latest first.
func (s *Specials) Specials(_ context.Context, year int) (out []leader.Special, err error) {
	s.w.Lock()
	defer s.w.Unlock()
	for i := len(s.written) - 1; i >= 0 && year == Now.Year(); i-- {
		out = append(out, s.written[i])
	}
	return out, s.w.Fail
}
