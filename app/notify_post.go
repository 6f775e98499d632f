package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
)

// post tells what is to be told, and keeps account of it.
type post struct {
	cfg   *configs.Config
	rules notify.Rules
	ids   []string
	By    map[string]configs.Channel
	To    map[string]channel.Sender
	bus   *bus.Bus
	now   func() time.Time
	log   *zap.Logger
	words func(lang string) notify.Words

	pause func(ctx context.Context, d time.Duration) error
}

// mostPause is the longest that a failing channel is left alone, and what a polite other side is granted.
const mostPause = 10 * time.Minute

// health is how a channel is.
type health struct {
	Channel     string    `json:"channel"`
	LastTry     time.Time `json:"last_try,omitzero"`
	LastSuccess time.Time `json:"last_success,omitzero"`
	Failures    int       `json:"failures"` // in a row
	Code        string    `json:"code,omitempty"`
	Error       string    `json:"error,omitempty"`
	NextTry     time.Time `json:"next_try,omitzero"`
}

// most is how many notices a digest lists: no robot takes long texts.
func (p *post) most(id string) int {
	switch p.By[id].By {
	case channel.WeCom:
		return 6
	case channel.DingTalk, channel.Feishu:
		return 25
	}
	return 50
}

// tell is one attempt at one notice.
func (h *App) tell(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var n notify.Notice
	if err := decode(msg, &n); err != nil {
		return nil, err
	}
	if _, ok := h.post.To[n.Channel]; !ok {
		return nil, bus.Final(fmt.Errorf("there is no channel %q any more", n.Channel))
	}
	subject, text := notify.Write(n, h.post.words(h.post.By[n.Channel].Language))
	return nil, h.post.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: n.At, Facts: n})
}

// deliver makes an attempt and writes it down before and after. What was told already is not told
// again, unless somebody asked for it.
func (p *post) deliver(ctx context.Context, n notify.Notice, m channel.Message) error {
	past, err := p.attempts(ctx, n.Channel, n.Key)
	if err != nil {
		return err
	}
	a := attempt{Key: n.Key, Channel: n.Channel, Kind: n.Kind, To: n.To, Why: n.Reason, Case: n.Case, Items: len(n.Items), Replay: n.Replay, State: "begun"}
	open := false
	for _, was := range past {
		switch was.State {
		case "begun":
			open, a.N = true, a.N+1
		case "told":
			open = false
			if was.Replay >= n.Replay {
				return nil
			}
		default:
			open = false
		}
	}
	a.N, a.Twice = a.N+1, open
	state, err := p.health(ctx, n.Channel)
	if err != nil {
		return err
	}
	if wait := state.NextTry.Sub(p.now()); wait > 0 {
		if err := p.pause(ctx, min(wait, mostPause)); err != nil {
			return err
		}
	}
	a.At = p.now()
	if n.Kind != notify.Test {
		if a.Notice, err = json.Marshal(n); err != nil {
			return err
		}
	}
	if err := p.note(ctx, a); err != nil {
		return err
	}
	sent := p.To[n.Channel].Send(ctx, m)
	if sent != nil && ctx.Err() != nil { // broken off: nobody knows whether it arrived, and the log says so
		return ctx.Err()
	}
	a.Took, a.State, a.Notice = p.now().Sub(a.At), "told", nil
	if sent != nil {
		a.State, a.Code, a.Error = "failed", channel.Code(sent), opinion.Clip(opinion.CleanText(sent.Error()), 200)
	}
	// a stop must not lose what became of it
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	return errors.Join(sent, p.note(last, a), p.learn(last, state, a, channel.After(sent)))
}

// health reads how a channel is. Two processes that fail at once may count one failure.
func (p *post) health(ctx context.Context, id string) (health, error) {
	s := health{Channel: id}
	msgs, err := p.bus.History(ctx, channels, "channel."+id)
	if err != nil || len(msgs) == 0 {
		return s, err
	}
	return s, json.Unmarshal(msgs[len(msgs)-1].Data, &s)
}

// learn writes down how the channel is after an attempt.
func (p *post) learn(ctx context.Context, s health, a attempt, after time.Duration) error {
	s.LastTry, s.NextTry, s.Code, s.Error = a.At, time.Time{}, a.Code, a.Error
	if a.State == "told" {
		s.LastSuccess, s.Failures = a.At, 0
	} else {
		s.Failures++
		wait := min(after, mostPause)
		if over := s.Failures - p.cfg.Notify.FailingAfter; over >= 0 {
			wait = max(wait, min(10*time.Second<<min(over, 10), mostPause))
		}
		if wait > 0 {
			s.NextTry = p.now().Add(wait)
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "channel." + s.Channel, Data: data})
	return err
}

// state is the word for a channel's health.
func (p *post) state(s health) string {
	switch {
	case s.Failures >= p.cfg.Notify.FailingAfter:
		return "failing"
	case s.Failures > 0:
		return "late"
	case s.LastSuccess.IsZero():
		return "new"
	}
	return "ok"
}

// Send tells a channel something with files, now and once: who calls tries again with the same
// key, and a key that was told already is not told twice.
func (p *post) Send(ctx context.Context, id, key, subject, text string, files ...channel.File) error {
	if _, ok := p.To[id]; !ok {
		return bus.Final(fmt.Errorf("there is no channel %q under notify.channels", id))
	}
	n := notify.Notice{Key: notify.KeyOf("send", id, key), Channel: id, Kind: notify.Briefing, At: p.now(), Reason: "sent by name"}
	return p.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: n.At, Files: files})
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
