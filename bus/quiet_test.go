package bus_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// A bucket that says that it holds a value, and cannot read it, lets nobody wait for ever who lists or
// watches it: the error names the bucket.
func TestABucketThatCannotBeReadIsNamedInTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	n, err := b.Bucket(ctxOf(t), "TEST")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a", "b", "c"} {
		if err := n.Put(ctxOf(t), key, []byte("value-"+key)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(ctxOf(t)); err != nil { // what was just written is read from memory
		t.Fatal(err)
	}
	b = bustest.StartDir(t, dir)
	b.GiveUpAfter(100 * time.Millisecond)
	block := filepath.Join(bus.StreamDir(dir, "KV_TEST"), "msgs", "1.blk")
	whole, err := os.ReadFile(block)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte("value-c"))
	whole[at] ^= 4
	if err := os.WriteFile(block, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err = b.Bucket(ctxOf(t), "TEST"); err != nil {
		t.Fatal(err)
	}
	for what, ask := range map[string]func(context.Context) error{
		"keys":  func(ctx context.Context) error { _, err := n.Keys(ctx); return err },
		"watch": func(ctx context.Context) error { return n.Watch(ctx, func(bus.Note) {}) },
	} {
		if err := ask(ctxOf(t)); !errors.Is(err, bus.ErrDamaged) || !strings.Contains(err.Error(), "bucket TEST: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
