package feed

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/fetch/fetchtest"
	"huiying/opinion"
	"huiying/redact"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 3, 5, 12, 0, 0, 0, opinion.Beijing)

func source(t *testing.T, address string, most int) *Feed {
	t.Helper()
	c := fetch.New(fetch.Options{Contact: "https://example.org", PerHost: -1, AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	t.Cleanup(c.Close)
	f, err := New(collectors.Spec{Source: opinion.Source{ID: "feed", Kind: opinion.KindNews, URL: address, Division: "330000"}, Max: most}, c, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func collect(t *testing.T, f *Feed, m collectors.Memory) collectors.Haul {
	t.Helper()
	h, err := f.Collect(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Each saved feed, served with its own bytes and header, gives its items.
func TestSavedFeeds(t *testing.T) {
	dates := map[string]string{
		"feeds/w3cn_gb2312.rss.xml":   "2005-05-28T16:05:36+08:00",
		"feeds/coolloud_big5.rdf.xml": "2005-12-30T23:26:28+08:00",
	}
	for _, want := range fetchtest.Saved(t, "feeds") {
		t.Run(want.File, func(t *testing.T) {
			s := fetchtest.Site(t, map[string]http.HandlerFunc{"/feed": fetchtest.Say(want.ContentType, string(want.Body))})
			h := collect(t, source(t, s.URL+"/feed", 0), collectors.Memory{})
			if len(h.Mentions) != want.Items || len(h.Refused) != 0 {
				t.Fatalf("%d mentions, %d refused, want %d", len(h.Mentions), len(h.Refused), want.Items)
			}
			if want.Items == 0 {
				return
			}
			first, last := h.Mentions[0], h.Mentions[len(h.Mentions)-1]
			for got, title := range map[string]string{first.Title: want.FirstTitle, last.Title: want.LastTitle} {
				if redacted, _ := redact.Text(collectors.OneLine(title)); got != redacted {
					t.Errorf("title %q, want %q", got, redacted)
				}
			}
			if d := dates[want.File]; d != "" && first.PublishedAt.Format(time.RFC3339) != d {
				t.Errorf("published %s, want %s", first.PublishedAt, d)
			}
			for _, m := range h.Mentions {
				if m.Kind != opinion.KindNews || m.Division != "330000" || !m.CollectedAt.Equal(now) || strings.ContainsAny(m.Text, "<>") {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}

func TestFormats(t *testing.T) {
	base, _ := url.Parse("https://a.example/feeds/all.xml")
	const link, text = "https://a.example/1.html", "路灯不亮\n三天了"
	for name, body := range map[string]string{
		"rss": `<rss version="2.0"><channel><item><title>路灯 &lt;b&gt;不亮&lt;/b&gt;</title><link>/1.html</link><author>wang@a.example (王某)</author>
			<description><![CDATA[<p>路灯不亮</p><p>作者：王某</p><p>三天了</p><script>x</script>]]></description><pubDate>Wed, 18 Sep 2019 06:23:00 CST</pubDate></item></channel></rss>`,
		"atom": `<?xml version="1.0" encoding="gb2312"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>路灯 不亮</title><author><name>王某</name></author>
			<link href="https://a.example/1.html"/><id>tag:1</id><updated>2019-09-17T22:23:00Z</updated><content type="html">&lt;p&gt;路灯不亮&lt;br&gt;三天了&lt;/p&gt;</content></entry></feed>`,
		"json": `{"version":"https://jsonfeed.org/version/1","title":"t","items":[{"id":"1","url":"https://a.example/1.html","title":"路灯 不亮","author":{"name":"王某"},
			"content_html":"<p>路灯不亮</p>三天了","date_published":"2019-09-18T06:23:00+08:00"}]}`,
	} {
		items, _, err := Parse(base, []byte(body), "", now)
		if err != nil || len(items) != 1 {
			t.Fatalf("%s: %d items, %v", name, len(items), err)
		}
		it := items[0]
		if it.Link != link || it.Text != text || it.Title != "路灯 不亮" || it.Published.Format(time.RFC3339) != "2019-09-18T06:23:00+08:00" || it.Ref != "" {
			t.Errorf("%s: %+v", name, it)
		}
	}
}

func TestItemsWithoutAddress(t *testing.T) {
	base, _ := url.Parse("https://a.example/")
	items, _, err := Parse(base, []byte(`<rss><channel>
		<item><guid isPermaLink="false">no-17</guid><title>甲</title></item>
		<item><title>乙</title><pubDate>2031-01-01</pubDate></item>
		<item><guid>https://a.example/3</guid><title>丙</title><link>javascript:alert(1)</link></item>
		</channel></rss>`), "text/xml", now)
	if err != nil || len(items) != 3 {
		t.Fatalf("%+v, %v", items, err)
	}
	if items[0].Ref != "no-17" || items[0].Link != "" || items[1].Key == "" || !items[1].Published.IsZero() || items[2].Link != "https://a.example/3" {
		t.Errorf("%+v", items)
	}
}

func TestNoFeed(t *testing.T) {
	base, _ := url.Parse("https://a.example/")
	for body, want := range map[string]error{
		"<!DOCTYPE html><html><body>登录 13800000000</body></html>": collectors.ErrPageNot,
		"{\"error\":":           collectors.ErrNotFeed,
		"":                      collectors.ErrNotFeed,
		"<xml>王某</xml>":         collectors.ErrNotFeed,
		"%PDF-1.4 \x00\x01\x02": collectors.ErrNotFeed,
	} {
		_, _, err := Parse(base, []byte(body), "", now)
		if !errors.Is(err, want) || strings.Contains(err.Error(), "138") || strings.Contains(err.Error(), "王") {
			t.Errorf("%q: %v, want %v", body, err, want)
		}
	}
}

func TestOnlyWhatIsNew(t *testing.T) {
	asked, body := 0, `<rss><channel><item><link>/1</link><title>一</title></item><item><link>/2</link><title>二</title></item><item><link>/3</link></item></channel></rss>`
	s := fetchtest.Site(t, map[string]http.HandlerFunc{"/feed": func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(body))
	}})
	f := source(t, s.URL+"/feed", 2)
	first := collect(t, f, collectors.Memory{})
	if len(first.Mentions) != 2 || first.Memory.ETag != "" { // the third is left: ask for the whole again
		t.Fatalf("%+v", first)
	}
	second := collect(t, f, first.Memory)
	if len(second.Mentions) != 0 || len(second.Refused) != 1 || second.Refused[0].Code != "no_text" || second.Memory.ETag != `"1"` {
		t.Fatalf("%+v", second)
	}
	third := collect(t, f, second.Memory)
	if len(third.Mentions)+len(third.Refused) != 0 || asked != 3 || len(third.Memory.Seen) != 3 {
		t.Errorf("%+v after %d requests", third, asked)
	}
	if _, err := New(collectors.Spec{Source: opinion.Source{ID: "x", URL: "ftp://a.example"}}, nil, nil); err == nil {
		t.Error("an ftp address was taken")
	}
}

// Whatever comes, reading a feed ends, and its items are tidy: a key each, absolute links,
// times that can be.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`<rss><channel><item><title>a</title><link>//x</link><pubDate>1</pubDate></item></channel></rss>`), "text/xml; charset=gb2312")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="::"><entry><id/><link href="a"/></entry></feed>`), "")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[null,{}]}`), "application/json")
	base, _ := url.Parse("https://a.example/feed")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		items, _, err := Parse(base, body, header, now)
		if err != nil && collectors.Code(err) != "not_feed" && collectors.Code(err) != "page_not_feed" {
			t.Fatalf("unnamed error %v", err)
		}
		for _, it := range items {
			if it.Key == "" || it.Link != "" && !strings.HasPrefix(it.Link, "http") || !it.Published.IsZero() && (it.Published.Year() < 1990 || it.Published.After(now.Add(24*time.Hour))) {
				t.Fatalf("%+v", it)
			}
		}
	})
}
