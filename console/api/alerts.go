package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// alertsRoom answers for the alerts' desk.
type alertsRoom struct{ *Room }

// open registers the desk as JSON and as a feed.
func (a alertsRoom) open(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/alerts", "list-alerts",
		"Alerts: what rings first, the heaviest first, then by when they rang", func(ctx context.Context,
			in *alertsIn) (*answer[[]opinion.AlertFile], error) {
			if a.Alerts == nil {
				return nil, a.away(&in.asked, "no_alerts", "away.alerts")
			}
			q, err := in.query()
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := a.Alerts.Alerts(ctx, q)
			return answered(a.Room, &in.asked, ask.OrEmpty(l), err)
		}, 400, 422)
	const feed = "/api/v1/alerts/feed.xml"
	huma.Register(api, huma.Operation{OperationID: "feed-alerts", Method: http.MethodGet, Path: feed,
		Summary: "Alerts as a feed (Atom), the latest first", Errors: []int{400, 422, 503}}, a.feed)
	answersFile(api, feed, "the feed", "application/atom+xml", &huma.Schema{Type: "string"})
	operation(api, http.MethodGet, "/api/v1/alerts/{id}", "get-alert",
		"One alert with what happened to it", func(ctx context.Context,
			in *alertIn) (*answer[opinion.AlertFile], error) {
			if a.Alerts == nil {
				return nil, a.away(&in.asked, "no_alerts", "away.alerts")
			}
			f, err := a.Alerts.Alert(ctx, in.ID)
			return answered(a.Room, &in.asked, f, err)
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

	site, self string // the addresses of the site, and of this question, as they were asked for
}

func (in *alertsIn) query() (facts.AlertQuery, error) {
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
	return q, err
}

// Resolve is called by huma before the operation.
func (in *alertsIn) Resolve(c huma.Context) []error {
	u := c.URL()
	in.site = kit.SiteOf(&http.Request{Host: c.Host(), TLS: c.TLS(),
		Header: http.Header{"X-Forwarded-Proto": {c.Header("X-Forwarded-Proto")}}})
	in.self = in.site + u.RequestURI()
	return in.asked.Resolve(c)
}

func (a alertsRoom) feed(ctx context.Context, in *alertsIn) (*huma.StreamResponse, error) {
	if a.Alerts == nil {
		return nil, a.away(&in.asked, "no_alerts", "away.alerts")
	}
	q, err := in.query()
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	list, err := a.Alerts.Alerts(ctx, q)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	f := a.feedOf(in, list)
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", kit.FeedType)
		c.SetHeader("Cache-Control", "no-store")
		_ = f.Write(c.BodyWriter()) // the reader has gone away; nobody is left to tell
	}}, nil
}

// feedOf lays alerts out as a feed: what changed last first, each with its state and count, no citizen's words.
func (a alertsRoom) feedOf(in *alertsIn, list []opinion.AlertFile) kit.Feed {
	f := kit.Feed{Lang: words.Say(in.lang, "lang.tag"), ID: "tag:huiying,2026:alerts",
		Title: words.Say(in.lang, "nav.alerts"), Issuer: a.Product,
		Updated: kit.Midnight(a.Now()).Format(time.RFC3339),
		Links:   []kit.FeedLink{{Rel: "self", Href: in.self}, {Rel: "alternate", Href: in.site + "/alerts"}}}
	slices.SortFunc(list, func(x, y opinion.AlertFile) int { return y.Updated.Compare(x.Updated) })
	for i, x := range list {
		at := x.Updated.In(kit.Shanghai).Format(time.RFC3339)
		if i == 0 {
			f.Updated = at
		}
		f.Entries = append(f.Entries, kit.FeedEntry{ID: "tag:huiying,2026:alert:" + x.ID, Updated: at,
			Title:   words.Say(in.lang, "alerts.kind."+string(x.Kind)) + " · " + kit.AlertName(a.Names, in.lang, x.Alert),
			Links:   []kit.FeedLink{{Rel: "alternate", Href: in.site + "/alerts?id=" + x.ID}},
			Summary: words.Say(in.lang, "alert.state."+string(x.State)) + " · " + words.Say(in.lang, "alerts.seen.n", x.Seen)})
	}
	return f
}

type alertIn struct {
	asked
	ID string `path:"id" maxLength:"64"`
}
