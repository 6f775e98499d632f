package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.uber.org/zap"

	"huiying/app/integrity"
	"huiying/bus"
	"huiying/internal/cli"
	"huiying/responders/archive"
	"huiying/responders/backup"
)

// Repair makes damaged streams of an embedded log anew, in place: each message as the log has it, where
// it can be read and is what the archive saw, or else as the archive has it. So what was acknowledged
// since the archive's end is kept. What neither has is named and its number stays empty. more names
// streams beside those whose files are found damaged. Where file names a backup, these, which must be
// buckets, are put back as it has them: what was kept there since is lost, and nothing else is.
func (r *Restorer) Repair(ctx context.Context, from, file string, more []string) error {
	cfg, dir, err := r.At.open()
	if err != nil && !errors.Is(err, errRepairing) {
		return err
	}
	if err := bucketsOf(file, more); err != nil {
		return err
	}
	if r.cfg = cfg; cfg.Bus.URL != "" {
		return errors.New("the log is on a NATS cluster, which keeps several copies of each stream: repair it there, or restore a backup")
	}
	release, err := r.At.hold(cfg, dir)
	if err != nil {
		return err
	}
	defer release()
	if from == "" {
		from = ArchiveDir(dir)
	}
	streams, err := r.damaged(dir, more)
	if err != nil {
		return err
	}
	if len(streams) == 0 {
		fmt.Fprintln(r.ErrOut, "no stream is damaged; --stream names one that is to be made anew all the same")
		return nil
	}
	opts := ArchiveOptions(cfg, r.Now, zap.NewNop())
	rep, err := archive.Walk(ctx, from, opts, nil, nil)
	if err != nil {
		return err
	}
	if faults := rep.Faults(); len(faults) > 0 {
		return fmt.Errorf("%w as well (%v): use another copy of it with --from-archive, or a backup", archive.ErrDamaged, faults[0])
	}
	for _, s := range streams {
		if err := setStreamAside(dir, s); err != nil {
			return err
		}
	}
	log, err := r.open(ctx, dir)
	if err != nil {
		return err
	}
	again := func(s string) bool { return file != "" && slices.Contains(more, s) }
	for _, s := range streams {
		if again(s) {
			err = r.putBack(ctx, log, file, s)
		} else {
			err = r.rebuild(ctx, log, dir, from, s, opts, rep)
		}
		if err != nil {
			break
		}
	}
	if err = errors.Join(err, closeBus(ctx, log)); err != nil {
		return err
	}
	for _, s := range slices.DeleteFunc(streams, again) {
		if err := bus.CopyConsumers(filepath.Join(dir, damagedDir, s),
			bus.StreamDir(filepath.Join(dir, "log"), s)); err != nil {
			return err
		}
	}
	return errors.Join(os.RemoveAll(filepath.Join(dir, damagedDir)), integrity.Forget(dir))
}

// damaged are the streams that are to be made anew: those set aside by a repair that was cut short,
// those whose files are damaged, those that have less than they had, and those that a person names.
func (r *Restorer) damaged(dir string, more []string) ([]string, error) {
	out := slices.Clone(more)
	entries, err := os.ReadDir(filepath.Join(dir, damagedDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	faults, err := bus.Inspect(filepath.Join(dir, "log"), integrity.Ends(dir))
	for _, f := range faults {
		fmt.Fprintln(r.ErrOut, f)
		out = append(out, f.Stream)
	}
	out = append(out, integrity.Noted(dir)...)
	slices.Sort(out)
	return slices.Compact(out), err
}

// setStreamAside moves a stream out of the log, once.
func setStreamAside(dir, stream string) error {
	is, to := bus.StreamDir(filepath.Join(dir, "log"), stream), filepath.Join(dir, damagedDir, stream)
	if _, err := os.Stat(to); err == nil {
		return os.RemoveAll(is) // begun by a repair that was cut short
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return err
	}
	err := os.Rename(is, to)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(to, 0o750)
	}
	return err
}

// rebuild makes one stream anew.
func (r *Restorer) rebuild(ctx context.Context, log *bus.Bus, dir, from, stream string,
	opts archive.Options, rep archive.Report) error {
	aside := filepath.Join(dir, damagedDir, stream)
	config, err := bus.StoredConfig(aside, stream, bus.Streams(r.cfg.Retention))
	if err != nil {
		return err
	}
	m := merging{ctx: ctx, aside: aside, from: from, stream: stream, opts: opts,
		kept: archive.Kept{Words: opts.Words, Retention: r.cfg.Retention, Now: r.Now()}}
	last := max(rep.Marks[stream].Seq, integrity.Ends(dir)[stream])
	if m.mark = rep.Marks[stream].Seq; !slices.Contains(opts.Streams, stream) {
		m.from, m.mark = "", 0
	}
	kept, back := 0, 0
	for s, err := range m.all() {
		if err != nil {
			return err
		}
		last = max(last, s.Seq)
		switch {
		case s.Gone:
		case m.archived:
			back++
		default:
			kept++
		}
	}
	fmt.Fprintf(r.ErrOut, "%s: %d messages kept, %d from the archive, %d lost\n", stream, kept, back, len(m.lost))
	for _, f := range m.lost[:min(len(m.lost), cli.ShownMost)] {
		fmt.Fprintln(r.ErrOut, f)
	}
	if kept+back == 0 && last > 0 && m.from == "" {
		fmt.Fprintf(r.ErrOut, "%s: nothing of it can be read, and no archive has it: it begins anew, empty; %s\n",
			stream, anew(stream))
	}
	again := m
	return log.Copies().Rebuild(ctx, stream, config, last, func() iter.Seq2[bus.Stored, error] { return again.all() })
}

// bucketsOf refuses names of which a backup has no bucket.
func bucketsOf(file string, names []string) error {
	if file == "" {
		return nil
	}
	has := map[string]bool{}
	err := backup.Read(file, func(name string, _ int64, _ io.Reader) error {
		if stream, part, is := strings.Cut(strings.TrimPrefix(name, streamPart), "/"); is && part == snapshotPart {
			has[stream] = true
		}
		return nil
	})
	for _, s := range names {
		switch {
		case err != nil:
		case !strings.HasPrefix(s, streamOf("")):
			err = fmt.Errorf("%s is no bucket (KV_…): a repair without a backup keeps what was acknowledged since", s)
		case !has[s]:
			err = fmt.Errorf("%s has no %s", file, s)
		}
	}
	return err
}

// putBack puts one bucket back as a backup has it.
func (r *Restorer) putBack(ctx context.Context, log *bus.Bus, file, stream string) error {
	var in *io.PipeWriter
	pasted := make(chan error, 1)
	err := backup.Read(file, func(name string, _ int64, body io.Reader) error {
		if name == aboutPart && stream == streamOf(bucketCodes) {
			var about aboutBackup
			if err := json.NewDecoder(body).Decode(&about); err != nil {
				return err
			}
			_, err := r.fits(about.CodeKey)
			return err
		}
		part, is := strings.CutPrefix(name, streamPart+stream+"/")
		switch {
		case !is:
			return nil
		case part != snapshotPart:
			_, err := io.Copy(in, body)
			return err
		}
		var s bus.Snapshot
		if err := json.NewDecoder(body).Decode(&s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var out *io.PipeReader
		out, in = io.Pipe()
		go func() {
			err := log.Copies().Paste(ctx, s, out)
			_ = out.CloseWithError(err)
			pasted <- err
		}()
		return nil
	})
	if in == nil {
		return errors.Join(err, fmt.Errorf("%s has no %s", file, stream))
	}
	_ = in.CloseWithError(err)
	if e := <-pasted; err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	n, err := log.Count(ctx, stream)
	fmt.Fprintf(r.ErrOut, "%s: put back as %s has it, %d messages\n", stream, filepath.Base(file), n)
	return err
}

// anew says what to do where a stream that is in no archive was lost whole.
func anew(stream string) string {
	if stream == streamOf(bucketAccounts) {
		return "the next start prints a one-time password for a first administrator, and 'huiying user add' makes other " +
			"accounts; 'huiying restore --repair --stream " + stream + " FILE' puts back what a backup has"
	}
	return "'huiying restore --repair --stream " + stream + " FILE' puts back what a backup has of it"
}

// merging reads a stream's files and the archive side by side.
type merging struct {
	ctx                 context.Context
	aside, from, stream string
	opts                archive.Options
	kept                archive.Kept

	mark     uint64 // how far the stream is archived
	archived bool   // the message that is handed out comes from the archive
	lost     []bus.Fault
}

var errEnough = errors.New("enough was read")

// all is the stream in order.
func (m *merging) all() iter.Seq2[bus.Stored, error] {
	return func(yield func(bus.Stored, error) bool) {
		stored, stop := iter.Pull2(m.stored)
		defer stop()
		m.lost = nil
		s, err, more := stored()
		out := func(x bus.Stored, archived bool) error {
			m.archived = archived
			x.Data = slices.Clone(x.Data)
			if !yield(x, nil) {
				return errEnough
			}
			return nil
		}
		step := func() { s, err, more = stored() }
		last := uint64(0)
		visit := func(rec archive.Record) error {
			if rec.Stream != m.stream || rec.Until != 0 {
				return nil
			}
			for more && err == nil && s.Seq < rec.Seq {
				if e := out(s, false); e != nil {
					return e
				}
				step()
			}
			if err != nil {
				return err
			}
			have := more && s.Seq == rec.Seq
			last = rec.Seq
			defer func() {
				if have {
					step()
				}
			}()
			alive := m.kept.Alive(rec)
			if have && (s.Gone || !alive || rec.Is(bus.PlainHeader(s.Header), s.Data)) {
				return out(s, false)
			}
			if !alive {
				return nil
			}
			return out(bus.Stored{Seq: rec.Seq, Time: rec.At, Subject: rec.Subject,
				Header: bus.WireHeader(rec.Header), Data: rec.Data}, true)
		}
		if m.from != "" {
			if _, e := archive.Walk(m.ctx, m.from, m.opts, visit, nil); e != nil {
				if !errors.Is(e, errEnough) {
					yield(bus.Stored{}, e)
				}
				return
			}
		}
		for more && err == nil {
			if s.Seq > last && out(s, false) != nil {
				return
			}
			step()
		}
		if err != nil {
			yield(bus.Stored{}, err)
		}
	}
}

// stored is what the files have, in order. What is damaged there and in no archive is lost.
func (m *merging) stored(yield func(bus.Stored, error) bool) {
	last := uint64(0)
	gone := map[uint64]bool{}
	_, err := bus.ReadStored(m.aside, m.stream, func(s bus.Stored) error {
		if s.Gone {
			gone[s.Seq] = true
		}
		return nil
	})
	if err != nil {
		yield(bus.Stored{}, err)
		return
	}
	faults, err := bus.ReadStored(m.aside, m.stream, func(s bus.Stored) error {
		if s.Seq <= last {
			return nil // the mark of a message that was taken out
		}
		last = s.Seq
		s.Gone = s.Gone || gone[s.Seq]
		if !yield(s, nil) {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		yield(bus.Stored{}, err)
		return
	}
	for _, f := range faults {
		if f.Seq > m.mark {
			m.lost = append(m.lost, f)
		}
	}
}
