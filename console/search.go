package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/index"
	"huiying/opinion"
	"huiying/words"
)

// Searcher asks the index.
type Searcher interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}

// searchPage is the box, its filters and what they found.
type searchPage struct {
	Q       index.Query
	From    string // as the reader wrote them
	To      string
	Page    index.Page
	Terms   []string // to mark
	Facets  []facet
	Topics  []opinion.Topic
	Filters []filter // those that are set, each with the address that takes it away
	Tabs    []tab    // everything, what waits for a person, what a person said
	Err     string
}

// facet is one way to narrow the question.
type facet struct {
	Key  string
	Rows []tallyRow
	Most int
}

// filter is one narrowing that is set.
type filter struct{ Label, Value, Without string }

// facetOrder is the order in which facets stand beside the hits.
var facetOrder = []string{"severity", "topic", "division", "demand", "source"}

func (a *app) search(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "search", v.Say("nav.search")
	if a.Search == nil {
		return "", away("no_search", v.Say("away.search"))
	}
	q, err := findQuery(r.URL.Query(), v.Lang)
	if err != nil {
		return "", err
	}
	p := searchPage{Q: q, From: r.FormValue("from"), To: r.FormValue("to"), Topics: a.Topics, Filters: v.Filters(r.URL.Query())}
	v.D = &p
	if p.Page, err = find(r.Context(), a.Search, q, v.Lang); err != nil {
		p.Err = a.problem(r.Pattern, v.Lang, err).Detail
		return "search", nil
	}
	p.Tabs = a.searchTabs(r.Context(), v, q)
	p.Terms = termsOf(q.Text, a.Cut)
	for _, key := range facetOrder {
		if f := a.facet(v, key, p.Page.Facets[key]); len(f.Rows) > 0 {
			p.Facets = append(p.Facets, f)
		}
	}
	return "search", nil
}

// searchTabs are the queues of findings under the present question. A count that cannot be
// had leaves its tab without one: the hits are there.
func (a *app) searchTabs(ctx context.Context, v *view, q index.Query) []tab {
	link := func(mark string) string {
		p := v.here.Query()
		for _, drop := range []string{"unsure", "corrected", "cursor", "lang"} {
			p.Del(drop)
		}
		if mark != "" {
			p.Set(mark, "true")
		}
		return "/search?" + p.Encode()
	}
	found := tab{Key: "found", Link: link(""), N: -1, Now: !q.Unsure && !q.Corrected}
	wait, said := tab{Key: "unsure", Link: link("unsure"), N: -1, Now: q.Unsure}, tab{Key: "corrected", Link: link("corrected"), N: -1, Now: q.Corrected}
	q.Unsure, q.Corrected, q.Size, q.Cursor, q.Facets = true, false, 1, "", false
	if n, err := find(ctx, a.Search, q, v.Lang); err == nil {
		wait.N = n.Total
	}
	return []tab{found, wait, said}
}

func (a *app) facet(v *view, key string, buckets []index.Bucket) facet {
	f := facet{Key: key}
	for _, b := range buckets[:min(len(buckets), 8)] {
		if b.Key == "" {
			continue
		}
		f.Rows = append(f.Rows, tallyRow{Key: b.Key, N: b.Count, Name: v.FilterName(key, b.Key), Link: v.With(key, b.Key)})
		f.Most = max(f.Most, b.Count)
	}
	return f
}

// FilterName is the word for a filter's value.
func (v *view) FilterName(key, value string) string {
	switch key {
	case "severity":
		return value + " " + v.Word("sev.", value)
	case "topic":
		return v.Topic(value)
	case "division":
		return v.Place(value)
	case "demand":
		return v.Demand(opinion.Demand(value))
	case "state":
		return v.State(opinion.State(value))
	case "unit":
		return v.Unit(value)
	case "source":
		return v.Source(value)
	}
	return value
}

// Filters lists the filters of an address that a reader may want to take away.
func (v *view) Filters(q url.Values) []filter {
	var out []filter
	for _, key := range []string{"severity", "topic", "division", "demand", "source", "unit", "issue", "from", "to", "due_before"} {
		if value := q.Get(key); value != "" {
			out = append(out, filter{v.Say("filter." + key), v.FilterName(key, value), v.With(key, "")})
		}
	}
	return out
}

// findQuery reads the question from an address; pages and the API ask alike.
func findQuery(q url.Values, lang string) (index.Query, error) {
	out := index.Query{
		Text: opinion.Clip(strings.TrimSpace(q.Get("q")), 400), Topic: q.Get("topic"), Division: q.Get("division"),
		Severity: q.Get("severity"), Demand: q.Get("demand"), Issue: q.Get("issue"), Source: q.Get("source"),
		Unit: q.Get("unit"), Cursor: q.Get("cursor"), Unsure: q.Get("unsure") == "true", Corrected: q.Get("corrected") == "true",
	}
	var err error
	if out.Size, err = sizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.From, err = momentOf("from", q.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = momentOf("to", q.Get("to"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && opinion.Severity(out.Severity).Rank() == 0 {
		return out, invalid("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	// Facets cost by the hit, so a question that narrows nothing gets none.
	bare := index.Query{From: out.From, To: out.To, Size: out.Size, Cursor: out.Cursor}
	out.Facets = out != bare || !out.From.IsZero()
	return out, nil
}

// find asks the index; a cursor that is not its own is the reader's fault.
func find(ctx context.Context, in Searcher, q index.Query, lang string) (index.Page, error) {
	p, err := in.Search(ctx, q)
	if errors.Is(err, index.ErrCursor) {
		err = &Error{Kind: Invalid, Code: "bad_cursor", Words: words.Say(lang, "error.bad_cursor"), Err: err}
	}
	return p, err
}

func invalid(code, words string) error { return &Error{Kind: Invalid, Code: code, Words: words} }

// sizeOf reads how many rows are wanted, 1..200.
func sizeOf(s string, usual int, lang string) (int, error) {
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 200 {
		return 0, invalid("bad_size", words.Say(lang, "error.bad_size"))
	}
	return n, nil
}

// momentOf reads a date of +08:00 (the whole day: its end when it closes a span) or an
// RFC 3339 moment.
func momentOf(name, s string, end bool, lang string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation("2006-01-02", s, shanghai); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, invalid("bad_time", words.Say(lang, "error.bad_time", name))
	}
	return t, nil
}
