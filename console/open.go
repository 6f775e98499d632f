package console

import (
	"context"
	"encoding/xml"
	"net/http"
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
	Reports    int              `json:"reports" doc:"independent reports of the same matter"`
	Unit       string           `json:"unit"`
	UnitName   string           `json:"unit_name"`
	State      opinion.State    `json:"state" enum:"answered,verified,closed"`
	Opened     time.Time        `json:"opened"`
	Dispatched time.Time        `json:"dispatched,omitzero"`
	Answered   time.Time        `json:"answered,omitzero"`
	Closed     time.Time        `json:"closed,omitzero"`
	Overdue    bool             `json:"overdue" doc:"the time to answer ran out before the answer"`
	Answer     string           `json:"answer"`
	AnswerURL  string           `json:"answer_url,omitempty"`
	Outcome    opinion.Outcome  `json:"outcome,omitempty"`
	Solved     string           `json:"solved,omitempty" doc:"for the public: yes, partly, no"`
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

// released are the states in which an answer is public.
var released = []opinion.State{opinion.Answered, opinion.Verified, opinion.Closed}

// openPage is the board.
type openPage struct {
	Cases   OpenCases
	Sources OpenSources
	Rates   OpenRates
}

func (a *app) openBoard(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "open", v.must("nav.open")
	cases, err := a.openCases(r.Context(), v, 20, r.URL.Query().Get("cursor"))
	if err != nil {
		return "", err
	}
	sources, err := a.openSources(r.Context())
	if err != nil {
		return "", err
	}
	rates, err := a.openRates(r.Context(), v)
	if err != nil {
		return "", err
	}
	v.D = openPage{Cases: cases, Sources: sources, Rates: rates}
	return "open", nil
}

func (a *app) openCases(ctx context.Context, v *view, size int, cursor string) (OpenCases, error) {
	list, err := a.Cases.Cases(ctx, CaseQuery{States: released, Order: "updated", Size: size, Cursor: cursor})
	out := OpenCases{Total: list.Total, Next: list.Next, Items: []OpenCase{}}
	for _, c := range list.Items {
		out.Items = append(out.Items, openCase(v, c))
	}
	return out, err
}

// openCase copies what is public, field by field, so that a new field of a Case stays
// inside until someone decides otherwise.
func openCase(v *view, c CaseRow) OpenCase {
	out := OpenCase{
		ID: c.ID, Topic: c.Topic, TopicName: v.Topic(c.Topic), Division: c.Division, Place: v.Place(c.Division),
		Severity: c.Severity, Reports: c.Reports, Unit: c.Lead, UnitName: v.Unit(c.Lead), State: c.State,
		Opened: c.Opened, Dispatched: c.Dispatch, Answered: c.AnswerAt, Closed: c.ClosedAt, Overdue: c.Overdue,
		Answer: c.Answer, AnswerURL: v.Out(c.AnswerURL), Outcome: c.Outcome, Solved: c.Solved,
	}
	if saidInPublic(c.SourceKind) {
		out.Title = c.Title
	}
	return out
}

// saidInPublic says whether words of such a source stand where everyone can read them. What
// somebody told a hotline does not.
func saidInPublic(k opinion.SourceKind) bool {
	return k == opinion.KindBoard || k == opinion.KindNews || k == opinion.KindForum
}

func (a *app) openSources(ctx context.Context) (OpenSources, error) {
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
	cases, err := a.openCases(r.Context(), v, 50, "")
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	f := atom{Lang: v.tag(), ID: "tag:huiying,2026:open", Title: v.must("nav.open"), Issuer: a.Product, Links: []atomLink{{"self", "/open/feed.xml"}, {"alternate", "/open/"}}}
	var last time.Time
	for _, c := range cases.Items {
		at := c.Answered
		if c.Closed.After(at) {
			at = c.Closed
		}
		if at.After(last) {
			last = at
		}
		e := atomEntry{ID: "tag:huiying,2026:case:" + c.ID, Title: openName(v, c), Updated: at.In(shanghai).Format(time.RFC3339), Summary: c.UnitName + ": " + c.Answer}
		if c.AnswerURL != "" {
			e.Links = []atomLink{{"alternate", c.AnswerURL}}
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = last.In(shanghai).Format(time.RFC3339)
	if last.IsZero() {
		f.Updated = midnight(v.now).Format(time.RFC3339)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(f) // the reader has gone away; nobody is left to tell
}

// openName is what a case is called in public.
func openName(v *view, c OpenCase) string {
	if c.Title != "" {
		return c.Title
	}
	return c.Place + " · " + c.TopicName
}

// OpenName is openName for templates.
func (v *view) OpenName(c OpenCase) string { return openName(v, c) }
