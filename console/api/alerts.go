package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/opinion"
)

// alertsAPI is the alerts' desk as JSON.
func (a *Room) alertsAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/alerts", "list-alerts",
		"Alerts: what rings first, the heaviest first, then by when they rang", func(ctx context.Context,
			in *alertsIn) (*answer[[]opinion.AlertFile], error) {
			if a.Alerts == nil {
				return nil, a.away(&in.asked, "no_alerts", "away.alerts")
			}
			q := facts.AlertQuery{Kind: opinion.AlertKind(in.Kind), Issue: in.Issue, Watch: in.Watch, Size: in.Size}
			for _, s := range opinion.AlertStates {
				if in.State == "open" && s.Open() || string(s) == in.State {
					q.States = append(q.States, s)
				}
			}
			var err error
			if q.From, err = ask.MomentOf("from", in.From, false, in.lang); err == nil {
				q.To, err = ask.MomentOf("to", in.To, true, in.lang)
			}
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := a.Alerts.Alerts(ctx, q)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		}, 400, 422)
	operation(api, http.MethodGet, "/api/v1/alerts/{id}", "get-alert",
		"One alert with what happened to it", func(ctx context.Context,
			in *alertIn) (*answer[opinion.AlertFile], error) {
			if a.Alerts == nil {
				return nil, a.away(&in.asked, "no_alerts", "away.alerts")
			}
			f, err := a.Alerts.Alert(ctx, in.ID)
			return answered(a, &in.asked, f, err)
		}, 404, 422)
}

type alertsIn struct {
	asked
	State string `query:"state" enum:"open,ringing,taken,quiet,led,dismissed,ended"`
	Kind  string `query:"kind" enum:"surge,watch,reach,silence"`
	Issue string `query:"issue" maxLength:"64"`
	Watch string `query:"watch" maxLength:"64"`
	From  string `query:"from" doc:"rang at or after"`
	To    string `query:"to" doc:"rang before; a day is told whole"`
	Size  int    `query:"size" minimum:"1" maximum:"1000" default:"200"`
}

type alertIn struct {
	asked
	ID string `path:"id" maxLength:"64"`
}
