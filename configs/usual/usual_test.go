package usual_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"huiying/analyzers/route"
	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/opinion"
)

func tables(t testing.TB) (*territory.Table, *usual.Table) {
	t.Helper()
	places, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	org, err := usual.Organisation()
	if err != nil {
		t.Fatal(err)
	}
	return places, org
}

func made(t testing.TB, code string) fstest.MapFS {
	t.Helper()
	places, org := tables(t)
	files, err := usual.Make(places, org, usual.Office{Division: code, Contact: "mailto:office@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for _, f := range files {
		dir[f.Name] = &fstest.MapFile{Data: f.Text}
	}
	return dir
}

func loaded(t testing.TB, code string) *configs.Config {
	t.Helper()
	cfg, err := configs.LoadFS(made(t, code))
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return cfg
}

// The offices of a district as they are really called, and who answers for what.
func TestADistrictOfACity(t *testing.T) {
	cfg := loaded(t, "450305")
	names := map[string]string{}
	for _, u := range cfg.Units {
		names[u.ID] = u.Name
	}
	for id, want := range map[string]string{
		"office-450305":            "桂林市七星区人民政府办公室",
		"office-4503":              "桂林市人民政府办公室",
		"office-45":                "广西壮族自治区人民政府办公厅",
		"public-security-450305":   "桂林市公安局七星分局",
		"ecology-450305":           "桂林市生态环境局七星区分局",
		"tax-450305":               "国家税务总局桂林市七星区税务局",
		"financial-regulator-45":   "国家金融监督管理总局广西监管局",
		"financial-regulator-4503": "国家金融监督管理总局桂林监管分局",
		"power-4503":               "广西电网有限责任公司桂林供电局",
	} {
		if names[id] != want {
			t.Errorf("%s is called %q, want %q", id, names[id], want)
		}
	}
	for _, none := range []string{"housing-4503", "water-supply-450305", "heating-4503"} {
		if names[none] != "" {
			t.Errorf("there is %s %s", none, names[none])
		}
	}
	rt := routes(t, cfg)
	for _, e := range []struct {
		topic    string
		severity opinion.Severity
		lead     string
	}{
		{"property_management/fees", "IV", "housing-450305"},
		{"municipal_services/water_supply", "IV", "water-supply-4503"},
		{"municipal_services/heating", "IV", "housing-450305"},
		{"municipal_services/power", "II", "power-4503"},
		{"transport/post", "IV", "post-4503"},
		{"ecology/noise", "IV", "ecology-450305"},
		{"ecology/noise", "I", "ecology-45"},
		{"ecology/social_noise", "IV", "public-security-450305"},
		{"health/supervision", "II", "office-4503"},
		{"health/supervision", "I", "office-45"},
		{"housing_market/fund", "IV", "housing-fund-4503"},
		{"commerce_tourism/telecom_finance", "IV", "telecom-4503"},
	} {
		got := rt.Route(opinion.RouteRequest{Topic: e.topic, Division: "450305", Severity: e.severity})
		if got.Lead != e.lead {
			t.Errorf("%s of severity %s goes to %s, want %s\n%s", e.topic, e.severity, got.Lead, e.lead, strings.Join(got.Why, "\n"))
		}
	}
}

func routes(t testing.TB, cfg *configs.Config) *route.Table {
	t.Helper()
	places, _ := tables(t)
	rt, err := route.New(cfg.Units, places, route.Options{Region: cfg.Region})
	if err != nil {
		t.Fatal(err)
	}
	return rt
}

// Every topic of the catalogue has a department, at every level and in every kind of place.
func TestEveryTopicHasALeadAtEachLevel(t *testing.T) {
	for _, code := range []string{"45", "11", "4503", "450305", "450321", "110101", "4419", "429021", "1525", "130171"} {
		cfg := loaded(t, code)
		rt := routes(t, cfg)
		for _, topic := range cfg.Topics {
			got := rt.Route(opinion.RouteRequest{Topic: topic.ID, Refer: topic.Refer, Division: code, Severity: "IV"})
			u, ok := rt.Unit(got.Lead)
			if !ok || topic.Refer == "" && topic.ID != "channel" && (u.Office || len(u.Topics) == 0) {
				t.Errorf("%s: %s goes to %s by %s", code, topic.ID, got.Lead, got.Rule)
			}
		}
	}
}

func TestTheSameQuestionGetsTheSameFiles(t *testing.T) {
	one, other := made(t, "4503"), made(t, "4503")
	for name := range one {
		if string(one[name].Data) != string(other[name].Data) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestWhatANameCanMean(t *testing.T) {
	places, _ := tables(t)
	for query, want := range map[string]string{
		"450305": "450305", "450300": "4503", "450000": "45", "441900": "4419", "1101": "11", "110100": "11",
		"七星区": "450305", "七星": "450305", "桂林市七星区": "450305", "广西桂林七星": "450305", "广西壮族自治区 桂林市 七星区": "450305",
		"桂林": "4503", "广西": "45", "恩施州": "4228", "恭城": "450332", "恭城县": "450332", "北京市东城区": "110101",
		"吉林市": "2202", "吉林": "22 2202", "神农架": "429021", "桂林七里区": "", "": "", "450305001": "",
		"长春朝阳": "220104",
	} {
		var got []string
		for _, d := range usual.Find(places, query) {
			got = append(got, d.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q means %v, want %s", query, got, want)
		}
	}
	if n := len(usual.Find(places, "朝阳")); n < 4 {
		t.Errorf("朝阳 means %d places", n)
	}
}

func TestWhatIsNotMade(t *testing.T) {
	places, org := tables(t)
	for _, code := range []string{"450305001", "99", "", "71", "8101"} {
		if files, err := usual.Make(places, org, usual.Office{Division: code, Contact: "mailto:a@example.org"}); err == nil {
			t.Errorf("%q is made: %d files", code, len(files))
		}
	}
}

// What the office said stands in the files as it said it.
func TestWhatTheOfficeSaid(t *testing.T) {
	places, org := tables(t)
	odd := `“热线办”: #1, {"a"} \ b`
	files, err := usual.Make(places, org, usual.Office{Division: "450321", Name: odd, Contact: "https://www.example.org/a?b=1&c=2",
		Records: []string{"桂ICP备05000000号-1", "桂公网安备 45030502000000号"}, Site: "4503210001"})
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for _, f := range files {
		dir[f.Name] = &fstest.MapFile{Data: f.Text}
	}
	cfg, err := configs.LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(cfg.Units, func(u opinion.Unit) bool { return u.ID == "office-450321" })
	if i != 0 || cfg.Units[0].Name != odd || cfg.Collect.Contact != "https://www.example.org/a?b=1&c=2" ||
		len(cfg.Site.Records) != 2 || cfg.Site.Records[1] != "桂公网安备 45030502000000号" || cfg.Site.Code != "4503210001" {
		t.Errorf("%+v, %+v", cfg.Units[0], cfg.Site)
	}
}
