package bus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Snapshot is what the server says of a stream beside its bytes. It travels with them.
type Snapshot struct {
	Stream string          `json:"stream"`
	Config json.RawMessage `json:"config"`
	State  json.RawMessage `json:"state"`
	Count  uint64          `json:"messages"`
	Last   uint64          `json:"last_seq"`
}

// snapshotChunk is how much travels at once, and silence how long a server that copies may say
// nothing.
const (
	snapshotChunk = 256 << 10
	silence       = time.Minute
)

// ErrNotEmpty: a stream that is to be put back is there already.
var ErrNotEmpty = errors.New("the log has this stream already: put a copy back into an empty log only")

// apiError is a refusal of the server, as its API writes it.
type apiError struct {
	Error *jetstream.APIError `json:"error"`
}

// StreamNames names the streams of the log, all of the account.
func (b *Bus) StreamNames(ctx context.Context) ([]string, error) {
	return ask(ctx, b, "list the streams", func(ctx context.Context) (out []string, err error) {
		list := b.js.StreamNames(ctx)
		for name := range list.Name() {
			out = append(out, name)
		}
		if err = list.Err(); errors.Is(err, jetstream.ErrEndOfData) {
			err = nil
		}
		return out, err
	})
}

// Copies is how whole streams leave a log and come back.
type Copies struct{ *Bus }

// Copies gives access to whole streams.
func (b *Bus) Copies() Copies { return Copies{b} }

// Copy hands out one stream as the server keeps it: messages with their numbers and times, and
// how far each step is. begin is told what it is, chunk gets its bytes in order. The stream is
// as it was at one moment; who writes to it is not held up.
func (b Copies) Copy(ctx context.Context, stream string, begin func(Snapshot) error, chunk func([]byte) error) error {
	inbox := b.nc.NewInbox()
	sub, err := b.nc.SubscribeSync(inbox)
	if err != nil {
		return b.explain(err)
	}
	defer func() { _ = sub.Unsubscribe() }()
	var res struct {
		apiError
		Config json.RawMessage `json:"config"`
		State  json.RawMessage `json:"state"`
	}
	ask := map[string]any{"deliver_subject": inbox, "chunk_size": snapshotChunk, "jsck": true}
	if err := (rawAPI(b)).ask(ctx, "STREAM.SNAPSHOT."+stream, ask, &res); err != nil {
		return fmt.Errorf("copy %s: %w", stream, err)
	}
	if res.Error != nil {
		return fmt.Errorf("copy %s: %w", stream, b.explain(res.Error))
	}
	s := Snapshot{Stream: stream, Config: res.Config, State: res.State}
	var state struct {
		Msgs uint64 `json:"messages"`
		Last uint64 `json:"last_seq"`
	}
	if err := json.Unmarshal(res.State, &state); err != nil {
		return fmt.Errorf("copy %s: %w", stream, err)
	}
	s.Count, s.Last = state.Msgs, state.Last
	if err := begin(s); err != nil {
		return err
	}
	return rawAPI(b).chunks(ctx, sub, stream, chunk)
}

func (a rawAPI) chunks(ctx context.Context, sub *nats.Subscription, stream string, chunk func([]byte) error) error {
	for {
		wait, cancel := context.WithTimeout(ctx, silence)
		m, err := sub.NextMsgWithContext(wait)
		cancel()
		if err != nil {
			return fmt.Errorf("copy %s: %w", stream, a.explain(err))
		}
		if len(m.Data) == 0 { // the end; its header tells when it is a bad one
			if code := m.Header.Get("Status"); code != "" && code != "204" {
				return fmt.Errorf("copy %s: the server broke off: %s %s", stream, code, m.Header.Get("Description"))
			}
			return nil
		}
		if err := chunk(m.Data); err != nil {
			return err
		}
		if m.Reply != "" {
			if err := m.Respond(nil); err != nil {
				return fmt.Errorf("copy %s: %w", stream, a.explain(err))
			}
		}
	}
}

// Replicas is how many copies there are of a stream.
func (b *Bus) Replicas(ctx context.Context, stream string) (int, error) {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return 0, err
	}
	return k.replicas, nil
}

// ages says whether messages may have run out of their time since the copy was taken.
func (s Snapshot) ages() bool {
	var c struct {
		MaxAge time.Duration `json:"max_age"`
		TTL    bool          `json:"allow_msg_ttl"`
	}
	return json.Unmarshal(s.Config, &c) == nil && (c.MaxAge > 0 || c.TTL)
}

// rawAPI are the questions to the server's API that the library has no words for.
type rawAPI struct{ *Bus }

// ask puts a question and reads its answer.
func (a rawAPI) ask(ctx context.Context, what string, question, answer any) error {
	data, err := json.Marshal(question)
	if err != nil {
		return err
	}
	return a.send(ctx, "$JS.API."+what, data, answer)
}

func (a rawAPI) send(ctx context.Context, subject string, data []byte, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	m, err := a.nc.RequestWithContext(ctx, subject, data)
	if err != nil {
		return a.explain(err)
	}
	if len(bytes.TrimSpace(m.Data)) == 0 {
		return nil
	}
	return json.Unmarshal(m.Data, answer)
}

// HoldReplays lets no dead letter go back until release is called. A letter on its way is in
// no stream for good, and a copy of several streams would miss it.
func (b *Bus) HoldReplays() (release func()) {
	b.replays.Lock()
	return b.replays.Unlock
}
