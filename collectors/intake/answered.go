package intake

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// Answered is a record with the answer that it got, or the reason why there is none. The
// answer is raw, like the Draft.
type Answered struct {
	Record
	Reply     string
	RepliedAt time.Time // zero when the record does not say
}

// ErrNoReply is the reason of a record without an answer. One with empty words has one.
var ErrNoReply = fmt.Errorf("reply: %w; a pair needs the words of an answer", ErrValue)

// Keys of an answer.
var (
	replyKeys   = []string{"reply"}
	repliedKeys = []string{"replied_at", "reply_time"}
)

// ReadAnswered yields the pairs of a JSONL file: records as Read gives them, with the keys
// reply and, where known, replied_at. Breaking off the loop is fine.
func ReadAnswered(r io.Reader, opts Options) iter.Seq[Answered] {
	m := newMapper(opts)
	return func(yield func(Answered) bool) {
		eachLine(bufio.NewReaderSize(&counter{r: r, on: opts.OnBytes}, 64<<10), func(line int, raw []byte, err error) bool {
			a := Answered{Record: Record{Line: line, Err: err}}
			if err == nil {
				a.Draft, a.Dropped, a.Untimed, a.Err = m.fromJSON(raw)
			}
			if a.Err == nil {
				a.Err = a.answer(m, raw)
			}
			return yield(a)
		})
	}
}

// answer reads the answer of a line that is known to be a JSON object.
func (a *Answered) answer(m *mapper, raw []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return jsonFault(err)
	}
	found := false
	for key, value := range object {
		switch key = strings.ToLower(strings.TrimSpace(key)); {
		case slices.Contains(replyKeys, key):
			if json.Unmarshal(value, &a.Reply) != nil || string(value) == "null" {
				return ErrNoReply
			}
			found = true
		case slices.Contains(repliedKeys, key):
			s, ok := scalar(value)
			if ok && s == "" {
				continue
			}
			at, known := m.parseTime(s, false)
			if !ok || !known {
				return fmt.Errorf("replied_at: %w", ErrTime)
			}
			a.RepliedAt = at
		}
	}
	if !found {
		return ErrNoReply
	}
	return nil
}
