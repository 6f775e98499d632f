package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/responders/archive"
)

// refill rebuilds streams from an archive. It reads the archive twice: to verify it and see
// what is there, then to put it back.
//
// Each text that ages gets the rest of its time as a TTL of its own: the new stream would count
// from today. No step's progress is archived. The index is built whole; the responders look at
// every finding again, which is harmless by design. The analyzers must not, since judging twice
// would publish twice: they begin at the end, and get those mentions that have no finding by the
// way of replayed dead letters.
type refill struct {
	cfg   *configs.Config
	bus   *bus.Bus
	opts  archive.Options
	kept  archive.Kept
	first map[string]uint64   // the first number of a stream that still has content
	found map[string]struct{} // mentions that were judged

	streams map[string]*filling
	undone  []bus.Msg // mentions that nobody judged
}

// filling is one stream on its way.
type filling struct {
	next uint64 // number of the first of batch
	msgs []bus.Msg
}

// FromArchive makes the log of a data directory from an archive, and the archive itself.
func (r *Restorer) FromArchive(ctx context.Context, from, tmp string) (err error) {
	opts := ArchiveOptions(r.cfg, r.Now, zap.NewNop())
	f := refill{cfg: r.cfg, opts: opts, kept: archive.Kept{Words: opts.Words, Retention: r.cfg.Retention, Now: r.Now()},
		first: map[string]uint64{}, found: map[string]struct{}{}, streams: map[string]*filling{}}
	bar := cli.NewBar(2*archive.Size(from), "reading the archive", r.ErrOut, true)
	defer func() { _ = bar.Finish() }()
	step := func(n int64) { _ = bar.Add64(n) }
	rep, err := archive.Walk(ctx, from, f.opts, f.look, step)
	if err != nil {
		return err
	}
	if rep.Days == 0 {
		return fmt.Errorf("there is no archive in %s: give the directory that holds the files of its days", from)
	}
	// a number that was gone before it was archived is a fact of the past and no damage
	if faults := rep.Faults(); len(faults) > 0 {
		for _, fault := range faults[:min(len(faults), cli.ShownMost)] {
			fmt.Fprintln(r.ErrOut, fault)
		}
		return fmt.Errorf("%w: nothing was restored; use another copy of it, or a backup", archive.ErrDamaged)
	}
	if err := errors.Join(os.RemoveAll(tmp), archive.CopyDir(from, ArchiveDir(tmp))); err != nil {
		return err
	}
	if f.bus, err = r.open(ctx, tmp); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeBus(ctx, f.bus)) }()
	if err := f.bus.EnsureStreams(ctx, bus.Streams(r.cfg.Retention)); err != nil {
		return err
	}
	fmt.Fprintln(r.ErrOut, "not in an archive: query codes; none that was handed out works any more")
	r.begins = []string{"index", "analyze"} // the index is built whole; what nobody judged is handed out again
	put := func(rec archive.Record) error { return f.put(ctx, rec) }
	if _, err := archive.Walk(ctx, from, f.opts, put, step); err != nil {
		return err
	}
	if err := f.end(ctx, rep); err != nil {
		return err
	}
	r.undone = f.undone
	return nil
}

func (f *refill) look(r archive.Record) error {
	if !f.kept.Alive(r) {
		return nil
	}
	if _, seen := f.first[r.Stream]; !seen {
		f.first[r.Stream] = r.Seq
	}
	if r.Stream == "FINDINGS" {
		f.found[mentionOf(bus.Msg{Data: r.Data})] = struct{}{}
	}
	return nil
}

// put lays one record behind those of its stream. What has no content any more leaves its
// number empty.
func (f *refill) put(ctx context.Context, r archive.Record) error {
	first, any := f.first[r.Stream]
	if !any || r.Seq < first || !slices.Contains(f.opts.Streams, r.Stream) {
		return nil
	}
	s := f.streams[r.Stream]
	if s == nil {
		s = &filling{next: r.Seq}
		f.streams[r.Stream] = s
	}
	m := bus.Msg{Subject: r.Subject, Seq: r.Seq, Time: r.At, Header: r.Header, Data: r.Data}
	if !f.kept.Alive(r) {
		m = bus.Msg{}
	} else if _, judged := f.found[mentionOf(m)]; r.Stream == "MENTIONS" && !judged && f.kept.WorthWork(r.At) {
		f.undone = append(f.undone, m)
	}
	for range max(r.Until, r.Seq) - r.Seq + 1 {
		if s.msgs = append(s.msgs, m); len(s.msgs) == 1000 {
			if err := f.flush(ctx, r.Stream, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *refill) flush(ctx context.Context, stream string, s *filling) error {
	var left func(bus.Msg) time.Duration
	if f.kept.Ages(stream) {
		left = func(m bus.Msg) time.Duration { return f.kept.Left(m.Time) }
	}
	err := f.bus.Copies().Refill(ctx, stream, s.next, s.msgs, left)
	s.next += uint64(len(s.msgs))
	s.msgs = s.msgs[:0]
	return err
}

// end puts back what is left over, and lets every stream end where it ended.
func (f *refill) end(ctx context.Context, rep archive.Report) error {
	for _, stream := range f.opts.Streams {
		s := f.streams[stream]
		if s == nil {
			s = &filling{next: rep.Marks[stream].Seq + 1}
		}
		if err := f.flush(ctx, stream, s); err != nil {
			return err
		}
	}
	return nil
}
