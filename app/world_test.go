package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.uber.org/zap"

	"huiying/configs"
	"huiying/index"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// world is a configuration and a data directory of one test.
type world struct{ config, data string }

// newWorld writes the configuration of the test region. more is added to huiying.yaml below the
// sections it has; sources are lines of sources.yaml beside "mailbox", a board.
func newWorld(t testing.TB, more string, sources ...string) world {
	t.Helper()
	dir := t.TempDir()
	w := world{config: filepath.Join(dir, "config"), data: filepath.Join(dir, "data")}
	if err := testregion.Write(w.config); err != nil {
		t.Fatal(err)
	}
	laterYears(t, w.config)
	for name, text := range map[string]string{"huiying.yaml": more, "sources.yaml": strings.Join(sources, "\n")} {
		f, err := os.OpenFile(filepath.Join(w.config, name), os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString(text + "\n")
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// laterYears gives a configuration the holidays of the years behind those that the program carries:
// a test must not fail in the December in which nobody has put in the next year's yet.
func laterYears(t testing.TB, dir string) {
	t.Helper()
	var days strings.Builder
	for y := 2027; y < 2127; y++ {
		fmt.Fprintf(&days, "%d-01-01,holiday,元旦\n", y)
	}
	write(t, filepath.Join(dir, "later.csv"), days.String())
	b, err := fs.ReadFile(configs.Shipped(), "clocks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(b), "holidays: []") != 1 {
		t.Fatal("clocks.yaml names holiday files already: name the test's beside them")
	}
	write(t, filepath.Join(dir, "clocks.yaml"), strings.Replace(string(b), "holidays: []", "holidays: [later.csv]", 1))
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func (w world) load(t testing.TB) *configs.Config {
	t.Helper()
	cfg, err := configs.Load(w.config)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// imports are the arguments of an import into the world.
func (w world) imports(file string, more ...string) []string {
	return append([]string{"import", file, "--source", "mailbox", "--config", w.config, "--data", w.data}, more...)
}

// noLeaks fails a test that leaves a goroutine behind. Call it first.
func noLeaks(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		goleak.VerifyNone(t, before,
			goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker")) // a pool for the whole process
	})
}

// house opens the world in this process and lets it work with the given roles until the end
// of the test, or until shut is called.
func (w world) house(t testing.TB, cfg *configs.Config, roles ...Role) (h *App, shut func()) {
	t.Helper()
	return w.houseWith(t, Options{Cfg: cfg, Roles: roles, Log: zap.NewNop()}, nil)
}

func (w world) houseWith(t testing.TB, p Options, before func(*App)) (h *App, shut func()) {
	t.Helper()
	release, err := Hold(w.data)
	if err != nil {
		t.Fatal(err)
	}
	p.Dir, p.Now = w.data, time.Now
	h, err = open(t.Context(), p)
	if err != nil {
		release()
		t.Fatal(err)
	}
	if before != nil {
		before(h)
	}
	work, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Run(work) }()
	closed := false
	shut = func() {
		if closed {
			return
		}
		closed = true
		stop()
		if err := errors.Join(<-done, h.Close()); err != nil {
			t.Errorf("the house did not end well: %v", err)
		}
		release()
	}
	t.Cleanup(shut)
	return h, shut
}

// settle waits until everything on the log has been handled by every step.
func settle(t testing.TB, h *App) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	defer stop()
	if err := h.Drain(ctx, io.Discard); err != nil {
		t.Fatal(err)
	}
}

// caughtUp waits until the register has seen the log.
func caughtUp(t testing.TB, h *App) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if err := h.CaughtUp(ctx); err != nil {
		t.Fatal(err)
	}
}

// hits walks every page of a question.
func hits(t *testing.T, h *App, q index.Query) []opinion.Finding {
	t.Helper()
	var out []opinion.Finding
	for q.Size = index.MaxSize; ; {
		page, err := h.index.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Hits...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return out
		}
	}
}

// record is a line of an import.
type record struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	At    string `json:"published_at,omitempty"`
	URL   string `json:"url,omitempty"`
}

// told makes n records of invented texts.
func told(seed uint64, n int) []record {
	out := make([]record, n)
	for i, s := range testregion.Texts(seed, n) {
		out[i] = record{ID: fmt.Sprintf("n%d", i), Title: s.Title, Text: s.Text, At: s.At.Format(time.RFC3339)}
	}
	return out
}

func jsonl(records []record) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, r := range records {
		if err := enc.Encode(r); err != nil {
			panic(err)
		}
	}
	return b.String()
}

// receipts are the ids that an import has acknowledged, each once.
func receipts(t *testing.T, file string) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		var r struct{ ID string }
		if json.Unmarshal([]byte(line), &r) == nil && len(r.ID) == 32 { // the last line may be cut
			out[r.ID] = true
		}
	}
	return out
}

// tallied is what an import with --json says became of its records.
type tallied struct{ Records, Added, Known, Faults int }
