package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	bl "github.com/blevesearch/bleve/v2"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
	"huiying/opinion"
)

// part is the index of the findings that were collected in one month (UTC).
type part struct {
	bl.Index
	raw     api.Index
	path    string
	columns columns
}

const (
	monthly = "200601"
	prefix  = "findings-"
	// half ends the name of a part that is being made or dropped: a process that is killed at that
	// leaves nothing under the name of a part that is not whole.
	half = ".half"
)

var partName = regexp.MustCompile(`^` + prefix + `(\d{6,})$`)

// month is the part in which a finding lies: that of its collection, which a mention keeps for
// good.
func month(f opinion.Finding) string {
	t := f.CollectedAt
	if t.IsZero() {
		t = f.When()
	}
	return t.UTC().Format(monthly)
}

// partsIn lists the parts of a directory, and clears away what a killed process left half made or
// half dropped.
func partsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, explain(dir, err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && os.Remove(filepath.Join(dir, e.Name())) == nil {
			continue // only an empty folder, left by a start of an older program that was cut short, can go
		}
		switch m := partName.FindStringSubmatch(e.Name()); {
		case e.IsDir() && strings.HasPrefix(e.Name(), prefix) && strings.HasSuffix(e.Name(), half):
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return nil, explain(dir, err)
			}
		case m != nil && e.IsDir():
			out = append(out, m[1])
		case e.Name() == "findings": // all of time in one, as layouts before had it
			return nil, fmt.Errorf("%w: %s was written by an older program", index.ErrDamaged,
				filepath.Join(dir, e.Name()))
		}
	}
	return out, nil
}

func openPart(dir, name string) (p *part, err error) {
	path := filepath.Join(dir, prefix+name)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a turned bit leads reading anywhere
	defer caught(path, &err)
	if err := wholePart(path); err != nil {
		return nil, err
	}
	b, err := bl.OpenUsing(path, map[string]any{"bolt_timeout": "2s"})
	if err != nil {
		return nil, explain(path, err)
	}
	raw, err := b.Advanced()
	if err != nil {
		return nil, errors.Join(explain(path, err), b.Close())
	}
	return &part{Index: b, raw: raw, path: path}, nil
}

// makePart makes an empty part. It has its name only once it is whole.
func makePart(dir, name string) (*part, error) {
	path := filepath.Join(dir, prefix+name)
	m := bl.NewIndexMapping()
	m.DefaultMapping = bl.NewDocumentStaticMapping()
	b, err := bl.New(path+half, m)
	if err == nil {
		err = b.Close()
	}
	if err == nil {
		err = os.Rename(path+half, path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make a month of the index in %s: %w", dir, err), os.RemoveAll(path+half))
	}
	return openPart(dir, name)
}

// drop closes the part and deletes its files. Its name goes first.
func (p *part) drop() error {
	if err := errors.Join(p.Close(), os.Rename(p.path, p.path+half)); err != nil {
		return err
	}
	return os.RemoveAll(p.path + half)
}

// withoutOlder leaves out docs that the part already holds with a higher Seq, and lists the ids
// that it does not hold.
func (p *part) withoutOlder(docs []index.Doc) (kept []index.Doc, fresh map[string]uint64, err error) {
	r, err := p.raw.Reader()
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	kept, fresh = make([]index.Doc, 0, len(docs)), map[string]uint64{}
	for _, d := range docs {
		have, known, err := storedSeq(r, d.Finding.ID)
		switch {
		case err != nil:
			return nil, nil, err
		case !known:
			fresh[d.Finding.ID] = d.Seq
		case d.Seq > 0 && have > d.Seq:
			continue
		}
		kept = append(kept, d)
	}
	return kept, fresh, nil
}

// yield deletes what the part holds of ids with a lower Seq than theirs (0: any), and says of which
// it holds a newer one. A mention lies in one month for good; the same text collected twice at the
// turn of a month is the exception that this is for.
func (p *part) yield(ids map[string]uint64) (newer map[string]bool, err error) {
	r, err := p.raw.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	newer = map[string]bool{}
	var older []string
	for id, seq := range ids {
		have, known, err := storedSeq(r, id)
		switch {
		case err != nil:
			return nil, err
		case known && seq > 0 && have > seq:
			newer[id] = true
		case known:
			older = append(older, id)
		}
	}
	return newer, p.delete(older)
}

func storedSeq(r api.IndexReader, id string) (seq uint64, known bool, err error) {
	if internal, err := r.InternalID(id); err != nil || internal == nil {
		return 0, false, err
	}
	doc, err := r.Document(id)
	if err != nil || doc == nil {
		return 0, false, err
	}
	doc.VisitFields(func(f api.Field) {
		if f.Name() == fieldSeq {
			seq, _ = strconv.ParseUint(string(f.Value()), 10, 64)
		}
	})
	return seq, true, nil
}

func (p *part) write(docs []index.Doc) error {
	batch := p.NewBatch()
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
	if err := p.Batch(batch); err != nil {
		return fmt.Errorf("write to the index: %w", err)
	}
	return nil
}

// delete drops the ids that the part holds.
func (p *part) delete(ids []string) (err error) {
	if len(ids) == 0 {
		return nil
	}
	r, err := p.raw.Reader()
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		internal, e := r.InternalID(id)
		err = errors.Join(err, e)
		return e == nil && internal == nil
	})
	if err = errors.Join(err, r.Close()); err != nil || len(ids) == 0 {
		return err
	}
	batch := p.NewBatch()
	for _, id := range ids {
		batch.Delete(id)
	}
	if err := p.Batch(batch); err != nil {
		return fmt.Errorf("delete from the index: %w", err)
	}
	return nil
}
