package bus

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// StandStill keeps what tells the log that messages are being worked on from running, and the
// caller with it, as a stopped process does: until the log has handed on what is in hand, which it
// does after a silence of ackWait, or until the test fails and ends ctx.
func (b *Bus) StandStill(ctx context.Context, ackWait time.Duration, handedOn <-chan struct{}) {
	b.still.Lock()
	defer b.still.Unlock()
	silence := time.NewTimer(ackWait)
	select {
	case <-handedOn:
		<-silence.C
	case <-ctx.Done():
	}
}

// GiveUpAfter sets how long nothing may come of what the log has promised.
func (b *Bus) GiveUpAfter(quiet time.Duration) { b.quiet = quiet }

// Closing is closed when Close begins.
func (b *Bus) Closing() <-chan struct{} { return b.life.Done() }

// KeptAlive calls heard each time a step tells the log that it works on a message, with the
// message's number in its stream.
func KeptAlive(b *Bus, step string, heard func(seq uint64)) error {
	_, err := b.nc.Subscribe("$JS.ACK.*."+step+".>", func(m *nats.Msg) {
		if string(m.Data) != "+WPI" {
			return
		}
		if seq, err := strconv.ParseUint(strings.Split(m.Subject, ".")[5], 10, 64); err == nil {
			heard(seq)
		}
	})
	return err
}

// GivenBack calls heard each time a step gives a message back, with its number and for how long.
func GivenBack(b *Bus, step string, heard func(seq uint64, d time.Duration)) error {
	_, err := b.nc.Subscribe("$JS.ACK.*."+step+".>", func(m *nats.Msg) {
		words, is := strings.CutPrefix(string(m.Data), "-NAK")
		if !is {
			return
		}
		var given struct{ Delay time.Duration }
		_ = json.Unmarshal([]byte(words), &given)
		if seq, err := strconv.ParseUint(strings.Split(m.Subject, ".")[5], 10, 64); err == nil {
			heard(seq, given.Delay)
		}
	})
	return err
}

// SendTo sends bytes of a copied stream to whoever takes them at an address.
func SendTo(ctx context.Context, b *Bus, address string, part []byte) error {
	return (&paste{b, Snapshot{Stream: "TEST"}, address}).send(ctx, part)
}

// NextPiece is how many messages the piece holds that follows one of n that took so long.
func NextPiece(n int, took time.Duration) int { return nextPiece(n, took) }

// SendPieces cuts a copied stream into pieces. now is asked before and after each.
func SendPieces(copied io.Reader, send func([]byte) error, now func() time.Time) error {
	return newPieces(send, now).all(copied)
}

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
	cons, err := b.js.CreateConsumer(ctx, stream,
		jetstream.ConsumerConfig{FilterSubject: "mention.nothing",
			AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true})
	if err != nil {
		return nil, err
	}
	r := &reader{bus: b, stream: stream, next: 1, end: end, cons: cons}
	defer r.close(ctx)
	return r.page(ctx)
}
