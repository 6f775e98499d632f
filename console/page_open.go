package console

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/opinion"
)

// openRoutes are the pages of the open board. None asks who the reader is.
func (a *app) openRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	page("GET /open/{$}", a.openBoard)
	page("GET /open/answers", a.openAnswers)
	page("GET /open/answers/{id}", a.openAnswer)
	mux.HandleFunc("POST /open/answers/{id}/vote", a.openVote)
	page("GET /open/units", a.openUnits)
	page("GET /open/units/{id}", a.openUnit)
	page("GET /open/topics", a.openTopics)
	page("GET /open/places", a.openPlaces)
	page("GET /open/sources", a.openSourcesPage)
	mux.HandleFunc("GET /open/feed.xml", a.openFeed)
	mux.HandleFunc("GET /open/sitemap.xml", a.sitemap)
	mux.HandleFunc("GET /robots.txt", a.robots)
	mux.Handle("GET /open", http.RedirectHandler("/open/", http.StatusMovedPermanently))
}

// openPage is what the pages of the board show; each fills what it needs.
type openPage struct {
	Q       OpenQuery
	Cases   OpenCases
	Case    OpenCase
	Said    string // what became of a vote just cast
	Counted bool
	Rates   OpenRates
	Sources OpenSources
	Tree    []OpenBranch
	By      string // topic or division
	Topics  []opinion.Topic
	Unit    string
	Filters []filter
}

// open begins a page of the board.
func (v *view) open(title string) {
	v.Nav, v.Title = "open", title
}

func (a *app) openBoard(r *http.Request, v *view) (string, error) {
	v.open(v.Say("nav.open"))
	cases, err := a.board.Cases(r.Context(), v, OpenQuery{Size: 10})
	if err != nil {
		return "", err
	}
	sources, err := a.board.Listened(r.Context())
	if err != nil {
		return "", err
	}
	rates, err := a.board.Rates(r.Context(), v, "")
	v.D = openPage{Cases: cases, Sources: sources, Rates: rates, Topics: a.Topics}
	return "open", err
}

func (a *app) openAnswers(r *http.Request, v *view) (string, error) {
	v.open(v.Say("open.answers"))
	q := openQuery(r.URL.Query(), 20)
	cases, err := a.board.Cases(r.Context(), v, q)
	v.D = openPage{Q: q, Cases: cases, Topics: a.Topics, Filters: a.openFilters(v, q)}
	return "open_answers", err
}

// openQuery reads a question about answers.
func openQuery(p url.Values, size int) OpenQuery {
	return OpenQuery{Q: opinion.Clip(strings.TrimSpace(p.Get("q")), 200), Topic: p.Get("topic"), Division: p.Get("division"), Unit: p.Get("unit"), Size: size, Cursor: p.Get("cursor")}
}

func (a *app) openFilters(v *view, q OpenQuery) []filter {
	var out []filter
	for _, f := range []struct{ key, label, value, shown string }{
		{"q", v.Say("open.words"), q.Q, q.Q}, {"topic", v.Say("filter.topic"), q.Topic, v.Topic(q.Topic)},
		{"division", v.Say("filter.division"), q.Division, v.Place(q.Division)}, {"unit", v.Say("filter.unit"), q.Unit, v.Unit(q.Unit)},
	} {
		if f.value != "" {
			out = append(out, filter{Label: f.label, Value: f.shown, Without: v.With(f.key, "")})
		}
	}
	return out
}

func (a *app) openAnswer(r *http.Request, v *view) (string, error) {
	c, err := a.board.Case(r.Context(), v, r.PathValue("id"))
	if err != nil {
		return "", err
	}
	v.open(openName(c))
	p := openPage{Case: c}
	switch r.URL.Query().Get("vote") {
	case "counted":
		p.Said, p.Counted = v.Say("open.vote.counted"), true
	case "again":
		p.Said = v.Say("open.vote.again")
	case "full":
		p.Said = v.Say("open.vote.full")
	}
	v.D = p
	return "open_answer", nil
}

// openVote takes a vote and goes back to the page. Nothing of the reader is kept: see ballots.
func (a *app) openVote(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	c, err := a.board.Case(r.Context(), v, r.PathValue("id"))
	answer := r.PostFormValue("satisfied")
	if err == nil && answer != "yes" && answer != "no" {
		err = invalid("bad_vote", v.Say("error.bad_vote"))
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	said := "counted"
	if counts, again := a.ballots.take(addressOf(r), c.ID, v.Now()); again {
		said = "again"
	} else if !counts {
		said = "full"
	} else if err := a.Open.Vote(r.Context(), c.ID, answer == "yes"); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/open/answers/"+url.PathEscape(c.ID)+"?vote="+said+"#vote", http.StatusSeeOther)
}

func (a *app) openUnits(r *http.Request, v *view) (string, error) {
	v.open(v.Say("open.rates"))
	rates, err := a.board.Rates(r.Context(), v, "")
	v.D = openPage{Rates: rates}
	return "open_units", err
}

func (a *app) openUnit(r *http.Request, v *view) (string, error) {
	id := r.PathValue("id")
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == id }) {
		return "", &Error{Kind: NotFound, Code: "no_unit", Words: v.Say("error.no_unit")}
	}
	v.open(v.Unit(id))
	rates, err := a.board.Rates(r.Context(), v, id)
	if err != nil {
		return "", err
	}
	cases, err := a.board.Cases(r.Context(), v, OpenQuery{Unit: id, Size: 20, Cursor: r.URL.Query().Get("cursor")})
	v.D = openPage{Unit: id, Rates: rates, Cases: cases}
	return "open_unit", err
}

func (a *app) openTopics(r *http.Request, v *view) (string, error) {
	return a.openTreePage(r, v, "topic", "open.topics")
}

func (a *app) openPlaces(r *http.Request, v *view) (string, error) {
	return a.openTreePage(r, v, "division", "open.places")
}

func (a *app) openTreePage(r *http.Request, v *view, by, title string) (string, error) {
	v.open(v.Say(title))
	tree, err := a.board.Tree(r.Context(), v, by)
	v.D = openPage{By: by, Tree: tree.Items}
	return "open_tree", err
}

func (a *app) openSourcesPage(r *http.Request, v *view) (string, error) {
	v.open(v.Say("open.sources"))
	sources, err := a.board.Listened(r.Context())
	v.D = openPage{Sources: sources}
	return "open_sources", err
}

// OpenBranch is a topic or place with the number of its answers.
type OpenBranch struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Depth int    `json:"depth"`
	N     int    `json:"answers" doc:"with everything below it"`
}

// OpenTree is every topic or place that has answers, each before what lies below it.
type OpenTree struct {
	Items []OpenBranch `json:"items"`
}

// Tree counts answers by "topic" or "division".
func (a Board) Tree(ctx context.Context, v *view, by string) (OpenTree, error) {
	out := OpenTree{Items: []OpenBranch{}}
	if a.Open == nil {
		return out, away("no_open", v.Say("away.open"))
	}
	counts, err := a.Open.Tree(ctx, by)
	for _, c := range counts {
		name := v.Topic(c.Key)
		if by == "division" {
			name = v.Place(c.Key)
		}
		out.Items = append(out.Items, OpenBranch{c.Key, name, c.Depth, c.N})
	}
	return out, err
}
