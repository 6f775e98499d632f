package cases

import (
	"context"
	"net/http"
	"net/url"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/index"
)

// searchPage is the box, its filters and what they found.
type searchPage struct {
	Q        index.Query
	Page     index.Page
	Terms    []kit.Term // to mark
	Facets   []facet
	Narrowed bool
	Filters  []kit.Filter // those without a chip that are set, each with the address that takes it away
	Bar      kit.ChipBar
	Headings []kit.Heading
	Saved    kit.SavedBar
	Tabs     []kit.Tab // everything, what waits for a person, what a person said
	Err      string
}

// facet is one way to narrow the question.
type facet struct {
	Key  string
	Rows []kit.TallyRow
	Most int
}

// facetOrder is the order in which facets stand beside the hits.
var facetOrder = []string{"severity", "topic", "division", "demand", "source"}

func (a *Room) ShowSearch(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "search", v.Say("nav.search")
	if a.Search == nil {
		return "", kit.Away("no_search", v.Say("away.search"))
	}
	q, err := ask.FindQuery(r.URL.Query(), v.Lang)
	if err != nil {
		return "", err
	}
	p := searchPage{Q: q, Narrowed: v.Filters(r.URL.Query()) != nil,
		Filters: v.Filters(r.URL.Query(), "severity", "topic", "division", "demand", "source", "unit", "from", "to"),
		Bar: v.Chips("/search", v.Say("search.q"), nil, "topic", "division", "severity", "demand", "source", "unit",
			"period"), Headings: v.Headings(a.hitColumns(v), "said")}
	p.Bar.Help = v.Say("search.help")
	p.Saved = a.savedBar(r.Context(), saved.Search, v, func(asked url.Values) (int, error) {
		q, err := ask.FindQuery(asked, v.Lang)
		if err != nil {
			return 0, err
		}
		q.Size, q.Facets = 1, false
		page, err := ask.Find(r.Context(), a.Search, q, v.Lang)
		return page.Total, err
	})
	v.D = &p
	if p.Page, err = ask.Find(r.Context(), a.Search, q, v.Lang); err != nil {
		p.Err = a.Problem(r.Pattern, v.Lang, err).Detail
		return "search", nil
	}
	p.Tabs = a.searchTabs(r.Context(), v, q)
	p.Terms = kit.TermsOf(q.Text, a.Cut)
	for _, key := range facetOrder {
		if f := a.facet(v, key, p.Page.Facets[key]); len(f.Rows) > 0 {
			p.Facets = append(p.Facets, f)
		}
	}
	return "search", nil
}

// hitColumns stand above the hits, which are always in the order of their time.
func (a *Room) hitColumns(v *View) []kit.Column {
	columns := []kit.Column{{Name: "filter.severity"}, {Name: "desk.matter"}, {Name: "filter.topic"},
		{Name: "filter.division"}, {Name: "goes.to.short"}, {Name: "hit.said", Order: "said", Falls: true, Once: true}}
	if a.Correct != nil && a.Opens != nil {
		return append([]kit.Column{{Name: ""}}, columns...)
	}
	return columns
}

// searchTabs are the queues of findings under the present question. A count that cannot be
// had leaves its tab without one: the hits are there.
func (a *Room) searchTabs(ctx context.Context, v *View, q index.Query) []kit.Tab {
	link := func(mark string) string {
		p := v.Here.Query()
		for _, drop := range []string{"unsure", "corrected", "cursor", "lang", "rows"} {
			p.Del(drop)
		}
		if mark != "" {
			p.Set(mark, "true")
		}
		return "/search?" + p.Encode()
	}
	found := kit.Tab{Key: "found", Link: link(""), N: -1, Now: !q.Unsure && !q.Corrected}
	wait, said := kit.Tab{Key: "unsure", Link: link("unsure"), N: -1, Now: q.Unsure}, kit.Tab{Key: "corrected", Link: link("corrected"), N: -1, Now: q.Corrected}
	q.Unsure, q.Corrected, q.Size, q.Cursor, q.Facets = true, false, 1, "", false
	if n, err := ask.Find(ctx, a.Search, q, v.Lang); err == nil {
		wait.N = n.Total
	}
	return []kit.Tab{found, wait, said}
}

func (a *Room) facet(v *View, key string, buckets []index.Bucket) facet {
	f := facet{Key: key}
	for _, b := range buckets[:min(len(buckets), 8)] {
		if b.Key == "" {
			continue
		}
		f.Rows = append(f.Rows, kit.TallyRow{Key: b.Key, N: b.Count, Name: v.FilterName(key, b.Key), Link: v.With(key, b.Key)})
		f.Most = max(f.Most, b.Count)
	}
	return f
}
