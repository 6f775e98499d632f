package console

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiying/opinion"
)

// The open board shows facts that were released to the public, and nothing else: what an
// answered case was about, which unit answered, when, where, and whether the matter was
// solved. No reasons, no internal words, no words of a mention that was not public.

// OpenCase is one answered case as the public sees it.
type OpenCase struct {
	ID         string           `json:"id"`
	Title      string           `json:"title,omitempty" doc:"only when it was said in public"`
	Topic      string           `json:"topic"`
	TopicName  string           `json:"topic_name"`
	Division   string           `json:"division"`
	Place      string           `json:"place"`
	Severity   opinion.Severity `json:"severity"`
	Reports    int              `json:"reports,omitempty" doc:"independent reports of the same matter; absent below 5"`
	Unit       string           `json:"unit"`
	UnitName   string           `json:"unit_name"`
	State      opinion.State    `json:"state" enum:"verified,closed"`
	Kind       string           `json:"kind,omitempty" doc:"kind of response"`
	Opened     time.Time        `json:"opened"`
	Dispatched time.Time        `json:"dispatched,omitzero"`
	Answered   time.Time        `json:"answered,omitzero"`
	Released   time.Time        `json:"released" doc:"the answer was found where it is published"`
	Closed     time.Time        `json:"closed,omitzero"`
	Overdue    bool             `json:"overdue" doc:"the time to answer ran out before the answer"`
	Answer     string           `json:"answer"`
	AnswerURL  string           `json:"answer_url,omitempty"`
	Outcome    opinion.Outcome  `json:"outcome,omitempty"`
	Solved     string           `json:"solved,omitempty" doc:"for the public: yes, partly, no, or promised for a day to come"`
	Steps      []OpenStep       `json:"steps" doc:"what happened, by whom"`
	Page       string           `json:"page" doc:"address on the board"`
	Votes      *OpenVotes       `json:"votes,omitempty" doc:"of one case asked for by its id; absent below 5"`
}

// OpenVotes are what readers thought of an answer, from 5 votes on.
type OpenVotes struct {
	Satisfied   int `json:"satisfied"`
	Unsatisfied int `json:"unsatisfied"`
}

// OpenCases is one page of the board.
type OpenCases struct {
	Total int        `json:"total"`
	Items []OpenCase `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// OpenSource is a source as the public sees it.
type OpenSource struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Kind     opinion.SourceKind `json:"kind"`
	URL      string             `json:"url,omitempty"`
	Division string             `json:"division,omitempty"`
	Minutes  int                `json:"every_minutes,omitempty" doc:"how often it is visited; absent when mentions are brought in"`
}

// OpenSources says what is listened to and how long texts are kept.
type OpenSources struct {
	KeepDays int          `json:"keep_days"`
	Items    []OpenSource `json:"items"`
}

// Board (公开看板) gathers what the open board tells, for its pages and for programs alike.
type Board struct {
	Open    OpenBook   // what was released; nil: it does not run here
	Sources SourceBook // may be nil
	Units   UnitBook
	Keep    time.Duration // of texts
}

// Cases asks for released answers. The book holds nothing else, so no filter here decides
// what the public may see.
func (a Board) Cases(ctx context.Context, v *view, q OpenQuery) (OpenCases, error) {
	out := OpenCases{Items: []OpenCase{}}
	if a.Open == nil {
		return out, away("no_open", v.Say("away.open"))
	}
	list, err := a.Open.Released(ctx, q)
	out.Total, out.Next = list.Total, list.Next
	for _, c := range list.Items {
		out.Items = append(out.Items, openCase(v, c))
	}
	return out, err
}

// Case is one released case with the votes on its answer.
func (a Board) Case(ctx context.Context, v *view, id string) (OpenCase, error) {
	if a.Open == nil {
		return OpenCase{}, away("no_open", v.Say("away.open"))
	}
	c, err := a.Open.ReleasedCase(ctx, id)
	if err != nil {
		return OpenCase{}, err
	}
	out := openCase(v, c)
	yes, no, err := a.Open.Votes(ctx, c.ID, c.Released)
	if yes+no >= opinion.LeastVotes {
		out.Votes = &OpenVotes{yes, no}
	}
	return out, err
}

func openCase(v *view, c OpenAnswer) OpenCase {
	out := OpenCase{
		ID: c.ID, Title: c.Title, Topic: c.Topic, TopicName: v.Topic(c.Topic), Division: c.Division, Place: v.Place(c.Division),
		Severity: c.Severity, Unit: c.Unit, UnitName: v.Unit(c.Unit), State: c.State, Kind: c.Kind, Opened: c.Opened,
		Dispatched: c.Dispatched, Answered: c.Answered, Released: c.Released, Closed: c.Closed, Overdue: c.Overdue, Answer: c.Answer,
		AnswerURL: v.Out(c.AnswerURL), Outcome: c.Outcome, Solved: c.Solved, Steps: orEmpty(c.Steps), Page: "/open/answers/" + url.PathEscape(c.ID),
	}
	if c.Reports >= opinion.LeastVotes { // fewer would speak of single ones who wrote
		out.Reports = c.Reports
	}
	return out
}

// Listened says what is listened to.
func (a Board) Listened(ctx context.Context) (OpenSources, error) {
	out := OpenSources{KeepDays: int(a.Keep / (24 * time.Hour)), Items: []OpenSource{}}
	if a.Sources == nil {
		return out, nil
	}
	all, err := a.Sources.Sources(ctx)
	for _, s := range all {
		out.Items = append(out.Items, OpenSource{s.ID, s.Name, s.Kind, s.URL, s.Division, int(s.Every / time.Minute)})
	}
	return out, err
}

// atom is a feed (RFC 4287).
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Issuer  string      `xml:"author>name"` // the format asks for one: the product, never a person
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Summary string     `xml:"summary"`
}

// openFeed is the latest answers as a feed.
func (a *app) openFeed(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	cases, err := a.board.Cases(r.Context(), v, openQuery(r.URL.Query(), 50))
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	f := atom{Lang: v.Tag(), ID: "tag:huiying,2026:open", Title: v.Say("nav.open"), Issuer: a.Product, Links: []atomLink{{"self", base(r) + r.URL.RequestURI()}, {"alternate", base(r) + "/open/"}}}
	var last time.Time
	for _, c := range cases.Items {
		at := c.Released
		if c.Closed.After(at) {
			at = c.Closed
		}
		if at.After(last) {
			last = at
		}
		e := atomEntry{ID: "tag:huiying,2026:case:" + c.ID, Title: openName(c), Updated: at.In(shanghai).Format(time.RFC3339), Summary: c.UnitName + ": " + c.Answer}
		e.Links = []atomLink{{"alternate", base(r) + c.Page}}
		if c.AnswerURL != "" {
			e.Links = append(e.Links, atomLink{"related", c.AnswerURL})
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = last.In(shanghai).Format(time.RFC3339)
	if last.IsZero() {
		f.Updated = midnight(v.Now()).Format(time.RFC3339)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(f) // the reader has gone away; nobody is left to tell
}

// openName is what a case is called in public.
func openName(c OpenCase) string {
	if c.Title != "" {
		return c.Title
	}
	return c.Place + " · " + c.TopicName
}

// OpenName is openName for templates.
func (v *view) OpenName(c OpenCase) string { return openName(c) }

// sitemapMost is how many answers the sitemap names, the latest first.
const sitemapMost = 5000

// sitemap names the pages of the board for search engines.
func (a *app) sitemap(w http.ResponseWriter, r *http.Request) {
	v := a.view(nil, r)
	type place struct {
		Loc  string `xml:"loc"`
		Last string `xml:"lastmod,omitempty"`
	}
	out := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []place  `xml:"url"`
	}{}
	for _, at := range []string{"/open/", "/open/answers", "/open/units", "/open/topics", "/open/places", "/open/sources", "/promise"} {
		out.URLs = append(out.URLs, place{Loc: base(r) + at})
	}
	q := OpenQuery{Size: 200}
	for range sitemapMost / 200 {
		cases, err := a.board.Cases(r.Context(), v, q)
		if err != nil {
			a.errorPage(w, r, v, err)
			return
		}
		for _, c := range cases.Items {
			out.URLs = append(out.URLs, place{base(r) + c.Page, v.Day(c.Released)})
		}
		if q.Cursor = cases.Next; q.Cursor == "" {
			break
		}
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(out) // the reader has gone away; nobody is left to tell
}

// Canonical is the one address under which search engines keep this page, in a language.
func (v *view) Canonical(lang string) string {
	q := url.Values{}
	for _, key := range []string{"q", "topic", "division", "unit", "cursor"} {
		if x := v.here.Query().Get(key); x != "" {
			q.Set(key, x)
		}
	}
	if lang != "" {
		q.Set("lang", lang)
	}
	at := url.URL{Path: v.here.Path, RawQuery: q.Encode()}
	return v.site + at.String()
}

// Feed is the feed of what this page shows.
func (v *view) Feed() string {
	q := url.Values{}
	for _, key := range []string{"q", "topic", "division", "unit"} {
		if x := v.here.Query().Get(key); x != "" {
			q.Set(key, x)
		}
	}
	at := url.URL{Path: "/open/feed.xml", RawQuery: q.Encode()}
	return at.String()
}

// Indent is the class of a branch of a tree.
func (v *view) Indent(depth int) string { return "depth-" + strconv.Itoa(min(depth, 3)) }

// About is what search engines show of this page.
func (v *view) About() string {
	if p, ok := v.D.(openPage); ok && p.Case.ID != "" {
		return opinion.Clip(v.Say("open.said", p.Case.UnitName, p.Case.Answer), 150)
	}
	return v.Say("open.what")
}

// Is says whether this page lies at a path.
func (v *view) Is(path string) bool { return v.here.Path == path }
