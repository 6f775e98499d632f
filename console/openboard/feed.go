package openboard

import (
	"cmp"
	"encoding/xml"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/register"
)

// Feed is the latest answers as a feed.
func (a *Room) Feed(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	q := ask.OpenQuery(r.URL.Query(), 50)
	cases, err := a.Board.Cases(r.Context(), v.View, q)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	of := url.Values{}
	title := []string{}
	for _, x := range []struct{ key, value, shown string }{{"q", q.Q, v.Say("open.search")}, {"topic", q.Topic, v.Topic(q.Topic)},
		{"division", q.Division, v.Place(q.Division)}, {"unit", q.Unit, v.Unit(q.Unit)}} {
		if x.value != "" {
			of.Set(x.key, x.value)
			title = append(title, x.shown)
		}
	}
	f := kit.Feed{Lang: v.Tag(), ID: "tag:huiying,2026:open", Title: strings.Join(append(title, v.Say("nav.open")), " · "),
		Issuer: cmp.Or(v.Office(), a.Product), Links: []kit.FeedLink{{Rel: "self", Href: kit.SiteOf(r) + r.URL.RequestURI()},
			{Rel: "alternate", Href: kit.SiteOf(r) + "/open/"}}}
	if len(of) > 0 { // a feed is known by its id: each has its own
		f.ID += "?" + of.Encode()
		f.Links[1].Href = kit.SiteOf(r) + "/open/answers?" + of.Encode()
	}
	var last time.Time
	for _, c := range cases.Items {
		at := c.Released
		if c.Closed.After(at) {
			at = c.Closed
		}
		if at.After(last) {
			last = at
		}
		e := kit.FeedEntry{ID: "tag:huiying,2026:case:" + c.ID, Title: v.OpenName(c),
			Updated: at.In(kit.Shanghai).Format(time.RFC3339),
			Summary: c.UnitName + ": " + c.Answer}
		e.Links = []kit.FeedLink{{Rel: "alternate", Href: kit.SiteOf(r) + c.Page}}
		if c.AnswerURL != "" {
			e.Links = append(e.Links, kit.FeedLink{Rel: "related", Href: c.AnswerURL})
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = last.In(kit.Shanghai).Format(time.RFC3339)
	if last.IsZero() {
		f.Updated = kit.Midnight(v.Now()).Format(time.RFC3339)
	}
	w.Header().Set("Content-Type", kit.FeedType)
	_ = f.Write(w) // the reader has gone away; nobody is left to tell
}

// OpenName is what a case is called in public: what was asked, where that was said in public, else what it is
// about and, where it is known, the place.
func (v *View) OpenName(c ask.OpenCase) string {
	switch {
	case c.Title != "":
		return c.Title
	case c.Division == "":
		return v.Say("open.about", c.TopicName)
	}
	return v.Say("open.about.at", c.Place, c.TopicName)
}

// When is a moment in +08:00 with its year: a page of the board is read for years.
func (v *View) When(t time.Time) template.HTML {
	if t.IsZero() {
		return "—"
	}
	t = t.In(kit.Shanghai)
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `">` + t.Format("2006-01-02 15:04") + `</time>`)
}

// sitemapMost is how many answers the sitemap names, the latest first.
const sitemapMost = 5000

// Sitemap names the pages of the board for search engines.
func (a *Room) Sitemap(w http.ResponseWriter, r *http.Request) {
	v := a.See(nil, r)
	type place struct {
		Loc  string `xml:"loc"`
		Last string `xml:"lastmod,omitempty"`
	}
	out := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []place  `xml:"url"`
	}{}
	for _, at := range []string{"/open/", "/open/answers", "/open/units", "/open/topics",
		"/open/places", "/open/sources", "/open/accessibility", "/promise"} {
		out.URLs = append(out.URLs, place{Loc: kit.SiteOf(r) + at})
	}
	q := register.ReleasedQuery{Size: 200}
	for range sitemapMost / 200 {
		cases, err := a.Board.Cases(r.Context(), v.View, q)
		if err != nil {
			a.ErrorPage(w, r, v, err)
			return
		}
		for _, c := range cases.Items {
			out.URLs = append(out.URLs, place{kit.SiteOf(r) + c.Page, v.Day(c.Released)})
		}
		if q.Cursor = cases.Next; q.Cursor == "" {
			break
		}
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(out) // the reader has gone away; nobody is left to tell
}

// Indent is the class of a branch of a tree.
func (v *View) Indent(depth int) string { return "depth-" + strconv.Itoa(min(depth, 3)) }
