package notify

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The way of a notice through the log:
//
//	decided ──▶ notice.<channel>.<key> ──sent──▶ delivery.<channel>.<key>
//	     └────▶ held.<channel>.<second>.<key> + timer ──Digest──▶ notice.<channel>.digest-<second>
//
// A subject takes its first notice only, so that a thing decided twice, by a kill or by two
// processes, is told once.

// Log keeps notices by subject.
type Log interface {
	// Put stores a notice if behind is the number of the latest under its subject, 0 for none. It
	// says whether it did, and the number.
	Put(ctx context.Context, subject string, n Notice, behind uint64) (number uint64, stored bool, err error)
	// Under lists the notices of a subject, the oldest first, with the number of the latest.
	Under(ctx context.Context, subject string) (all []Notice, latest uint64, err error)
	// Below lists those of all subjects that begin so, the oldest first.
	Below(ctx context.Context, beginning string) ([]Notice, error)
}

// Timers ring once, at or after a moment.
type Timers interface {
	Schedule(ctx context.Context, key string, at time.Time, data []byte) error
}

// Outbox brings what was decided into the log: what is told now as something to send, the rest
// until its hour. All fields are needed.
type Outbox struct {
	Log    Log
	Timers Timers
	Rules  Rules
	Now    func() time.Time
	Most   func(channel string) int // how many notices a digest of the channel lists
}

// errTold: another process told the same digest at this very moment.
var errTold = errors.New("somebody else tells this digest; look again")

// Announce stores notices: those of now for telling, the others until their hour. It may be called
// twice with the same ones, and by several processes.
func (o *Outbox) Announce(ctx context.Context, all []Notice) error {
	for _, n := range all {
		subject := NoticeSubject(n.Channel, n.Key)
		if !n.Tell.IsZero() {
			subject = slotOf(n).held(n.Key)
		}
		if _, _, err := o.Log.Put(ctx, subject, n, 0); err != nil { // stored before is stored
			return err
		}
		if n.Tell.IsZero() {
			continue
		}
		// set anew for each, so that one which comes late rings again; what was told is not told
		// twice
		if err := o.Timers.Schedule(ctx, slotOf(n).timer(), n.Tell, nil); err != nil {
			return err
		}
	}
	return nil
}

// Signal announces what is no event of a case; once makes it this one.
func (o *Outbox) Signal(ctx context.Context, n Notice, once string) error {
	n.At = o.Now()
	all := Signal(n, once, o.Rules)
	for i, n := range all {
		var err error
		if all[i], err = o.claim(ctx, n); err != nil {
			return fmt.Errorf("notice for %s: %w", n.Channel, err)
		}
	}
	return o.Announce(ctx, all)
}

// claim keeps the first hour that was chosen for a signal: what is still so five minutes later is
// the same notice, not another for another hour.
func (o *Outbox) claim(ctx context.Context, n Notice) (Notice, error) {
	subject := "held." + n.Channel + ".first." + n.Key
	_, first, err := o.Log.Put(ctx, subject, n, 0)
	if err != nil || first {
		return n, err
	}
	was, _, err := o.Log.Under(ctx, subject)
	if err != nil || len(was) == 0 { // it aged at this very moment
		return n, err
	}
	return was[0], nil
}

// Digest tells what waited for one moment on one channel, each once, whatever was told of that
// moment before.
func (o *Outbox) Digest(ctx context.Context, s Slot) error {
	held, err := o.Log.Below(ctx, s.held(""))
	if err != nil {
		return err
	}
	before, latest, err := o.Log.Under(ctx, s.digest())
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, d := range before {
		for _, item := range d.Items {
			told[item.Key] = true
		}
	}
	for _, d := range Gather(s.Channel, s.At, held, told, o.Most(s.Channel)) {
		var stored bool
		if latest, stored, err = o.Log.Put(ctx, s.digest(), d, latest); err != nil {
			return err
		} else if !stored {
			return errTold
		}
	}
	return nil
}

// NoticeSubject is where a notice lies that is to be told now; key ">" gives those of a channel.
func NoticeSubject(channel, key string) string { return "notice." + channel + "." + key }

// Deliveries are the subjects of all attempts.
const Deliveries = "delivery.>"

// DeliverySubject is where the attempts at a notice are written down.
func DeliverySubject(channel, key string) string { return "delivery." + channel + "." + key }

// Slot is a moment for which notices of a channel wait.
type Slot struct {
	Channel string
	At      time.Time // a whole second
}

const slotTimers = "notices.slot."

// ParseSlot reads the key of a slot's timer.
func ParseSlot(timer string) (Slot, bool) {
	rest, ours := strings.CutPrefix(timer, slotTimers)
	channel, second, ok := strings.Cut(rest, ".")
	unix, err := strconv.ParseInt(second, 10, 64)
	return Slot{channel, time.Unix(unix, 0).UTC()}, ours && ok && err == nil && channel != ""
}

func slotOf(n Notice) Slot { return Slot{n.Channel, n.Tell} }

func (s Slot) second() string         { return strconv.FormatInt(s.At.Unix(), 10) }
func (s Slot) timer() string          { return slotTimers + s.Channel + "." + s.second() }
func (s Slot) held(key string) string { return "held." + s.Channel + "." + s.second() + "." + key }
func (s Slot) digest() string         { return NoticeSubject(s.Channel, "digest-"+s.second()) }
