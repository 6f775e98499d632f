package alerting

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/responders/alerts"
)

const stream = "ALERTS"

// Bounds of what a Book holds.
const (
	mostClosed = 2_000 // alerts that are over; older ones are in the log
	mostOver   = 200   // silences that are over
)

// Book is alerts as they are now: the fold of their events. It holds what is open and the latest of
// what is over, reads on in the log whenever it is asked, and so knows what another process wrote.
type Book struct {
	Bus   *bus.Bus
	Below func(division string) []string // a place and all that it lies in
	// Pressing says that life is in danger or a clock runs for an alert; nil: of none.
	Pressing func(context.Context, opinion.Alert) bool

	mu      sync.Mutex
	at      uint64 // read up to this
	files   map[string]opinion.AlertFile
	hushes  map[string]opinion.Hush
	watches map[string]opinion.WatchNote
}

// refresh reads what the log holds by now. mu is held.
func (b *Book) refresh(ctx context.Context) error {
	if b.files == nil {
		b.files, b.hushes = map[string]opinion.AlertFile{}, map[string]opinion.Hush{}
		b.watches = map[string]opinion.WatchNote{}
	}
	before := b.at
	at, err := b.Bus.Read(ctx, stream, "", b.at+1, func(m bus.Msg) error {
		b.take(m)
		b.at = m.Seq
		return nil
	})
	if errors.Is(err, bus.ErrAhead) { // the log was put back: begin anew
		b.at, b.files = 0, nil
		return b.refresh(ctx)
	}
	if err == nil {
		b.at = at
	}
	if b.at != before { // this is asked for each page
		b.forget()
	}
	return err
}

// take folds one message; one that cannot be read says nothing.
func (b *Book) take(m bus.Msg) {
	of, id, _ := strings.Cut(m.Subject, ".")
	switch of {
	case "alert":
		var e opinion.AlertEvent
		if json.Unmarshal(m.Data, &e) == nil && (e.Alert != nil || b.files[e.ID].ID != "") {
			b.files[e.ID] = b.files[e.ID].Apply(e)
		}
	case "hush":
		var h opinion.Hush
		if json.Unmarshal(m.Data, &h) == nil {
			b.hushes[id] = h
		}
	case "watch":
		var w opinion.WatchNote
		if json.Unmarshal(m.Data, &w) == nil {
			b.watches[id] = w
		}
	}
	if len(b.files) > 2*mostClosed {
		b.forget()
	}
}

// forget drops the oldest of what is over.
func (b *Book) forget() {
	var over []opinion.AlertFile
	for _, f := range b.files {
		if !f.State.Open() {
			over = append(over, f)
		}
	}
	if len(over) > mostClosed {
		slices.SortFunc(over, func(x, y opinion.AlertFile) int { return y.Closed.Compare(x.Closed) })
		for _, f := range over[mostClosed:] {
			delete(b.files, f.ID)
		}
	}
	if len(b.hushes) > mostOver {
		var done []opinion.Hush
		for _, h := range b.hushes {
			if !h.Ended.IsZero() {
				done = append(done, h)
			}
		}
		slices.SortFunc(done, func(x, y opinion.Hush) int { return y.At.Compare(x.At) })
		for _, h := range done[min(len(done), mostOver):] {
			delete(b.hushes, h.ID)
		}
	}
}

// desk is what decisions at a moment look at. mu is held.
func (b *Book) desk(ctx context.Context, now time.Time) alerts.Desk {
	d := alerts.Desk{Below: b.Below}
	if b.Pressing != nil {
		d.Pressing = func(a opinion.Alert) bool { return b.Pressing(ctx, a) }
	}
	for _, f := range b.files {
		if f.State.Open() || f.Ended.IsZero() || now.Sub(f.Closed) < alerts.Repeat {
			d.Files = append(d.Files, f)
		}
	}
	slices.SortFunc(d.Files, func(x, y opinion.AlertFile) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.ID, y.ID))
	})
	for _, h := range b.hushes {
		if h.Ended.IsZero() {
			d.Hushes = append(d.Hushes, h)
		}
	}
	slices.SortFunc(d.Hushes, func(x, y opinion.Hush) int { return cmp.Compare(x.ID, y.ID) })
	return d
}

// decide writes what a decision on the book as it is now comes to; where the log went on meanwhile,
// it is decided again.
func (b *Book) decide(ctx context.Context, now time.Time,
	how func(alerts.Desk) ([]bus.Message, error)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		if err := b.refresh(ctx); err != nil {
			return err
		}
		out, err := how(b.desk(ctx, now))
		if err != nil || len(out) == 0 {
			return err
		}
		after := b.at
		out[0].After = &after
		_, err = b.Bus.Publish(ctx, out...)
		if err == nil {
			return b.refresh(ctx)
		}
		if !errors.Is(err, bus.ErrConflict) {
			return err
		}
	}
}

func messages(events []opinion.AlertEvent) (out []bus.Message, err error) {
	for _, e := range events {
		data, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		out = append(out, bus.Message{Subject: opinion.AlertSubject(e.ID), Data: data})
	}
	return out, nil
}

func note(subject string, what any) ([]bus.Message, error) {
	data, err := json.Marshal(what)
	return []bus.Message{{Subject: subject, Data: data}}, err
}

// Found writes what becomes of a change that detection found.
func (b *Book) Found(ctx context.Context, c alerts.Change) error {
	return b.decide(ctx, c.At, func(d alerts.Desk) ([]bus.Message, error) { return messages(d.Found(c)) })
}

// Sweep ends what is silenced for nothing, and lets rise what a silence kept quiet that is over.
func (b *Book) Sweep(ctx context.Context, now time.Time) error {
	return b.decide(ctx, now, func(d alerts.Desk) ([]bus.Message, error) {
		rise, over := d.Sweep(now)
		out, err := messages(rise)
		for _, h := range over {
			more, fault := note(opinion.HushSubject(h.ID), h)
			out, err = append(out, more...), errors.Join(err, fault)
		}
		return out, err
	})
}

// Act does to an alert what somebody of the office wants.
func (b *Book) Act(ctx context.Context, id string, act alerts.Act) error {
	return b.decide(ctx, act.At, func(d alerts.Desk) ([]bus.Message, error) {
		events, err := d.Do(id, act)
		if err != nil {
			return nil, err
		}
		return messages(events)
	})
}

// HandOver hands over everything that an account has taken, and says how much it was.
func (b *Book) HandOver(ctx context.Context, act alerts.Act) (n int, err error) {
	act.Move = opinion.AlertHand
	err = b.decide(ctx, act.At, func(d alerts.Desk) ([]bus.Message, error) {
		n = 0
		var all []opinion.AlertEvent
		for _, f := range d.Files {
			if f.State != opinion.AlertTaken || f.Who != act.Who {
				continue
			}
			events, err := d.Do(f.ID, act)
			if err != nil {
				return nil, err
			}
			n++
			all = append(all, events...)
		}
		return messages(all)
	})
	return n, err
}

// Hush silences what fits.
func (b *Book) Hush(ctx context.Context, h opinion.Hush) error {
	h, err := alerts.Hush(h)
	if err != nil {
		return err
	}
	return b.decide(ctx, h.At, func(alerts.Desk) ([]bus.Message, error) { return note(opinion.HushSubject(h.ID), h) })
}

// Unhush ends a silence before its time, and lets rise what it kept quiet.
func (b *Book) Unhush(ctx context.Context, id, by string, now time.Time) error {
	err := b.decide(ctx, now, func(d alerts.Desk) ([]bus.Message, error) {
		i := slices.IndexFunc(d.Hushes, func(h opinion.Hush) bool { return h.ID == id })
		if i < 0 {
			return nil, nil // it is over
		}
		h := d.Hushes[i]
		h.Ended, h.Why = now, by
		return note(opinion.HushSubject(id), h)
	})
	if err != nil {
		return err
	}
	return b.Sweep(ctx, now)
}

// Alerts lists what a question asks for: what rings first, the heaviest first, then what was taken,
// then by time.
func (b *Book) Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(ctx); err != nil {
		return nil, err
	}
	out := []opinion.AlertFile{}
	for _, f := range b.files {
		if q.Fits(f) {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(x, y opinion.AlertFile) int {
		return cmp.Or(cmp.Compare(turn(x), turn(y)), y.At.Compare(x.At), cmp.Compare(x.ID, y.ID))
	})
	if q.Size > 0 && len(out) > q.Size {
		out = out[:q.Size]
	}
	return out, nil
}

// turn is where an alert stands on the desk: lower comes first.
func turn(f opinion.AlertFile) int {
	switch f.State {
	case opinion.AlertRinging:
		return cmp.Or(f.Severity.Rank(), 9)
	case opinion.AlertTaken:
		return 10
	case opinion.AlertQuiet:
		return 11
	case opinion.AlertLed, opinion.AlertDismissed, opinion.AlertEnded:
	}
	return 12
}

// Alert is one alert with its history.
func (b *Book) Alert(ctx context.Context, id string) (opinion.AlertFile, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.refresh(ctx)
	f, ok := b.files[id]
	return f, ok, err
}

// Hushes are what is silenced now, and the latest that is over.
func (b *Book) Hushes(ctx context.Context) ([]opinion.Hush, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.refresh(ctx)
	out := []opinion.Hush{}
	for _, h := range b.hushes {
		out = append(out, h)
	}
	slices.SortFunc(out, func(x, y opinion.Hush) int { return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.ID, y.ID)) })
	return out, err
}

// Count says how many alerts are open.
func (b *Book) Count(ctx context.Context) (facts.AlertCounts, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.refresh(ctx)
	out := facts.AlertCounts{}
	for _, f := range b.files {
		if f.State.Open() {
			out[facts.AlertIs{State: f.State, Kind: f.Kind}]++
		}
	}
	return out, err
}

// open are those whose cause has not ended.
func (b *Book) open(ctx context.Context) (out []opinion.AlertFile, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err = b.refresh(ctx)
	for _, f := range b.files {
		if f.Ended.IsZero() {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(x, y opinion.AlertFile) int { return cmp.Compare(x.ID, y.ID) })
	return out, err
}
