// Package bleve keeps the index of findings on the local disk, in a bleve (scorch) index:
// the engine of a single machine. Words come in cut; bleve never sees a sentence. What is
// stored is the finding's JSON, what is indexed is lean, and what a page of the newest
// findings costs does not grow with the index (see newest).
package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	bl "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
)

// layout names what the fields are and hold; an index of another layout must be rebuilt.
const layout = "2"

var layoutKey = []byte("huiying_layout")

// Index is an index.Index on disk. Close it; only one process may hold it.
type Index struct {
	b       bl.Index
	raw     api.Index
	mapping mapping.IndexMapping
	cut     index.Cutter

	mu   sync.Mutex // guards busy
	free *sync.Cond
	busy map[string]bool // ids that a Put is at
}

// Open opens the index in dir, or makes it. cut cuts what people ask as it cut the texts.
//
// Errors: index.ErrLocked when another process holds it, index.ErrDamaged when what lies
// there cannot be read, both with the directory's name.
func Open(dir string, cut index.Cutter) (*Index, error) {
	path := filepath.Join(dir, "findings")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the index needs a directory it may write to: %w", err)
	}
	_ = os.Remove(path) // only an empty folder, left by a start that was cut short, can go
	m := bl.NewIndexMapping()
	m.DefaultMapping = bl.NewDocumentStaticMapping()
	b, err := bl.OpenUsing(path, map[string]any{"bolt_timeout": "2s"})
	made := errors.Is(err, bl.ErrorIndexPathDoesNotExist)
	if made {
		b, err = bl.NewUsing(path, m, bl.Config.DefaultIndexType, bl.Config.DefaultKVStore, map[string]any{"bolt_timeout": "2s"})
	}
	if err != nil {
		return nil, explain(path, err)
	}
	if made {
		err = b.SetInternal(layoutKey, []byte(layout))
	} else if have, e := b.GetInternal(layoutKey); e != nil || string(have) != layout {
		err = fmt.Errorf("%w: %s has layout %q, this program writes %q", index.ErrDamaged, path, have, layout)
	}
	var raw api.Index
	if err == nil {
		raw, err = b.Advanced()
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	x := &Index{b: b, raw: raw, mapping: b.Mapping(), cut: cut, busy: map[string]bool{}}
	x.free = sync.NewCond(&x.mu)
	return x, nil
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
func (x *Index) Close() error { return x.b.Close() }

// Count is how many findings the index holds.
func (x *Index) Count(context.Context) (int, error) {
	n, err := x.b.DocCount()
	return int(n), err
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
	for len(docs) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(batchSize, len(docs))
		if err := x.put(docs[:n]); err != nil {
			return err
		}
		docs = docs[n:]
	}
	return nil
}

func (x *Index) put(docs []index.Doc) error {
	x.claim(docs)
	defer x.release(docs)
	docs, err := x.withoutOlder(docs)
	if err != nil {
		return err
	}
	batch := x.b.NewBatch()
	for _, d := range docs {
		doc, err := documentOf(d)
		if err != nil {
			return err
		}
		if err := batch.IndexAdvanced(doc); err != nil {
			return fmt.Errorf("index finding %s: %w", d.Finding.ID, err)
		}
	}
	if batch.Size() == 0 {
		return nil
	}
	if err := x.b.Batch(batch); err != nil {
		return fmt.Errorf("write to the index: %w", err)
	}
	return nil
}

// claim waits until no other Put is at one of the ids: between looking at the Seq of what is
// there and replacing it, nobody else may replace it. Puts of other ids run beside.
func (x *Index) claim(docs []index.Doc) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for x.anyBusy(docs) {
		x.free.Wait()
	}
	for _, d := range docs {
		x.busy[d.Finding.ID] = true
	}
}

func (x *Index) anyBusy(docs []index.Doc) bool {
	if len(x.busy) == 0 {
		return false
	}
	for _, d := range docs {
		if x.busy[d.Finding.ID] {
			return true
		}
	}
	return false
}

func (x *Index) release(docs []index.Doc) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, d := range docs {
		delete(x.busy, d.Finding.ID)
	}
	x.free.Broadcast()
}

// withoutOlder leaves out docs that the index already holds with a higher Seq.
func (x *Index) withoutOlder(docs []index.Doc) ([]index.Doc, error) {
	r, err := x.raw.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := make([]index.Doc, 0, len(docs))
	for _, d := range docs {
		if d.Seq > 0 {
			have, err := storedSeq(r, d.Finding.ID)
			if err != nil {
				return nil, err
			}
			if have > d.Seq {
				continue
			}
		}
		out = append(out, d)
	}
	return out, nil
}

func storedSeq(r api.IndexReader, id string) (uint64, error) {
	if known, err := r.InternalID(id); err != nil || known == nil {
		return 0, err
	}
	doc, err := r.Document(id)
	if err != nil || doc == nil {
		return 0, err
	}
	var seq uint64
	doc.VisitFields(func(f api.Field) {
		if f.Name() == fieldSeq {
			seq, _ = strconv.ParseUint(string(f.Value()), 10, 64)
		}
	})
	return seq, nil
}

// Delete is index.Index.Delete.
func (x *Index) Delete(ctx context.Context, ids ...string) error {
	for len(ids) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(batchSize, len(ids))
		batch := x.b.NewBatch()
		for _, id := range ids[:n] {
			if id != "" {
				batch.Delete(id)
			}
		}
		if batch.Size() > 0 {
			if err := x.b.Batch(batch); err != nil {
				return fmt.Errorf("delete from the index: %w", err)
			}
		}
		ids = ids[n:]
	}
	return nil
}

var _ index.Index = (*Index)(nil)
