package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

func live(t *testing.T, b *bus.Bus, dir string) *Archive {
	t.Helper()
	o := options(nil)
	o.Now = time.Now
	a, err := Open(dir, b, o)
	must(t, err)
	t.Cleanup(func() { must(t, a.Close()) })
	return a
}

func run(t *testing.T, a *Archive) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	return func() { cancel(); must(t, <-done) }
}

func tell(t *testing.T, b *bus.Bus, subject string, from, to int) {
	t.Helper()
	var out []bus.Message
	for i := from; i <= to; i++ {
		out = append(out, bus.Message{Subject: subject, Data: fmt.Appendf(nil, `{"id":"%s-%d","text":"words-%d"}`, subject, i, i)})
	}
	if _, err := b.Publish(t.Context(), out...); err != nil {
		t.Fatal(err)
	}
}

func differences(t *testing.T, b *bus.Bus, dir string) (out []string, waiting int) {
	t.Helper()
	o := options(&clock{time.Now()})
	c := Compare(t.Context(), b, o, 180*24*time.Hour, func(d Difference) { out = append(out, d.String()) })
	rep, err := Walk(t.Context(), dir, o, c.Add, nil)
	must(t, err)
	waiting, err = c.End(rep.Marks)
	must(t, err)
	return out, waiting
}

// The archive follows a real log, is caught up across restarts, and names what either of the
// two loses.
func TestTheArchiveFollowsTheLogAndNamesWhatEitherLoses(t *testing.T) {
	b, dir := bustest.Start(t), t.TempDir()
	a := live(t, b, dir)
	stop := run(t, a)
	tell(t, b, "mention.a", 1, 1200)
	tell(t, b, "case.c1", 1, 3)
	must(t, a.CatchUp(t.Context()))
	stop()
	must(t, a.Close())
	tell(t, b, "mention.a", 1201, 1300)
	if d, waiting := differences(t, b, dir); len(d) != 0 || waiting != 100 {
		t.Fatalf("%d wait; %v", waiting, d)
	}
	a = live(t, b, dir)
	must(t, a.CatchUp(t.Context()))
	if m := a.Marks(); m["MENTIONS"].Seq != 1300 || m["CASES"].Seq != 3 {
		t.Fatalf("marks %v", m)
	}
	must(t, b.Erase(t.Context(), "CASES", 2))
	must(t, b.Erase(t.Context(), "MENTIONS", 9))
	if d, _ := differences(t, b, dir); len(d) != 2 || !strings.HasPrefix(d[0], "MENTIONS 9: the log has lost it") || !strings.HasPrefix(d[1], "CASES 2: the log") {
		t.Errorf("named are %v", d)
	}
	if _, err := a.Forget("mention.a-9", "mention.a-10"); err != nil { // the second is not erased in the log
		t.Fatal(err)
	}
	if d, _ := differences(t, b, dir); len(d) != 2 || !strings.HasPrefix(d[0], "MENTIONS 10: the archive has lost its words") {
		t.Errorf("named are %v", d)
	}
}

// A purge that reaches the log empties an archive on any machine.
func TestAPurgeOnTheLogReachesARunningArchive(t *testing.T) {
	b, dir := bustest.Start(t), t.TempDir()
	a := live(t, b, dir)
	stop := run(t, a)
	defer stop()
	tell(t, b, "mention.a", 1, 3)
	must(t, a.CatchUp(t.Context()))
	if _, err := b.Publish(t.Context(), bus.Message{Subject: "purged.x", Data: []byte(`{"mention":"mention.a-2"}`)}); err != nil {
		t.Fatal(err)
	}
	must(t, a.CatchUp(t.Context()))
	if s := text(t, dir); strings.Contains(s, "words-2") || !strings.Contains(s, "words-3") {
		t.Error("the purge did not reach it, or reached too far")
	}
}

func TestAnotherLogIsNotTaken(t *testing.T) {
	dir := t.TempDir()
	first := bustest.Start(t)
	tell(t, first, "case.c1", 1, 3)
	must(t, live(t, first, dir).CatchUp(t.Context()))
	for name, n := range map[string]int{"shorter": 2, "longer": 9} {
		t.Run(name, func(t *testing.T) {
			other := bustest.Start(t)
			tell(t, other, "case.other", 1, n)
			if err := live(t, other, dir).CatchUp(t.Context()); !errors.Is(err, ErrOtherLog) {
				t.Error(err)
			}
		})
	}
}

// What is gone before the archive comes is said, and what came first may have any number.
func TestAGapIsKeptAsAFact(t *testing.T) {
	b, dir := bustest.Start(t), t.TempDir()
	tell(t, b, "mention.a", 1, 5)
	for _, seq := range []uint64{1, 4} {
		must(t, b.Erase(t.Context(), "MENTIONS", seq))
	}
	must(t, live(t, b, dir).CatchUp(t.Context()))
	found := faults(t, dir, &clock{time.Now()})
	if len(found) != 1 || !strings.Contains(found[0].What, "MENTIONS 4 to 4") {
		t.Errorf("named are %v", found)
	}
}
