package collecting

import (
	"context"
	"encoding/json"

	"huiying/bus"
	"huiying/collectors"
)

// memory keeps what is known of sources in a bucket of the log.
type memory struct{ bucket *bus.Bucket }

// Load returns the memory of a source; an unknown one has none.
func (b memory) Load(ctx context.Context, id string) (m collectors.Memory, err error) {
	data, ok, err := b.bucket.Get(ctx, id)
	if err != nil || !ok {
		return m, err
	}
	return m, json.Unmarshal(data, &m)
}

// Save replaces the memory of a source.
func (b memory) Save(ctx context.Context, id string, m collectors.Memory) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return b.bucket.Put(ctx, id, data)
}
