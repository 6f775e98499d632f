package bus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Paste puts a copied stream back: its bytes come from copied, in the order in which Copy gave them.
// They travel in pieces that the server's disk can store before the server takes silence for the end.
// The stream is there when Paste returns nil, with every copy of it abreast, and not there otherwise.
// The log must not have the stream yet (ErrNotEmpty).
func (b Copies) Paste(ctx context.Context, s Snapshot, copied io.Reader) error {
	if _, err := lookUp(ctx, b.Bus, s.Stream); err == nil {
		return fmt.Errorf("%s: %w", s.Stream, ErrNotEmpty)
	}
	p := paste{bus: b.Bus, s: s}
	err := p.begin(ctx)
	if err == nil {
		err = newPieces(func(part []byte) error { return p.send(ctx, part) }, time.Now).all(copied)
		if err == nil {
			err = p.end(ctx)
		}
		if err != nil {
			err = errors.Join(err, p.breakOff(ctx))
		}
	}
	if err != nil {
		return fmt.Errorf("put back %s: %w", s.Stream, err)
	}
	return nil
}

// Remove takes a whole stream out of the log. One that is not there is no error.
func (b Copies) Remove(ctx context.Context, stream string) error {
	b.streams.forget(stream)
	err := tell(ctx, b.Bus, "remove "+stream, func(ctx context.Context) error { return b.js.DeleteStream(ctx, stream) })
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	return err
}

// paste is a copied stream on its way back into a log.
type paste struct {
	bus *Bus
	s   Snapshot
	to  string
}

func (p *paste) begin(ctx context.Context) error {
	var res struct {
		apiError
		Deliver string `json:"deliver_subject"`
	}
	api := rawAPI{p.bus}
	config, err := api.here(p.s.Config)
	if err == nil {
		err = api.ask(ctx, "STREAM.RESTORE."+p.s.Stream, map[string]any{"config": config, "state": p.s.State}, &res)
	}
	if err == nil && res.Error != nil {
		err = p.bus.explain(res.Error)
	}
	p.to = res.Deliver
	return err
}

// breakOff tells the server that no more comes, and removes what it has of the stream.
func (p *paste) breakOff(ctx context.Context) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer stop()
	_ = p.send(ctx, nil) // it answers that the copy is cut off
	return p.bus.Copies().Remove(ctx, p.s.Stream)
}

// here is a stream's configuration with as many copies as this log keeps of each: a log moves
// from one machine to many, and back.
func (a rawAPI) here(config json.RawMessage) (map[string]any, error) {
	var c map[string]any
	d := json.NewDecoder(bytes.NewReader(config))
	d.UseNumber() // ages are nanoseconds
	if err := d.Decode(&c); err != nil {
		return nil, err
	}
	switch {
	case a.srv != nil:
		c["num_replicas"] = 1
	case a.most > 0:
		c["num_replicas"] = a.most
	}
	return c, nil
}

// takerWithin is how long the servers of a cluster may need to hear from each other who takes the
// bytes: the address is told at once, and by another way. A server waits 5 s for them.
const takerWithin = 4 * time.Second

func (p *paste) send(ctx context.Context, part []byte) error {
	var done apiError
	err := rawAPI{p.bus}.send(ctx, p.to, part, &done)
	for until := time.Now().Add(takerWithin); errors.Is(err, nats.ErrNoResponders) && time.Now().Before(until); {
		if err = Sleep(ctx, 20*time.Millisecond); err == nil { // nobody has got anything yet
			err = rawAPI{p.bus}.send(ctx, p.to, part, &done)
		}
	}
	if err == nil && done.Error != nil {
		err = fmt.Errorf("the server refuses the copy: %w", done.Error)
	}
	return err
}

// end makes the stream whole, waits in a cluster until every copy of it is abreast, and compares it
// with what was copied.
func (p *paste) end(ctx context.Context) error {
	if err := p.send(ctx, nil); err != nil { // the empty part, answered when the stream is there
		return err
	}
	state, err := p.abreast(ctx)
	if err != nil {
		return err
	}
	if state.Msgs != p.s.Count && !p.s.ages() || state.LastSeq != p.s.Last {
		return fmt.Errorf("it has %d messages up to %d, the copy has %d up to %d",
			state.Msgs, state.LastSeq, p.s.Count, p.s.Last)
	}
	return p.bus.Copies().sync(p.s.Stream)
}

// abreast waits until those that hold the stream agree on its end, or silence is over: the first
// to have it hands it to the others only after it is put back.
func (p *paste) abreast(ctx context.Context) (jetstream.StreamState, error) {
	k, err := p.bus.stream(ctx, p.s.Stream)
	if err != nil {
		return jetstream.StreamState{}, err
	}
	agreed := 0
	for until := time.Now().Add(silence); ; {
		info, err := k.info(ctx, p.bus)
		late := time.Now().After(until)
		if err != nil && late {
			return jetstream.StreamState{}, err
		}
		switch {
		case err != nil:
		case late, k.replicas <= 1:
			return info.State, nil
		case info.State.LastSeq == p.s.Last && together(info) && p.seen(ctx, k, info.State.Msgs):
			if agreed++; agreed == agreeing {
				return info.State, nil
			}
		default:
			agreed = 0
		}
		if err := Sleep(ctx, 40*time.Millisecond); err != nil {
			return jetstream.StreamState{}, err
		}
	}
}

// agreeing is how many readers in a row must see all of a stream that was put back. A cluster says
// that its servers are together when some of them still fetch what the first was given, and lets
// any of them answer a reader; one that sees nothing yet would build a register of nothing.
const agreeing = 12

// seen says whether a reader that begins now would see so many messages.
func (p *paste) seen(ctx context.Context, k *known, msgs uint64) bool {
	if k.once {
		return true
	}
	r := &reader{bus: p.bus, stream: k.name, next: 1}
	defer r.close(ctx)
	cons, err := r.open(ctx)
	return err == nil && cons.CachedInfo().NumPending == msgs
}

// together says whether every copy of a stream is where its leader is.
func together(info *jetstream.StreamInfo) bool {
	if info.Cluster == nil || info.Cluster.Leader == "" || len(info.Cluster.Replicas) < info.Config.Replicas-1 {
		return false
	}
	for _, r := range info.Cluster.Replicas {
		if !r.Current || r.Lag > 0 {
			return false
		}
	}
	return true
}

// sync puts all of a stream on the disk, in a log that is being filled.
func (b Copies) sync(stream string) error {
	if !b.late {
		return nil
	}
	return syncDir(StreamDir(b.dir, stream))
}
