package archive

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

	"go.uber.org/zap"

	"huiying/bus"
)

// Options of an Archive.
type Options struct {
	Streams []string // archived, in the order in which a walk of the log is best done
	Words   []string // those of them that hold words of the public: retention and purge empty them
	Purges  string   // the stream whose messages name what is purged; "" = none
	Purged  func(data []byte) (id string, ok bool)
	Now     func() time.Time
	Zone    *time.Location // in which a day begins; UTC when nil
	Log     *zap.Logger
}

// events is what the archive needs of the bus.
type events interface {
	Follow(ctx context.Context, stream string, from uint64, batch int, linger time.Duration,
		fn func([]bus.Msg) error) error
	Read(ctx context.Context, stream, filter string, from uint64, fn func(bus.Msg) error) (last uint64, err error)
}

// Archive writes the events of a log into files, a day a file. Its methods may be called from
// many goroutines.
type Archive struct {
	dir  string
	bus  events
	opts Options
	sync func(*os.File) error // puts what was written on the disk

	mu     sync.Mutex
	codec  *codec
	broken error               // why nothing can be written: a damage, or a disk that failed
	marks  map[string]Position // how far each stream is
	file   *os.File            // of the open day; nil when there is none
	today  *day                // the open day, or nil
	before *day                // the last sealed day, or nil
	purged map[string]struct{} // since the start: what was on its way when it was purged
}

// Open opens the archive in dir, making what is missing, and cuts the torn end off a day that
// a kill left open. An archive that is damaged opens too, so that the process goes on without it:
// Run says what is wrong and what to do, and everything that writes refuses with ErrDamaged.
func Open(dir string, b *bus.Bus, o Options) (*Archive, error) {
	return open(dir, b, o, (*os.File).Sync)
}

func open(dir string, b events, o Options, sync func(*os.File) error) (*Archive, error) {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("cannot make the archive: %w", err)
	}
	c, err := newCodec()
	if err != nil {
		return nil, err
	}
	a := &Archive{dir: dir, bus: b, opts: o, sync: sync, codec: c, marks: map[string]Position{},
		purged: map[string]struct{}{}}
	err = a.load()
	if errors.Is(err, ErrDamaged) {
		a.broken = fmt.Errorf("%w; 'huiying audit verify' names all of it. Bring the directory %s back from a backup, "+
			"or move it elsewhere: a new one is then made of what the log still has", err, dir)
		err = nil
	}
	return a, err
}

// Close ends the use of the archive. Run must have returned.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken == nil {
		a.broken = errors.New("the archive was closed")
	}
	if a.file == nil {
		return nil
	}
	err := a.file.Close()
	a.file = nil
	return err
}

func (a *Archive) hasWords(stream string) bool { return slices.Contains(a.opts.Words, stream) }

// load finds out how far the archive is: by the end of the last sealed day and all of the
// open one.
func (a *Archive) load() error {
	if err := a.sweep(); err != nil {
		return err
	}
	paths, err := files(a.dir)
	if err != nil || len(paths) == 0 {
		return err
	}
	last := paths[len(paths)-1]
	if strings.HasSuffix(last, openSuffix) {
		paths = paths[:len(paths)-1]
	}
	if len(paths) > 0 {
		if a.before, err = sealedEnd(a.codec, paths[len(paths)-1]); err != nil {
			return err
		}
		a.marks = maps.Clone(a.before.marks)
	}
	if strings.HasSuffix(last, sealedSuffix) {
		return nil
	}
	return a.loadOpen(last)
}

// sweep removes what a kill left half-made: new versions of files that were not yet put in
// place, and open days that are sealed already.
func (a *Archive) sweep() error {
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return fmt.Errorf("cannot read the archive: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		stale := strings.HasSuffix(name, ".new")
		if day, open := strings.CutSuffix(name, openSuffix); open {
			_, err := os.Stat(filepath.Join(a.dir, day+sealedSuffix))
			stale = err == nil
		}
		if stale {
			if err := os.Remove(filepath.Join(a.dir, name)); err != nil {
				return fmt.Errorf("cannot tidy the archive: %w", err)
			}
		}
	}
	return nil
}

func (a *Archive) loadOpen(path string) error {
	d, err := readDay(a.codec, path, a.hasWords, nil)
	if err == nil {
		err = d.follows(a.before)
	}
	if err != nil {
		return err
	}
	if d.last == "" { // torn before it had a head: nothing was ever in it
		return os.Remove(path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("cannot open the archive: %w", err)
	}
	if d.good < d.size {
		a.opts.Log.Info("the end of the archive was torn by a stop in the middle of a write; it is taken from the log again",
			zap.String("day", d.head.Day), zap.Int64("bytes", d.size-d.good))
		err = errors.Join(f.Truncate(d.good), a.sync(f))
	}
	if _, e := f.Seek(d.good, 0); errors.Join(err, e) != nil {
		return errors.Join(fmt.Errorf("cannot mend the end of the archive: %w", errors.Join(err, e)), f.Close())
	}
	d.size = d.good
	a.today, a.file, a.marks = d, f, maps.Clone(d.marks)
	return nil
}

// Marks is how far each stream is archived.
func (a *Archive) Marks() map[string]Position {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.marks)
}

// Broken says why the archive takes nothing, or nil.
func (a *Archive) Broken() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken
}

// append writes messages of one stream behind what is there, and returns when they are on the
// disk. What is archived already is passed over.
func (a *Archive) append(stream string, msgs []bus.Msg) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken != nil {
		return a.broken
	}
	for len(msgs) > 0 && msgs[0].Seq <= a.marks[stream].Seq {
		msgs = msgs[1:]
	}
	if len(msgs) == 0 {
		return nil
	}
	if stream == a.opts.Purges {
		// The words go before the fact that they went is archived: a kill in between does it
		// again.
		if _, err := a.forget(a.idsOf(msgs)); err != nil {
			return err
		}
	}
	if err := a.turn(); err != nil {
		return err
	}
	for len(msgs) > 0 {
		n, err := a.write(stream, msgs)
		if err != nil {
			a.broken = fmt.Errorf("the archive cannot be written (%w): free space or repair the disk, then start again; what is missing is then taken from the log", err)
			return a.broken
		}
		msgs = msgs[n:]
	}
	return nil
}

// write adds one piece and returns how many messages it holds.
func (a *Archive) write(stream string, msgs []bus.Msg) (n int, err error) {
	d := *a.today
	mark, known := a.marks[stream]
	var lines []byte
	add := func(r Record) {
		r.Hash = r.link(d.last)
		d.last = r.Hash
		d.records++
		lines = addLine(lines, r)
		mark, known = Position{r.last(), r.Content}, true
	}
	for n < len(msgs) && len(lines) < pieceBytes {
		m := msgs[n]
		if known && m.Seq > mark.Seq+1 {
			add(Record{Stream: stream, Seq: mark.Seq + 1, Until: m.Seq - 1, At: a.opts.Now().UTC()})
		}
		r := Record{Stream: stream, Seq: m.Seq, At: m.Time.UTC(), Subject: m.Subject,
			Header: m.Header, Size: len(m.Data), Data: m.Data,
			Content: contentOf(m.Header, m.Data)}
		if a.hasWords(stream) {
			if a.wasPurged(r.Data) {
				r = r.forgotten()
			} else {
				d.words = oldest(d.words, r.At)
			}
		}
		add(r)
		n++
	}
	piece := pack(a.codec.fast(), lines)
	if _, err := a.file.Write(piece); err != nil {
		return 0, err
	}
	if err := a.sync(a.file); err != nil {
		return 0, err
	}
	d.good += int64(len(piece))
	d.size = d.good
	a.marks[stream] = mark
	d.marks = maps.Clone(a.marks)
	a.today = &d
	return n, nil
}

// turn makes sure that a day is open and that it is today: it seals the day before. A clock
// that was set back goes on in the day that is open.
func (a *Archive) turn() error {
	now := a.opts.Now().In(a.opts.Zone).Format(time.DateOnly)
	if a.today != nil {
		if now <= a.today.head.Day {
			return nil
		}
		if err := a.seal(); err != nil {
			return err
		}
	}
	h := head{Archive: version, Day: now, Marks: maps.Clone(a.marks)}
	if a.before != nil {
		h.Prev = a.before.end.Hash
		if now <= a.before.head.Day {
			h.Day = dayAfter(a.before.head.Day)
		}
	}
	path := filepath.Join(a.dir, h.Day+openSuffix)
	piece := pack(a.codec.fast(), addLine(nil, h))
	if err := place(path, a.sync, func(f *os.File) error { _, err := f.Write(piece); return err }); err != nil {
		return fmt.Errorf("cannot begin a day of the archive: %w", err)
	}
	return a.loadOpen(path)
}

func dayAfter(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil { // files are only taken whose names are days
		panic(err)
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// place makes a file whole or not at all: written beside its place, synced, put there.
func place(path string, sync, write func(*os.File) error) error {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = sync(f)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path+".new"))
	}
	return syncDir(filepath.Dir(path), sync)
}

func syncDir(dir string, sync func(*os.File) error) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(sync(d), d.Close())
}
