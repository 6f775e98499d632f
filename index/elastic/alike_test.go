package elastic

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiying/index"
	"huiying/index/bleve"
	"huiying/opinion"
)

// questions is how many of them are asked of both.
const questions = 100

// howMany is how many documents both engines are filled with: HUIYING_ELASTIC_DOCS, else few.
func howMany(t *testing.T) int {
	s := os.Getenv("HUIYING_ELASTIC_DOCS")
	if s == "" {
		return 2000
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// invented makes findings with the spread of a language, of a country and of a year; two in
// ten share their moment with others.
func invented(r *rand.Rand, n int) []index.Doc {
	zipf := rand.NewZipf(r, 1.1, 4, 3000)
	docs := make([]index.Doc, n)
	for i := range docs {
		words := make([]string, 40+r.IntN(80))
		for j := range words {
			words[j] = wordOf(zipf.Uint64())
		}
		at := time.Date(2026, 1, 1, 0, 0, 0, r.IntN(1e9), time.UTC).Add(time.Duration(r.IntN(365*86400)) * time.Second)
		if r.IntN(5) == 0 {
			at = at.Truncate(24 * time.Hour)
		}
		m, err := opinion.NewMention(opinion.Draft{Source: fmt.Sprint("source", r.IntN(12)), Ref: strconv.Itoa(i), Text: strings.Join(words, ""),
			PublishedAt: at, CollectedAt: march.Add(time.Duration(i%60*24) * time.Hour)})
		if err != nil {
			panic(err)
		}
		code := fmt.Sprintf("%02d%02d%02d", 11+r.IntN(14), 1+r.IntN(9), 1+r.IntN(9))
		f := opinion.Finding{Mention: m,
			Topic:    opinion.TopicFinding{ID: fmt.Sprintf("field%d/item%d", r.IntN(20), r.IntN(6)), Evidence: words[:2]},
			Demand:   opinion.DemandFinding{ID: []opinion.Demand{opinion.Complaint, opinion.Help, opinion.Praise}[r.IntN(3)]},
			Severity: opinion.SeverityFinding{Level: []opinion.Severity{"I", "II", "III", "IV", "IV", "IV", "IV"}[r.IntN(7)]},
			Issue:    opinion.IssueRef{ID: fmt.Sprint("i", r.IntN(n/3+1))},
			Route:    opinion.Route{Lead: "u" + code[:4], Why: []string{"属地"}},
		}
		if r.IntN(10) > 0 {
			f.Territory = &opinion.Territory{Code: code, Confidence: 0.9, Path: []string{code[:2], code[:4], code}}
		}
		docs[i] = index.Doc{Finding: f, Words: words, Seq: uint64(i + 1)}
	}
	return docs
}

func wordOf(n uint64) string {
	return string([]rune{rune(0x4e00 + n%3000), rune(0x4e00 + (n*7)%2973)})
}

// question invents what a desk may ask of docs.
func question(r *rand.Rand, docs []index.Doc) index.Query {
	d := docs[r.IntN(len(docs))]
	word := func() string { return d.Words[r.IntN(len(d.Words))] }
	var q index.Query
	for range 1 + r.IntN(3) {
		switch r.IntN(11) {
		case 0:
			q.Text += " " + word()
		case 1:
			at := r.IntN(len(d.Words) - 3)
			q.Text += ` "` + strings.Join(d.Words[at:at+2+r.IntN(2)], " ") + `"`
		case 2:
			q.Text += " -" + docs[r.IntN(len(docs))].Words[0]
		case 3:
			q.Topic = index.Topics(d.Finding)[r.IntN(2)]
		case 4:
			q.Division = fmt.Sprint(11 + r.IntN(14))
		case 5:
			q.Severity = string(d.Finding.Severity.Level)
		case 6:
			q.From = d.Finding.PublishedAt.Add(-time.Duration(r.IntN(500)) * time.Hour)
		case 7:
			q.To = d.Finding.PublishedAt.Add(time.Duration(1+r.IntN(500)) * time.Hour)
		case 8:
			q.Demand = string(d.Finding.Demand.ID)
		case 9:
			q.Source, q.Issue = d.Finding.Source, []string{"", d.Finding.Issue.ID}[r.IntN(2)]
		case 10:
			q.Unit = d.Finding.Route.Lead
		}
	}
	q.Size, q.Facets = 1+r.IntN(60), r.IntN(3) == 0
	return q
}

func TestAnswersAsTheEmbeddedIndexDoes(t *testing.T) {
	o := server(t)
	o.Cut = strings.Fields
	x := open(t, o)
	b, err := bleve.Open(t.TempDir(), strings.Fields)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	r := rand.New(rand.NewPCG(4, 20000))
	docs := invented(r, howMany(t))
	began := time.Now()
	for part := range slices.Chunk(docs, 1000) {
		put(t, x, part...)
		put(t, b, part...)
	}
	t.Logf("filled after %s", time.Since(began).Round(time.Second/10))
	hits := 0
	for n := range questions {
		q := question(r, docs)
		for page := 0; page < 4; page++ {
			one, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			other, err := b.Search(t.Context(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			if !alike(one, other) {
				t.Fatalf("question %d, page %d: %+v\nthe server: total %d, %d hits, next %q\nthe embedded one: total %d, %d hits, next %q", n, page, q,
					one.Total, len(one.Hits), one.Next, other.Total, len(other.Hits), other.Next)
			}
			hits += len(one.Hits)
			if q.Cursor = one.Next; q.Cursor == "" {
				break
			}
		}
	}
	t.Logf("%d documents, %d questions, %d hits compared after %s", len(docs), questions, hits, time.Since(began).Round(time.Second/10))
	if hits < 1000 {
		t.Error("the questions find too little to tell")
	}
}

// alike compares whole pages; only buckets of equal count may stand in another order, and be
// cut off at another place.
func alike(a, b index.Page) bool {
	for _, p := range []*index.Page{&a, &b} {
		for name, f := range p.Facets {
			f = slices.Clone(f)
			slices.SortFunc(f, func(x, y index.Bucket) int {
				if x.Count != y.Count {
					return y.Count - x.Count
				}
				return strings.Compare(x.Key, y.Key)
			})
			if len(f) == index.FacetSize {
				last := f[len(f)-1].Count
				f = slices.DeleteFunc(f, func(x index.Bucket) bool { return x.Count == last })
			}
			p.Facets[name] = f
		}
	}
	return a.Total == b.Total && a.Next == b.Next && reflect.DeepEqual(a.Facets, b.Facets) &&
		slices.EqualFunc(a.Hits, b.Hits, func(x, y opinion.Finding) bool { return reflect.DeepEqual(x, y) })
}
