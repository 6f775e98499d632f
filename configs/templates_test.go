package configs

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/responders/casework"
)

// A template for each kind of response, one for the first information, one for a co-unit's part.
func TestShippedTemplates(t *testing.T) {
	c := shippedConfig(t)
	if !slices.Equal(Kinds, casework.ResponseKinds) {
		t.Errorf("kinds %v, casework has %v", Kinds, casework.ResponseKinds)
	}
	var have []string
	for _, x := range c.Templates {
		have = append(have, x.Kind+x.For)
		if x.NameEn == "" || !strings.Contains(x.Text, opinion.Blank) || !strings.Contains(x.Text, "{unit}") {
			t.Errorf("%s: %+v", x.ID, x)
		}
	}
	for _, want := range append(slices.Clone(Kinds), "inform", "contribute") {
		if !slices.Contains(have, want) {
			t.Errorf("no template for %s", want)
		}
	}
	for _, p := range c.Policies {
		if len(c.PoliciesIn(p.Number)) != 1 || c.PoliciesIn(p.Number)[0].Title == "" {
			t.Errorf("%s is not found in a basis", p.Number)
		}
	}
}

func TestTemplatesForATopic(t *testing.T) {
	c := &Config{Templates: []Template{{ID: "all"}, {ID: "field", Topics: []string{"ecology"}}, {ID: "item", Topics: []string{"ecology/noise"}}, {ID: "part", For: "contribute"}}}
	for topic, want := range map[string]string{"ecology/noise": "field item all", "ecology": "field all", "ecologyx": "all", "": "all"} {
		var got []string
		for _, x := range c.TemplatesFor("answer", topic) {
			got = append(got, x.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", topic, got, want)
		}
	}
}

func TestPoliciesInABasis(t *testing.T) {
	c := &Config{Policies: []Policy{{Number: "国办发〔2016〕61号", Title: "通知"}}}
	for basis, want := range map[string]string{
		"国办发〔2016〕61号 属地管理":         "国办发〔2016〕61号=通知",
		"国办函〔2025〕66号":              "国办函〔2025〕66号=",
		"DB11/T 2021-2022（征求意见稿数据）": "DB11/T 2021-2022=",
		"教育法、高等教育法 [recalled]":      "教育法、高等教育法=",
		" ":                         "",
	} {
		var got []string
		for _, p := range c.PoliciesIn(basis) {
			got = append(got, p.Number+"="+p.Title)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", basis, got, want)
		}
	}
}

// What is filled in is text: braces within it are never filled again.
func TestFillingIsOnePass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.StringMatching(`[a-z{}]{0,12}`).Draw(t, "unit")
		got := Template{Text: "<{unit}|{place}|{due}>"}.Fill(map[string]string{"unit": unit, "place": "{unit}"})
		if got != "<"+unit+"|{unit}|>" {
			t.Fatal(got)
		}
	})
}

// A number is named once, wherever it stands; one with an address, and what is no number, are not.
func TestNumbersWithoutAnAddress(t *testing.T) {
	c := &Config{Policies: []Policy{{Number: "国办发〔2016〕61号", URL: "https://gov.example.org/61"}, {Number: "国办发〔2016〕80号", Title: "细则"}},
		Topics: []opinion.Topic{{Basis: "国办函〔2025〕66号；国办发〔2016〕61号"}, {Basis: "某条例"}}, Clocks: []opinion.ClockProfile{{Basis: "国办函〔2025〕66号"}}}
	if got := strings.Join(c.Unaddressed(), " "); got != "国办函〔2025〕66号 国办发〔2016〕80号" {
		t.Errorf("%s", got)
	}
}
