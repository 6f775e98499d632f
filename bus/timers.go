package bus

import (
	"context"
	"fmt"
	"time"
)

// Headers of a message schedule (nats-server 2.12 and later, server/scheduler.go). "@at" takes
// whole seconds of RFC 3339 and no time zone header; the target must be a subject of the same
// stream; the server adds the rollup that makes a second schedule replace the first.
const (
	headSchedule       = "Nats-Schedule"
	headScheduleTarget = "Nats-Schedule-Target"
	headScheduleTTL    = "Nats-Schedule-TTL"
)

// dueFor is how long a due message waits for somebody to take it.
const dueFor = 30 * 24 * time.Hour

// Schedule sets the timer of a key: at its time, never before, a message with data appears on
// due.<key>, at least once. Times are rounded up to whole seconds; one in the past is due now.
// A second call with the same key replaces the first. A key is tokens joined by dots.
//
// Only the newest due message of a key is kept, and none longer than 30 days: a timer reminds,
// it is not a record.
func (b *Bus) Schedule(ctx context.Context, key string, at time.Time, data []byte) error {
	_, err := b.Publish(ctx, Timer(key, at, data))
	return err
}

// Timer is what Schedule publishes, for steps that hand out timers with their other messages.
func Timer(key string, at time.Time, data []byte) Message {
	return Message{
		Subject: "timer." + key,
		Data:    data,
		Header: map[string]string{
			headSchedule:       "@at " + wholeSecond(at).Format(time.RFC3339),
			headScheduleTarget: "due." + key,
			headScheduleTTL:    dueFor.String(),
		},
	}
}

// wholeSecond rounds up: the server cuts fractions off and would fire early.
func wholeSecond(at time.Time) time.Time {
	at = at.UTC()
	if down := at.Truncate(time.Second); !down.Equal(at) {
		return down.Add(time.Second)
	}
	return at
}

// Cancel removes the timer of a key; none is no error. A message that is already due stays.
func (b *Bus) Cancel(ctx context.Context, key string) error {
	if !validSubject("timer." + key) {
		return fmt.Errorf("%w: timer key %q: use tokens of visible characters joined by dots, no * or >", ErrBadMessage, key)
	}
	k, err := b.stream(ctx, streamTimers)
	if err != nil {
		return err
	}
	return tell(ctx, b, "cancel timer",
		func(ctx context.Context) error { return k.handle.Purge(ctx, purgeSubject("timer."+key)) })
}
