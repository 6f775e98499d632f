package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"huiying/collectors/intake/sheets"
	"huiying/opinion"
)

// FromJSON reads one object: a line of `analyze`, or a mention of POST /api/v1/mentions.
// Unknown keys are ignored; keys that name a person are dropped and counted, whatever they
// hold. Where a key stands twice, its last value counts, as in encoding/json.
//
// Errors: ErrTooLong, ErrNUL, ErrEncoding, ErrJSON, ErrValue, ErrTime, opinion.ErrNoText. The
// Draft then still has the id, if one could be read, so that the caller can name the record.
func FromJSON(raw []byte, opts Options) (opinion.Draft, map[string]int, error) {
	d, dropped, _, err := newMapper(opts).fromJSON(raw)
	return d, dropped, err
}

func (m *mapper) fromJSON(raw []byte) (d opinion.Draft, dropped map[string]int, untimed bool, err error) {
	switch {
	case len(raw) > MaxLine:
		return d, nil, false, ErrTooLong
	case bytes.IndexByte(raw, 0) >= 0:
		return d, nil, false, ErrNUL
	case !utf8.Valid(raw):
		return d, nil, false, ErrEncoding
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return d, nil, false, jsonFault(err)
	}
	v := newValues()
	bad := m.object(v, object, 0)
	if bad != nil {
		return opinion.Draft{Ref: v.ref()}, v.dropped, false, bad
	}
	d, untimed, err = m.draft(v, false)
	return d, v.dropped, untimed, err
}

// mostNested is how deep an object within a record is looked into: {"letter":{"title":…}}.
const mostNested = 3

// object takes the values of an object; within it those of objects whose name means nothing.
func (m *mapper) object(v *values, object map[string]json.RawMessage, depth int) error {
	var bad error
	for key, value := range object {
		if plainKey(key) == hintKey {
			v.hints = append(v.hints, hintsOf(value)...)
			continue
		}
		mean, known := m.meaning(key)
		mean.rank += depth * 10 * rankByParts // what stands nearer counts first
		switch {
		case !known:
			if !aboutSomebody.MatchString(plainKey(key)) {
				m.within(v, value, depth)
			}
		case mean.person:
			v.drop(key)
		case mean.reply, mean.waived:
		default:
			s, ok := scalar(value)
			if !ok && m.within(v, value, depth) {
				continue
			}
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
	return bad
}

// within takes the values of an object within one; false where it brings none. What cannot be read of
// it is left out.
func (m *mapper) within(v *values, value json.RawMessage, depth int) bool {
	var inner map[string]json.RawMessage
	if len(value) == 0 || value[0] != '{' || depth >= mostNested || json.Unmarshal(value, &inner) != nil {
		return false
	}
	before := len(v.val) + len(v.hints) + len(v.dropped)
	_ = m.object(v, inner, depth+1) // the record itself is not at fault
	return len(v.val)+len(v.hints)+len(v.dropped) > before
}

// aboutSomebody are names of objects that say who wrote or who answered: nothing in them is the
// record's.
var aboutSomebody = regexp.MustCompile(`user|person|people|author|sender|contact|account|member|reply|answer|handle|deal|result|attach|file|image`)

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

// readJSON reads lines of objects, or an array of them, which may lie within an object: what
// interfaces answer, {"code":0,"data":{"list":[…]}}.
func readJSON(r io.Reader, m *mapper, yield func(Record) bool) bool {
	br, utf16 := sheets.OpenText(r, 64<<10)
	look, _ := br.Peek(64 << 10)
	if gbk, _ := sheets.GuessGB18030(look); gbk && !utf16 {
		br = bufio.NewReaderSize(transform.NewReader(br, simplifiedchinese.GB18030.NewDecoder()), 64<<10)
		look, _ = br.Peek(64 << 10)
	}
	each := eachLine
	if !areLines(look) {
		each = eachElement
	}
	more := true
	each(br, func(line int, raw []byte, err error) bool {
		rec := Record{Line: line, Err: err}
		if err == nil {
			rec.Draft, rec.Dropped, rec.Untimed, rec.Err = m.fromJSON(raw)
		}
		more = yield(rec)
		return more
	})
	return more
}

// eachLine hands on the lines that hold something, or the reason why one cannot be read,
// until do says no. Each line is memory of its own.
func eachLine(br *bufio.Reader, do func(line int, raw []byte, err error) bool) {
	for line := 1; ; line++ {
		raw, tooLong, err := sheets.NextLine(br)
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
				do(line+1, nil, sheets.ReadFault(err))
			}
			return
		}
	}
}
