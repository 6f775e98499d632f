package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiying/bus"
	"huiying/configs"
	"huiying/fetch"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
)

// Post tells the office what is to be told, and keeps account of it.
type Post struct {
	Parts
	client *fetch.Client
	rules  notify.Rules
	ids    []string // of the channels, in the order of the configuration
	by     map[string]configs.Channel
	to     map[string]channel.Sender

	pause func(ctx context.Context, d time.Duration) error
}

// IDs are those of the channels, in the order of the configuration.
func (p *Post) IDs() []string { return p.ids }

// most is how many notices a digest lists.
func (p *Post) most(id string) int { return channel.Most(p.by[id].By) }

// Tell is one attempt at one notice.
func (p *Post) Tell(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var n notify.Notice
	if err := msg.Decode(&n); err != nil {
		return nil, err
	}
	if _, ok := p.to[n.Channel]; !ok {
		return nil, bus.Final(fmt.Errorf("there is no channel %q any more", n.Channel))
	}
	subject, text := notify.Write(n, p.words(p.by[n.Channel].Language))
	return nil, p.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind),
		Subject: subject, Text: text, At: n.At, Facts: n})
}

// deliver makes an attempt and writes it down before and after. What was told already is not told
// again, unless somebody asked for it.
func (p *Post) deliver(ctx context.Context, n notify.Notice, m channel.Message) error {
	past, err := p.attempts(ctx, n.Channel, n.Key)
	if err != nil {
		return err
	}
	if _, due := notify.Begin(n, past, p.Now()); !due {
		return nil
	}
	state, err := p.health(ctx, n.Channel)
	if err != nil {
		return err
	}
	if wait := state.Pause(p.Now()); wait > 0 {
		if err := p.pause(ctx, wait); err != nil {
			return err
		}
	}
	a, _ := notify.Begin(n, past, p.Now())
	if err := p.note(ctx, a); err != nil {
		return err
	}
	sent := p.to[n.Channel].Send(ctx, m)
	if sent != nil && ctx.Err() != nil { // broken off: nobody knows whether it arrived, and the log says so
		return ctx.Err()
	}
	if sent != nil {
		a = a.Failed(p.Now(), channel.Code(sent), sent.Error())
	} else {
		a = a.Told(p.Now())
	}
	// a stop must not lose what became of it
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	return errors.Join(sent, p.note(last, a), p.learn(last, state, a, channel.After(sent)))
}

// health reads how a channel is. Two processes that fail at once may count one failure.
func (p *Post) health(ctx context.Context, id string) (notify.Health, error) {
	s := notify.Health{Channel: id}
	msgs, err := p.Bus.History(ctx, channels, "channel."+id)
	if err != nil || len(msgs) == 0 {
		return s, err
	}
	return s, json.Unmarshal(msgs[len(msgs)-1].Data, &s)
}

// learn writes down how the channel is after an attempt.
func (p *Post) learn(ctx context.Context, was notify.Health, a notify.Attempt, after time.Duration) error {
	data, err := json.Marshal(was.After(a, p.Now(), p.Cfg.Notify.FailingAfter, after))
	if err != nil {
		return err
	}
	_, err = p.Bus.Publish(ctx, bus.Message{Subject: "channel." + was.Channel, Data: data})
	return err
}

// state is the word for a channel's health.
func (p *Post) state(s notify.Health) string { return s.State(p.Cfg.Notify.FailingAfter) }

// Send tells a channel something with files, now and once: who calls tries again with the same
// key, and a key that was told already is not told twice.
func (p *Post) Send(ctx context.Context, id, key, subject, text string, files ...channel.File) error {
	if _, ok := p.to[id]; !ok {
		return bus.Final(fmt.Errorf("there is no channel %q under notify.channels", id))
	}
	n := notify.Notice{Key: notify.KeyOf("send", id, key), Channel: id, Kind: notify.Briefing,
		At: p.Now(), Reason: "sent by name"}
	return p.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject,
		Text: text, At: n.At, Files: files})
}
