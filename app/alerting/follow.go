package alerting

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/bus"
	"huiying/internal/wholefile"
	"huiying/opinion"
	"huiying/responders/alerts"
)

// Detector finds alerts in findings that come in the order of their time.
type Detector interface {
	Observe(f opinion.Finding, at time.Time) []alerts.Change
	Tick(now time.Time) []alerts.Change // time passed without a finding
	Open() []opinion.Alert
	Save(w io.Writer) error
}

// Follower hands findings to detection as they come, and writes what it finds. What detection knows
// lies in a file beside the register, with how far the log was read; without it, it is made again from
// the findings of the last months, and tells only of what still holds.
type Follower struct {
	Bus  *bus.Bus
	Book *Book
	File string // of the state
	// Make is a Detector that knows nothing yet, or that of a saved state.
	Make  func(state io.Reader) (Detector, error)
	Every time.Duration // between looks at the time and writes of the state; 0: a minute
	Now   func() time.Time
	Log   *zap.Logger

	mu      sync.Mutex
	detects Detector
	mark    mark
	saved   time.Time
	clean   bool // the file holds what detects knows
	broken  bool // something was found that is not on the log: the file's state is the better one
}

// mark is where a Follower stands.
type mark struct {
	Seq   uint64           // of FINDINGS
	Clock int64            // of the latest report, in seconds
	Day   int64            // of the first of Late
	Late  [2]time.Duration // how late reports were at most, today and the day before
}

const (
	findings = "FINDINGS"
	// tooLate is how old a report may be when it comes: an older one tells of the past, not of a surge.
	tooLate = 36 * time.Hour
	// past is how far back a new state is made from.
	past = 60 * 24 * time.Hour
	// atOnce is how many findings are put in the order of their time, and how long they wait for it.
	atOnce  = 2_000
	waiting = 2 * time.Second
)

// Run follows until ctx ends. What goes wrong is tried again from the state that was written last.
func (f *Follower) Run(ctx context.Context) error {
	for {
		err := f.round(ctx)
		if ctx.Err() != nil || errors.Is(err, bus.ErrClosed) {
			return nil
		}
		f.Log.Warn("alerts could not be looked for; it is tried again", zap.Error(err))
		_ = bus.Sleep(ctx, pause)
	}
}

// pause lies between what went wrong and the next try.
const pause = 5 * time.Second

// round is one run from the state that was written last.
func (f *Follower) round(ctx context.Context) error {
	if err := f.begin(ctx); err != nil {
		return err
	}
	defer f.save()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return f.tick(ctx) })
	g.Go(func() error {
		return f.Bus.Follow(ctx, findings, f.mark.Seq+1, atOnce, waiting, func(in []bus.Msg) error {
			return f.take(ctx, in)
		})
	})
	return g.Wait()
}

// begin loads the state, or makes it again.
func (f *Follower) begin(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.broken = false
	if err := f.load(); err == nil {
		if last, err := f.Bus.LastSeq(ctx, findings); err != nil || last >= f.mark.Seq {
			return err
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		f.Log.Warn("what alerts are found by could not be read, and is made again", zap.Error(err))
	}
	return f.build(ctx)
}

// seen is a finding that waits for its turn.
type seen struct {
	opinion.Finding
	at, came time.Time
}

// build makes the state from the findings of the last months.
func (f *Follower) build(ctx context.Context) (err error) {
	f.mark = mark{}
	if f.detects, err = f.Make(nil); err != nil {
		return err
	}
	from, order := f.Now().Add(-past), inOrder{do: func(s seen) { f.observe(s) }}
	if f.mark.Seq, err = f.Bus.Read(ctx, findings, "", 1, func(m bus.Msg) error {
		if s, ok := f.read(m); ok && s.counts() && s.at.After(from) {
			f.late(s)
			order.add(s)
		}
		return nil
	}); err != nil {
		return err
	}
	order.end()
	f.pass()
	return f.settle(ctx)
}

// settle rings what holds and is not known, and ends what does not hold any more.
func (f *Follower) settle(ctx context.Context) error {
	holds := map[string]bool{}
	for _, a := range f.detects.Open() {
		holds[a.About()] = true
		if err := f.Book.Found(ctx, alerts.Change{Did: alerts.Rang, At: a.At, Alert: a}); err != nil {
			return err
		}
	}
	open, err := f.Book.open(ctx)
	for _, a := range open {
		if err == nil && !holds[a.About()] {
			err = f.Book.Found(ctx, alerts.Change{Did: alerts.Ended, At: f.Now(), Alert: a.Alert})
		}
	}
	return err
}

// read is a finding with when it was said, as far as that can be.
func (f *Follower) read(m bus.Msg) (s seen, ok bool) {
	if json.Unmarshal(m.Data, &s.Finding) != nil {
		return s, false
	}
	s.came, s.at = m.Time, s.When()
	if s.at.After(s.came) {
		s.at = s.came
	}
	return s, true
}

func (f *Follower) observe(s seen) []alerts.Change {
	f.mark.Clock, f.clean = max(f.mark.Clock, s.at.Unix()), false
	return f.detects.Observe(s.Finding, s.at)
}

// take hands on findings that came together, in the order in which they were said.
func (f *Follower) take(ctx context.Context, in []bus.Msg) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []seen
	for _, m := range in {
		if s, ok := f.read(m); ok && s.counts() {
			all = append(all, s)
			f.late(s)
		}
	}
	slices.SortStableFunc(all, func(x, y seen) int { return x.at.Compare(y.at) })
	for _, s := range all {
		if err := f.tell(ctx, f.observe(s)); err != nil {
			f.broken = true
			return err
		}
	}
	f.mark.Seq = in[len(in)-1].Seq
	return nil
}

// late notes how late reports come.
func (f *Follower) late(s seen) {
	if day := s.came.Unix() / 86400; day > f.mark.Day {
		f.mark.Late[1] = 0
		if day == f.mark.Day+1 {
			f.mark.Late[1] = f.mark.Late[0]
		}
		f.mark.Day, f.mark.Late[0] = day, 0
	}
	f.mark.Late[0] = max(f.mark.Late[0], s.came.Sub(s.at))
}

// pass is what becomes of alerts by the time alone. Where reports come late, so does the time: what is
// not heard yet is no silence.
func (f *Follower) pass() []alerts.Change {
	now := f.Now().Add(-max(f.mark.Late[0], f.mark.Late[1]))
	if now.Unix() <= f.mark.Clock {
		return nil
	}
	f.clean = false
	return f.detects.Tick(now)
}

func (f *Follower) tell(ctx context.Context, all []alerts.Change) error {
	for _, c := range all {
		if err := f.Book.Found(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// tick lets the time pass and writes the state, again and again.
func (f *Follower) tick(ctx context.Context) error {
	for bus.Sleep(ctx, cmp.Or(f.Every, time.Minute)) == nil {
		if err := f.look(ctx); err != nil {
			return err
		}
		if f.Now().Sub(f.saved) >= saveEvery {
			f.save()
		}
	}
	return nil
}

// saveEvery is how often the state is written while there is work: after a crash so much is read again.
const saveEvery = 5 * time.Minute

func (f *Follower) look(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.tell(ctx, f.pass()); err != nil {
		f.broken = true
		return err
	}
	return f.Book.Sweep(ctx, f.Now())
}

// save writes the state, where it changed and everything that was found is on the log. Without it the
// next start takes longer and nothing is lost.
func (f *Follower) save() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.clean || f.broken || f.File == "" {
		return
	}
	var b bytes.Buffer
	err := errors.Join(binary.Write(&b, binary.LittleEndian, f.mark), f.detects.Save(&b))
	if err == nil {
		err = wholefile.Write(f.File, b.Bytes())
	}
	f.saved = f.Now()
	if f.clean = err == nil; err != nil {
		f.Log.Warn("what alerts are found by could not be written", zap.Error(err))
	}
}

func (f *Follower) load() error {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	if err := binary.Read(file, binary.LittleEndian, &f.mark); err != nil {
		return err
	}
	f.detects, err = f.Make(file)
	f.clean = err == nil
	return err
}
