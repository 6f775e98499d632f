package pagedata

import "testing"

func TestTilesThatShareASpotStandInRows(t *testing.T) {
	rows := MapOf([]BriefingPlace{{Name: "a"}, {Name: "b"}})
	if len(rows) != 1 || len(rows[0]) != 2 || rows[0][0].Name != "a" || rows[0][1].Name != "b" {
		t.Errorf("%v", rows)
	}
	rows = MapOf([]BriefingPlace{{Name: "a", Col: 1}, {Name: "b", Row: 1}})
	if len(rows) != 2 || rows[0][0] != nil || rows[0][1].Name != "a" || rows[1][0].Name != "b" || rows[1][1] != nil {
		t.Errorf("%v", rows)
	}
	if len(MapOf(nil)) != 0 {
		t.Error("a map without tiles has rows")
	}
}
