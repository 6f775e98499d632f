package bleve

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	bl "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"

	"huiying/index/indextest"
)

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
		docs := indextest.Sample(r, n, 500, 30*time.Second)
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
		docs := indextest.Sample(r, n, 500, 30*time.Second)
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

func TestDesk(t *testing.T) {
	indextest.Desk(t, func(t *testing.T, dir string) indextest.Index {
		x, err := Open(dir, strings.Fields)
		if err != nil {
			t.Fatal(err)
		}
		return x
	})
}
