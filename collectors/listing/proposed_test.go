package listing

import (
	"maps"
	"net/url"
	"testing"
	"time"

	"huiying/collectors/selector"
)

// The paths that a list in data is proposed with read the same list.
func TestProposedPathsReadTheList(t *testing.T) {
	base, _ := url.Parse("http://hall.example.cn/api/list?pageIndex=1&size=20")
	body := `{"code":0,"result":{"total":2,"rows":[
		{"mailTitle":"路灯不亮","mailContent":"门口的路灯三天不亮了。","writeTime":"2026-03-04 10:00:00","no":7},
		{"mailTitle":"门口积水","mailContent":"下雨就积水，请处理。","writeTime":"2026-03-05 10:00:00","no":8,"replyContent":"已疏通。"}]}}`
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	l := Read(base, body, Options{Now: now})
	want := map[string]string{"items": "result.rows", "title": "mailTitle", "text": "mailContent", "time": "writeTime",
		"reply": "replyContent", "page": "pageIndex"}
	if len(l.Entries) != 2 || !maps.Equal(l.Paths, want) {
		t.Fatalf("%d entries, %v", len(l.Entries), l.Paths)
	}
	again := Read(base, body, Options{Now: now, JSON: &selector.Paths{Items: l.Paths["items"], Title: l.Paths["title"],
		Text: l.Paths["text"], Time: l.Paths["time"], Reply: l.Paths["reply"], Page: l.Paths["page"]}})
	if len(again.Entries) != 2 || again.Entries[1].Own.Reply == nil || again.Next == "" ||
		again.Entries[0].Title != l.Entries[0].Title || !again.Entries[1].Time.Equal(l.Entries[1].Time) {
		t.Errorf("%+v", again)
	}
}
