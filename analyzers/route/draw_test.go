package route

import (
	"flag"
	"fmt"
	"sort"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// A fault of one rule in one place needs more than rapid's hundred tries; the command line
// still overrides this.
func init() { _ = flag.Set("rapid.checks", "600") }

// drawPlaces are those of testdata/region.yaml in small: a county under the province itself
// (9001), and a province outside.
var drawPlaces = func() table {
	t := table{}
	for _, d := range []opinion.Division{
		{Code: "9", Level: opinion.Province},
		{Code: "91", Level: opinion.City, Parent: "9"}, {Code: "92", Level: opinion.City, Parent: "9"},
		{Code: "90", Name: "省直辖县级行政区划", Level: opinion.City, Parent: "9"},
		{Code: "9101", Level: opinion.County, Parent: "91"}, {Code: "9102", Level: opinion.County, Parent: "91"},
		{Code: "9201", Level: opinion.County, Parent: "92"}, {Code: "9001", Level: opinion.County, Parent: "90"},
		{Code: "910101", Level: opinion.Township, Parent: "9101"}, {Code: "910102", Level: opinion.Township, Parent: "9101"},
		{Code: "910201", Level: opinion.Township, Parent: "9102"},
		{Code: "8", Level: opinion.Province}, {Code: "81", Level: opinion.City, Parent: "8"},
	} {
		t[d.Code] = d
	}
	return t
}()

var (
	drawTopics = []string{"eco", "eco/noise", "build", "build/roof", "tax", "tax/relief", "space"}
	drawCodes  = func() []string {
		codes := []string{"77"}
		for c := range drawPlaces {
			codes = append(codes, c)
		}
		sort.Strings(codes)
		return codes
	}()
)

// drawUnits makes a region with a region office and any other units.
func drawUnits(t *rapid.T) []opinion.Unit {
	units := []opinion.Unit{{ID: "region-office", Name: "办公厅", Division: "9", Office: true}}
	for i := range rapid.IntRange(0, 25).Draw(t, "units") {
		u := opinion.Unit{
			ID:       fmt.Sprintf("u%02d", i),
			Division: rapid.SampledFrom(drawCodes[1:]).Filter(func(c string) bool { return c != "77" }).Draw(t, "division"),
			Topics:   rapid.SliceOfN(rapid.SampledFrom(drawTopics[:6]), 0, 3).Draw(t, "topics"),
			Vertical: rapid.IntRange(0, 3).Draw(t, "vertical") == 0,
			Office:   rapid.IntRange(0, 3).Draw(t, "office") == 0,
		}
		if i > 0 && rapid.Bool().Draw(t, "has superior") {
			u.Superior = fmt.Sprintf("u%02d", rapid.IntRange(0, i-1).Draw(t, "superior"))
		}
		units = append(units, u)
	}
	return units
}

func drawRequest(t *rapid.T) opinion.RouteRequest {
	code := rapid.OneOf(rapid.Just(""), rapid.SampledFrom(drawCodes))
	return opinion.RouteRequest{
		Topic:    rapid.SampledFrom(append([]string{""}, drawTopics...)).Draw(t, "topic"),
		Also:     rapid.SliceOfN(rapid.SampledFrom(drawTopics), 0, 2).Draw(t, "also"),
		Refer:    rapid.SampledFrom([]string{"", "", "", "petition"}).Draw(t, "refer"),
		Division: code.Draw(t, "division"),
		Places:   rapid.SliceOfN(code, 0, 3).Draw(t, "places"),
		Home:     code.Draw(t, "home"),
		Severity: rapid.SampledFrom([]opinion.Severity{"", "I", "II", "III", "IV"}).Draw(t, "severity"),
	}
}

func draw(t *rapid.T) ([]opinion.Unit, *Table, opinion.RouteRequest) {
	units := drawUnits(t)
	rt, err := New(units, drawPlaces, Options{Region: "9"})
	if err != nil {
		t.Fatal(err)
	}
	return units, rt, drawRequest(t)
}
