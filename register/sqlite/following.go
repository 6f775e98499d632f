package sqlite

import (
	"context"
	"maps"
)

// following tells how far the register has followed the log, and waits for it.
type following struct{ *file }

// WaitFor blocks until the register has seen message seq of a stream, and until ctx ends where no
// Run began. Where Run has failed, it fails with the same error.
func (s *following) WaitFor(ctx context.Context, stream string, seq uint64) error {
	return s.at.wait(ctx, stream, seq)
}

// Abreast waits until the register has seen every event that cases have now. Whoever is told by
// the log to look at a case needs it: another process wrote the event, and this one's register
// may not have it yet. Without a running Run there is nothing to wait for: Load reads the log.
func (s *following) Abreast(ctx context.Context) error { return s.abreast(ctx, streamCases) }

// Heard waits until the register has every finding that the log has now.
func (s *following) Heard(ctx context.Context) error { return s.abreast(ctx, streamFindings) }

func (s *following) abreast(ctx context.Context, stream string) error {
	if !s.at.isRunning() {
		return nil
	}
	last, err := s.bus.LastSeq(ctx, stream)
	if err != nil {
		return err
	}
	return s.at.wait(ctx, stream, last)
}

// Positions tells how far each stream has been followed, for readiness and metrics.
func (s *following) Positions() map[string]uint64 {
	s.at.mu.Lock()
	defer s.at.mu.Unlock()
	return maps.Clone(s.at.seq)
}
