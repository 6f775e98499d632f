package integrity

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"huiying/bus"
	"huiying/internal/wholefile"
)

// Two small files below the data directory.
const (
	headsFile  = "heads.json"  // where each stream ended when it was last looked at
	damageFile = "damage.json" // streams that were found damaged, each with the first fault
)

// read fills v from a file; one that is not there or cannot be read says nothing.
func read(dir, name string, v any) {
	if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
		_ = json.Unmarshal(b, v)
	}
}

func write(dir, name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(dir, name), b) // an empty file would say that all is whole
}

// Noted are the streams that were found damaged and not repaired since.
func Noted(dir string) []string {
	var of map[string]string
	read(dir, damageFile, &of)
	return slices.Sorted(maps.Keys(of))
}

// Ends are the highest numbers that the streams are known to have had.
func Ends(dir string) map[string]uint64 {
	var heads map[string]bus.Head
	read(dir, headsFile, &heads)
	out := make(map[string]uint64, len(heads))
	for stream, h := range heads {
		out[stream] = h.Last
	}
	return out
}

// Forget lets what was noted go: the log was repaired.
func Forget(dir string) error {
	var all error
	for _, name := range []string{headsFile, damageFile} {
		if err := os.Remove(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}
