package bus_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// derive makes a finding of each mention, under an id of its own.
func derive(_ context.Context, in []bus.Msg) (out []bus.Message, _ []error) {
	for _, m := range in {
		out = append(out, bus.Message{Subject: "finding.1", ID: "f-" + string(m.Data), Data: m.Data})
	}
	return out, nil
}

// publishUntilKilled is the child: it publishes singly and in batches, with a step at work, and
// says on stdout what was acknowledged.
func publishUntilKilled(dir string) {
	ctx := context.Background()
	b, err := bus.Open(ctx, bus.Options{Dir: dir})
	if err == nil {
		err = b.EnsureStreams(ctx, bus.Streams(bustest.Retention))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go b.Run(ctx, bus.Step{Name: "derive", Stream: "MENTIONS", Batch: 50, AckWait: time.Second, Handle: derive})
	for i := 0; ; i++ {
		prefix := fmt.Sprintf("%d-%d", os.Getpid(), i)
		n := []int{1, 5, 100}[i%3]
		if ack, err := b.Publish(ctx, mentions(prefix, n)...); err != nil || ack.Stored != n {
			fmt.Fprintln(os.Stderr, ack, err)
			os.Exit(1)
		}
		fmt.Println(prefix, n)
	}
}

func TestWhatWasAcknowledgedOutlivesAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acked := map[string]bool{}
	for round := range 3 {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), "HUIYING_BUS_CHILD="+dir)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			var prefix string
			var count int
			if got, _ := fmt.Sscanf(lines.Text(), "%s %d", &prefix, &count); got == 2 {
				for _, m := range mentions(prefix, count) {
					acked[m.ID] = true
				}
			}
			if n == 10 {
				if _, err := bus.Open(ctxOf(t), bus.Options{Dir: dir}); !errors.Is(err, bus.ErrInUse) {
					t.Errorf("a second process may open the directory: %v", err)
				}
			}
			if n == 60+37*round {
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = child.Wait()
	}
	if len(acked) < 5000 {
		t.Fatalf("only %d messages were acknowledged: the children did not work", len(acked))
	}

	b := bustest.StartDir(t, dir)
	ctx := ctxOf(t)
	stored := map[string]int{}
	if _, err := b.Read(ctx, "MENTIONS", "", 1, func(m bus.Msg) error { stored[string(m.Data)]++; return nil }); err != nil {
		t.Fatal(err)
	}
	for id := range acked {
		if stored[id] != 1 {
			t.Fatalf("acknowledged message %s is stored %d times", id, stored[id])
		}
	}
	// The step goes on where it was killed, and nothing is missing or doubled behind it.
	start(t, b, bus.Step{Name: "derive", Stream: "MENTIONS", Batch: 50, AckWait: time.Second, Handle: derive})
	settled(t, b, "derive", 1)
	found := map[string]int{}
	if _, err := b.Read(ctx, "FINDINGS", "", 1, func(m bus.Msg) error { found[string(m.Data)]++; return nil }); err != nil {
		t.Fatal(err)
	}
	if len(found) != len(stored) {
		t.Fatalf("%d findings of %d mentions", len(found), len(stored))
	}
	for id, n := range found {
		if n != 1 {
			t.Fatalf("%s was found %d times", id, n)
		}
	}
}
