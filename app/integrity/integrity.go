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
	between   = time.Hour       // from one round to the next
	lookAgain = 5 * time.Minute // from a first look that found something to the second
	headsEach = time.Minute
)

// Start holds heads and counts against what was noted and archived. It reads one message a stream.
func (c *Checker) Start(ctx context.Context) error {
	c.found = map[string]string{}
	var heads map[string]bus.Head
	if c.Embedded {
		read(c.Dir, damageFile, &c.found)
		read(c.Dir, headsFile, &heads)
	}
	for stream, why := range c.found {
		c.Bus.Integrity().Halt(stream, why)
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
		was := heads[stream]
		was.Last = max(was.Last, marks[stream].Seq)
		c.whole(stream, was, h)
	}
	return nil
}

// whole says whether a stream has all that it had. Where it has not, that is told.
func (c *Checker) whole(stream string, was, is bus.Head) bool {
	switch {
	case is.Last < was.Last:
		c.tell(bus.Fault{Stream: stream, Seq: is.Last + 1, What: fmt.Sprintf(
			"the log ends at %d and had %d: what it had acknowledged behind is lost", is.Last, was.Last)})
	case c.Keeps(stream) && is.Count < was.Count:
		c.tell(bus.Fault{Stream: stream, Seq: is.First, What: fmt.Sprintf(
			"the log has %d messages and had %d", is.Count, was.Count)})
	default:
		return true
	}
	return false
}

// streams are those that must keep what they acknowledged.
func (c *Checker) streams(ctx context.Context) ([]string, error) {
	all, err := c.Bus.StreamNames(ctx)
	return slices.DeleteFunc(all, func(s string) bool { return slices.Contains(c.Passing, s) }), err
}

// Rest waits, or returns the error of ctx when that ends.
type Rest func(ctx context.Context, d time.Duration) error

// Run notes where the streams end, and makes one round after the other, until ctx ends. All its
// waiting is by rest.
func (c *Checker) Run(ctx context.Context, rest Rest) error {
	rounds := make(chan struct{})
	go func() {
		defer close(rounds)
		for ctx.Err() == nil {
			if err := c.Round(ctx, rest); err != nil && ctx.Err() == nil {
				c.Log.Error("the log could not be held against its archive; it is tried again", zap.Error(err))
			}
			_ = rest(ctx, between)
		}
	}()
	for ctx.Err() == nil {
		c.Note(ctx)
		_ = rest(ctx, headsEach)
	}
	<-rounds
	return nil
}

// Note holds where the streams end against what was noted, and writes it down. What is damaged keeps
// what was noted when it was whole.
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
		if h, e := c.Bus.Integrity().Head(ctx, stream); e == nil && c.whole(stream, heads[stream], h) {
			heads[stream] = h
		}
	}
	if err = errors.Join(err, write(c.Dir, headsFile, heads)); err != nil && ctx.Err() == nil {
		c.Log.Warn("where the streams end could not be noted", zap.Error(err))
	}
}

// Round reads every message of the log and every record of the archive, and holds them against each
// other; with a rest now and then, over hours, so that nobody waits for it. A difference counts when it
// is still there at a second look, for purges and retention take from both sides, one after the other.
func (c *Checker) Round(ctx context.Context, rest Rest) error {
	pace, err := c.pace(ctx, rest)
	if err != nil {
		return err
	}
	first, err := c.look(ctx, pace)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(first, ofArchive) {
		c.forgive(archiveItself)
	}
	if len(first) == 0 {
		return nil
	}
	if err := rest(ctx, lookAgain); err != nil {
		return err
	}
	again, err := c.look(ctx, func() error { return ctx.Err() })
	if err != nil {
		return err
	}
	for _, f := range again {
		if slices.Contains(first, f) {
			c.tell(f)
		}
	}
	return nil
}

// pace rests now and then, so that a round is spread.
func (c *Checker) pace(ctx context.Context, rest Rest) (func() error, error) {
	streams, err := c.streams(ctx)
	total := uint64(0)
	for _, s := range streams {
		n, e := c.Bus.Count(ctx, s)
		total, err = total+2*n, errors.Join(err, e) // once by itself, once beside the archive
	}
	rate, n := max(leastRate, int(float64(total)/spread.Seconds())), 0
	return func() error {
		if n++; n%(rate/10+1) == 0 {
			return rest(ctx, 100*time.Millisecond)
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
			out = append(out, bus.Fault{Stream: stream, Seq: seq,
				What: "the log counts this message and cannot read it"})
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
	for _, d := range rep.Faults() {
		out = append(out, bus.Fault{Stream: archiveItself, What: d.Error()})
	}
	return out, errors.Join(err, end)
}

// archiveItself stands for the archive among the streams. It is nobody's stream, halts nothing, and is
// not noted: each round finds it anew, or finds that it was brought back.
const archiveItself = "archive"

func ofArchive(f bus.Fault) bool { return f.Stream == archiveItself }

// tell notes a fault, lets its stream take nothing more, and says so once a stream.
func (c *Checker) tell(f bus.Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found[f.Stream] != "" {
		return
	}
	why := f.String() + "; nothing is written there until "
	switch {
	case ofArchive(f):
		why = f.What + "; bring that file back from a backup"
	case c.Embedded:
		why += "the server is stopped and 'huiying restore --repair' has made it whole"
	default:
		why += "it is whole again on the NATS cluster and this process has been started anew"
	}
	c.found[f.Stream] = why
	c.Log.Error("damage was found", zap.String("stream", f.Stream), zap.Uint64("seq", f.Seq), zap.String("what", why))
	if ofArchive(f) {
		return
	}
	c.Bus.Integrity().Halt(f.Stream, why)
	if !c.Embedded {
		return
	}
	noted := maps.Clone(c.found)
	delete(noted, archiveItself)
	if err := write(c.Dir, damageFile, noted); err != nil {
		c.Log.Error("the damage could not be noted", zap.Error(err))
	}
}

// forgive lets what was found of a stream go.
func (c *Checker) forgive(stream string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.found, stream)
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
	delete(found, archiveItself)
	if len(found) == 0 {
		return nil
	}
	words := make([]string, 0, len(found))
	for _, s := range slices.Sorted(maps.Keys(found)) {
		words = append(words, found[s])
	}
	return fmt.Errorf("%w: %s", bus.ErrDamaged, strings.Join(words, "; "))
}
