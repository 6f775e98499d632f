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

// most is how many notices a digest lists.
func (p *post) most(id string) int { return channel.Most(p.By[id].By) }

// tell is one attempt at one notice.
func (a *App) tell(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var n notify.Notice
	if err := msg.Decode(&n); err != nil {
		return nil, err
	}
	if _, ok := a.post.To[n.Channel]; !ok {
		return nil, bus.Final(fmt.Errorf("there is no channel %q any more", n.Channel))
	}
	subject, text := notify.Write(n, a.post.words(a.post.By[n.Channel].Language))
	return nil, a.post.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: n.At, Facts: n})
}

// deliver makes an attempt and writes it down before and after. What was told already is not told
// again, unless somebody asked for it.
func (p *post) deliver(ctx context.Context, n notify.Notice, m channel.Message) error {
	past, err := p.attempts(ctx, n.Channel, n.Key)
	if err != nil {
		return err
	}
	if _, due := notify.Begin(n, past, p.now()); !due {
		return nil
	}
	state, err := p.health(ctx, n.Channel)
	if err != nil {
		return err
	}
	if wait := state.Pause(p.now()); wait > 0 {
		if err := p.pause(ctx, wait); err != nil {
			return err
		}
	}
	a, _ := notify.Begin(n, past, p.now())
	if err := p.note(ctx, a); err != nil {
		return err
	}
	sent := p.To[n.Channel].Send(ctx, m)
	if sent != nil && ctx.Err() != nil { // broken off: nobody knows whether it arrived, and the log says so
		return ctx.Err()
	}
	if sent != nil {
		a = a.Failed(p.now(), channel.Code(sent), sent.Error())
	} else {
		a = a.Told(p.now())
	}
	// a stop must not lose what became of it
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	return errors.Join(sent, p.note(last, a), p.learn(last, state, a, channel.After(sent)))
}

// health reads how a channel is. Two processes that fail at once may count one failure.
func (p *post) health(ctx context.Context, id string) (notify.Health, error) {
	s := notify.Health{Channel: id}
	msgs, err := p.bus.History(ctx, channels, "channel."+id)
	if err != nil || len(msgs) == 0 {
		return s, err
	}
	return s, json.Unmarshal(msgs[len(msgs)-1].Data, &s)
}

// learn writes down how the channel is after an attempt.
func (p *post) learn(ctx context.Context, was notify.Health, a notify.Attempt, after time.Duration) error {
	data, err := json.Marshal(was.After(a, p.now(), p.cfg.Notify.FailingAfter, after))
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "channel." + was.Channel, Data: data})
	return err
}

// state is the word for a channel's health.
func (p *post) state(s notify.Health) string { return s.State(p.cfg.Notify.FailingAfter) }

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
