package collecting

import (
	"context"
	"encoding/json"

	"huiying/bus"
	"huiying/collectors"
)

// memory keeps what is known of sources in two buckets of the log: how far each was read, which
// only its visits need, and how it did, which pages and figures ask for all the time.
type memory struct{ read, standing *bus.Bucket }

// Load returns the memory of a source; an unknown one has none.
func (b memory) Load(ctx context.Context, id string) (m collectors.Memory, err error) {
	if err := get(ctx, b.read, id, &m); err != nil {
		return m, err
	}
	m.Standing, err = b.Standing(ctx, id)
	return m, err
}

// Standing returns how a source did; an unknown one has none.
func (b memory) Standing(ctx context.Context, id string) (s collectors.Standing, err error) {
	return s, get(ctx, b.standing, id, &s)
}

// Save replaces the memory of a source. What was read comes first: a standing that is lost in
// between is one visit that nobody sees.
func (b memory) Save(ctx context.Context, id string, m collectors.Memory) error {
	standing := m.Standing
	m.Standing = collectors.Standing{}
	if err := put(ctx, b.read, id, m); err != nil {
		return err
	}
	return put(ctx, b.standing, id, standing)
}

func get(ctx context.Context, from *bus.Bucket, id string, to any) error {
	data, ok, err := from.Get(ctx, id)
	if err != nil || !ok {
		return err
	}
	return json.Unmarshal(data, to)
}

func put(ctx context.Context, into *bus.Bucket, id string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return into.Put(ctx, id, data)
}
