package route

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"huiying/configs"
	"huiying/internal/sharedtest"
	"huiying/opinion"
)

// The shipped sample region, with the real divisions.
func TestShippedUnits(t *testing.T) {
	places := realPlaces(t)
	c, err := configs.Load("")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, topic := range c.Topics {
		names[topic.ID] = topic.Name
	}
	rt, err := New(c.Units, places, Options{Region: c.Region, Topics: names})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []struct {
		req  req
		lead string
		co   string
		rule string
	}{
		{req{Topic: "ecology/noise", Division: "540102010", Severity: "IV"}, "chengguan-ecology", "", Vertical},
		{req{Topic: "ecology/water", Division: "540102", Severity: "II"}, "lhasa-ecology", "", Vertical},
		{req{Topic: "ecology/water", Division: "540102", Places: []string{"540202"}, Severity: "IV"}, "xz-ecology", "chengguan-ecology samzhubze-ecology", SeveralPlaces},
		{req{Topic: "tax/levies", Division: "540122101", Severity: "IV"}, "damxung-tax", "", Vertical},
		{req{Topic: "transport/post", Division: "540122", Severity: "IV"}, "lhasa-post", "", Vertical},
		{req{Topic: "property_management/owners_committee", Division: "540102010", Severity: "IV"}, "caigongtang-government", "", TownshipDuty},
		{req{Topic: "property_management/fees", Division: "540102010", Severity: "IV"}, "chengguan-housing", "", OneLevelUp},
		{req{Topic: "work_safety/fire_safety", Division: "540302", Severity: "I"}, "xz-fire", "", Vertical},
		{req{Topic: "work_safety/accidents", Division: "540302", Severity: "I"}, "xz-emergency", "", SeverityI},
		{req{Topic: "compulsory_education/admission", Division: "5405", Severity: "IV"}, "xz-education", "", OneLevelUp},
		{req{Topic: "labour/wages", Also: []string{"projects/arrears"}, Division: "540222", Severity: "III"}, "gyantse-human-resources", "gyantse-housing", SeveralSectors},
		{req{Topic: "channel/petition", Refer: "petition", Division: "540328101", Severity: "IV"}, "markam-office", "", Referred},
		{req{Division: "540121", Severity: "IV"}, "lhasa-office", "", UnknownTopic},
		{req{Topic: "health", Division: "11", Severity: "IV"}, "xz-office", "", OutsideRegion},
	} {
		got := rt.Route(e.req)
		if got.Lead != e.lead || strings.Join(got.Co, " ") != e.co || got.Rule != e.rule {
			t.Errorf("%+v: got %s + %v by %s, want %s + [%s] by %s\n%s", e.req, got.Lead, got.Co, got.Rule, e.lead, e.co, e.rule, strings.Join(got.Why, "\n"))
		}
	}
	// no topic of the catalogue without a unit, wherever it happens
	for _, topic := range c.Topics {
		for _, place := range []string{"54", "5401", "5406", "540102", "540122101"} {
			if got := rt.Route(req{Topic: topic.ID, Refer: topic.Refer, Division: place, Severity: "IV"}); topic.Refer == "" && got.Rule == Backstop && topic.ID != "channel" {
				t.Errorf("nobody is in charge of %s at %s", topic.ID, place)
			}
		}
	}
}

func realPlaces(t *testing.T) table {
	t.Helper()
	f, err := os.Open(sharedtest.File(t, "divisions/divisions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	places := table{}
	for _, r := range rows[1:] {
		places[r[0]] = opinion.Division{Code: r[0], Name: r[1], Level: opinion.ParseLevel(r[2]), Parent: r[3]}
	}
	return places
}
