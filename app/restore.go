package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"huiying/app/columns"
	"huiying/bus"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/internal/wholefile"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/backup"
	"huiying/responders/casework"
)

// Restorer fills an empty data directory.
type Restorer struct {
	At     Address
	cfg    *configs.Config
	ErrOut *os.File
	Now    func() time.Time
	// LoseCodes: query codes that were handed out under another key are given up.
	LoseCodes bool
	drill     bool      // the key of query codes lies elsewhere
	begins    []string  // steps that have nothing to do with what was put back
	undone    []bus.Msg // mentions that nobody judged
	since     time.Time // answers from then on may lack the timer of their verification
}

// Run lets fill make streams and archive in a directory apart, puts them in place when both are
// whole, the log last, and builds register and index.
func (r *Restorer) Run(ctx context.Context, fill func(tmp string) error) (err error) {
	if r.cfg, err = configs.Load(r.At.Config); err != nil {
		return err
	}
	dir := cmp.Or(r.At.Data, r.cfg.Data)
	release, err := Hold(dir)
	if err != nil {
		return err
	}
	defer release()
	laid, err := r.takeUp(dir)
	if err == nil && !laid {
		err = r.lay(dir, fill)
	}
	if err != nil {
		return err
	}
	if err := Reindex(ctx, r.cfg, dir, r.ErrOut); err != nil {
		return fmt.Errorf("the log is back, register and index are not (%w); run the same restore again", err)
	}
	if err := WithApp(ctx, r.cfg, dir, func(h *App) error { return r.finish(ctx, h) }); err != nil {
		return err
	}
	return os.Remove(filepath.Join(dir, finishFile))
}

// lay lets fill make streams and archive apart, and puts them into an empty directory.
func (r *Restorer) lay(dir string, fill func(tmp string) error) error {
	tmp := filepath.Join(dir, unfinishedDir)
	if unfinished(dir) != nil || finishing(dir) != nil { // what stands beside it is of that restore
		for _, name := range dataIn(dir) {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	if have := dataIn(dir); len(have) > 0 {
		return fmt.Errorf("the data directory %s holds data already (%s): choose an empty one with --data, or move that elsewhere", dir, strings.Join(have, ", "))
	}
	if err := fill(tmp); err != nil {
		if _, none := os.Stat(filepath.Join(tmp, restoredFile)); none != nil { // nothing to go on with
			err = errors.Join(err, os.RemoveAll(tmp))
		}
		return err
	}
	if err := r.leave(dir); err != nil {
		return err
	}
	for _, name := range []string{"archive", columns.File, "log"} {
		if err := os.Rename(filepath.Join(tmp, name), filepath.Join(dir, name)); err != nil &&
			!errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	gone := tmp + ".old" // one that is half removed would be taken for one to go on with
	return errors.Join(os.RemoveAll(gone), os.Rename(tmp, gone), os.RemoveAll(gone))
}

// leave notes what is to be done behind the laying.
func (r *Restorer) leave(dir string) error {
	b, err := json.Marshal(left{r.undone, r.begins, r.since})
	if err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(dir, finishFile), b)
}

// takeUp says whether a restore that was cut short had put its log in place, and takes up what it had left
// to do.
func (r *Restorer) takeUp(dir string) (laid bool, err error) {
	b, err := os.ReadFile(filepath.Join(dir, finishFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	_, filling := os.Stat(filepath.Join(dir, unfinishedDir))
	_, log := os.Stat(filepath.Join(dir, "log"))
	var l left
	if err == nil {
		err = json.Unmarshal(b, &l)
	}
	if err != nil || filling == nil && log != nil { // not in place yet
		return false, err
	}
	r.undone, r.begins, r.since = l.Undone, l.Begins, l.Since
	return true, os.RemoveAll(filepath.Join(dir, unfinishedDir))
}

// open opens the log that is being filled.
func (r *Restorer) open(ctx context.Context, tmp string) (*bus.Bus, error) {
	log, err := cli.NewLog("warn")
	if err != nil {
		return nil, err
	}
	where, err := Options{Cfg: r.cfg, Dir: tmp, Nats: r.cfg.Bus.URL, Log: log}.logOptions()
	if err != nil {
		return nil, err
	}
	where.Filling = true
	return bus.Open(ctx, where) // without traces: what is put back keeps the headers it had
}

func closeBus(ctx context.Context, b *bus.Bus) error {
	wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer stop()
	return b.Close(wait)
}

// FromBackup puts back what copyTo wrote. Where it was cut short, it goes on.
func (r *Restorer) FromBackup(ctx context.Context, file, tmp string) (err error) {
	seal, err := backup.Seal(file)
	if err != nil {
		return err
	}
	far, err := restoredIn(tmp, seal)
	if err != nil {
		return err
	}
	if err := far.dropBegun(tmp); err != nil {
		return err
	}
	b, err := r.open(ctx, tmp)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeBus(ctx, b)) }()
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	bar := cli.NewBar(info.Size(), "putting back", r.ErrOut, true)
	defer func() { _ = bar.Finish() }()
	p := unpacking{bus: b, tmp: tmp, Restorer: r, far: far}
	err = backup.Read(file, func(name string, size int64, body io.Reader) error {
		_ = bar.Add64(size)
		return p.take(ctx, name, body)
	})
	if ended := p.end(err); err == nil {
		err = ended
	}
	if err != nil {
		return err
	}
	if err := b.EnsureStreams(ctx, bus.Streams(r.cfg.Retention)); err != nil {
		return err
	}
	return obeyPurges(ctx, b)
}

// unpacking takes the parts of a backup in their order.
type unpacking struct {
	*Restorer
	bus    *bus.Bus
	tmp    string
	far    restored
	stream *io.PipeWriter // the copy under way; nil: none, or one that is passed over
	pasted chan error     // what became of it
	lose   bool           // query codes are left out
}

func (p *unpacking) take(ctx context.Context, name string, body io.Reader) error {
	switch {
	case name == aboutPart:
		var about aboutBackup
		if err := json.NewDecoder(body).Decode(&about); err != nil || about.Version != backupVersion {
			return fmt.Errorf("the backup has the form %d, this huiying reads %d: use the version that wrote it (%s)", about.Version, backupVersion, about.Revision)
		}
		var err error
		if p.lose, err = p.fits(about.CodeKey); err != nil {
			return err
		}
		p.since = about.Made // timers are copied before cases
	case p.lose && strings.HasPrefix(name, streamPart+streamOf(bucketCodes)+"/"):
		return p.end(nil)
	case name == columnsPart:
		return writeNew(filepath.Join(p.tmp, columns.File), body)
	case strings.HasPrefix(name, archivePart):
		return writeNew(filepath.Join(p.tmp, "archive", path.Base(name)), body)
	case strings.HasPrefix(name, streamPart) && path.Base(name) == snapshotPart:
		if err := p.end(nil); err != nil {
			return err
		}
		var s bus.Snapshot
		if err := json.NewDecoder(body).Decode(&s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return p.begin(ctx, s)
	case strings.HasPrefix(name, streamPart):
		if p.stream == nil {
			return nil
		}
		_, err := io.Copy(p.stream, body)
		return err
	default:
		return fmt.Errorf("the backup has a part %q that this huiying does not know: use the version that wrote it", opinion.Clip(name, 80))
	}
	return nil
}

// begin puts a stream back from now on, unless that is done.
func (p *unpacking) begin(ctx context.Context, s bus.Snapshot) error {
	if p.far.has(s.Stream) {
		return nil
	}
	mine, err := p.far.begin(s.Stream)
	if err == nil && mine {
		err = p.bus.Copies().Remove(ctx, s.Stream)
	}
	if err != nil {
		return err
	}
	out, in := io.Pipe()
	p.stream, p.pasted = in, make(chan error, 1)
	go func() {
		err := p.bus.Copies().Paste(ctx, s, out)
		_ = out.CloseWithError(err)
		p.pasted <- err
	}()
	return nil
}

// end makes the stream under way whole, or lets it go where reading the backup failed.
func (p *unpacking) end(failed error) error {
	if p.stream == nil {
		return nil
	}
	_ = p.stream.CloseWithError(failed)
	p.stream = nil
	if err := <-p.pasted; err != nil {
		return err
	}
	return p.far.whole()
}

func writeNew(name string, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Sync(), f.Close())
}

// obeyPurges erases what was purged while the backup was made: the fact is in it, and so may
// the text be. The archive obeys by itself.
func obeyPurges(ctx context.Context, b *bus.Bus) error {
	gone := map[string]bool{}
	_, err := b.Read(ctx, "PURGED", "", 1, func(m bus.Msg) error {
		if id, ok := purgedID(m.Data); ok {
			gone[id] = true
		}
		return nil
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	for _, stream := range []string{"MENTIONS", "FINDINGS", "DEAD", "AGAIN"} {
		var seqs []uint64
		_, err := b.Read(ctx, stream, "", 1, func(m bus.Msg) error {
			if gone[mentionOf(m)] {
				seqs = append(seqs, m.Seq)
			}
			return nil
		})
		for _, seq := range seqs {
			err = errors.Join(err, b.Erase(ctx, stream, seq))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mentionOf is the id of the mention that a message is or judges.
func mentionOf(m bus.Msg) string {
	var is struct{ ID string }
	_ = json.Unmarshal(m.Data, &is)
	return is.ID
}

// finish lets the server look at the published answers whose timer was not put back, and says
// what is there.
func (r *Restorer) finish(ctx context.Context, h *App) error {
	if judges := h.Step("analyze"); len(r.undone) > 0 { // they alone: all others have findings
		if err := h.bus.Again(ctx, judges.Name, judges.Stream, r.undone...); err != nil {
			return err
		}
	}
	for _, name := range r.begins {
		if err := h.bus.Done(ctx, h.Step(name)); err != nil {
			return err
		}
	}
	for f := (register.CaseQuery{States: []opinion.State{opinion.Answered}, Size: 200}); ; {
		page, err := h.register.Cases(ctx, f)
		if err != nil {
			return err
		}
		for _, c := range page.Items {
			if !casework.Waits(c.Case) || c.AnswerAt.Before(r.since) {
				continue
			}
			if err := h.bus.Schedule(ctx, casework.LookKey(c.ID), h.opt.Now(), nil); err != nil {
				return err
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	stats, err := h.register.Stats(ctx)
	if err != nil {
		return err
	}
	key := h.opt.accountsKey()
	if _, err := os.Stat(key); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(r.ErrOut, "not in a backup: %s, which unseals two-step verification. Copy it from where the server ran (0600, the server's account); without it, 'huiying user reset' lets people in again\n", key)
	}
	fmt.Fprintf(r.ErrOut, "restored: %d findings, %d cases; start the server with 'huiying serve --data %s'\n", stats.Findings, stats.Cases, h.opt.Dir)
	return nil
}

// fits refuses to restore codes without the key by which they were handed out, unless they are to be
// given up: lose says that they are. Then none is put back, so that a new key begins a book of its own.
func (r *Restorer) fits(mark string) (lose bool, err error) {
	if r.drill {
		return false, nil
	}
	file := codesKeyOf(r.cfg.Casework.CodeKeyFile, cmp.Or(r.At.Data, r.cfg.Data))
	is, err := keyMark(file)
	switch {
	case err != nil || mark == "" || is == mark:
		return false, err
	case r.LoseCodes:
		fmt.Fprintln(r.ErrOut, "query codes were left out: none that was handed out works any more")
		return true, nil
	}
	return false, fmt.Errorf("query codes were handed out under a key that is not in the backup, and %s is not that key: put the file back first, or say --lose-codes, and no code that was handed out works any more", file)
}
