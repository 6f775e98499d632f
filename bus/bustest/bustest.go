// Package bustest starts a real embedded log for tests.
package bustest

import (
	"context"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"
)

// Retention is the one that the streams of a test have.
const Retention = 24 * time.Hour

// Start opens a log in a directory of the test, with its streams, and closes it at the end.
func Start(t testing.TB) *bus.Bus {
	t.Helper()
	return StartDir(t, t.TempDir())
}

// StartDir is Start in a given directory. A test that reopens it closes the first log itself;
// closing twice is harmless.
func StartDir(t testing.TB, dir string) *bus.Bus {
	t.Helper()
	log := zap.NewNop()
	if testing.Verbose() {
		log = zaptest.NewLogger(t, zaptest.Level(zap.WarnLevel))
	}
	ctx, cancel := context.WithTimeout(context.Background(), waittest.Limit)
	defer cancel()
	b, err := bus.Open(ctx, bus.Options{Dir: dir, Name: "test", Log: log})
	if err != nil {
		t.Fatalf("open the log in %s: %v", dir, err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), waittest.Limit)
		defer cancel()
		if err := b.Close(ctx); err != nil {
			t.Errorf("close the log: %v", err)
		}
	})
	if err := b.EnsureStreams(ctx, bus.Streams(Retention)); err != nil {
		t.Fatalf("streams: %v", err)
	}
	return b
}
