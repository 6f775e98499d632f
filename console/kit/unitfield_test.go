package kit

import (
	"testing"

	"huiying/opinion"
)

func TestAUnitIsTakenByItsName(t *testing.T) {
	units := []opinion.Unit{{ID: "u-water", Name: "示例市水务局", NameEn: "Water"}, {ID: "a-city", Name: "城管局"},
		{ID: "b-city", Name: "城管局"}, {ID: "odd (x)", Name: "怪（x）"}}
	for typed, want := range map[string]string{"u-water": "u-water", " 示例市水务局 ": "u-water", "Water": "u-water",
		"城管局": "城管局", "城管局 (b-city)": "b-city", "水务": "水务", "nobody (u-none)": "nobody (u-none)",
		"odd (x)": "odd (x)", "": ""} {
		if got := unitOf(units, typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	for _, u := range units { // what a field shows is what it takes
		if label := labelOf(units, u.ID, "zh"); unitOf(units, label) != u.ID {
			t.Errorf("%s is shown as %q, which is %q", u.ID, label, unitOf(units, label))
		}
	}
}
