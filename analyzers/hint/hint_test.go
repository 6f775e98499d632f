package hint

import (
	"slices"
	"strings"
	"testing"

	"huiying/opinion"
)

// A country of one city with two counties; both have a bureau of education, and 新安镇 lies in both.
var divisions = map[string]opinion.Division{
	"98": {Code: "98", Name: "省", Level: opinion.Province}, "9801": {Code: "9801", Name: "岚桥市", Level: opinion.City},
	"980101": {Code: "980101", Name: "云汀县", Level: opinion.County}, "980102": {Code: "980102",
		Name: "柳浦区", Level: opinion.County},
	"980101001": {Code: "980101001", Name: "新安镇", Level: opinion.Township},
	"980102001": {Code: "980102001", Name: "新安镇", Level: opinion.Township},
}

func path(code string) (out []string) {
	for _, n := range []int{2, 4, 6, 9} {
		if _, ok := divisions[code[:min(n, len(code))]]; ok && n <= len(code) {
			out = append(out, code[:n])
		}
	}
	return out
}

func place(title, text, home string) *opinion.Territory {
	var best *opinion.Territory
	for code, d := range divisions {
		if !strings.Contains(title+text, d.Name) || !strings.HasPrefix(code, home) && !strings.HasPrefix(home, code) {
			continue
		}
		if best == nil || len(code) > len(best.Code) {
			best = &opinion.Territory{Code: code, Name: d.Name, Level: d.Level, Confidence: 0.9,
				Evidence: []string{d.Name}, Path: path(code)}
		}
	}
	if best != nil && best.Name == "新安镇" && len(home) < 6 {
		best.Confidence = 0.3
	}
	return best
}

func reader() *Reader {
	return New(Tables{
		Division:  func(code string) (opinion.Division, bool) { d, ok := divisions[code]; return d, ok },
		Path:      path,
		Territory: place,
		Topic:     func(title, _ string) opinion.TopicFinding { return opinion.TopicFinding{By: "rules"} },
		Topics: []opinion.Topic{{ID: "ecology", Name: "生态环境"}, {ID: "ecology/noise", Name: "噪声污染"},
			{ID: "police", Name: "报警", Refer: "110"}},
		Units: []opinion.Unit{{ID: "e1", Name: "云汀县教育局", Division: "980101"},
			{ID: "e2", Name: "柳浦区教育局", Division: "980102"},
			{ID: "w", Name: "岚桥市水务局", Division: "9801"}},
	})
}

func applied(f opinion.Finding, hints ...opinion.Hint) opinion.Finding {
	f.Hints, f.Division = hints, "98"
	reader().Apply(&f)
	return f
}

func at(value string) opinion.Hint {
	return opinion.Hint{Kind: opinion.HintPlace, Column: "所属区域", Value: value}
}

func TestAPlaceNarrowsTheTerritory(t *testing.T) {
	const why = "来源列『所属区域』= 云汀县"
	for name, x := range map[string]struct {
		text, hint, want string
		use              opinion.HintUse
	}{
		"the text names no place":        {"路灯不亮", "云汀县", "980101", opinion.HintDecided},
		"one that two counties have":     {"新安镇路灯不亮", "云汀县", "980101001", opinion.HintDecided},
		"one that holds the hint's":      {"岚桥市路灯不亮", "云汀县", "980101", opinion.HintDecided},
		"one within the hint's":          {"云汀县路灯不亮", "岚桥市", "980101", opinion.HintAgrees},
		"another for certain":            {"柳浦区路灯不亮", "云汀县", "980102", opinion.HintDiffers},
		"a place that nobody knows":      {"柳浦区路灯不亮", "远山片区", "980102", opinion.HintUnmatched},
		"nothing, and nobody knows hint": {"路灯不亮", "远山片区", "", opinion.HintUnmatched},
		"a code":                         {"路灯不亮", "980101", "980101", opinion.HintDecided},
	} {
		f := applied(opinion.Finding{Mention: opinion.Mention{Text: x.text},
			Territory: place("", x.text, "98")}, at(x.hint))
		got := ""
		if f.Territory != nil {
			got = f.Territory.Code
		}
		if got != x.want || f.Hinted[0].Use != x.use {
			t.Errorf("%s: at %q, %s", name, got, f.Hinted[0].Use)
		}
		if x.use == opinion.HintDecided && x.hint == "云汀县" && !slices.Contains(f.Territory.Evidence, why) {
			t.Errorf("%s: evidence %q", name, f.Territory.Evidence)
		}
	}
}

func TestATypeSaysWhatTheTextLeavesOpen(t *testing.T) {
	kind := func(v string) opinion.Hint {
		return opinion.Hint{Kind: opinion.HintType, Column: "诉求类型", Value: v}
	}
	for name, x := range map[string]struct {
		is   opinion.DemandFinding
		hint string
		want opinion.Demand
		use  opinion.HintUse
	}{
		"nothing heard": {opinion.DemandFinding{ID: opinion.NoDemand}, "投诉",
			opinion.Complaint, opinion.HintDecided},
		"an advertisement, they say no": {opinion.DemandFinding{ID: opinion.NoDemand,
			NoMatter: opinion.NoMatterAdvertisement}, "投诉举报", opinion.Report, opinion.HintDecided},
		"clear, and the same": {opinion.DemandFinding{ID: opinion.Help, Confidence: 0.9},
			"求助类", opinion.Help, opinion.HintAgrees},
		"clear, and another": {opinion.DemandFinding{ID: opinion.Complaint,
			Confidence: 0.9}, "咨询", opinion.Complaint, opinion.HintDiffers},
		"a column lets nothing go": {opinion.DemandFinding{ID: opinion.Complaint,
			Confidence: 0.5}, "表扬", opinion.Complaint, opinion.HintDiffers},
	} {
		f := applied(opinion.Finding{Demand: x.is}, kind(x.hint))
		if f.Demand.ID != x.want || f.Hinted[0].Use != x.use || x.use == opinion.HintDecided &&
			f.Demand.NoMatter != "" {
			t.Errorf("%s: %+v, %s", name, f.Demand, f.Hinted[0].Use)
		}
	}
	for name, x := range map[string]struct {
		is, hint, want string
		use            opinion.HintUse
	}{
		"unknown":                  {"", "生态环境/噪声污染", "ecology/noise", opinion.HintDecided},
		"the field alone":          {"ecology", "噪声污染", "ecology/noise", opinion.HintDecided},
		"the item of the field":    {"ecology/noise", "生态环境", "ecology/noise", opinion.HintAgrees},
		"another":                  {"tax", "噪声污染", "tax", opinion.HintDiffers},
		"one with its own channel": {"", "报警", "", opinion.HintDiffers},
		"no item":                  {"", "其他", "", opinion.HintUnmatched},
	} {
		f := applied(opinion.Finding{Topic: opinion.TopicFinding{ID: x.is, Unsure: x.is == ""}}, kind(x.hint))
		if f.Topic.ID != x.want || f.Hinted[0].Use != x.use || f.Topic.Unsure != (x.want == "") {
			t.Errorf("%s: %+v, %s", name, f.Topic, f.Hinted[0].Use)
		}
	}
}

func TestAUnitIsFoundByItsNameAndPlace(t *testing.T) {
	for value, want := range map[string]string{"岚桥市水务局": "w", "水务局": "w", "教育局": "e1",
		"柳浦区教育局": "e2", "某某局": "", "局": ""} {
		f := applied(opinion.Finding{Territory: place("", "云汀县", "98")},
			opinion.Hint{Kind: opinion.HintUnit, Column: "承办单位", Value: value})
		if id, _ := f.NamedUnit(); id != want {
			t.Errorf("%s is %q, want %q", value, id, want)
		}
	}
}

func TestUrgencyRaisesAttentionAndNoSeverity(t *testing.T) {
	for value, urgent := range map[string]bool{"特急": true, "紧急": true, "加急": true, "高": true,
		"一般": false, "不紧急": false, "平件": false, "蓝": false} {
		was := opinion.SeverityFinding{Level: opinion.SeverityIII}
		f := applied(opinion.Finding{Severity: was}, opinion.Hint{Kind: opinion.HintUrgency,
			Column: "紧急程度", Value: value})
		if (f.Urgent() != "") != urgent || f.Severity.Level != was.Level {
			t.Errorf("%s: urgent %q, severity %s", value, f.Urgent(), f.Severity.Level)
		}
		if value == "蓝" && f.Hinted[0].Use != opinion.HintUnmatched {
			t.Error("a degree that nobody knows is not said")
		}
	}
}
