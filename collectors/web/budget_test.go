package web

import (
	"net/http"
	"net/netip"
	"testing"
	"time"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/fetch/fetchtest"
	"huiying/opinion"
)

// Where the day's requests of a host end, a visit ends: nothing is refused for it, what was read
// stays, and the rest comes the next day.
func TestAVisitEndsWithTheBudgetOfItsHost(t *testing.T) {
	routes := map[string]http.HandlerFunc{"/list": fetchtest.Say(htmlType, list("/1", "/2", "/3", "/4", "/5", "/6"))}
	for _, at := range []string{"/1", "/2", "/3", "/4", "/5", "/6"} {
		routes[at] = letterPage("第" + at[1:] + "封信的标题")
	}
	s := fetchtest.Site(t, routes)
	today := now
	c := fetch.New(fetch.Options{Contact: "https://example.org", PerHost: -1, Daily: 5,
		Now:           func() time.Time { return today },
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	t.Cleanup(c.Close)
	site, err := New(collectors.Spec{Source: opinion.Source{ID: "site", Kind: opinion.KindBoard, URL: s.URL + "/list"}},
		Selectors{Item: "li"}, c, func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	h := collect(t, site, collectors.Memory{})
	if len(h.Mentions) != 4 || len(h.Refused) != 0 || h.Memory.ETag != "" {
		t.Fatalf("%d mentions, refused %+v", len(h.Mentions), h.Refused)
	}
	today = today.Add(24 * time.Hour)
	if h = collect(t, site, h.Memory); len(h.Mentions) != 2 || len(h.Refused) != 0 {
		t.Errorf("the next day: %q, refused %+v", titles(h), h.Refused)
	}
}
