package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Bucket is a key-value bucket of the log: it keeps small facts by key, such as how far a source
// was read. The newest value of a key counts; texts do not belong here, for an overwritten value
// may stay on disk for a while.
type Bucket struct {
	bus *Bus
	kv  jetstream.KeyValue
}

// Bucket opens a key-value bucket, making it when it is not there. A name has letters, digits, -
// and _.
func (b *Bus) Bucket(ctx context.Context, bucket string) (*Bucket, error) {
	return b.ExpiringBucket(ctx, bucket, 0)
}

// ExpiringBucket opens a key-value bucket whose values expire so long after they were put (never
// for 0), making it when it is not there.
func (b *Bus) ExpiringBucket(ctx context.Context, bucket string, after time.Duration) (*Bucket, error) {
	name := "bucket " + bucket
	kv, err := ask(ctx, b, name, func(ctx context.Context) (jetstream.KeyValue, error) {
		return b.js.KeyValue(ctx, bucket)
	})
	if errors.Is(err, jetstream.ErrBucketNotFound) { // one that was lost is not made anew in silence
		if lost := b.halts.of(bucketStream + bucket); lost != nil {
			return nil, fmt.Errorf("bucket %s: %w", bucket, lost)
		}
	}
	if b.most > 0 || errors.Is(err, jetstream.ErrBucketNotFound) {
		kv, err = ask(ctx, b, name, func(ctx context.Context) (jetstream.KeyValue, error) {
			return b.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
				Bucket: bucket, History: 1, TTL: after, Storage: jetstream.FileStorage, Replicas: max(b.most, 1)})
		})
	}
	if err != nil {
		return nil, err
	}
	return &Bucket{b, kv}, nil
}

// bucketStream is the stream in which the log keeps a bucket.
const bucketStream = "KV_"

// bucketConfig describes the stream of a bucket whose values do not expire, as ExpiringBucket makes it.
func bucketConfig(stream string) jetstream.StreamConfig {
	return jetstream.StreamConfig{Name: stream,
		Subjects:          []string{"$KV." + strings.TrimPrefix(stream, bucketStream) + ".>"},
		MaxMsgsPerSubject: 1, MaxBytes: -1, MaxMsgSize: -1, MaxMsgs: -1, MaxConsumers: -1, Replicas: 1,
		Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew, Duplicates: dedupe,
		AllowRollup: true, DenyDelete: true, AllowDirect: true}
}

// name is what errors call it.
func (k *Bucket) name() string { return "bucket " + k.kv.Bucket() }

// entry is what a key has; ErrKeyNotFound where that is nothing.
func (k *Bucket) entry(ctx context.Context, key string) (jetstream.KeyValueEntry, error) {
	return ask(ctx, k.bus, k.name(), func(ctx context.Context) (jetstream.KeyValueEntry, error) {
		return k.kv.Get(ctx, escape(key))
	})
}

// create gives a key that has none a value.
func (k *Bucket) create(ctx context.Context, key string, value []byte) error {
	return tell(ctx, k.bus, k.name(), func(ctx context.Context) error {
		_, err := k.kv.Create(ctx, escape(key), value)
		return err
	})
}

// watch begins to tell what a bucket has and gets.
func (k *Bucket) watch(ctx context.Context, opts ...jetstream.WatchOpt) (jetstream.KeyWatcher, error) {
	// a watch lives as long as the context that it is begun with, so that it cannot have one of its own
	w, err := k.kv.WatchAll(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.name(), k.bus.explain(err))
	}
	return w, nil
}

func (k *Bucket) halted() error { return k.bus.halts.of(bucketStream + k.kv.Bucket()) }

// Get returns the value of a key and whether there is one.
func (k *Bucket) Get(ctx context.Context, key string) ([]byte, bool, error) {
	e, err := k.entry(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return e.Value(), true, nil
}

// Put sets the value of a key, durably.
func (k *Bucket) Put(ctx context.Context, key string, value []byte) error {
	if key == "" {
		return fmt.Errorf("bucket %s: %w: empty key", k.kv.Bucket(), ErrBadMessage)
	}
	if err := k.halted(); err != nil {
		return err
	}
	m := nats.NewMsg("$KV." + k.kv.Bucket() + "." + escape(key)) // what the library's Put does, with a header
	m.Data, m.Header[headerWhole] = value, []string{"1"}
	return tell(ctx, k.bus, k.name(), func(ctx context.Context) error {
		_, err := k.bus.js.PublishMsg(ctx, m)
		return err
	})
}

// PutNew sets the value of a key that has none, durably. It changes nothing where there is one,
// and says whether it was the first.
func (k *Bucket) PutNew(ctx context.Context, key string, value []byte) (bool, error) {
	if key == "" {
		return false, fmt.Errorf("bucket %s: %w: empty key", k.kv.Bucket(), ErrBadMessage)
	}
	if err := k.halted(); err != nil {
		return false, err
	}
	err := k.create(ctx, key, value)
	if errors.Is(err, jetstream.ErrKeyExists) {
		return false, nil
	}
	return err == nil, err
}

// Delete removes a key; none is no error.
func (k *Bucket) Delete(ctx context.Context, key string) error {
	if key == "" {
		return nil
	}
	if err := k.halted(); err != nil {
		return err
	}
	err := tell(ctx, k.bus, k.name(), func(ctx context.Context) error { return k.kv.Purge(ctx, escape(key)) })
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil
	}
	return err
}

// Keys lists all keys, in no order.
func (k *Bucket) Keys(ctx context.Context) ([]string, error) {
	w, err := k.watch(ctx, jetstream.IgnoreDeletes(), jetstream.MetaOnly())
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Stop() }()
	var out []string
	for {
		e, err := k.promised(ctx, w)
		if err != nil || e == nil { // nil: all has been told
			return out, err
		}
		out = append(out, unescape(e.Key()))
	}
}

// escape writes any key in the few characters the log allows: others become =XX.
func escape(key string) string {
	var s strings.Builder
	for _, c := range []byte(key) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '/' {
			s.WriteByte(c)
		} else {
			fmt.Fprintf(&s, "=%02X", c)
		}
	}
	return s.String()
}

func unescape(key string) string {
	var s strings.Builder
	for i := 0; i < len(key); i++ {
		if key[i] == '=' && i+2 < len(key) {
			if c, err := strconv.ParseUint(key[i+1:i+3], 16, 8); err == nil {
				s.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		s.WriteByte(key[i])
	}
	return s.String()
}

// changeTries is how often Change begins again; each time somebody else has got on.
const changeTries = 50

// Change sets the value of a key to what f makes of the present one, durably. f is called again
// when somebody else was faster; when it fails or gives nil, nothing is changed.
func (k *Bucket) Change(ctx context.Context, key string, f func(old []byte, ok bool) ([]byte, error)) error {
	if key == "" {
		return fmt.Errorf("bucket %s: %w: empty key", k.kv.Bucket(), ErrBadMessage)
	}
	if err := k.halted(); err != nil {
		return err
	}
	for range changeTries {
		e, err := k.entry(ctx, key)
		there := err == nil
		if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
			return err
		}
		var old []byte
		if there {
			old = e.Value()
		}
		value, err := f(old, there)
		if err != nil || value == nil {
			return err
		}
		if there {
			err = tell(ctx, k.bus, k.name(), func(ctx context.Context) error {
				_, err := k.kv.Update(ctx, escape(key), value, e.Revision())
				return err
			})
		} else {
			err = k.create(ctx, key, value)
		}
		if err == nil {
			return nil
		}
		if !errors.Is(err, jetstream.ErrKeyExists) && !errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			return err
		}
	}
	return fmt.Errorf("bucket %s: %w: others change this key all the time", k.kv.Bucket(), ErrConflict)
}

// promised waits for the next of what a watch of a bucket told first; the error names the bucket.
func (k *Bucket) promised(ctx context.Context, w jetstream.KeyWatcher) (jetstream.KeyValueEntry, error) {
	limit := time.NewTimer(k.bus.quiet)
	defer limit.Stop()
	select {
	case e, open := <-w.Updates():
		if !open {
			return nil, fmt.Errorf("bucket %s: the watch ended", k.kv.Bucket())
		}
		return e, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-limit.C:
		return nil, fmt.Errorf("bucket %s: it said that it holds more and gave nothing for %v: %w; %s", k.kv.Bucket(),
			k.bus.quiet, ErrDamaged, "'huiying audit verify' names the place")
	}
}
