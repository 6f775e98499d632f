package wholefile_test

import (
	"os"
	"path/filepath"
	"testing"

	"huiying/internal/wholefile"
)

// What is written replaces what was there, and leaves nothing beside it.
func TestAFileIsReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "note.json")
	for _, want := range []string{`{"longer":"than the next"}`, `{}`} {
		if err := wholefile.Write(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("%v, %v", names, err)
	}
}

// Where it cannot be written, what was there stays.
func TestWhatCannotBeWrittenChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "note.json")
	if err := wholefile.Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".new", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := wholefile.Write(path, []byte("new")); err == nil {
		t.Error("a directory in its place was no error")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("%q, %v", got, err)
	}
}
