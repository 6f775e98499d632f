package collecting_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// mailboxPage is one letter of a mailbox on the web, which the test answers and corrects.
type mailboxPage struct {
	mu           sync.Mutex
	title, reply string
}

func (p *mailboxPage) set(title, reply string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.title, p.reply = title, reply
}

func (p *mailboxPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch r.URL.Path {
	case "/list":
		_, _ = fmt.Fprintf(w, `<title>区长信箱</title><ul><li><a href="/mail/1.html">%s</a></li></ul>`, p.title)
	case "/mail/1.html":
		_, _ = fmt.Fprintf(w, `<title>%[1]s - 区长信箱</title><h1>%[1]s</h1><table><tr><th>来信内容：</th>`+
			`<td>澄川市柳浦区听涛苑旁边的工地夜里十二点以后还在浇筑和打桩，噪音扰民，请处理。</td></tr>`+
			`<tr><th>来信时间</th><td>2026-11-20 10:00</td></tr>`, p.title)
		if p.reply != "" {
			_, _ = fmt.Fprintf(w, `<tr><th>回复单位</th><td>柳浦区住房和建设局</td></tr><tr><th>回复时间</th>`+
				`<td>2026-11-21 16:00</td></tr><tr><th>回复内容：</th><td>%s</td></tr>`, p.reply)
		}
		_, _ = io.WriteString(w, `</table>`)
	default:
		http.NotFound(w, r)
	}
}

// A letter is collected, opens a case, and is answered on its page days later. The next visit finds
// the reply, and the case has it with its evidence: on its page and in the API. A letter that is
// corrected takes its older text's place.
func TestAReplyOnThePageReachesTheCase(t *testing.T) {
	flowtest.NoLeaks(t)
	page := &mailboxPage{}
	page.set("投诉听涛苑工地夜间施工噪音", "")
	site := httptest.NewServer(page)
	defer site.Close()
	w := flowtest.NewWorld(t, "", fmt.Sprintf(`  - {id: letters, name: 区长信箱, kind: board, by: page, url: %q, every: 1h, enabled: true, selectors: {link: "li a"}}`, site.URL+"/list"))
	w.Relax(t)
	var ahead atomic.Int64
	h := apptest.Start(t, w.Load(t), apptest.In(w.Data), apptest.At(func() time.Time {
		return time.Now().Add(time.Duration(ahead.Load()))
	}))
	visit := func(later time.Duration) {
		t.Helper()
		ahead.Add(int64(later))
		if _, errs := h.Step("crawl").Handle(t.Context(), []bus.Msg{{Subject: "due.crawl.letters"}}); errs[0] != nil {
			t.Fatal(errs[0])
		}
		h.Settled()
	}
	only := func() (f facts.CaseFile) {
		t.Helper()
		cases, err := h.Register().Cases(t.Context(), register.CaseQuery{})
		if err != nil || len(cases.Items) != 1 {
			t.Fatalf("%d cases (%v), want one", len(cases.Items), err)
		}
		_, said := h.Desktop().Get("/api/v1/cases/" + cases.Items[0].ID)
		if err := json.Unmarshal([]byte(said), &f); err != nil {
			t.Fatal(err, said)
		}
		return f
	}
	flowtest.Until(t, "the mailbox was visited", func() bool {
		n, err := h.Register().Cases(t.Context(), register.CaseQuery{})
		return err == nil && len(n.Items) == 1
	})
	if f := only(); len(f.Found) != 0 {
		t.Fatalf("found before anybody answered: %+v", f.Found)
	}
	page.set("投诉听涛苑工地夜间施工噪音", "您好，您反映的听涛苑旁工地夜间打桩噪音问题，执法队昨夜已到场，责令夜间停止浇筑和打桩。"+
		"联系人：王建国，电话13812345678。")
	visit(7 * time.Hour)
	f := only()
	if len(f.Found) != 1 || !f.Found[0].OK || f.Found[0].URL != site.URL+"/mail/1.html" ||
		f.Found[0].Unit != "柳浦区住房和建设局" || !strings.Contains(f.Found[0].Text, "责令夜间停止浇筑和打桩") ||
		f.Found[0].TextHash == "" || opinion.DayOf(f.Found[0].Said) != "2026-11-21" {
		t.Fatalf("the case has %+v", f.Found)
	}
	_, shown := h.Desktop().Get("/cases/" + f.Case.ID)
	for _, want := range []string{"原页面上的答复", "责令夜间停止浇筑和打桩", "柳浦区住房和建设局", "发现答复"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page of the case lacks %q", want)
		}
	}
	visit(12 * time.Hour)
	page.set("投诉听涛苑工地夜间施工噪音（补充）", "您好，您反映的听涛苑旁工地夜间打桩噪音问题，执法队昨夜已到场，责令夜间停止浇筑和打桩。")
	visit(24 * time.Hour)
	if f = only(); len(f.Case.Mentions) != 1 || len(f.Case.Replaced) != 1 || len(f.Found) != 1 ||
		f.Found[0].Mention != f.Case.Mentions[0] || strings.Contains(f.Found[0].Text, "联系人") {
		t.Errorf("mentions %v, replaced %v, found %+v", f.Case.Mentions, f.Case.Replaced, f.Found)
	}
	h.Stop()
	apptest.Nowhere(t, w.Data, "王建国", "13812345678")
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
}
