package damage_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minio/highwayhash"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/register"
	"huiying/register/sqlite"
)

// content is every message of every stream of a log.
func content(t *testing.T, dir string) map[string]map[uint64]string {
	t.Helper()
	b, err := bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "log")})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close(context.WithoutCancel(t.Context()))
	names, err := b.StreamNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[uint64]string{}
	for _, stream := range names {
		out[stream] = map[uint64]string{}
		_, err := b.Read(t.Context(), stream, "", 1, func(m bus.Msg) error {
			out[stream][m.Seq] = fmt.Sprint(m.Subject, m.Time.UnixNano(), m.Header, string(m.Data))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// opens says what is damaged, by opening a data directory as a server does.
func opens(t *testing.T, w flowtest.World) string {
	t.Helper()
	a, err := app.New(t.Context(), w.Load(t), app.Options{Dir: w.Data})
	if d := (&bus.DamagedError{}); errors.As(err, &d) {
		return fmt.Sprint(d.Faults, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	return fmt.Sprint(app.Integrity(a).Found())
}

// Damage is named and repaired, and what is built from the log is built again: each upon a copy of one
// house that has something in each of its streams.
func TestDamage(t *testing.T) {
	flowtest.NoLeaks(t)
	w, h := apptest.Judged(t, 30)
	apptest.WorkOn(t, h, 1)
	apptest.ArchiveSees(t, h.App)
	hits := len(apptest.Hits(t, h.App, index.Query{}))
	h.Stop()
	withAccounts(t, w)
	was := content(t, w.Data)
	t.Run("of every stream is named at the start and repaired", func(t *testing.T) { ofEveryStream(t, w, was) })
	t.Run("below a running house is named and repaired", func(t *testing.T) { whileItRuns(t, copyOf(t, w), was) })
	for _, from := range []int{7, 23, 61} {
		t.Run(fmt.Sprint("of projections is built over, from byte ", from), func(t *testing.T) {
			ofProjections(t, copyOf(t, w), from, hits)
		})
	}
	for _, month := range []bool{true, false} {
		t.Run(fmt.Sprint("of projections that are gone is built over, a month alone: ", month), func(t *testing.T) {
			ofLostFiles(t, copyOf(t, w), month, hits)
		})
	}
	t.Run("of a bucket is put back from a backup", func(t *testing.T) { ofOneBucket(t, copyOf(t, w)) })
	t.Run("of the register below a running house is built over", func(t *testing.T) { ofValues(t, copyOf(t, w)) })
}

func copyOf(t *testing.T, w flowtest.World) flowtest.World {
	t.Helper()
	other := w.Elsewhere(t)
	if err := os.CopyFS(other.Data, os.DirFS(w.Data)); err != nil {
		t.Fatal(err)
	}
	return other
}

// repair makes a stopped house whole.
func repair(t *testing.T, w flowtest.World) {
	t.Helper()
	said, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	r := app.Restorer{At: app.Address{Data: w.Data, Config: w.Config}, ErrOut: said, Now: time.Now}
	if err := r.Repair(t.Context(), "", "", nil); err != nil {
		t.Fatal(err)
	}
	if words := opens(t, w); words != "map[]" {
		t.Errorf("after the repair the start says %q", words)
	}
}

// ways are what can become of a stream's newest file.
var ways = map[string]func(block string, b []byte) error{
	"flip": func(block string, b []byte) error { b[len(b)/2] ^= 4; return os.WriteFile(block, b, 0o600) },
	"cut":  func(block string, b []byte) error { return os.WriteFile(block, b[:len(b)*2/3], 0o600) },
	"drop": func(block string, _ []byte) error { return os.RemoveAll(filepath.Dir(filepath.Dir(block))) },
}

func spoil(t *testing.T, w flowtest.World, stream string, how func(block string, b []byte) error) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(bus.StreamDir(filepath.Join(w.Data, "log"), stream), "msgs", "*.blk"))
	if err != nil || len(blocks) == 0 {
		t.Fatal(blocks, err)
	}
	block := blocks[len(blocks)-1]
	b, err := os.ReadFile(block)
	if err == nil {
		err = how(block, b)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever becomes of the streams' newest files, of one or of all of them, the next start names each and
// a number, and a repair brings back what the archive has, keeps the rest, and touches no other stream.
// The streams are those that the log has, so that a new one is among them.
func ofEveryStream(t *testing.T, w flowtest.World, was map[string]map[uint64]string) {
	archived := app.ArchiveOptions(w.Load(t), time.Now, nil).Streams
	passing := []string{"KV_SESSIONS", "KV_PRESENCE"}
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(was)), func(s string) bool {
		return len(was[s]) == 0 || slices.Contains(passing, s)
	})
	for how, do := range ways {
		for name, streams := range map[string][]string{"all": all, "one": {"CASES"}} {
			t.Run(how+" "+name, func(t *testing.T) {
				other := copyOf(t, w)
				for _, stream := range streams {
					spoil(t, other, stream, do)
				}
				words := opens(t, other)
				for _, stream := range streams {
					if !strings.Contains(words, stream+" ") {
						t.Errorf("the start does not name %s: %s", stream, words)
					}
				}
				if !strings.Contains(words, "restore --repair") {
					t.Errorf("the start says %q", words)
				}
				repair(t, other)
				is := content(t, other.Data)
				for s := range was {
					if slices.Contains(passing, s) {
						continue
					}
					if s == "TIMERS" { // they ring while the log is open; where the newest is lost, the one before rings
						continue
					}
					whole := slices.Contains(archived, s) || !slices.Contains(streams, s)
					if whole && !maps.Equal(was[s], is[s]) {
						t.Errorf("%s has %d messages, had %d", s, len(is[s]), len(was[s]))
					}
					for seq, m := range is[s] {
						if was[s][seq] != m {
							t.Errorf("%s %d is %q, was %q", s, seq, m, was[s][seq])
						}
					}
				}
			})
		}
	}
}

// forge changes a bit of a stored message and the sum beside it, so that the message can be read and only
// the archive's chain knows that it was another.
func forge(t *testing.T, dir, stream string, seq uint64) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(bus.StreamDir(filepath.Join(dir, "log"), stream), "msgs", "*.blk"))
	if err != nil || len(blocks) != 1 {
		t.Fatal(blocks, err)
	}
	b, err := os.ReadFile(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s-%s", stream, strings.TrimSuffix(filepath.Base(blocks[0]), ".blk")))
	sum, err := highwayhash.New64(key[:])
	if err != nil {
		t.Fatal(err)
	}
	for rest := b; ; { // length, number, time, length of the subject, subject, length of the headers, …, sum
		size := binary.LittleEndian.Uint32(rest)
		rec := rest[:size&^(1<<31)]
		if rest = rest[len(rec):]; binary.LittleEndian.Uint64(rec[4:]) != seq {
			continue
		}
		body, subject := rec[22:len(rec)-8], int(binary.LittleEndian.Uint16(rec[20:]))
		body[len(body)-10] ^= 1
		for _, part := range [][]byte{rec[4:20], body[:subject], body[subject+4*int(size>>31):]} {
			sum.Write(part)
		}
		copy(rec[len(rec)-8:], sum.Sum(nil))
		break
	}
	flowtest.Write(t, blocks[0], string(b))
}

// A house that runs names what its start could not see. That stream takes nothing more while others go
// on; after a repair all is as it was, and what came in meanwhile is judged.
func whileItRuns(t *testing.T, w flowtest.World, was map[string]map[uint64]string) {
	forge(t, w.Data, "FINDINGS", 3)
	h := apptest.Open(t, w, w.Load(t), app.RoleRespond)
	ask := func(path string) (int, string) {
		res := httptest.NewRecorder()
		h.Observed().ServeHTTP(res, httptest.NewRequest(http.MethodGet, path, nil))
		return res.Code, res.Body.String()
	}
	flowtest.Until(t, "it is ready", func() bool { code, _ := ask("/readyz"); return code == http.StatusOK })
	atOnce := func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	if err := app.Integrity(h.App).Round(t.Context(), atOnce); err != nil {
		t.Fatal(err)
	}
	place := "FINDINGS 3: the log and the archive hold different content"
	if code, words := ask("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(words, place) ||
		!strings.Contains(words, "restore --repair") || strings.Contains(words, "CASES") {
		t.Errorf("/readyz: %d %s", code, words)
	}
	if _, words := ask("/metrics"); !strings.Contains(words, "\nhuiying_damaged 1\n") {
		t.Error("huiying_damaged is not 1")
	}
	if _, err := h.Bus().Publish(t.Context(), bus.Message{Subject: "finding.110000",
		Data: []byte("{}")}); !errors.Is(err, bus.ErrDamaged) ||
		!strings.Contains(err.Error(), place) {
		t.Errorf("a write to it: %v", err)
	}
	h.Publish(flowtest.Mentions(t, 2, 1)...)
	h.Stop()
	if words := opens(t, w); !strings.Contains(words, place) {
		t.Errorf("the next start says %q", words)
	}
	repair(t, w)
	is := content(t, w.Data)
	for _, stream := range app.ArchiveOptions(w.Load(t), time.Now, nil).Streams {
		for seq, m := range was[stream] {
			if is[stream][seq] != m {
				t.Errorf("%s %d is %q, was %q", stream, seq, is[stream][seq], m)
			}
		}
	}
	if n := len(is["MENTIONS"]) - len(was["MENTIONS"]); n != 1 {
		t.Errorf("%d mentions came in meanwhile, want 1", n)
	}
	h = apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	flowtest.Until(t, "what came in meanwhile is judged", func() bool {
		n, err := h.Bus().Count(t.Context(), "FINDINGS")
		return err == nil && int(n) == len(was["FINDINGS"])+1
	})
	h.Stop()
}

// A house that runs goes on where values of its register cannot be read any more: it is built again beside
// the work, and whoever asks meanwhile is told so.
func ofValues(t *testing.T, w flowtest.World) {
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	h.Settled()
	db, err := sqlite.Raw(filepath.Join(w.Data, "register.db"))
	if err == nil {
		_, err = db.Exec(`UPDATE cases SET json = substr(json, 1, 40)`)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Register().Cases(t.Context(), register.CaseQuery{}); !errors.Is(err, register.ErrDamaged) {
		t.Errorf("a list of cases that cannot be read: %v", err)
	}
	h.Hear(flowtest.Mentions(t, 2, 1)...)
	apptest.CasesAreWhole(t, h.App)
	if page, err := h.Register().Cases(t.Context(), register.CaseQuery{}); err != nil || page.Total == 0 {
		t.Errorf("%d cases, %v", page.Total, err)
	}
	h.Stop()
}

// Register and index whose files were spoilt, in every fortieth part of them, are built again by themselves
// while the house runs, and find what they found.
func ofProjections(t *testing.T, w flowtest.World, from, want int) {
	files, err := filepath.Glob(filepath.Join(w.Data, "index", "*", "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range append(files, filepath.Join(w.Data, "register.db")) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := from; at < len(b); at += len(b)/40 + 1 {
			b[at] ^= 0xff
		}
		flowtest.Write(t, name, string(b))
	}
	foundAgain(t, w, want)
}

// ofLostFiles is a house whose index lost its directory, or a month of it, and whose register is gone.
func ofLostFiles(t *testing.T, w flowtest.World, month bool, want int) {
	lost := []string{filepath.Join(w.Data, "index")}
	if month {
		var err error
		if lost, err = filepath.Glob(filepath.Join(w.Data, "index", "findings-*")); err != nil || len(lost) == 0 {
			t.Fatal(lost, err)
		}
	}
	for _, name := range append(lost, filepath.Join(w.Data, "register.db")) {
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	foundAgain(t, w, want)
}

// ofOneBucket is a house that lost its accounts and has a backup: they come back from there, and all else
// stays as it is. What has a better way back is refused.
func ofOneBucket(t *testing.T, w flowtest.World) {
	run := func(code int, says string, args ...string) string {
		t.Helper()
		p := flowtest.Run(t, w.Args(args...)...)
		if p.Code != code || !strings.Contains(p.Said(), says) {
			t.Fatalf("%v: %d, want %d and %q: %s", args, p.Code, code, says, p.Said())
		}
		return p.Said()
	}
	file := filepath.Join(t.TempDir(), "house.backup")
	run(0, "", "backup", "--to", file)
	run(0, "", "user", "add", "sun", "--role", "monitor")
	was := content(t, w.Data)
	spoil(t, w, "KV_ACCOUNTS", ways["drop"])
	run(1, "is no bucket", "restore", "--repair", "--stream", "CASES", file)
	run(1, "has no KV_NOTHING", "restore", "--repair", "--stream", "KV_NOTHING", file)
	run(0, "KV_ACCOUNTS: put back as house.backup has it", "restore", "--repair", "--stream", "KV_ACCOUNTS", file)
	list := run(0, "wang", "user", "list")
	if !strings.Contains(list, "li") || strings.Contains(list, "sun") {
		t.Errorf("accounts: %s", list)
	}
	is := content(t, w.Data)
	for _, stream := range []string{"CASES", "FINDINGS", "MENTIONS", "AUDIT"} {
		if !maps.Equal(is[stream], was[stream]) {
			t.Errorf("%s is another", stream)
		}
	}
	if words := opens(t, w); words != "map[]" {
		t.Errorf("the start says %q", words)
	}
}

func foundAgain(t *testing.T, w flowtest.World, want int) {
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	h.Settled()
	apptest.CaughtUp(t, h.App)
	flowtest.Until(t, "all is found again", func() bool {
		page, err := h.Search(t.Context(), index.Query{})
		return err == nil && page.Total == want
	})
	apptest.CasesAreWhole(t, h.App)
	h.Stop()
}
