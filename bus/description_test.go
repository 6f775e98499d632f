package bus_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"

	"github.com/nats-io/nats-server/v2/server"
)

// What describes a stream or a step's progress may be anything after a kill. The log opens, with all
// messages, and each step goes on where it was.
func TestADescriptionThatIsNotWholeIsMadeAnew(t *testing.T) {
	t.Parallel()
	write := func(b string) func(string) error {
		return func(file string) error { return os.WriteFile(file, []byte(b), 0o600) }
	}
	flip := func(file string) error {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 1
		return os.WriteFile(file, b, 0o600)
	}
	meta, sum := server.JetStreamMetaFile, server.JetStreamMetaFileSum
	for _, tc := range []struct {
		name, file string
		spoil      func(file string) error
	}{
		{"missing", meta, os.Remove}, {"empty", meta, write("")}, {"cut", meta, write(`{"name":"MENT`)},
		{"flipped", meta, flip}, {"of another", meta, write(`{"name":"OTHER"}`)},
		{"sum missing", sum, os.Remove}, {"sum empty", sum, write("")}, {"sum flipped", sum, flip},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			done := newTally()
			step := bus.Step{Name: "s", Stream: "MENTIONS", Handle: bus.Each(
				func(_ context.Context, m bus.Msg) ([]bus.Message, error) { done.add(m); return nil, nil })}
			b := bustest.StartDir(t, dir)
			publish(t, b, mentions("a", 20)...)
			stop := start(t, b, step)
			settled(t, b, "s", 20)
			stop()
			if err := b.Close(ctxOf(t)); err != nil {
				t.Fatal(err)
			}
			stream := bus.StreamDir(dir, "MENTIONS")
			for _, of := range []string{stream, filepath.Join(stream, "obs", "s")} {
				if err := tc.spoil(filepath.Join(of, tc.file)); err != nil {
					t.Fatal(err)
				}
			}
			for round := range 2 { // the second start finds it whole
				b = bustest.StartDir(t, dir)
				publish(t, b, mentions(string(rune('b'+round)), 5)...)
				stop = start(t, b, step)
				settled(t, b, "s", 5)
				stop()
				n, err := b.Count(t.Context(), "MENTIONS")
				if want := uint64(25 + 5*round); err != nil || n != want {
					t.Errorf("%d messages, want %d: %v", n, want, err)
				}
				if err := b.Close(ctxOf(t)); err != nil {
					t.Fatal(err)
				}
			}
			if keys, times := done.sizes(); keys != 30 || times != 30 {
				t.Errorf("%d messages were handled %d times", keys, times)
			}
		})
	}
}
