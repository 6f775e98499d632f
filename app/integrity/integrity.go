package integrity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/responders/archive"
)

// Parts are what a Checker needs.
type Parts struct {
	Dir       string // the data directory
	Bus       *bus.Bus
	Marks     func() map[string]archive.Position // how far each stream is archived
	Archive   string                             // directory of the archive; "" where this process keeps none
	Options   archive.Options
	Retention time.Duration
	Keeps     func(stream string) bool // whether a stream never has fewer messages than it had
	Passing   []string                 // streams whose content may be lost: nothing is said of them
	Embedded  bool                     // the log lies in Dir
	Now       func() time.Time
	Log       *zap.Logger
}

// Checker looks for damage. Its methods may be called from many goroutines.
type Checker struct {
	Parts
	mu    sync.Mutex
	found map[string]string // by stream, or "archive": the first fault
}

// How a round is spread: so many messages a second at least, and all of them within half a day.
const (
	leastRate = 500
	spread    = 12 * time.Hour
	between   = time.Hour // from one round to the next
	headsEach = time.Minute
)

// Start holds heads and counts against what was noted and archived. It reads one message a stream.
func (c *Checker) Start(ctx context.Context) error {
	c.found = map[string]string{}
	read(c.Dir, damageFile, &c.found)
	for stream, why := range c.found {
		c.Bus.Integrity().Halt(stream, why)
	}
	var heads map[string]bus.Head
	if c.Embedded {
		read(c.Dir, headsFile, &heads)
	}
	marks := c.Marks()
	streams, err := c.streams(ctx)
	if err != nil {
		return err
	}
	for stream := range heads {
		if !slices.Contains(streams, stream) && !slices.Contains(c.Passing, stream) {
			c.tell(bus.Fault{Stream: stream, Seq: 1, What: "the whole stream is gone"})
		}
	}
	for _, stream := range streams {
		h, err := c.Bus.Integrity().Head(ctx, stream)
		if err != nil {
			return err
		}
		was, mark := heads[stream], marks[stream].Seq
		switch {
		case h.Last < max(was.Last, mark):
			c.tell(bus.Fault{Stream: stream, Seq: h.Last + 1, What: fmt.Sprintf(
				"the log ends at %d and had %d: what it had acknowledged behind is lost", h.Last, max(was.Last, mark))})
		case c.Keeps(stream) && h.Count < was.Count:
			c.tell(bus.Fault{Stream: stream, Seq: h.First, What: fmt.Sprintf(
				"the log has %d messages and had %d", h.Count, was.Count)})
		}
	}
	return nil
}

// streams are those that must keep what they acknowledged.
func (c *Checker) streams(ctx context.Context) ([]string, error) {
	all, err := c.Bus.StreamNames(ctx)
	return slices.DeleteFunc(all, func(s string) bool { return slices.Contains(c.Passing, s) }), err
}

// Run notes where the streams end, and makes one round after the other, until ctx ends.
func (c *Checker) Run(ctx context.Context) error {
	rounds := make(chan struct{})
	go func() {
		defer close(rounds)
		for ctx.Err() == nil {
			if err := c.Round(ctx, true); err != nil && ctx.Err() == nil {
				c.Log.Error("the log could not be held against its archive; it is tried again", zap.Error(err))
			}
			_ = bus.Sleep(ctx, between)
		}
	}()
	for ctx.Err() == nil {
		c.Note(ctx)
		_ = bus.Sleep(ctx, headsEach)
	}
	<-rounds
	return nil
}

// Note writes down where the streams end. What is damaged keeps what was noted when it was whole.
func (c *Checker) Note(ctx context.Context) {
	if !c.Embedded || ctx.Err() != nil {
		return
	}
	var heads map[string]bus.Head
	read(c.Dir, headsFile, &heads)
	if heads == nil {
		heads = map[string]bus.Head{}
	}
	streams, err := c.streams(ctx)
	for _, stream := range streams {
		if c.Found()[stream] != "" {
			continue
		}
		if h, e := c.Bus.Integrity().Head(ctx, stream); e == nil {
			heads[stream] = h
		}
	}
	if err = errors.Join(err, write(c.Dir, headsFile, heads)); err != nil && ctx.Err() == nil {
		c.Log.Warn("where the streams end could not be noted", zap.Error(err))
	}
}

// Round reads every message of the log and every record of the archive, and holds them against each
// other; slowly: over hours, so that nobody waits for it. A difference counts when it is still there
// at a second look, for purges and retention take from both sides, one after the other.
func (c *Checker) Round(ctx context.Context, slowly bool) error {
	pace, err := c.pace(ctx, slowly)
	if err != nil {
		return err
	}
	first, err := c.look(ctx, pace)
	if err != nil || len(first) == 0 {
		return err
	}
	if slowly {
		if err := bus.Sleep(ctx, headsEach); err != nil {
			return err
		}
	}
	again, err := c.look(ctx, func() error { return ctx.Err() })
	if err != nil {
		return err
	}
	for _, f := range again {
		if slices.ContainsFunc(first, func(g bus.Fault) bool { return g == f }) {
			c.tell(f)
		}
	}
	return nil
}

// pace waits now and then, so that a round is spread.
func (c *Checker) pace(ctx context.Context, slowly bool) (func() error, error) {
	if !slowly {
		return func() error { return ctx.Err() }, nil
	}
	streams, err := c.streams(ctx)
	total := uint64(0)
	for _, s := range streams {
		n, e := c.Bus.Count(ctx, s)
		total, err = total+2*n, errors.Join(err, e) // once by itself, once beside the archive
	}
	rate, n := max(leastRate, int(float64(total)/spread.Seconds())), 0
	return func() error {
		if n++; n%(rate/10+1) == 0 {
			return bus.Sleep(ctx, 100*time.Millisecond)
		}
		return ctx.Err()
	}, err
}

func (c *Checker) look(ctx context.Context, pace func() error) (out []bus.Fault, err error) {
	streams, err := c.streams(ctx)
	if err != nil {
		return nil, err
	}
	for _, stream := range streams {
		bad, err := c.Bus.Integrity().Unreadable(ctx, stream, pace)
		if err != nil {
			return nil, err
		}
		for _, seq := range bad {
			out = append(out, bus.Fault{Stream: stream, Seq: seq, What: "the log counts this message and cannot read it"})
		}
	}
	if c.Archive == "" {
		return out, nil
	}
	ends := map[string]uint64{} // what comes later is not compared
	for _, stream := range c.Options.Streams {
		if ends[stream], err = c.Bus.LastSeq(ctx, stream); err != nil {
			return nil, err
		}
	}
	cmp := archive.Compare(ctx, c.Bus, c.Options, c.Retention, func(d archive.Difference) {
		if !d.Archived {
			out = append(out, bus.Fault{Stream: d.Stream, Seq: d.Seq, What: d.What})
		}
	})
	rep, err := archive.Walk(ctx, c.Archive, c.Options, func(r archive.Record) error {
		if r.Seq > ends[r.Stream] {
			return nil
		}
		return errors.Join(cmp.Add(r), pace())
	}, nil)
	_, end := cmp.End(rep.Marks)
	for _, d := range rep.Damage {
		if rep.Damaged() {
			out = append(out, bus.Fault{Stream: "archive", What: d.Error()})
		}
	}
	return out, errors.Join(err, end)
}

// tell notes a fault, lets its stream take nothing more, and says so once a stream.
func (c *Checker) tell(f bus.Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found[f.Stream] != "" {
		return
	}
	why := f.String() + "; nothing is written there until the server is stopped and 'huiying restore --repair' has made it whole"
	if f.Stream == "archive" {
		why = f.What + "; bring that file back from a backup"
	} else {
		c.Bus.Integrity().Halt(f.Stream, why)
	}
	c.found[f.Stream] = why
	c.Log.Error("damage was found", zap.String("stream", f.Stream), zap.Uint64("seq", f.Seq), zap.String("what", why))
	if err := write(c.Dir, damageFile, c.found); err != nil {
		c.Log.Error("the damage could not be noted", zap.Error(err))
	}
}

// Found is what is damaged, by stream ("archive" for the archive), with what to do.
func (c *Checker) Found() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.found)
}

// Ready is an error where a stream of the log is damaged.
func (c *Checker) Ready() error {
	found := c.Found()
	delete(found, "archive")
	if len(found) == 0 {
		return nil
	}
	words := make([]string, 0, len(found))
	for _, s := range slices.Sorted(maps.Keys(found)) {
		words = append(words, found[s])
	}
	return fmt.Errorf("%w: %s", bus.ErrDamaged, strings.Join(words, "; "))
}
