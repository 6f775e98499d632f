package console

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huiying/words"
)

// noticesPage shows the channels with their health, and what was told.
type noticesPage struct {
	Channels []NoticeChannel
	Rows     []NoticeDelivery
	Q        NoticeQuery
	States   []string
	Kinds    []string
	Done     string
	Max      int
}

const noticesMax = 200

var (
	deliveryStates = []string{"told", "failed", "begun"}
	noticeKinds    = []string{"heavy", "dispatch", "assist", "remind", "due", "urge", "escalate", "return", "arbitrate", "ask", "redo", "doubt", "source", "dead", "briefing", "digest"}
)

// noticeRoutes are the page's.
func (a *app) noticeRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	page("GET /notices", a.notices)
	mux.HandleFunc("POST /notices/{channel}/{key}/replay", a.replayNotice)
}

func (a *app) notices(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "notices", v.Say("nav.notices")
	if a.Notices == nil {
		return "", away("no_notices", v.Say("away.notices"))
	}
	q := r.URL.Query()
	p := noticesPage{States: deliveryStates, Kinds: noticeKinds, Max: noticesMax,
		Q: NoticeQuery{Channel: q.Get("channel"), State: q.Get("state"), Kind: q.Get("kind"), Case: strings.TrimSpace(q.Get("case")), Size: noticesMax}}
	if q.Get("done") == "replay" {
		p.Done = v.Say("notices.replayed")
	}
	var err error
	if p.Channels, err = a.Notices.Channels(r.Context()); err != nil {
		return "", err
	}
	if p.Rows, err = a.Notices.Deliveries(r.Context(), p.Q); err != nil {
		return "", err
	}
	v.D = p
	return "notices", nil
}

func (a *app) replayNotice(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/notices"}
	err := away("no_notices", v.Say("away.notices"))
	if a.Notices != nil {
		err = a.Notices.ReplayNotice(r.Context(), r.PathValue("channel"), r.PathValue("key"))
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/notices?done=replay", http.StatusSeeOther)
}

// badChannels are those that fail, for the overview.
func (a *app) badChannels(ctx context.Context) ([]NoticeChannel, error) {
	if a.Notices == nil {
		return nil, nil
	}
	all, err := a.Notices.Channels(ctx)
	return slices.DeleteFunc(all, func(c NoticeChannel) bool { return c.State != "failing" }), err
}

// NoticeKind is the word for a kind of notice.
func (v *view) NoticeKind(k string) string {
	if !slices.Contains(noticeKinds, k) {
		return k
	}
	return v.Say("notice." + k)
}

// Told names who is told: unit:<id> or role:<name>.
func (v *view) Told(to string) string {
	if len(to) > 5 && to[:5] == "unit:" {
		return v.Unit(to[5:])
	}
	if words.Has("told." + to) {
		return v.Say("told." + to)
	}
	return to
}

// noticesAPI holds the same as JSON.
func (a *app) noticesAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/notices/channels", "list-notice-channels", "Ways of telling the office, with their health", func(ctx context.Context, in *empty) (*answer[[]NoticeChannel], error) {
		if a.Notices == nil {
			return nil, a.fail(&in.asked, away("no_notices", words.Say(in.lang, "away.notices")))
		}
		l, err := a.Notices.Channels(ctx)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		return &answer[[]NoticeChannel]{orEmpty(l)}, nil
	})
	operation(api, http.MethodGet, "/api/v1/notices", "list-notices", "Attempts to tell the office something, the latest first", func(ctx context.Context, in *noticesIn) (*answer[[]NoticeDelivery], error) {
		if a.Notices == nil {
			return nil, a.fail(&in.asked, away("no_notices", words.Say(in.lang, "away.notices")))
		}
		l, err := a.Notices.Deliveries(ctx, NoticeQuery{Channel: in.Channel, State: in.State, Kind: in.Kind, Case: in.Case, Size: in.Size})
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		return &answer[[]NoticeDelivery]{orEmpty(l)}, nil
	}, 422)
	operation(api, http.MethodPost, "/api/v1/notices/{channel}/{key}/replay", "replay-notice", "Tell something once more, with the same key", func(ctx context.Context, in *noticeIn) (*struct{}, error) {
		if a.Notices == nil {
			return nil, a.fail(&in.asked, away("no_notices", words.Say(in.lang, "away.notices")))
		}
		if err := a.Notices.ReplayNotice(ctx, in.Channel, in.Key); err != nil {
			return nil, a.fail(&in.asked, err)
		}
		return nil, nil
	}, 404, 422)
}

type noticesIn struct {
	asked
	Channel string `query:"channel"`
	State   string `query:"state" enum:"told,failed,begun"`
	Kind    string `query:"kind"`
	Case    string `query:"case"`
	Size    int    `query:"size" minimum:"1" maximum:"1000" default:"200"`
}

type noticeIn struct {
	asked
	Channel string `path:"channel" maxLength:"64"`
	Key     string `path:"key" maxLength:"64"`
}

// Notices says whether this process knows of notices; without, the menu does not name them.
func (v *view) Notices() bool { return v.app.Notices != nil }
