// Package styleguide shows one of each component that the pages are made of, with the design tokens, on one
// page for whoever works on them. It is part of a development build alone (app, build tag dev).
package styleguide

import (
	"embed"
	"net/http"
	"time"

	"huiying/console/kit"
	"huiying/console/plot"
	"huiying/opinion"
	"huiying/register"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the page at work.
type Room struct {
	kit.Head[*View]
}

// View is what the template sees: the kit's view alone.
type View struct {
	*kit.View
}

// Open gives the room its kit and its page.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{v} })
	return err
}

// inks are the tokens of colour that text and areas are drawn with.
var inks = []string{"ink", "soft", "line", "paper", "ground", "deep", "accent", "link", "focus", "bad", "bad-soft",
	"warn", "warn-soft", "good", "good-soft", "sev-1", "sev-2", "sev-3", "map-0", "map-1", "map-2", "map-3", "map-4"}

// sample is what the page shows: invented, and the same at each visit.
type sample struct {
	Inks       []string
	Headings   []kit.Heading
	Bar        kit.ChipBar
	Filters    []kit.Filter
	Severities []opinion.Severity
	States     []opinion.State
	Clocks     []opinion.Case
	Plot       plot.Plot
	Days       []int
}

// columns of the sample list.
var columns = []kit.Column{{Name: "filter.severity", Order: register.ByHeaviness}, {Name: "issue"},
	{Name: "filter.topic"}, {Name: "filter.division"}, {Name: "filter.unit"}, {Name: "filter.state"}, {Name: "filter.due_before", Order: register.ByDue},
	{Name: "desk.reports", Order: register.BySize, Falls: true, Num: true}}

// Show is the page.
func (a *Room) Show(_ *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "styleguide", v.Say("style.title")
	p := sample{Inks: inks, Headings: v.Headings(columns, register.ByDue), Severities: opinion.Severities,
		States: opinion.States, Days: []int{0, 1, 0, 2, 3, 1, 0, 0, 4, 2, 5, 3, 8, 6},
		Bar:     v.Chips("/styleguide", v.Say("search.q"), nil, "severity", "state", "period"),
		Filters: []kit.Filter{{Label: v.Say("filter.state"), Value: v.State(opinion.Handling), Without: "/styleguide"}}}
	now := v.Now()
	for _, left := range []time.Duration{30 * time.Hour, 3 * time.Hour, -5 * time.Hour} {
		start := now.Add(-24 * time.Hour)
		p.Clocks = append(p.Clocks, opinion.Case{State: opinion.Handling, Due: now.Add(left),
			Clock: &opinion.Clock{Profile: "opinion", Start: start}})
	}
	p.Clocks = append(p.Clocks, opinion.Case{State: opinion.Answered, Due: now.Add(time.Hour), AnswerAt: now.Add(-time.Hour),
		Clock: &opinion.Clock{Profile: "opinion", Start: now.Add(-24 * time.Hour)}})
	var at []time.Time
	var got []register.TimeCount
	for i, n := range p.Days {
		day := kit.Midnight(now).AddDate(0, 0, i-len(p.Days)+1)
		at, got = append(at, day), append(got, register.TimeCount{Time: day, N: n})
	}
	var err error
	p.Plot, err = plot.Draw(v.Say("plot.days"), at, got, time.DateOnly, func(t time.Time) string { return t.Format("01-02") })
	v.D = p
	return "styleguide", err
}
