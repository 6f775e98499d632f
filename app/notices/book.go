package notices

import (
	"context"
	"errors"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/responders/notify"
	"huiying/words"
)

// Channels lists the ways of telling with their health.
func (p *Post) Channels(ctx context.Context) ([]facts.NoticeChannel, error) {
	out := make([]facts.NoticeChannel, 0, len(p.ids))
	for _, id := range p.ids {
		s, err := p.health(ctx, id)
		if err != nil {
			return nil, err
		}
		row := facts.NoticeChannel{ID: id, By: p.by[id].By, State: p.state(s), Failures: s.Failures, LastTry: s.LastTry,
			LastSuccess: s.LastSuccess, NextTry: s.NextTry, Code: s.Code, Error: s.Error, Told: []string{}}
		if row.Waiting, err = p.Bus.Pending(ctx, notices, notify.TellStep(id)); err != nil {
			return nil, err
		}
		for _, t := range p.rules.Tell {
			for _, ch := range t.Channels {
				switch {
				case ch == id && t.Unit != "":
					row.Told = append(row.Told, "unit:"+t.Unit)
				case ch == id:
					row.Told = append(row.Told, "role:"+t.Role)
				}
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// Deliveries lists attempts, the latest first.
func (p *Post) Deliveries(ctx context.Context, q facts.NoticeQuery) ([]facts.NoticeDelivery, error) {
	all, err := p.latest(ctx)
	if err != nil {
		return nil, err
	}
	var out []facts.NoticeDelivery
	for _, a := range all {
		if q.Channel != "" && a.Channel != q.Channel || q.State != "" && a.State != q.State ||
			q.Kind != "" && string(a.Kind) != q.Kind || q.Case != "" && a.Case != q.Case {
			continue
		}
		d := facts.NoticeDelivery{Key: a.Key, Channel: a.Channel, Kind: string(a.Kind), To: a.To,
			Why: a.Why, Case: a.Case, Items: a.Items, N: a.N,
			Replay: a.Replay, State: a.State, At: a.At, Code: a.Code, Error: a.Error,
			Twice: a.Twice, Again: a.Kind != notify.Briefing}
		if a.Took > 0 {
			d.Took = a.Took.Round(time.Millisecond).String()
		}
		if out = append(out, d); q.Size > 0 && len(out) == q.Size {
			break
		}
	}
	return out, nil
}

// ReplayNotice tells something once more.
func (p *Post) ReplayNotice(ctx context.Context, channel, key string) error {
	err := p.replay(ctx, channel, key)
	if errors.Is(err, errNoDelivery) {
		return &kit.Error{Kind: kit.NotFound, Code: "no_such_notice",
			Phrase: words.Of("error.no_such_notice"), Err: err}
	}
	return err
}
