package main

import (
	"os"
	"path/filepath"
	"testing"

	"huiying/internal/testregion"
)

// regionConfig writes the configuration of the test region.
func regionConfig(t testing.TB) string {
	t.Helper()
	config := filepath.Join(t.TempDir(), "config")
	if err := testregion.Write(config); err != nil {
		t.Fatal(err)
	}
	return config
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}
