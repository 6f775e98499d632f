package indexing

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"go.uber.org/zap"

	"huiying/index"
	"huiying/index/bleve"
)

// healing is an embedded index that is made anew when its files turn out to be damaged: what cannot be
// read becomes an error with a name, the directory is emptied, and Heal fills it from the log.
type healing struct {
	dir string
	cut index.Cutter
	log *zap.Logger

	mu     sync.RWMutex // held for writing while the index is exchanged
	engine *bleve.Index
	fresh  bool          // there was no directory when it was opened
	hurt   chan struct{} // holds one where the index is to be made anew
	why    error         // what is wrong, until it is filled again; nil: nothing
	atWhy  sync.Mutex
}

func openHealing(dir string, cut index.Cutter, log *zap.Logger) (*healing, error) {
	h := &healing{dir: dir, cut: cut, log: log, hurt: make(chan struct{}, 1)}
	_, none := os.Stat(dir)
	err := h.open()
	if errors.Is(err, index.ErrDamaged) && !ofTheDisk(err) {
		h.harm(err)
		if err = os.RemoveAll(dir); err == nil {
			err = h.open()
		}
	}
	if _, e := os.Stat(h.marker()); e == nil {
		h.harm(errors.New("it was not filled to its end"))
	}
	h.fresh = errors.Is(none, fs.ErrNotExist)
	return h, err
}

// ofTheDisk says whether an error has its cause outside of the files.
func ofTheDisk(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.EROFS, syscall.EIO} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (h *healing) open() (err error) {
	defer h.caught(&err)
	h.engine, err = bleve.Open(h.dir, h.cut)
	return err
}

// caught makes an error of what the library throws when it reads what it did not write.
func (h *healing) caught(err *error) {
	if thrown := recover(); thrown != nil {
		*err = fmt.Errorf("%w: %v", index.ErrDamaged, thrown)
		h.log.Warn("the index threw while it was read", zap.Any("thrown", thrown),
			zap.ByteString("stack", debug.Stack()))
	}
}

// marker is a file that stays until an index that was damaged is filled again.
func (h *healing) marker() string { return h.dir + ".rebuild" }

// harm notes that the index is to be made anew.
func (h *healing) harm(err error) {
	h.atWhy.Lock()
	defer h.atWhy.Unlock()
	if h.why == nil {
		h.why = err
		h.hurt <- struct{}{}
		if err := os.WriteFile(h.marker(), nil, 0o600); err != nil {
			h.log.Warn("the damage of the index could not be noted", zap.Error(err))
		}
	}
}

// Ready is why the index does not have everything.
func (h *healing) Ready(context.Context) error {
	h.atWhy.Lock()
	defer h.atWhy.Unlock()
	if h.why != nil {
		return fmt.Errorf("the index was damaged and is being built again from the log (%w)", h.why)
	}
	return nil
}

// with lets do work on the index, and notes damage that it meets.
func (h *healing) with(do func(*bleve.Index) error) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	err := func() (err error) {
		defer h.caught(&err)
		return do(h.engine)
	}()
	if errors.Is(err, index.ErrDamaged) && !ofTheDisk(err) {
		h.harm(err)
	}
	return err
}

// Put stores docs.
func (h *healing) Put(ctx context.Context, docs []index.Doc) error {
	return h.with(func(x *bleve.Index) error { return x.Put(ctx, docs) })
}

// Search asks the index.
func (h *healing) Search(ctx context.Context, q index.Query) (page index.Page, err error) {
	err = h.with(func(x *bleve.Index) (err error) { page, err = x.Search(ctx, q); return err })
	return page, err
}

// Delete drops ids.
func (h *healing) Delete(ctx context.Context, ids ...string) error {
	return h.with(func(x *bleve.Index) error { return x.Delete(ctx, ids...) })
}

// DropBefore drops months that are past.
func (h *healing) DropBefore(ctx context.Context, t time.Time) (n int, err error) {
	err = h.with(func(x *bleve.Index) (err error) { n, err = x.DropBefore(ctx, t); return err })
	return n, err
}

// Count is how many findings there are.
func (h *healing) Count(ctx context.Context) (n int, err error) {
	err = h.with(func(x *bleve.Index) (err error) { n, err = x.Count(ctx); return err })
	return n, err
}

// Close ends the use of the index.
func (h *healing) Close() error {
	if h.engine == nil {
		return nil
	}
	return h.with(func(x *bleve.Index) error { return x.Close() })
}

// exchange empties the directory and opens a new index there.
func (h *healing) exchange() error {
	if err := h.Close(); err != nil {
		h.log.Warn("a damaged index did not close", zap.Error(err))
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := os.RemoveAll(h.dir); err != nil {
		return err
	}
	return h.open()
}

// healed notes what came of making it anew. After an error it is still to be done, by the next Heal.
func (h *healing) healed(err error) {
	h.atWhy.Lock()
	defer h.atWhy.Unlock()
	if h.why = err; err != nil {
		h.hurt <- struct{}{}
	}
}

// filled notes that the index was filled whole.
func (h *healing) filled() error {
	h.atWhy.Lock()
	defer h.atWhy.Unlock()
	h.why = nil
	select {
	case <-h.hurt:
	default:
	}
	if err := os.Remove(h.marker()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// missed is an error where an index was lost whole: it is new, and the log has findings.
func (x *Index) missed() error {
	h, ok := x.engine.(*healing)
	if !ok || !h.fresh {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	n, err := x.Bus.Count(ctx, "FINDINGS")
	if n > 0 {
		h.harm(errors.New("it was gone"))
	}
	return err
}

// How the files of an index are looked at.
const (
	lookEach  = 8 << 20     // bytes a second
	lookAgain = time.Minute // at what seems wrong: it may have been on its way to the disk
	lookEvery = time.Hour
)

// Look holds the files of the index against their sums, one after the other, until ctx ends: what is damaged
// where nobody searches is found, too. All its waiting is by rest.
func (x *Index) Look(ctx context.Context, rest func(context.Context, time.Duration) error) error {
	h, ok := x.engine.(*healing)
	if !ok {
		return nil
	}
	for ctx.Err() == nil {
		var files []string
		err := h.with(func(i *bleve.Index) (err error) { files, err = i.Segments(); return err })
		for _, file := range files {
			if e := h.look(ctx, file, rest); ctx.Err() == nil {
				err = errors.Join(err, e)
			}
		}
		if err != nil && ctx.Err() == nil {
			x.Log.Warn("the files of the index could not be looked at; it is tried again", zap.Error(err))
		}
		_ = rest(ctx, lookEvery)
	}
	return nil
}

// look looks at one file, and takes the time that its size is given.
func (h *healing) look(ctx context.Context, file string, rest func(context.Context, time.Duration) error) error {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) { // merged meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	if err = bleve.WholeSegment(file); errors.Is(err, index.ErrDamaged) {
		if err := rest(ctx, lookAgain); err != nil {
			return err
		}
		if err = bleve.WholeSegment(file); errors.Is(err, index.ErrDamaged) {
			h.harm(err)
		}
	}
	return errors.Join(err, rest(ctx, time.Duration(float64(info.Size())/lookEach*float64(time.Second))))
}

// Heal makes a damaged index anew, whenever one is found, until ctx ends.
func (x *Index) Heal(ctx context.Context) error {
	h, ok := x.engine.(*healing)
	if !ok {
		return nil
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-h.hurt:
		}
		x.Log.Warn("the index is damaged; it is built again from the log", zap.Error(h.Ready(ctx)))
		err := h.exchange()
		if err == nil {
			err = x.Rebuild(ctx, func(uint64) {}, func(no error) { x.Log.Warn("left out of the index", zap.Error(no)) })
		}
		if h.healed(err); err != nil && ctx.Err() == nil {
			return fmt.Errorf("the index cannot be built again: %w", err)
		}
	}
}
