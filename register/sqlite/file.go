package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// ErrInUse: another process has this register open. Each process keeps its own.
var ErrInUse = errors.New("the register is in use by another process; give each process its own file")

// Options of a Store. The zero value works.
type Options struct {
	// Path gives the codes of a place from the province down to itself. Nil: by the digits of
	// the national code (2, 4, 6, 9).
	Path func(code string) []string
	// Cut gives the words by which a released text is found. Nil: each character is one.
	Cut func(text string) []string
	// Rings says when the clocks of a case call for something next, and the zero time for never; it
	// may be early, but not late. Nil: whoever asks Ringing is handed every case that has clocks.
	// When its answers change, so must schemaVersion.
	Rings func(opinion.Case) time.Time
	// Dispose says what a finding is due that is in no case. Nil: all wait. When its answers change,
	// so must schemaVersion, or Settings where it goes by settings of the house.
	Dispose func(opinion.Finding) opinion.Disposed
	// Settings are those that Dispose goes by, in a form of the caller's own: a register that was
	// built by others is built again, so that it says what one built now would say.
	Settings string
	Log      *zap.Logger
	// Applied, when set, hears of every event of a case once the register shows it, and of all the
	// past when a register is built: look at At. It must not block, and several may call it at
	// once.
	Applied func([]register.Applied)

	beside   int64         // lookBeside, in tests
	patience time.Duration // patience, in tests
}

// log is what the Store needs of the bus.
type log interface {
	Publish(ctx context.Context, msgs ...bus.Message) (bus.Ack, error)
	Follow(ctx context.Context, stream string, from uint64, batch int, linger time.Duration,
		fn func([]bus.Msg) error) error
	History(ctx context.Context, stream, subject string) ([]bus.Msg, error)
	LastSeq(ctx context.Context, stream string) (uint64, error)
	Count(ctx context.Context, stream string) (uint64, error)
	At(ctx context.Context, stream string, seq uint64) (bus.Msg, error)
	LastSubjectSeq(ctx context.Context, stream, subject string) (uint64, error)
	Erase(ctx context.Context, stream string, seq uint64) error
}

// file is the register's file, with what all that read and write it share.
type file struct {
	bus  log
	path string
	opts Options
	lock *flock.Flock

	mu sync.RWMutex // held for writing only while the file is exchanged
	db *database

	at         *progress
	muchBehind uint64        // the constant, but in tests
	manyNamed  int           // likewise
	rare       int           // likewise
	restart    chan struct{} // tells Run that the register was dropped
	rules      ruleCache
	journal    journal
	priority   priority
	unapplied  *unapplied
	longAgo    uint64     // the constant, but in tests
	writing    sync.Mutex // one transaction at a time, so that none waits inside SQLite
	closeOne   sync.Once
}

// openFile opens the register, dropping one that does not fit.
func (s *file) openFile(ctx context.Context) error {
	db, at, err := s.openFound(ctx)
	if errors.Is(err, errUnfit) {
		s.opts.Log.Warn("register dropped; it is built again from the log", zap.Error(err))
		if err := Drop(s.path); err != nil {
			return fmt.Errorf("drop the register: %w", err)
		}
		db, at, err = s.openFound(ctx)
	}
	if err != nil {
		return err
	}
	s.db = db
	s.rules.drop()
	s.at.reset(at)
	s.journal.anew()
	return nil
}

// openFound opens the file and reads how far it has followed the log.
func (s *file) openFound(ctx context.Context) (*database, map[string]uint64, error) {
	db, err := openDatabase(ctx, s.path, s.opts.form(), cmp.Or(s.opts.beside, lookBeside))
	if err != nil {
		return nil, nil, err
	}
	at, err := positions(ctx, db.r)
	if damaged(err) {
		err = fmt.Errorf("%w: %w", errUnfit, err)
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.close())
	}
	return db, at, nil
}

// Close ends the use of the register. Run must have returned.
func (s *file) Close() error {
	var err error
	s.closeOne.Do(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		err = errors.Join(s.db.leave(context.Background()), s.db.close(), s.lock.Unlock())
	})
	return err
}

// read runs fn on a reading connection.
func (s *file) read(fn func(db *sql.DB) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.met(fn(s.db.r))
}

// write runs fn in one transaction of the one writer, and tells of it.
func (s *file) write(ctx context.Context, fn func(ctx context.Context, tx txn) error) error {
	var done txn
	err := s.transact(ctx, func(ctx context.Context, tx txn) error {
		done = tx
		return fn(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	s.journal.note(slices.Collect(maps.Keys(done.turned)))
	if done.told.rules {
		s.rules.drop()
	}
	if len(done.told.applied) > 0 {
		s.opts.Applied(done.told.applied)
	}
	return nil
}

func (s *file) transact(ctx context.Context, fn func(ctx context.Context, tx txn) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.db.met(s.db.within(ctx, func(ctx context.Context, tx txn) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return s.release(ctx, tx)
	}))
}

// Rebuild drops the register and lets Run build it again from the log. It returns when the
// new, empty register is there.
func (s *file) Rebuild(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.db.close(); err != nil {
		s.opts.Log.Warn("register closed badly", zap.Error(err))
	}
	if err := Drop(s.path); err != nil {
		return fmt.Errorf("drop the register: %w", err)
	}
	if err := s.openFile(ctx); err != nil {
		return err
	}
	select {
	case s.restart <- struct{}{}:
	default:
	}
	return nil
}

// path of a place as one string.
func (s *file) pathOf(code string) string {
	if code == "" {
		return ""
	}
	return strings.Join(s.opts.Path(code), "/")
}

// digits is the path by the national code: 44, 4401, 440106, 440106001.
func digits(code string) []string {
	var out []string
	for _, n := range []int{2, 4, 6, 9} {
		if len(code) > n {
			out = append(out, code[:n])
		}
	}
	return append(out, code)
}

// errRebuilt ends one round of following because the register was dropped.
var errRebuilt = errors.New("register dropped")
