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

// The way of a notice through the log:
//
//	CASES ──notify──▶ notice.<channel>.<key> ──tell-<channel>──▶ delivery.<channel>.<key>
//	           └────▶ held.<channel>.<second>.<key> + timer ──digest──▶ notice.<channel>.digest-<second>
//
// A subject takes its first message only, so that a thing decided twice, by a kill or by two
// processes, is told once.
const (
	notices  = "NOTICES"
	channels = "CHANNELS"
	watchKey = "notices.watch"
	begunKey = "channel.BEGUN" // no channel has capitals
	// watchEvery is how often sources and dead letters are looked at.
	watchEvery = 5 * time.Minute
)

// noticeRules are those of the configuration as decisions want them.
func noticeRules(cfg *configs.Config, working func(time.Time) bool) (notify.Rules, error) {
	units := map[string]opinion.Unit{}
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	out := notify.Rules{Superior: func(id string) string { return units[id].Superior }}
	for _, t := range cfg.Notify.Tell {
		r := notify.Rule{Unit: t.Unit, Role: t.Role, Channels: t.Channels, When: notify.Calm{Zone: cfg.Notify.Location()}}
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
func (h *App) notifySteps() []bus.Step {
	if h.post == nil {
		return nil
	}
	out := []bus.Step{
		{Name: "notify", Stream: "CASES", Workers: 1, Batch: 100, Handle: bus.Each(h.notifyEvent)},
		{Name: "digest", Stream: "TIMERS", Filter: "due.notices.slot.>", Workers: 1, Handle: bus.Each(h.digestDue)},
		{Name: "watch", Stream: "TIMERS", Filter: "due." + watchKey, Workers: 1, Handle: bus.Each(h.watchDue)},
	}
	for _, id := range h.post.ids {
		out = append(out, bus.Step{Name: tellStep(id), Stream: notices, Filter: "notice." + id + ".>", Workers: 1,
			MaxAttempts: mostAttempts, Backoff: noticeBackoff, Handle: bus.Each(h.tell)})
	}
	return out
}

func tellStep(channel string) string { return "tell-" + channel }

// mostAttempts is about two days of trying; then the notice is a dead letter.
const mostAttempts = 60

// noticeBackoff is 5 s, doubling to an hour.
func noticeBackoff(attempt int) time.Duration {
	return min(5*time.Second<<min(max(attempt-1, 0), 12), time.Hour)
}

// beginNotices lets a house that never told anybody begin with what happens from now on: nobody
// wants the history of all cases in his mail. It sets the first watch too.
func (h *App) beginNotices(ctx context.Context) error {
	if h.post == nil || !h.has(RoleRespond) {
		return nil
	}
	begun, err := h.Bus.LastSubjectSeq(ctx, channels, begunKey)
	if err != nil {
		return err
	}
	if begun == 0 {
		if err := h.Bus.Done(ctx, h.notifySteps()[0]); err != nil {
			return err
		}
		if _, err := h.Bus.Publish(ctx, bus.Message{Subject: begunKey, Data: []byte(strconv.FormatInt(h.Now().Unix(), 10))}); err != nil {
			return err
		}
	}
	return h.Bus.Schedule(ctx, watchKey, h.Now().Add(watchEvery), nil)
}

// notifyEvent decides on one event of a case, by the case as it is now: what is no longer owed is
// not urged.
func (h *App) notifyEvent(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var e opinion.Event
	if err := decode(msg, &e); err != nil {
		return nil, err
	}
	if err := h.Store.WaitFor(ctx, "CASES", msg.Seq); err != nil { // a case as it was before the event would say that nothing is owed
		return nil, err
	}
	c, err := h.Store.Load(ctx, e.Case)
	if err != nil {
		return nil, err
	}
	return nil, h.announce(ctx, notify.Decide(e, c, h.post.rules, h.Now()))
}

// signal announces what is no event of a case; once makes it this one.
func (h *App) signal(ctx context.Context, n notify.Notice, once string) error {
	if h.post == nil {
		return nil
	}
	n.At = h.Now()
	all := notify.Signal(n, once, h.post.rules)
	for i, n := range all {
		if err := h.claim(ctx, &all[i]); err != nil {
			return fmt.Errorf("notice for %s: %w", n.Channel, err)
		}
	}
	return h.announce(ctx, all)
}

// claim keeps the first hour that was chosen for a signal: what is still so five minutes later is the
// same notice, not another for another hour.
func (h *App) claim(ctx context.Context, n *notify.Notice) error {
	subject := "held." + n.Channel + ".first." + n.Key
	err := h.storeNotice(ctx, subject, *n, 0)
	if !errors.Is(err, bus.ErrConflict) {
		return err
	}
	was, err := h.Bus.History(ctx, notices, subject)
	if err != nil || len(was) == 0 {
		return err
	}
	return json.Unmarshal(was[0].Data, n)
}

// announce stores notices: those of now for telling, the others until their hour. It may be called
// twice with the same ones.
func (h *App) announce(ctx context.Context, all []notify.Notice) error {
	for _, n := range all {
		if n.Tell.IsZero() {
			if err := h.storeNotice(ctx, "notice."+n.Channel+"."+n.Key, n, 0); err != nil && !errors.Is(err, bus.ErrConflict) {
				return err
			}
			continue
		}
		slot := strconv.FormatInt(n.Tell.Unix(), 10)
		if err := h.storeNotice(ctx, "held."+n.Channel+"."+slot+"."+n.Key, n, 0); err != nil && !errors.Is(err, bus.ErrConflict) {
			return err
		}
		// set anew for each, so that one which comes late rings again; what was told is not told twice
		if err := h.Bus.Schedule(ctx, "notices.slot."+n.Channel+"."+slot, n.Tell, nil); err != nil {
			return err
		}
	}
	return nil
}

// storeNotice writes behind a sequence of the subject, 0 for a subject that must be new.
func (h *App) storeNotice(ctx context.Context, subject string, n notify.Notice, behind uint64) error {
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = h.Bus.Publish(ctx, bus.Message{Subject: subject, Data: data, Expect: &behind})
	return err
}

// digestDue tells what waited for one moment on one channel.
func (h *App) digestDue(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	channel, second, ok := strings.Cut(strings.TrimPrefix(msg.Subject, "due.notices.slot."), ".")
	unix, err := strconv.ParseInt(second, 10, 64)
	if !ok || err != nil {
		return nil, bus.Final(fmt.Errorf("timer %s names no channel and second", msg.Subject))
	}
	var held []notify.Notice
	_, err = h.Bus.Read(ctx, notices, "held."+channel+"."+second+".>", 1, func(m bus.Msg) error {
		var n notify.Notice
		if err := json.Unmarshal(m.Data, &n); err == nil {
			held = append(held, n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	subject := "notice." + channel + ".digest-" + second
	told, last := map[string]bool{}, uint64(0)
	before, err := h.Bus.History(ctx, notices, subject)
	if err != nil {
		return nil, err
	}
	for _, m := range before {
		var n notify.Notice
		if err := json.Unmarshal(m.Data, &n); err == nil {
			for _, item := range n.Items {
				told[item.Key] = true
			}
		}
		last = m.Seq
	}
	for _, n := range notify.Gather(channel, time.Unix(unix, 0).UTC(), held, told, h.post.most(channel)) {
		if err := h.storeNotice(ctx, subject, n, last); err != nil {
			return nil, err // somebody else told it meanwhile: look again
		}
		if last, err = h.Bus.LastSubjectSeq(ctx, notices, subject); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// watchDue looks at what no case tells of: sources that are silent, and dead letters.
func (h *App) watchDue(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
	if err := h.Bus.Schedule(ctx, watchKey, h.Now().Add(watchEvery), nil); err != nil {
		return nil, err
	}
	if err := h.watch(ctx); err != nil {
		h.Log.Warn("could not look for silent sources and dead letters", zap.Error(err))
	}
	return nil, nil
}

func (h *App) watch(ctx context.Context) error {
	rows, err := sourceBook{h}.health(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.State != "failing" && r.State != "late" {
			continue
		}
		n := notify.Notice{Kind: notify.Silence, Subject: r.ID + " " + r.State + " " + r.Code}
		if err := h.signal(ctx, n, r.ID+" "+r.State+" "+strconv.FormatInt(r.LastSuccess.Unix(), 10)); err != nil {
			return err
		}
	}
	letters, err := h.Bus.DeadLetters().List(ctx, 0)
	if err != nil {
		return err
	}
	count, newest := 0, uint64(0)
	for _, l := range letters {
		if strings.HasPrefix(l.Step, "tell-") { // a dead channel is not told of by channels
			continue
		}
		count, newest = count+1, max(newest, l.Seq)
	}
	if count == 0 {
		return nil
	}
	return h.signal(ctx, notify.Notice{Kind: notify.Dead, Subject: strconv.Itoa(count)}, strconv.FormatUint(newest, 10))
}
