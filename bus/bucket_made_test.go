package bus_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"huiying/bus"
	"huiying/bus/bustest"
)

// What describes a bucket can be told where its files are gone: as it was made.
func TestABucketIsDescribedAsItWasMade(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	if _, err := b.Bucket(ctxOf(t), "FACTS"); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(ctxOf(t)); err != nil {
		t.Fatal(err)
	}
	stream := bus.StreamDir(dir, "KV_FACTS")
	read := func() (c map[string]any) {
		raw, err := bus.StoredConfig(stream, "KV_FACTS", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		maps.DeleteFunc(c, func(_ string, v any) bool { // what the server adds, or leaves out
			return v == nil || v == false || v == "" || v == float64(0)
		})
		delete(c, "metadata")
		delete(c, "consumer_limits")
		return c
	}
	made := read()
	if err := os.Remove(filepath.Join(stream, server.JetStreamMetaFile)); err != nil {
		t.Fatal(err)
	}
	if told := read(); !maps.EqualFunc(made, told, func(x, y any) bool { return asJSON(x) == asJSON(y) }) {
		t.Errorf("told  %v\nmade %v", told, made)
	}
}

func asJSON(x any) string {
	b, _ := json.Marshal(x)
	return string(b)
}
