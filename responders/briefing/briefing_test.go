package briefing

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

var at = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) // 11:00 in Beijing

// facts answer every part; fail names parts that do not.
type facts struct {
	moved   map[opinion.Move][]opinion.Case
	overdue []opinion.Case
	issues  []Issue
	sources []Source
	fail    error
	asked   [2]time.Time
}

func (f *facts) Mentions(_ context.Context, from, to time.Time) (int, error) {
	f.asked = [2]time.Time{from, to}
	return 120, f.fail
}
func (f *facts) CasesWith(_ context.Context, m opinion.Move, _, _ time.Time) ([]opinion.Case, error) {
	return f.moved[m], f.fail
}
func (f *facts) Overdue(context.Context, time.Time) ([]opinion.Case, error) { return f.overdue, f.fail }
func (f *facts) IssuesOf(context.Context, time.Time, time.Time) ([]Issue, error) {
	return f.issues, f.fail
}
func (f *facts) SourcesBadly(context.Context) ([]Source, error) { return f.sources, f.fail }

func day() *facts {
	due := at.Add(-30 * time.Hour)
	return &facts{
		moved: map[opinion.Move][]opinion.Case{
			opinion.MoveOpen: {{ID: "c1"}, {ID: "c2"}},
			opinion.MoveAnswer: {{ID: "c3", Lead: "u2", State: opinion.Answered, Dispatch: at.Add(-5 * time.Hour), AnswerAt: at, AnswerURL: "https://a.gov.cn/3"},
				{ID: "c4", Lead: "u1", State: opinion.Handling, Overdue: true}},
			opinion.MoveVerify: {{ID: "c5", State: opinion.Verified}, {ID: "c4", State: opinion.Handling}},
			opinion.MoveClose:  {{ID: "c6", State: opinion.Closed}},
		},
		overdue: []opinion.Case{{ID: "c7", Lead: "u1", Due: due}, {ID: "c8", Lead: "u2", Due: due.Add(-time.Hour)}, {ID: "c9", Lead: "u1", Due: due.Add(-2 * time.Hour)}},
		issues: []Issue{
			{ID: "i1", Title: "水管爆裂", Severity: opinion.SeverityII, Size: 4, First: at.Add(-time.Hour), Today: 4, Case: "c1", State: opinion.Dispatched},
			{ID: "i2", Title: "路灯不亮", Severity: opinion.SeverityIV, Size: 30, First: at.Add(-90 * time.Hour), Today: 9, Before: 7},
			{ID: "i3", Title: "停车难", Severity: opinion.SeverityIV, Size: 80, First: at.Add(-900 * time.Hour), Today: 10, Before: 70},
			{ID: "i4", Title: "一人一事", Severity: opinion.SeverityIV, Size: 1, First: at, Today: 1},
		},
		sources: []Source{{ID: "s2", Name: "留言板", State: "failing"}, {ID: "s1", Name: "信箱", State: "late"}},
	}
}

func writer(f *facts) Writer {
	return Writer{Counter: f, Cases: f, Issues: f, Sources: f, Unit: func(id string) (opinion.Unit, bool) {
		return opinion.Unit{ID: id, Name: "住建局"}, id == "u1"
	}}
}

func write(t *testing.T, w Writer) Briefing {
	t.Helper()
	b, err := w.Write(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func number(t *testing.T, b Briefing, id string) Number {
	t.Helper()
	for _, n := range b.Numbers {
		if n.ID == id {
			return n
		}
	}
	t.Fatalf("no number %s", id)
	return Number{}
}

func text(b Briefing) string {
	var out []string
	for _, l := range b.Sentences {
		out = append(out, l.Zh, l.En)
	}
	return strings.Join(out, "\n")
}

func TestWrite(t *testing.T) {
	f := day()
	b := write(t, writer(f))
	if b.Date != "2026-11-22" || !f.asked[0].Equal(time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC)) || f.asked[1].Sub(f.asked[0]) != 24*time.Hour {
		t.Errorf("the day runs in Beijing: %s, asked %v", b.Date, f.asked)
	}
	for id, want := range map[string]int{"mentions": 120, "new_issues": 2, "new_cases": 2, "answered": 2,
		"verified": 1, "closed": 1, "overdue": 3, "became_overdue": 0} {
		n := number(t, b, id)
		if n.N != want || n.None || n.Name == "" || n.En == "" {
			t.Errorf("%s: %+v, want %d", id, n, want)
		}
		if id != "mentions" && len(n.IDs) != want {
			t.Errorf("%s: ids %v behind %d", id, n.IDs, want)
		}
		if len(n.IDs) != n.N && n.Link == "" {
			t.Errorf("%s: nothing behind the number", id)
		}
	}
	if len(b.Heavy) != 1 || b.Heavy[0].ID != "i1" || !b.Heavy[0].New {
		t.Errorf("heavy: %+v", b.Heavy)
	}
	if len(b.Growing) != 1 || b.Growing[0].ID != "i2" {
		t.Errorf("growing: %+v: i3 has its usual day", b.Growing)
	}
	if len(b.Overdue) != 2 || b.Overdue[0].ID != "u1" || b.Overdue[0].Cases[0] != "c9" || b.Overdue[1].Name != "u2" {
		t.Errorf("overdue: %+v", b.Overdue)
	}
	if len(b.Answered) != 2 || b.Answered[0].ID != "c4" || !b.Answered[0].Late || b.Answered[1].Hours != 5 {
		t.Errorf("answered: %+v", b.Answered)
	}
	if b.Sources[0].ID != "s1" || len(b.Missing) != 0 {
		t.Errorf("sources %+v, missing %+v", b.Sources, b.Missing)
	}
	all := text(b)
	for _, want := range []string{"收集研判公开信息120条", "120 mentions", "新议题“水管爆裂”：重大，独立反映4次", "住建局逾期未答复2件", "u2 has 1 overdue case, by", "来源“留言板”采集失败"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	for _, l := range b.Sentences {
		if l.ID != "said" && l.ID != "missing" && len(l.IDs) == 0 {
			t.Errorf("a sentence without ids: %s", l.Zh)
		}
	}
}

func TestSameFactsSameBytes(t *testing.T) {
	var first string
	for range 20 {
		f := day()
		for _, shuffle := range []func(){
			func() {
				rand.Shuffle(len(f.issues), func(i, j int) { f.issues[i], f.issues[j] = f.issues[j], f.issues[i] })
			},
			func() {
				rand.Shuffle(len(f.overdue), func(i, j int) { f.overdue[i], f.overdue[j] = f.overdue[j], f.overdue[i] })
			},
			func() {
				rand.Shuffle(len(f.sources), func(i, j int) { f.sources[i], f.sources[j] = f.sources[j], f.sources[i] })
			},
		} {
			shuffle()
		}
		raw, err := json.Marshal(write(t, writer(f)))
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(raw)
		}
		if string(raw) != first {
			t.Fatal("the order in which facts come changes the briefing")
		}
	}
	if strings.Contains(first, "null") {
		t.Error("an empty list is null in JSON")
	}
}

func TestMissingPartsAreNamed(t *testing.T) {
	for name, w := range map[string]Writer{"failing": writer(&facts{fail: errors.New("register away")}), "not wired": {}} {
		t.Run(name, func(t *testing.T) {
			b := write(t, w)
			if len(b.Missing) < 5 {
				t.Errorf("missing %+v", b.Missing)
			}
			if all := text(b); !strings.Contains(all, "无数据") || !strings.Contains(all, "no data") || strings.Contains(all, "没有逾期") {
				t.Errorf("what is not known is said:\n%s", all)
			}
			for _, n := range b.Numbers {
				if !n.None {
					t.Errorf("%s shows a number", n.ID)
				}
			}
		})
	}
	// one part away, the rest is issued
	f := day()
	w := writer(f)
	w.Issues = nil
	b := write(t, w)
	if len(b.Missing) != 1 || number(t, b, "new_cases").N != 2 {
		t.Errorf("missing %+v", b.Missing)
	}
}

func TestEmptyDay(t *testing.T) {
	b := write(t, writer(&facts{}))
	if !strings.Contains(text(b), "没有逾期未答复的办件") {
		t.Errorf("%s", text(b))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Writer{}).Write(ctx, at); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
