package casestore

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"huiying/bus"
)

// How many events one transaction takes. While the register catches up nobody waits for a single one, and each case
// is written once however much happened to it; later whoever changes a case waits for the transaction before his own.
const (
	mostBehind = 20_000
	mostAhead  = 25
	readAhead  = 8 // batches that are read and checked while one is written
)

// followCases follows CASES: one goroutine reads and checks, another writes.
func (s *Store) followCases(ctx context.Context, file *database, old *backlog) error {
	lots := make(chan []heard, readAhead)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(lots)
		return s.bus.Follow(ctx, streamCases, s.at.of(streamCases)+1, batchSize, lingerCases, func(in []bus.Msg) error {
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
			if err := s.takeEvents(ctx, file, gather(in, lots, mostBehind)); err != nil {
				return err
			}
		}
		old.reached(streamCases)
		for in := range lots {
			for part := range slices.Chunk(gather(in, lots, mostAhead), mostAhead) {
				if err := s.takeEvents(ctx, file, part); err != nil {
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
func (s *Store) with(file *database, fn func() error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db != file {
		return errRebuilt
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return fn()
}

// takeEvents applies one transaction's events.
func (s *Store) takeEvents(ctx context.Context, file *database, in []heard) error {
	return s.apply(ctx, file, streamCases, in[len(in)-1].seq, func(ctx context.Context, tx txn, at uint64) error {
		for len(in) > 0 && in[0].seq <= at {
			in = in[1:]
		}
		return s.applyEvents(ctx, tx, in)
	})
}
