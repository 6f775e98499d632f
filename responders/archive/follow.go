package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/bus"
)

// How the archive follows: each batch costs a synced write, and nobody waits for it.
const (
	batchMost = 1000
	linger    = 500 * time.Millisecond
	tryAgain  = 30 * time.Second
)

// ErrOtherLog: the log is not the one that was archived. It lost what it had acknowledged, or
// was emptied, or put back from an older backup.
var ErrOtherLog = errors.New("the log is not the one that this archive is of: it has lost messages, or is another or an older one; " +
	"'huiying audit verify' names the difference. Bring the log back with 'huiying restore --from-archive', or, " +
	"if the log is right, move the archive's directory elsewhere and start again")

// Run follows the streams into the archive until ctx ends, and returns nil then. Trouble is
// logged and waited out: the process goes on without its archive.
func (a *Archive) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := a.follow(ctx)
		if err == nil || ctx.Err() != nil {
			continue
		}
		a.opts.Log.Error("the archive takes nothing at present", zap.Error(err))
		wait := tryAgain
		if a.Broken() != nil || errors.Is(err, ErrOtherLog) {
			wait = time.Hour // only a person helps here; say so again
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

func (a *Archive) follow(ctx context.Context) error {
	if err := a.Broken(); err != nil {
		return err
	}
	for _, stream := range a.opts.Streams {
		if err := a.sameLog(ctx, stream); err != nil {
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, stream := range a.opts.Streams {
		g.Go(func() error {
			return otherLog(a.bus.Follow(ctx, stream, a.Marks()[stream].Seq+1, batchMost, linger, func(in []bus.Msg) error {
				return a.append(stream, in)
			}))
		})
	}
	return g.Wait()
}

// CatchUp archives what the log holds now. Beside Run it is a way to wait; without Run it does
// the work.
func (a *Archive) CatchUp(ctx context.Context) error {
	if err := a.Broken(); err != nil {
		return err
	}
	for _, stream := range a.opts.Streams {
		if err := a.sameLog(ctx, stream); err != nil {
			return err
		}
		batch := make([]bus.Msg, 0, batchMost)
		put := func() error {
			err := a.append(stream, batch)
			batch = batch[:0]
			return err
		}
		_, err := a.bus.Read(ctx, stream, "", a.Marks()[stream].Seq+1, func(m bus.Msg) error {
			if batch = append(batch, m); len(batch) < batchMost {
				return nil
			}
			return put()
		})
		if err == nil {
			err = put()
		}
		if err != nil {
			return fmt.Errorf("archive %s: %w", stream, otherLog(err))
		}
	}
	return nil
}

var errFirst = errors.New("the first is enough")

// sameLog compares the last archived message of a stream with the log.
func (a *Archive) sameLog(ctx context.Context, stream string) error {
	mark := a.Marks()[stream]
	if mark.Seq == 0 || mark.Content == "" {
		return nil
	}
	_, err := a.bus.Read(ctx, stream, "", mark.Seq, func(m bus.Msg) error {
		if m.Seq == mark.Seq && contentOf(m.Header, m.Data) != mark.Content {
			return ErrOtherLog
		}
		return errFirst
	})
	if errors.Is(err, errFirst) {
		return nil
	}
	return otherLog(err)
}

// otherLog says what it means when the archive is ahead of the log.
func otherLog(err error) error {
	if errors.Is(err, bus.ErrAhead) {
		return fmt.Errorf("%w (%w)", ErrOtherLog, err)
	}
	return err
}

// Streams that the archive follows.
func (a *Archive) Streams() []string { return slices.Clone(a.opts.Streams) }
