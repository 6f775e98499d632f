package app

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// What is wrong with a command line ends with 2, before anything is touched.
func TestWrongUseEndsWithTwo(t *testing.T) {
	w := newWorld(t, "")
	refused := []string{"serve", "--config", w.config, "--data", w.data, "--listen", "0.0.0.0:8080"}
	if c := huiying(t, refused...); c.code != exitUsage || !strings.Contains(c.err.String(), "127.0.0.1") || !strings.Contains(c.err.String(), "https") {
		t.Errorf("an address that others reach: ended with %d, want 2 and words that help\n%s", c.code, c.said())
	}
	for _, args := range [][]string{
		{"serve", "--config", w.config, "--data", w.data, "--listen", "192.0.2.1:8080"},
		{"serve", "--config", w.config, "--data", w.data, "--listen", ":8080"},
		{"serve", "--config", w.config, "--data", w.data, "--roles", "censor"},
		{"import", "x.jsonl", "--config", w.config, "--data", w.data},
		{"import", "x.jsonl", "--config", w.config, "--data", w.data, "--source", "nobody"},
		{"purge", "--data", w.data},
		{"brief", "--date", "today", "--out", "x.html"},
		{"dead", "bury"},
		{"audit"},
		{"delete-posts"},
		{"serve", "--no-such-flag"},
	} {
		if code := huiying(t, args...).code; code != exitUsage {
			t.Errorf("%v ended with %d, want 2", args, code)
		}
	}
	if _, err := os.Stat(w.data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data directory was made: %v", err)
	}
}
