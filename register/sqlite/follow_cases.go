package sqlite

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"huiying/bus"
)

// How many events one transaction takes. While the register catches up nobody waits for a single
// one, and each case is written once however much happened to it; later whoever changes a case
// waits for a piece of the transaction before his own.
const (
	mostBehind  = 20_000
	mostAhead   = 100
	mostInPiece = 12
	mostCases   = 4 // of a piece
	readAhead   = 8 // batches that are read and checked while one is written
)

// followCases follows CASES: one goroutine reads and checks, another writes.
func (s *follower) followCases(ctx context.Context, file *database, old *backlog) error {
	lots := make(chan []heard, readAhead)
	at := s.at.of(streamCases)
	s.unapplied.begin(file, at)
	defer s.unapplied.end()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(lots)
		return s.bus.Follow(ctx, streamCases, at+1, batchSize, lingerCases, func(in []bus.Msg) error {
			s.unapplied.heard(in)
			select {
			case lots <- hear(in):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	g.Go(func() error {
		for end := old.ends[streamCases]; s.at.of(streamCases) < end; {
			in, ok := <-lots
			if !ok {
				return ctx.Err()
			}
			if err := s.takeEvents(ctx, file, gather(in, lots, mostBehind), everything); err != nil {
				return err
			}
		}
		old.reached(streamCases)
		for in := range lots {
			for part := range slices.Chunk(gather(in, lots, mostAhead), mostAhead) {
				if err := s.takeEvents(ctx, file, part, few); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return g.Wait()
}

// gather adds what else is there, without waiting.
func gather(in []heard, lots <-chan []heard, most int) []heard {
	for len(in) < most {
		select {
		case more, ok := <-lots:
			if !ok {
				return in
			}
			in = append(in, more...)
		default:
			return in
		}
	}
	return in
}

// with runs fn while nobody else writes to the file, which must still be the register's.
func (s *follower) with(file *database, fn func() error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db != file {
		return errRebuilt
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return fn()
}

// takeEvents applies events piece by piece, in as few transactions as it can while nobody waits to
// change a case: it looks for him after each piece. cut says how many of what is left are the next
// piece.
func (s *follower) takeEvents(ctx context.Context, file *database, in []heard, cut func([]heard) int) error {
	for len(in) > 0 {
		upTo, err := s.apply(ctx, file, streamCases, in[len(in)-1].seq, func(ctx context.Context,
			tx txn, at uint64) (uint64, error) {
			left := after(in, at, seqOf)
			for {
				n := cut(left)
				if err := s.applyEvents(ctx, tx, left[:n]); err != nil {
					return 0, err
				}
				if at, left = left[n-1].seq, left[n:]; len(left) == 0 || s.priority.busy() {
					return at, nil // the end of the transaction releases what the last piece touched
				}
				if err := s.release(ctx, tx); err != nil {
					return 0, err
				}
				clear(tx.batch) // they are written
			}
		})
		if err != nil {
			return err
		}
		rest := after(in, upTo, seqOf)
		s.unapplied.taken(in[:len(in)-len(rest)])
		in = rest
	}
	return nil
}

func seqOf(h heard) uint64 { return h.seq }

// everything is one piece.
func everything(in []heard) int { return len(in) }

// few are at most mostInPiece events of at most mostCases cases: a case costs more than an event.
func few(in []heard) int {
	var cases []string
	for i, h := range in {
		if i == mostInPiece {
			return i
		}
		if !slices.Contains(cases, h.subject) {
			if len(cases) == mostCases {
				return i
			}
			cases = append(cases, h.subject)
		}
	}
	return len(in)
}
