package notify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// logbook is a log in memory. before is called before each write, to be faster than it.
type logbook struct {
	number uint64
	lines  []line
	before func(subject string)
}

type line struct {
	subject string
	number  uint64
	n       Notice
}

func (l *logbook) Put(_ context.Context, subject string, n Notice, behind uint64) (uint64, bool, error) {
	if l.before != nil {
		l.before(subject)
	}
	_, latest, _ := l.Under(context.Background(), subject)
	if latest != behind {
		return latest, false, nil
	}
	l.number++
	l.lines = append(l.lines, line{subject, l.number, n})
	return l.number, true, nil
}

func (l *logbook) Under(_ context.Context, subject string) (all []Notice, latest uint64, err error) {
	for _, x := range l.lines {
		if x.subject == subject {
			all, latest = append(all, x.n), x.number
		}
	}
	return all, latest, nil
}

func (l *logbook) Below(_ context.Context, beginning string) (all []Notice, err error) {
	for _, x := range l.lines {
		if strings.HasPrefix(x.subject, beginning) {
			all = append(all, x.n)
		}
	}
	return all, nil
}

// toSend lists what is to be told now, digests with what they list.
func (l *logbook) toSend() []string {
	var out []string
	for _, x := range l.lines {
		if !strings.HasPrefix(x.subject, "notice.") {
			continue
		}
		s := x.n.Key
		if len(x.n.Items) > 0 {
			s = "digest"
			for _, item := range x.n.Items {
				s += " " + item.Key
			}
		}
		out = append(out, s)
	}
	return out
}

type alarms map[string]time.Time

func (a alarms) Schedule(_ context.Context, key string, at time.Time, _ []byte) error {
	a[key] = at
	return nil
}

func outbox(l *logbook, a alarms, r Rules) *Outbox {
	return &Outbox{Log: l, Timers: a, Rules: r, Now: func() time.Time { return at },
		Most: func(string) int { return 2 }}
}

func waiting(key string, tell time.Time) Notice {
	return Notice{Key: key, Channel: "x", Kind: Urge, At: at, Tell: tell}
}

// ring lets every timer ring, once.
func (a alarms) ring(t testing.TB, o *Outbox) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(a)) {
		s, ok := ParseSlot(key)
		if !ok || !s.At.Equal(a[key]) {
			t.Fatalf("timer %s rings at %v", key, a[key])
		}
		if err := o.Digest(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsAnnouncedTwiceIsToldOnce(t *testing.T) {
	l, a, hour := &logbook{}, alarms{}, at.Add(time.Hour)
	o := outbox(l, a, Rules{})
	for range 3 {
		if err := o.Announce(t.Context(), []Notice{waiting("now", time.Time{}),
			waiting("later", hour), waiting("later", hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(l.toSend()); got != "[now]" || len(a) != 1 {
		t.Errorf("before its hour: %s, timers %v", got, a)
	}
	a.ring(t, o)
	a.ring(t, o)
	if got := fmt.Sprint(l.toSend()); got != "[now digest later]" {
		t.Error(got)
	}
	// one more comes late for the same hour, and one that was told comes again
	if err := o.Announce(t.Context(), []Notice{waiting("late", hour), waiting("later", hour)}); err != nil {
		t.Fatal(err)
	}
	a.ring(t, o)
	if got := fmt.Sprint(l.toSend()); got != "[now digest later digest late]" {
		t.Error(got)
	}
}

func TestADigestListsNoMoreThanItsChannelTakes(t *testing.T) {
	l, a := &logbook{}, alarms{}
	o := outbox(l, a, Rules{})
	for i := range 5 {
		n := waiting(fmt.Sprint("k", i), at.Add(time.Hour))
		n.At = at.Add(time.Duration(-i) * time.Minute)
		if err := o.Announce(t.Context(), []Notice{n}); err != nil {
			t.Fatal(err)
		}
	}
	a.ring(t, o)
	if got := fmt.Sprint(l.toSend()); got != "[digest k4 k3 digest k2 k1 digest k0]" {
		t.Error(got)
	}
}

func TestTwoProcessesTellADigestOnce(t *testing.T) {
	l, a, hour := &logbook{}, alarms{}, at.Add(time.Hour)
	o := outbox(l, a, Rules{})
	if err := o.Announce(t.Context(), []Notice{waiting("k", hour)}); err != nil {
		t.Fatal(err)
	}
	slot := Slot{"x", hour}
	l.before = func(subject string) { // another process, between the reading and the writing of this one
		l.before = nil
		if err := o.Digest(t.Context(), slot); err != nil {
			t.Error(err)
		}
	}
	if err := o.Digest(t.Context(), slot); !errors.Is(err, errTold) {
		t.Errorf("%v: it is to look again", err)
	}
	if err := o.Digest(t.Context(), slot); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(l.toSend()); got != "[digest k]" {
		t.Error(got)
	}
}

// What is still so later is the same notice, for the hour that was chosen first.
func TestASignalKeepsItsFirstHour(t *testing.T) {
	l, a := &logbook{}, alarms{}
	o := outbox(l, a, Rules{Tell: []Rule{{Role: "administrator", Channels: []string{"x"},
		When: DeliveryHours{Digest: []Clock{0}}}}})
	for i := range 3 {
		o.Now = func() time.Time { return at.Add(time.Duration(i) * 24 * time.Hour) }
		if err := o.Signal(t.Context(), Notice{Kind: Silence, Subject: "s late"}, "s late 1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(a) != 1 {
		t.Errorf("it waits for several hours: %v", a)
	}
	a.ring(t, o)
	if got := l.toSend(); len(got) != 1 {
		t.Errorf("told as %v", got)
	}
	if err := o.Signal(t.Context(), Notice{Kind: Silence, Subject: "s late"}, "s late 2"); err != nil || len(a) != 2 {
		t.Errorf("another silence is news: %v, %v", a, err)
	}
}

type broken struct{ *logbook }

func (broken) Put(context.Context, string, Notice, uint64) (uint64, bool, error) {
	return 0, false, errors.New("away")
}

func TestALogThatIsAwayLosesNothing(t *testing.T) {
	l, a := &logbook{}, alarms{}
	o := outbox(l, a, Rules{Tell: []Rule{{Role: "administrator", Channels: []string{"x"}}}})
	held := waiting("k", at.Add(time.Hour))
	if err := o.Announce(t.Context(), []Notice{held}); err != nil {
		t.Fatal(err)
	}
	o.Log = broken{l}
	if o.Announce(t.Context(), []Notice{held}) == nil ||
		o.Signal(t.Context(), Notice{Kind: Dead}, "1") == nil ||
		o.Digest(t.Context(), Slot{"x", held.Tell}) == nil {
		t.Error("what is not stored passes for stored")
	}
	o.Log = l
	a.ring(t, o)
	if got := fmt.Sprint(l.toSend()); got != "[digest k]" {
		t.Error(got)
	}
}

// Announced and rung in whatever order, by however many processes: every notice is told, none
// twice, and none before its hour.
func TestEveryNoticeIsToldOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l, a := &logbook{}, alarms{}
		o := outbox(l, a, Rules{})
		all, due := map[string]bool{}, map[string]time.Time{}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			if rapid.IntRange(0, 3).Draw(rt, "rings") == 0 {
				a.ring(t, o)
				continue
			}
			key := fmt.Sprint("k", rapid.IntRange(0, 9).Draw(rt, "key"))
			if _, known := due[key]; !known { // deciding twice decides the same
				due[key] = time.Time{}
				if h := rapid.IntRange(0, 3).Draw(rt, "hour"); h > 0 {
					due[key] = at.Add(time.Duration(h) * time.Hour)
				}
			}
			all[key] = true
			if err := o.Announce(t.Context(), []Notice{waiting(key, due[key])}); err != nil {
				rt.Fatal(err)
			}
		}
		a.ring(t, o)
		told := map[string]int{}
		for _, s := range l.toSend() {
			for key := range strings.FieldsSeq(strings.TrimPrefix(s, "digest ")) {
				told[key]++
			}
		}
		for key := range all {
			if told[key] != 1 {
				rt.Fatalf("%s was told %d times", key, told[key])
			}
		}
		for _, x := range l.lines {
			if x.n.Kind == Digest && x.n.At.Before(due[x.n.Items[0].Key]) {
				rt.Fatalf("told before its hour: %+v", x.n)
			}
		}
	})
}

func TestSlotsReadTheirTimers(t *testing.T) {
	s := Slot{"oa", at}
	if got, ok := ParseSlot(s.timer()); !ok || got.Channel != "oa" || !got.At.Equal(at) {
		t.Errorf("%+v", got)
	}
	for _, bad := range []string{"", "notices.slot.", "notices.slot.oa", "notices.slot.oa.x",
		"notices.slot..7", "notices.watch", "case.oa.7"} {
		if s, ok := ParseSlot(bad); ok {
			t.Errorf("%q is %+v", bad, s)
		}
	}
}
