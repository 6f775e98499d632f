package words

import (
	"fmt"
	"strings"
	"testing"
)

func TestUnknownOffersTheNearest(t *testing.T) {
	var units []Named
	for i := range 20 {
		units = append(units, Named{ID: fmt.Sprintf("bureau-%02d", i), Name: fmt.Sprintf("第%d局", i)})
	}
	units = append(units, Named{"city-water", "市水务局"}, Named{"city-works", "市住建局"})
	for given, want := range map[string]string{"city-wter": "city-water", "水务局": "city-water",
		"city_works": "city-works"} {
		if got := Nearest(given, units, 1); len(got) != 1 || got[0].ID != want {
			t.Errorf("%s: %v", given, got)
		}
	}
	zh, en := Unknown("unit", "city-wter", units).In("zh-CN"), Unknown("unit", "city-wter", units).In("en")
	if !strings.Contains(zh, "没有单位“city-wter”") || !strings.Contains(zh, "city-water（市水务局）") ||
		!strings.Contains(zh, "22") {
		t.Error(zh)
	}
	if !strings.Contains(en, `no unit "city-wter"`) || !strings.Contains(en, "city-water (市水务局)") ||
		strings.ContainsAny(en, "。、") {
		t.Error(en)
	}
	if got := Unknown("role", "boss", []Named{{ID: "head"},
		{ID: "leader"}}).In("en"); !strings.Contains(got, "head, leader") {
		t.Error(got)
	}
	if got := Unknown("channel", "x", nil).In("en"); !strings.Contains(got, "none") {
		t.Error(got)
	}
	if long := Unknown("unit", strings.Repeat("长", 500), units).In("zh-CN"); len([]rune(long)) > 200 {
		t.Errorf("%d characters", len([]rune(long)))
	}
}

func FuzzNearest(f *testing.F) {
	f.Add("city-water", "市水务局")
	f.Add("\xff", "")
	f.Fuzz(func(t *testing.T, given, name string) {
		if got := Nearest(given, []Named{{"a", name}, {name, "b"}}, 1); len(got) != 1 {
			t.Errorf("%v", got)
		}
	})
}
