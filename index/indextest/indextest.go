// Package indextest is the suite that every index.Index passes. Engines may differ in speed
// and in nothing else.
package indextest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huiying/index"
	"huiying/opinion"
)

// Index is what the suite needs beside index.Index.
type Index interface {
	index.Index
	Count(context.Context) (int, error)
	Close() error
}

// Reopen closes an index and opens the same one again; nil where an engine has no such thing.
type Reopen func(t *testing.T, x index.Index) index.Index

// Run holds an engine to the words of index.Index. open gives an empty index that was opened
// with Cut and is closed by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) index.Index) {
	for _, c := range []struct {
		name string
		test func(*testing.T, index.Index)
	}{
		{"empty index", empty},
		{"newest first", newestFirst},
		{"whole finding comes back", whole},
		{"filters", filters},
		{"hierarchy of topics and divisions", hierarchy},
		{"time bounds", times},
		{"words", words},
		{"phrases and not", phrases},
		{"hostile text is no error", hostile},
		{"facets", facets},
		{"paging", paging},
		{"paging through one moment", pagingOneMoment},
		{"paging while findings arrive", pagingWhileArriving},
		{"cursor of nowhere", cursors},
		{"put again", putAgain},
		{"older never replaces newer", olderNeverReplaces},
		{"delete", deleting},
		{"no id", noID},
		{"many at once", concurrent},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// Cut is the cutter of the suite: every Han character and every run of other letters and
// digits is a token.
func Cut(s string) []string {
	var out []string
	word := ""
	flush := func() {
		if word != "" {
			out = append(out, word)
		}
		word = ""
	}
	for _, r := range s {
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			flush()
			out = append(out, string(r))
		case r == ' ' || r == '，' || r == '。' || r == '\n' || r == '"':
			flush()
			out = append(out, string(r))
		default:
			word += string(r)
		}
	}
	flush()
	return out
}

var day0 = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// doc makes a finding; its id is derived, so that docs of the same source and text are one.
func doc(source, text string, at time.Time, change ...func(*opinion.Finding)) index.Doc {
	m, err := opinion.NewMention(opinion.Draft{Source: source, Title: "题", Text: text, PublishedAt: at, CollectedAt: at})
	if err != nil {
		panic(err)
	}
	f := opinion.Finding{Mention: m,
		Topic:    opinion.TopicFinding{ID: "municipal/lamps", Name: "路灯", Confidence: 0.9, By: "rules", Evidence: []string{"路灯"}},
		Demand:   opinion.DemandFinding{ID: opinion.Complaint},
		Severity: opinion.SeverityFinding{Level: opinion.SeverityIV, Evidence: []string{}},
		Issue:    opinion.IssueRef{ID: "i1", Size: 1},
		Route:    opinion.Route{Lead: "u1", Rule: "r", Why: []string{}},
	}
	for _, c := range change {
		c(&f)
	}
	return index.Doc{Finding: f, Words: Cut(index.Fold(f.Title + "\n" + f.Text))}
}

func put(t *testing.T, x index.Index, docs ...index.Doc) {
	t.Helper()
	if err := x.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, x index.Index, q index.Query) index.Page {
	t.Helper()
	p, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return p
}

// texts are what a query finds, in order.
func texts(t *testing.T, x index.Index, q index.Query) []string {
	t.Helper()
	p := search(t, x, q)
	out := []string{}
	for _, h := range p.Hits {
		out = append(out, h.Text)
	}
	if p.Next == "" && q.Cursor == "" && p.Total != len(out) {
		t.Errorf("%+v: total %d, hits %d", q, p.Total, len(out))
	}
	return out
}

func want(t *testing.T, x index.Index, q index.Query, list ...string) {
	t.Helper()
	got := texts(t, x, q)
	if !slices.Equal(got, list) && len(got)+len(list) > 0 {
		t.Errorf("%+v\n got %q\nwant %q", q, got, list)
	}
}

func empty(t *testing.T, x index.Index) {
	p := search(t, x, index.Query{Facets: true})
	if p.Total != 0 || len(p.Hits) != 0 || p.Next != "" {
		t.Errorf("%+v", p)
	}
	want(t, x, index.Query{Text: "路灯", Division: "43"})
	if err := x.Delete(t.Context(), "nobody"); err != nil {
		t.Error(err)
	}
	put(t, x)
}

func newestFirst(t *testing.T, x index.Index) {
	put(t, x, doc("s", "旧", day0), doc("s", "新", day0.AddDate(0, 0, 2)), doc("s", "中", day0.AddDate(0, 0, 1)), doc("s", "无时", time.Time{}))
	want(t, x, index.Query{}, "新", "中", "旧", "无时")
	want(t, x, index.Query{Text: "  ，。 "}, "新", "中", "旧", "无时") // nothing is asked
	if n, err := x.(Index).Count(t.Context()); err != nil || n != 4 {
		t.Errorf("count %d, %v", n, err)
	}
}

func whole(t *testing.T, x index.Index) {
	d := doc("s", "路灯坏了\n三个月 <b>&", day0.Add(1234567*time.Nanosecond), func(f *opinion.Finding) {
		f.Territory = &opinion.Territory{Code: "430104", Confidence: 0.9, Name: "岳麓区", Level: opinion.County, Path: []string{"43", "4301", "430104"}, Evidence: []string{"岳麓"}}
		f.Redactions = map[string]int{"mobile": 2}
		f.Skipped = "language"
	})
	put(t, x, d)
	p := search(t, x, index.Query{})
	if len(p.Hits) != 1 {
		t.Fatal(p)
	}
	if got, w := fmt.Sprintf("%+v %+v", p.Hits[0], p.Hits[0].Territory), fmt.Sprintf("%+v %+v", d.Finding, d.Finding.Territory); cutPointer(got) != cutPointer(w) {
		t.Errorf("\n got %s\nwant %s", got, w)
	}
}

// cutPointer drops addresses from a printed value.
func cutPointer(s string) string {
	head, tail, _ := strings.Cut(s, "0x")
	if i := strings.IndexByte(tail, ' '); i >= 0 {
		tail = tail[i:]
	}
	return head + tail
}

func filters(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x,
		doc("a", "甲", at(1), func(f *opinion.Finding) { f.Severity.Level, f.Demand.ID = opinion.SeverityI, opinion.Help }),
		doc("b", "乙", at(2), func(f *opinion.Finding) { f.Issue.ID, f.Route.Lead = "i2", "u2" }),
		doc("b", "丙", at(3), func(f *opinion.Finding) { f.Severity.Level = opinion.SeverityII }),
	)
	want(t, x, index.Query{Source: "b"}, "乙", "丙")
	want(t, x, index.Query{Severity: "I"}, "甲")
	want(t, x, index.Query{Severity: "II"}, "丙")
	want(t, x, index.Query{Demand: "help"}, "甲")
	want(t, x, index.Query{Issue: "i2"}, "乙")
	want(t, x, index.Query{Unit: "u2"}, "乙")
	want(t, x, index.Query{Source: "b", Severity: "II", Text: "丙"}, "丙")
	want(t, x, index.Query{Source: "b", Severity: "I"})
	want(t, x, index.Query{Source: "B"})
	want(t, x, index.Query{Source: "b*"})
}

func hierarchy(t *testing.T, x index.Index) {
	place := func(code string, path ...string) func(*opinion.Finding) {
		return func(f *opinion.Finding) { f.Territory = &opinion.Territory{Code: code, Path: path, Confidence: 0.9} }
	}
	topic := func(id string) func(*opinion.Finding) { return func(f *opinion.Finding) { f.Topic.ID = id } }
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x,
		doc("s", "区", at(1), place("430104", "43", "4301", "430104"), topic("environment/noise")),
		doc("s", "市", at(2), place("4301", "43", "4301"), topic("environment")),
		doc("s", "他省", at(3), place("440305", "44", "4403", "440305"), topic("environmental/x")),
		doc("s", "家", at(4), func(f *opinion.Finding) { f.Division = "430102" }, topic("")),
		doc("s", "自编", at(5), place("X9", "X", "X9"), topic("a/b/c")),
		doc("s", "无", at(6), topic("environment/noise")),
	)
	want(t, x, index.Query{Division: "43"}, "区", "市", "家")
	want(t, x, index.Query{Division: "4301"}, "区", "市", "家")
	want(t, x, index.Query{Division: "430104"}, "区")
	want(t, x, index.Query{Division: "4"})
	want(t, x, index.Query{Division: "X"}, "自编")
	want(t, x, index.Query{Topic: "environment"}, "区", "市", "无")
	want(t, x, index.Query{Topic: "environment/noise"}, "区", "无")
	want(t, x, index.Query{Topic: "a/b"}, "自编")
	want(t, x, index.Query{Topic: "environ"})
	want(t, x, index.Query{Topic: "environment", Division: "4301"}, "区", "市")
}

func times(t *testing.T, x index.Index) {
	var all []index.Doc
	for h := range 72 {
		all = append(all, doc("s", fmt.Sprint("h", h), day0.Add(time.Duration(h)*time.Hour)))
	}
	put(t, x, all...)
	h := func(n int) time.Time { return day0.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct{ from, to, first, n int }{
		{0, 72, 71, 72}, {1, 72, 71, 71}, {0, 71, 70, 71}, {5, 7, 6, 2}, {23, 25, 24, 2}, {24, 48, 47, 24}, {30, 60, 59, 30}, {7, 7, 0, 0}, {9, 3, 0, 0}, {20, 24, 23, 4},
	} {
		got := texts(t, x, index.Query{From: h(c.from), To: h(c.to), Size: 100})
		if len(got) != c.n || c.n > 0 && (got[0] != fmt.Sprint("h", c.first) || got[c.n-1] != fmt.Sprint("h", c.from)) {
			t.Errorf("%d..%d: %v", c.from, c.to, got)
		}
	}
	want(t, x, index.Query{From: h(70)}, "h71", "h70")
	want(t, x, index.Query{To: h(2)}, "h1", "h0")
	want(t, x, index.Query{To: h(2).Add(time.Millisecond)}, "h2", "h1", "h0")
	want(t, x, index.Query{From: h(70).In(time.FixedZone("", 8*3600)).Add(time.Millisecond)}, "h71")
	want(t, x, index.Query{From: h(1000)})
}

func words(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x, doc("s", "路灯坏了", at(1)), doc("s", "灯箱", at(2)), doc("s", "道路 WiFi 5Ｇ", at(3)))
	want(t, x, index.Query{Text: "灯"}, "路灯坏了", "灯箱")
	want(t, x, index.Query{Text: "路 灯"}, "路灯坏了") // all of them
	want(t, x, index.Query{Text: "灯路"}, "路灯坏了")  // without quotes in any order
	want(t, x, index.Query{Text: "wifi"}, "道路 WiFi 5Ｇ")
	want(t, x, index.Query{Text: "ＷＩＦＩ ５g"}, "道路 WiFi 5Ｇ")
	want(t, x, index.Query{Text: "wi"})
	want(t, x, index.Query{Text: "桥"})
}

func phrases(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x, doc("s", "路灯坏了", at(1)), doc("s", "灯坏路边", at(2)), doc("s", "路，灯", at(3)))
	want(t, x, index.Query{Text: `"路灯"`}, "路灯坏了", "路，灯")
	want(t, x, index.Query{Text: `“灯坏”`}, "路灯坏了", "灯坏路边")
	want(t, x, index.Query{Text: `”灯坏“ 边`}, "灯坏路边")
	want(t, x, index.Query{Text: `「灯坏了」`}, "路灯坏了")
	want(t, x, index.Query{Text: `灯 -坏`}, "路，灯")
	want(t, x, index.Query{Text: `灯 -"坏了"`}, "灯坏路边", "路，灯")
	want(t, x, index.Query{Text: `-"路灯"`}, "灯坏路边")
	want(t, x, index.Query{Text: `－了`}, "灯坏路边", "路，灯")
	want(t, x, index.Query{Text: `灯 -灯`})
	want(t, x, index.Query{Text: `"灯 坏"`}, "路灯坏了", "灯坏路边")
}

func hostile(t *testing.T, x index.Index) {
	put(t, x, doc("s", "路灯 a:b", day0))
	for _, s := range []string{`"`, `""`, `-`, `--`, `-"`, `"路`, `路"灯`, `*`, `路*`, `?`, `~2`, `/a.*/`, `field:value`, `+路 -`, `AND OR NOT`, `(路`, `[a TO b]`, `{}`, `\`, `\"`, `^5`, "\x00", "\xff\xfe", "路\n灯",
		"<script>", `{"query":{"match_all":{}}}`, `'; drop table`, strings.Repeat("路", 100000), strings.Repeat(`"a b" -c `, 5000), strings.Repeat("x", 70000), "🙂", "-🙂", "“”", "「", "%00", "a\u200bb"} {
		for _, q := range []index.Query{{Text: s}, {Source: s}, {Topic: s}, {Division: s}, {Text: s, Facets: true}} {
			p, err := x.Search(t.Context(), q)
			if err != nil {
				t.Errorf("%.40q: %v", s, err)
			}
			if p.Total < len(p.Hits) {
				t.Errorf("%.40q: total %d, hits %d", s, p.Total, len(p.Hits))
			}
		}
	}
	want(t, x, index.Query{Text: `a:b`}, "路灯 a:b")
	want(t, x, index.Query{Text: `路*`}, "路灯 a:b") // no wildcard: the star is dropped as a comma is
}

func facets(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 30 {
		docs = append(docs, doc([]string{"a", "b", "b"}[i%3], fmt.Sprint("路 n", i), day0.Add(time.Duration(i)*time.Minute), func(f *opinion.Finding) {
			f.Severity.Level = []opinion.Severity{opinion.SeverityIII, opinion.SeverityIV}[i%2]
			f.Topic.ID = []string{"x/1", "x/2", "y/1", "", "y/1"}[i%5]
			f.Division = "430104"
			if i < 10 {
				f.Territory = &opinion.Territory{Code: "4301", Confidence: 0.9, Path: []string{"43", "4301"}}
			}
		}))
	}
	put(t, x, docs...)
	check := func(q index.Query, facet string, want map[string]int) {
		t.Helper()
		q.Facets = true
		p := search(t, x, q)
		got := map[string]int{}
		for i, b := range p.Facets[facet] {
			got[b.Key] = b.Count
			if i > 0 && b.Count > p.Facets[facet][i-1].Count {
				t.Errorf("%s is not sorted: %v", facet, p.Facets[facet])
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s of %+v\n got %v\nwant %v", facet, q, got, want)
		}
	}
	check(index.Query{}, index.FacetSource, map[string]int{"a": 10, "b": 20})
	check(index.Query{}, index.FacetSeverity, map[string]int{"III": 15, "IV": 15})
	check(index.Query{}, index.FacetTopic, map[string]int{"x/1": 6, "x/2": 6, "y/1": 12})
	check(index.Query{}, index.FacetDivision, map[string]int{"4301": 10, "430104": 20})
	check(index.Query{}, index.FacetDemand, map[string]int{"complaint": 30})
	check(index.Query{Topic: "x", Text: "路"}, index.FacetSource, map[string]int{"a": 4, "b": 8})
	check(index.Query{Text: "-路"}, index.FacetSource, map[string]int{})
	if p := search(t, x, index.Query{}); p.Facets != nil {
		t.Errorf("facets without asking: %v", p.Facets)
	}
	if p := search(t, x, index.Query{Facets: true, Size: 7}); p.Total != 30 || len(p.Hits) != 7 || p.Next == "" {
		t.Errorf("total %d, hits %d", p.Total, len(p.Hits))
	}
}

// walk follows a query to its end and answers the ids in order.
func walk(t *testing.T, x index.Index, q index.Query, between func(page int)) []string {
	t.Helper()
	var ids []string
	for page := 0; ; page++ {
		p := search(t, x, q)
		for _, h := range p.Hits {
			if slices.Contains(ids, h.ID) {
				t.Fatalf("page %d shows %s again", page, h.ID)
			}
			ids = append(ids, h.ID)
		}
		if p.Next == "" {
			return ids
		}
		if len(p.Hits) != q.Limit() {
			t.Fatalf("page %d has %d hits and a next one", page, len(p.Hits))
		}
		q.Cursor = p.Next
		if between != nil {
			between(page)
		}
	}
}

func idsOf(docs []index.Doc) []string {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b index.Doc) int {
		am, bm := index.Moment(a.Finding), index.Moment(b.Finding)
		if am != bm {
			return int(max(-1, min(1, bm-am)))
		}
		return strings.Compare(a.Finding.ID, b.Finding.ID)
	})
	out := make([]string, len(docs))
	for i, d := range docs {
		out[i] = d.Finding.ID
	}
	return out
}

func paging(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 137 {
		docs = append(docs, doc("s", fmt.Sprint("路 n", i), day0.Add(time.Duration(i%50)*7*time.Hour)))
	}
	docs = append(docs, doc("s", "路 无时", time.Time{}), doc("s", "路 早", time.Date(1969, 5, 1, 0, 0, 0, 0, time.UTC)))
	put(t, x, docs...)
	for _, size := range []int{1, 10, 137, 139, 500} {
		if got := walk(t, x, index.Query{Size: size, Text: "路"}, nil); !slices.Equal(got, idsOf(docs)) {
			t.Errorf("size %d: %d hits, want %d, or another order", size, len(got), len(docs))
		}
	}
	p := search(t, x, index.Query{})
	if len(p.Hits) != index.DefaultSize || p.Total != len(docs) {
		t.Errorf("default page: %d of %d", len(p.Hits), p.Total)
	}
}

func pagingOneMoment(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 60 { // within one millisecond
		docs = append(docs, doc("s", fmt.Sprint("n", i), day0.Add(time.Duration(i)*time.Microsecond)))
	}
	put(t, x, docs...)
	if got := walk(t, x, index.Query{Size: 7}, nil); !slices.Equal(got, idsOf(docs)) {
		t.Errorf("%d hits, want %d, or another order", len(got), len(docs))
	}
}

func pagingWhileArriving(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 200 {
		docs = append(docs, doc("s", fmt.Sprint("n", i), day0.Add(time.Duration(i)*time.Hour)))
	}
	put(t, x, docs...)
	got := walk(t, x, index.Query{Size: 9}, func(page int) {
		put(t, x,
			doc("s", fmt.Sprint("newer", page), day0.AddDate(1, 0, page)),
			doc("s", fmt.Sprint("older", page), day0.AddDate(-1, 0, -page)),
			docs[page]) // the same again
	})
	for i, id := range idsOf(docs) {
		if !slices.Contains(got, id) {
			t.Errorf("finding %d was lost on the way", i)
		}
	}
}

func cursors(t *testing.T, x index.Index) {
	put(t, x, doc("s", "路", day0))
	for _, c := range []string{"x", "!!", "MTIz", strings.Repeat("A", 5000), `{"a":1}`} {
		if _, err := x.Search(t.Context(), index.Query{Cursor: c}); !errors.Is(err, index.ErrCursor) {
			t.Errorf("cursor %.20q: %v", c, err)
		}
	}
	end := index.Cursor{Moment: index.Milli(day0.AddDate(-9, 0, 0)), ID: "zz"}.String()
	if p := search(t, x, index.Query{Cursor: end}); len(p.Hits) != 0 || p.Next != "" {
		t.Errorf("after the end: %+v", p)
	}
}

func putAgain(t *testing.T, x index.Index) {
	d := doc("s", "路灯", day0)
	put(t, x, d)
	put(t, x, d, d)
	want(t, x, index.Query{Text: "路灯"}, "路灯")
	d.Finding.Topic.ID, d.Finding.Text, d.Words = "environment", "路桥", Cut("路桥")
	put(t, x, d)
	want(t, x, index.Query{}, "路桥")
	want(t, x, index.Query{Text: "灯"})
	want(t, x, index.Query{Topic: "municipal"})
	want(t, x, index.Query{Topic: "environment", Text: "桥"}, "路桥")
	if n, err := x.(Index).Count(t.Context()); err != nil || n != 1 {
		t.Errorf("count %d, %v", n, err)
	}
}

func olderNeverReplaces(t *testing.T, x index.Index) {
	version := func(seq uint64, text string) index.Doc {
		d := doc("s", "路", day0)
		d.Finding.Text, d.Seq = text, seq
		return d
	}
	put(t, x, version(5, "五"))
	put(t, x, version(3, "三"))
	want(t, x, index.Query{}, "五")
	put(t, x, version(7, "七"), version(6, "六"))
	want(t, x, index.Query{}, "七")
	put(t, x, version(7, "七又"))
	want(t, x, index.Query{}, "七又")
	put(t, x, version(0, "零"))
	want(t, x, index.Query{}, "零")
}

func deleting(t *testing.T, x index.Index) {
	a, b := doc("s", "甲", day0.Add(time.Hour)), doc("s", "乙", day0)
	put(t, x, a, b)
	if err := x.Delete(t.Context(), a.Finding.ID, "unknown"); err != nil {
		t.Fatal(err)
	}
	want(t, x, index.Query{}, "乙")
	want(t, x, index.Query{Text: "甲"})
	p := search(t, x, index.Query{Facets: true})
	if p.Total != 1 || p.Facets[index.FacetSource][0].Count != 1 {
		t.Errorf("%+v", p)
	}
	put(t, x, a)
	want(t, x, index.Query{}, "甲", "乙")
	if err := x.Delete(t.Context()); err != nil {
		t.Error(err)
	}
}

func noID(t *testing.T, x index.Index) {
	d := doc("s", "甲", day0)
	d.Finding.ID = ""
	if err := x.Put(t.Context(), []index.Doc{doc("s", "乙", day0), d}); err == nil {
		t.Error("a finding without an id was taken")
	}
	want(t, x, index.Query{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Put(ctx, []index.Doc{doc("s", "乙", day0)}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Put says %v", err)
	}
}

func concurrent(t *testing.T, x index.Index) {
	const writers, each = 4, 60
	done := make(chan error, writers)
	for w := range writers {
		go func() {
			var err error
			for i := 0; i < each && err == nil; i += 20 {
				var docs []index.Doc
				for j := range 20 {
					d := doc("s", fmt.Sprint("路 n", i+j), day0.Add(time.Duration(i+j)*time.Hour)) // the same of every writer
					d.Seq = uint64(1 + w)
					d.Finding.Route.Rule = fmt.Sprint(w)
					docs = append(docs, d)
				}
				err = x.Put(context.Background(), docs)
				if err == nil {
					_, err = x.Search(context.Background(), index.Query{Text: "路", Facets: true})
				}
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	p := search(t, x, index.Query{Size: index.MaxSize})
	if p.Total != each || len(p.Hits) != each {
		t.Fatalf("total %d, hits %d, want %d", p.Total, len(p.Hits), each)
	}
	for _, h := range p.Hits {
		if h.Route.Rule != fmt.Sprint(writers-1) {
			t.Errorf("%s holds version %s, not the last", h.ID, h.Route.Rule)
		}
		if !utf8.ValidString(h.Text) {
			t.Errorf("%q", h.Text)
		}
	}
}

// Reopens puts findings into x, has it closed and opened again, and wants all of them back.
func Reopens(t *testing.T, x index.Index, again Reopen) {
	var docs []index.Doc
	for i := range 50 {
		docs = append(docs, doc("s", fmt.Sprint("路 n", i), day0.Add(time.Duration(i)*time.Hour)))
	}
	put(t, x, docs...)
	if err := x.Delete(t.Context(), docs[0].Finding.ID); err != nil {
		t.Fatal(err)
	}
	y := again(t, x)
	if got := walk(t, y, index.Query{Text: `路 -"n 3"`, Size: 11}, nil); !slices.Equal(got, idsOf(docs[1:])) {
		t.Errorf("%d findings after opening again, want %d", len(got), len(docs)-1)
	}
	put(t, y, docs[0])
	if n, err := y.(Index).Count(t.Context()); err != nil || n != len(docs) {
		t.Errorf("count %d, %v", n, err)
	}
}
