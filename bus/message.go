package bus

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Message is something to publish.
type Message struct {
	Subject string
	ID      string // the same id within two minutes is stored once; "" = no such check
	Data    []byte
	Header  map[string]string // names beginning with Nats- and Dead- are the log's own
	Expect  *uint64           // the last sequence the subject must have (0 = none yet); only on the first message of a subject
	After   *uint64           // the last sequence the whole stream must have; only on the first message of a call
}

// Msg is something that was published.
type Msg struct {
	Subject string
	ID      string // as published
	Data    []byte
	Header  map[string]string // as published, without what the server added
	Seq     uint64            // in its stream
	Time    time.Time         // when it was stored
	Attempt int               // 1 + the failed attempts of a step that this process knows of; 0 outside steps
}

// Decode reads the JSON of a message. One that cannot be read never will be: the error is final.
func (m Msg) Decode(into any) error {
	if err := json.Unmarshal(m.Data, into); err != nil {
		return Final(fmt.Errorf("unreadable message %d on %s: %w", m.Seq, m.Subject, err))
	}
	return nil
}

// headroom is left free in every message, so that a dead letter, which carries the message
// and why it died, always fits too.
const headroom = 64 << 10

// check says what keeps a message out of a log that takes so many bytes in one.
func (m Message) check(limit int64) error {
	if !validSubject(m.Subject) {
		return fmt.Errorf("%w: subject %q: use tokens of visible characters joined by dots, no * or >", ErrBadMessage, m.Subject)
	}
	if strings.ContainsAny(m.ID, "\r\n") {
		return fmt.Errorf("%w: id with a line break on %s", ErrBadMessage, m.Subject)
	}
	size := int64(len(m.Subject) + len(m.ID) + len(m.Data))
	for k, v := range m.Header {
		if k == "" || strings.ContainsAny(k, ": \r\n") || strings.ContainsAny(v, "\r\n") {
			return fmt.Errorf("%w: header %q on %s: no line breaks, colons or spaces in names",
				ErrBadMessage, k, m.Subject)
		}
		size += int64(len(k) + len(v) + 4)
	}
	if limit -= headroom; size > limit {
		return fmt.Errorf("%w: %d bytes on %s, at most %d", ErrTooLarge, size, m.Subject, limit)
	}
	return nil
}

// wire makes the message as it travels. It is made anew for every try, because the library
// writes batch headers and a reply subject into it.
func (m Message) wire() *nats.Msg {
	w := nats.NewMsg(m.Subject) // never a literal: the batch publisher panics on a nil header
	w.Data = m.Data
	for k, v := range m.Header {
		w.Header[k] = []string{v}
	}
	if m.ID != "" {
		w.Header[jetstream.MsgIDHeader] = []string{m.ID}
	}
	if m.Expect != nil {
		w.Header[jetstream.ExpectedLastSubjSeqHeader] = []string{strconv.FormatUint(*m.Expect, 10)}
	}
	if m.After != nil {
		w.Header[jetstream.ExpectedLastSeqHeader] = []string{strconv.FormatUint(*m.After, 10)}
	}
	if len(w.Header) == 0 {
		w.Header[headerWhole] = []string{"1"}
	}
	return w
}

// headerWhole is the header of messages that have no other. The server's sum of a stored message runs over
// its subject and what follows, but not over where the one ends: only headers between the two hold them
// apart, so that a bit that turns in that length is found.
const headerWhole = "Nats-Whole"

// received turns a delivered message into ours.
func received(m jetstream.Msg) (Msg, *jetstream.MsgMetadata, error) {
	md, err := m.Metadata()
	if err != nil {
		return Msg{}, nil, fmt.Errorf("message without stream metadata: %w", err)
	}
	return Msg{
		Subject: m.Subject(), ID: m.Headers().Get(jetstream.MsgIDHeader), Data: m.Data(), Header: plain(m.Headers()),
		Seq: md.Sequence.Stream, Time: md.Timestamp,
	}, md, nil
}

// plain keeps the headers that a publisher of ours set, and drops the server's.
func plain(h nats.Header) map[string]string {
	var out map[string]string
	for k, v := range h {
		if strings.HasPrefix(k, "Nats-") || len(v) == 0 {
			continue
		}
		if out == nil {
			out = make(map[string]string, len(h))
		}
		out[k] = v[0]
	}
	return out
}
