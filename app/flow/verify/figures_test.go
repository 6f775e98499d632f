package verify_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/app/apptest"
	"huiying/console/api"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

// Desk, overview, briefing and API tell the same of a day: all count by the day on which a text came
// in, by one question. Letters of last year that come in today are of today.
func TestEveryPageTellsTheSameOfADay(t *testing.T) {
	if opinion.DayOf(time.Now()) != opinion.DayOf(time.Now().Add(10*time.Minute)) {
		t.Skip("midnight in Beijing is near: what comes in would be of two days")
	}
	w := flowtest.NewWorld(t, "")
	h := apptest.Start(t, w.Load(t), apptest.In(w.Data))
	letters := flowtest.Mentions(t, 9, 30)
	for i, text := range []string{"新安路口的红绿灯一直是黄灯在闪，早上车子都堵在那里。",
		"来电人表扬办事窗口讲得清楚，工作人员很耐心，非常满意，特别感谢。"} {
		letters = append(letters, flowtest.Letter(t, 900+i, "", text))
	}
	h.Publish(letters...)
	h.Publish(letters[:4]...)
	if err := h.Inbox().Refuse(t.Context(), "mailbox", map[string]int{"no_text": 3}); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	office := h.SignIn("monitor")
	var told api.Balances
	today := opinion.DayOf(time.Now())
	if code := office.JSON(http.MethodGet, "/api/v1/balance?from="+today+"&to="+today, nil, &told); code != 200 {
		t.Fatal(code)
	}
	b := told.Total
	if b.Received != len(letters)+4+3 || b.Known != 4 || b.Refused != 3 || b.Waiting == 0 ||
		b.Dismissed == 0 || b.InCases == 0 {
		t.Fatalf("%+v", b)
	}
	line := fmt.Sprintf("今日收到 %d 条: 入办件 %d · 等待 %d · 已排除 %d · 先前已有 %d · 未能接收 %d",
		b.Received, b.InCases, b.Waiting, b.Dismissed, b.Known, b.Refused)
	for _, page := range []string{"/desk", "/desk?of=unclear", "/"} {
		if _, body := office.Get(page); !strings.Contains(plainText(body), line) {
			t.Errorf("%s does not say %q: %s", page, line, plainText(body))
		}
	}
	if _, body := office.Get("/"); !strings.Contains(body,
		`<th scope="row">`+today+`</th><td class="num">`+fmt.Sprint(b.Received)) {
		t.Error("the last of the thirty days of the overview is another")
	}
	if _, body := office.Get("/desk?of=unclear"); strings.Count(body, `<li class="wait `) != b.Waiting {
		t.Errorf("the list of what waits has not %d rows", b.Waiting)
	}
	sameInTheBriefing(t, office, today, b)
}

// sameInTheBriefing holds the briefing of a day against its balance, in words and in figures.
func sameInTheBriefing(t *testing.T, office *apptest.Client, day string, b register.Balance) {
	t.Helper()
	var page pagedata.Briefing
	if code := office.JSON(http.MethodGet, "/api/v1/briefings/"+day, nil, &page); code != 200 {
		t.Fatal(code)
	}
	if page.Numbers[0].N != b.Received {
		t.Errorf("the briefing counts %d of %d", page.Numbers[0].N, b.Received)
	}
	said := page.Sections[0].Lines[0].Text + page.Sections[0].Lines[1].Text
	if want := fmt.Sprintf("收到信息%d条（按收到之日计）", b.Received); !strings.Contains(said, want) {
		t.Errorf("%q is not in %s", want, said)
	}
	if want := fmt.Sprintf("其中入办件%d条，等待%d条，已排除%d条，先前已有%d条，未能接收%d条（没有正文 %[5]d）。",
		b.InCases, b.Waiting, b.Dismissed, b.Known, b.Refused); !strings.Contains(said, want) {
		t.Errorf("%q is not in %s", want, said)
	}
	for _, s := range page.Sections {
		if s.ID != "sources" {
			continue
		}
		for _, r := range s.Table.Rows {
			if strings.HasSuffix(r.Link, "source=mailbox") && r.Cells[1].Text != fmt.Sprint(b.Received) {
				t.Errorf("of the only source that brought something it says %+v", r.Cells)
			}
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plainText is a page without its marks.
func plainText(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, "")), " ")
}
