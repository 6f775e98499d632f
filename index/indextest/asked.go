package indextest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/index"
	"huiying/opinion"
)

// What filters find.

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

func marks(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x,
		doc("a", "甲", at(1), func(f *opinion.Finding) { f.Topic.Unsure = true }),
		doc("b", "乙", at(2), func(f *opinion.Finding) { f.Skipped = "bo" }),
		doc("b", "丙", at(3), func(f *opinion.Finding) {
			f.Topic.Unsure, f.Topic.By = true, opinion.ByPerson
			f.Corrected = []opinion.Correction{{Field: opinion.FieldTopic}}
		}),
		doc("b", "丁", at(4), func(f *opinion.Finding) {
			f.Corrected = []opinion.Correction{{Field: opinion.FieldPlace}, {Field: opinion.FieldPlace, Undo: true}}
		}),
	)
	want(t, x, index.Query{Unsure: true}, "甲", "乙")
	want(t, x, index.Query{Unsure: true, Source: "b"}, "乙")
	want(t, x, index.Query{Corrected: true}, "丙")
	want(t, x, index.Query{Corrected: true, Unsure: true})
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
