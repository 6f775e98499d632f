package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiying/console"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/casestore"
)

// briefer writes briefings from the register and shows them as the console wants them.
type briefer struct{ h *house }

// Briefing is the briefing of the day in which the moment lies.
func (b briefer) Briefing(ctx context.Context, day time.Time) (console.Briefing, error) {
	facts := dayFacts(b)
	w := briefing.Writer{Counter: facts, Cases: facts, Issues: facts, Sources: facts, Unit: b.h.judges.units.Unit, Now: b.h.now}
	day = day.In(china)
	got, err := w.Write(ctx, day)
	if err != nil {
		return console.Briefing{}, err
	}
	made := b.h.now()
	if got.To.Before(made) {
		made = got.To
	}
	return b.shown(got, made), nil
}

// shown turns the briefing's plain facts into numbers and sections of a page.
func (b briefer) shown(x briefing.Briefing, made time.Time) console.Briefing {
	out := console.Briefing{Date: x.Date, Made: made.UTC()}
	for _, n := range x.Numbers {
		if n.None {
			continue // the page names the missing part
		}
		out.Numbers = append(out.Numbers, number(n))
	}
	for _, m := range x.Missing {
		out.Missing = append(out.Missing, m.Part+": "+m.Reason)
	}
	section := func(zh, en string, lines []console.BriefingLine) {
		out.Sections = append(out.Sections, console.BriefingSection{Title: zh, TitleEn: en, Lines: lines})
	}
	var words, heavy, growing, answered, overdue, sources []console.BriefingLine
	for _, l := range x.Sentences {
		line := console.BriefingLine{Text: l.Zh, TextEn: l.En}
		line.Cases, line.Issues = split(l.IDs)
		words = append(words, line)
	}
	for _, i := range x.Heavy {
		heavy = append(heavy, b.issueLine(i, fmt.Sprintf("独立反映 %d 次，当日 %d 次", i.Size, i.Today), fmt.Sprintf("%d independent reports, %d on the day", i.Size, i.Today)))
	}
	for _, i := range x.Growing {
		growing = append(growing, b.issueLine(i, fmt.Sprintf("当日 %d 次，前七日共 %d 次", i.Today, i.Before), fmt.Sprintf("%d on the day, %d in the seven days before", i.Today, i.Before)))
	}
	for _, u := range x.Overdue {
		overdue = append(overdue, console.BriefingLine{Text: fmt.Sprintf("%s：%d 件逾期未答复，最长逾期 %d 小时", u.Name, u.N, u.Hours),
			TextEn: fmt.Sprintf("%s: %d overdue, the longest by %d hours", u.Name, u.N, u.Hours), Cases: u.Cases})
	}
	for _, c := range x.Answered {
		late, lateEn := "按时", "on time"
		if c.Late {
			late, lateEn = "逾期", "late"
		}
		topic := b.h.topicName(c.Topic)
		answered = append(answered, console.BriefingLine{Text: fmt.Sprintf("%s 答复了“%s”（%s，用时 %d 小时）", c.Name, topic, late, c.Hours),
			TextEn: fmt.Sprintf("%s answered on %s (%s, after %d hours)", c.Name, topic, lateEn, c.Hours), Cases: []string{c.ID}})
	}
	for _, s := range x.Sources {
		sources = append(sources, console.BriefingLine{Text: fmt.Sprintf("%s：%s", s.Name, strings.TrimSpace(stateZh[s.State]+" "+s.Reason)),
			TextEn: fmt.Sprintf("%s: %s", s.Name, strings.TrimSpace(s.State+" "+s.Reason))})
	}
	section("今日要点", "The day in sentences", words)
	section("新增与较重议题", "New and heavy issues", heavy)
	section("增长中的议题", "Growing issues", growing)
	section("逾期单位", "Overdue units", overdue)
	section("今日答复", "Answered today", answered)
	section("来源异常", "Sources in trouble", sources)
	return out
}

var stateZh = map[string]string{"late": "更新迟滞", "failing": "采集失败"}

func (b briefer) issueLine(i briefing.Issue, zh, en string) console.BriefingLine {
	place := names{b.h.cfg, b.h.judges}.Division(i.Division, "zh")
	line := console.BriefingLine{Severity: i.Severity, Issues: []string{i.ID},
		Text: strings.TrimSpace(i.Title + "（" + place + "）" + zh), TextEn: i.Title + " (" + place + "): " + en}
	if i.Case != "" {
		line.Cases = []string{i.Case}
	}
	return line
}

func number(n briefing.Number) console.BriefingNumber {
	out := console.BriefingNumber{Label: n.Name, LabelEn: n.En, N: n.N}
	out.Cases, out.Issues = split(n.IDs)
	return out
}

// split tells ids of cases (c…) from those of issues (i…).
func split(ids []string) (cases, issues []string) {
	for _, id := range ids {
		switch {
		case strings.HasPrefix(id, "c"):
			cases = append(cases, id)
		case strings.HasPrefix(id, "i"):
			issues = append(issues, id)
		}
	}
	return cases, issues
}

func (h *house) topicName(id string) string { return names{h.cfg, h.judges}.Topic(id, "zh") }

// dayFacts answers the briefing's questions from the register.
type dayFacts struct{ h *house }

// Mentions counts what was said. Each is judged once, so that the register knows one number.
func (d dayFacts) Mentions(ctx context.Context, from, to time.Time) (int, error) {
	counts, err := d.h.store.Counts(ctx, from, to, casestore.ByHour)
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return n, err
}

// CasesWith lists the cases to which a move happened.
func (d dayFacts) CasesWith(ctx context.Context, move opinion.Move, from, to time.Time) ([]opinion.Case, error) {
	return d.h.store.CasesWith(ctx, move, from, to)
}

// Overdue lists the cases that owe an answer which was due before the moment.
func (d dayFacts) Overdue(ctx context.Context, at time.Time) ([]opinion.Case, error) {
	var out []opinion.Case
	f := casestore.CaseFilter{OverdueAt: at, Sort: "due", Size: 200}
	for {
		page, err := d.h.store.Cases(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Cases {
			out = append(out, r.Case)
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			return out, nil
		}
	}
}

// issuesOfDay bounds what a briefing looks at; a page shows the heaviest of them.
const issuesOfDay = 5000

// IssuesOf lists the issues of the day, with their reports of that time and of the week
// before it.
func (d dayFacts) IssuesOf(ctx context.Context, from, to time.Time) ([]briefing.Issue, error) {
	var out []briefing.Issue
	f := casestore.IssueFilter{From: from, To: to, At: to, Sort: "size", Size: 200}
	for len(out) < issuesOfDay {
		page, err := d.h.store.Issues(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Issues {
			out = append(out, briefing.Issue{ID: r.ID, Title: r.Title, Topic: r.Topic, TopicName: r.TopicName, Division: r.Division,
				Severity: r.Severity, Size: r.Size, First: r.First, Today: r.Today, Before: r.Before, Case: r.Case, State: r.State})
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	return out, nil
}

// SourcesBadly lists the sources that are late or failing.
func (d dayFacts) SourcesBadly(ctx context.Context) ([]briefing.Source, error) {
	rows, err := sourceBook(d).health(ctx)
	if err != nil {
		return nil, errors.New("the notes of the sources could not be read")
	}
	var out []briefing.Source
	for _, r := range rows {
		if r.State == "late" || r.State == "failing" {
			out = append(out, briefing.Source{ID: r.ID, Name: r.Name, State: r.State, Reason: r.Code})
		}
	}
	return out, nil
}
