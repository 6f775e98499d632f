package briefings_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/console/leader"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

func TestADayIsWrittenOnceAndSent(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := t.TempDir()
	w := flowtest.NewWorld(t, "briefing: {due: \"08:00\", to: [\"file:"+dir+"\", \"file:"+
		filepath.Join(dir, "other")+"\"], formats: [docx, json], periods: [day]}")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	day := time.Now().In(opinion.Beijing).AddDate(0, 0, -1)
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, opinion.Beijing)
	if time.Since(day) < 25*time.Hour { // it is written for good an hour after its end
		day = day.AddDate(0, 0, -1)
	}
	say := func(n int, title string) opinion.Mention {
		t.Helper()
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
			URL: fmt.Sprintf("https://board.example.org/%d", n), Title: title,
			Text: title + "，请尽快处理，谢谢。", PublishedAt: day.Add(time.Duration(10+n) * time.Hour),
			CollectedAt: day.Add(time.Duration(10+n) * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		h.Hear(m)
		return m
	}
	asked := func() string {
		t.Helper()
		got, err := h.Office().Briefing(t.Context(), day, "day", "")
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	flood := say(0, "柳浦区听涛苑燃气泄漏有人受伤送医")
	say(1, "云汀县鹅岗里路灯不亮")
	before := asked()
	if !strings.Contains(before, "燃气泄漏") || !strings.Contains(before, "收到信息2条") {
		t.Fatalf("the day: %s", before)
	}
	special := specialOf(t, h, flood)
	say(2, "海城区样例巷夜间施工噪音扰民") // told too late: the day is written
	if got := asked(); got != before {
		t.Errorf("after the world went on:\n%s\n%s", before, got)
	}
	sendsOnce(t, h, day, dir)
	if _, err := h.Office().Purge(t.Context(), facts.Purge{ID: flood.ID}); err != nil {
		t.Fatal(err)
	}
	if after := asked(); strings.Contains(after, "燃气泄漏") || !strings.Contains(after, "标题已不保存") ||
		!strings.Contains(after, "收到信息2条") {
		t.Errorf("after a purge: %s", after)
	}
	if got, err := app.BriefingsOf(h.App).Special(t.Context(), special.Year, special.No); err != nil || got.Heading != "" ||
		!got.Made.Equal(special.Made) || len(got.Sections) != len(special.Sections) {
		t.Errorf("a special report after a purge: %v %+v", err, got)
	}
}

// specialOf issues the special report of a mention's issue, twice: the second is no new one.
func specialOf(t *testing.T, h *apptest.Running, m opinion.Mention) leader.Special {
	t.Helper()
	finding, err := h.Register().Finding(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	year, no, err := app.BriefingsOf(h.App).IssueSpecial(t.Context(), finding.Issue.ID)
	again, same, err2 := app.BriefingsOf(h.App).IssueSpecial(t.Context(), finding.Issue.ID)
	got, err3 := app.BriefingsOf(h.App).Special(t.Context(), year, no)
	if err := errors.Join(err, err2, err3); err != nil || again != year || same != no || no != 1 {
		t.Fatalf("%v: number %d, then %d", err, no, same)
	}
	if !strings.Contains(got.Heading, "燃气泄漏") || len(got.Lead) < 3 || got.Sections[0].Table == nil || got.Division == "" {
		t.Errorf("%+v", got)
	}
	return got
}

// sendsOnce: each gets a briefing once, and one that cannot be reached stops nobody.
func sendsOnce(t *testing.T, h *apptest.Running, day time.Time, dir string) {
	t.Helper()
	other := flowtest.Write(t, filepath.Join(dir, "other"), "no directory")
	due := bus.Msg{Subject: "due.briefing.day", Data: []byte(day.Format(time.DateOnly))}
	send := func() error {
		_, errs := h.Step("briefing").Handle(t.Context(), []bus.Msg{due})
		return errors.Join(errs...)
	}
	if err := send(); err == nil {
		t.Error("a briefing that could not be sent is not tried again")
	}
	name := "huiying-day-" + day.Format(time.DateOnly) + ".docx"
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Errorf("the one that can be reached got none: %v", err)
	}
	if err := errors.Join(os.Remove(other), os.Mkdir(other, 0o700)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := send(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("who had it got it again: %v", err)
	}
	if there, err := os.ReadDir(other); err != nil || len(there) != 2 || there[0].Name() != name {
		t.Errorf("the other has %v (%v)", there, err)
	}
	bucket, err := h.Bus().Bucket(t.Context(), "BRIEFINGS")
	if err != nil {
		t.Fatal(err)
	}
	if next, _, err := bucket.Get(t.Context(), "next/day"); err != nil ||
		string(next) < time.Now().In(opinion.Beijing).AddDate(0, 0, -1).Format(time.DateOnly) {
		t.Errorf("the next is armed for %s (%v)", next, err)
	}
}
