package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"go.uber.org/zap"

	"huiying/bus"
)

// Store writes events of cases to the log and reads everything from the register. Its
// methods may be called from any number of goroutines.
//
//	Store ── follower ──┐               takes the log into the register
//	     ├── writer ────┴── projector   appends events; folds them into rows
//	     ├── counts ─────── cases       answers of each subject
//	     ├── issues  desks  following
//	     └── file                       the file, its lock, its one writer
type Store struct {
	*file
	following
	*cases
	*issues
	*counts
	*desks
	*projector
	*writer
	*follower
}

// storeOn puts together all that stands on the file.
func storeOn(f *file) *Store {
	c, p := &cases{f}, &projector{f}
	return &Store{file: f, following: following{f}, cases: c, issues: &issues{f}, counts: &counts{c}, desks: &desks{f},
		projector: p, writer: &writer{p}, follower: &follower{p}}
}

// Open opens the register at path beside the log b, making what is missing. A damaged or
// older register is dropped; Run then builds it again. It fails with ErrInUse when another
// process has it. Reads answer at once, but with what the register has seen so far: see
// Run and WaitFor.
func Open(ctx context.Context, b *bus.Bus, path string, opts Options) (*Store, error) {
	return open(ctx, b, path, opts)
}

func open(ctx context.Context, b log, path string, opts Options) (*Store, error) {
	if opts.Log == nil {
		opts.Log = zap.NewNop()
	}
	if opts.Path == nil {
		opts.Path = digits
	}
	if opts.Cut == nil {
		opts.Cut = characters
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("folder of the register: %w", err)
	}
	lock := flock.New(path + ".lock")
	if got, err := lock.TryLock(); err != nil {
		return nil, fmt.Errorf("lock the register: %w", err)
	} else if !got {
		return nil, fmt.Errorf("%w: %s", ErrInUse, filepath.Base(path))
	}
	f := &file{bus: b, path: path, opts: opts, lock: lock, at: newProgress(),
		muchBehind: muchBehind, manyNamed: manyNamed, rare: rareCases, restart: make(chan struct{},
			1),
		unapplied: newUnapplied(), longAgo: longAgo}
	if err := f.openFile(ctx); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return storeOn(f), nil
}
