package corrections_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

func byTopic(t *testing.T, h *apptest.Running) map[string]int {
	t.Helper()
	counts, err := h.Register().Counts(t.Context(), time.Time{}, time.Time{}, register.ByTopic)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, c := range counts {
		out[c.Key] = c.N
	}
	return out
}

// A person corrects what the analyzers found, and everything follows: counters, index, the
// case in triage with its proposed unit; taken back, all is as it was.
func TestACorrectionReachesEveryProjection(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.AutoDispatch = false
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	m := flowtest.Letter(t, 1, "澄川市柳浦区听涛苑工地夜间施工噪音扰民", "每晚打桩到凌晨两点，噪音很大，请处理。")
	other := flowtest.Letter(t, 2, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，没有公告，请尽快恢复供水。")
	h.Hear(m, other)
	first, err := h.Register().Finding(t.Context(), m.ID)
	if err != nil || first.Topic.ID == "" {
		t.Fatalf("finding: %+v, %v", first.Topic, err)
	}
	totals := fmt.Sprint(byTopic(t, h))
	desk := h.Desktop()
	at := "/api/v1/mentions/" + m.ID

	var file facts.MentionFile
	for _, body := range []string{
		`{"field":"topic","is":"tax/evasion","reason":"看错了，联系电话13912345678","seen":0,"by":"monitor"}`,
		`{"field":"place","is":"岚桥市云汀县","seen":1,"by":"monitor"}`,
	} {
		if status := desk.Post(at+"/correct", body, &file); status != 200 {
			t.Fatalf("%s: %d", body, status)
		}
	}
	h.Settled()
	f := file.Finding
	if f.Topic.ID != "tax/evasion" || f.Topic.By != "person" || f.Place() != "980221" ||
		f.Route.Lead == first.Route.Lead || strings.Contains(fmt.Sprint(f.Corrected), "139123") {
		t.Errorf("finding: %+v at %s to %s", f.Topic, f.Place(), f.Route.Lead)
	}
	if got := byTopic(t, h); got["tax/evasion"] != 1 || got[first.Topic.ID] != 0 || len(got) != 2 {
		t.Errorf("by topic: %v, before %s", got, totals)
	}
	if found := apptest.Hits(t, h.App, index.Query{Topic: "tax", Division: "9802"}); len(found) != 1 ||
		len(found[0].Corrected) != 2 {
		t.Errorf("%d hits under the corrected topic and place", len(found))
	}
	if found := apptest.Hits(t, h.App, index.Query{}); len(found) != 2 {
		t.Errorf("the index holds %d findings of two mentions", len(found))
	}
	c, err := h.Register().Load(t.Context(), opinion.CaseID(first.Issue.ID))
	if err != nil || c.State != opinion.Triage || c.Lead != f.Route.Lead ||
		c.Topic != "tax/evasion" || c.Division != "980221" {
		t.Errorf("case: %s with %s about %s, %v", c.State, c.Lead, c.Topic, err)
	}

	// A step that runs twice may publish the first judgement again, long after.
	data, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Bus().Publish(t.Context(), bus.Message{Subject: opinion.FindingSubject(first),
		Data: data}); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	if found := apptest.Hits(t, h.App, index.Query{Topic: "tax"}); len(found) != 1 {
		t.Error("a late copy of the first judgement took the place of the correction in the index")
	}
	if got := byTopic(t, h); got["tax/evasion"] != 1 || len(got) != 2 {
		t.Errorf("after a late copy: %v", got)
	}
	before := totalsOf(t, h)
	if err := h.Register().Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	apptest.CaughtUp(t, h.App)
	if after := totalsOf(t, h); after != before {
		t.Errorf("rebuilt from the log:\n%s\nbefore:\n%s", after, before)
	}

	var problem struct{ Code string }
	if status := desk.Post(at+"/correct", `{"field":"topic","is":"tax","seen":0}`,
		&problem); status != 409 || problem.Code != "stale_version" {
		t.Errorf("stale: %d %s", status, problem.Code)
	}
	if status := desk.Post(at+"/correct", `{"field":"issue","is":"x"}`, &problem); status != 422 {
		t.Errorf("an issue is not corrected here: %d %s", status, problem.Code)
	}
	for range 2 {
		if status := desk.Post(at+"/undo", `{"by":"monitor"}`, &file); status != 200 {
			t.Fatalf("undo: %d", status)
		}
	}
	h.Settled()
	f = file.Finding
	if f.Topic.ID != first.Topic.ID || f.Topic.By != "rules" || f.Place() != first.Place() ||
		f.Route.Lead != first.Route.Lead || fmt.Sprint(byTopic(t, h)) != totals {
		t.Errorf("taken back: %+v at %s to %s, %v", f.Topic, f.Place(), f.Route.Lead, byTopic(t, h))
	}
	if c, err = h.Register().Load(t.Context(), c.ID); err != nil || c.Lead != first.Route.Lead ||
		c.Topic != first.Topic.ID {
		t.Errorf("case after taking back: %s about %s, %v", c.Lead, c.Topic, err)
	}
}

// totalsOf is every counter of the register as text.
func totalsOf(t *testing.T, h *apptest.Running) string {
	t.Helper()
	out := ""
	for _, by := range []string{register.ByAll, register.ByTopic, register.ByDivision,
		register.ByUnit, register.BySource, register.BySeverity, register.ByDemand} {
		counts, err := h.Register().Counts(t.Context(), time.Time{}, time.Time{}, by)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprint(by, counts, "\n")
	}
	days, err := h.Register().Series(t.Context(), time.Time{}, time.Time{}, register.ByDay)
	if err != nil {
		t.Fatal(err)
	}
	return out + fmt.Sprint(days)
}

// The words of a corrected mention are in the log more than once, and younger than the mention.
func TestCorrectedWordsGoWithTheirRetentionAndByPurge(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	desk, forgetter := h.Desktop(), h.Forgetter()
	forgetter.Now = func() time.Time { return time.Now().Add(cfg.Retention + time.Hour) }
	aging, purged := flowtest.Letter(t, 1, "澄川市柳浦区听涛苑夜间施工噪音扰民", "每晚打桩，请处理。"),
		flowtest.Letter(t, 2, "岚桥市云汀县鹅岗里停水两天", "请尽快恢复供水。")
	h.Hear(aging, purged)
	for _, id := range []string{aging.ID, purged.ID} {
		if status := correctTopic(desk, id, "tax"); status != 200 {
			t.Fatal(status)
		}
	}
	h.Settled()
	if _, err := forgetter.Purge(t.Context(), facts.Purge{ID: purged.ID}); err != nil {
		t.Fatal(err)
	}
	if n, err := forgetter.Old(t.Context()); err != nil || n != 1 {
		t.Fatalf("dropped the words of %d mentions, %v", n, err)
	}
	_, err := h.Bus().Read(context.WithoutCancel(t.Context()), "FINDINGS", "", 1, func(m bus.Msg) error {
		for _, word := range []string{"听涛苑", "鹅岗里"} {
			if strings.Contains(string(m.Data), word) {
				t.Errorf("message %d of the log still holds %s", m.Seq, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if status := correctTopic(desk, aging.ID, "budget"); status == 200 {
		t.Error("what was forgotten was corrected, and so brought back")
	}
}

// Below the configured confidence a finding waits for a person: in the queue of the console,
// its case in triage, although this process dispatches by itself. The person's word lets it go.
func TestWhatNobodyIsSureAboutWaits(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "topic: {sure: 0.97}")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	desk := h.Desktop()
	m := flowtest.Letter(t, 1, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，请尽快恢复供水。")
	h.Hear(m)
	f, err := h.Register().Finding(t.Context(), m.ID)
	if err != nil || !f.Topic.Unsure || f.Topic.ID != "" || f.Topic.Guess == "" {
		t.Fatalf("finding: %+v, %v", f.Topic, err)
	}
	if found := apptest.Hits(t, h.App, index.Query{Unsure: true}); len(found) != 1 {
		t.Errorf("%d findings in the queue", len(found))
	}
	id := opinion.CaseID(f.Issue.ID)
	if c, err := h.Register().Load(t.Context(), id); err != nil || c.State != opinion.Triage {
		t.Fatalf("its case is %s, %v", c.State, err)
	}
	if status := correctTopic(desk, m.ID, f.Topic.Guess); status != 200 {
		t.Fatal(status)
	}
	h.Settled()
	if c, err := h.Register().Load(t.Context(), id); err != nil || c.State != opinion.Dispatched ||
		c.Topic != f.Topic.Guess {
		t.Errorf("after the person's word it is %s about %q, %v", c.State, c.Topic, err)
	}
	if found := apptest.Hits(t, h.App, index.Query{Unsure: true}); len(found) != 0 {
		t.Errorf("%d findings are still in the queue", len(found))
	}
}

// correctTopic is a monitor who says what a mention is about.
func correctTopic(desk apptest.Desktop, id, topic string) (status int) {
	return desk.Post("/api/v1/mentions/"+id+"/correct",
		fmt.Sprintf(`{"field":"topic","is":%q,"by":"monitor"}`, topic), nil)
}
