package notices

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/configs"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
	"huiying/words"
)

// ErrNoChannel: the configuration has no channel of that name.
var ErrNoChannel = errors.New("no such channel")

// Tested is what became of a test notice.
type Tested struct {
	By   string // the kind of the channel
	Key  string // by which its receiver knows it
	Took time.Duration
}

// Test sends a test notice over a channel, once and whatever was told before.
//
// Errors: ErrNoChannel; else what the channel said, with its code and how long it took.
func Test(ctx context.Context, cfg *configs.Config, agent, id string) (t Tested, err error) {
	p, err := Open(Parts{Cfg: cfg, Agent: agent, Now: time.Now, Log: zap.NewNop()})
	if err != nil {
		return t, err
	}
	defer p.Close()
	if p.to[id] == nil {
		return t, fmt.Errorf("%w: %q", ErrNoChannel, id)
	}
	lang := words.Pick(p.by[id].Language)
	w := notify.Words{Lang: lang, Product: words.Say(lang, "product"), Link: cfg.Notify.Link,
		Zone: cfg.Notify.Location()}
	n := notify.Notice{Key: notify.KeyOf("test", rand.Text()), Channel: id, Kind: notify.Test,
		Subject: words.Say(lang, "notify.test")}
	subject, text := notify.Write(n, w)
	start := time.Now()
	err = p.to[id].Send(ctx, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject,
		Text: text, At: start, Facts: n})
	t = Tested{p.by[id].By, n.Key, time.Since(start).Round(time.Millisecond)}
	if err != nil {
		err = fmt.Errorf("channel %s (%s) did not take it after %s [%s]: %w", id, t.By, t.Took, channel.Code(err), err)
	}
	return t, err
}
