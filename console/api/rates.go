package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// ratesAPI tells how units answer, and opens each number.
func (a *Room) ratesAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/rates", "list-rates",
		"How units answer, by unit, place, topic or time", func(ctx context.Context,
			in *ratesIn) (*answer[facts.RateTable], error) {
			q, err := ask.RateQuery(in.values, a.Now(), in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			t, err := a.Units.Rates(ctx, q)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			t.Rows = ask.OrEmpty(t.Rows)
			return &answer[facts.RateTable]{t}, nil
		}, 400)
	operation(api, http.MethodGet, "/api/v1/rates/turns", "list-turns",
		"The cases behind a number: each turn of a unit that it counts", func(ctx context.Context,
			in *turnsIn) (*answer[facts.TurnList], error) {
			q, err := ask.TurnQuery(in.values, a.Now(), in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := a.Units.Turns(ctx, q)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l.Items = ask.OrEmpty(l.Items)
			return &answer[facts.TurnList]{l}, nil
		}, 400)
	operation(api, http.MethodGet, "/api/v1/units/{id}/rates", "unit-rates", "How one unit answers",
		a.unitRates, 400, 404)
	operation(api, http.MethodGet, "/open/rates.json", "open-rates",
		"How units answer, for everyone", func(ctx context.Context,
			in *openRatesIn) (*answer[ask.OpenRates], error) {
			l, err := a.Board.Rates(ctx, a.Bare(ctx, in.lang), in.Unit)
			return answered(a, &in.asked, l, err)
		})
}

type openRatesIn struct {
	asked
	Unit string `query:"unit" doc:"only this one"`
}

// spanIn is a span of time by which turns began.
type spanIn struct {
	asked
	From string `query:"from" doc:"the turn began: date of +08:00, or RFC 3339; 30 days ago when absent"`
	To   string `query:"to" doc:"the turn began: date of +08:00 (that day included), or RFC 3339; today when absent"`
}

type ratesIn struct {
	spanIn
	By       string `query:"by" enum:"unit,division,topic,week,month" default:"unit"`
	Unit     string `query:"unit"`
	Topic    string `query:"topic" doc:"an item, or a field with its items"`
	Division string `query:"division" doc:"with everything below it"`
	Rank     string `query:"rank" doc:"id of a measure; groups with too few turns are not ranked"`
}

type turnsIn struct {
	ratesIn
	Key     string `query:"key" doc:"of one group"`
	Measure string `query:"measure" doc:"only turns that it counts"`
	Verdict string `query:"verdict" enum:"yes,no"`
	Size    int    `query:"size" minimum:"1" maximum:"200" default:"50"`
	Cursor  string `query:"cursor" doc:"next of the page before"`
}

type unitRatesIn struct {
	spanIn
	ID string `path:"id" maxLength:"128"`
}

// UnitRates is how one unit answers.
type UnitRates struct {
	Unit string `json:"unit"`
	From string `json:"from"`
	To   string `json:"to" doc:"the last day that is counted"`
	facts.RateRow
	Measures []facts.Measure `json:"measures"`
	Cases    string          `json:"cases" doc:"address of the turns behind the numbers"`
}

func (a *Room) unitRates(ctx context.Context, in *unitRatesIn) (*answer[UnitRates], error) {
	q, err := ask.RateQuery(in.values, a.Now(), in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	units, err := a.Units.Units(ctx)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	if !slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == in.ID }) {
		return nil, a.fail(&in.asked, &kit.Error{Kind: kit.NotFound, Code: "no_unit",
			Words: words.Say(in.lang, "error.no_unit")})
	}
	q = facts.RateQuery{From: q.From, To: q.To, By: "unit", Unit: in.ID}
	t, err := a.Units.Rates(ctx, q)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	v := a.Bare(ctx, in.lang)
	t.All.Key = in.ID
	span := url.Values{"unit": {in.ID}, "from": {v.Day(q.From)}, "to": {v.Day(q.To.Add(-1))}}
	return &answer[UnitRates]{UnitRates{Unit: in.ID, From: v.Day(q.From), To: v.Day(q.To.Add(-1)),
		RateRow: t.All, Measures: t.Measures,
		Cases: "/api/v1/rates/turns?" + span.Encode()}}, nil
}
