package registertest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// CaseIDs walks a list to its end.
func CaseIDs(t testing.TB, s Register, f register.CaseQuery) (ids []string, total int) {
	t.Helper()
	for {
		p, err := s.Cases(t.Context(), f)
		check(t, err)
		total = p.Total
		for _, c := range p.Items {
			ids = append(ids, c.ID)
		}
		if p.Next == "" {
			return ids, total
		}
		f.Cursor = p.Next
	}
}

// CaseLists is a part of the suite by itself, for a backend that has several ways to one list.
//
// long: a table of what may be asked, and the cases that it is asked of
func CaseLists(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	var all []opinion.Case
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range 60 {
		o := OpenEvent(n, Start.Add(time.Duration(n%9)*time.Hour)) // many at the same moment
		list := []opinion.Event{o}
		if n%3 > 0 {
			list = append(list, DispatchEvent(Fold(o), Start.Add(time.Duration(n)*time.Hour)))
		}
		if n%6 == 5 {
			c := Fold(list...)
			list = append(list, Next(c, opinion.Event{Type: opinion.MoveSign, At: c.Updated, By: "x"}))
			c = Fold(list...)
			list = append(list, Next(c, opinion.Event{Type: opinion.MoveAnswer, At: c.Updated, By: "x", Text: "答"}))
		}
		before, events = append(before, opinion.Case{}), append(events, list)
		all = append(all, Fold(list...))
		Publish(t, b, Finding(n))
	}
	check(t, s.AppendAll(ctx, before, events))
	Seen(t, b, s)
	at := Start.Add(70 * time.Hour)
	within := func(code, in string) bool { return strings.HasPrefix(code, in) }
	byID := map[string]opinion.Case{}
	for _, c := range all {
		byID[c.ID] = c
	}
	newest := func(x, y opinion.Case) int { return y.Opened.Compare(x.Opened) }
	oldest := func(x, y opinion.Case) int { return x.Opened.Compare(y.Opened) }
	inOrder := map[string]func(x, y opinion.Case) int{"": newest, "opened": newest,
		"severity": func(x, y opinion.Case) int { return cmp.Or(x.Severity.Rank()-y.Severity.Rank(), oldest(x, y)) },
		"place":    func(x, y opinion.Case) int { return cmp.Or(cmp.Compare(x.Division, y.Division), oldest(x, y)) },
		"unit":     func(x, y opinion.Case) int { return cmp.Or(cmp.Compare(x.Lead, y.Lead), oldest(x, y)) },
		"reports":  func(x, y opinion.Case) int { return cmp.Or(y.Reports-x.Reports, newest(x, y)) },
		"updated":  func(x, y opinion.Case) int { return y.Updated.Compare(x.Updated) },
		"due": func(x, y opinion.Case) int {
			return cmp.Or(cmp.Compare(never(x), never(y)), x.NextDue().Compare(y.NextDue()))
		}}
	for name, tt := range map[string]struct {
		f    register.CaseQuery
		want func(opinion.Case) bool
	}{
		"all": {register.CaseQuery{}, func(opinion.Case) bool { return true }},
		"state": {register.CaseQuery{States: []opinion.State{opinion.Dispatched}},
			func(c opinion.Case) bool { return c.State == opinion.Dispatched }},
		"open":  {register.CaseQuery{Open: true}, func(c opinion.Case) bool { return c.State.Open() }},
		"unit":  {register.CaseQuery{Unit: "unit2"}, func(c opinion.Case) bool { return c.Lead == "unit2" }},
		"issue": {register.CaseQuery{Issue: "issue7"}, func(c opinion.Case) bool { return c.Issue == "issue7" }},
		"item": {register.CaseQuery{Topic: "municipal/light"},
			func(c opinion.Case) bool { return c.Topic == "municipal/light" }},
		"field": {register.CaseQuery{Topic: "municipal"},
			func(c opinion.Case) bool { return within(c.Topic, "municipal/") }},
		"half": {register.CaseQuery{Topic: "municip"}, func(opinion.Case) bool { return false }},
		"city": {register.CaseQuery{Division: "4401"},
			func(c opinion.Case) bool { return within(c.Division, "4401") }},
		"county": {register.CaseQuery{Division: "440106"},
			func(c opinion.Case) bool { return c.Division == "440106" }},
		"province": {register.CaseQuery{Division: "11"}, func(c opinion.Case) bool { return within(c.Division, "11") }},
		"severity": {register.CaseQuery{Severity: opinion.SeverityII},
			func(c opinion.Case) bool { return c.Severity == opinion.SeverityII }},
		"due":     {register.CaseQuery{DueBefore: at, Order: "due"}, func(c opinion.Case) bool { return c.Late(at) }},
		"overdue": {register.CaseQuery{Overdue: true, At: at}, func(c opinion.Case) bool { return c.Late(at) }},
		"words": {register.CaseQuery{Q: "不亮1", Order: "updated"},
			func(c opinion.Case) bool {
				return strings.HasPrefix(c.Mentions[0], "m001") ||
					c.Mentions[0] == "m0001"
			}},
		"source": {register.CaseQuery{Source: "board"}, func(c opinion.Case) bool { return c.Source == "board" }},
		"period": {register.CaseQuery{From: Start.Add(2 * time.Hour), To: Start.Add(5 * time.Hour)},
			func(c opinion.Case) bool {
				return !c.Opened.Before(Start.Add(2*time.Hour)) && c.Opened.Before(Start.Add(5*time.Hour))
			}},
		"percent": {register.CaseQuery{Q: "%"}, func(opinion.Case) bool { return false }},
		"mixed": {register.CaseQuery{States: []opinion.State{opinion.Dispatched}, Unit: "unit1",
			Division: "44"}, func(c opinion.Case) bool {
			return c.State == opinion.Dispatched && c.Lead == "unit1" && within(c.Division, "44")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var want []string
			for _, c := range all {
				if tt.want(c) {
					want = append(want, c.ID)
				}
			}
			tt.f.Size = 7
			slices.Sort(want)
			for _, sort := range []string{tt.f.Order, "opened", "updated", "due", "severity", "place", "unit",
				"reports", "-opened", "-due", "-severity", "-reports"} {
				f := tt.f
				f.Order, f.Reversed = strings.TrimPrefix(sort, "-"), strings.HasPrefix(sort, "-")
				got, total := CaseIDs(t, s, f)
				if total != len(want) {
					t.Errorf("%q: total %d, want %d", sort, total, len(want))
				}
				if !slices.IsSortedFunc(got, func(x, y string) int {
					a, b := byID[x], byID[y]
					if f.Reversed && (f.Order != "due" || never(a) == never(b)) {
						a, b = b, a
					}
					return inOrder[f.Order](a, b)
				}) {
					t.Errorf("%q: not in order", sort)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%q: got %d cases, want %d", sort, len(got), len(want))
				}
			}
		})
	}
	if _, err := s.Cases(ctx, register.CaseQuery{Cursor: "!!"}); !errors.Is(err, register.ErrCursor) {
		t.Errorf("bad cursor: %v", err)
	}
	if _, err := s.Cases(ctx, register.CaseQuery{Order: "author"}); err == nil {
		t.Error("unknown order was taken")
	}
	load, err := s.UnitLoad(ctx, at)
	check(t, err)
	open, late := 0, 0
	for _, l := range load {
		open, late = open+l.Open, late+l.Late
	}
	wantLate := 0
	for _, c := range all {
		if c.Late(at) {
			wantLate++
		}
	}
	if open != 60 || late != wantLate || len(load) != 4 {
		t.Errorf("load %+v: open %d, overdue %d (want %d)", load, open, late, wantLate)
	}
	n := 0
	if err := s.EachOpen(ctx, func(c opinion.Case) error { n++; return nil }); err != nil || n != open {
		t.Errorf("%d open cases, %v, want %d", n, err, open)
	}
	with, err := s.CasesWith(ctx, opinion.MoveAnswer, Start, Start.Add(1000*time.Hour))
	if err != nil || len(with) != 10 {
		t.Errorf("answered %d, %v", len(with), err)
	}
}

func issueLists(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 200 {
		fs = append(fs, Finding(n))
	}
	Publish(t, b, fs...)
	Seen(t, b, s)
	at := Start.Add(50 * time.Hour)
	for _, sort := range []string{"", "size", "attention", "-", "-size", "heavy", "-heavy"} {
		var got []register.IssueRow
		f := register.IssueQuery{Order: strings.TrimPrefix(sort, "-"), Reversed: strings.HasPrefix(sort, "-"),
			At: at, Size: 3}
		for {
			p, err := s.Issues(ctx, f)
			check(t, err)
			if p.Total != 7 {
				t.Fatalf("%s: total %d", sort, p.Total)
			}
			got = append(got, p.Items...)
			if f.Cursor = p.Next; f.Cursor == "" {
				break
			}
		}
		if len(got) != 7 {
			t.Fatalf("%s: %d issues over pages", sort, len(got))
		}
		key := map[string]func(i register.IssueRow) float64{
			"":          func(i register.IssueRow) float64 { return float64(i.Last.Unix()) },
			"size":      func(i register.IssueRow) float64 { return float64(i.Reports) },
			"attention": func(i register.IssueRow) float64 { return i.Attention },
			"heavy":     func(i register.IssueRow) float64 { return float64(i.Reports - 1e6*i.Severity.Rank()) },
		}[f.Order]
		if !slices.IsSortedFunc(got, func(x, y register.IssueRow) int {
			if f.Reversed {
				x, y = y, x
			}
			return cmp.Compare(key(y), key(x))
		}) {
			t.Errorf("%s: not in order", sort)
		}
		for _, i := range got {
			checkIssue(t, i, fs, at)
		}
	}
	one, err := s.Issue(ctx, "i3", at)
	check(t, err)
	checkIssue(t, one, fs, at)
	if _, err := s.Issue(ctx, "nowhere", at); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("unknown issue: %v", err)
	}
	var ids []string
	for next := ""; ; {
		rows, n, err := s.IssueMentions(ctx, "i3", 4, next)
		check(t, err)
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if next = n; next == "" {
			break
		}
	}
	if len(ids) != one.Mentions || !slices.IsSorted(ids) {
		t.Errorf("mentions %v, want %d in order", ids, one.Mentions)
	}
	if r, err := s.Reports(ctx, "i3"); err != nil || len(r) != one.Mentions {
		t.Errorf("reports %d, %v", len(r), err)
	}
	p, err := s.Issues(ctx, register.IssueQuery{Division: "4401", Topic: "municipal", MinSize: 2, Q: "路灯",
		From: Start, To: at.Add(1000 * time.Hour), NewFrom: Start})
	if err != nil || p.Total == 0 || len(p.Items) != p.Total {
		t.Errorf("filtered: %+v, %v", p, err)
	}
	if _, err := s.Issues(ctx, register.IssueQuery{Order: "attention"}); err == nil {
		t.Error("attention without a moment was taken")
	}
}

// checkIssue compares an issue with the findings it is made of.
func checkIssue(t testing.TB, got register.IssueRow, fs []opinion.Finding, at time.Time) {
	t.Helper()
	want := register.IssueRow{ID: got.ID}
	for _, f := range fs {
		if f.Issue.ID != got.ID {
			continue
		}
		want.Mentions++
		if want.Title == "" {
			want.Title, want.First, want.Topic = f.Title, f.PublishedAt, f.Topic.ID
		}
		want.Last = f.PublishedAt
		if f.Severity.Level.Heavier(want.Severity) {
			want.Severity = f.Severity.Level
		}
		if f.Issue.Copy {
			continue
		}
		want.Reports++
		switch age := at.Sub(f.PublishedAt); {
		case age > 0 && age <= 24*time.Hour:
			want.Today++
		case age > 24*time.Hour && age <= 8*24*time.Hour:
			want.Before++
		}
	}
	if got.Mentions != want.Mentions || got.Reports != want.Reports || got.Title != want.Title ||
		got.Severity != want.Severity || got.Topic != want.Topic ||
		!got.First.Equal(want.First) || !got.Last.Equal(want.Last) || got.Today != want.Today ||
		got.Before != want.Before {
		t.Errorf("issue %s:\ngot  %+v\nwant %+v", got.ID, got, want)
	}
}

// never is 1 for a case that owes nothing: it is last.
func never(c opinion.Case) int {
	if c.NextDue().IsZero() {
		return 1
	}
	return 0
}

// scoped asks within the scope of a unit, of units and of a place: lists, totals and counts agree
// with what is there.
func scoped(t *testing.T, b *bus.Bus, s Register) {
	var before []opinion.Case
	var events [][]opinion.Event
	var all []opinion.Case
	for n := range 40 {
		o := OpenEvent(n, Start)
		before, events = append(before, opinion.Case{}),
			append(events, []opinion.Event{o, DispatchEvent(Fold(o), Start)})
		all = append(all, Fold(events[n]...))
	}
	check(t, s.AppendAll(t.Context(), before, events))
	Seen(t, b, s)
	for name, c := range map[string]struct {
		within opinion.Scope
		sees   func(opinion.Case) bool
	}{
		"a unit": {opinion.Scope{Units: []string{"unit1"}}, func(c opinion.Case) bool { return c.Lead == "unit1" }},
		"units": {opinion.Scope{Units: []string{"unit1", "unit3"}},
			func(c opinion.Case) bool { return c.Lead == "unit1" || c.Lead == "unit3" }},
		"a city": {opinion.Scope{Division: "4401"},
			func(c opinion.Case) bool { return strings.HasPrefix(c.Division, "4401") }},
		"an empty unit": {opinion.Scope{Units: []string{"nobody"}}, func(opinion.Case) bool { return false }},
	} {
		var want []string
		for _, x := range all {
			if c.sees(x) {
				want = append(want, x.ID)
			}
		}
		got, total := CaseIDs(t, s, register.CaseQuery{Within: &c.within, Size: 7})
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || total != len(want) {
			t.Errorf("%s: %d cases of %d, want %d", name, len(got), total, len(want))
		}
		counts, err := s.CountCases(t.Context(), register.CaseQuery{Within: &c.within})
		check(t, err)
		n := 0
		for _, x := range counts {
			n += x.N
		}
		if n != len(want) {
			t.Errorf("%s: %d counted, want %d", name, n, len(want))
		}
	}
}
