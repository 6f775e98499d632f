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
		{req{Topic: "ecology/noise", Division: "450103004", Severity: "IV"}, "qingxiu-ecology", "", Vertical},
		{req{Topic: "ecology/water", Division: "450103", Severity: "II"}, "nanning-ecology", "", Vertical},
		{req{Topic: "ecology/water", Division: "450103", Places: []string{"450203"}, Severity: "IV"}, "gx-ecology", "qingxiu-ecology yufeng-ecology", SeveralPlaces},
		{req{Topic: "tax/levies", Division: "450126101", Severity: "IV"}, "binyang-tax", "", Vertical},
		{req{Topic: "transport/post", Division: "450126", Severity: "IV"}, "nanning-post", "", Vertical},
		{req{Topic: "property_management/owners_committee", Division: "450103004", Severity: "IV"}, "nanhu-government", "", TownshipDuty},
		{req{Topic: "property_management/fees", Division: "450103004", Severity: "IV"}, "qingxiu-housing", "", OneLevelUp},
		{req{Topic: "work_safety/fire_safety", Division: "450312", Severity: "I"}, "gx-fire", "", Vertical},
		{req{Topic: "work_safety/accidents", Division: "450312", Severity: "I"}, "gx-emergency", "", SeverityI},
		{req{Topic: "compulsory_education/admission", Division: "4505", Severity: "IV"}, "gx-education", "", OneLevelUp},
		{req{Topic: "labour/wages", Also: []string{"projects/arrears"}, Division: "450225", Severity: "III"}, "rongshui-human-resources", "rongshui-housing", SeveralSectors},
		{req{Topic: "channel/petition", Refer: "petition", Division: "450321103", Severity: "IV"}, "yangshuo-office", "", Referred},
		{req{Division: "450102", Severity: "IV"}, "nanning-office", "", UnknownTopic},
		{req{Topic: "health", Division: "11", Severity: "IV"}, "gx-office", "", OutsideRegion},
	} {
		got := rt.Route(e.req)
		if got.Lead != e.lead || strings.Join(got.Co, " ") != e.co || got.Rule != e.rule {
			t.Errorf("%+v: got %s + %v by %s, want %s + [%s] by %s\n%s", e.req, got.Lead, got.Co, got.Rule, e.lead, e.co, e.rule, strings.Join(got.Why, "\n"))
		}
	}
	// no topic of the catalogue without a unit, wherever it happens
	for _, topic := range c.Topics {
		for _, place := range []string{"45", "4501", "4514", "450103", "450126101"} {
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
