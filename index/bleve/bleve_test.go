package bleve

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"huiying/index"
	"huiying/index/indextest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func open(t *testing.T, dir string) *Index {
	t.Helper()
	x, err := Open(dir, indextest.Cut)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSuite(t *testing.T) {
	indextest.Run(t, func(t *testing.T) index.Index {
		x := open(t, t.TempDir())
		t.Cleanup(func() {
			if err := x.Close(); err != nil {
				t.Error(err)
			}
		})
		return x
	})
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	indextest.Reopens(t, open(t, dir), func(t *testing.T, x index.Index) index.Index {
		if err := x.(*Index).Close(); err != nil {
			t.Fatal(err)
		}
		y := open(t, dir)
		t.Cleanup(func() { _ = y.Close() })
		return y
	})
}

func TestOpenFailsInWords(t *testing.T) {
	t.Run("locked", func(t *testing.T) {
		dir := t.TempDir()
		x := open(t, dir)
		defer x.Close()
		_, err := Open(dir, nil)
		if !errors.Is(err, index.ErrLocked) || !strings.Contains(err.Error(), dir) {
			t.Error(err)
		}
	})
	t.Run("damaged", func(t *testing.T) {
		for _, file := range []string{"findings-202603/index_meta.json", "findings-202603/store/root.bolt", "layout"} {
			dir := t.TempDir()
			x := open(t, dir)
			put(t, x, doc("a", 1, march))
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, file), []byte("not an index at all"), 0o600); err != nil {
				t.Fatal(err)
			}
			x, err := Open(dir, nil)
			if err == nil {
				x.Close()
			}
			if !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "reindex") {
				t.Errorf("%s: %v", file, err)
			}
		}
	})
	t.Run("a file in its place", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(dir, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, nil); err == nil {
			t.Error("a file is no directory")
		}
	})
	t.Run("a start cut short", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "findings-202603"), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := open(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("another layout", func(t *testing.T) {
		dir := t.TempDir()
		x := open(t, dir)
		name := []byte("layout")
		if err := x.note.Update(func(tx *bbolt.Tx) error { return tx.Bucket(name).Put(name, []byte("0")) }); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, nil); !errors.Is(err, index.ErrDamaged) {
			t.Error(err)
		}
	})
	t.Run("all of time in one", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "findings", "store"), 0o750); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, nil); !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "reindex") {
			t.Error(err)
		}
	})
}
