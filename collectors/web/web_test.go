package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
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

func newSite(t *testing.T, address string, most int, sel Selectors) *Site {
	t.Helper()
	c := fetch.New(fetch.Options{Contact: "https://example.org", PerHost: -1, Timeout: 5 * time.Second,
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	t.Cleanup(c.Close)
	s, err := New(collectors.Spec{Source: opinion.Source{ID: "site", Kind: opinion.KindBoard, URL: address}, Max: most}, sel, c, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func collect(t *testing.T, s *Site, m collectors.Memory) collectors.Haul {
	t.Helper()
	h, err := s.Collect(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func titles(h collectors.Haul) (out []string) {
	for _, m := range h.Mentions {
		out = append(out, m.Title)
	}
	return out
}

func refusals(h collectors.Haul) map[string]string {
	out := map[string]string{}
	for _, r := range h.Refused {
		out[r.Address[strings.LastIndexByte(r.Address, '/'):]] = r.Code
	}
	return out
}

const htmlType = "text/html; charset=utf-8"

func letterPage(title string) http.HandlerFunc {
	return fetchtest.Say(htmlType, "<title>"+title+" - 某市长信箱</title><h1>"+title+"</h1><table><tr><th>来信内容：</th><td>"+title+"，请派人来看。</td></tr><tr><th>来信时间</th><td>2026-03-04 10:00</td></tr></table>")
}

func list(links ...string) string {
	var b strings.Builder
	for _, l := range links {
		fmt.Fprintf(&b, `<li><a href=%q>%s</a></li>`, l, l)
	}
	return "<ul class=list>" + b.String() + "</ul>"
}

// Each saved page, served with its own bytes, gives its title, time and text.
func TestSavedPages(t *testing.T) {
	routes, links := map[string]http.HandlerFunc{}, []string{}
	saved := fetchtest.Saved(t, "pages")
	for _, w := range saved {
		kind := w.ContentType
		if kind == "" {
			kind = "text/html" // as servers of such pages say it: without a charset
		}
		routes["/"+w.File] = fetchtest.Say(kind, string(w.Body))
		links = append(links, w.File)
	}
	routes["/{$}"] = fetchtest.Say(htmlType, list(links...))
	s := fetchtest.Site(t, routes)
	h := collect(t, newSite(t, s.URL+"/", 0, Selectors{Item: ".list li"}), collectors.Memory{})
	if len(h.Refused) != 0 || len(h.Mentions) != len(saved) {
		t.Fatalf("%d mentions of %d, refused %+v", len(h.Mentions), len(saved), h.Refused)
	}
	for i, w := range saved {
		m := h.Mentions[i]
		if title, _ := redact.Text(w.Title); m.Title != title {
			t.Errorf("%s: title %q, want %q", w.File, m.Title, title)
		}
		published := ""
		if !m.PublishedAt.IsZero() {
			published = m.PublishedAt.Format(time.RFC3339)
		}
		if published != w.Published {
			t.Errorf("%s: published %s, want %s", w.File, published, w.Published)
		}
		for _, must := range w.MustHave {
			if !strings.Contains(m.Text, must) {
				t.Errorf("%s: lacks %q", w.File, must)
			}
		}
		for _, not := range w.MustNotHave {
			if strings.Contains(m.Text, not) {
				t.Errorf("%s: has %q", w.File, not)
			}
		}
	}
}

func TestOnlyNewPagesAndOneFailureStopsNothing(t *testing.T) {
	ill := true
	asked := map[string]int{}
	count := func(h http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { asked[r.URL.Path]++; h(w, r) }
	}
	s := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/robots.txt": fetchtest.Say("text/plain", "User-agent: *\nDisallow: /5"),
		"/list": func(w http.ResponseWriter, r *http.Request) {
			asked["/list"]++
			w.Header().Set("ETag", `"7"`)
			if r.Header.Get("If-None-Match") == `"7"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fetchtest.Say(htmlType, list("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/1#again", "http://other.example/9"))(w, r)
		},
		"/1": count(letterPage("路灯不亮多日")),
		"/2": count(http.NotFound),
		"/3": count(func(w http.ResponseWriter, r *http.Request) {
			if ill {
				w.WriteHeader(500)
				return
			}
			letterPage("井盖破损严重")(w, r)
		}),
		"/4": count(fetchtest.Say("application/pdf", "%PDF")),
		"/5": count(letterPage("不许看的一页")),
		"/6": count(fetchtest.Say(htmlType, strings.Repeat(" ", 6<<20))),
		"/7": count(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, strings.Replace("http://"+r.Host, "127.0.0.1", "127.0.0.2", 1)+"/1", http.StatusFound)
		}),
		"/8": count(letterPage("垃圾无人清运")),
	})
	site := newSite(t, s.URL+"/list", 0, Selectors{Item: ".list li", Domains: []string{"127.0.0.1", "127.0.0.2"}})
	h := collect(t, site, collectors.Memory{})
	if got := titles(h); !slices.Equal(got, []string{"路灯不亮多日", "垃圾无人清运"}) {
		t.Errorf("titles %q", got)
	}
	want := map[string]string{"/2": "status_404", "/3": "status_500", "/4": "not_page", "/5": "robots", "/6": "too_large", "/7": "private_address", "/9": "foreign"}
	if got := refusals(h); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("refused %v, want %v", got, want)
	}
	if asked["/5"] != 0 {
		t.Error("a page that robots.txt closes was fetched")
	}
	if h.Memory.ETag != "" {
		t.Error("an unchanged list would hide the page that failed")
	}

	ill = false
	h = collect(t, site, h.Memory)
	if got := titles(h); !slices.Equal(got, []string{"井盖破损严重"}) || fmt.Sprint(refusals(h)) != "map[/5:robots]" {
		t.Errorf("second visit: %q, refused %v", got, refusals(h))
	}
	if asked["/1"] != 1 || asked["/2"] != 1 || asked["/4"] != 1 || asked["/3"] != 2 {
		t.Errorf("asked %v", asked)
	}
	m := h.Memory
	m.ETag = `"7"`
	h = collect(t, site, m)
	if len(h.Mentions)+len(h.Refused) != 0 || h.Memory.ETag != `"7"` || len(h.Memory.Seen) != len(m.Seen) {
		t.Errorf("unchanged list: %+v", h)
	}
}

func TestMaxAndFurtherPages(t *testing.T) {
	asked := map[string]int{}
	routes := map[string]http.HandlerFunc{}
	for i := range 3 {
		routes[fmt.Sprintf("/list%d", i)] = func(w http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++
			w.Header().Set("ETag", `"e"`)
			fetchtest.Say(htmlType, list(fmt.Sprintf("/p%d", 2*i), fmt.Sprintf("/p%d", 2*i+1))+fmt.Sprintf(`<a class=next href="/list%d">下一页</a>`, i+1))(w, r)
		}
	}
	for i := range 6 {
		routes[fmt.Sprintf("/p%d", i)] = letterPage(fmt.Sprintf("第%d封信的标题", i))
	}
	s := fetchtest.Site(t, routes)
	site := newSite(t, s.URL+"/list0", 3, Selectors{Link: ".list a", Next: "a.next", Pages: 2})
	h := collect(t, site, collectors.Memory{})
	if got := len(h.Mentions); got != 3 || h.Memory.ETag != "" {
		t.Fatalf("%d mentions, etag %q", got, h.Memory.ETag)
	}
	h = collect(t, site, h.Memory)
	if got := titles(h); !slices.Equal(got, []string{"第3封信的标题"}) || h.Memory.ETag != `"e"` {
		t.Errorf("second visit: %q", got)
	}
	h = collect(t, site, h.Memory)
	if len(h.Mentions) != 0 || asked["/list1"] != 3 || asked["/list2"] != 0 {
		t.Errorf("third visit: %q, asked %v", titles(h), asked)
	}
}

func TestSourceFailures(t *testing.T) {
	s := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/500":  func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "60"); w.WriteHeader(500) },
		"/bare": fetchtest.Say(htmlType, "<p>改版公告</p>"),
		"/loop": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/loop?"+r.URL.RawQuery+"x", http.StatusFound)
		},
		"/same":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/same", http.StatusFound) },
		"/image": fetchtest.Say("image/png", "x"),
	})
	for path, code := range map[string]string{"/500": "status_500", "/bare": "no_entries", "/loop": "redirects", "/same": "redirects", "/image": "not_page"} {
		_, err := newSite(t, s.URL+path, 0, Selectors{Item: "li"}).Collect(context.Background(), collectors.Memory{})
		if collectors.Code(err) != code {
			t.Errorf("%s: %v, want %s", path, err, code)
		}
		if path == "/500" && fetch.RetryAfter(err) != time.Minute {
			t.Errorf("the host's wish for rest is lost: %v", err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := newSite(t, s.URL+"/bare", 0, Selectors{}).Collect(ctx, collectors.Memory{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended by the caller: %v", err)
	}
	for _, sel := range []Selectors{{Item: "li["}, {Text: ":nope("}, {Next: "a >"}} {
		if _, err := New(collectors.Spec{Source: opinion.Source{ID: "x", URL: "https://a.example/"}}, sel, nil, nil); err == nil {
			t.Errorf("%+v was taken", sel)
		}
	}
	if _, err := New(collectors.Spec{Source: opinion.Source{ID: "x", URL: "a.example"}}, Selectors{}, nil, nil); err == nil {
		t.Error("an address without scheme was taken")
	}
}

// The environment has no say in how pages are read.
func TestCollyVariablesAreOff(t *testing.T) {
	t.Setenv("COLLY_USER_AGENT", "someone else")
	t.Setenv("COLLY_MAX_BODY_SIZE", "10")
	t.Setenv("COLLY_DISALLOWED_DOMAINS", "127.0.0.1")
	agent := ""
	s := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/list": fetchtest.Say(htmlType, list("/1")),
		"/1": func(w http.ResponseWriter, r *http.Request) {
			agent = r.UserAgent()
			letterPage("路灯不亮多日")(w, r)
		},
	})
	h := collect(t, newSite(t, s.URL+"/list", 0, Selectors{Item: "li"}), collectors.Memory{})
	if len(h.Mentions) != 1 || agent != "huiying (+https://example.org)" {
		t.Errorf("%d mentions as %q", len(h.Mentions), agent)
	}
}
