package querycode

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A code has the eighty bits that it was given, in characters that nobody takes for others, and is
// read however it is typed.
func TestACodeIsReadAsItIsTyped(t *testing.T) {
	c, err := New(bytes.NewReader([]byte{0, 1, 2, 3, 4, 250, 251, 252, 253, 254}))
	if err != nil || len(c) != 17 || strings.ContainsAny(string(c), "ILOU") {
		t.Fatalf("%q %v", c, err)
	}
	for _, typed := range []string{c.String(), string(c), strings.ToLower(c.String()),
		" " + strings.ReplaceAll(c.String(), "-", " ") + " ", strings.ReplaceAll(c.String(), "0", "o")} {
		if got, ok := Parse(typed); !ok || got != c {
			t.Errorf("%q: %q %t", typed, got, ok)
		}
	}
	if _, err := New(bytes.NewReader(nil)); err == nil {
		t.Error("a code without randomness")
	}
}

// One wrong character, two that changed places, one too few: the code is mistyped, and the reader is
// told at once.
func TestAMistypedCodeIsKnown(t *testing.T) {
	for range 200 {
		c, err := New(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(c) {
			b := []byte(c)
			b[i] = alphabet[(strings.IndexByte(alphabet, b[i])+7)%32]
			if _, ok := Parse(string(b)); ok {
				t.Errorf("%s for %s", b, c)
			}
			if b = []byte(c); i > 0 && b[i] != b[i-1] {
				b[i], b[i-1] = b[i-1], b[i]
				if _, ok := Parse(string(b)); ok {
					t.Errorf("%s for %s", b, c)
				}
			}
		}
		if _, ok := Parse(string(c[1:])); ok {
			t.Error("one too few")
		}
	}
}

// The key is made once, for its owner alone; all who begin at once get the same, and a lost one is
// another one.
func TestTheKeyIsMadeOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "codes.key")
	marks := make([]string, 8)
	var wg sync.WaitGroup
	for i := range marks {
		wg.Go(func() {
			k, err := OpenKey(file)
			if err != nil {
				t.Error(err)
				return
			}
			marks[i] = k.Mark()
		})
	}
	wg.Wait()
	for _, m := range marks {
		if m == "" || m != marks[0] {
			t.Errorf("marks: %v", marks)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if list, _ := os.ReadDir(filepath.Dir(file)); len(list) != 1 {
		t.Errorf("left behind: %v", list)
	}
	other, err := OpenKey(filepath.Join(t.TempDir(), "codes.key"))
	if err != nil || other.Mark() == marks[0] || other.Of("X") == must(t, file).Of("X") {
		t.Error("two keys are the same")
	}
}

// What a page holds for a verdict tells neither the code nor what it is kept as, and passes.
func TestATicketTellsNothingAndPasses(t *testing.T) {
	k := must(t, filepath.Join(t.TempDir(), "codes.key"))
	of, now := k.Of("0123456789ABCDEFG"), time.Now()
	sealed, err := k.Seal(of, now.Add(time.Minute))
	if err != nil || strings.Contains(sealed, of) || strings.Contains(sealed, "0123456789ABCDEFG") {
		t.Fatalf("%q %v", sealed, err)
	}
	if got, ok := k.Unseal(sealed, now); !ok || got != of {
		t.Error("it is not read again")
	}
	if _, ok := k.Unseal(sealed, now.Add(2*time.Minute)); ok {
		t.Error("it does not pass")
	}
	if _, ok := must(t, filepath.Join(t.TempDir(), "codes.key")).Unseal(sealed, now); ok {
		t.Error("another key reads it")
	}
}

func must(t *testing.T, file string) *Key {
	t.Helper()
	k, err := OpenKey(file)
	if err != nil {
		t.Fatal(err)
	}
	return k
}
