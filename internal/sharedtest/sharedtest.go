// Package sharedtest finds, for tests, the data that is not part of the project: texts that
// real people wrote in public, which no file of the project may hold. They lie in the folder
// that HUIYING_SHARED names, or in ../shared beside the module; a test that asks for what is
// not there is skipped.
package sharedtest

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Root is the module's folder.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

// File is the path of shared data, below its folder "data".
func File(t testing.TB, name string) string {
	t.Helper()
	base := os.Getenv("HUIYING_SHARED")
	if base == "" {
		base = filepath.Join(Root(t), "..", "shared")
	}
	path := filepath.Join(base, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("shared data absent: " + name)
	}
	return path
}

// Lines reads shared data of one JSON object a line.
func Lines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s:%d is no JSON of its kind", name, n) // the line is somebody's words
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
