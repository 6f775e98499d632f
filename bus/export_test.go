package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// StandStill keeps what tells the log that messages are being worked on from running, and the
// caller with it, as a stopped process does.
func (b *Bus) StandStill(d time.Duration) {
	b.still.Lock()
	defer b.still.Unlock()
	time.Sleep(d)
}

// PasteTo is a stream on its way to whoever takes its bytes at an address.
func PasteTo(b *Bus, address string) *Paste { return &Paste{b, Snapshot{Stream: "TEST"}, address} }

// Take answers what comes to an address as a server does that puts a stream back.
func Take(b *Bus, address string, take func([]byte)) error {
	_, err := b.nc.Subscribe(address, func(m *nats.Msg) {
		take(m.Data)
		_ = m.Respond(nil)
	})
	return err
}

// PageOfOneBehind is what a reader up to end reads first whose consumer says that there is nothing,
// as one does on a server that has not got the messages yet.
func PageOfOneBehind(ctx context.Context, b *Bus, stream string, end uint64) ([]Msg, error) {
	cons, err := b.js.CreateConsumer(ctx, stream, jetstream.ConsumerConfig{FilterSubject: "mention.nothing", AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true})
	if err != nil {
		return nil, err
	}
	r := &reader{bus: b, stream: stream, next: 1, end: end, cons: cons}
	defer r.close(ctx)
	return r.page(ctx)
}
