package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Note is a note as it was put or, with Gone, taken away.
type Note struct {
	Key   string
	Value []byte
	At    time.Time
	Gone  bool
}

// Watch hands over every note that there is, and from then on each that anybody puts or takes away,
// in order, until ctx ends. A note that passed by itself is not told.
func (k *Bucket) Watch(ctx context.Context, told func(Note)) error {
	w, err := k.watch(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	for {
		e, err := k.promised(ctx, w)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if e == nil { // what there was has been told
			break
		}
		told(Note{unescape(e.Key()), e.Value(), e.Created(), e.Operation() != jetstream.KeyValuePut})
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, open := <-w.Updates():
			switch {
			case !open:
				return fmt.Errorf("bucket %s: the watch ended", k.kv.Bucket())
			case e != nil:
				told(Note{unescape(e.Key()), e.Value(), e.Created(), e.Operation() != jetstream.KeyValuePut})
			}
		}
	}
}
