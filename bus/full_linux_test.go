package bus_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
)

// smallDisk mounts a disk of 48 MiB, where the test may.
func smallDisk(t *testing.T) string {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=48m"); err != nil {
		t.Skipf("may not mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestAFullDiskIsNamedAndNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t)
	b := bustest.StartDir(t, dir)
	ctx := ctxOf(t)
	stored := 0
	var err error
	for i := 0; err == nil && i < 100; i++ {
		var ack bus.Ack
		ack, err = b.Publish(ctx, bus.Message{Subject: "mention.a", Data: make([]byte, 1<<20)})
		stored += ack.Stored
	}
	if !errors.Is(err, bus.ErrFull) || stored < 10 {
		t.Fatalf("after %d MiB: %v, want ErrFull", stored, err)
	}
	// Somebody else fills the rest: now the disk itself says no.
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 48<<20), 0o600); err == nil {
		t.Fatal("48 MiB fit on what is left of 48")
	}
	// It is tried again until the caller's time is over. On a slow machine an answer takes longer.
	for limit := time.Second; ; limit *= 2 {
		short, cancel := context.WithTimeout(ctx, limit)
		_, err := b.Publish(short, bus.Message{Subject: "finding.a", Data: []byte("x")})
		cancel()
		if errors.Is(err, bus.ErrFull) {
			break
		}
		if err == nil || limit > waittest.Limit {
			t.Fatalf("%v, want ErrFull", err)
		}
	}
	if err := b.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.Open(ctx, bus.Options{Dir: dir}); !errors.Is(err, bus.ErrFull) {
		t.Fatalf("%v, want ErrFull", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	b = bustest.StartDir(t, dir)
	if n, err := b.Count(ctx, "MENTIONS"); int(n) != stored || err != nil {
		t.Fatalf("%d of %d acknowledged are there (%v)", n, stored, err)
	}
}
