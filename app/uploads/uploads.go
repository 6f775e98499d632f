// Package uploads holds files that people bring through the console while they are talked about:
// what was understood of them, what would be stored. A file is raw text: it lies in memory alone,
// is never written, and is forgotten when it is stored, dropped, or left alone for a while.
package uploads

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/app/columns"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// Limits of what is held.
const (
	mostHeld = 192 << 20        // bytes of all files
	keepFor  = 30 * time.Minute // of a file that nobody asks for
	shown    = 10               // records shown as they would be stored
)

// Parts are what uploads take of a process.
type Parts struct {
	Cfg     func() *configs.Config // as it is now
	Dir     string                 // the data directory, where meanings of columns are kept
	Judges  func() *judging.Judges
	Publish func(context.Context, []opinion.Mention) (added int, err error)
	Refuse  func(ctx context.Context, source string, why map[string]int) error
	Now     func() time.Time
	Log     *zap.Logger
}

// Uploads are the files that are held now.
type Uploads struct {
	Parts
	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup
	turn chan struct{} // one file at a time is worked on

	mu   sync.Mutex
	held map[string]*file
}

// file is one file that is held. Uploads.mu guards it.
type file struct {
	by      string
	name    string // as it was sent; what a page shows of it is redacted
	src     configs.SourceSettings
	raw     []byte
	said    map[string]string
	state   facts.Upload
	began   time.Time
	touched time.Time
}

// New holds nothing yet.
func New(p Parts) *Uploads {
	u := &Uploads{Parts: p, turn: make(chan struct{}, 1), held: map[string]*file{}}
	u.ctx, u.stop = context.WithCancel(context.Background())
	return u
}

// Close ends what is under way and forgets all files.
func (u *Uploads) Close() error {
	u.stop()
	u.work.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	clear(u.held)
	return nil
}

// Homes are the sources that files may come from, and the meanings that a column can have.
func (u *Uploads) Homes() (sources, meanings []string) {
	for _, s := range u.Cfg().Sources {
		told := slices.ContainsFunc(opinion.ToldWays, func(t opinion.Told) bool { return t.Source() == s.ID })
		if s.By == configs.ByIntake && s.Enabled && !told {
			sources = append(sources, s.ID)
		}
	}
	return sources, intake.Meanings()
}

// Ends are how names of files that can be read end.
func (u *Uploads) Ends() []string { return intake.Ends() }

func refused(kind kit.Kind, code string) error {
	return &kit.Error{Kind: kind, Code: "upload_" + code, Phrase: words.Of("error.upload." + code)}
}

// Take holds a file and begins to look at it.
func (u *Uploads) Take(_ context.Context, by, source, name string, raw []byte) (string, error) {
	src, known := u.Cfg().Source(source)
	switch {
	case !known:
		return "", refused(kit.Invalid, "source")
	case len(raw) == 0:
		return "", refused(kit.Invalid, "empty")
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sweep()
	size := len(raw)
	for _, f := range u.held {
		size += len(f.raw)
	}
	if size > mostHeld {
		return "", refused(kit.Unavailable, "full")
	}
	f := &file{by: by, name: name, src: src, raw: raw, touched: u.Now(),
		state: facts.Upload{ID: rand.Text(), Source: source}}
	u.held[f.state.ID] = f
	time.AfterFunc(keepFor+time.Minute, func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.sweep()
	})
	u.begin(f, facts.UploadLooking, u.look)
	return f.state.ID, nil
}

// sweep forgets files that nobody asked for. The lock is held.
func (u *Uploads) sweep() {
	for id, f := range u.held {
		if !busy(f) && u.Now().Sub(f.touched) > keepFor {
			delete(u.held, id)
		}
	}
}

func busy(f *file) bool {
	return f.state.Phase == facts.UploadLooking || f.state.Phase == facts.UploadImporting
}

// of is a file of whoever brought it. The lock is held.
func (u *Uploads) of(by, id string) (*file, error) {
	u.sweep()
	f := u.held[id]
	if f == nil || f.by != by {
		return nil, refused(kit.NotFound, "gone")
	}
	f.touched = u.Now()
	return f, nil
}

// Upload is how a file stands.
func (u *Uploads) Upload(by, id string) (facts.Upload, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	f, err := u.of(by, id)
	if err != nil {
		return facts.Upload{}, err
	}
	s := f.state
	if gone := u.Now().Sub(f.began); busy(f) && s.Percent > 2 {
		s.Left = gone * time.Duration(100-s.Percent) / time.Duration(s.Percent)
	}
	return s, nil
}

// idle is a file that is here and that nothing is done with at this moment.
func (u *Uploads) idle(by, id string) (*file, error) {
	f, err := u.of(by, id)
	switch {
	case err != nil:
		return nil, err
	case busy(f):
		return nil, refused(kit.Stale, "busy")
	case f.raw == nil:
		return nil, refused(kit.NotFound, "gone")
	}
	return f, nil
}

// Say tells what columns mean, and has the file looked at again.
func (u *Uploads) Say(by, id string, said map[string]string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	f, err := u.idle(by, id)
	if err != nil {
		return err
	}
	for label, means := range said {
		if intake.CheckMeaning(label, means) != nil {
			return refused(kit.Invalid, "meaning")
		}
	}
	f.said = columns.Merge(f.said, said)
	u.begin(f, facts.UploadLooking, u.look)
	return nil
}

// Import begins to store what was shown. A column that nobody claimed stops it.
func (u *Uploads) Import(by, id string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	f, err := u.idle(by, id)
	switch {
	case err != nil:
		return err
	case len(f.state.Unclaimed) > 0:
		return refused(kit.Refused, "unclaimed")
	case f.state.Good == 0:
		return refused(kit.Refused, "nothing")
	}
	u.begin(f, facts.UploadImporting, u.store)
	return nil
}

// Drop forgets a file, but for one that is being stored.
func (u *Uploads) Drop(by, id string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	f, err := u.of(by, id)
	if err == nil && busy(f) {
		return refused(kit.Stale, "busy")
	}
	if err == nil {
		delete(u.held, id)
	}
	return err
}

// begin works on a file, when no other is worked on. The lock is held.
func (u *Uploads) begin(f *file, phase facts.UploadPhase, work func(*file, map[string]string)) {
	f.state.Phase, f.state.Percent, f.began = phase, 0, u.Now()
	said := columns.Merge(f.said)
	u.work.Go(func() {
		select {
		case u.turn <- struct{}{}:
		case <-u.ctx.Done():
			return
		}
		defer func() { <-u.turn }()
		u.change(f, func(*facts.Upload) { f.began = u.Now() })
		work(f, said)
	})
}

func (u *Uploads) change(f *file, what func(s *facts.Upload)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	what(&f.state)
	f.touched = u.Now()
}

// options read a file of a source, and tell how far it is.
func (u *Uploads) options(f *file, said map[string]string) (intake.Options, error) {
	kept, err := columns.Of(u.Dir, f.src.ID)
	size := max(int64(len(f.raw)), 1)
	return intake.Options{Source: f.src.ID, Kind: f.src.Kind, Division: f.src.Division,
		Columns: columns.Merge(kept, f.src.Columns, said), Now: u.Now,
		OnBytes: func(n int64) {
			u.change(f, func(s *facts.Upload) { s.Percent = int(100 * n / size) })
		}}, err
}

// look reads the file through and judges the first records; nothing is stored, and grouping learns
// nothing.
func (u *Uploads) look(f *file, said map[string]string) {
	opts, err := u.options(f, said)
	if err != nil {
		u.broke(f, err)
		return
	}
	plan := intake.Look(bytes.NewReader(f.raw), f.name, opts, shown)
	var first []facts.UploadRecord
	for _, p := range plan.First {
		found, _, err := u.Judges().Sketch(u.ctx, p.Mention, 0)
		if err != nil {
			found = opinion.Finding{Mention: p.Mention}
		}
		first = append(first, facts.UploadRecord{Where: p.Where, Finding: found})
	}
	u.change(f, func(s *facts.Upload) {
		*s = stateOf(plan, first, *s)
		s.Phase = facts.UploadAsks
	})
}

// stateOf is what a page shows of a plan.
func stateOf(p intake.Plan, first []facts.UploadRecord, was facts.Upload) facts.Upload {
	out := facts.Upload{ID: was.ID, Name: p.File, Source: was.Source, Records: p.Records, Good: p.Good,
		Texts: p.Texts, Times: p.Times, Places: p.Places, Untimed: p.Untimed, Dropped: p.Dropped,
		Refused: p.Refused, First: first, Unclaimed: p.Unclaimed()}
	for _, x := range p.Faults {
		out.Faults = append(out.Faults, facts.UploadFault{Where: x.Where, Code: x.Code})
	}
	for _, x := range p.Sheets {
		sheet := facts.UploadSheet{Name: x.Name, Hidden: x.Hidden, Header: x.Header}
		if x.File != "" {
			sheet.Name = x.File + " / " + x.Name
		}
		for _, c := range x.Columns {
			sheet.Columns = append(sheet.Columns, facts.UploadColumn(c))
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	return out
}

// store publishes the records in batches. What was said of columns is kept for the next file.
func (u *Uploads) store(f *file, said map[string]string) {
	opts, err := u.options(f, said)
	if err != nil {
		u.broke(f, err)
		return
	}
	refusals := map[string]int{}
	batch := make([]opinion.Mention, 0, u.Cfg().Import.Batch)
	u.change(f, func(s *facts.Upload) { s.Added, s.Known, s.Taken, s.Refusal = 0, 0, 0, 0 })
	flush := func() error {
		added, err := u.Publish(u.ctx, batch)
		if err == nil {
			u.change(f, func(s *facts.Upload) {
				s.Added, s.Known, s.Taken = s.Added+added, s.Known+len(batch)-added, s.Taken+len(batch)
			})
		}
		batch = batch[:0]
		return errors.Join(err, u.ctx.Err())
	}
	for rec := range intake.Read(bytes.NewReader(f.raw), f.name, opts) {
		m, err := opinion.NewMention(rec.Draft)
		if rec.Err != nil {
			err = rec.Err
		}
		if stops, is := errors.AsType[*intake.Unclaimed](err); is {
			u.broke(f, err)
			u.change(f, func(s *facts.Upload) { s.Unclaimed = stops.Labels })
			return
		}
		if err != nil {
			refusals[intake.Code(err)]++
			u.change(f, func(s *facts.Upload) { s.Refusal++ })
			continue
		}
		if batch = append(batch, m); len(batch) == cap(batch) {
			if err := flush(); err != nil {
				u.broke(f, err)
				return
			}
		}
	}
	err = flush()
	if err == nil { // refusals are counted once, when all of the file is through
		err = u.Refuse(u.ctx, f.src.ID, refusals)
	}
	if err == nil {
		err = columns.Keep(u.Dir, f.src.ID, said)
	}
	if err != nil {
		u.broke(f, err)
		return
	}
	u.change(f, func(s *facts.Upload) {
		s.Phase, s.Percent, s.Refused = facts.UploadDone, 100, refusals
		f.raw = nil
	})
}

// broke says that storing failed: what is stored stays, and trying again adds the rest.
func (u *Uploads) broke(f *file, err error) {
	if u.ctx.Err() == nil {
		u.Log.Error("an upload broke off", zap.String("source", f.src.ID), zap.Error(err))
	}
	u.change(f, func(s *facts.Upload) { s.Phase = facts.UploadBroke })
}
