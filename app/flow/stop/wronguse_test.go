package stop_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"huiying/internal/flowtest"
)

// What is wrong with a command line ends with 2, before anything is touched.
func TestWrongUseEndsWithTwo(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	refused := []string{"serve", "--config", w.Config, "--data", w.Data, "--listen", "0.0.0.0:8080"}
	if c := flowtest.Run(t, refused...); c.Code != flowtest.Usage ||
		!strings.Contains(c.Err.String(), "127.0.0.1") ||
		!strings.Contains(c.Err.String(), "https") {
		t.Errorf("an address that others reach: ended with %d, want 2 and words that help\n%s", c.Code, c.Said())
	}
	for _, args := range [][]string{
		{"serve", "--config", w.Config, "--data", w.Data, "--listen", "192.0.2.1:8080"},
		{"serve", "--config", w.Config, "--data", w.Data, "--listen", ":8080"},
		{"serve", "--config", w.Config, "--data", w.Data, "--roles", "censor"},
		{"import", "x.jsonl", "--config", w.Config, "--data", w.Data},
		{"import", "x.jsonl", "--config", w.Config, "--data", w.Data, "--source", "nobody"},
		{"purge", "--data", w.Data},
		{"brief", "--date", "today", "--out", "x.html"},
		{"dead", "bury"},
		{"audit"},
		{"delete-posts"},
		{"serve", "--no-such-flag"},
	} {
		if code := flowtest.Run(t, args...).Code; code != flowtest.Usage {
			t.Errorf("%v ended with %d, want 2", args, code)
		}
	}
	if _, err := os.Stat(w.Data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data directory was made: %v", err)
	}
}
