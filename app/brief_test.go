package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/briefings"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/briefing"
)

// outbox takes what is sent; it refuses what names it in refuse.
type outbox struct {
	got    []string
	refuse string
}

func (o *outbox) Send(_ context.Context, to, subject, text string, files []briefing.File) error {
	if to == o.refuse {
		return errors.New("nobody there")
	}
	o.got = append(o.got, to+": "+subject)
	for _, f := range files {
		o.got = append(o.got, f.Name+" "+f.Kind)
		if len(f.Data) == 0 || text == "" {
			return errors.New("nothing in it")
		}
	}
	return nil
}

func TestADayIsWrittenOnceAndSent(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := t.TempDir()
	w := newWorld(t, "briefing: {due: \"08:00\", to: [\"file:"+dir+"\", \"file:/other\"], formats: [docx, json], periods: [day]}")
	h, _ := w.process(t, w.Load(t), RoleAnalyze, RoleRespond)
	day := time.Now().In(opinion.Beijing).AddDate(0, 0, -1)
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, opinion.Beijing)
	if time.Since(day) < 25*time.Hour { // it is written for good an hour after its end
		day = day.AddDate(0, 0, -1)
	}
	say := func(n int, title string) opinion.Mention {
		t.Helper()
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
			URL: fmt.Sprintf("https://board.example.org/%d", n), Title: title,
			Text: title + "，请尽快处理，谢谢。", PublishedAt: day.Add(time.Duration(10+n) * time.Hour), CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		h.hear(t, m)
		return m
	}
	asked := func() string {
		t.Helper()
		got, err := h.briefings.Briefing(t.Context(), day, "day", "")
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
	if !strings.Contains(before, "燃气泄漏") || !strings.Contains(before, "收集研判公开信息2条") {
		t.Fatalf("the day: %s", before)
	}
	say(2, "海城区样例巷夜间施工噪音扰民") // told too late: the day is written
	if got := asked(); got != before {
		t.Errorf("after the world went on:\n%s\n%s", before, got)
	}
	sendsOnce(t, h, day, dir)
	if _, err := (desk{h}).Purge(t.Context(), facts.Purge{ID: flood.ID}); err != nil {
		t.Fatal(err)
	}
	if after := asked(); strings.Contains(after, "燃气泄漏") || !strings.Contains(after, "标题已不保存") ||
		!strings.Contains(after, "收集研判公开信息2条") {
		t.Errorf("after a purge: %s", after)
	}
}

// sendsOnce: each gets a briefing once, and one that cannot be reached stops nobody.
func sendsOnce(t *testing.T, h *App, day time.Time, dir string) {
	t.Helper()
	out := &outbox{refuse: "file:/other"}
	h.briefings.Sender = out
	due := bus.Msg{Subject: "due.briefing.day", Data: []byte(day.Format(time.DateOnly))}
	if _, err := h.briefings.Due(t.Context(), due); err == nil {
		t.Error("a briefing that could not be sent is not tried again")
	}
	out.refuse = ""
	for range 2 {
		if _, err := h.briefings.Due(t.Context(), due); err != nil {
			t.Error(err)
		}
	}
	if len(out.got) != 6 || !strings.HasPrefix(out.got[0], "file:") ||
		!strings.HasPrefix(out.got[3], "file:/other: ") ||
		!strings.HasPrefix(out.got[1], "huiying-day-"+day.Format(time.DateOnly)+".docx ") {
		t.Errorf("sent: %q", out.got)
	}
	if next, _, err := h.buckets.briefings.Get(t.Context(), "next/day"); err != nil ||
		string(next) < time.Now().In(opinion.Beijing).AddDate(0, 0, -1).Format(time.DateOnly) {
		t.Errorf("the next is armed for %s (%v)", next, err)
	}
	if err := (briefings.Sender{}).Send(t.Context(), "file:"+dir, "", "",
		[]briefing.File{{Name: "x.json", Data: []byte("{}")}}); err != nil {
		t.Error(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "x.json")); err != nil || string(b) != "{}" {
		t.Errorf("%q %v", b, err)
	}
}
