package configs

import (
	"testing"
	"testing/fstest"
)

func TestAMapIsShownWithItsApprovalOnly(t *testing.T) {
	files := fstest.MapFS{"a.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[]}`)},
		"b.geojson": {Data: []byte(`{"type":"Feature"}`)}}
	for name, x := range map[string]struct {
		m    Map
		want int
	}{
		"none":       {Map{}, 0},
		"a map":      {Map{File: "a.geojson", Approval: "审图号"}, 0},
		"unapproved": {Map{File: "a.geojson", Approval: " "}, 1},
		"no map":     {Map{File: "b.geojson", Approval: "审图号"}, 1},
		"absent":     {Map{File: "c.geojson", Approval: "审图号"}, 1},
		"outside":    {Map{File: "../a.geojson", Approval: "审图号"}, 1},
		"nobody":     {Map{Population: map[string]int{"98": 0}}, 1},
	} {
		r := &reader{c: &Config{Map: x.m, dir: files}}
		r.checkMap()
		if len(r.faults) != x.want {
			t.Errorf("%s: %v", name, r.faults)
		}
	}
}
