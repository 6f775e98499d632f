package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// FromJSON reads one object: a line of `analyze`, or a mention of POST /api/v1/mentions.
// Unknown keys are ignored; keys that name a person are dropped and counted, whatever they
// hold. Where a key stands twice, its last value counts, as in encoding/json.
//
// Errors: ErrTooLong, ErrNUL, ErrEncoding, ErrJSON, ErrValue, ErrTime, opinion.ErrNoText. The
// Draft then still has the id, if one could be read, so that the caller can name the record.
func FromJSON(raw []byte, opts Options) (opinion.Draft, map[string]int, error) {
	return newMapper(opts).fromJSON(raw)
}

func (m *mapper) fromJSON(raw []byte) (opinion.Draft, map[string]int, error) {
	switch {
	case len(raw) > MaxLine:
		return opinion.Draft{}, nil, ErrTooLong
	case bytes.IndexByte(raw, 0) >= 0:
		return opinion.Draft{}, nil, ErrNUL
	case !utf8.Valid(raw):
		return opinion.Draft{}, nil, ErrEncoding
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return opinion.Draft{}, nil, jsonFault(err)
	}
	v := newValues()
	var bad error
	for key, value := range object {
		if plainKey(key) == hintKey {
			v.hints = append(v.hints, hintsOf(value)...)
			continue
		}
		mean, known := m.meaning(key)
		switch {
		case !known:
		case mean.person:
			v.drop(key)
		default:
			s, ok := scalar(value)
			if !ok && mean.hint != "" {
				if m.past {
					for _, one := range several(value) {
						v.set(mean, key, one)
					}
				}
				continue // a structure, and no column
			}
			if !ok {
				bad = errors.Join(bad, fmt.Errorf("%s: %w", mean.field, ErrValue))
				continue
			}
			v.set(mean, key, s)
		}
	}
	if bad != nil {
		return opinion.Draft{Ref: v.ref()}, v.dropped, bad
	}
	d, err := m.draft(v, false)
	return d, v.dropped, err
}

// jsonFault says where a line breaks, and nothing of what it holds: encoding/json's own words
// quote the text.
func jsonFault(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%w: it breaks at byte %d", ErrJSON, syntax.Offset)
	}
	return ErrJSON
}

// scalar is a string or number as text; null is empty. Objects, lists and booleans are no text.
func scalar(raw json.RawMessage) (string, bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return "", false
	}
	switch c := raw[0]; {
	case c == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
		return s, true
	case c == 'n':
		return "", true
	case c == '-' || (c >= '0' && c <= '9'):
		return string(raw), true
	}
	return "", false
}

func readLines(r io.Reader, m *mapper, yield func(Record) bool) {
	eachLine(r, func(line int, raw []byte, err error) bool {
		rec := Record{Line: line, Err: err}
		if err == nil {
			rec.Draft, rec.Dropped, rec.Err = m.fromJSON(raw)
		}
		return yield(rec)
	})
}

// eachLine hands on the lines that hold something, or the reason why one cannot be read,
// until do says no. Each line is memory of its own.
func eachLine(r io.Reader, do func(line int, raw []byte, err error) bool) {
	br := bufio.NewReaderSize(r, 64<<10)
	for line := 1; ; line++ {
		raw, tooLong, err := nextLine(br)
		if line == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		}
		var bad error
		if tooLong {
			bad = ErrTooLong
		}
		if (tooLong || len(bytes.TrimSpace(raw)) > 0) && !do(line, raw, bad) {
			return
		}
		if err != nil {
			if err != io.EOF {
				do(line+1, nil, readFault(err))
			}
			return
		}
	}
}

// nextLine reads up to the next line feed, which it drops together with a carriage return
// before it. Of a line beyond MaxLine it keeps nothing and skips the rest. err is io.EOF
// together with the last line, or the reader's own.
func nextLine(br *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
			if len(line) > MaxLine+2 {
				line, tooLong = nil, true
			}
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		return line, tooLong, err
	}
}

// readFault keeps a reader's error without whatever text it may carry, but lets the caller
// still see what it wraps (a cancelled context, say).
func readFault(err error) error {
	if strings.TrimSpace(err.Error()) == "" {
		return ErrRead
	}
	return fmt.Errorf("%w: %w", ErrRead, err)
}
