package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiying/collectors"
	"huiying/fetch/fetchtest"
)

// board is a list of letters whose pages change under the test's hands.
type board struct {
	*Site
	now    time.Time
	memory collectors.Memory
	body   map[string]string // by path
	tag    map[string]string
	asked  map[string]int
	spared map[string]int // answered 304
}

func newBoard(t *testing.T, paths ...string) *board {
	t.Helper()
	b := &board{now: now, body: map[string]string{}, tag: map[string]string{},
		asked: map[string]int{}, spared: map[string]int{}}
	routes := map[string]http.HandlerFunc{"/list": func(w http.ResponseWriter, r *http.Request) {
		b.asked["/list"]++
		w.Header().Set("ETag", `"list"`)
		if r.Header.Get("If-None-Match") == `"list"` {
			b.spared["/list"]++
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fetchtest.Say(htmlType, list(paths...))(w, r)
	}}
	for _, path := range paths {
		b.body[path] = letter("路灯"+path+"不亮", "")
		routes[path] = func(w http.ResponseWriter, r *http.Request) {
			b.asked[path]++
			if tag := b.tag[path]; tag != "" {
				w.Header().Set("ETag", tag)
				if r.Header.Get("If-None-Match") == tag {
					b.spared[path]++
					w.WriteHeader(http.StatusNotModified)
					return
				}
			}
			if b.body[path] == "" {
				http.NotFound(w, r)
				return
			}
			fetchtest.Say(htmlType, b.body[path])(w, r)
		}
	}
	b.Site = newSite(t, fetchtest.Site(t, routes).URL+"/list", 10, Selectors{Item: ".list li"})
	b.Site.now = func() time.Time { return b.now }
	return b
}

// letter is a page of a mailbox, with its reply where there is one.
func letter(title, reply string) string {
	if reply != "" {
		reply = "<tr><th>回复单位</th><td>柳浦区城市管理局</td></tr><tr><th>回复时间</th><td>2026-03-04 16:00</td></tr>" +
			"<tr><th>回复内容：</th><td>" + reply + "</td></tr>"
	}
	return "<title>" + title + " - 某市长信箱</title><h1>" + title + "</h1><table><tr><th>来信内容：</th><td>" + title +
		"，请派人来看。</td></tr><tr><th>来信时间</th><td>2026-03-04 10:00</td></tr>" + reply + "</table>"
}

func (b *board) visit(t *testing.T, later time.Duration) collectors.Haul {
	t.Helper()
	b.now = b.now.Add(later)
	h, err := b.Collect(context.Background(), b.memory)
	if err != nil {
		t.Fatal(err)
	}
	b.memory = h.Memory
	return h
}

const repaired = "您好，您反映的路灯不亮问题，我局已于昨日派人修复，现已正常照明。"

// A reply that comes below a letter is found at a later visit; the letter is not told again.
func TestAReplyIsFoundAtALaterVisit(t *testing.T) {
	b := newBoard(t, "/1", "/2")
	first := b.visit(t, 0)
	if len(first.Mentions) != 2 || len(first.Replies) != 0 {
		t.Fatalf("%d mentions, %d replies", len(first.Mentions), len(first.Replies))
	}
	b.body["/1"] = letter("路灯/1不亮", repaired)
	if h := b.visit(t, time.Hour); len(h.Mentions)+len(h.Replies) != 0 || b.asked["/1"] != 1 || b.spared["/list"] != 1 {
		t.Errorf("an hour later: %+v, asked %v", h, b.asked)
	}
	h := b.visit(t, 6*time.Hour)
	if len(h.Mentions) != 0 || len(h.Replies) != 1 || len(h.Refused) != 0 {
		t.Fatalf("%d mentions, replies %+v, refused %+v", len(h.Mentions), h.Replies, h.Refused)
	}
	r := h.Replies[0]
	if r.Mention != first.Mentions[0].ID || !strings.Contains(r.Text, "正常照明") || r.Unit != "柳浦区城市管理局" ||
		r.At.Format(time.DateTime) != "2026-03-04 16:00:00" || r.URL != first.Mentions[0].URL {
		t.Errorf("%+v", r)
	}
	if h = b.visit(t, 12*time.Hour); len(h.Mentions)+len(h.Replies) != 0 {
		t.Errorf("told again: %+v", h)
	}
	b.body["/1"] = letter("路灯/1不亮", repaired+"如再有问题请拨打12345。")
	if h = b.visit(t, 24*time.Hour); len(h.Mentions) != 0 || len(h.Replies) != 1 {
		t.Errorf("a reply that changed: %+v", h.Replies)
	}
}

// A letter whose text changed is told as the same report's newer text, and a server that says that
// nothing changed is believed.
func TestAChangedPageIsANewMention(t *testing.T) {
	b := newBoard(t, "/1", "/2")
	b.tag["/1"], b.tag["/2"] = `"a"`, `"a"`
	first := b.visit(t, 0)
	b.body["/1"], b.tag["/1"] = letter("路灯/1不亮三天", ""), `"b"`
	h := b.visit(t, 7*time.Hour)
	if len(h.Mentions) != 1 || h.Mentions[0].URL != first.Mentions[0].URL || h.Mentions[0].ID == first.Mentions[0].ID ||
		!h.Mentions[0].Unique || h.Mentions[0].Report() != first.Mentions[0].Report() {
		t.Fatalf("%+v", h.Mentions)
	}
	if b.spared["/2"] != 1 || b.spared["/1"] != 0 {
		t.Errorf("answered that nothing changed: %v", b.spared)
	}
	if h = b.visit(t, 7*time.Hour); len(h.Mentions) != 0 || b.spared["/1"] != 1 {
		t.Errorf("once more: %+v, spared %v", h.Mentions, b.spared)
	}
}

// Pages are looked at less and less often and not for ever, the list is asked whether it changed
// while none is due, and what cannot be read again was read before.
func TestRevisitsBecomeRareAndEnd(t *testing.T) {
	b := newBoard(t, "/1", "/2")
	b.visit(t, 0)
	b.body["/2"] = "" // gone
	for range 24 * 70 {
		if h := b.visit(t, time.Hour); len(h.Mentions)+len(h.Replies)+len(h.Refused) != 0 {
			t.Fatalf("%+v", h)
		}
	}
	if n := b.asked["/1"]; n < 8 || n > 16 {
		t.Errorf("looked at %d times", n)
	}
	if n := b.asked["/2"]; n != 2 {
		t.Errorf("a page that is gone was asked for %d times", n)
	}
	if n := b.asked["/list"] - b.spared["/list"]; n > 20 || len(b.memory.Pages) != 0 {
		t.Errorf("the list was read %d times; remembered are %d pages", n, len(b.memory.Pages))
	}
}

// A page that shows something else at each visit is no text that changes.
func TestAPageThatIsAlwaysAnotherIsLeftAlone(t *testing.T) {
	b := newBoard(t, "/1")
	b.visit(t, 0)
	told := 0
	for i := range 40 {
		b.body["/1"] = letter(fmt.Sprintf("路灯不亮第%d天", i), "")
		told += len(b.visit(t, 20*time.Hour).Mentions)
	}
	if told > 10 || told < 3 {
		t.Errorf("told %d times", told)
	}
}

// A list shows a page under two addresses; one of them is read.
func TestATwinForSmallScreensIsNoSecondPage(t *testing.T) {
	b := newBoard(t, "/1", "/1?mobile=1", "/wap/1", "/1?utm_source=x", "/1?id=2")
	if h := b.visit(t, 0); len(h.Mentions) != 1+1 || b.asked["/1"] != 2 {
		t.Errorf("%d mentions, asked %v", len(h.Mentions), b.asked)
	}
}
