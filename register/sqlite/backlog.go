package sqlite

import (
	"context"
	"sync"
	"time"

	"go.uber.org/zap"
)

// muchBehind is from where on a register is built without syncing, and not only brought up to date.
const muchBehind = 20_000

// backlog is what the log held of the two long streams when the register was opened. A register
// that has less than half of one of them is built without syncing until it has both, and then
// releases answers: beside the work, for with hundreds of thousands of them that takes minutes.
type backlog struct {
	store *follower
	file  *database
	ends  map[string]uint64 // the last that is there: one that was erased never comes
	began time.Time
	n     uint64

	mu   sync.Mutex
	left map[string]bool
	read chan struct{} // closed when nothing is left
}

func (s *follower) backlogOf(ctx context.Context, file *database) (*backlog, error) {
	b := &backlog{store: s, file: file, ends: map[string]uint64{}, began: time.Now(),
		left: map[string]bool{}, read: make(chan struct{})}
	much := false
	for stream, subjects := range map[string]string{streamCases: "case.*", streamFindings: "finding.*"} {
		end, err := s.bus.LastSubjectSeq(ctx, stream, subjects)
		if err != nil {
			return nil, err
		}
		at := s.at.of(stream)
		b.ends[stream] = end
		if end > at {
			b.n, b.left[stream] = b.n+end-at, true
			much = much || end-at > s.muchBehind && end-at > at
		}
	}
	if len(b.left) == 0 {
		close(b.read)
	}
	if !much {
		return b, s.with(file, func() error { return file.mindReleases(ctx) })
	}
	s.opts.Log.Info("the register is built from the log", zap.Uint64("messages", b.n))
	return b, s.with(file, func() error { return file.hasten(ctx) })
}

// reached says that the register may have all of a stream that was there.
func (b *backlog) reached(stream string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.left[stream] || b.store.at.of(stream) < b.ends[stream] {
		return
	}
	if delete(b.left, stream); len(b.left) == 0 {
		close(b.read)
	}
}

// finish waits until the register has what was there, and does what a building leaves for its end.
func (b *backlog) finish(ctx context.Context) error {
	select {
	case <-b.read:
	case <-ctx.Done():
		return ctx.Err()
	}
	if b.file.releasing.Load() {
		if err := b.store.releaseBuilt(ctx, b.file); err != nil {
			return err
		}
	}
	if b.n > b.store.muchBehind {
		b.store.opts.Log.Info("the register is abreast of the log", zap.Uint64("messages", b.n),
			zap.Duration("took", time.Since(b.began)))
	}
	return b.store.with(b.file, func() error { return b.file.settle(context.WithoutCancel(ctx)) })
}

// Building says whether the register is being built, or has answers left from it that the public
// does not see yet.
func (s *follower) Building() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.fast.Load() || s.db.releasing.Load()
}
