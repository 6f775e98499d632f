package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// Whatever happens to cases, counters count what the rows say, and a list reads in every way what a
// look at each case would: with all in sight, within units, within a division.
func TestCountersAndListsSayWhatTheRowsSay(t *testing.T) {
	s := alone(t)
	var seq uint64
	var cases []opinion.Case
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "moves") {
			n := rapid.IntRange(0, len(cases)).Draw(r, "case")
			var e opinion.Event
			if n == len(cases) {
				e = openEvent(n, t0.Add(time.Duration(n)*time.Minute))
				cases = append(cases, opinion.Case{})
			} else {
				e = anyMove(r, cases[n])
			}
			cases[n] = cases[n].Apply(e)
			tellCases(t, s, &seq, e)
		}
		f := register.CaseQuery{Topic: rapid.SampledFrom([]string{"", "municipal", "edu"}).Draw(r,
			"topic"), Division: rapid.SampledFrom([]string{"", "4401", "440106"}).Draw(r, "in"),
			Severity: rapid.SampledFrom([]opinion.Severity{"", "IV", "II"}).Draw(r, "level"),
			Unit:     rapid.SampledFrom([]string{"", "", "unit1"}).Draw(r, "of"),
			Matters: rapid.SampledFrom([][]opinion.Matter{nil, {opinion.PublicMatter},
				{opinion.Disclosure}}).Draw(r, "matter"), Open: rapid.Bool().Draw(r, "open"),
			Order: rapid.SampledFrom([]string{"due", "due", "opened", "updated"}).Draw(r,
				"order"),
			Within: rapid.SampledFrom([]*opinion.Scope{nil, {Units: []string{"unit1"}},
				{Units: []string{"unit2", "unit3", "unit9"}}, {Units: []string{"nobody"}},
				{Division: "4401"}, {}}).Draw(r, "seen"), Size: 7}
		if rapid.Bool().Draw(r, "late") {
			f.Overdue, f.At = true, t0.Add(48*time.Hour)
		}
		want := map[register.CaseCount]int{}
		var ids []string
		for _, c := range cases {
			if !fitting(s, c, f) {
				continue
			}
			want[register.CaseCount{State: c.State}]++
			if !f.Open || c.State.Open() {
				ids = append(ids, c.ID)
			}
		}
		if slices.Equal(f.Matters, []opinion.Matter{opinion.Disclosure}) { // there are none here
			ids = nil
		}
		got, total := pages(t, s, f)
		if slices.Sort(ids); total != len(ids) {
			r.Fatalf("%+v: %d in all, want %d", f, total, len(ids))
		}
		if slices.Sort(got); !slices.Equal(got, ids) {
			r.Fatalf("%+v: listed %v, want %v", f, got, ids)
		}
		f.Open = false
		counts, err := s.CountCases(t.Context(), f)
		if err != nil || len(counts) != len(want) {
			r.Fatalf("%+v: counted %v, %v; want %v", f, counts, err, want)
		}
		for _, c := range counts {
			if n := c.N; want[register.CaseCount{State: c.State, Matter: c.Matter}] != n {
				r.Fatalf("%+v: counted %v, want %v", f, counts, want)
			}
		}
	})
}

// alone is a register that no log feeds.
func alone(t testing.TB) *Store {
	s, err := open(t.Context(), nil, filepath.Join(t.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
	return s
}

// anyMove moves a case on: to a unit, with others or alone, out of its hands, or to its end.
func anyMove(r *rapid.T, c opinion.Case) opinion.Event {
	e := opinion.Event{Type: rapid.SampledFrom([]opinion.Move{opinion.MoveDispatch,
		opinion.MoveSign, opinion.MoveReturn, opinion.MoveAnswer, opinion.MoveClose,
		opinion.MoveDismiss, opinion.MoveCorrect}).Draw(r, "move"),
		At: c.Updated.Add(time.Hour), By: "x", Unit: c.Lead, Text: "答"}
	switch e.Type {
	case opinion.MoveDispatch:
		k := opinion.Clock{Profile: "opinion", Start: e.At, Limit: 24 * time.Hour, Calendar: "24x7", Version: "1"}
		e.Unit, e.Clock, e.Due = rapid.SampledFrom([]string{"unit1", "unit2", "unit9"}).Draw(r,
			"unit"), &k, e.At.Add(k.Limit)
		e.Co = rapid.SampledFrom([][]string{nil, {"unit3"}, {"unit3", "unit2"}}).Draw(r, "co")
	case opinion.MoveCorrect:
		e.Topic, e.Division, e.Severity = rapid.SampledFrom([]string{"edu",
			"municipal/water"}).Draw(r, "topic"),
			rapid.SampledFrom([]string{"440106", "110101"}).Draw(r, "place"), c.Severity
	}
	return next(c, e)
}

// fitting looks at one case, whatever its state.
func fitting(s *Store, c opinion.Case, f register.CaseQuery) bool {
	below := func(x, top string) bool { return top == "" || x == top || strings.HasPrefix(x, top+"/") }
	if f.Within != nil {
		held := slices.ContainsFunc(f.Within.Units, func(u string) bool {
			return c.Lead == u ||
				slices.Contains(c.Co, u)
		})
		if !held && (len(f.Within.Units) > 0 || f.Within.Division == "" ||
			!below(s.pathOf(c.Division), s.pathOf(f.Within.Division))) {
			return false
		}
	}
	late := !f.Overdue || !c.NextDue().IsZero() && c.NextDue().Before(f.At)
	return late && below(c.Topic, f.Topic) && below(s.pathOf(c.Division), s.pathOf(f.Division)) &&
		(f.Severity == "" || c.Severity == f.Severity) && (f.Unit == "" || c.Lead == f.Unit)
}

// Headings are found by words as a look through all of them would, until they are forgotten.
func TestHeadingsAreFoundAsTheyStand(t *testing.T) {
	letters := []rune("路灯不亮AbC12，。 zc")
	words := rapid.StringOfN(rapid.SampledFrom(letters), 0, 12, -1)
	b := bustest.Start(t)
	s := start(t, b, filepath.Join(t.TempDir(), "r.db"))
	var titles []string
	rapid.Check(t, func(r *rapid.T) {
		n := len(titles)
		f := finding(n)
		f.Title, f.Issue = words.Draw(r, "title"), opinion.IssueRef{ID: fmt.Sprint("issue", n)}
		titles = append(titles, strings.ToLower(f.Heading()))
		publish(t, b, f)
		if n%3 == 0 {
			check(t, s.AppendAll(t.Context(), []opinion.Case{{}}, [][]opinion.Event{{openEvent(n, t0)}}))
		}
		seen(t, b, s)
		if n%7 == 6 {
			check(t, s.Blank(t.Context(), []string{f.ID}))
			titles[n] = ""
		}
		q := rapid.OneOf(words, rapid.SampledFrom([]string{"路灯", "不亮a", "c1", "灯，不", "路灯，",
			"路灯 。不亮", "亮 c", "不亮 zc", "，路灯"})).Draw(r, "words")
		if strings.TrimSpace(q) == "" {
			return
		}
		issues, named := 0, 0
		for i, title := range titles {
			if strings.Contains(title, strings.ToLower(q)) {
				issues++
			}
			if i%3 == 0 && strings.Contains(title+" "+opinion.CaseID(fmt.Sprint("issue", i)), strings.ToLower(q)) {
				named++
			}
		}
		list, err := s.Issues(t.Context(), register.IssueQuery{Q: q})
		if err != nil || list.Total != issues {
			r.Fatalf("%q: %d issues, %v; want %d", q, list.Total, err, issues)
		}
		found, err := s.Cases(t.Context(), register.CaseQuery{Q: q, Order: "due"})
		if err != nil || found.Total != named {
			r.Fatalf("%q: %d cases, %v; want %d", q, found.Total, err, named)
		}
	})
	had := headingTerms(t, s)
	for i := range titles {
		check(t, s.Purge(t.Context(), finding(i).ID, t0))
	}
	if left := headingTerms(t, s); had == 0 || left != 0 {
		t.Errorf("headings are found by %d pairs of letters, by %d after all was forgotten", had, left)
	}
}

// headingTerms counts the pairs of letters that the indexes of headings hold.
func headingTerms(t *testing.T, s *Store) (n int) {
	t.Helper()
	check(t, s.write(t.Context(), func(ctx context.Context, tx txn) error {
		for _, h := range []headed{casesHeaded, issuesHeaded} {
			some := 0
			_, err := tx.w.ExecContext(ctx,
				`CREATE VIRTUAL TABLE IF NOT EXISTS temp.`+h.table+`_terms USING fts5vocab(main, '`+h.table+`_headed', 'row')`)
			check(t, err)
			check(t, tx.w.QueryRowContext(ctx, `SELECT count(*) FROM temp.`+h.table+`_terms`).Scan(&some))
			n += some
		}
		return nil
	}))
	return n
}

// The issues of the heaviest levels come first, whatever is read to find them.
func TestTheHeaviestIssuesComeFirst(t *testing.T) {
	b, s := newStore(t)
	var fs []opinion.Finding
	for n := range 120 {
		f := finding(n)
		f.Issue = opinion.IssueRef{ID: fmt.Sprint("issue", n*n%53)}
		f.Severity.Level = []opinion.Severity{"IV", "III", "I", "IV", "II", "III", ""}[n%7]
		fs = append(fs, f)
	}
	publish(t, b, fs...)
	seen(t, b, s)
	s.manyNamed = 1
	for _, f := range []register.IssueQuery{{}, {Q: "路灯"}, {Topic: "municipal"},
		{From: t0.Add(20 * time.Hour)}, {Division: "4401"}, {Severity: "II"},
		{Within: &opinion.Scope{Units: []string{"unit1"}}}} {
		f.Size = 200
		all, err := s.Issues(t.Context(), f)
		check(t, err)
		want := slices.SortedFunc(slices.Values(all.Items), func(x, y register.IssueRow) int {
			return cmp.Or(cmp.Compare(heavinessOf(y), heavinessOf(x)), strings.Compare(y.ID, x.ID))
		})
		f.Order, f.Size = "heavy", 4
		var got []register.IssueRow
		for {
			p, err := s.Issues(t.Context(), f)
			check(t, err)
			got = append(got, p.Items...)
			if f.Cursor = p.Next; f.Cursor == "" {
				break
			}
		}
		if !slices.EqualFunc(got, want, func(x, y register.IssueRow) bool { return x.ID == y.ID }) {
			t.Errorf("%+v: got %d, want %d, or another order", f, len(got), len(want))
		}
	}
}

// Days and hours together count what hours alone do.
func TestDaysCountWhatTheirHoursDo(t *testing.T) {
	b, s := newStore(t)
	var fs []opinion.Finding
	for n := range 150 {
		fs = append(fs, finding(n))
	}
	publish(t, b, fs...)
	seen(t, b, s)
	rapid.Check(t, func(r *rapid.T) {
		from := t0.Add(time.Duration(rapid.IntRange(-40, 50).Draw(r, "from")) * time.Hour)
		to := from.Add(time.Duration(rapid.IntRange(0, 120).Draw(r, "span")) * time.Hour)
		want := 0
		for _, f := range fs {
			if !f.PublishedAt.Before(from) && f.PublishedAt.Before(to) && f.Topic.ID == "edu" {
				want++
			}
		}
		counts, err := s.Counts(t.Context(), from, to, register.ByTopic)
		got := 0
		for _, c := range counts {
			if c.Key == "edu" {
				got = c.N
			}
		}
		days, err2 := s.SeriesOf(t.Context(), from, to, register.ByTopic, []string{"edu"}, register.ByDay)
		sum := 0
		for _, c := range days {
			sum += c.N
		}
		if err != nil || err2 != nil || got != want || sum != want {
			r.Fatalf("from %s to %s: %d and %d by days, want %d (%v, %v)", from, to, got, sum, want, err, err2)
		}
	})
	for _, f := range fs {
		check(t, s.Purge(t.Context(), f.ID, t0))
	}
	for _, table := range []string{"counters", "days", "issue_counters"} {
		n, err := query(t.Context(), s.file, `SELECT count(*) FROM `+table, nil,
			func(r *sql.Rows) (n int, err error) { err = r.Scan(&n); return })
		if err != nil || n[0] != 0 {
			t.Errorf("%d rows left in %s, %v", n[0], table, err)
		}
	}
}
