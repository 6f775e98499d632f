package integrity_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.uber.org/zap"

	"huiying/app/integrity"
	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/responders/archive"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// kept is a log with its archive, and what looks after them.
type kept struct {
	t       *testing.T
	dir     string
	bus     *bus.Bus
	archive *archive.Archive
	*integrity.Checker
}

const each = 20 // messages in each of the streams that are archived

func options() archive.Options {
	return archive.Options{Streams: []string{"FINDINGS", "CASES"}, Words: []string{"FINDINGS"}, Now: time.Now}
}

// filled is a directory with a log of some messages, all of them archived, and closed.
func filled(t *testing.T) string {
	t.Helper()
	k := kept{t: t, dir: t.TempDir()}
	k.open()
	for n := range each {
		k.put("finding.110000", fmt.Sprintf("finding-%02d", n+1))
		k.put("case.a", fmt.Sprintf("case-%02d", n+1))
	}
	if err := k.archive.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.Note(t.Context())
	k.close()
	return k.dir
}

// opened is a log in a directory as a process has it that has just begun.
func opened(t *testing.T, dir string) *kept {
	t.Helper()
	k := &kept{t: t, dir: dir}
	k.open()
	t.Cleanup(k.close)
	return k
}

func (k *kept) open() {
	k.t.Helper()
	k.bus = bustest.StartDir(k.t, filepath.Join(k.dir, "log"))
	var err error
	if k.archive, err = archive.Open(k.archived(), k.bus, options()); err != nil {
		k.t.Fatal(err)
	}
	k.Checker = &integrity.Checker{Parts: integrity.Parts{Dir: k.dir, Bus: k.bus, Marks: k.archive.Marks,
		Archive: k.archived(), Options: options(), Retention: bustest.Retention * 100,
		Keeps: func(stream string) bool { return stream == "CASES" }, Embedded: true, Now: time.Now, Log: zap.NewNop()}}
	if err := k.Start(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
}

// close may be called again.
func (k *kept) close() {
	if err := errors.Join(k.archive.Close(), k.bus.Close(context.WithoutCancel(k.t.Context()))); err != nil {
		k.t.Error(err)
	}
}

func (k *kept) archived() string { return filepath.Join(k.dir, "archive") }

func (k *kept) put(subject, words string) {
	k.t.Helper()
	if _, err := k.bus.Publish(k.t.Context(), bus.Message{Subject: subject, Data: []byte(words)}); err != nil {
		k.t.Fatal(err)
	}
}

// takes says why a subject takes nothing.
func (k *kept) takes(subject string) error {
	_, err := k.bus.Publish(k.t.Context(), bus.Message{Subject: subject, Data: []byte("more")})
	return err
}

func (k *kept) round() {
	k.t.Helper()
	if err := k.Round(k.t.Context(), atOnce); err != nil {
		k.t.Fatal(err)
	}
}

// atOnce is a rest that takes no time.
func atOnce(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// flip changes a bit of the only file of a pattern, where at says.
func flip(t *testing.T, pattern string, at func([]byte) int) (undo func()) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != 1 {
		t.Fatal(pattern, files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	place := at(whole)
	write := func(b byte) {
		f, err := os.OpenFile(files[0], os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteAt([]byte{b}, int64(place))
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write(whole[place] ^ 4)
	return func() { write(whole[place]) }
}

// A bit that turns below a running log is found in the next round. Its stream takes nothing more, and
// others go on.
func TestARoundNamesWhatWasChangedBelowARunningLog(t *testing.T) {
	dir := filled(t)
	k := opened(t, dir)
	flip(t, filepath.Join(bus.StreamDir(filepath.Join(dir, "log"), "FINDINGS"), "msgs", "*.blk"),
		func(block []byte) int { return bytes.Index(block, []byte("finding-07")) })
	if err := k.Ready(); err != nil {
		t.Fatalf("before its round: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	rounds, ended := make(chan time.Duration), make(chan error, 1)
	go func() {
		ended <- k.Run(ctx, func(ctx context.Context, d time.Duration) error {
			switch {
			case d == time.Minute: // between two notes of where the streams end
				<-ctx.Done()
			case d >= time.Hour: // between two rounds
				select {
				case rounds <- d:
				case <-ctx.Done():
				}
			}
			return ctx.Err()
		})
	}()
	<-rounds
	if why := k.Found()["FINDINGS"]; len(k.Found()) != 1 || !strings.HasPrefix(why, "FINDINGS 7: ") {
		t.Errorf("found %q", k.Found())
	}
	if err := k.Ready(); !errors.Is(err, bus.ErrDamaged) || !strings.Contains(err.Error(), "FINDINGS 7: ") ||
		!strings.Contains(err.Error(), "restore --repair") {
		t.Errorf("readiness says %v", err)
	}
	if err := k.takes("finding.110000"); !errors.Is(err, bus.ErrDamaged) ||
		!strings.Contains(err.Error(), "FINDINGS 7: ") {
		t.Errorf("a write to it: %v", err)
	}
	if err := k.takes("case.a"); err != nil {
		t.Errorf("a write to another: %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if noted := integrity.Noted(dir); !slices.Equal(noted, []string{"FINDINGS"}) {
		t.Errorf("noted %v", noted)
	}
}

// What the archive has and the log has not is found, where no count tells of it; and the next process
// takes nothing there either.
func TestARoundHoldsTheLogAgainstTheArchive(t *testing.T) {
	dir := filled(t)
	k := opened(t, dir)
	if err := k.bus.Erase(t.Context(), "FINDINGS", 3); err != nil {
		t.Fatal(err)
	}
	k.round()
	if why := k.Found()["FINDINGS"]; !strings.HasPrefix(why, "FINDINGS 3: the log has lost it") {
		t.Errorf("found %q", k.Found())
	}
	k.close()
	k = opened(t, dir)
	if err := k.takes("finding.110000"); !errors.Is(err, bus.ErrDamaged) || k.Ready() == nil {
		t.Errorf("the next process: %v, %v", err, k.Ready())
	}
}

// What the log had at a note it has at the next, or it is named then, without waiting for a round.
func TestANoteNamesWhatWasLostSince(t *testing.T) {
	k := opened(t, filled(t))
	k.Note(t.Context())
	if err := k.bus.Erase(t.Context(), "CASES", 2); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and it is not forgotten by the next
		k.Note(t.Context())
	}
	if why := k.Found()["CASES"]; !strings.Contains(why, "the log has 19 messages and had 20") {
		t.Errorf("found %q", k.Found())
	}
	if err := k.takes("case.a"); !errors.Is(err, bus.ErrDamaged) {
		t.Errorf("a write to it: %v", err)
	}
}

// Damage of the archive halts no stream, is not taken for a stream that a repair must make anew, and is
// over when the file was brought back.
func TestDamageOfTheArchiveIsOverWhenItWasBroughtBack(t *testing.T) {
	dir := filled(t)
	k := opened(t, dir)
	undo := flip(t, filepath.Join(k.archived(), "*.open"), func(day []byte) int { return len(day) / 2 })
	k.round()
	if why := k.Found()["archive"]; len(k.Found()) != 1 || !strings.Contains(why, "archive, day ") ||
		!strings.Contains(why, "from a backup") {
		t.Errorf("found %q", k.Found())
	}
	if err := errors.Join(k.Ready(), k.takes("finding.110000"), k.takes("case.a")); err != nil {
		t.Errorf("with a damaged archive: %v", err)
	}
	k.Note(t.Context())
	if err := k.bus.Erase(t.Context(), "CASES", 2); err != nil {
		t.Fatal(err)
	}
	k.Note(t.Context())
	if noted := integrity.Noted(dir); !slices.Equal(noted, []string{"CASES"}) {
		t.Errorf("noted %v", noted)
	}
	undo()
	if k.round(); len(k.Found()) != 1 {
		t.Errorf("after it was brought back: %q", k.Found())
	}
}
