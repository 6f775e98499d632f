package briefing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// shelf keeps in memory, and knows headings and cases as they stood.
type shelf struct {
	kept   map[string][]byte
	titles map[string]string
	cases  map[string]opinion.Case
}

func (s *shelf) Kept(_ context.Context, key string) ([]byte, bool, error) {
	raw, ok := s.kept[key]
	return raw, ok, nil
}

func (s *shelf) Keep(_ context.Context, key string, value []byte) ([]byte, error) {
	if raw, ok := s.kept[key]; ok {
		return raw, nil
	}
	s.kept[key] = value
	return value, nil
}

func (s *shelf) Headings(context.Context, []string) (map[string]string, error) { return s.titles, nil }

var errGone = errors.New("gone")

func (s *shelf) CaseAt(_ context.Context, id string, at time.Time) (opinion.Case, error) {
	c, ok := s.cases[id]
	if !ok {
		return c, errGone
	}
	return c, nil
}

// matterFunc is one function as Matters.
type matterFunc func(issue string) (Special, error)

func (f matterFunc) Matter(_ context.Context, issue string) (Special, error) { return f(issue) }

func sampleSpecial(issue string) Special {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, opinion.Beijing)
	return Special{At: at.UTC(), Last: at.Add(-time.Hour).UTC(), Mentions: 6,
		Issue: Issue{ID: issue, Mention: "m1", Topic: "water", Division: "980101", Severity: opinion.SeverityIII,
			Size: 4, First: at.AddDate(0, 0, -3).UTC(), Case: "c1", State: opinion.Verified},
		Days:    []DayCount{{"2026-11-19", 1}, {"2026-11-20", 3}, {"2026-11-21", 0}, {"2026-11-22", 0}},
		Places:  []Counted{{"980101", "样例区", 3}, {"", "", 1}},
		Sources: []Counted{{"board", "样例留言板", 4}, {"news", "样例新闻", 2}},
		Cases: []SpecialCase{{ID: "c1", State: opinion.Verified, Lead: Named{"u1", "样例水务局"},
			Co: []Named{{"u2", "样例住建局"}}, Due: at.Add(time.Hour).UTC(), Dispatched: at.AddDate(0, 0, -2).UTC(),
			Answered: at.AddDate(0, 0, -1).UTC(), Solution: opinion.SolvedClaimed,
			Steps: []Step{{At: at.AddDate(0, 0, -2).UTC(), Move: opinion.MoveDispatch, Unit: Named{"u1", "样例水务局"}},
				{At: at.AddDate(0, 0, -1).UTC(), Move: opinion.MoveAnswer, Unit: Named{"u1", "样例水务局"}},
				{At: at.Add(-2 * time.Hour).UTC(), Move: opinion.MoveVerify, OK: true}}}}}
}

func sampleShelf() *shelf {
	return &shelf{kept: map[string][]byte{}, titles: map[string]string{"m1": "样例小区停水三天"},
		cases: map[string]opinion.Case{"c1": {Answer: "供水已恢复。", AnswerURL: "https://water.example.org/1"}}}
}

// Special reports are numbered one after the other within a year; the same again is no new one, and what
// changed is.
func TestSpecialReportsAreNumberedWithinTheYear(t *testing.T) {
	s := sampleShelf()
	facts := sampleSpecial("i1")
	k := Specials{Facts: matterFunc(func(issue string) (Special, error) {
		out := facts
		out.Issue.ID = issue
		return out, nil
	}), Kept: s, Titles: s, Cases: s}
	issue := func(id string, year, no int) {
		t.Helper()
		if got, err := k.Issue(t.Context(), id); err != nil || got.Year != year || got.No != no {
			t.Errorf("%s: %d of %d (%v), want %d of %d", id, got.No, got.Year, err, no, year)
		}
	}
	issue("i1", 2026, 1)
	facts.At = facts.At.Add(time.Hour)
	issue("i1", 2026, 1)
	issue("i2", 2026, 2)
	facts.Mentions++
	issue("i1", 2026, 3)
	facts.At = time.Date(2027, 1, 1, 0, 30, 0, 0, opinion.Beijing)
	issue("i1", 2027, 1)
	all, err := k.OfYear(t.Context(), 2026)
	if err != nil || len(all) != 3 || all[0].No != 3 || all[2].Issue.Title != "样例小区停水三天" {
		t.Errorf("%v %+v", err, all)
	}
	if _, err := k.Of(t.Context(), 2026, 4); !errors.Is(err, ErrNoSpecial) {
		t.Errorf("one that was not issued: %v", err)
	}
}

// Of a report no word of a mention or an answer is kept: what is forgotten is gone from it.
func TestASpecialReportKeepsNoWords(t *testing.T) {
	s := sampleShelf()
	k := Specials{Facts: matterFunc(func(string) (Special, error) { return sampleSpecial("i1"), nil }),
		Kept: s, Titles: s, Cases: s, Gone: func(err error) bool { return errors.Is(err, errGone) }}
	if _, err := k.Issue(t.Context(), "i1"); err != nil {
		t.Fatal(err)
	}
	for key, raw := range s.kept {
		if strings.Contains(string(raw), "停水") || strings.Contains(string(raw), "供水已恢复") {
			t.Errorf("%s keeps words", key)
		}
	}
	got, err := k.Of(t.Context(), 2026, 1)
	if err != nil || got.Issue.Title == "" || got.Cases[0].Answer != "供水已恢复。" {
		t.Fatalf("%v %+v", err, got)
	}
	s.titles, s.cases = nil, nil
	got, err = k.Of(t.Context(), 2026, 1)
	if err != nil || got.Issue.Title != "" || got.Cases[0].Answer != "" || got.Issue.Size != 4 {
		t.Errorf("after a purge: %v %+v", err, got)
	}
}

// A special report tells course, places, units and answers, and leads with the matter, who has it and the
// answer.
func TestThePageOfASpecialReport(t *testing.T) {
	s := sampleSpecial("i1")
	s.Year, s.No, s.Issue.Title = 2026, 2, "样例小区停水三天"
	s.Cases[0].Answer, s.Cases[0].URL = "供水已恢复。", "https://water.example.org/1"
	names := Names{Place: func(string) string { return "样例区" }, Topic: func(string) string { return "供水" }}
	p := SpecialPage(s, names)
	var lead []string
	for _, l := range p.Lead {
		lead = append(lead, l.Text, l.TextEn)
	}
	want := []string{"样例区，供水，较大，2026年11月19日首次有人反映，至2026年11月22日独立反映4次，另有转载2条。",
		"样例区, 供水, level III, first told of on 19 November 2026; up to 22 November 2026 4 independent reports, and 2 copies.",
		"由样例水务局主办，样例住建局协办，办件已核实。",
		"2026年11月21日按时答复，已核实公开，单位称已解决，未经核实。"}
	for _, w := range want {
		if !slices.Contains(lead, w) {
			t.Errorf("the lead lacks %s:\n%s", w, strings.Join(lead, "\n"))
		}
	}
	var ids []string
	for _, x := range p.Sections {
		ids = append(ids, x.ID)
	}
	if strings.Join(ids, " ") != "course where units answers" || p.Period != "issue" || p.No != 2 {
		t.Errorf("%v %s %d", ids, p.Period, p.No)
	}
	course := p.Sections[0]
	if len(course.Table.Rows) != 4 || course.Table.Rows[0].Cells[1].Text != "首次有人反映" ||
		course.Table.Rows[3].Cells[1].Text != "核实，答复成立" || len(course.Plots[0].Bars) != 4 {
		t.Errorf("%+v", course)
	}
	if line := p.Sections[3].Lines[0]; !strings.Contains(line.Text, "“供水已恢复。”") || !strings.Contains(line.Text, "公开于 https://water.example.org/1") {
		t.Errorf("%+v", line)
	}
	if rows := p.Sections[1].Table.Rows; rows[1].Cells[0].Text != "地点未明" {
		t.Errorf("%+v", rows)
	}
}

// What is owed is said with its day, or by how much it is late; what has no case says that.
func TestASpecialReportSaysWhatIsOwed(t *testing.T) {
	names := Names{Place: func(string) string { return "样例区" }, Topic: func(string) string { return "供水" }}
	said := func(change func(*Special)) string {
		s := sampleSpecial("i1")
		s.Cases[0].Answered, s.Cases[0].State, s.Cases[0].Steps = time.Time{}, opinion.Handling, nil
		change(&s)
		var out []string
		for _, l := range SpecialPage(s, names).Lead {
			out = append(out, l.Text)
		}
		return strings.Join(out, "\n")
	}
	for want, change := range map[string]func(*Special){
		"尚未答复，应于2026-11-22 11:00前答复。": func(*Special) {},
		"尚未答复，已逾期不到1小时。":              func(s *Special) { s.Cases[0].Due = s.At.Add(-time.Minute) },
		"尚未立件，无承办单位。":                 func(s *Special) { s.Cases = nil },
		"尚未定承办单位，办件待研判。": func(s *Special) {
			s.Cases[0].Lead, s.Cases[0].State = Named{}, opinion.Triage
		},
	} {
		if got := said(change); !strings.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
}
