package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"golang.org/x/sync/errgroup"

	"huiying/index"
)

// item is one write of a bulk request.
type item struct {
	op      string // index, delete
	index   string
	id      string
	version uint64 // 0: whatever is there
	body    []byte // without a newline; nil for delete
}

// Bounds of one bulk request, and how many are under way at once: while the server works at
// one, the next is written and the last one's answer read.
const (
	mostBytes = 2 << 20
	mostItems = 500
	abreast   = 2
)

func (it item) size() int { return len(it.body) + len(it.id) + 160 }

func (it item) appendTo(b *bytes.Buffer) {
	meta := object{"_index": it.index, "_id": it.id}
	if it.version > 0 {
		meta["version"], meta["version_type"] = it.version, "external_gte"
	}
	line, _ := json.Marshal(object{it.op: meta})
	b.Write(line)
	b.WriteByte('\n')
	if it.body != nil {
		b.Write(it.body)
		b.WriteByte('\n')
	}
}

// outcome is what became of one item.
type outcome struct {
	Status int        `json:"status"`
	Result string     `json:"result"`
	Error  errorCause `json:"error"`
}

// errTorn: an answer that does not fit the question. What was written is not known, and
// writing it again changes nothing.
var errTorn = errors.New("the answer to a bulk request cannot be read")

// outcomesOf reads the answer to a bulk request of n items, in their order.
func outcomesOf(r io.Reader, n int) ([]outcome, error) {
	var answer struct {
		Items []map[string]outcome `json:"items"`
	}
	if err := json.NewDecoder(r).Decode(&answer); err != nil {
		return nil, fmt.Errorf("%w: %w", errTorn, err)
	}
	if len(answer.Items) != n {
		return nil, fmt.Errorf("%w: %d outcomes for %d writes", errTorn, len(answer.Items), n)
	}
	out := make([]outcome, n)
	for i, it := range answer.Items {
		if len(it) != 1 {
			return nil, fmt.Errorf("%w: outcome %d names %d writes", errTorn, i, len(it))
		}
		for _, o := range it {
			out[i] = o
		}
	}
	return out, nil
}

// verdict is what an outcome means.
type verdict int

const (
	done    verdict = iota // it is there, or something newer is
	again                  // it may succeed later
	refused                // it never will
)

func (o outcome) verdict(op string) verdict {
	switch {
	case o.Status == 200 || o.Status == 201:
		return done
	case o.Status == 409: // a newer version is there
		return done
	case o.Status == 404 && op == "delete" && o.Error.Type == "":
		return done
	case o.Status == 400 && o.Error.Type != "index_closed_exception", o.Status == 413:
		return refused
	}
	return again // 429, 5xx, blocks, an index that has gone, and whatever nobody has thought of
}

// written is what a write has done.
type written struct {
	mu      sync.Mutex
	created map[string]bool   // ids that were not there
	refused map[string]string // id -> type of error
}

func (w *written) note(it item, o outcome, v verdict) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o.Status == 201 {
		w.created[it.id] = true
	}
	if v == refused {
		w.refused[it.id] = o.Error.Type
	}
}

// attempts is how often a write that the server has no room for is made before Put gives it
// back to its caller, about a minute later.
const attempts = 10

func pause(attempt int) time.Duration {
	return min(100*time.Millisecond<<min(attempt, 10), 10*time.Second)
}

// write makes all writes, each until it has an end: what the server has no room for waits,
// what it refuses is noted, and neither holds up its neighbours.
func (x *Index) write(ctx context.Context, items []item) (*written, error) {
	w := &written{created: map[string]bool{}, refused: map[string]string{}}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(abreast)
	for _, part := range parts(items) {
		g.Go(func() error {
			for n := 0; len(part) > 0; n++ {
				if n == attempts {
					return fmt.Errorf("%w: it has no room for %d writes after %d attempts", index.ErrAway, len(part), n)
				}
				if n > 0 {
					if err := x.sleep(ctx, pause(n)); err != nil {
						return err
					}
				}
				var err error
				if part, err = x.send(ctx, part, w); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return w, g.Wait()
}

// parts cuts items into requests of equal size within the bounds, at least as many as can be
// under way at once where that is worth a request.
func parts(items []item) [][]item {
	total := 0
	for _, it := range items {
		total += it.size()
	}
	share := mostBytes
	if len(items) >= 100 {
		share = min(share, total/abreast+1)
	}
	var out [][]item
	from, size := 0, 0
	for i, it := range items {
		if i > from && (size+it.size() > share || i-from >= mostItems) {
			out = append(out, items[from:i])
			from, size = i, 0
		}
		size += it.size()
	}
	if from < len(items) {
		out = append(out, items[from:])
	}
	return out
}

// send makes one request and answers the items that must be sent again. A request that is
// refused as a whole is halved until the item that spoils it stands alone.
func (x *Index) send(ctx context.Context, items []item, w *written) ([]item, error) {
	var body bytes.Buffer
	for _, it := range items {
		body.Grow(it.size())
		it.appendTo(&body)
	}
	var raw json.RawMessage
	err := x.ask(ctx, "write to the index", esapi.BulkRequest{Body: &body}, &raw)
	var whole *no
	switch {
	case err == nil:
	case errors.As(err, &whole) && whole.status == 429:
		return items, nil
	case errors.As(err, &whole) && (whole.status == 400 || whole.status == 413) && len(items) == 1:
		w.note(items[0], outcome{Error: errorCause{whole.kind}}, refused)
		return nil, nil
	case errors.As(err, &whole) && (whole.status == 400 || whole.status == 413):
		var left []item
		for _, half := range [][]item{items[:len(items)/2], items[len(items)/2:]} {
			more, err := x.send(ctx, half, w)
			if err != nil {
				return nil, err
			}
			left = append(left, more...)
		}
		return left, nil
	default:
		return nil, err
	}
	outcomes, err := outcomesOf(bytes.NewReader(raw), len(items))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", index.ErrAway, err)
	}
	var left []item
	for i, o := range outcomes {
		v := o.verdict(items[i].op)
		w.note(items[i], o, v)
		if v == again {
			left = append(left, items[i])
		}
	}
	return left, nil
}
