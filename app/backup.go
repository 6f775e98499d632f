package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/app/columns"
	"huiying/bus"
	"huiying/internal/cli"
	"huiying/responders/backup"
)

// WriteBackup makes a backup under another name, checks it, and gives it its name.
func WriteBackup(ctx context.Context, at Address, to string, errOut *os.File) (err error) {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("%s exists already: choose another name, a backup never overwrites one", to)
	}
	part := to + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("cannot write the backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	bar := cli.NewBar(-1, "copying", errOut, true)
	err = copyApp(ctx, at, io.MultiWriter(f, bar))
	_ = bar.Finish()
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := CheckBackup(part, errOut); err != nil {
		return fmt.Errorf("the file that was just written is not what was sent (%w); is the disk sound?", err)
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	info, err := os.Stat(to)
	if err == nil {
		fmt.Fprintf(errOut, "%s: %d bytes, checked\n", to, info.Size())
		err = at.nameKey(errOut)
	}
	return err
}

// nameKey names the key of query codes, which must be kept elsewhere.
func (at Address) nameKey(errOut io.Writer) error {
	cfg, dir, err := at.open()
	if err != nil {
		return err
	}
	file := codesKeyOf(cfg.Casework.CodeKeyFile, dir)
	if mark, err := keyMark(file); err != nil || mark == "" {
		return err
	}
	fmt.Fprintf(errOut, "not in it: %s, the key of query codes; keep a copy of it elsewhere\n", file)
	return nil
}

// CheckBackup reads a backup whole, with a bar.
func CheckBackup(path string, errOut *os.File) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	bar := cli.NewBar(info.Size(), "checking", errOut, true)
	defer func() { _ = bar.Finish() }()
	return backup.Check(path, func(n int64) { _ = bar.Add64(n) })
}

// copyApp writes the copy itself, or lets the server that holds the directory do it.
func copyApp(ctx context.Context, at Address, w io.Writer) error {
	cfg, dir, err := at.open()
	if err != nil {
		return err
	}
	release, err := at.hold(cfg, dir)
	if errors.Is(err, ErrInUse) {
		r, err := FindRunning(dir)
		if err != nil {
			return err
		}
		return r.copyTo(ctx, w)
	}
	if err != nil {
		return err
	}
	defer release()
	return WithApp(ctx, cfg, dir, func(h *App) error { return h.copyTo(ctx, w) })
}

// copyTo asks the running server for the copy.
func (r running) copyTo(ctx context.Context, w io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url(backupPath), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+r.Key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the server that holds the data directory does not answer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		words, _ := io.ReadAll(io.LimitReader(res.Body, 4<<10))
		return fmt.Errorf("the server answers %s: %s", res.Status, strings.TrimSpace(string(words)))
	}
	if _, err := io.Copy(w, res.Body); err != nil {
		return fmt.Errorf("the server broke the copy off; its log says why: %w", err)
	}
	return nil
}

// backupPath is beside the console's own paths: no page and no token of the API leads there,
// only the key in the data directory.
const backupPath = "/maintenance/backup"

// withBackup lets whoever can read the data directory fetch its copy, and tell it its configuration.
func (a *App) withBackup(next http.Handler, key string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", next)
	kept := func(h http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+key)) != 1 {
				http.Error(w, "run the command as the account that owns the data directory", http.StatusForbidden)
				return
			}
			h(w, r)
		}
	}
	mux.HandleFunc("POST "+configPath, kept(house{a}.serveConfiguration))
	mux.HandleFunc("POST "+backupPath, kept(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		if err := a.copyTo(r.Context(), w); err != nil {
			a.opt.Log.Error("the backup was broken off", zap.Error(err))
			panic(http.ErrAbortHandler) // the reader must not take it for a whole one
		}
	}))
	return mux
}

// aboutBackup is the first part of a backup.
type aboutBackup struct {
	Version  int       `json:"version"`
	Made     time.Time `json:"made"`
	Revision string    `json:"revision"`
	Streams  []string  `json:"streams"`
	CodeKey  string    `json:"code_key,omitempty"` // mark of the key of query codes, which is not in it
}

const (
	backupVersion = 1
	aboutPart     = "huiying.json"
	archivePart   = "archive/"
	streamPart    = "streams/"
	snapshotPart  = "snapshot.json"
	columnsPart   = columns.File // what people said that columns mean; not in every backup
)

// copyTo writes a sealed copy of everything while it works.
//
// The archive comes first, so that it is never ahead of the streams. The streams come in the
// order in which a message travels: when a step had acknowledged one by the time its stream was
// copied, what it made of it is in the streams that are copied later. What it had not
// acknowledged it does again after a restore, which changes nothing the second time. No dead
// letter goes back meanwhile, for that is the one way against the stream; and what was purged
// meanwhile is in PURGED, the last, which 'restore' obeys.
func (a *App) copyTo(ctx context.Context, to io.Writer) error {
	defer a.bus.HoldReplays()()
	streams, err := copyOrder(ctx, a.bus, a.opt)
	if err != nil {
		return err
	}
	mark, err := handedUnder(ctx, a)
	if err != nil {
		return err
	}
	w := backup.NewWriter(to, a.opt.Now())
	if err := addJSON(w, aboutPart, aboutBackup{backupVersion, a.opt.Now().UTC(), Revision, streams,
		mark}); err != nil {
		return err
	}
	if err := addFile(w, columnsPart, filepath.Join(a.opt.Dir, columns.File)); err != nil {
		return err
	}
	err = a.archive.Copy(func(name string, size int64, r io.Reader) error { return w.Add(archivePart+name, size, r) })
	if err != nil {
		return err
	}
	for _, stream := range streams {
		n := 0
		err := a.bus.Copies().Copy(ctx, stream,
			func(s bus.Snapshot) error { return addJSON(w, streamPart+stream+"/"+snapshotPart, s) },
			func(p []byte) error {
				n++
				return w.Add(fmt.Sprintf("%s%s/%08d", streamPart, stream, n), int64(len(p)), bytes.NewReader(p))
			})
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// addFile adds a small file of the data directory, where it is there.
func addFile(w *backup.Writer, name, file string) error {
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.Add(name, int64(len(b)), bytes.NewReader(b))
}

func addJSON(w *backup.Writer, name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.Add(name, int64(len(b)), bytes.NewReader(b))
}

// copyOrder is the streams in the order of copyTo. A NATS server elsewhere may hold streams
// of others, which are left alone.
func copyOrder(ctx context.Context, log *bus.Bus, p Options) ([]string, error) {
	all, err := log.StreamNames(ctx)
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	for _, book := range copiedBuckets {
		ours[streamOf(book)] = true
	}
	for _, s := range bus.Streams(p.Cfg.Retention) {
		ours[s.Name] = true
	}
	order := []string{"AGAIN", "MENTIONS", "FINDINGS", "TIMERS", "CASES", "", "DEAD", "PURGED"}
	place := func(name string) int {
		if strings.HasPrefix(name, streamOf("")) { // how far sources were read: never further than the mentions
			return -1
		}
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return slices.Index(order, "")
	}
	all = slices.DeleteFunc(all, func(name string) bool { return p.Nats != "" && !ours[name] })
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a),
			place(b)), cmp.Compare(a, b))
	})
	return all, nil
}

// dataIn names what a data directory holds already.
func dataIn(dir string) (names []string) {
	for _, name := range append([]string{"log", "archive", columns.File}, projections...) {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			names = append(names, name)
		}
	}
	return names
}
