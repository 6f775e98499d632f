package bus_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"
)

// The rates of the bus beside those of the raw library, in one run:
//
//	go test -run '^$' -bench . ./bus

var payload = bytes.Repeat([]byte("民"), 341) // 1 KiB

// raw is the same server without the bus around it.
func raw(b *testing.B) jetstream.JetStream {
	srv, err := server.NewServer(&server.Options{DontListen: true, JetStream: true,
		StoreDir: b.TempDir(), SyncAlways: true, NoSigs: true, NoLog: true})
	if err != nil {
		b.Fatal(err)
	}
	srv.Start()
	if !srv.ReadyForConnections(waittest.Limit) {
		b.Fatal("no server")
	}
	nc, err := nats.Connect("", nats.InProcessServer(srv))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { nc.Close(); srv.Shutdown(); srv.WaitForShutdown() })
	js, err := jetstream.New(nc)
	if err != nil {
		b.Fatal(err)
	}
	_, err = js.CreateStream(context.Background(), jetstream.StreamConfig{Name: "MENTIONS",
		Subjects: []string{"mention.*"}, AllowAtomicPublish: true})
	if err != nil {
		b.Fatal(err)
	}
	return js
}

func rate(b *testing.B, n int) { b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "msgs/s") }

func BenchmarkPublish(b *testing.B) {
	const size = 1000
	b.Run("raw", func(b *testing.B) {
		js, i := raw(b), 0
		for b.Loop() {
			msgs := make([]*nats.Msg, size)
			for k := range msgs {
				m := nats.NewMsg("mention.a")
				m.Data = payload
				m.Header.Set(jetstream.MsgIDHeader, fmt.Sprint(i, k))
				msgs[k] = m
			}
			if _, err := jetstreamext.PublishMsgBatch(context.Background(), js, msgs); err != nil {
				b.Fatal(err)
			}
			i++
		}
		rate(b, i*size)
	})
	b.Run("bus", func(b *testing.B) {
		l, i := bustest.Start(b), 0
		for b.Loop() {
			msgs := make([]bus.Message, size)
			for k := range msgs {
				msgs[k] = bus.Message{Subject: "mention.a", ID: fmt.Sprint(i, k), Data: payload}
			}
			if _, err := l.Publish(context.Background(), msgs...); err != nil {
				b.Fatal(err)
			}
			i++
		}
		rate(b, i*size)
	})
	b.Run("bus, all known", func(b *testing.B) {
		l, i := bustest.Start(b), 0
		msgs := mentions("k", size)
		publish(b, l, msgs...)
		for b.Loop() {
			if ack, err := l.Publish(context.Background(), msgs...); err != nil || ack.Duplicates != size {
				b.Fatal(ack, err)
			}
			i++
		}
		rate(b, i*size)
	})
}

func BenchmarkConsume(b *testing.B) {
	const size = 50_000
	fill := func(b *testing.B, put func(from int)) {
		for from := 0; from < size; from += 1000 {
			put(from)
		}
		b.ResetTimer()
	}
	b.Run("raw iterator, Ack", func(b *testing.B) {
		js := raw(b)
		fill(b, func(int) {
			msgs := make([]*nats.Msg, 1000)
			for k := range msgs {
				msgs[k] = nats.NewMsg("mention.a")
				msgs[k].Data = payload
			}
			if _, err := jetstreamext.PublishMsgBatch(context.Background(), js, msgs); err != nil {
				b.Fatal(err)
			}
		})
		for i := range b.N {
			c, err := js.CreateOrUpdateConsumer(context.Background(), "MENTIONS",
				jetstream.ConsumerConfig{Durable: fmt.Sprint("c", i),
					AckPolicy: jetstream.AckExplicitPolicy})
			if err != nil {
				b.Fatal(err)
			}
			it, err := c.Messages()
			if err != nil {
				b.Fatal(err)
			}
			for range size {
				m, err := it.Next()
				if err != nil {
					b.Fatal(err)
				}
				_ = m.Ack()
			}
			it.Stop()
		}
		rate(b, b.N*size)
	})
	for _, batch := range []int{1, 16, 250} {
		b.Run(fmt.Sprintf("step, batches of %d", batch), func(b *testing.B) {
			l := bustest.Start(b)
			fill(b, func(from int) {
				msgs := make([]bus.Message, 1000)
				for k := range msgs {
					msgs[k] = bus.Message{Subject: "mention.a", Data: payload}
				}
				publish(b, l, msgs...)
			})
			for i := range b.N {
				ctx, cancel := context.WithCancel(context.Background())
				n := 0
				err := l.Run(ctx, bus.Step{Name: fmt.Sprint("s", i), Stream: "MENTIONS",
					Batch: batch, Handle: func(_ context.Context, in []bus.Msg) ([]bus.Message,
						[]error) {
						if n += len(in); n == size {
							cancel()
						}
						return nil, nil
					}})
				if err != nil || n != size {
					b.Fatal(n, err)
				}
				cancel()
			}
			rate(b, b.N*size)
		})
	}
	b.Run("Read", func(b *testing.B) {
		l := bustest.Start(b)
		fill(b, func(from int) {
			msgs := make([]bus.Message, 1000)
			for k := range msgs {
				msgs[k] = bus.Message{Subject: "mention.a", Data: payload}
			}
			publish(b, l, msgs...)
		})
		for range b.N {
			n := 0
			if _, err := l.Read(context.Background(), "MENTIONS", "", 1,
				func(bus.Msg) error { n++; return nil }); err != nil || n != size {
				b.Fatal(n, err)
			}
		}
		rate(b, b.N*size)
	})
}

// One more message on a subject whose last is anywhere in a long log, as an event of an old case
// is: the server loads the block in which that lies, and keeps it for 10 seconds. Few of them tell
// most (-benchtime 60x): later ones find their block loaded.
func BenchmarkExpectOld(b *testing.B) {
	const subjects = 1_000_000
	for name, small := range map[string]bool{"large blocks": false, "small blocks": true} {
		b.Run(name, func(b *testing.B) {
			l, ctx := bustest.Start(b), context.Background()
			if err := l.EnsureStreams(ctx, []bus.Stream{{Name: "OLD", Subjects: []string{"old.*"},
				BySubject: small}}); err != nil {
				b.Fatal(err)
			}
			msgs := make([]bus.Message, 1000)
			for from := 0; from < subjects; from += len(msgs) {
				for k := range msgs {
					msgs[k] = bus.Message{Subject: fmt.Sprintf("old.%d", from+k), Data: payload}
				}
				if _, err := l.Publish(ctx, msgs...); err != nil {
					b.Fatal(err)
				}
			}
			i := uint64(0)
			for b.Loop() {
				i = (i + 104_729) % subjects // a prime, so that each lies far from the one before
				seq := i + 1
				if _, err := l.Publish(ctx, bus.Message{Subject: fmt.Sprintf("old.%d", i),
					Data: payload, Expect: &seq}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
