package indextest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiying/index"
	"huiying/opinion"
)

// Sample makes n findings of about 280 characters, 170 tokens with the frequencies of a language,
// of 14 provinces and 26 topics. One is collected after the other, every so often from the first of
// January 2026 on, each some time within three days after it was published.
func Sample(r *rand.Rand, from, n int, every time.Duration) []index.Doc {
	zipf := rand.NewZipf(r, 1.07, 8, 40000)
	docs := make([]index.Doc, n)
	for i := range docs {
		words := make([]string, 170)
		for j := range words {
			w := zipf.Uint64()
			words[j] = string([]rune{rune(0x4e00 + w%20000), rune(0x4e00 + (w*7)%9973)})
		}
		collected := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(from+i) * every)
		m, err := opinion.NewMention(opinion.Draft{Source: fmt.Sprint("source", r.IntN(20)),
			Ref: strconv.Itoa(from + i), Text: strings.Join(words[:140], ""),
			CollectedAt: collected, PublishedAt: collected.Add(-time.Duration(r.IntN(72*3600)) * time.Second)})
		if err != nil {
			panic(err)
		}
		code := fmt.Sprintf("%02d%02d%02d", 11+r.IntN(14), 1+r.IntN(14), 1+r.IntN(12))
		f := opinion.Finding{Mention: m,
			Topic: opinion.TopicFinding{ID: fmt.Sprintf("field%d/item%d", r.IntN(26),
				r.IntN(6)), Evidence: words[:2]},
			Demand: opinion.DemandFinding{ID: opinion.Complaint},
			Severity: opinion.SeverityFinding{Level: []opinion.Severity{"I", "II", "III", "IV",
				"IV", "IV", "IV"}[r.IntN(7)]},
			Territory: &opinion.Territory{Code: code, Confidence: 0.9, Path: []string{code[:2], code[:4], code}},
			Issue:     opinion.IssueRef{ID: fmt.Sprint("i", r.IntN(n+from))},
			Route:     opinion.Route{Lead: "u" + code, Why: []string{"属地", "主管"}},
		}
		docs[i] = index.Doc{Finding: f, Words: words, Seq: uint64(from + i + 1)}
	}
	return docs
}

// question is one that a desk asks of the index all day.
type question struct {
	name string
	ask  func() index.Query
}

func questions(r *rand.Rand, n int) []question {
	zipf := rand.NewZipf(r, 1.07, 8, 40000)
	word := func() string {
		w := zipf.Uint64()
		return string([]rune{rune(0x4e00 + w%20000), rune(0x4e00 + (w*7)%9973)})
	}
	division := func() string { return fmt.Sprintf("%02d", 11+r.IntN(14)) }
	month := func() time.Time { return time.Date(2026, time.Month(1+r.IntN(11)), 1, 8, 30, 0, 0, time.UTC) }
	return []question{
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
		{counted, func() index.Query { return index.Query{Facets: true} }},
	}
}

// Desk measures the questions of a desk over HUIYING_BENCH_DOCS findings, which it puts first where
// HUIYING_BENCH_DIR (or the server) has fewer; it is not run without that number. It asserts that
// every question is answered: how fast is for the log, not for a test. A first round, with what was
// just opened cold, is told apart.
func Desk(t *testing.T, open func(t *testing.T, dir string) Index) {
	n, _ := strconv.Atoi(os.Getenv("HUIYING_BENCH_DOCS"))
	if n == 0 {
		t.Skip("set HUIYING_BENCH_DOCS to the number of findings")
	}
	dir := os.Getenv("HUIYING_BENCH_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	x := open(t, dir)
	defer func() { _ = x.Close() }()
	fill(t, x, n)
	for _, c := range questions(rand.New(rand.NewPCG(3, 3)), n) {
		first, _ := asked(t, x, c, 10)
		t.Logf("%-32s first ten: p50 %9s  worst %9s", c.name, first[5].Round(time.Microsecond),
			first[9].Round(time.Microsecond))
	}
	var all []time.Duration
	for _, c := range questions(rand.New(rand.NewPCG(2, 2)), n) {
		times := 60
		if c.name == counted {
			times = 5
		}
		took, hits := asked(t, x, c, times)
		t.Logf("%-32s p50 %9s  p95 %9s  hits %d", c.name, took[times/2].Round(time.Microsecond),
			took[times*95/100].Round(time.Microsecond), hits)
		if c.name != counted {
			all = append(all, took...)
		}
	}
	slices.Sort(all)
	t.Logf("all but %q: p50 %s, p95 %s, p99 %s", counted, all[len(all)/2].Round(time.Microsecond),
		all[len(all)*95/100].Round(time.Microsecond), all[len(all)*99/100].Round(time.Microsecond))
}

// counted is asked of no index by any page: totals come from counters.
const counted = "facets of everything"

const year = 365 * 24 * time.Hour

func fill(t *testing.T, x Index, n int) {
	t.Helper()
	have, err := x.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for i := have; i < n; i += 1000 {
		if err := x.Put(t.Context(), Sample(rand.New(rand.NewPCG(2, uint64(i))), i, min(1000, n-i),
			year/time.Duration(n))); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d findings, %d of them put in %s", n, n-have, time.Since(began).Round(time.Second))
}

// asked asks a question many times, each time for something else.
func asked(t *testing.T, x Index, c question, times int) (took []time.Duration, hits int) {
	t.Helper()
	for range times {
		q := c.ask()
		began := time.Now()
		p, err := x.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		took = append(took, time.Since(began))
		hits += p.Total
	}
	slices.Sort(took)
	return took, hits / times
}
