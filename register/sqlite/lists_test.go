package sqlite

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// pages walks a list to its end.
func pages(t testing.TB, s *Store, f register.CaseQuery) (ids []string, total int) {
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

func TestCaseLists(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	var all []opinion.Case
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range 60 {
		o := openEvent(n, t0.Add(time.Duration(n%9)*time.Hour)) // many at the same moment
		list := []opinion.Event{o}
		if n%3 > 0 {
			list = append(list, dispatchEvent(fold(o), t0.Add(time.Duration(n)*time.Hour)))
		}
		if n%6 == 5 {
			c := fold(list...)
			list = append(list, next(c, opinion.Event{Type: opinion.MoveSign, At: c.Updated, By: "x"}))
			c = fold(list...)
			list = append(list, next(c, opinion.Event{Type: opinion.MoveAnswer, At: c.Updated, By: "x", Text: "答"}))
		}
		before, events = append(before, opinion.Case{}), append(events, list)
		all = append(all, fold(list...))
		publish(t, b, finding(n))
	}
	check(t, s.AppendAll(ctx, before, events))
	seen(t, b, s)
	at := t0.Add(70 * time.Hour)
	within := func(code, in string) bool { return strings.HasPrefix(code, in) }
	byID := map[string]opinion.Case{}
	for _, c := range all {
		byID[c.ID] = c
	}
	newest := func(x, y opinion.Case) int { return y.Opened.Compare(x.Opened) }
	inOrder := map[string]func(x, y opinion.Case) int{"": newest, "opened": newest,
		"updated": func(x, y opinion.Case) int { return y.Updated.Compare(x.Updated) },
		"due": func(x, y opinion.Case) int {
			return cmp.Compare(dueColumn(x, !x.NextDue().IsZero()), dueColumn(y, !y.NextDue().IsZero()))
		}}
	for name, tt := range map[string]struct {
		f    register.CaseQuery
		want func(opinion.Case) bool
	}{
		"all":      {register.CaseQuery{}, func(opinion.Case) bool { return true }},
		"state":    {register.CaseQuery{States: []opinion.State{opinion.Dispatched}}, func(c opinion.Case) bool { return c.State == opinion.Dispatched }},
		"open":     {register.CaseQuery{Open: true}, func(c opinion.Case) bool { return c.State.Open() }},
		"unit":     {register.CaseQuery{Unit: "unit2"}, func(c opinion.Case) bool { return c.Lead == "unit2" }},
		"issue":    {register.CaseQuery{Issue: "issue7"}, func(c opinion.Case) bool { return c.Issue == "issue7" }},
		"item":     {register.CaseQuery{Topic: "municipal/light"}, func(c opinion.Case) bool { return c.Topic == "municipal/light" }},
		"field":    {register.CaseQuery{Topic: "municipal"}, func(c opinion.Case) bool { return within(c.Topic, "municipal/") }},
		"half":     {register.CaseQuery{Topic: "municip"}, func(opinion.Case) bool { return false }},
		"city":     {register.CaseQuery{Division: "4401"}, func(c opinion.Case) bool { return within(c.Division, "4401") }},
		"county":   {register.CaseQuery{Division: "440106"}, func(c opinion.Case) bool { return c.Division == "440106" }},
		"province": {register.CaseQuery{Division: "11"}, func(c opinion.Case) bool { return within(c.Division, "11") }},
		"severity": {register.CaseQuery{Severity: opinion.SeverityII}, func(c opinion.Case) bool { return c.Severity == opinion.SeverityII }},
		"due":      {register.CaseQuery{DueBefore: at, Order: "due"}, func(c opinion.Case) bool { return c.Late(at) }},
		"overdue":  {register.CaseQuery{Overdue: true, At: at}, func(c opinion.Case) bool { return c.Late(at) }},
		"words":    {register.CaseQuery{Q: "不亮1", Order: "updated"}, func(c opinion.Case) bool { return strings.HasPrefix(c.Mentions[0], "m001") || c.Mentions[0] == "m0001" }},
		"percent":  {register.CaseQuery{Q: "%"}, func(opinion.Case) bool { return false }},
		"mixed": {register.CaseQuery{States: []opinion.State{opinion.Dispatched}, Unit: "unit1", Division: "44"}, func(c opinion.Case) bool {
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
			for _, sort := range []string{tt.f.Order, "opened", "updated", "due"} {
				for _, s.rare = range []int{1, rareCases} { // found by what is asked for, or along the order
					f := tt.f
					f.Order = sort
					got, total := pages(t, s, f)
					if total != len(want) {
						t.Errorf("%q: total %d, want %d", sort, total, len(want))
					}
					if !slices.IsSortedFunc(got, func(x, y string) int { return inOrder[sort](byID[x], byID[y]) }) {
						t.Errorf("%q: not in order", sort)
					}
					slices.Sort(got)
					if !slices.Equal(got, want) {
						t.Errorf("%q: got %d cases, want %d", sort, len(got), len(want))
					}
				}
			}
		})
	}
	named := register.CaseQuery{Q: "不亮1", Order: "due", Size: 7}
	looked, hits := pages(t, s, named)
	s.manyNamed = 1
	if walked, m := pages(t, s, named); hits == 0 || m != hits || !slices.Equal(walked, looked) {
		t.Errorf("many are found by another way: %d of %d, want %d of %d", len(walked), m, len(looked), hits)
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
	with, err := s.CasesWith(ctx, opinion.MoveAnswer, t0, t0.Add(1000*time.Hour))
	if err != nil || len(with) != 10 {
		t.Errorf("answered %d, %v", len(with), err)
	}
}

func TestIssueLists(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 200 {
		fs = append(fs, finding(n))
	}
	publish(t, b, fs...)
	seen(t, b, s)
	at := t0.Add(50 * time.Hour)
	for _, sort := range []string{"", "size", "attention"} {
		var got []register.IssueRow
		f := register.IssueQuery{Order: sort, At: at, Size: 3}
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
		key := map[string]func(i register.IssueRow) float64{"": func(i register.IssueRow) float64 { return float64(i.Last.Unix()) },
			"size": func(i register.IssueRow) float64 { return float64(i.Reports) }, "attention": func(i register.IssueRow) float64 { return i.Attention }}[sort]
		if !slices.IsSortedFunc(got, func(x, y register.IssueRow) int { return cmp.Compare(key(y), key(x)) }) {
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
	p, err := s.Issues(ctx, register.IssueQuery{Division: "4401", Topic: "municipal", MinSize: 2, Q: "路灯", From: t0, To: at.Add(1000 * time.Hour), NewFrom: t0})
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
	if got.Mentions != want.Mentions || got.Reports != want.Reports || got.Title != want.Title || got.Severity != want.Severity ||
		!got.First.Equal(want.First) || !got.Last.Equal(want.Last) || got.Today != want.Today || got.Before != want.Before || got.Topic != want.Topic {
		t.Errorf("issue %s:\ngot  %+v\nwant %+v", got.ID, got, want)
	}
}

func TestCounts(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 300 {
		fs = append(fs, finding(n))
	}
	publish(t, b, fs...)
	publish(t, b, fs[:50]...) // again: counts once
	seen(t, b, s)
	from, to := t0.Add(10*time.Hour), t0.Add(60*time.Hour)
	want := map[string]map[string]int{}
	add := func(by, key string) {
		if want[by] == nil {
			want[by] = map[string]int{}
		}
		if key != "" {
			want[by][key]++
		}
	}
	for _, f := range fs {
		if f.PublishedAt.Before(from) || !f.PublishedAt.Before(to) {
			continue
		}
		add(register.ByTopic, f.Topic.ID)
		add(register.ByUnit, f.Route.Lead)
		add(register.BySource, f.Source)
		add(register.ByAll, "all")
		for _, n := range []int{2, 4, 6} {
			if len(f.Division) >= n {
				add(register.ByDivision, f.Division[:n])
			}
		}
		add(register.ByDay, f.PublishedAt.In(time.FixedZone("", 8*3600)).Format(time.DateOnly))
		add(register.ByHour, f.PublishedAt.Format("2006-01-02 15"))
	}
	for by, keys := range want {
		got := map[string]int{}
		switch by {
		case register.ByDay, register.ByHour:
			series, err := s.Series(ctx, from, to, by)
			check(t, err)
			for _, c := range series {
				key := c.Time.In(time.FixedZone("", 8*3600)).Format(time.DateOnly)
				if by == register.ByHour {
					key = c.Time.Format("2006-01-02 15")
				}
				got[key] += c.N
			}
		default:
			counts, err := s.Counts(ctx, from, to, by)
			check(t, err)
			for _, c := range counts {
				got[c.Key] += c.N
			}
		}
		if !maps.Equal(got, keys) {
			t.Errorf("%s: %v, want %v", by, got, keys)
		}
	}
	if _, err := s.Counts(ctx, from, to, "author"); err == nil {
		t.Error("counted by author")
	}
	if _, err := s.Series(ctx, from, to, "author"); err == nil {
		t.Error("counted author by author")
	}
	if all, err := s.Counts(ctx, time.Time{}, time.Time{}, register.ByAll); err != nil || all[0].N != 300 {
		t.Errorf("without an end: %v, %v", all, err)
	}
}

func TestRequestsAndDecisionsAreListed(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	open := openEvent(1, t0) // municipal/water in 440103
	c := fold(open)
	var events []opinion.Event
	put := func(e opinion.Event) {
		e.At, e.By = t0.Add(time.Hour), "coordinator"
		e = next(c, e)
		c, events = c.Apply(e), append(events, e)
	}
	put(opinion.Event{Type: opinion.MoveDispatch, Unit: "unit2"})
	put(opinion.Event{Type: opinion.MoveReturn, Unit: "unit2", Reason: "职能不符", Text: "三定方案"})
	put(opinion.Event{Type: opinion.MoveArbitrate, Unit: "unit3", Arbiter: "unit0", Reason: "管网归供水单位"})
	check(t, s.Append(ctx, opinion.Case{}, append([]opinion.Event{open}, events...)...))

	k := opinion.Clock{Profile: "disclosure", Start: t0, Limit: 20 * 24 * time.Hour, Calendar: "working", Version: "1"}
	request := opinion.Event{Type: opinion.MoveRegister, At: t0, By: "coordinator", Matter: opinion.Disclosure, Ref: "依申请〔2026〕15号", Unit: "unit1", Clock: &k, Due: t0.Add(k.Limit)}.
		Seal(opinion.Case{ID: opinion.CaseID("disclosure/15")})
	check(t, s.Append(ctx, opinion.Case{}, request))
	seen(t, b, s)

	for matter, want := range map[opinion.Matter]string{opinion.PublicMatter: c.ID, opinion.Disclosure: request.Case} {
		page, err := s.Cases(ctx, register.CaseQuery{Matters: []opinion.Matter{matter}})
		if err != nil || page.Total != 1 || page.Items[0].ID != want {
			t.Errorf("%s: %+v, %v", matter, page, err)
		}
	}
	page, err := s.Cases(ctx, register.CaseQuery{Q: "15号"})
	if err != nil || page.Total != 1 || page.Items[0].Title != "依申请〔2026〕15号" || page.Items[0].State != opinion.Registered {
		t.Errorf("a request is found by its number: %+v, %v", page, err)
	}
	past, err := s.Arbitrations(ctx, "municipal/water", "", 5)
	if err != nil || len(past) != 1 || past[0].Unit != "unit3" || past[0].Arbiter != "unit0" || !slices.Equal(past[0].Returned, []string{"unit2"}) {
		t.Errorf("past decisions: %+v, %v", past, err)
	}
	if other, err := s.Arbitrations(ctx, "edu", "", 5); err != nil || len(other) != 0 {
		t.Errorf("about something else: %+v, %v", other, err)
	}
	rule := func(want string) {
		t.Helper()
		seen(t, b, s)
		u, ok, err := s.RuleFor(ctx, c.Topic, c.Division)
		if err != nil || ok != (want != "") || u.Unit != want {
			t.Errorf("rule %+v, %v, %v; want %q", u, ok, err, want)
		}
	}
	rule("")
	for _, e := range []opinion.Event{{Type: opinion.MoveAdopt, Unit: "unit3", Topic: c.Topic, Division: c.Division}, {Type: opinion.MoveWithdraw, Unit: "unit3"}} {
		before := c
		put(e)
		check(t, s.Append(ctx, before, events[len(events)-1]))
		if e.Type == opinion.MoveAdopt {
			rule("unit3")
			check(t, s.Rebuild(ctx))
			rule("unit3")
		}
	}
	rule("")
	if n, err := s.Verify(ctx, c.ID); err != nil || n != 6 {
		t.Errorf("chain of %d: %v", n, err)
	}
}

// Who adopts or withdraws a rule of dispatch routes by that at once.
func TestARuleHoldsForWhoAdoptedIt(t *testing.T) {
	_, s := newStore(t)
	ctx := t.Context()
	open := openEvent(1, t0)
	c := fold(open)
	check(t, s.Append(ctx, opinion.Case{}, open))
	for i := range 200 {
		e := opinion.Event{Type: opinion.MoveAdopt, At: t0.Add(time.Hour), By: "coordinator", Unit: "unit3", Topic: c.Topic, Division: c.Division}
		if i%2 == 1 {
			e.Type, e.Unit = opinion.MoveWithdraw, ""
		}
		e = next(c, e)
		check(t, s.Append(ctx, c, e))
		c = c.Apply(e)
		if _, ok, err := s.RuleFor(ctx, c.Topic, c.Division); err != nil || ok != (i%2 == 0) {
			t.Fatalf("after %s %d: a rule %v, %v", e.Type, i, ok, err)
		}
	}
}
