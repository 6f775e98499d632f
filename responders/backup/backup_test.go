package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func sample(t testing.TB) []byte {
	var b bytes.Buffer
	w := NewWriter(&b, time.Unix(1_700_000_000, 0))
	for i := range 3 {
		part := bytes.Repeat([]byte{byte(i), 'x'}, 300*i)
		if err := w.Add(fmt.Sprintf("streams/S/%d", i), int64(len(part)), bytes.NewReader(part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func at(t testing.TB, b []byte) string {
	path := filepath.Join(t.TempDir(), "b")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAWholeBackupGivesItsPartsBack(t *testing.T) {
	path := at(t, sample(t))
	read := int64(0)
	if err := Check(path, func(n int64) { read += n }); err != nil || read == 0 {
		t.Fatal(read, err)
	}
	var got []string
	err := Read(path, func(name string, size int64, r io.Reader) error {
		b, err := io.ReadAll(r)
		got = append(got, fmt.Sprint(name, " ", size == int64(len(b)), " ", len(b)))
		return err
	})
	if err != nil || fmt.Sprint(got) != "[streams/S/0 true 0 streams/S/1 true 600 streams/S/2 true 1200]" {
		t.Error(got, err)
	}
}

func TestEveryDamageIsRefusedWhole(t *testing.T) {
	good := sample(t)
	path := at(t, good)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Check(path, nil); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if err := os.Truncate(path, int64(i)); err != nil {
			t.Fatal(err)
		}
		if err := Check(path, nil); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	if err := os.WriteFile(path, append(bytes.Clone(good), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Check(path, nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("something behind the seal: %v", err)
	}
}

// Read trusts Check; but whatever it is given it ends.
func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		err := Read(at(t, b), func(_ string, _ int64, r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
	})
}
