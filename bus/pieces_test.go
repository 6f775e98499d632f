package bus_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/nats-io/nats-server/v2/server/archive"

	"huiying/bus"
	"huiying/bus/bustest"
)

// entriesOf unpacks a copied stream.
func entriesOf(t testing.TB, packed []byte) (out []string) {
	t.Helper()
	for r := archive.NewReader(s2.NewReader(bytes.NewReader(packed))); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		body, e := io.ReadAll(r)
		if err = cmp.Or(err, e); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(h.Name, h.Sequence, h.Timestamp, h.HeaderSize, string(body)))
	}
}

func TestPiecesTogetherAreTheCopy(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 3000)...)
	whole := slices.Concat(copyOf(t, b, "MENTIONS").parts...)
	var sent []byte
	n := 0
	err := bus.SendPieces(bytes.NewReader(whole), func(part []byte) error {
		sent, n = append(sent, part...), n+1
		return nil
	}, time.Now)
	if err != nil || n < 5 {
		t.Fatalf("%d pieces, %v", n, err)
	}
	if !slices.Equal(entriesOf(t, sent), entriesOf(t, whole)) {
		t.Error("they are another one")
	}
	if err := bus.SendPieces(bytes.NewReader(whole[:len(whole)/2]), func([]byte) error { return nil },
		time.Now); err == nil {
		t.Error("half a copy was taken for a whole one")
	}
}

// A server gives up after five seconds. A disk may become twenty times slower while a piece is on
// its way.
func TestAPieceIsNeverTooLargeForTheDisk(t *testing.T) {
	for _, sync := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond, 200 * time.Millisecond} {
		n := 1
		for range 50 {
			took := time.Duration(n) * sync
			if 20*took > 5*time.Second && n > 1 {
				t.Errorf("%d messages at %v a sync", n, sync)
			}
			n = bus.NextPiece(n, took)
		}
		if sync == 0 && n < 1000 {
			t.Errorf("%d messages where a sync costs nothing", n)
		}
	}
}

// slowed is how many messages a child puts back that syncs each, and what a sync costs there: more
// than a server waits for a piece that holds all of them.
const (
	slowed   = 150
	slowSync = "50000" // microseconds
)

// putBackSlowly is the child: it copies a stream and puts it back into a log that syncs each message.
func putBackSlowly(dir string) {
	ctx := context.Background()
	from, err := bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "from"), Filling: true})
	if err == nil {
		err = from.EnsureStreams(ctx, bus.Streams(bustest.Retention))
	}
	if err == nil {
		_, err = from.Publish(ctx, mentions("m", slowed)...)
	}
	var s bus.Snapshot
	var whole []byte
	if err == nil {
		err = from.Copies().Copy(ctx, "MENTIONS", func(of bus.Snapshot) error { s = of; return nil },
			func(p []byte) error { whole = append(whole, p...); return nil })
	}
	var to *bus.Bus
	if err == nil {
		to, err = bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "to")})
	}
	if err == nil {
		err = to.Copies().Paste(ctx, s, bytes.NewReader(whole))
	}
	if err == nil {
		err = to.Close(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// On a disk so slow that a whole copy takes longer than a server waits, it is put back all the same.
func TestACopyIsPutBackOnASlowDisk(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace, which slows the disk, is not installed (scripts/setup.sh)")
	}
	dir := t.TempDir()
	child := exec.CommandContext(ctxOf(t), "strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null",
		"-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_exit="+slowSync, os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), "HUIYING_BUS_SLOW="+dir)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b := bustest.StartDir(t, filepath.Join(dir, "to"))
	if n, err := b.Count(ctxOf(t), "MENTIONS"); err != nil || n != slowed {
		t.Errorf("%d messages (%v)", n, err)
	}
}
