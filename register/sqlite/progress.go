package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// progress is how far the register has followed each stream, and lets others wait for it.
type progress struct {
	mu      sync.Mutex
	seq     map[string]uint64
	running int
	failed  error         // with which the last Run ended
	moved   chan struct{} // closed and replaced at every move
}

func newProgress() *progress {
	return &progress{seq: map[string]uint64{}, moved: make(chan struct{})}
}

func (p *progress) reset(at map[string]uint64) { p.change(func() { p.seq = at }) }

func (p *progress) set(stream string, seq uint64) { p.change(func() { p.seq[stream] = seq }) }

func (p *progress) begun() { p.change(func() { p.running, p.failed = p.running+1, nil }) }

// ended lets go of all who wait where it was a failure: what they wait for does not come.
func (p *progress) ended(err error) { p.change(func() { p.running, p.failed = p.running-1, err }) }

func (p *progress) change(fn func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fn()
	close(p.moved)
	p.moved = make(chan struct{})
}

func (p *progress) of(stream string) uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seq[stream]
}

func (p *progress) isRunning() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.running > 0
}

func (p *progress) wait(ctx context.Context, stream string, seq uint64) error {
	for {
		p.mu.Lock()
		at, failed, moved := p.seq[stream], p.failed, p.moved
		p.mu.Unlock()
		if at >= seq {
			return nil
		}
		if failed != nil {
			return fmt.Errorf("the register is at %d of %s and follows no further: %w", at, stream, failed)
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("the register is at %d of %s and has not seen %d yet: %w", at, stream, seq, ctx.Err())
		}
	}
}

func positions(ctx context.Context, db *sql.DB) (map[string]uint64, error) {
	rows, err := db.QueryContext(ctx, `SELECT stream, seq FROM positions`)
	if err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	defer rows.Close()
	at := map[string]uint64{}
	for rows.Next() {
		var stream string
		var seq uint64
		if err := rows.Scan(&stream, &seq); err != nil {
			return nil, fmt.Errorf("register: %w", err)
		}
		at[stream] = seq
	}
	return at, rows.Err()
}
