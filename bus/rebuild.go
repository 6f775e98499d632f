package bus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats-server/v2/server/archive"
	"github.com/nats-io/nats.go"
)

// Contents are the messages of a stream that is made anew, in order; Gone ones leave their number
// empty. It may be asked twice.
type Contents func() iter.Seq2[Stored, error]

// Rebuild makes a stream of its messages at the numbers and times that they had, up to last. The
// stream must not be there. config is its description as StoredConfig reads it.
func (b Copies) Rebuild(ctx context.Context, stream string, config json.RawMessage, last uint64, of Contents) error {
	var first, count, size uint64
	of = onlyLast(config, of)
	for m, err := range of() {
		switch {
		case err != nil:
			return err
		case m.Gone:
			continue
		case first == 0:
			first = m.Seq
		}
		count, size = count+1, size+uint64(len(m.Subject)+len(m.Header)+len(m.Data)+recordHead+recordSum)
	}
	if first == 0 {
		first = last + 1
	}
	state, err := json.Marshal(server.StreamState{Msgs: count, Bytes: size, FirstSeq: first, LastSeq: last})
	if err != nil {
		return err
	}
	out, in := io.Pipe()
	go func() { _ = in.CloseWithError(packed(in, state, of)) }()
	err = b.Paste(ctx, Snapshot{Stream: stream, Config: config, State: state, Count: count, Last: last}, out)
	_ = out.CloseWithError(errors.Join(err, io.ErrClosedPipe))
	return err
}

// onlyLast leaves out what a later message of its subject replaced, in a stream that keeps the newest.
func onlyLast(config json.RawMessage, of Contents) Contents {
	var c struct {
		Most int64 `json:"max_msgs_per_subject"`
	}
	if json.Unmarshal(config, &c) != nil || c.Most != 1 {
		return of
	}
	newest := map[string]uint64{}
	for m := range of() {
		if !m.Gone {
			newest[m.Subject] = m.Seq
		}
	}
	return func() iter.Seq2[Stored, error] {
		return func(yield func(Stored, error) bool) {
			for m, err := range of() {
				m.Gone = m.Gone || err == nil && newest[m.Subject] != m.Seq
				if !yield(m, err) {
					return
				}
			}
		}
	}
}

// packed writes a stream in the form of a copy.
func packed(to io.Writer, state []byte, of Contents) error {
	pack := s2.NewWriter(to, s2.WriterConcurrency(1))
	w := archive.NewWriter(pack)
	put := func(name string, at time.Time, seq uint64, header, data []byte) error {
		h := archive.Header{Name: name, Sequence: seq, HeaderSize: int64(len(header)), PayloadSize: int64(len(data))}
		if !at.IsZero() {
			h.Timestamp = at.UnixNano()
		}
		if err := w.WriteHeader(&h); err != nil || len(header)+len(data) == 0 {
			return err
		}
		_, err := w.Write(bytes.Join([][]byte{header, data}, nil))
		return err
	}
	if err := put("state.json", time.Now(), 0, nil, state); err != nil {
		return err
	}
	for m, err := range of() {
		if err == nil && !m.Gone {
			err = put(m.Subject, m.Time, m.Seq, m.Header, m.Data)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(put("", time.Time{}, 0, nil, nil), w.Close(), pack.Close())
}

// WireHeader writes headers as they travel; nil for none.
func WireHeader(header map[string]string) []byte {
	if len(header) == 0 {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("NATS/1.0\r\n")
	for k, v := range header {
		fmt.Fprintf(&b, "%s: %s\r\n", k, v)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// PlainHeader reads headers as they travel, without the server's own, as a Msg has them.
func PlainHeader(wire []byte) map[string]string {
	h, err := nats.DecodeHeadersMsg(wire)
	if err != nil {
		return nil
	}
	return plain(h)
}

// StoredConfig reads the description of a stream from its directory. Where that is damaged, it is
// that of the stream of this name in known, or that of a bucket.
func StoredConfig(dir, stream string, known []Stream) (json.RawMessage, error) {
	b, err := os.ReadFile(filepath.Join(dir, server.JetStreamMetaFile))
	var c map[string]json.RawMessage
	if err == nil && json.Unmarshal(b, &c) == nil {
		delete(c, "Created")
		return json.Marshal(c)
	}
	for _, s := range known {
		if s.Name == stream {
			return json.Marshal(s.config())
		}
	}
	if strings.HasPrefix(stream, bucketStream) {
		return json.Marshal(bucketConfig(stream))
	}
	return nil, fmt.Errorf("the description of %s cannot be read, and nobody knows it: restore a backup (%w)", stream, errors.Join(err, ErrDamaged))
}

// CopyConsumers puts how far each step was from one directory of a stream into another, beside no
// server.
func CopyConsumers(from, to string) error {
	source := filepath.Join(from, "obs")
	if _, err := os.Stat(source); err != nil {
		return nil
	}
	target := filepath.Join(to, "obs")
	if err := errors.Join(os.RemoveAll(target), os.CopyFS(target, os.DirFS(source))); err != nil {
		return err
	}
	return syncDir(target)
}
