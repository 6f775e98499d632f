package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

const (
	childEnv   = "HUIYING_CASESTORE_CHILD"
	builtCases = 120 // of two events each
)

// buildUntilKilled is the child: it builds a register, says that it is in the middle of it, and
// stops there.
func buildUntilKilled(dir string) {
	ctx := context.Background()
	b, err := bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "log")})
	if err == nil {
		err = b.EnsureStreams(ctx, bus.Streams(bustest.Retention))
	}
	var s *Store
	if err == nil {
		seen := 0
		s, err = Open(ctx, b, filepath.Join(dir, "r.db"), Options{patience: waittest.Limit,
			Applied: func(in []register.Applied) {
				if seen += len(in); seen >= builtCases {
					fmt.Println("half")
					select {}
				}
			}})
	}
	if err == nil {
		s.muchBehind = 100
		err = s.Run(ctx)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A register whose building was killed is built again, and is what it would have been.
func TestBuildingThatWasKilled(t *testing.T) {
	dir := t.TempDir()
	b := bustest.StartDir(t, filepath.Join(dir, "log"))
	s, err := Open(t.Context(), b, filepath.Join(dir, "other.db"), Options{patience: waittest.Limit})
	check(t, err)
	stop := run(t, s)
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range builtCases {
		o := openEvent(n, t0.Add(time.Duration(n)*time.Minute))
		before, events = append(before, opinion.Case{}),
			append(events, []opinion.Event{o, dispatchEvent(fold(o), o.At.Add(time.Hour))})
	}
	check(t, s.AppendAll(t.Context(), before, events))
	seen(t, b, s)
	want := dump(t, s)
	stop()
	check(t, b.Close(t.Context()))

	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childEnv+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "half" {
		t.Fatal("the child did not come half-way")
	}
	check(t, child.Process.Kill())
	_ = child.Wait() // it was killed

	b = bustest.StartDir(t, filepath.Join(dir, "log"))
	again, err := Open(t.Context(), b, filepath.Join(dir, "r.db"), Options{patience: waittest.Limit})
	check(t, err)
	if at := again.Positions()[streamCases]; at != 0 {
		t.Errorf("a register that was not synced is taken up at %d", at)
	}
	run(t, again)
	seen(t, b, again)
	same(t, again, want, "the rebuilt register differs")
}

// One that was ended in order in the middle of being built goes on where it was.
func TestBuildingThatWasEnded(t *testing.T) {
	b, s := newStore(t)
	fill(t, b, s, 150)
	want := dump(t, s)
	path := filepath.Join(t.TempDir(), "again.db")
	half := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first, err := Open(t.Context(), b, path, Options{patience: waittest.Limit, Applied: func(in []register.Applied) {
		if half != nil {
			close(half)
			half = nil
			<-ctx.Done()
		}
	}})
	check(t, err)
	first.muchBehind = 100
	done := make(chan error, 1)
	waiting := half
	go func() { done <- first.Run(ctx) }()
	<-waiting
	cancel()
	check(t, <-done)
	check(t, first.Close())
	second := start(t, b, path)
	if second.Positions()[streamCases] == 0 {
		t.Error("it began anew")
	}
	seen(t, b, second)
	same(t, second, want, "differs")
}
