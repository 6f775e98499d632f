package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"huiying/bus"
)

// log is what a comparison needs of the bus.
type log interface {
	Read(ctx context.Context, stream, filter string, from uint64, fn func(bus.Msg) error) (last uint64, err error)
}

// Difference is a message that archive and log do not both have as it was.
type Difference struct {
	Stream string `json:"stream"`
	Seq    uint64 `json:"seq"`
	What   string `json:"what"`
	// Archived: the log has it as it was, the archive has not.
	Archived bool `json:"archived,omitempty"`
}

func (d Difference) String() string { return fmt.Sprintf("%s %d: %s", d.Stream, d.Seq, d.What) }

// Comparison holds an archive against its log: both are read once, side by side.
type Comparison struct {
	opts      Options
	retention time.Duration // after which the log may have dropped a message that has words
	streams   map[string]*side
	differ    func(Difference)
}

// side is the log's side of one stream.
type side struct {
	next func() (bus.Msg, bool)
	stop func()
	m    bus.Msg
	more bool
	err  error
}

func (s *side) step() { s.m, s.more = s.next() }

var errStop = errors.New("enough was read")

// Compare begins a comparison. Feed its Add with the records of a Walk, then End it. differ is
// told each difference. Nobody may write to the log meanwhile.
func Compare(ctx context.Context, b log, o Options, retention time.Duration, differ func(Difference)) *Comparison {
	c := &Comparison{opts: o, retention: retention, streams: map[string]*side{}, differ: differ}
	for _, stream := range o.Streams {
		s := &side{}
		s.next, s.stop = iter.Pull(func(yield func(bus.Msg) bool) {
			_, err := b.Read(ctx, stream, "", 1, func(m bus.Msg) error {
				if !yield(m) {
					return errStop
				}
				return nil
			})
			if !errors.Is(err, errStop) {
				s.err = err
			}
		})
		s.step()
		c.streams[stream] = s
	}
	return c
}

// Add compares one record.
func (c *Comparison) Add(r Record) error {
	s := c.streams[r.Stream]
	if s == nil || r.Until != 0 {
		return nil
	}
	if s.err != nil {
		return s.err
	}
	for ; s.more && s.m.Seq < r.Seq; s.step() {
		c.differ(Difference{r.Stream, s.m.Seq, "the archive has lost it, the log has it", true})
	}
	due := slices.Contains(c.opts.Words, r.Stream) && c.opts.Now().Sub(r.At) > c.retention-48*time.Hour
	switch {
	case !s.more || s.m.Seq > r.Seq:
		if !r.Gone && !due {
			c.differ(Difference{r.Stream, r.Seq, "the log has lost it, the archive has it", false})
		}
		return s.err
	case r.Content != contentOf(s.m.Header, s.m.Data):
		c.differ(Difference{r.Stream, r.Seq, "the log and the archive hold different content", false})
	case r.Gone && !due:
		c.differ(Difference{r.Stream, r.Seq, "the archive has lost its words, the log has them", true})
	}
	s.step()
	return s.err
}

// End says what stands behind the archive's end and lets go of the log. waiting counts
// messages that were not archived yet.
func (c *Comparison) End(marks map[string]Position) (waiting int, err error) {
	for _, stream := range c.opts.Streams {
		s := c.streams[stream]
		for ; s.more; s.step() {
			if s.m.Seq > marks[stream].Seq {
				waiting++
				continue
			}
			c.differ(Difference{stream, s.m.Seq, "the archive has lost it, the log has it", true})
		}
		s.stop()
		err = errors.Join(err, s.err)
	}
	return waiting, err
}
