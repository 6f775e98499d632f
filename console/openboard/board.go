package openboard

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// openPage is what the pages of the board show; each fills what it needs.
type openPage struct {
	Q       register.ReleasedQuery
	Cases   ask.OpenCases
	Case    ask.OpenCase
	Said    string // what became of a vote just cast
	Counted bool
	Rates   ask.OpenRates
	Sources ask.OpenSources
	Tree    []ask.OpenBranch
	Places  []ask.OpenBranch // on the first page
	Hidden  int              // units of which too little is known to show a figure
	Next    string           // of a list of units
	Within  []ask.OpenBranch // places that units can be narrowed to
	By      string           // topic or division
	Topics  []opinion.Topic
	Unit    string
	Filters []kit.Filter
}

// open begins a page of the board.
func (v *View) open(title string) {
	v.Nav, v.Title = "open", title
}

func (a *Room) ShowBoard(r *http.Request, v *View) (string, error) {
	v.open(v.Say("nav.open"))
	cases, err := a.Board.Cases(r.Context(), v.View, register.ReleasedQuery{Size: 6})
	if err != nil {
		return "", err
	}
	sources, err := a.Board.Listened(r.Context())
	if err != nil {
		return "", err
	}
	topics, err := a.Board.Tree(r.Context(), v.View, "topic")
	if err != nil {
		return "", err
	}
	places, err := a.Board.Tree(r.Context(), v.View, "division")
	v.D = openPage{Cases: cases, Sources: sources, Topics: a.Topics, Tree: most(topics.Items), Places: most(places.Items)}
	return "open", err
}

// fewOf is how many topics and places the first page names.
const fewOf = 8

// most are the few branches with the most answers of the level at which a tree parts: a region that has only
// one province says nothing by it.
func most(tree []ask.OpenBranch) []ask.OpenBranch {
	depth := 0
	at := func(depth int) (out []ask.OpenBranch) {
		for _, b := range tree {
			if b.Depth == depth && b.ID != "" {
				out = append(out, b)
			}
		}
		return out
	}
	level := at(0)
	for len(level) == 1 && len(at(depth+1)) > 0 {
		depth++
		level = at(depth)
	}
	slices.SortStableFunc(level, func(x, y ask.OpenBranch) int { return y.N - x.N })
	return level[:min(len(level), fewOf)]
}

func (a *Room) ShowAnswers(r *http.Request, v *View) (string, error) {
	v.open(v.Say("open.answers"))
	q := ask.OpenQuery(r.URL.Query(), 20)
	cases, err := a.Board.Cases(r.Context(), v.View, q)
	v.D = openPage{Q: q, Cases: cases, Topics: a.Topics, Filters: a.openFilters(v, q)}
	return "open_answers", err
}

func (a *Room) openFilters(v *View, q register.ReleasedQuery) []kit.Filter {
	var out []kit.Filter
	for _, f := range []struct{ key, label, value, shown string }{
		{"q", v.Say("open.words"), q.Q, q.Q}, {"topic", v.Say("filter.topic"), q.Topic, v.Topic(q.Topic)},
		{"division", v.Say("filter.division"), q.Division, v.Place(q.Division)},
		{"unit", v.Say("filter.unit"), q.Unit, v.Unit(q.Unit)},
	} {
		if f.value != "" {
			out = append(out, kit.Filter{Label: f.label, Value: f.shown, Without: v.With(f.key, "")})
		}
	}
	return out
}

func (a *Room) ShowAnswer(r *http.Request, v *View) (string, error) {
	c, err := a.Board.Case(r.Context(), v.View, r.PathValue("id"))
	if err != nil {
		return "", err
	}
	v.open(v.OpenName(c))
	v.Summary = opinion.Clip(v.Say("open.said", c.UnitName, c.Answer), 150)
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

// Vote takes a vote and goes back to the page. Nothing of the reader is kept: see ballots.
func (a *Room) Vote(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	c, err := a.Board.Case(r.Context(), v.View, r.PathValue("id"))
	answer := r.PostFormValue("satisfied")
	if err == nil && answer != "yes" && answer != "no" {
		err = kit.BadInput("bad_vote", v.Say("error.bad_vote"))
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	said := "counted"
	if counts, again := a.ballots.take(addressOf(r), c.ID, v.Now()); again {
		said = "again"
	} else if !counts {
		said = "full"
	} else if err := a.Voting.Vote(r.Context(), c.ID, answer == "yes"); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/open/answers/"+url.PathEscape(c.ID)+"?vote="+said+"#vote", http.StatusSeeOther)
}

func (a *Room) ShowUnits(r *http.Request, v *View) (string, error) {
	v.open(v.Say("open.rates"))
	rates, err := a.Board.Rates(r.Context(), v.View, "")
	if err != nil {
		return "", err
	}
	p := openPage{Q: register.ReleasedQuery{Q: opinion.Clip(strings.TrimSpace(r.URL.Query().Get("q")), 60),
		Division: r.URL.Query().Get("division")}}
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return "", err
	}
	p.Within = placesOf(v, units, rates.Items)
	rates.Items = slices.DeleteFunc(rates.Items, func(x ask.OpenRate) bool { return !named(x, units, p.Q) })
	all := len(rates.Items)
	rates.Items = slices.DeleteFunc(rates.Items, func(x ask.OpenRate) bool { return x.Few })
	p.Rates, p.Hidden = rates, all-len(rates.Items)
	from, _ := strconv.Atoi(r.URL.Query().Get("cursor")) // anything else is the first page
	from = max(0, min(from, len(rates.Items)))
	if to := from + unitsAtOnce; to < len(rates.Items) {
		p.Next = strconv.Itoa(to)
	}
	p.Rates.Items = rates.Items[from:min(from+unitsAtOnce, len(rates.Items))]
	v.D = p
	return "open_units", err
}

// named says whether a unit has the words that are asked for in its name, and lies where they say.
func named(x ask.OpenRate, units []opinion.Unit, q register.ReleasedQuery) bool {
	return strings.Contains(strings.ToLower(x.Name), strings.ToLower(q.Q)) &&
		(q.Division == "" || strings.HasPrefix(divisionOf(x.Unit, units), q.Division))
}

func divisionOf(unit string, units []opinion.Unit) string {
	for _, u := range units {
		if u.ID == unit {
			return u.Division
		}
	}
	return ""
}

// placesOf are the divisions of units that have something to show, in the order of their codes.
func placesOf(v *View, units []opinion.Unit, rates []ask.OpenRate) (out []ask.OpenBranch) {
	seen := map[string]bool{"": true}
	for _, x := range rates {
		if d := divisionOf(x.Unit, units); !x.Few && !seen[d] {
			seen[d] = true
			out = append(out, ask.OpenBranch{ID: d, Name: v.Place(d)})
		}
	}
	slices.SortFunc(out, func(x, y ask.OpenBranch) int { return strings.Compare(x.ID, y.ID) })
	return out
}

// unitsAtOnce is how many units a page compares.
const unitsAtOnce = 50

func (a *Room) ShowUnit(r *http.Request, v *View) (string, error) {
	id := r.PathValue("id")
	units, err := a.Units.Units(r.Context())
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == id }) {
		return "", &kit.Error{Kind: kit.NotFound, Code: "no_unit", Words: v.Say("error.no_unit")}
	}
	v.open(v.Unit(id))
	rates, err := a.Board.Rates(r.Context(), v.View, id)
	if err != nil {
		return "", err
	}
	cases, err := a.Board.Cases(r.Context(), v.View, register.ReleasedQuery{Unit: id, Size: 20,
		Cursor: r.URL.Query().Get("cursor")})
	v.D = openPage{Unit: id, Rates: rates, Cases: cases}
	return "open_unit", err
}

func (a *Room) ShowTopics(r *http.Request, v *View) (string, error) {
	return a.openTreePage(r, v, "topic", "open.topics")
}

func (a *Room) ShowPlaces(r *http.Request, v *View) (string, error) {
	return a.openTreePage(r, v, "division", "open.places")
}

func (a *Room) openTreePage(r *http.Request, v *View, by, title string) (string, error) {
	v.open(v.Say(title))
	tree, err := a.Board.Tree(r.Context(), v.View, by)
	v.D = openPage{By: by, Tree: tree.Items}
	return "open_tree", err
}

func (a *Room) ShowSources(r *http.Request, v *View) (string, error) {
	v.open(v.Say("open.sources"))
	sources, err := a.Board.Listened(r.Context())
	v.D = openPage{Sources: sources}
	return "open_sources", err
}
