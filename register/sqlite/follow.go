package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/bus"
)

// How the register follows: a command waits for its own event, so CASES may not linger. What comes
// while a transaction runs is the next one.
const (
	batchSize      = 1000
	findingsAtOnce = 100 // in one transaction, but while the register is built: whoever changes a case waits for one
	lingerCases    = 0
	lingerFindings = 20 * time.Millisecond
)

// followed are the streams that the register is made of.
var followed = []string{streamFindings, streamCases, streamPurged, streamVotes, streamPapers, streamLedger,
	streamReplies}

// rebuiltAgain is how soon after a rebuild damage is no accident.
const rebuiltAgain = 10 * time.Minute

// follower takes the log into the register, stream by stream. Each transaction folds a case once,
// however many of its events it takes, and writes the columns that changed. While it catches up, a
// transaction takes what is there; afterwards it ends after the piece in which somebody begins to
// change a case, who waits for the transaction before his own. Events are read and checked by one
// goroutine while another writes.
type follower struct{ *projector }

// Run follows the streams that the register is made of until ctx ends, and returns nil then. One Run at a time. When the register turns out to be damaged, or to be ahead of
// the log (which was put back from a backup, say), it is dropped and built again.
func (s *follower) Run(ctx context.Context) (err error) {
	s.at.begun()
	defer func() { s.at.ended(err) }()
	var rebuilt time.Time
	for {
		err := s.follow(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case Damaged(err) && time.Since(rebuilt) < rebuiltAgain: // it does not help
			return err
		case errors.Is(err, errRebuilt):
		case errors.Is(err, bus.ErrAhead):
			s.opts.Log.Warn("register is ahead of the log; it is built again", zap.Error(err))
			if err := s.Rebuild(ctx); err != nil {
				return err
			}
		case Damaged(err):
			rebuilt = time.Now()
			s.opts.Log.Warn("register damaged; it is built again from the log", zap.Error(err))
			if err := s.Rebuild(ctx); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// follow is one round: until ctx ends, something fails, or the register is dropped.
func (s *follower) follow(ctx context.Context) error {
	if err := s.notAhead(ctx); err != nil {
		return err
	}
	select { // a drop before this round is already seen
	case <-s.restart:
	default:
	}
	s.mu.RLock()
	file := s.db
	s.mu.RUnlock()
	old, err := s.backlogOf(ctx, file)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	tail := func(stream string, linger time.Duration, apply func(context.Context, txn, []bus.Msg) error) func() error {
		return func() error {
			return s.bus.Follow(ctx, stream, s.at.of(stream)+1, batchSize, linger, func(in []bus.Msg) error {
				most := findingsAtOnce
				if file.fast.Load() {
					most = batchSize
				}
				for part := range slices.Chunk(in, most) {
					if err := s.take(ctx, file, stream, part, apply); err != nil {
						return err
					}
				}
				old.reached(stream)
				return nil
			})
		}
	}
	g.Go(tail(streamFindings, lingerFindings, s.applyFindings))
	g.Go(tail(streamPurged, lingerCases, s.applyPurged))
	g.Go(tail(streamVotes, lingerFindings, s.applyVotes))
	g.Go(tail(streamPapers, lingerCases, s.applyPapers))
	g.Go(tail(streamLedger, lingerFindings, s.applyLedger))
	g.Go(tail(streamReplies, lingerCases, s.applyReplies))
	g.Go(func() error { return s.followCases(ctx, file, old) })
	g.Go(func() error { return old.finish(ctx) })
	g.Go(func() error { return s.checkpoints(ctx, file) })
	g.Go(func() error { return s.lookAtPages(ctx, file) })
	if file.unsure.Load() {
		g.Go(func() error { return s.lookThrough(ctx, file) })
	}
	g.Go(func() error {
		select {
		case <-s.restart:
			return errRebuilt
		case err := <-file.hurt:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	return g.Wait()
}

// lookThrough looks whether a large file is whole, beside the work that it is good for meanwhile.
func (s *follower) lookThrough(ctx context.Context, file *database) error {
	began := time.Now()
	err := whole(ctx, file.r) // without holding the register: it takes as long as reading the file
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db != file {
		return errRebuilt
	}
	if err == nil {
		file.unsure.Store(false)
		s.opts.Log.Info("the register was not left in order, and is whole", zap.Duration("took", time.Since(began)))
	}
	return err
}

// notAhead drops a register that has seen more than the log holds: it is that of another log.
func (s *follower) notAhead(ctx context.Context) error {
	for _, stream := range followed {
		last, err := s.bus.LastSeq(ctx, stream)
		if err != nil {
			return fmt.Errorf("end of %s: %w", stream, err)
		}
		at := s.at.of(stream)
		if stream == streamCases {
			own, err := s.lastEvent(ctx)
			if err != nil {
				return err
			}
			at = max(at, own)
		}
		if at > last {
			s.opts.Log.Warn("register is ahead of the log; it is built again",
				zap.String("stream", stream), zap.Uint64("register", at), zap.Uint64("log", last))
			return s.Rebuild(ctx)
		}
	}
	return nil
}

// take applies one batch of a stream whose messages are read while the register is held.
func (s *follower) take(ctx context.Context, file *database, stream string, in []bus.Msg,
	fn func(context.Context, txn, []bus.Msg) error) error {
	last := in[len(in)-1].Seq
	_, err := s.apply(ctx, file, stream, last, func(ctx context.Context, tx txn, at uint64) (uint64, error) {
		return last, fn(ctx, tx, after(in, at, func(m bus.Msg) uint64 { return m.Seq }))
	})
	return err
}

// after is what of some messages comes after a position.
func after[M any](in []M, at uint64, seq func(M) uint64) []M {
	for len(in) > 0 && seq(in[0]) <= at {
		in = in[1:]
	}
	return in
}

// apply takes one batch, up to last, and the position it leads to into the register, both or
// neither; fn leaves out what the register has seen, up to at, and tells how far it came. What was
// read for another file must not count in this one: it would leave a gap.
func (s *follower) apply(ctx context.Context, file *database, stream string, last uint64,
	fn func(ctx context.Context, tx txn, at uint64) (uint64, error)) (uint64, error) {
	s.priority.give(ctx, longestWait)
	if err := s.write(ctx, func(ctx context.Context, tx txn) error {
		if s.db != file { // write holds s.mu
			return errRebuilt
		}
		var at uint64
		err := tx.scan(ctx, []any{&at}, `SELECT seq FROM positions WHERE stream = ?`, stream)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if last <= at {
			last = at
			return nil
		}
		upTo, err := fn(ctx, tx, at)
		if err != nil {
			return fmt.Errorf("messages %d to %d of %s: %w", at+1, last, stream, err)
		}
		last = upTo
		_, err = tx.exec(ctx, `INSERT INTO positions VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq`, stream, last)
		return err
	}); err != nil {
		return 0, err
	}
	s.at.set(stream, last) // last: it wakes who waits to see what he wrote
	return last, nil
}

// fault notes a message that cannot be applied. The register goes on: one damaged event must
// not blind every page. "huiying audit verify" and the log name it.
func (s *file) fault(ctx context.Context, tx txn, stream string, seq uint64, id string, reason error) error {
	s.opts.Log.Error("message not applied to the register", zap.String("stream", stream),
		zap.Uint64("seq", seq), zap.String("case", id), zap.Error(reason))
	_, err := tx.exec(ctx, `INSERT OR IGNORE INTO faults VALUES (?, ?, ?, ?)`, stream, seq, id, reason.Error())
	return err
}

// SkippedMessage is a message of the log that could not be applied.
type SkippedMessage struct {
	Stream string `json:"stream"`
	Seq    uint64 `json:"seq"`
	Case   string `json:"case,omitempty"`
	Reason string `json:"reason"`
}

// Skipped lists the messages that could not be applied, first ones first.
func (s *follower) Skipped(ctx context.Context) ([]SkippedMessage, error) {
	return query(ctx, s.file, `SELECT stream, seq, case_id, reason FROM faults ORDER BY stream, seq LIMIT 1000`, nil,
		func(r *sql.Rows) (f SkippedMessage, err error) {
			err = r.Scan(&f.Stream, &f.Seq, &f.Case, &f.Reason)
			return
		})
}

// count is how many rows of a table, as FROM names it, there are within w.
func (s *file) count(ctx context.Context, from string, w *where) (n int, err error) {
	if w.named != nil && len(w.parts) == 1 { // nothing but words: counted when they were looked for
		return *w.named, nil
	}
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) FROM `+from+w.sql(), w.args...).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("register: %w", err)
	}
	return n, nil
}
