package testregion

import (
	"testing"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/opinion"
)

// The region is a good configuration over its own places, of the size that its comment says.
func TestTheRegionFitsTogether(t *testing.T) {
	c, table := Config(t), Table(t)
	if faults := c.CheckPlaces(table); len(faults) > 0 {
		t.Error(faults)
	}
	levels := map[opinion.Level]int{}
	for _, code := range []string{Region, City, County, NextCounty, Street, OtherCity, OtherCounty,
		EmptyCounty} {
		d, ok := table.Division(code)
		if !ok {
			t.Errorf("there is no division %s", code)
		}
		levels[d.Level]++
	}
	if levels[opinion.City] != 2 || levels[opinion.County] != 4 || len(c.Units) != 12 {
		t.Errorf("divisions by level %v, %d units", levels, len(c.Units))
	}
	dir := t.TempDir()
	if err := Write(dir); err != nil {
		t.Fatal(err)
	}
	if written, err := configs.Load(dir); err != nil || len(written.Units) != len(c.Units) {
		t.Errorf("written and loaded: %v", err)
	}
}

// No place of the region is one of the country's, and each is found where a text names it.
func TestTheRegionIsInvented(t *testing.T) {
	national, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	table := Table(t)
	for _, c := range places {
		if _, ok := national.Division(c.code); ok {
			t.Errorf("%s is a real division", c.code)
		}
		if got := national.Judge("", c.name+"停水", ""); got != nil {
			t.Errorf("%s is read as %s of the country", c.name, got.Name)
		}
		got := table.Judge("", c.name+"停水", "")
		if got == nil || got.Code != c.code || got.Confidence < 0.5 {
			t.Errorf("%s is read as %+v", c.name, got)
		}
	}
}

func TestTextsAreTheSameForASeed(t *testing.T) {
	a, b := Texts(3, 50), Texts(3, 50)
	seen := map[string]bool{}
	for i := range a {
		same := a[i].Text == b[i].Text && a[i].Title == b[i].Title && a[i].At.Equal(b[i].At)
		if !same || seen[a[i].Text] {
			t.Errorf("text %d differs, or was told before", i)
		}
		seen[a[i].Text] = true
		if n := len([]rune(a[i].Text)); n < 150 || n > 500 {
			t.Errorf("text %d has %d characters", i, n)
		}
	}
}
