package channel

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"go.uber.org/goleak"

	"huiying/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func clockNow() time.Time { return now }

func poster(t *testing.T) *fetch.Client {
	c := fetch.New(fetch.Options{PerHost: -1, Timeout: 300 * time.Millisecond,
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(c.Close)
	return c
}

func serve(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

var sample = Message{Key: "k1", Kind: "urge", Subject: "【样例】催办 c1", Text: "单位：样例水务局\n期限：2026-11-23",
	At: now, Facts: map[string]string{"case": "c1"}}

func TestAReceiverCanCheckAWebhook(t *testing.T) {
	var body []byte
	var head http.Header
	at := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		head = r.Header
	})
	m := sample
	m.Files = []File{{Name: "a.pdf"}}
	if err := (Webhook{URL: at, Secret: "s3", Post: poster(t), Now: clockNow}).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	stamp, sig := head.Get(HeadTime), head.Get(HeadSignature)
	if err := Verify("s3", stamp, sig, body, now.Add(time.Minute), 5*time.Minute); err != nil ||
		head.Get(HeadKey) != "k1" {
		t.Errorf("%v %v", err, head)
	}
	for name, err := range map[string]error{
		"other body":   Verify("s3", stamp, sig, append(body, ' '), now, time.Hour),
		"other secret": Verify("s4", stamp, sig, body, now, time.Hour),
		"other time":   Verify("s3", stamp+"0", sig, body, now, time.Hour),
		"old":          Verify("s3", stamp, sig, body, now.Add(2*time.Hour), time.Hour),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	var got map[string]any
	if err := json.Unmarshal(body, &got); err != nil || got["key"] != "k1" ||
		got["facts"].(map[string]any)["case"] != "c1" || got["files"].([]any)[0] != "a.pdf" {
		t.Errorf("%s", body)
	}
}

func TestWhatAWebhookCountsAsFailure(t *testing.T) {
	for code, h := range map[string]http.HandlerFunc{
		"status_500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"status_429": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After",
				"9")
			w.WriteHeader(429)
		},
		"redirects": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/x",
				http.StatusPermanentRedirect)
		},
		"slow": func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() },
	} {
		err := Webhook{URL: serve(t, h), Secret: "s", Post: poster(t), Now: clockNow}.Send(t.Context(), sample)
		if Code(err) != code {
			t.Errorf("%s: %v is %q", code, err, Code(err))
		}
		if code == "status_429" && After(err) != 9*time.Second {
			t.Errorf("to be left alone for %v", After(err))
		}
	}
	closed := fetch.New(fetch.Options{PerHost: -1, Contact: "mailto:a@example.org"})
	defer closed.Close()
	err := Webhook{URL: serve(t, func(http.ResponseWriter,
		*http.Request) {
		t.Error("reached inside")
	}), Post: closed,
		Now: clockNow}.Send(t.Context(), sample)
	if Code(err) != "private_address" {
		t.Error(err)
	}
}

func TestRobotsAreAskedAsTheyWantIt(t *testing.T) {
	var query, body string
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		query, body = r.URL.RawQuery, string(b)
		_, _ = io.WriteString(w, map[string]string{"/wecom": `{"errcode":0,"errmsg":"ok"}`,
			"/dingtalk": `{"errcode":0}`,
			"/feishu":   `{"code":0,"data":{},"msg":"success"}`}[r.URL.Path])
	})
	send := func(by, secret string) {
		t.Helper()
		if err := (Robot{robot: robots[by], URL: at + "/" + by + "?key=x", Secret: secret,
			Post: poster(t), Now: clockNow}).Send(t.Context(), sample); err != nil {
			t.Error(by, err)
		}
	}
	send(WeCom, "")
	if !strings.Contains(body, `"msgtype":"markdown"`) {
		t.Error(body)
	}
	send(DingTalk, "SECsample")
	// openssl: printf '1795399200000\nSECsample' | openssl dgst -sha256 -hmac SECsample -binary |
	// base64
	if !strings.Contains(query, "timestamp=1795399200000") ||
		!strings.Contains(query, "sign=Xiz9Go0xadBpomO4dcG0GiPhXLGPICsYHfJhp7O1Y9A%3D") ||
		!strings.Contains(query, "key=x") {
		t.Error(query)
	}
	send(Feishu, "sample")
	if !strings.Contains(body, `"timestamp":"1795399200"`) ||
		!strings.Contains(body, `"sign":"Gci8+1ldrt6IvNQqyYSW11dPYsWS+jFo4ZkK4PO9zZE="`) {
		t.Error(body)
	}
}

func TestA200WithAnErrorInItIsAFailure(t *testing.T) {
	for answer, code := range map[string]string{
		`{"errcode":93000,"errmsg":"invalid webhook url"}`:   "robot_93000",
		`{"errcode":310000,"errmsg":"sign not match"}`:       "robot_310000",
		`{"code":19021,"msg":"sign match fail"}`:             "robot_19021",
		`{"StatusCode":0,"code":19024}`:                      "robot_19024",
		`{"errcode":45009,"errmsg":"api freq out of limit"}`: "robot_45009", `{}`: "robot_silent",
		`<html>`: "robot_unreadable", ``: "robot_unreadable",
		`{"errcode":"0x"}`: "robot_unreadable",
	} {
		at := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
		err := Robot{robot: weCom, URL: at, Post: poster(t), Now: clockNow}.Send(t.Context(), sample)
		if Code(err) != code {
			t.Errorf("%s: %v", answer, err)
		}
		if (code == "robot_45009") != (After(err) > 0) {
			t.Errorf("%s: left alone for %v", answer, After(err))
		}
	}
}

func TestLongTextsFit(t *testing.T) {
	m := sample
	m.Text = strings.Repeat("样例长文。", 3000)
	for _, by := range []string{WeCom, DingTalk, Feishu} {
		_, body, err := Robot{robot: robots[by], URL: "https://x.example/", Now: clockNow}.request(m)
		if err != nil || len(body) > robots[by].most+200 || !utf8.Valid(body) {
			t.Errorf("%s: %d bytes, %v", by, len(body), err)
		}
	}
}

func TestARobotCallsNobodyByItsText(t *testing.T) {
	m := sample
	m.Text = `<at user_id="all">x</at> <@all> [link](https://evil.example)`
	for _, by := range []string{WeCom, Feishu} {
		_, body, _ := Robot{robot: robots[by], URL: "https://x.example/", Now: clockNow}.request(m)
		var out any
		_ = json.Unmarshal(body, &out)
		if s, _ := json.Marshal(out); strings.Contains(string(s), `\u003c`) || strings.Contains(string(s), "](") {
			t.Errorf("%s: %s", by, s)
		}
	}
}

type counter struct{ n atomic.Int32 }

func (c *counter) Send(context.Context, Message) error { c.n.Add(1); return nil }

func TestNoMoreThanTheRobotBears(t *testing.T) {
	to := &counter{}
	p := &Paced{To: to, N: 3, Span: time.Minute}
	for i := range 4 {
		ctx, stop := context.WithCancel(t.Context())
		if i == 3 {
			ctx, stop = context.WithTimeout(ctx, 30*time.Millisecond)
		}
		if err := p.Send(ctx, sample); (err == nil) != (i < 3) {
			t.Errorf("%d: %v", i, err)
		}
		stop()
	}
	if p.turn(time.Now().Add(time.Minute)) != 0 || to.n.Load() != 3 {
		t.Error("the minute after is free again")
	}
}

func FuzzJudge(f *testing.F) {
	for _, s := range []string{`{"errcode":0}`, `{"code":0,"errcode":1}`, `{"errcode":1e400}`, `[]`, `null`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		err := judge(b)
		if err == nil && !strings.Contains(string(b), "0") {
			t.Errorf("%q is a yes", b)
		}
		if err != nil && (len(err.Error()) > 1000 || strings.ContainsAny(err.Error(), "\r\n")) {
			t.Errorf("%q", err)
		}
	})
}

func FuzzCut(f *testing.F) {
	f.Add("样例", 10)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 20 || most > 5000 || !utf8.ValidString(s) {
			return
		}
		if out := cut(s, most); len(out) > most || !utf8.ValidString(out) {
			t.Errorf("%d of %d", len(out), most)
		}
	})
}

var robots = map[string]robot{WeCom: weCom, DingTalk: dingTalk, Feishu: feishu}

// A kind of channel is whole: it can be opened, and a digest for it lists something.
func TestKindsAreWhole(t *testing.T) {
	_, unknown := KindOf("pigeon")
	for _, k := range Kinds() {
		s, err := k.Open(Settings{Server: "localhost:25", URL: "https://x.example/", Post: poster(t), Now: clockNow})
		if err != nil || s == nil || k.Most < 1 {
			t.Errorf("%s: opens %v, %v; a digest lists %d", k.ID, s, err, k.Most)
		}
		if !errors.Is(unknown, ErrKind) || !strings.Contains(unknown.Error(), k.ID) {
			t.Errorf("an unknown kind is refused with %v, which does not name %s", unknown, k.ID)
		}
	}
}
