package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/opinion"
)

// openAPI holds the public facts under /open/.
func (a *Room) openAPI(api huma.API) {
	operation(api, http.MethodGet, "/open/cases.json", "open-cases", "Answered cases, for everyone",
		func(ctx context.Context, in *openIn) (*answer[ask.OpenCases], error) {
			size, err := ask.SizeOf(in.values.Get("size"), 20, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := a.Board.Cases(ctx, a.Bare(ctx, in.lang), ask.OpenQuery(in.values, size))
			return answered(a, &in.asked, l, err)
		}, 400, 422)
	operation(api, http.MethodGet, "/open/case.json", "open-case",
		"One answered case with its votes, for everyone", func(ctx context.Context,
			in *openCaseIn) (*answer[ask.OpenCase], error) {
			c, err := a.Board.Case(ctx, a.Bare(ctx, in.lang), in.ID)
			return answered(a, &in.asked, c, err)
		}, 404)
	for _, by := range []string{"topic", "division"} {
		path, id := "/open/topics.json", "open-topics"
		if by == "division" {
			path, id = "/open/places.json", "open-places"
		}
		operation(api, http.MethodGet, path, id, "Answers by "+by+", for everyone",
			func(ctx context.Context, in *empty) (*answer[ask.OpenTree], error) {
				t, err := a.Board.Tree(ctx, a.Bare(ctx, in.lang), by)
				return answered(a, &in.asked, t, err)
			})
	}
	operation(api, http.MethodGet, "/open/sources.json", "open-sources",
		"What is listened to, for everyone", func(ctx context.Context,
			in *empty) (*answer[ask.OpenSources], error) {
			l, err := a.Board.Listened(ctx)
			return answered(a, &in.asked, l, err)
		})
}

type openCaseIn struct {
	asked
	ID string `query:"id" required:"true" maxLength:"128"`
}

type openIn struct {
	asked
	Q        string `query:"q" doc:"words, all of which stand in the heading or the answer"`
	Topic    string `query:"topic" doc:"an item, or a field with its items"`
	Division string `query:"division" doc:"with everything below it"`
	Unit     string `query:"unit"`
	Size     int    `query:"size" minimum:"1" maximum:"200" default:"20"`
	Cursor   string `query:"cursor" doc:"next of the page before"`
}

// systemAPI holds sources, units and dead letters.
func (a *Room) systemAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/sources", "list-sources", "Sources with their health",
		func(ctx context.Context, in *empty) (*answer[[]facts.SourceRow], error) {
			if a.Sources == nil {
				return nil, a.away(&in.asked, "no_sources", "away.sources")
			}
			l, err := a.Sources.Sources(ctx)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		})
	operation(api, http.MethodGet, "/api/v1/sources/{id}", "get-source",
		"A source with its last visits and its items by day",
		func(ctx context.Context, in *sourceIn) (*answer[facts.SourceReport], error) {
			if a.Sources == nil {
				return nil, a.away(&in.asked, "no_sources", "away.sources")
			}
			s, err := a.Sources.Source(ctx, in.ID)
			return answered(a, &in.asked, s, err)
		}, 404)
	operation(api, http.MethodGet, "/api/v1/units", "list-units", "Responsible units",
		func(ctx context.Context, in *empty) (*answer[[]opinion.Unit], error) {
			l, err := a.Units.Units(ctx)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		})
	operation(api, http.MethodGet, "/api/v1/dead", "list-dead", "Dead letters",
		func(ctx context.Context, in *deadList) (*answer[[]facts.DeadLetter], error) {
			if a.Dead == nil {
				return nil, a.away(&in.asked, "no_dead", "away.dead")
			}
			l, err := a.Dead.Dead(ctx, in.Size)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		})
	operation(api, http.MethodPost, "/api/v1/dead/{seq}/{act}", "act-on-dead",
		"Replay or drop a dead letter", func(ctx context.Context, in *deadIn) (*struct{}, error) {
			if a.Dead == nil {
				return nil, a.away(&in.asked, "no_dead", "away.dead")
			}
			act := a.Dead.Replay
			if in.Act == "drop" {
				act = a.Dead.Drop
			}
			if err := act(ctx, in.Seq); err != nil {
				return nil, a.fail(&in.asked, err)
			}
			return nil, nil
		}, 404, 422)
}

type sourceIn struct {
	asked
	ID string `path:"id"`
}

type deadList struct {
	asked
	Size int `query:"size" minimum:"1" maximum:"1000" default:"200"`
}

type deadIn struct {
	asked
	Seq uint64 `path:"seq"`
	Act string `path:"act" enum:"replay,drop"`
}
