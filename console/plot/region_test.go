package plot

import (
	"strings"
	"testing"
)

const approved = `{"type":"FeatureCollection","features":[
 {"properties":{"code":"9801"},"geometry":{"type":"Polygon","coordinates":[[[100,30],[101,30],[101,31],[100,31],[100,30]]]}},
 {"properties":{"adcode":980200},"geometry":{"type":"MultiPolygon","coordinates":[[[[101,30],[102,30],[102,31],[101,31],[101,30]]],
   [[[102,30],[102.1,30],[102.1,30.1],[102,30]]]]}}]}`

func TestOutlinesOfAnApprovedMap(t *testing.T) {
	r, err := ReadRegion([]byte(approved), "审图号")
	if err != nil {
		t.Fatal(err)
	}
	got, high, ok := r.Outlines([]string{"9801", "9802"}, 600)
	west, east := got["9801"], got["9802"]
	if !ok || high < 300 || high > 340 || west.X >= east.X || strings.Count(west.Path, "M") != 1 ||
		strings.Count(east.Path, "M") != 2 || !strings.HasSuffix(west.Path, "Z") {
		t.Errorf("%v %v %+v", ok, high, got)
	}
	if _, _, ok := r.Outlines([]string{"9801", "9803"}, 600); ok {
		t.Error("a map lacks a division and is drawn")
	}
	if _, _, ok := (*Region)(nil).Outlines([]string{"9801"}, 600); ok {
		t.Error("no map is drawn")
	}
}

func TestWhatIsNoMapIsRefused(t *testing.T) {
	for _, raw := range []string{"", "{}", `{"type":"FeatureCollection"}`, `[1]`,
		`{"type":"FeatureCollection","features":[{"properties":{"code":"98"},"geometry":{"type":"Polygon","coordinates":[[[500,1]]]}}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}`} {
		if _, err := ReadRegion([]byte(raw), ""); err == nil {
			t.Errorf("%s is taken for a map", raw)
		}
	}
}

func FuzzReadRegion(f *testing.F) {
	f.Add([]byte(approved))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ReadRegion(raw, "")
		if err != nil {
			return
		}
		for code := range r.shapes {
			r.Outlines([]string{code}, 600)
		}
	})
}
