package collecting

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/fetch"
	"huiying/internal/waittest"
	"huiying/opinion"
)

func trials(t *testing.T, change func(*fetch.Options)) *Trials {
	t.Helper()
	o := fetch.Options{Contact: "https://example.org", PerHost: -1, Timeout: 5 * time.Second,
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}
	if change != nil {
		change(&o)
	}
	c := fetch.New(o)
	tr := NewTrials(c, time.Now)
	t.Cleanup(func() { _ = tr.Close(); c.Close() })
	return tr
}

func await(t *testing.T, tr *Trials, by, id string) (h facts.HeldTrial) {
	t.Helper()
	waittest.Until(t, "the trial ends", func() bool {
		var err error
		if h, err = tr.Trial(by, id); err != nil {
			t.Fatal(err)
		}
		return !h.Running
	})
	return h
}

// A board is tried: its letters, the words of its page without what identifies persons, and an entry
// of sources.yaml that the loader takes.
func TestATrialShowsLettersPageAndProposal(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/list" {
			fmt.Fprint(w, `<h1>留言板</h1><p>值班电话 13812345678</p><script>alert(1)</script>`)
			for i := range 9 {
				fmt.Fprintf(w, `<li><a href="/%d.html">第%d封来信的标题</a></li>`, i, i)
			}
			return
		}
		fmt.Fprintf(w, `<h1>第%[1]s封来信的标题</h1><div class="content">第%[1]s封来信：门口的路灯三天不亮了，请派人来看。</div>`,
			strings.TrimSuffix(r.URL.Path[1:], ".html"))
	}))
	defer site.Close()
	tr := trials(t, nil)
	id, err := tr.Begin(t.Context(), "anna", site.URL+"/list")
	if err != nil {
		t.Fatal(err)
	}
	h := await(t, tr, "anna", id)
	if h.Code != "" || h.Kind != "page" || len(h.Items) != trialItems || h.Asked < trialItems {
		t.Errorf("%s (%s): %d items by %d requests", h.Code, h.Reason, len(h.Items), h.Asked)
	}
	if !strings.Contains(h.Page, "第8封来信的标题") || strings.Contains(h.Page, "13812345678") ||
		strings.Contains(h.Page, "alert") {
		t.Errorf("the page: %q", h.Page)
	}
	if _, err := tr.Trial("berta", id); !isKind(err, kit.NotFound) {
		t.Errorf("another's trial: %v", err)
	}
	s := configs.SourceSettings{By: configs.Way(h.Proposal.By), Source: opinion.Source{URL: h.Proposal.URL}}
	if _, err := Collector(s, tr.client, time.Now); err != nil || !strings.Contains(h.YAML, "by: page") ||
		!strings.Contains(h.YAML, fmt.Sprintf("%q", site.URL+"/list")) {
		t.Errorf("the proposal: %v\n%s", err, h.YAML)
	}
}

// What may not be asked is not asked, whatever way leads there.
func TestATrialAsksNoForbiddenAddress(t *testing.T) {
	asked := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer inside.Close()
	to := strings.Replace(inside.URL, "127.0.0.1", "127.0.0.2", 1)
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer door.Close()
	tr := trials(t, nil)
	for _, address := range []string{to, door.URL, "http://169.254.169.254/latest/meta-data/",
		"http://[::ffff:10.0.0.1]/"} {
		id, err := tr.Begin(t.Context(), "anna", address)
		if err != nil {
			t.Fatal(err)
		}
		if h := await(t, tr, "anna", id); h.Code == "" || len(h.Items) != 0 || h.Page != "" {
			t.Errorf("%s: %s, page %q", address, h.Code, h.Page)
		}
	}
	if asked {
		t.Error("a host that may not be asked was asked")
	}
	for _, address := range []string{"", "ftp://a.example/", "file:///etc/passwd",
		"https://u:p@a.example/", "a.example", "http://"} {
		if _, err := tr.Begin(t.Context(), "anna", address); !isKind(err, kit.Invalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// One account has one trial at work, and a few are at work for all.
func TestTrialsAreFew(t *testing.T) {
	hold := make(chan struct{})
	site := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer site.Close()
	tr := trials(t, func(o *fetch.Options) { o.Timeout = time.Minute })
	defer close(hold)
	for i := range mostAtWork {
		if _, err := tr.Begin(t.Context(), fmt.Sprint("by", i), site.URL); err != nil {
			t.Fatal(err)
		}
	}
	for _, by := range []string{"by0", "another"} {
		if _, err := tr.Begin(t.Context(), by, site.URL); !isKind(err, kit.Stale) {
			t.Errorf("%s: %v", by, err)
		}
	}
}

func isKind(err error, k kit.Kind) bool {
	var e *kit.Error
	return errors.As(err, &e) && e.Kind == k
}
