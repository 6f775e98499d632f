package flowtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/configs"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// World is a configuration and a data directory of one test.
type World struct{ Config, Data string }

// NewWorld writes the configuration of the test region. more is added to huiying.yaml below the
// sections it has; sources are lines of sources.yaml beside "mailbox", a board.
func NewWorld(t testing.TB, more string, sources ...string) World {
	t.Helper()
	dir := t.TempDir()
	w := World{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	if err := testregion.Write(w.Config); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"huiying.yaml": more, "sources.yaml": strings.Join(sources, "\n")} {
		f, err := os.OpenFile(filepath.Join(w.Config, name), os.O_APPEND|os.O_WRONLY, 0)
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

// Write writes a file and returns its name.
func Write(t testing.TB, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// Load reads the configuration.
func (w World) Load(t testing.TB) *configs.Config {
	t.Helper()
	cfg, err := configs.Load(w.Config)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// Args are the arguments of a command on this world.
func (w World) Args(more ...string) []string {
	return append(more, "--config", w.Config, "--data", w.Data)
}

// Elsewhere is the same configuration beside a new data directory.
func (w World) Elsewhere(t testing.TB) World {
	return World{Config: w.Config, Data: filepath.Join(t.TempDir(), "data")}
}

// Imports are the arguments of an import into the world.
func (w World) Imports(file string, more ...string) []string {
	return append([]string{"import", file, "--source", "mailbox", "--config", w.Config, "--data", w.Data}, more...)
}

// Relax lets a world collect from loopback, quickly.
func (w World) Relax(t testing.TB) {
	t.Helper()
	name := filepath.Join(w.Config, "huiying.yaml")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	Write(t, name, strings.Replace(string(b), "collect:\n", "collect:\n  allow_private: true\n  pace: 1s\n", 1))
}

// NoLeaks fails a test that leaves a goroutine behind. Call it first.
func NoLeaks(t testing.TB) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		goleak.VerifyNone(t, before,
			goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker")) // a pool for the whole process
	})
}

// Record is a line of an import.
type Record struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	At    string `json:"published_at,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Told makes n records of invented texts.
func Told(seed uint64, n int) []Record {
	out := make([]Record, n)
	for i, s := range testregion.Texts(seed, n) {
		out[i] = Record{ID: fmt.Sprintf("n%d", i), Title: s.Title, Text: s.Text, At: s.At.Format(time.RFC3339)}
	}
	return out
}

// JSONL are records as lines of a file.
func JSONL(records []Record) string {
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

// Receipts are the ids that an import has acknowledged, each once.
func Receipts(t testing.TB, file string) map[string]bool {
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

// Tally is what an import with --json says became of its records.
type Tally struct{ Records, Added, Known, Faults int }

// Mentions are invented texts as mentions.
func Mentions(t testing.TB, seed uint64, n int) []opinion.Mention {
	t.Helper()
	var out []opinion.Mention
	for _, r := range Told(seed, n) {
		at, err := time.Parse(time.RFC3339, r.At)
		if err != nil {
			t.Fatal(err)
		}
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
			Ref: fmt.Sprint(seed, r.ID), Title: r.Title, Text: r.Text, PublishedAt: at,
			CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// Object is a JSON object of names and values by turns.
func Object(pairs ...any) string {
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(b)
}
