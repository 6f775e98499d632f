// Package bleve keeps the index of findings on the local disk, in bleve (scorch) indexes: the
// engine of a single machine. It is cut by time: the findings collected in a month are a part of
// their own (see part), so that a question about a week does not look at a year, and words whose
// retention is over go with their files. Words come in cut; bleve never sees a sentence. What is
// stored is the finding's JSON, what is indexed is lean, and what a page of the newest findings
// costs does not grow with the index (see newest).
package bleve

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"huiying/index"
)

// layout names what the parts and their fields are and hold; an index of another layout must be
// rebuilt.
const layout = "4"

// Index is an index.Index on disk. Close it; only one process may hold it.
type Index struct {
	dir  string
	cut  index.Cutter
	note *bbolt.DB // says the layout, and is the lock of the directory
	// counting is how long one search may count hits; then it says "at least".
	counting time.Duration

	mu    sync.RWMutex // guards parts; whoever makes or drops one holds it alone
	parts map[string]*part

	atIDs sync.Mutex // guards busy
	free  *sync.Cond
	busy  map[string]bool // ids that a Put is at
}

// countFor keeps a page of the desk well under its 100 ms: what has not been counted by then is
// more than anyone reads.
const countFor = 40 * time.Millisecond

// Open opens the index in dir, or makes it. cut cuts what people ask as it cut the texts.
//
// Errors: index.ErrLocked when another process holds it, index.ErrDamaged when what lies
// there cannot be read, both with the directory's name.
func Open(dir string, cut index.Cutter) (x *Index, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the index needs a directory it may write to: %w", err)
	}
	x = &Index{dir: dir, cut: cut, counting: countFor, parts: map[string]*part{}, busy: map[string]bool{}}
	x.free = sync.NewCond(&x.atIDs)
	if x.note, err = bbolt.Open(filepath.Join(dir, "layout"), 0o640,
		&bbolt.Options{Timeout: 2 * time.Second}); err != nil {
		return nil, explain(dir, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, x.Close())
			x = nil
		}
	}()
	names, err := partsIn(dir)
	if err != nil {
		return x, err
	}
	if err := x.sameLayout(len(names) == 0); err != nil {
		return x, err
	}
	if err := x.noteParts(names); err != nil {
		return x, err
	}
	for _, name := range names {
		if x.parts[name], err = openPart(dir, name); err != nil {
			delete(x.parts, name)
			return x, err
		}
	}
	return x, nil
}

// sameLayout compares what the directory says of itself, and writes it where it is fresh.
func (x *Index) sameLayout(fresh bool) error {
	name := []byte("layout")
	return x.note.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(name)
		if err != nil {
			return err
		}
		have := string(b.Get(name))
		if have == "" && fresh {
			return b.Put(name, []byte(layout))
		}
		if have != layout {
			return fmt.Errorf("%w: %s has layout %q, this program writes %q", index.ErrDamaged, x.dir, have, layout)
		}
		return nil
	})
}

// noted holds the names of the parts that there are, so that one that was lost is missed.
var noted = []byte("parts")

// noteParts notes the parts that were found, and says which of those noted are not there.
func (x *Index) noteParts(found []string) error {
	return x.note.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(noted)
		if err != nil {
			return err
		}
		if err := b.ForEach(func(k, _ []byte) error {
			if !slices.Contains(found, string(k)) {
				return fmt.Errorf("%w: %s: its month %s is gone", index.ErrDamaged, x.dir, k)
			}
			return nil
		}); err != nil {
			return err
		}
		for _, name := range found {
			if err := b.Put([]byte(name), nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// unnote lets go of a part that is to be dropped.
func (x *Index) unnote(name string) error {
	return x.note.Update(func(tx *bbolt.Tx) error { return tx.Bucket(noted).Delete([]byte(name)) })
}

// explain tells a lock from damage and from a disk that may not be used.
func explain(path string, err error) error {
	switch {
	case err.Error() == "timeout" || errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w (%s)", index.ErrLocked, path)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("the index in %s may not be read or written by this account: %w", path, err)
	}
	return fmt.Errorf("%w (%s): %w", index.ErrDamaged, path, err)
}

// Close ends all work; calls after it fail.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var all error
	for name, p := range x.parts {
		all = errors.Join(all, p.Close())
		delete(x.parts, name)
	}
	return errors.Join(all, x.note.Close())
}

// Count is how many findings the index holds.
func (x *Index) Count(context.Context) (int, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	total := 0
	for _, p := range x.parts {
		n, err := p.DocCount()
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	return total, nil
}

// batchSize is how many documents become visible together: large enough to pay for the sync,
// small enough for memory.
const batchSize = 1000

// Put is index.Index.Put. It returns when the documents are on disk.
func (x *Index) Put(ctx context.Context, docs []index.Doc) error {
	docs, err := index.Latest(docs)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(docs, batchSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.put(chunk); err != nil {
			return err
		}
	}
	return nil
}

func (x *Index) put(docs []index.Doc) error {
	x.claim(docs)
	defer x.release(docs)
	months := map[string][]index.Doc{}
	for _, d := range docs {
		m := month(d.Finding)
		months[m] = append(months[m], d)
	}
	if err := x.ensure(slices.Sorted(maps.Keys(months))); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, m := range slices.Sorted(maps.Keys(months)) {
		p := x.parts[m]
		if p == nil {
			return fmt.Errorf("write to the index: its month %s was dropped meanwhile", m)
		}
		if err := x.putInto(p, months[m]); err != nil {
			return err
		}
	}
	return nil
}

// putInto writes docs to their part. What another part holds of the same id goes first, so that
// a stop in between leaves nothing twice, and the batch is put again.
func (x *Index) putInto(p *part, docs []index.Doc) error {
	docs, fresh, err := p.withoutOlder(docs)
	if err != nil {
		return err
	}
	for _, other := range x.parts {
		if other == p || len(fresh) == 0 {
			continue
		}
		newer, err := other.yield(fresh)
		if err != nil {
			return err
		}
		docs = slices.DeleteFunc(docs, func(d index.Doc) bool { return newer[d.Finding.ID] })
	}
	return p.write(docs)
}

// ensure makes the parts that are not there yet.
func (x *Index) ensure(months []string) error {
	x.mu.RLock()
	missing := slices.DeleteFunc(months, func(m string) bool { return x.parts[m] != nil })
	x.mu.RUnlock()
	if len(missing) == 0 {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, m := range missing {
		if x.parts[m] != nil {
			continue
		}
		p, err := makePart(x.dir, m)
		if err != nil {
			return err
		}
		x.parts[m] = p
	}
	return x.noteParts(slices.Collect(maps.Keys(x.parts)))
}

// claim waits until no other Put is at one of the ids: between looking at the Seq of what is
// there and replacing it, nobody else may replace it. Puts of other ids run beside.
func (x *Index) claim(docs []index.Doc) {
	x.atIDs.Lock()
	defer x.atIDs.Unlock()
	for x.anyBusy(docs) {
		x.free.Wait()
	}
	for _, d := range docs {
		x.busy[d.Finding.ID] = true
	}
}

func (x *Index) anyBusy(docs []index.Doc) bool {
	return len(x.busy) > 0 && slices.ContainsFunc(docs, func(d index.Doc) bool { return x.busy[d.Finding.ID] })
}

func (x *Index) release(docs []index.Doc) {
	x.atIDs.Lock()
	defer x.atIDs.Unlock()
	for _, d := range docs {
		delete(x.busy, d.Finding.ID)
	}
	x.free.Broadcast()
}

// Delete is index.Index.Delete.
func (x *Index) Delete(ctx context.Context, ids ...string) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	x.mu.RLock()
	defer x.mu.RUnlock()
	for chunk := range slices.Chunk(ids, batchSize) {
		for _, p := range x.parts {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := p.delete(chunk); err != nil {
				return err
			}
		}
	}
	return nil
}

// DropBefore drops the months that were over before t, with their files, and answers how many.
func (x *Index) DropBefore(ctx context.Context, t time.Time) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	dropped := 0
	for _, name := range slices.Sorted(maps.Keys(x.parts)) {
		start, err := time.Parse(monthly, strings.TrimPrefix(name, "-"))
		if err != nil || start.AddDate(0, 1, 0).After(t) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return dropped, err
		}
		p := x.parts[name]
		delete(x.parts, name)
		if err := errors.Join(x.unnote(name), p.drop()); err != nil {
			return dropped, fmt.Errorf("drop %s from the index: %w", name, err)
		}
		dropped++
	}
	return dropped, nil
}

var _ index.Index = (*Index)(nil)
