package indextest

import (
	"testing"

	"huiying/index"
	"huiying/opinion"
)

// several: a text that raises two matters is found and counted by the topic, the place and the unit of
// each, and is one hit.
func several(t *testing.T, x index.Index) {
	put(t, x, doc("a", "路灯", day0), doc("a", "路灯 垃圾", day0, func(f *opinion.Finding) {
		f.Territory = &opinion.Territory{Code: "4301", Confidence: 0.9, Path: []string{"43", "4301"}}
		f.Also = []opinion.OtherMatter{{Topic: opinion.TopicFinding{ID: "waste/bins"}, Route: opinion.Route{Lead: "u2"},
			Territory: &opinion.Territory{Code: "5401", Confidence: 0.9, Path: []string{"54", "5401"}}}}
	}))
	for name, q := range map[string]index.Query{
		"item": {Topic: "waste/bins"}, "field": {Topic: "waste"}, "unit": {Unit: "u2"}, "place": {Division: "54"},
		"first's place": {Division: "43"},
	} {
		if got := texts(t, x, q); len(got) != 1 || got[0] != "路灯 垃圾" {
			t.Errorf("by the other matter's %s: %v", name, got)
		}
	}
	p := search(t, x, index.Query{Facets: true})
	counts := map[string]int{}
	for _, b := range p.Facets[index.FacetTopic] {
		counts[b.Key] = b.Count
	}
	if p.Total != 2 || counts["municipal/lamps"] != 2 || counts["waste/bins"] != 1 {
		t.Errorf("total %d, by topic %v", p.Total, counts)
	}
	if also := search(t, x, index.Query{Topic: "waste"}).Hits[0].Also; len(also) != 1 || also[0].Route.Lead != "u2" {
		t.Errorf("the other matter came back as %+v", also)
	}
}
