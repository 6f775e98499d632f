package configs

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"huiying/internal/sharedtest"
	"huiying/opinion"
)

func shippedConfig(t *testing.T) *Config {
	t.Helper()
	c, err := Load("")
	if err != nil {
		t.Fatalf("the shipped configuration has faults:\n%v", err)
	}
	return c
}

func allFields(t *testing.T) string {
	var fields []string
	for _, topic := range shippedConfig(t).Topics {
		if !strings.Contains(topic.ID, "/") {
			fields = append(fields, topic.ID)
		}
	}
	return strings.Join(fields, ", ")
}

func TestShippedConfiguration(t *testing.T) {
	c := shippedConfig(t)
	if c.Region != "54" || c.Casework.AutoDispatch {
		t.Errorf("region %q, auto_dispatch %v", c.Region, c.Casework.AutoDispatch)
	}
	byLevel, vertical := map[opinion.Level]int{}, 0
	for _, u := range c.Units {
		byLevel[u.Level]++
		if u.Vertical {
			vertical++
		}
		if u.NameEn == "" {
			t.Errorf("unit %s has no English name", u.ID)
		}
		for _, topic := range u.Topics {
			if u.Level == opinion.Township && !strings.Contains(topic, "/") {
				t.Errorf("township unit %s has the whole field %s", u.ID, topic)
			}
		}
	}
	if byLevel[opinion.Province] < 21 || byLevel[opinion.City] < 60 || byLevel[opinion.County] < 60 || byLevel[opinion.Township] < 3 || vertical < 10 {
		t.Errorf("units: %v, %d vertical", byLevel, vertical)
	}
	for _, s := range c.Sources {
		if s.Enabled != (s.By == "intake") {
			t.Errorf("source %s: enabled %v by %s; only what is handed in is on by default", s.ID, s.Enabled, s.By)
		}
	}
}

// The 26 pilot fields of 基层政务公开标准目录, in the order of the catalogue.
func TestPilotFields(t *testing.T) {
	fields := strings.Split(allFields(t), ", ")
	want := strings.Fields(`projects resource_trading budget work_safety tax land_requisition housing_expropriation affordable_housing
		rural_dilapidated_housing ecology culture legal_services poverty_relief disaster_relief food_drug urban_enforcement employment
		social_insurance social_assistance elderly_care household_registration farm_subsidies compulsory_education health municipal_services urban_planning`)
	if len(fields) < 26 || strings.Join(fields[:26], " ") != strings.Join(want, " ") {
		t.Errorf("fields: %v", fields)
	}
}

func TestShippedClocks(t *testing.T) {
	c := shippedConfig(t)
	for _, e := range []struct {
		name     string
		severity opinion.Severity
		topic    string
		kind     opinion.SourceKind
		want     string
	}{
		{"a grave matter in the news", "I", "ecology/water", opinion.KindNews, "emergency"},
		{"a grave matter on the hotline", "II", "ecology/water", opinion.KindHotline, "emergency"},
		{"danger on the hotline", "I", "channel/emergency", opinion.KindHotline, "hotline-sudden"},
		{"gas on the hotline", "III", "municipal_services/gas", opinion.KindHotline, "hotline-sudden"},
		{"no water", "IV", "municipal_services/water_supply", opinion.KindHotline, "hotline-utility"},
		{"no water, said in a forum", "IV", "municipal_services/water_supply", opinion.KindForum, "opinion"},
		{"land on the board", "IV", "land_requisition/compensation", opinion.KindBoard, "hotline-complex"},
		{"noise on the board", "IV", "ecology/noise", opinion.KindBoard, "hotline-general"},
		{"unknown on the hotline", "IV", "", opinion.KindHotline, "hotline-general"},
		{"noise in the news", "III", "ecology/noise", opinion.KindNews, "opinion"},
		{"nothing known", "", "", "", "opinion"},
	} {
		p, rule := c.Clock(e.severity, e.topic, e.kind, opinion.Complaint)
		if p.ID != e.want || rule == 0 {
			t.Errorf("%s: got %q by rule %d, want %q", e.name, p.ID, rule, e.want)
		}
	}
}

func TestShippedDivisionsExist(t *testing.T) {
	f, err := os.Open(sharedtest.File(t, "divisions/divisions.csv"))
	if err != nil {
		t.Skip("shared data absent: divisions.csv")
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	places := placeTable{}
	for _, r := range rows[1:] {
		places[r[0]] = opinion.Division{Code: r[0], Name: r[1], Level: opinion.ParseLevel(r[2]), Parent: r[3]}
	}
	c := shippedConfig(t)
	if faults := c.CheckPlaces(places); len(faults) > 0 {
		t.Error(faults)
	}
	for _, u := range c.Units { // the name of a unit is that of its place: no code mixed up
		name := places[u.Division].Name
		stem := []rune(strings.TrimSuffix(name, "街道"))
		if !strings.Contains(u.Name, string(stem[:2])) {
			t.Errorf("%s (%s) serves %s %s", u.ID, u.Name, u.Division, name)
		}
	}
}
