package indextest

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"huiying/index"
	"huiying/opinion"
)

// How hits spread.

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
