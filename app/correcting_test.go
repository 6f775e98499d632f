package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// hear publishes mentions and waits until every step is done with them.
func (a *App) hear(t *testing.T, mentions ...opinion.Mention) {
	t.Helper()
	if _, err := a.Inbox.Publish(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	settle(t, a)
	caughtUp(t, a)
}

// desktop is the console of a process over HTTP.
type desktop struct{ *httptest.Server }

func newDesktop(t testing.TB, h *App) desktop {
	t.Helper()
	handler, err := h.Console()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	flowtest.SignIn(s.Listener.Addr().String(), h.key)
	return desktop{s}
}

// post sends JSON and reads the answer into out; it returns the status.
func (d desktop) post(t *testing.T, path, body string, out any) int {
	t.Helper()
	res, err := http.Post(d.URL+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(b.Bytes(), out); err != nil {
			t.Fatalf("%s: %s", res.Status, b.String())
		}
	}
	return res.StatusCode
}

func byTopic(t *testing.T, h *App) map[string]int {
	t.Helper()
	counts, err := h.Store.Counts(t.Context(), time.Time{}, time.Time{}, register.ByTopic)
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
	w := newWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.AutoDispatch = false
	h, shut := w.process(t, cfg, RoleAnalyze, RoleRespond)
	defer shut()
	m := flowtest.Letter(t, 1, "澄川市柳浦区听涛苑工地夜间施工噪音扰民", "每晚打桩到凌晨两点，噪音很大，请处理。")
	other := flowtest.Letter(t, 2, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，没有公告，请尽快恢复供水。")
	h.hear(t, m, other)
	first, err := h.Store.Finding(t.Context(), m.ID)
	if err != nil || first.Topic.ID == "" {
		t.Fatalf("finding: %+v, %v", first.Topic, err)
	}
	totals := fmt.Sprint(byTopic(t, h))
	desk := newDesktop(t, h)
	at := "/api/v1/mentions/" + m.ID

	var file facts.MentionFile
	for _, body := range []string{
		`{"field":"topic","is":"tax/evasion","reason":"看错了，联系电话13912345678","seen":0,"by":"monitor"}`,
		`{"field":"place","is":"岚桥市云汀县","seen":1,"by":"monitor"}`,
	} {
		if status := desk.post(t, at+"/correct", body, &file); status != 200 {
			t.Fatalf("%s: %d", body, status)
		}
	}
	settle(t, h)
	f := file.Finding
	if f.Topic.ID != "tax/evasion" || f.Topic.By != "person" || f.Place() != "980221" ||
		f.Route.Lead == first.Route.Lead || strings.Contains(fmt.Sprint(f.Corrected), "139123") {
		t.Errorf("finding: %+v at %s to %s", f.Topic, f.Place(), f.Route.Lead)
	}
	if got := byTopic(t, h); got["tax/evasion"] != 1 || got[first.Topic.ID] != 0 || len(got) != 2 {
		t.Errorf("by topic: %v, before %s", got, totals)
	}
	if found := hits(t, h, index.Query{Topic: "tax", Division: "9802"}); len(found) != 1 ||
		len(found[0].Corrected) != 2 {
		t.Errorf("%d hits under the corrected topic and place", len(found))
	}
	if found := hits(t, h, index.Query{}); len(found) != 2 {
		t.Errorf("the index holds %d findings of two mentions", len(found))
	}
	c, err := h.Store.Load(t.Context(), opinion.CaseID(first.Issue.ID))
	if err != nil || c.State != opinion.Triage || c.Lead != f.Route.Lead ||
		c.Topic != "tax/evasion" || c.Division != "980221" {
		t.Errorf("case: %s with %s about %s, %v", c.State, c.Lead, c.Topic, err)
	}

	// A step that runs twice may publish the first judgement again, long after.
	data, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Bus.Publish(t.Context(), bus.Message{Subject: opinion.FindingSubject(first),
		Data: data}); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	if found := hits(t, h, index.Query{Topic: "tax"}); len(found) != 1 {
		t.Error("a late copy of the first judgement took the place of the correction in the index")
	}
	if got := byTopic(t, h); got["tax/evasion"] != 1 || len(got) != 2 {
		t.Errorf("after a late copy: %v", got)
	}
	before := totalsOf(t, h)
	if err := h.Store.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, h)
	if after := totalsOf(t, h); after != before {
		t.Errorf("rebuilt from the log:\n%s\nbefore:\n%s", after, before)
	}

	var problem struct{ Code string }
	if status := desk.post(t, at+"/correct", `{"field":"topic","is":"tax","seen":0}`,
		&problem); status != 409 || problem.Code != "stale_version" {
		t.Errorf("stale: %d %s", status, problem.Code)
	}
	if status := desk.post(t, at+"/correct", `{"field":"issue","is":"x"}`, &problem); status != 422 {
		t.Errorf("an issue is not corrected here: %d %s", status, problem.Code)
	}
	for range 2 {
		if status := desk.post(t, at+"/undo", `{"by":"monitor"}`, &file); status != 200 {
			t.Fatalf("undo: %d", status)
		}
	}
	settle(t, h)
	f = file.Finding
	if f.Topic.ID != first.Topic.ID || f.Topic.By != "rules" || f.Place() != first.Place() ||
		f.Route.Lead != first.Route.Lead || fmt.Sprint(byTopic(t, h)) != totals {
		t.Errorf("taken back: %+v at %s to %s, %v", f.Topic, f.Place(), f.Route.Lead, byTopic(t, h))
	}
	if c, err = h.Store.Load(t.Context(), c.ID); err != nil || c.Lead != first.Route.Lead || c.Topic != first.Topic.ID {
		t.Errorf("case after taking back: %s about %s, %v", c.Lead, c.Topic, err)
	}
}

// totalsOf is every counter of the register as text.
func totalsOf(t *testing.T, h *App) string {
	t.Helper()
	out := ""
	for _, by := range []string{register.ByAll, register.ByTopic, register.ByDivision,
		register.ByUnit, register.BySource, register.BySeverity, register.ByDemand} {
		counts, err := h.Store.Counts(t.Context(), time.Time{}, time.Time{}, by)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprint(by, counts, "\n")
	}
	days, err := h.Store.Series(t.Context(), time.Time{}, time.Time{}, register.ByDay)
	if err != nil {
		t.Fatal(err)
	}
	return out + fmt.Sprint(days)
}

// The words of a corrected mention are in the log more than once, and younger than the mention.
func TestCorrectedWordsGoWithTheirRetentionAndByPurge(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "")
	cfg := w.Load(t)
	var later atomic.Int64
	h, shut := w.houseWith(t, Options{Cfg: cfg, Roles: []Role{RoleAnalyze, RoleRespond},
		Log: zap.NewNop()}, func(h *App) {
		now := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
		h.corrector.Now, h.forgetter.Now = now, now
	})
	defer shut()
	aging, purged := flowtest.Letter(t, 1, "澄川市柳浦区听涛苑夜间施工噪音扰民", "每晚打桩，请处理。"),
		flowtest.Letter(t, 2, "岚桥市云汀县鹅岗里停水两天", "请尽快恢复供水。")
	h.hear(t, aging, purged)
	for _, id := range []string{aging.ID, purged.ID} {
		if _, err := h.corrector.Correct(t.Context(), id, facts.Correct{Field: opinion.FieldTopic,
			Is: "tax", By: "monitor"}); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, h)
	later.Store(int64(cfg.Retention + time.Hour))
	if _, err := (desk{h}).Purge(t.Context(), facts.Purge{ID: purged.ID}); err != nil {
		t.Fatal(err)
	}
	if n, err := h.forgetter.Old(t.Context()); err != nil || n != 1 {
		t.Fatalf("dropped the words of %d mentions, %v", n, err)
	}
	_, err := h.Bus.Read(context.WithoutCancel(t.Context()), "FINDINGS", "", 1, func(m bus.Msg) error {
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
	if _, err := h.corrector.Correct(t.Context(), aging.ID, facts.Correct{Field: opinion.FieldTopic,
		Is: "budget", By: "monitor"}); err == nil {
		t.Error("what was forgotten was corrected, and so brought back")
	}
}

// Below the configured confidence a finding waits for a person: in the queue of the console,
// its case in triage, although this process dispatches by itself. The person's word lets it go.
func TestWhatNobodyIsSureAboutWaits(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "topic: {sure: 0.97}")
	h, shut := w.process(t, w.Load(t), RoleAnalyze, RoleRespond)
	defer shut()
	m := flowtest.Letter(t, 1, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，请尽快恢复供水。")
	h.hear(t, m)
	f, err := h.Store.Finding(t.Context(), m.ID)
	if err != nil || !f.Topic.Unsure || f.Topic.ID != "" || f.Topic.Guess == "" {
		t.Fatalf("finding: %+v, %v", f.Topic, err)
	}
	if found := hits(t, h, index.Query{Unsure: true}); len(found) != 1 {
		t.Errorf("%d findings in the queue", len(found))
	}
	id := opinion.CaseID(f.Issue.ID)
	if c, err := h.Store.Load(t.Context(), id); err != nil || c.State != opinion.Triage {
		t.Fatalf("its case is %s, %v", c.State, err)
	}
	if _, err := h.corrector.Correct(t.Context(), m.ID, facts.Correct{Field: opinion.FieldTopic,
		Is: f.Topic.Guess, By: "monitor"}); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	if c, err := h.Store.Load(t.Context(), id); err != nil || c.State != opinion.Dispatched ||
		c.Topic != f.Topic.Guess {
		t.Errorf("after the person's word it is %s about %q, %v", c.State, c.Topic, err)
	}
	if found := hits(t, h, index.Query{Unsure: true}); len(found) != 0 {
		t.Errorf("%d findings are still in the queue", len(found))
	}
}
