package keyfile

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestAllWhoOpenAtOnceGetOneWholeKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	const n = 16
	keys, errs := make([][]byte, n), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { keys[i], errs[i] = Open(file) })
	}
	all.Wait()
	for i := range n {
		if errs[i] != nil || len(keys[i]) < Least || !bytes.Equal(keys[i], keys[0]) {
			t.Errorf("%d: %q, %v, want %q", i, keys[i], errs[i], keys[0])
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".key-*")); len(left) > 0 {
		t.Errorf("parts are left: %v", left)
	}
}

func TestAShortKeyIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if key, err := Open(file); err == nil {
		t.Errorf("%q is taken", key)
	}
}
