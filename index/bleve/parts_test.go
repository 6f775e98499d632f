package bleve

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/index"
	"huiying/opinion"
)

var march = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

// doc is a finding with an id, a place in the log and a time of collection.
func doc(id string, seq uint64, collected time.Time) index.Doc {
	f := opinion.Finding{Mention: opinion.Mention{ID: id, Source: "s", Title: "路灯", Text: fmt.Sprint("第", seq, "版"), PublishedAt: march, CollectedAt: collected}}
	return index.Doc{Finding: f, Words: []string{"路灯"}, Seq: seq}
}

func put(t *testing.T, x *Index, docs ...index.Doc) {
	t.Helper()
	if err := x.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

// found are the texts of all hits by id.
func found(t *testing.T, x *Index) string {
	t.Helper()
	p, err := x.Search(t.Context(), index.Query{Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := x.Count(t.Context()); err != nil || n != p.Total || n != len(p.Hits) {
		t.Errorf("%d counted (%v), total %d, %d hits", n, err, p.Total, len(p.Hits))
	}
	out := map[string]string{}
	for _, h := range p.Hits {
		out[h.ID] = h.Text
	}
	return fmt.Sprint(out)
}

func folders(t *testing.T, dir string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "findings-*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		names[i] = strings.TrimPrefix(filepath.Base(names[i]), prefix)
	}
	return strings.Join(names, " ")
}

func TestMonths(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	april, may := march.AddDate(0, 1, 0), march.AddDate(0, 2, 0)
	put(t, x, doc("a", 1, march), doc("b", 2, april), doc("c", 3, may))
	if got := folders(t, dir); got != "202603 202604 202605" {
		t.Error(got)
	}
	// the same text collected again in another month
	put(t, x, doc("a", 4, may))
	if got := found(t, x); got != "map[a:第4版 b:第2版 c:第3版]" {
		t.Error(got)
	}
	put(t, x, doc("a", 2, april)) // late, and older
	if got := found(t, x); got != "map[a:第4版 b:第2版 c:第3版]" {
		t.Error(got)
	}
	if err := x.Delete(t.Context(), "b", "nobody", ""); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = open(t, dir)
	defer x.Close()
	if got := found(t, x); got != "map[a:第4版 c:第3版]" {
		t.Error(got)
	}
}

func TestMonthsAreDropped(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	defer x.Close()
	april := march.AddDate(0, 1, 0)
	put(t, x, doc("a", 1, march), doc("b", 2, april))
	for _, c := range []struct {
		before time.Time
		n      int
		left   string
	}{
		{time.Date(2026, 3, 31, 23, 0, 0, 0, time.UTC), 0, "202603 202604"},
		{time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), 1, "202604"},
		{time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), 0, "202604"},
		{time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC), 1, ""},
	} {
		n, err := x.DropBefore(t.Context(), c.before)
		if err != nil || n != c.n || folders(t, dir) != c.left {
			t.Errorf("before %s: dropped %d (%v), left %q; want %d and %q", c.before, n, err, folders(t, dir), c.n, c.left)
		}
	}
	put(t, x, doc("a", 3, march)) // said anew
	if got := found(t, x); got != "map[a:第3版]" {
		t.Error(got)
	}
}

// A count that takes too long is a lower bound and says so; the page itself is whole.
func TestCountingEnds(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	var docs []index.Doc
	for i := range 5000 {
		d := doc(fmt.Sprintf("m%04d", i), uint64(i+1), march)
		d.Words = []string{"灯", "不", "亮"}
		if i%2 == 0 {
			d.Words = []string{"灯", "亮", "不"}
		}
		d.Finding.PublishedAt = march.Add(time.Duration(i) * time.Minute)
		docs = append(docs, d)
	}
	put(t, x, docs...)
	for _, text := range []string{`"灯不亮"`, "灯 亮", "灯 -不"} {
		q := index.Query{Text: text}
		x.counting = time.Hour
		whole, err := x.Search(t.Context(), q)
		if err != nil || whole.AtLeast {
			t.Fatalf("%s: %+v %v", text, whole.Total, err)
		}
		x.counting = 0
		cut, err := x.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if cut.Total > whole.Total || !cut.AtLeast && cut.Total != whole.Total {
			t.Errorf("%s: %d (at least: %v) of %d", text, cut.Total, cut.AtLeast, whole.Total)
		}
		if ids(cut) != ids(whole) || cut.Next != whole.Next {
			t.Errorf("%s: the page differs:\n%s\n%s", text, ids(cut), ids(whole))
		}
	}
	x.counting = 0
	if p, err := x.Search(t.Context(), index.Query{Text: `"灯不"`}); err != nil || !p.AtLeast || p.Total == 0 {
		t.Errorf("a long count ends early: %d %v %v", p.Total, p.AtLeast, err)
	}
	if p, err := x.Search(t.Context(), index.Query{Text: "灯 亮"}); err != nil || p.AtLeast || p.Total != 5000 {
		t.Errorf("words alone are counted whole, however little time there is: %d %v %v", p.Total, p.AtLeast, err)
	}
}

func ids(p index.Page) string {
	var out []string
	for _, h := range p.Hits {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

// Whatever the months, spans and words: the parts answer as one list would.
func TestPartsAnswerAsOne(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	x.counting = time.Hour
	vocabulary := []string{"灯", "不", "亮", "坏"}
	all := map[string]index.Doc{}
	for i := range 400 {
		d := doc(fmt.Sprintf("m%03d", i), uint64(i+1), march.AddDate(0, i%5, i%17))
		d.Finding.PublishedAt = march.Add(time.Duration(i*7919%4000) * time.Hour).Add(time.Duration(i) * time.Millisecond)
		d.Finding.Route.Lead = fmt.Sprint("u", i%23)
		d.Finding.Topic.ID, d.Finding.Source = fmt.Sprint("field/item", i%7), fmt.Sprint("source", i%3)
		d.Finding.Severity.Level = []opinion.Severity{"I", "II", ""}[i%3]
		d.Words = nil
		for k := range 3 + i%4 {
			d.Words = append(d.Words, vocabulary[(i*(k+3)+k*k)%len(vocabulary)])
		}
		all[d.Finding.ID] = d
	}
	put(t, x, slices.Collect(maps.Values(all))...)
	for i := 0; i < 400; i += 9 { // judged again, and purged
		id := fmt.Sprintf("m%03d", i)
		d := all[id]
		d.Seq, d.Finding.Topic.ID = uint64(1000+i), "field/other"
		put(t, x, d)
		all[id] = d
		gone := fmt.Sprintf("m%03d", i+4)
		if delete(all, gone); x.Delete(t.Context(), gone) != nil {
			t.Fatal(gone)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		at := func(name string) time.Time {
			return march.Add(time.Duration(rapid.IntRange(-10, 4100*60).Draw(r, name)) * time.Minute)
		}
		q := index.Query{Size: rapid.IntRange(1, 60).Draw(r, "size")}
		if rapid.Bool().Draw(r, "from") {
			q.From = at("from at")
		}
		if rapid.Bool().Draw(r, "to") {
			q.To = at("to at")
		}
		phrase := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 3).Draw(r, "phrase"), "")
		if q.Text = `"` + phrase + `"`; rapid.Bool().Draw(r, "words alone") {
			q.Text = strings.Join(strings.Split(phrase, ""), " ")
		}
		q.Facets = rapid.Bool().Draw(r, "facets")
		if rapid.Bool().Draw(r, "of a unit") {
			q.Unit = fmt.Sprint("u", rapid.IntRange(0, 23).Draw(r, "unit"))
		}
		not := rapid.SampledFrom(append(vocabulary, "", "不亮", "灯坏")).Draw(r, "not")
		if not != "" {
			q.Text += ` -"` + not + `"`
		}
		want, counts := 0, map[string]map[string]int{"topic": {}, "source": {}, "severity": {}}
		for _, d := range all {
			m := d.Finding.PublishedAt
			if q.Unit != "" && d.Finding.Route.Lead != q.Unit || not != "" && strings.Contains(strings.Join(d.Words, ""), not) {
				continue
			}
			if (q.From.IsZero() || !m.Before(q.From)) && (q.To.IsZero() || m.Before(q.To)) && says(d.Words, q.Text, phrase) {
				want++
				counts["topic"][d.Finding.Topic.ID]++
				counts["source"][d.Finding.Source]++
				counts["severity"][string(d.Finding.Severity.Level)]++
			}
		}
		p, err := x.Search(t.Context(), q)
		if err != nil {
			r.Fatal(err)
		}
		if p.Total != want || len(p.Hits) != min(want, q.Size) || (p.Next != "") != (want > q.Size) {
			r.Fatalf("total %d of %d, %d hits, next %q", p.Total, want, len(p.Hits), p.Next)
		}
		if !slices.IsSortedFunc(p.Hits, func(a, b opinion.Finding) int { return b.PublishedAt.Compare(a.PublishedAt) }) {
			r.Fatal("not the newest first")
		}
		if (p.Facets != nil) != q.Facets {
			r.Fatalf("facets %v", p.Facets)
		}
		delete(counts["severity"], "") // none is no value
		for name, want := range counts {
			got := map[string]int{}
			for _, b := range p.Facets[name] {
				got[b.Key] = b.Count
			}
			if q.Facets && !maps.Equal(got, want) {
				r.Fatalf("by %s: %v, want %v", name, got, want)
			}
		}
	})
}

// says tells whether words hold what was asked: as a phrase, or each somewhere.
func says(words []string, text, phrase string) bool {
	if strings.HasPrefix(text, `"`) {
		return strings.Contains(strings.Join(words, ""), phrase)
	}
	for w := range strings.SplitSeq(phrase, "") {
		if w != "" && !slices.Contains(words, w) {
			return false
		}
	}
	return true
}
