package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/notify"
)

// The way of a notice through the log is told in responders/notify (outbox.go).
const (
	notices  = "NOTICES"
	channels = "CHANNELS"
	watchKey = "notices.watch"
	begunKey = "channel.BEGUN" // no channel has capitals
)

// noticeRules are those of the configuration as decisions want them.
func noticeRules(cfg *configs.Config, working func(time.Time) bool) (notify.Rules, error) {
	units := map[string]opinion.Unit{}
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	out := notify.Rules{Superior: func(id string) string { return units[id].Superior }}
	for _, t := range cfg.Notify.Tell {
		r := notify.Rule{Unit: t.Unit, Role: t.Role, Channels: t.Channels, When: notify.DeliveryHours{Zone: cfg.Notify.Location()}}
		for _, k := range t.Kinds {
			r.Kinds = append(r.Kinds, notify.Kind(k))
		}
		var err error
		if t.Quiet != "" {
			r.When.Quiet = true
			if r.When.From, r.When.To, err = notify.ParseQuiet(t.Quiet); err != nil {
				return out, err
			}
		}
		for _, d := range t.Digest {
			k, err := notify.ParseClock(d)
			if err != nil {
				return out, err
			}
			r.When.Digest = append(r.When.Digest, k)
		}
		if t.Working {
			r.When.Working = working
		}
		out.Tell = append(out.Tell, r)
	}
	return out, nil
}

// notifySteps are there where somebody is to be told.
func (a *App) notifySteps() []bus.Step {
	if a.post == nil {
		return nil
	}
	out := []bus.Step{
		{Name: "notify", Stream: "CASES", Workers: 1, Batch: 100, Handle: bus.Each(a.notifyEvent)},
		{Name: "digest", Stream: "TIMERS", Filter: "due.notices.slot.>", Workers: 1, Handle: bus.Each(a.digestDue)},
		{Name: "watch", Stream: "TIMERS", Filter: "due." + watchKey, Workers: 1, Handle: bus.Each(a.watchDue)},
	}
	for _, id := range a.post.ids {
		out = append(out, bus.Step{Name: notify.TellStep(id), Stream: notices, Filter: notify.NoticeSubject(id, ">"), Workers: 1,
			MaxAttempts: notify.MostAttempts, Backoff: notify.Backoff, Handle: bus.Each(a.tell)})
	}
	return out
}

// beginNotices lets a process that never told anybody begin with what happens from now on: nobody
// wants the history of all cases in his mail. It sets the first watch too.
func (a *App) beginNotices(ctx context.Context) error {
	if a.post == nil || !a.has(RoleRespond) {
		return nil
	}
	begun, err := a.Bus.LastSubjectSeq(ctx, channels, begunKey)
	if err != nil {
		return err
	}
	if begun == 0 {
		if err := a.Bus.Done(ctx, a.notifySteps()[0]); err != nil {
			return err
		}
		if _, err := a.Bus.Publish(ctx, bus.Message{Subject: begunKey, Data: []byte(strconv.FormatInt(a.Now().Unix(), 10))}); err != nil {
			return err
		}
	}
	return a.Bus.Schedule(ctx, watchKey, a.Now().Add(notify.WatchEvery), nil)
}

// notifyEvent decides on one event of a case, by the case as it is now: what is no longer owed is
// not urged.
func (a *App) notifyEvent(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var e opinion.Event
	if err := msg.Decode(&e); err != nil {
		return nil, err
	}
	if err := a.Store.WaitFor(ctx, "CASES", msg.Seq); err != nil { // a case as it was before the event would say that nothing is owed
		return nil, err
	}
	c, err := a.Store.Load(ctx, e.Case)
	if err != nil {
		return nil, err
	}
	return nil, a.outbox().Announce(ctx, notify.Decide(e, c, a.post.rules, a.Now()))
}

// outbox brings what was decided into the log.
func (a *App) outbox() *notify.Outbox {
	return &notify.Outbox{Log: noticeLog{a.Bus}, Timers: a.Bus, Rules: a.post.rules, Now: a.Now, Most: a.post.most}
}

// noticeLog is notify.Log over the log.
type noticeLog struct{ bus *bus.Bus }

// Put is notify.Log.Put.
func (l noticeLog) Put(ctx context.Context, subject string, n notify.Notice, behind uint64) (uint64, bool, error) {
	data, err := json.Marshal(n)
	if err != nil {
		return 0, false, err
	}
	ack, err := l.bus.Publish(ctx, bus.Message{Subject: subject, Data: data, Expect: &behind})
	if errors.Is(err, bus.ErrConflict) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return ack.Seqs[0], true, nil
}

// Under is notify.Log.Under.
func (l noticeLog) Under(ctx context.Context, subject string) (all []notify.Notice, latest uint64, err error) {
	msgs, err := l.bus.History(ctx, notices, subject)
	for _, m := range msgs {
		var n notify.Notice
		if json.Unmarshal(m.Data, &n) == nil {
			all = append(all, n)
		}
		latest = m.Seq
	}
	return all, latest, err
}

// Below is notify.Log.Below.
func (l noticeLog) Below(ctx context.Context, beginning string) (all []notify.Notice, err error) {
	_, err = l.bus.Read(ctx, notices, beginning+">", 1, func(m bus.Msg) error {
		var n notify.Notice
		if json.Unmarshal(m.Data, &n) == nil {
			all = append(all, n)
		}
		return nil
	})
	return all, err
}

// digestDue tells what waited for one moment on one channel.
func (a *App) digestDue(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	slot, ok := notify.ParseSlot(strings.TrimPrefix(msg.Subject, "due."))
	if !ok {
		return nil, bus.Final(fmt.Errorf("timer %s names no channel and second", msg.Subject))
	}
	return nil, a.outbox().Digest(ctx, slot)
}

// watchDue looks at what no case tells of: sources that are silent, and dead letters.
func (a *App) watchDue(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
	if err := a.Bus.Schedule(ctx, watchKey, a.Now().Add(notify.WatchEvery), nil); err != nil {
		return nil, err
	}
	if err := a.watch(ctx); err != nil {
		a.Log.Warn("could not look for silent sources and dead letters", zap.Error(err))
	}
	return nil, nil
}

func (a *App) watch(ctx context.Context) error {
	rows, err := sourceBook{a}.health(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, once, silent := notify.Source{ID: r.ID, State: r.State, Code: r.Code, LastSuccess: r.LastSuccess}.Silent()
		if !silent {
			continue
		}
		if err := a.outbox().Signal(ctx, n, once); err != nil {
			return err
		}
	}
	letters, err := a.Bus.DeadLetters().List(ctx, 0)
	if err != nil {
		return err
	}
	dead := make([]notify.Letter, len(letters))
	for i, l := range letters {
		dead[i] = notify.Letter{Step: l.Step, Seq: l.Seq}
	}
	if n, once, some := notify.DeadLetters(dead); some {
		return a.outbox().Signal(ctx, n, once)
	}
	return nil
}
