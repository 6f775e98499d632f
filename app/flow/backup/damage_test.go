package backup_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
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
	if errors.Is(err, bus.ErrDamaged) {
		return err.Error()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	return fmt.Sprint(app.Damaged(a))
}

// Whatever becomes of a stream's newest file, the next start names the stream and a number, and a
// repair brings back what the archive has, keeps the rest, and touches no other stream. The streams
// are those that the log has, so that a new one is among them.
func TestDamageOfEveryStreamIsNamedAndRepaired(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, 30)); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	workOn(t, h, 1)
	archiveSees(t, h.App)
	h.Stop()
	was := content(t, w.Data)
	archived := app.ArchiveOptions(w.Load(t), time.Now, nil).Streams
	passing := []string{"KV_SESSIONS", "KV_PRESENCE"}
	for _, stream := range slices.Sorted(maps.Keys(was)) {
		if len(was[stream]) == 0 || slices.Contains(passing, stream) {
			continue
		}
		for how, spoil := range map[string]func(block string, b []byte) error{
			"flip": func(block string, b []byte) error { b[len(b)/2] ^= 4; return os.WriteFile(block, b, 0o600) },
			"cut":  func(block string, b []byte) error { return os.WriteFile(block, b[:len(b)*2/3], 0o600) },
			"drop": func(block string, _ []byte) error { return os.RemoveAll(filepath.Dir(filepath.Dir(block))) },
		} {
			t.Run(stream+" "+how, func(t *testing.T) {
				other := w.Elsewhere(t)
				if err := os.CopyFS(other.Data, os.DirFS(w.Data)); err != nil {
					t.Fatal(err)
				}
				blocks, err := filepath.Glob(filepath.Join(bus.StreamDir(filepath.Join(other.Data, "log"), stream), "msgs", "*.blk"))
				if err != nil || len(blocks) == 0 {
					t.Fatal(blocks, err)
				}
				block := blocks[len(blocks)-1]
				b, err := os.ReadFile(block)
				if err == nil {
					err = spoil(block, b)
				}
				if err != nil {
					t.Fatal(err)
				}
				words := opens(t, other)
				if !strings.Contains(words, stream+" ") || !strings.Contains(words, "restore --repair") {
					t.Fatalf("the start says %q", words)
				}
				said, err := os.Create(filepath.Join(t.TempDir(), "said"))
				if err != nil {
					t.Fatal(err)
				}
				defer said.Close()
				r := app.Restorer{At: app.Address{Data: other.Data, Config: other.Config}, ErrOut: said, Now: time.Now}
				if err := r.Repair(t.Context(), "", nil); err != nil {
					t.Fatal(err)
				}
				if words := opens(t, other); words != "map[]" {
					t.Errorf("after the repair the start says %q", words)
				}
				is := content(t, other.Data)
				for s := range was {
					if s == stream && !slices.Contains(archived, s) || slices.Contains(passing, s) {
						continue
					}
					if !maps.Equal(was[s], is[s]) {
						t.Errorf("%s has %d messages, had %d", s, len(is[s]), len(was[s]))
					}
				}
				for seq, m := range is[stream] {
					if stream == "TIMERS" { // where the newest of a timer is lost, the one before it rings
						break
					}
					if was[stream][seq] != m {
						t.Errorf("%s %d is %q, was %q", stream, seq, m, was[stream][seq])
					}
				}
			})
		}
	}
}

// Register and index whose files were spoilt are built again by themselves, and find what they found.
func TestDamagedProjectionsAreBuiltAgain(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, 30)); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	want := len(apptest.Hits(t, h.App, index.Query{}))
	h.Stop()
	files, err := filepath.Glob(filepath.Join(w.Data, "index", "*", "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range append(files, filepath.Join(w.Data, "register.db")) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := 7; at < len(b); at += len(b)/40 + 1 {
			b[at] ^= 0xff
		}
		flowtest.Write(t, name, string(b))
	}
	h = apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	h.Settled()
	apptest.CaughtUp(t, h.App)
	flowtest.Until(t, "all is found again", func() bool {
		page, err := h.Search(t.Context(), index.Query{})
		return err == nil && page.Total == want
	})
	apptest.CasesAreWhole(t, h.App)
}
