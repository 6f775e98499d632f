package system_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/kit"
)

// noticeFake is a book of invented notices.
type noticeFake struct {
	w        *consoletest.World
	replayed *[]string
}

func (f noticeFake) Channels(context.Context) ([]facts.NoticeChannel, error) {
	return []facts.NoticeChannel{
		{ID: "water-mail", By: "mail", State: "ok", LastSuccess: consoletest.Now.Add(-time.Hour),
			Told: []string{"unit:u-water"}},
		{ID: "desk-group", By: "dingtalk", State: "failing", Failures: 7, Waiting: 12,
			LastSuccess: consoletest.Now.Add(-30 * time.Hour),
			NextTry:     consoletest.Now.Add(8 * time.Minute),
			Code:        "robot_310000", Error: "refused with robot_310000: sign not match",
			Told: []string{"role:coordinator", "unit:u-road"}},
	}, f.w.Fail
}

func (f noticeFake) Deliveries(_ context.Context, q facts.NoticeQuery) ([]facts.NoticeDelivery, error) {
	all := []facts.NoticeDelivery{
		{Key: "0123456789abcdef0123456789abcdef", Channel: "desk-group", Kind: "return",
			To: "role:coordinator", Case: "c0123456789", N: 7, State: "failed",
			At: consoletest.Now.Add(-time.Minute), Took: "120ms",
			Code: "robot_310000", Error: "refused with robot_310000: sign not match", Again: true},
		{Key: "1123456789abcdef0123456789abcdef", Channel: "water-mail", Kind: "digest",
			To: "unit:u-water", Items: 6, N: 2, Twice: true, State: "told",
			At: consoletest.Now.Add(-time.Hour), Again: true},
	}
	var out []facts.NoticeDelivery
	for _, d := range all {
		if (q.Channel == "" || q.Channel == d.Channel) && (q.State == "" || q.State == d.State) {
			out = append(out, d)
		}
	}
	return out, f.w.Fail
}

func (f noticeFake) ReplayNotice(_ context.Context, channel, key string) error {
	if key == "none" {
		return &kit.Error{Kind: kit.NotFound}
	}
	*f.replayed = append(*f.replayed, channel+" "+key)
	return nil
}

func TestNoticesShowChannelsAndLog(t *testing.T) {
	w := consoletest.NewWorld(3)
	var replayed []string
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Notices = noticeFake{w, &replayed} })
	page := consoletest.Send(h, "GET", "/notices?lang=en", "").Body.String()
	for _, want := range []string{"robot_310000", "Dead", "may arrive twice", "water-mail",
		"Coordinator", "Send again", `action="/notices/desk-group/0123456789abcdef0123456789abcdef/replay"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if page = consoletest.Send(h, "GET", "/notices?state=told&lang=en",
		"").Body.String(); strings.Contains(page, "attempt 7") ||
		!strings.Contains(page, "attempt 2") {
		t.Error("the filter does not narrow")
	}
	if page = consoletest.Send(h, "GET", "/?lang=en", "").Body.String(); !strings.Contains(page,
		"/notices#desk-group") || strings.Contains(page, "/notices#water-mail") {
		t.Error("the overview does not tell of the dead channel alone")
	}
	if r := consoletest.Send(h, "POST", "/notices/desk-group/k/replay", "", "Content-Type",
		"application/x-www-form-urlencoded"); r.Code != 303 || len(replayed) != 1 ||
		replayed[0] != "desk-group k" {
		t.Errorf("%d %v", r.Code, replayed)
	}
	if r := consoletest.Send(h, "POST", "/notices/desk-group/none/replay", "", "Content-Type",
		"application/x-www-form-urlencoded"); r.Code != 404 {
		t.Errorf("%d", r.Code)
	}
	if body := consoletest.Send(h, "GET", "/api/v1/notices?channel=water-mail",
		"").Body.String(); !strings.Contains(body, `"maybe_twice":true`) ||
		strings.Contains(body, "desk-group") {
		t.Error(body)
	}
	if body := consoletest.Send(h, "GET", "/api/v1/notices/channels",
		"").Body.String(); !strings.Contains(body, `"failures":7`) {
		t.Error(body)
	}
	if r := consoletest.Send(consoletest.Start(t, w), "GET", "/notices", ""); r.Code != 503 {
		t.Errorf("without channels %d", r.Code)
	}
}

func TestNoticesInABrowser(t *testing.T) {
	w := consoletest.NewWorld(3)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Notices = noticeFake{w, new([]string)} })
	b := consoletest.Browse(t, h, consoletest.Desk)
	for _, width := range []int64{consoletest.Desk, consoletest.Phone} {
		b.Look("/notices?lang=zh", fmt.Sprintf("notices-%d", width), width)
	}
}
