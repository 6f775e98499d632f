package bleve

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/index"
)

// aged is an index of several segments, in which findings were changed and taken out, and what it finds.
func aged(t *testing.T, dir string) string {
	t.Helper()
	x := open(t, dir)
	for i := range 40 {
		put(t, x, doc(fmt.Sprint("a", i), 1, march), doc(fmt.Sprint("b", i%7), uint64(i+1), march.AddDate(0, 1, 0)))
	}
	if err := x.Delete(t.Context(), "a3", "a17", "b2"); err != nil {
		t.Fatal(err)
	}
	want := found(t, x)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return want
}

// Whatever bit of an index is another than it was written: it is refused when it is opened, or it finds
// what it found before.
func TestATurnedBitIsDamageOrNothing(t *testing.T) {
	dir := t.TempDir()
	want := aged(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "findings-*", "store", "*"))
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	r, refused := rand.New(rand.NewPCG(19, 5)), map[string]int{}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bits := map[string]int{".zap": 50, ".bolt": 300}[filepath.Ext(file)]
		for range bits {
			harmed := append([]byte(nil), whole...)
			place, bit := r.IntN(len(harmed)), r.IntN(8)
			for harmed[place] == 0 { // most of what is zero is not used
				place = r.IntN(len(harmed))
			}
			harmed[place] ^= 1 << bit
			if again := openHarmed(t, dir, file, harmed); again == "" {
				refused[filepath.Ext(file)]++
			} else if again != want {
				t.Errorf("%s, bit %d of byte %d: finds\n%s, want\n%s", filepath.Base(file), bit, place, again, want)
			}
		}
	}
	t.Logf("refused, by kind of file: %v of %d files", refused, len(files))
	if refused[".zap"] == 0 || refused[".bolt"] == 0 {
		t.Error("a kind of file is looked at by nobody")
	}
}

// openHarmed opens a copy of an index in which a file is another, and says what it finds; "" where it is
// refused as damaged.
func openHarmed(t *testing.T, dir, file string, is []byte) string {
	t.Helper()
	copied, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(copied)
	if err := os.CopyFS(filepath.Join(copied, "x"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(dir, file)
	if err == nil {
		err = os.WriteFile(filepath.Join(copied, "x", rel), is, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	x, err := Open(filepath.Join(copied, "x"), nil)
	if errors.Is(err, index.ErrDamaged) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	return found(t, x)
}

// A file of a segment is found wrong while the index is open, wherever it was changed; and what was taken
// away is damage at the next start.
func TestASegmentIsHeldAgainstItsSum(t *testing.T) {
	dir := t.TempDir()
	aged(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "findings-*", "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if err := WholeSegment(file); err != nil {
			t.Errorf("nobody changed it: %v", err)
		}
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for place := range whole {
			f, err := os.OpenFile(file, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			write := func(b byte) {
				if _, err := f.WriteAt([]byte{b}, int64(place)); err != nil {
					t.Fatal(err)
				}
			}
			if place%97 == 0 || place > len(whole)-64 {
				write(whole[place] ^ 16)
				if err := WholeSegment(file); !errors.Is(err, index.ErrDamaged) {
					t.Errorf("byte %d of %s: %v", place, filepath.Base(file), err)
				}
				write(whole[place])
			}
			_ = f.Close()
		}
	}
	if err := WholeSegment(files[0] + "gone"); err != nil {
		t.Error(err)
	}
	lists, _ := filepath.Glob(filepath.Join(dir, "findings-*", "store", rootFile))
	for _, file := range append(lists[:1:1], files[len(files)-1]) {
		t.Run(strings.TrimPrefix(filepath.Ext(file), "."), func(t *testing.T) {
			copied := t.TempDir()
			rel, _ := filepath.Rel(dir, file)
			if err := errors.Join(os.CopyFS(filepath.Join(copied, "x"), os.DirFS(dir)),
				os.Remove(filepath.Join(copied, "x", rel))); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(filepath.Join(copied, "x"), nil); !errors.Is(err, index.ErrDamaged) {
				t.Errorf("without it: %v", err)
			}
		})
	}
}
