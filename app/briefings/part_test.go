package briefings_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/console/kit"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
)

// A district's briefing tells of the district and of nothing beside it, and a past one stays as it
// was.
func TestABriefingOfADistrictTellsNothingBesideIt(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "", "  - {id: hotline, name: 样例热线, kind: board, by: intake, enabled: true, division: '98'}")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	day := time.Now().In(opinion.Beijing).AddDate(0, 0, -2)
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, opinion.Beijing)
	said := 0
	say := func(source, title string) {
		t.Helper()
		said++
		m, err := opinion.NewMention(opinion.Draft{Source: source, Kind: opinion.KindBoard,
			URL: fmt.Sprintf("https://board.example.org/%d", said), Title: title,
			Text: title + "，请尽快处理，谢谢。", PublishedAt: day.Add(time.Duration(8+said) * time.Hour),
			CollectedAt: day.Add(time.Duration(8+said) * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		h.Hear(m)
	}
	asked := func(division string) (pagedata.Briefing, string) {
		t.Helper()
		got, err := h.Office().Briefing(t.Context(), day, "day", division)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		return got, string(raw)
	}
	say("hotline", "柳浦区听涛苑燃气泄漏有人受伤送医")
	say("hotline", "柳浦区听涛苑燃气泄漏居民疏散")
	say("mailbox", "雁浦县样例路路灯不亮")
	say("mailbox", "云汀县鹅岗里路灯不亮")

	for _, x := range []struct {
		division, place string
		mentions        int
		has, not        []string
	}{
		{"980101", "柳浦区", 2, []string{"燃气泄漏", "样例热线"}, []string{"雁浦县", "云汀县", "样例路", "路灯"}},
		{"980122", "雁浦县", 1, []string{"收到信息1条"}, []string{"柳浦", "燃气", "云汀", "样例热线", "980101"}},
		{"9801", "澄川市", 5, []string{"燃气泄漏", "雁浦县", "柳浦区"}, []string{"云汀", "岚桥", "980221"}},
	} {
		got, before := asked(x.division)
		if got.Division != x.division || !strings.HasSuffix(got.Place, x.place) || got.Numbers[0].N != x.mentions {
			t.Errorf("%s: of %q %q, %+v", x.place, got.Division, got.Place, got.Numbers)
		}
		for _, s := range x.has {
			if !strings.Contains(before, s) {
				t.Errorf("%s: %q is missing: %s", x.place, s, before)
			}
		}
		for _, s := range x.not {
			if strings.Contains(before, s) {
				t.Errorf("%s: %q is beside it: %s", x.place, s, before)
			}
		}
		say("mailbox", x.place+"样例巷夜间施工噪音扰民") // told too late: the day is written
		if _, again := asked(x.division); again != before {
			t.Errorf("%s, asked again:\n%s\n%s", x.place, before, again)
		}
	}
	if all, _ := asked("98"); all.Division != "" || all.Numbers[0].N != said {
		t.Errorf("the region asked for by name: %q, %+v", all.Division, all.Numbers[0])
	}
	var no *kit.Error
	if _, err := h.Office().Briefing(t.Context(), day, "day", "1101"); !errors.As(err, &no) ||
		no.Kind != kit.NotFound {
		t.Errorf("a place outside the region: %v", err)
	}
}
