package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Suffixes of a day's file.
const (
	openSuffix   = ".open"
	sealedSuffix = ".zst"
)

// day is what reading a file found.
type day struct {
	path    string
	head    head
	end     *end                // nil while the day is open
	records int                 // whole ones
	last    string              // hash of the last record, or of the head
	marks   map[string]Position // how far each stream is
	words   time.Time           // when the oldest record with words was stored
	good    int64               // bytes up to the end of the last whole piece
	size    int64               // bytes of the file
}

func (d *day) fault(what string) *Damage {
	return &Damage{Day: dayOf(d.path), Record: 0, What: what}
}

func dayOf(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(strings.TrimSuffix(name, openSuffix), sealedSuffix)
}

// files lists the days of an archive, the oldest first. A day that was killed between being
// sealed and losing its open file is there once.
func files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("cannot read the archive: %w", err)
	}
	byDay := map[string]string{}
	for _, e := range entries {
		name := e.Name()
		sealed := strings.HasSuffix(name, sealedSuffix)
		if !sealed && !strings.HasSuffix(name, openSuffix) {
			continue
		}
		if _, err := time.Parse(time.DateOnly, dayOf(name)); err != nil {
			continue
		}
		if sealed || byDay[dayOf(name)] == "" {
			byDay[dayOf(name)] = filepath.Join(dir, name)
		}
	}
	var out []string
	for _, d := range slices.Sorted(maps.Keys(byDay)) {
		out = append(out, byDay[d])
	}
	return out, nil
}

// opened opens a day's file and says how long it is. The caller closes it.
func opened(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// readDay reads a day's file and checks every hash in it. hasWords says which streams may
// forget; on is called for each record that is whole, with its number in the day.
//
// Errors: a *Damage where the file is not as it was written (the day then tells what is good
// before it; a torn end of an open day is no fault), those of on, and those of the disk.
func readDay(c *codec, path string, hasWords func(string) bool, on func(n int, r Record) error) (*day, error) {
	f, size, err := opened(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := &day{path: path, size: size, marks: map[string]Position{}}
	r := bufio.NewReaderSize(f, 64<<10)
	for {
		lines, n, err := c.readPiece(r, d.size-d.good)
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, errTorn) {
			return d, d.torn(f)
		}
		if err == nil {
			err = eachLine(lines, func(v any) error { return d.take(v, hasWords, on) })
			if _, ours := errors.AsType[*Damage](err); err != nil && !ours && !errors.Is(err, errOn) {
				err = &Damage{Day: dayOf(path), Record: d.records + 1, What: err.Error()}
			}
		}
		if err != nil {
			return d, err
		}
		d.good += n
	}
	return d, d.whole()
}

// errOn marks an error of the caller's function, which is no fault of the file.
var errOn = errors.New("stopped")

type stopped struct{ error }

func (s stopped) Is(target error) bool { return target == errOn }
func (s stopped) Unwrap() error        { return s.error }

// take checks one line against what came before it.
func (d *day) take(v any, hasWords func(string) bool, on func(int, Record) error) error {
	if d.end != nil {
		return d.fault("something stands behind the end of the day")
	}
	switch v := v.(type) {
	case head:
		if d.last != "" {
			return d.fault("a second head")
		}
		if v.Archive != version || v.Day != dayOf(d.path) {
			return d.fault(fmt.Sprintf("its head says form %d and day %q: it belongs to another day or another version of huiying", v.Archive, v.Day))
		}
		d.head, d.last = v, v.hash()
		maps.Copy(d.marks, v.Marks)
	case Record:
		return d.takeRecord(v, hasWords, on)
	case end:
		if v.End != d.head.Day || v.Records != d.records || v.Last != d.last || v.Hash != v.sum() ||
			!maps.Equal(v.Marks, d.marks) {
			return d.fault("the end of the day does not fit its records: records were taken out or put in")
		}
		d.end = &v
	}
	return nil
}

func (d *day) takeRecord(r Record, hasWords func(string) bool, on func(int, Record) error) error {
	fault := func(what string) error { return &Damage{Day: dayOf(d.path), Record: d.records + 1, What: what} }
	where := fmt.Sprintf("%s %d", r.Stream, r.Seq)
	at, known := d.marks[r.Stream]
	switch {
	case d.last == "":
		return fault("records without a head")
	case r.Hash != r.link(d.last):
		return fault(where + " was changed, or a record before it was taken out: its hash does not fit the chain")
	case known && r.Seq != at.Seq+1:
		return fault(fmt.Sprintf("%s follows %d: records between them are lost", where, at.Seq))
	case r.Gone && !hasWords(r.Stream):
		return fault(where + " has lost its content, which is never forgotten")
	case !r.Gone && r.Until == 0 && contentOf(r.Header, r.Data) != r.Content:
		return fault(where + " was changed: its content has another hash")
	}
	d.records++
	d.last = r.Hash
	d.marks[r.Stream] = Position{r.last(), r.Content}
	if !r.Gone && r.Until == 0 && hasWords(r.Stream) && (d.words.IsZero() || r.At.Before(d.words)) {
		d.words = r.At
	}
	if on != nil {
		if err := on(d.records, r); err != nil {
			return stopped{err}
		}
	}
	return nil
}

// torn decides what stands behind the last whole piece: the end of a write that was cut
// short, which an open day may have, or a damage.
func (d *day) torn(f *os.File) error {
	if strings.HasSuffix(d.path, sealedSuffix) {
		return &Damage{Day: dayOf(d.path), Record: d.records + 1, What: "the file is damaged or cut off from here"}
	}
	tail := make([]byte, min(d.size-d.good, 2*frameMost))
	if _, err := f.ReadAt(tail, d.good); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if wholePieceIn(tail) {
		return &Damage{Day: dayOf(d.path), Record: d.records + 1,
			What: "the file is damaged here, and whole records stand behind it"}
	}
	return nil
}

// whole says what a file that ended cleanly lacks.
func (d *day) whole() error {
	sealed := strings.HasSuffix(d.path, sealedSuffix)
	switch {
	case sealed && d.end == nil:
		return d.fault("the file is cut off: it has no end, and what came before it is lost")
	case d.last == "" && sealed:
		return d.fault("the file is empty")
	}
	return nil
}

// follows checks that a day stands behind another; before is nil for the first.
func (d *day) follows(before *day) error {
	switch {
	case d.last == "": // torn before its head was written
		return nil
	case before == nil && d.head.Prev != "":
		return d.fault("it is the first day here and says that there was one before it: older days are lost")
	case before == nil:
		return nil
	case before.end == nil:
		return before.fault("it was never ended, and later days exist: its end is lost")
	case d.head.Prev != before.end.Hash || !maps.Equal(d.head.Marks, before.end.Marks):
		return d.fault("it does not follow " + before.head.Day + ": a day between them is lost, or one of them was exchanged")
	}
	return nil
}

// oldest is the earlier of two times, where zero is none.
func oldest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// sealedEnd reads only the end of a sealed day, from the last bytes of its file.
func sealedEnd(c *codec, path string) (*day, error) {
	f, size, err := opened(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := &day{path: path, size: size}
	tail := make([]byte, min(d.size, 64<<10))
	if _, err := f.ReadAt(tail, d.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for at := len(tail) - markBytes; at >= 0; at-- {
		n, ok := frameLength(tail[at:])
		if !ok || at+markBytes+int(n) != len(tail) {
			continue
		}
		lines, _, err := c.readPiece(strings.NewReader(string(tail[at:])), int64(len(tail)-at))
		if err != nil {
			break
		}
		err = eachLine(lines, func(v any) error {
			if e, ok := v.(end); ok {
				d.end = &e
			}
			return nil
		})
		if err != nil || d.end == nil || d.end.Hash != d.end.sum() {
			break
		}
		d.head.Day, d.last, d.marks, d.records = d.end.End, d.end.Last, d.end.Marks, d.end.Records
		return d, nil
	}
	return nil, d.fault("the end of the file is damaged or cut off")
}
