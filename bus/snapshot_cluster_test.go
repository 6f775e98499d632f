package bus_test

import (
	"context"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// clustered is a log on three servers, without streams.
func clustered(t *testing.T) *bus.Bus {
	t.Helper()
	servers, login := bustest.Cluster(t)
	var b *bus.Bus
	eventually(t, "the cluster has a leader", func() bool {
		try, stop := context.WithTimeout(ctxOf(t), 30*time.Second)
		defer stop()
		var err error
		b, err = bus.Open(try, bus.Options{URL: bustest.URL(servers...), Login: login, Replicas: 3})
		return err == nil
	})
	t.Cleanup(func() { b.Close(context.Background()) })
	return b
}

// A log can move: from a cluster into another, onto one machine, and from one machine into a
// cluster. It has the same messages at the same numbers there, its steps are where they were, and
// each stream has as many copies as the place it came to keeps.
func TestACopyMovesBetweenClustersAndOneMachine(t *testing.T) {
	from := clustered(t)
	ctx := ctxOf(t)
	eventually(t, "the cluster makes streams", func() bool {
		try, stop := context.WithTimeout(ctx, 30*time.Second)
		defer stop()
		return from.EnsureStreams(try, bus.Streams(time.Hour)) == nil
	})
	publish(t, from, mentions("m", 400)...)
	if err := from.Erase(ctx, "MENTIONS", 7); err != nil {
		t.Fatal(err)
	}
	if err := from.Schedule(ctx, "case.x", time.Now().Add(time.Hour), []byte("later")); err != nil {
		t.Fatal(err)
	}
	book, err := from.Bucket(ctx, "SOURCES")
	if err == nil {
		err = book.Put(ctx, "s1", []byte("cursor"))
	}
	if err != nil {
		t.Fatal(err)
	}
	step := func(done *tally) bus.Step {
		return bus.Step{Name: "analyze", Stream: "MENTIONS", Batch: 100,
			Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
				done.add(m)
				return nil, nil
			})}
	}
	before := newTally()
	stop := start(t, from, step(before))
	eventually(t, "the step is through", func() bool { keys, _ := before.sizes(); return keys == 399 })
	stop()
	publish(t, from, mentions("late", 50)...)

	one, another := emptyLog(t), clustered(t)
	move := func(name string, from, to *bus.Bus, replicas int) {
		t.Helper()
		names, err := from.StreamNames(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, stream := range names {
			if err := copyOf(t, from, stream).into(t, to); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if n, err := to.Replicas(ctx, stream); err != nil || n != replicas {
				t.Errorf("%s: %s has %d copies (%v), want %d", name, stream, n, err, replicas)
			}
			was, is := all(t, from, stream), all(t, to, stream)
			if len(was) != len(is) {
				t.Fatalf("%s: %s has %d messages, had %d", name, stream, len(is), len(was))
			}
			for i := range was {
				if was[i].Seq != is[i].Seq || was[i].Subject != is[i].Subject ||
					string(was[i].Data) != string(is[i].Data) || !was[i].Time.Equal(is[i].Time) {
					t.Fatalf("%s: %s at %d is %+v, was %+v", name, stream, i, is[i], was[i])
				}
			}
		}
		if err := to.EnsureStreams(ctx, bus.Streams(time.Hour)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	move("from a cluster onto one machine", from, one, 1)
	move("from one machine into a cluster", one, another, 3)
	if err := copyOf(t, from, "MENTIONS").into(t, another); err == nil {
		t.Error("a stream that is there was written over")
	}
	after := newTally()
	start(t, another, step(after))
	eventually(t, "the step goes on behind the last it had done",
		func() bool { keys, _ := after.sizes(); return keys == 50 })
	if keys, times := after.sizes(); keys != 50 || times != 50 {
		t.Errorf("%d messages done %d times, 50 were left", keys, times)
	}
}
