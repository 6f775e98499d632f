package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A configuration with gaps is filled, after a look that changes nothing; what was written stays.
func TestInitFillsGaps(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	if _, _, err := runCommand("init", dir, "--division", "450305", "--contact", "office@example.org"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "units.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var kept [][]byte
	for line := range bytes.Lines(text) {
		if !bytes.Contains(line, []byte("id: health-450305,")) && !bytes.Contains(line, []byte("id: finance-450305,")) {
			kept = append(kept, line)
		}
	}
	gaps := bytes.Join(kept, nil)
	if err := os.WriteFile(path, gaps, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if out, _, err := runCommand("check", "--config", dir); err == nil || !strings.Contains(out, "--fill") {
		t.Errorf("the check does not say how to mend it: %v, %q", err, out)
	}
	out, _, err := runCommand("init", dir, "--fill", "--dry-run")
	if err != nil || !strings.Contains(out, "health-450305") || !strings.Contains(out, "finance-450305") {
		t.Errorf("a look: %v, %q", err, out)
	}
	if is, err := os.ReadFile(path); err != nil || !bytes.Equal(is, gaps) {
		t.Errorf("a look changed the file: %v", err)
	}
	if out, _, err := runCommand("init", dir, "--fill"); err != nil || !strings.Contains(out, "卫生健康局") {
		t.Errorf("fill: %v, %q", err, out)
	}
	if is, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(is, gaps) {
		t.Errorf("what was there was changed: %v", err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o640 {
		t.Errorf("rights: %v, %v", st.Mode(), err)
	}
	if out, _, err := runCommand("check", "--config", dir); err != nil {
		t.Errorf("check after it: %v, %q", err, out)
	}
	if out, _, err := runCommand("init", dir, "--fill", "--lang", "en"); err != nil || !strings.Contains(out, "Every topic has a unit") {
		t.Errorf("again: %v, %q", err, out)
	}
}

// What filling does not mend is said first, and nothing is changed.
func TestInitFillsNothingThatIsBroken(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "huiying.yaml"),
		[]byte("region: \"450305\"\ncolour: red\ncollect: {contact: \"mailto:a@example.org\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := runCommand("init", dir, "--fill")
	if err == nil || !strings.Contains(out, "colour") {
		t.Errorf("%v, %q", err, out)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("%v, %v", names, err)
	}
}
