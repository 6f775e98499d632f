package bus_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
)

// Whatever bit of a stored message turns, of a stream or a bucket, with an id, headers or neither: the message
// is named, or all of them read as they were written. None becomes another.
func TestATurnedBitMakesNoOtherMessage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	ctx := t.Context()
	if _, err := b.Publish(ctx, bus.Message{Subject: "case.a", Data: []byte("aaaa")},
		bus.Message{Subject: "case.b", ID: "1", Data: []byte("bbbb"), Header: map[string]string{"A": "b"}},
		bus.Message{Subject: "case.c", ID: "2", Data: []byte("cccc")}); err != nil {
		t.Fatal(err)
	}
	book, err := b.Bucket(ctx, "BOOK")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a", "ab"} {
		if err := book.Put(ctx, key, []byte("bcdefgh")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := book.PutNew(ctx, "x", []byte("1234567")); err != nil {
		t.Fatal(err)
	}
	if err := book.Change(ctx, "x", func([]byte, bool) ([]byte, error) { return []byte("7654321"), nil }); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(context.WithoutCancel(ctx)); err != nil {
		t.Fatal(err)
	}
	for _, stream := range []string{"CASES", "KV_BOOK"} {
		files, err := filepath.Glob(filepath.Join(bus.StreamDir(dir, stream), "msgs", "*.blk"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		whole, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		aside := filepath.Join(t.TempDir(), "msgs")
		if err := os.Mkdir(aside, 0o700); err != nil {
			t.Fatal(err)
		}
		read := func(block []byte) (out []string, faults []bus.Fault) {
			if err := os.WriteFile(filepath.Join(aside, filepath.Base(files[0])), block, 0o600); err != nil {
				t.Fatal(err)
			}
			faults, err := bus.ReadStored(filepath.Dir(aside), stream, func(s bus.Stored) error {
				out = append(out, fmt.Sprint(s.Seq, s.Gone)+s.Subject+"|"+string(s.Header)+"|"+string(s.Data))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out, faults
		}
		want, faults := read(whole)
		if len(want) < 3 || len(faults) > 0 {
			t.Fatal(want, faults)
		}
		step := 1
		if stream == "CASES" {
			step = 5
		}
		for bit := 0; bit < len(whole)*8; bit += step {
			block := slices.Clone(whole)
			block[bit/8] ^= 1 << (bit % 8)
			// a record that the end of the newest block cuts off counts as never acknowledged: the head that
			// was noted tells of it
			if got, faults := read(block); len(faults) == 0 && len(got) == len(want) && !slices.Equal(got, want) {
				t.Errorf("%s: bit %d of byte %d: reads %v, want %v", stream, bit%8, bit/8, got, want)
			}
		}
	}
}
