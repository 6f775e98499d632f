package archive

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

// seal closes the open day: its records are packed anew, tighter, and an end with its own
// hash is put behind them. The chain is the same.
func (a *Archive) seal() error {
	d := a.today
	path := strings.TrimSuffix(d.path, openSuffix) + sealedSuffix
	e := end{End: d.head.Day, Records: d.records, Last: d.last, Marks: maps.Clone(d.marks)}
	e.Hash = e.sum()
	if err := a.rewrite(d.path, path, d.words, &e, nil); err != nil {
		return fmt.Errorf("cannot seal the archive of %s: %w", d.head.Day, err)
	}
	err := errors.Join(a.file.Close(), os.Remove(d.path))
	a.before = &day{path: path, head: d.head, end: &e, records: d.records, last: d.last, marks: d.marks}
	a.file, a.today = nil, nil
	return err
}

// rewrite makes a new version of a day's file, forgetting the words of the records that drop
// chooses. words is the oldest time that then still has some; e is put at the end, or the end
// that the old version has.
func (a *Archive) rewrite(from, to string, words time.Time, e *end, drop func(Record) bool) error {
	return place(to, a.sync, func(f *os.File) error {
		w := writer{f: f, enc: a.codec.small()}
		d, err := readDay(a.codec, from, a.hasWords, func(n int, r Record) error {
			if n == 1 {
				if err := w.head(a.headOf(from, words)); err != nil {
					return err
				}
			}
			if drop != nil && !r.Gone && r.Until == 0 && a.hasWords(r.Stream) && drop(r) {
				r = r.forgotten()
			}
			return w.add(r)
		})
		if err != nil {
			return err
		}
		if d.records == 0 {
			d.head.Words = words
			err = w.head(d.head, nil)
		}
		if e == nil {
			e = d.end
		}
		if e != nil {
			w.lines = addLine(w.lines, *e)
		}
		return errors.Join(err, w.flush())
	})
}

// headOf reads the head of a file.
func (a *Archive) headOf(path string, words time.Time) (head, error) {
	h, err := readHead(a.codec, path)
	h.Words = words
	return h, err
}

func readHead(c *codec, path string) (h head, err error) {
	f, size, err := opened(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	damaged := &Damage{Day: dayOf(path), What: "its head cannot be read"}
	lines, _, err := c.readPiece(f, size)
	if err != nil {
		return h, damaged
	}
	first := errors.New("the first line is enough")
	err = eachLine(lines, func(v any) error {
		var ok bool
		if h, ok = v.(head); !ok {
			return damaged
		}
		return first
	})
	if !errors.Is(err, first) {
		return h, damaged
	}
	return h, nil
}

// writer packs lines into pieces. The head is a piece of its own, so that it is read at once.
type writer struct {
	f     *os.File
	enc   *zstd.Encoder
	lines []byte
}

func (w *writer) head(h head, err error) error {
	if err != nil {
		return err
	}
	w.lines = addLine(w.lines, h)
	return w.flush()
}

func (w *writer) add(r Record) error {
	w.lines = addLine(w.lines, r)
	if len(w.lines) < pieceBytes {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if len(w.lines) == 0 {
		return nil
	}
	_, err := w.f.Write(pack(w.enc, w.lines))
	w.lines = w.lines[:0]
	return err
}
