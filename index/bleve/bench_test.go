package bleve

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	bl "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"

	"huiying/index"
	"huiying/opinion"
)

// sample makes findings of about 280 characters, 170 tokens with the frequencies of a
// language, spread over a year, 14 provinces and 26 topics.
func sample(r *rand.Rand, from, n int) []index.Doc {
	zipf := rand.NewZipf(r, 1.07, 8, 40000)
	docs := make([]index.Doc, n)
	for i := range docs {
		words := make([]string, 170)
		for j := range words {
			w := zipf.Uint64()
			words[j] = string([]rune{rune(0x4e00 + w%20000), rune(0x4e00 + (w*7)%9973)})
		}
		m, err := opinion.NewMention(opinion.Draft{Source: fmt.Sprint("source", r.IntN(20)), Ref: strconv.Itoa(from + i), Text: strings.Join(words[:140], ""),
			PublishedAt: time.Date(2026, 1, 1, 0, 0, r.IntN(365*86400), 0, time.UTC)})
		if err != nil {
			panic(err)
		}
		code := fmt.Sprintf("%02d%02d%02d", 11+r.IntN(14), 1+r.IntN(14), 1+r.IntN(12))
		f := opinion.Finding{Mention: m,
			Topic:     opinion.TopicFinding{ID: fmt.Sprintf("field%d/item%d", r.IntN(26), r.IntN(6)), Evidence: words[:2]},
			Demand:    opinion.DemandFinding{ID: opinion.Complaint},
			Severity:  opinion.SeverityFinding{Level: []opinion.Severity{"I", "II", "III", "IV", "IV", "IV", "IV"}[r.IntN(7)]},
			Territory: &opinion.Territory{Code: code, Confidence: 0.9, Path: []string{code[:2], code[:4], code}},
			Issue:     opinion.IssueRef{ID: fmt.Sprint("i", r.IntN(n+from))},
			Route:     opinion.Route{Lead: "u" + code, Why: []string{"属地", "主管"}},
		}
		docs[i] = index.Doc{Finding: f, Words: words, Seq: uint64(from + i + 1)}
	}
	return docs
}

// BenchmarkPut is the rate of this package; BenchmarkRaw, beside it, that of bleve alone with
// BASELINES' lean mapping: the same words, four keyword fields, a date and a number.
func BenchmarkPut(b *testing.B) {
	x, err := Open(b.TempDir(), strings.Fields)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(1, 1))
	for n := 0; b.Loop(); n += 500 {
		b.StopTimer()
		docs := sample(r, n, 500)
		b.StartTimer()
		if err := x.Put(b.Context(), docs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*500/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkRaw(b *testing.B) {
	m := bl.NewIndexMapping()
	if err := m.AddCustomAnalyzer("cut", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		b.Fatal(err)
	}
	dm := bl.NewDocumentStaticMapping()
	text := bl.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = "cut", false, false, false, false
	dm.AddFieldMappingsAt("body", text)
	for _, k := range []string{"a", "b", "c", "d"} {
		f := bl.NewKeywordFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll = keyword.Name, false, false
		dm.AddFieldMappingsAt(k, f)
	}
	when, number := bl.NewDateTimeFieldMapping(), bl.NewNumericFieldMapping()
	when.Store, when.IncludeInAll, number.Store, number.IncludeInAll = false, false, false, false
	dm.AddFieldMappingsAt("when", when)
	dm.AddFieldMappingsAt("n", number)
	m.DefaultMapping = dm
	x, err := bl.New(b.TempDir()+"/raw", m)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(1, 1))
	for n := 0; b.Loop(); n += 500 {
		b.StopTimer()
		batch := x.NewBatch()
		var maps []map[string]any
		docs := sample(r, n, 500)
		for _, d := range docs {
			maps = append(maps, map[string]any{"body": strings.Join(d.Words, " "), "a": d.Finding.Source, "b": d.Finding.Topic.ID, "c": d.Finding.Territory.Code,
				"d": string(d.Finding.Severity.Level), "when": d.Finding.PublishedAt, "n": float64(d.Seq)})
		}
		b.StartTimer()
		for i, d := range maps {
			if err := batch.Index(docs[i].Finding.ID, d); err != nil {
				b.Fatal(err)
			}
		}
		if err := x.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*500/b.Elapsed().Seconds(), "docs/s")
}

// TestDesk measures the questions of a desk over HUIYING_BENCH_DOCS findings; it is not run
// without that number.
func TestDesk(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("HUIYING_BENCH_DOCS"))
	if n == 0 {
		t.Skip("set HUIYING_BENCH_DOCS to the number of findings")
	}
	dir := t.TempDir()
	if d := os.Getenv("HUIYING_BENCH_DIR"); d != "" {
		dir = d
	}
	x, err := Open(dir, func(s string) []string { return strings.Fields(s) })
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(2, 2))
	have, _ := x.Count(t.Context())
	began := time.Now()
	for i := have; i < n; i += 1000 {
		if err := x.Put(t.Context(), sample(r, i, min(1000, n-i))); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d findings, %d of them put in %s", n, n-have, time.Since(began).Round(time.Second))
	zipf := rand.NewZipf(r, 1.07, 8, 40000)
	word := func() string {
		w := zipf.Uint64()
		return string([]rune{rune(0x4e00 + w%20000), rune(0x4e00 + (w*7)%9973)})
	}
	division := func() string { return fmt.Sprintf("%02d", 11+r.IntN(14)) }
	month := func() time.Time { return time.Date(2026, time.Month(1+r.IntN(11)), 1, 8, 30, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		ask  func() index.Query
	}{
		{"everything, newest first", func() index.Query { return index.Query{} }},
		{"a province", func() index.Query { return index.Query{Division: division()} }},
		{"a province, severity", func() index.Query { return index.Query{Division: division(), Severity: "IV"} }},
		{"a field and a city", func() index.Query {
			return index.Query{Division: division() + "03", Topic: fmt.Sprint("field", r.IntN(26))}
		}},
		{"one word", func() index.Query { return index.Query{Text: word()} }},
		{"two words", func() index.Query { return index.Query{Text: word() + " " + word()} }},
		{"a phrase", func() index.Query { return index.Query{Text: `"` + word() + " " + word() + `"`} }},
		{"word, province, month", func() index.Query {
			m := month()
			return index.Query{Text: word(), Division: division(), From: m, To: m.AddDate(0, 1, 0)}
		}},
		{"word without another", func() index.Query { return index.Query{Text: word() + " -" + word()} }},
		{"an issue", func() index.Query { return index.Query{Issue: fmt.Sprint("i", r.IntN(n))} }},
		{"a week", func() index.Query { m := month(); return index.Query{From: m, To: m.AddDate(0, 0, 7)} }},
		{"facets of a province and month", func() index.Query {
			m := month()
			return index.Query{Division: division(), From: m, To: m.AddDate(0, 1, 0), Facets: true}
		}},
		{"facets of everything", func() index.Query { return index.Query{Facets: true} }},
	} {
		var took []time.Duration
		hits := 0
		for range 60 {
			q := c.ask()
			began := time.Now()
			p, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			took = append(took, time.Since(began))
			hits += p.Total
		}
		slices.Sort(took)
		t.Logf("%-32s p50 %9s  p95 %9s  hits %d", c.name, took[30].Round(time.Microsecond), took[57].Round(time.Microsecond), hits/60)
	}
}
