package notices

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
	"huiying/responders/notify"
)

// The way of a notice through the log is told in responders/notify (outbox.go).
const (
	notices  = "NOTICES"
	channels = "CHANNELS"
	begunKey = "channel.BEGUN" // no channel has capitals
)

// WatchKey is the key of the timer that WatchDue sets and answers.
const WatchKey = "notices.watch"

// Begin lets a process that never told anybody begin with what happens from now on: nobody wants
// the history of all cases in his mail. It sets the first watch too. reads is the step of Event.
func (p *Post) Begin(ctx context.Context, reads bus.Step) error {
	begun, err := p.Bus.LastSubjectSeq(ctx, channels, begunKey)
	if err != nil {
		return err
	}
	if begun == 0 {
		if err := p.Bus.Done(ctx, reads); err != nil {
			return err
		}
		if _, err := p.Bus.Publish(ctx, bus.Message{Subject: begunKey,
			Data: []byte(strconv.FormatInt(p.Now().Unix(), 10))}); err != nil {
			return err
		}
	}
	return p.Bus.Schedule(ctx, WatchKey, p.Now().Add(notify.WatchEvery), nil)
}

// Event decides on one event of a case, by the case as it is now: what is no longer owed is
// not urged.
func (p *Post) Event(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var e opinion.Event
	if err := msg.Decode(&e); err != nil {
		return nil, err
	}
	// a case as it was before the event would say that nothing is owed
	if err := p.Register.WaitFor(ctx, "CASES", msg.Seq); err != nil {
		return nil, err
	}
	c, err := p.Register.Load(ctx, e.Case)
	if err != nil {
		return nil, err
	}
	return nil, p.outbox().Announce(ctx, notify.Decide(e, c, p.rules, p.Now()))
}

// Alert tells of an alert that rings.
func (p *Post) Alert(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var e opinion.AlertEvent
	if err := msg.Decode(&e); err != nil {
		return nil, err
	}
	f, ok, err := p.Alerts(ctx, e.ID)
	if err != nil || !ok {
		return nil, err
	}
	n, once, tells := notify.AlertNotice(e, f, p.rules, p.Now())
	if !tells {
		return nil, nil
	}
	return nil, p.outbox().Signal(ctx, n, once)
}

// outbox brings what was decided into the log.
func (p *Post) outbox() *notify.Outbox {
	return &notify.Outbox{Log: noticeLog{p.Bus}, Timers: p.Bus, Rules: p.rules, Now: p.Now, Most: p.most}
}

// DigestDue tells what waited for one moment on one channel.
func (p *Post) DigestDue(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	slot, ok := notify.ParseSlot(strings.TrimPrefix(msg.Subject, "due."))
	if !ok {
		return nil, bus.Final(fmt.Errorf("timer %s names no channel and second", msg.Subject))
	}
	return nil, p.outbox().Digest(ctx, slot)
}

// WatchDue looks at what no case tells of: sources that are silent, and dead letters.
func (p *Post) WatchDue(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
	if err := p.Bus.Schedule(ctx, WatchKey, p.Now().Add(notify.WatchEvery), nil); err != nil {
		return nil, err
	}
	if err := p.watch(ctx); err != nil {
		p.Log.Warn("could not look for silent sources and dead letters", zap.Error(err))
	}
	return nil, nil
}

func (p *Post) watch(ctx context.Context) error {
	rows, err := p.Sources(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, once, is := notify.SourceHealth{ID: r.ID, State: r.State, Code: r.Reason,
			Failures: r.Failures, Since: r.Since}.Notice()
		if !is {
			continue
		}
		if err := p.outbox().Signal(ctx, n, once); err != nil {
			return err
		}
	}
	letters, err := p.Bus.DeadLetters().List(ctx, 0)
	if err != nil {
		return err
	}
	dead := make([]notify.Letter, len(letters))
	for i, l := range letters {
		dead[i] = notify.Letter{Step: l.Step, Seq: l.Seq}
	}
	if n, once, some := notify.DeadLetters(dead); some {
		return p.outbox().Signal(ctx, n, once)
	}
	return nil
}
