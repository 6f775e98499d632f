package consoletest

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// Settings is a configuration in memory: it shows whatever is changed as one line, and keeps what was
// changed last.
type Settings struct {
	Now     facts.Settings
	Last    facts.SettingsEdit
	By      string // the division that who changed it last is bound to
	Saved   []string
	Tried   string
	Faults  []facts.SettingsFault // that every change has
	Refuses error                 // what every change is refused with
}

// NewSettings has one or two of everything.
func NewSettings(now time.Time) *Settings {
	const hour, day = time.Hour, 24 * time.Hour
	first := 0
	return &Settings{Now: facts.Settings{
		Version:  facts.SettingsVersion{Number: 2, At: now, By: "a-administrator", Reason: "样例：水务局成立"},
		Versions: []facts.SettingsVersion{{Number: 2, At: now, By: "a-administrator", Reason: "样例：水务局成立"}, {Number: 1, At: now, By: "local", Restores: &first}, {By: "files"}},
		Order:    []string{"units.yaml", "clocks.yaml", "briefing.json"},
		Files: map[string]string{"units.yaml": "units:\n  - id: u-water\n    name: 样例水务局\n", "clocks.yaml": "profiles: []\n",
			"briefing.json": "{}\n", "watches.yaml": "watches: []\n", "huiying.yaml": "region: \"320200\"\n"},
		Region: "320200", Contact: "mailto:office@example.org", Code: "3202000001", Records: []string{"苏ICP备 1"},
		Units: []opinion.Unit{{ID: "u-office", Name: "样例市政府办公室", Division: "320200", Level: opinion.City, Office: true},
			{ID: "u-water", Name: "样例水务局", Division: "320200", Level: opinion.City, Superior: "u-office",
				Topics: []string{"shizheng", "shizheng/gongshui"}},
			{ID: "u-county", Name: "样例区水务局", Division: "320206", Level: opinion.County, Superior: "u-water",
				Topics: []string{"shizheng/gongshui"}}},
		Topics: []opinion.Topic{{ID: "shizheng", Name: "市政服务", NameEn: "Municipal services", Terms: []string{"市政"}},
			{ID: "shizheng/gongshui", Name: "供水", NameEn: "Water supply", Terms: []string{"停水!", "水压"}, Exclude: []string{"水压机"},
				Basis: "样例〔2026〕1号"},
			{ID: "shizheng/paishui", Name: "排水", NameEn: "Drainage", Terms: []string{"积水"}, Narrows: "gongshui"},
			{ID: "xinfang", Name: "信访事项", NameEn: "Petitions", Refer: "信访"}},
		Sources: sourcesToSet(),
		Clocks: []opinion.ClockProfile{
			{ID: "general", Name: "热线一般事项", NameEn: "Hotline: general", Limit: 7 * day, Sign: day, Calendar: opinion.CalendarWorking, Basis: "样例〔2026〕2号"},
			{ID: "sudden", Name: "突发与危险事项", Limit: 2 * hour, Sign: 30 * time.Minute, Inform: hour, Urge: hour, Escalate: 36 * hour, Calendar: opinion.CalendarAlways, Basis: "样例"}},
		Choose: []facts.SettingsRule{{Severity: []opinion.Severity{opinion.SeverityI, opinion.SeverityII}, Profile: "sudden"},
			{Kind: []opinion.SourceKind{opinion.KindHotline}, Topic: []string{"shizheng"}, TopicClock: true}, {Profile: "general"}},
		Years: []facts.SettingsYear{{Year: 2026, Known: true, Days: []facts.SettingsDay{{Date: "2026-10-01", Off: true, Name: "国庆节"},
			{Date: "2026-10-02", Off: true, Name: "国庆节"}, {Date: "2026-10-10", Name: "国庆节"}}},
			{Year: 2027, Days: []facts.SettingsDay{{Date: "2027-01-01", Off: true, Name: "元旦", Own: true}}}},
		Templates: []facts.SettingsTemplate{{ID: "explain", Name: "权威解释", NameEn: "Explanation", Kind: "权威解释",
			Topics: []string{"shizheng"}, Text: "关于{topic}：〔待填：答复〕\n\n{unit}\n"}, {ID: "part", Name: "协办意见", For: "contribute", Text: "〔待填〕"}},
		Watches: []opinion.Watch{{ID: "flood", Name: "汛期积水", Any: []string{"积水", "内涝"}, Not: []string{"演练"}, Topics: []string{"shizheng"},
			Divisions: []string{"320206"}, Tell: opinion.TellAtCount, Count: 3, Hours: 6, Unit: "u-water", Office: true}},
		Policies: []facts.SettingsPolicy{{Number: "国办发〔2016〕61号", Title: "样例", URL: "https://www.example.org/61"}, {Number: "DB11/T 2021-2022"}},
		Channels: []facts.SettingsChannel{{ID: "water-mail", By: "mail", From: "a@example.org", To: []string{"b@example.org", "c@example.org"}},
			{ID: "oa", By: "webhook"}},
		Tell: []facts.SettingsTell{{Unit: "u-water", Channels: []string{"water-mail"}, Quiet: "22:00-07:00", Digest: []string{"08:30"}, Working: true},
			{Role: "coordinator", Channels: []string{"oa"}, Kinds: []string{"heavy", "return"}}},
		Choices: facts.SettingsChoices{Purposes: []string{"answer", "inform", "contribute"}, Responses: []string{"权威解释", "解决公布"},
			Blanks: []string{"unit", "place", "topic", "due", "case"}, Roles: []string{"coordinator", "leader"},
			Notices: []string{"danger", "heavy", "dispatch", "return"}, Tells: []string{"once", "count", "digest"}},
	}}
}

func sourcesToSet() (out []facts.SettingsSource) {
	for i, id := range []string{"sample-board", "sample-news", "sample-forum"} {
		out = append(out, facts.SettingsSource{Source: opinion.Source{ID: id, Name: "样例来源", Kind: opinion.KindBoard,
			URL: "https://board.example.org/" + id, Division: "320200"}, By: "page", Every: 6 * time.Hour, Enabled: i != 1})
	}
	return append(out, facts.SettingsSource{Source: opinion.Source{ID: "window", Name: "窗口登记", Kind: opinion.KindHotline},
		By: "intake", Told: true})
}

// Standing is what is in force.
func (s *Settings) Standing(context.Context) (facts.Settings, error) { return s.Now, nil }

// Preview says what a change would do.
func (s *Settings) Preview(_ context.Context, _, division string, e facts.SettingsEdit) (facts.SettingsPreview, error) {
	s.Last, s.By = e, division
	if s.Refuses != nil {
		return facts.SettingsPreview{}, s.Refuses
	}
	files := map[string]string{"units.yaml": "units:\n  - id: u-water\n    name: 样例水利局\n"}
	if len(e.Entries) > 1 {
		files["catalogue.yaml"] = "fields: []\n"
	}
	var tried *facts.SettingsTried
	if len(e.Entries) == 1 && e.Entries[0].List == "watches" || e.Texts["watches.yaml"] != "" {
		files = map[string]string{"watches.yaml": "watches: []\n"}
		tried = &facts.SettingsTried{From: s.Now.Version.At, Heard: 5000, Cut: true, All: 14,
			Rang: []facts.SettingsRang{{Alert: opinion.Alert{Kind: opinion.AlertWatch, At: s.Now.Version.At, Topic: "shizheng", Division: "320206", Seen: 3},
				Mention: "m1", Title: "【样例】小区积水"}}}
	}
	return facts.SettingsPreview{Tried: tried, Version: s.Now.Version.Number, Files: files, Faults: s.Faults,
		Differs: []string{"责任单位：样例水务局 (u-water)：name: 样例水务局 → 样例水利局"},
		Unified: "--- units.yaml\n+++ units.yaml\n@@ -2,2 +2,2 @@\n   - id: u-water\n-    name: 样例水务局\n+    name: 样例水利局\n",
		Open:    12, Rerouted: 2, Recount: 1, Homeless: 1, Heard: 500, MovedAll: 2,
		Moved: []facts.SettingsMoved{{Mention: "m1", Title: "【样例】小区停水两天", Was: "shizheng", Is: "shizheng/gongshui"},
			{Mention: "m2", Title: "【样例】水压低", Was: "shizheng/gongshui"}}}, nil
}

// Save keeps the reason of a change.
func (s *Settings) Save(ctx context.Context, lang, division, _, reason string, _ int, e facts.SettingsEdit) (facts.SettingsPreview,
	error) {
	p, err := s.Preview(ctx, lang, division, e)
	if reason == "" && err == nil {
		err = &kit.Error{Kind: kit.Invalid}
	}
	if err == nil && len(p.Faults) == 0 {
		s.Saved = append(s.Saved, reason)
	}
	return p, err
}

// TryChannel keeps which channel was tried.
func (s *Settings) TryChannel(_ context.Context, channel string) error {
	s.Tried = channel
	return nil
}
