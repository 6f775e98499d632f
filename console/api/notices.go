package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
)

// noticesAPI holds the same as JSON.
func (a *Room) noticesAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/notices/channels", "list-notice-channels",
		"Ways of telling the office, with their health", func(ctx context.Context,
			in *empty) (*answer[[]facts.NoticeChannel], error) {
			if a.Notices == nil {
				return nil, a.away(&in.asked, "no_notices", "away.notices")
			}
			l, err := a.Notices.Channels(ctx)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		})
	operation(api, http.MethodGet, "/api/v1/notices", "list-notices",
		"Attempts to tell the office something, the latest first", func(ctx context.Context,
			in *noticesIn) (*answer[[]facts.NoticeDelivery], error) {
			if a.Notices == nil {
				return nil, a.away(&in.asked, "no_notices", "away.notices")
			}
			l, err := a.Notices.Deliveries(ctx, facts.NoticeQuery{Channel: in.Channel, State: in.State,
				Kind: in.Kind, Case: in.Case, Size: in.Size})
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		}, 422)
	operation(api, http.MethodPost, "/api/v1/notices/{channel}/{key}/replay", "replay-notice",
		"Tell something once more, with the same key", func(ctx context.Context,
			in *noticeIn) (*struct{}, error) {
			if a.Notices == nil {
				return nil, a.away(&in.asked, "no_notices", "away.notices")
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
