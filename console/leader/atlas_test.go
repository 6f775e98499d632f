package leader_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/leader"
	"huiying/responders/briefing/pagedata"
)

// onePlace is a briefing of one division.
type onePlace struct{ place pagedata.BriefingPlace }

func (p onePlace) Briefing(_ context.Context, _ time.Time, _, _ string) (pagedata.Briefing, error) {
	return pagedata.Briefing{Sections: []pagedata.BriefingSection{{ID: "places",
		Grid: []pagedata.BriefingPlace{p.place}}}}, nil
}

func TestAnApprovedMapIsDrawnWithItsNumber(t *testing.T) {
	const file = `{"type":"FeatureCollection","features":[
		{"properties":{"code":"9801"},"geometry":{"type":"Polygon","coordinates":[[[100,30],[101,30],[101,31],[100,30]]]}}]}`
	atlas, err := leader.ReadAtlas([]byte(file), "审图号：样例〔2026〕1号", nil)
	if err != nil {
		t.Fatal(err)
	}
	for code, drawn := range map[string]bool{"9801": true, "9802": false} {
		body := morningOf(t, "/morning", func(d *console.Deps) {
			d.Atlas, d.Brief = atlas, onePlace{pagedata.BriefingPlace{Code: code, Name: "示例市<", N: 3, Overdue: 1,
				Link: "/search?division=" + code}}
		}, leaders)
		if strings.Contains(body, `class="outlines"`) != drawn || strings.Contains(body, "审图号：样例〔2026〕1号") != drawn ||
			strings.Contains(body, `class="map `) == drawn || !strings.Contains(body, `href="/search?division=`+code) ||
			!strings.Contains(body, "逾期 1") || strings.Contains(body, "市<<") {
			t.Errorf("the map of %s is drawn: %v\n%s", code, !drawn, body)
		}
	}
}

func TestAMapIsShadedByRateWherePeopleAreKnownOnly(t *testing.T) {
	for _, x := range []struct {
		at     string
		people map[string]int
		offers bool
		shade  string
	}{
		{"/morning?by=rate", nil, false, "map-2"}, {"/morning?by=rate", map[string]int{"9801": 100}, true, "map-4"},
		{"/morning", map[string]int{"9801": 100}, true, "map-2"}, {"/morning?by=rate", map[string]int{"9802": 100}, false, "map-2"},
	} {
		body := morningOf(t, x.at, func(d *console.Deps) {
			d.Atlas, d.Brief = leader.Atlas{People: x.people}, onePlace{pagedata.BriefingPlace{Code: "9801", N: 3, Shade: 2}}
		}, leaders)
		if strings.Contains(body, "by=rate\">") != (x.offers && x.at == "/morning") || !strings.Contains(body, `class="`+x.shade) {
			t.Errorf("%s with %v: %s", x.at, x.people, body)
		}
	}
}
