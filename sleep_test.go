package root

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// A fixed time is too short on a slow machine and too long on a quick one: a test waits for the
// event, or asks again until it is so (internal/waittest).
func TestNoTestWaitsByAFixedTime(t *testing.T) {
	forbidden := []byte("time." + "Sleep(")
	if err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			if err == nil && d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, forbidden) {
			t.Errorf("%s waits by a fixed time", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
