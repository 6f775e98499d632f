package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"huiying/collectors/intake/sheets"
)

// areLines says whether the beginning of a file is JSON lines: its first line is an object that
// is whole and holds no list of objects, or there is a second line like it, or it is no JSON.
func areLines(look []byte) bool {
	look = bytes.TrimLeft(bytes.TrimPrefix(look, []byte("\xef\xbb\xbf")), " \t\r\n")
	first, rest, _ := bytes.Cut(look, []byte("\n"))
	first = bytes.TrimSpace(first)
	switch {
	case len(first) == 0:
		return true
	case first[0] == '[':
		next := bytes.TrimLeft(look[1:], " \t\r\n")
		return len(next) > 0 && next[0] != '{'
	case first[0] != '{':
		return true
	case json.Valid(first):
		rest = bytes.TrimSpace(rest)
		return len(rest) > 0 && rest[0] == '{' || !holdsList(first)
	}
	// one object over many lines breaks off where a line may: behind a bracket or a comma
	last := first[len(first)-1]
	return last != '{' && last != '[' && last != ',' && !holdsList(first)
}

// holdsList says whether a list of objects begins within.
func holdsList(raw []byte) bool {
	s := splitter{br: bufio.NewReader(bytes.NewReader(raw))}
	return s.toList() == nil
}

// eachElement hands on the objects of the first list of objects, or the one object that the file
// is. One that cannot be read costs itself as long as its brackets close.
func eachElement(br *bufio.Reader, do func(line int, raw []byte, err error) bool) {
	look, _ := br.Peek(br.Size())
	s := splitter{br: br, line: 1}
	if holdsList(look) {
		_ = s.toList()
	}
	for {
		raw, err := s.next()
		switch {
		case err == io.EOF:
			return
		case errors.Is(err, ErrTooLong):
			if !do(s.start, nil, err) {
				return
			}
			continue
		case err != nil:
			do(s.line, nil, err)
			return
		}
		if !do(s.start, raw, nil) {
			return
		}
	}
}

// splitter cuts a list into its elements by brackets and quotes alone.
type splitter struct {
	br          *bufio.Reader
	line, start int
}

func (s *splitter) byte() (byte, error) {
	b, err := s.br.ReadByte()
	if b == '\n' && err == nil {
		s.line++
	}
	if err != nil && err != io.EOF {
		err = sheets.ReadFault(err)
	}
	return b, err
}

// toList goes behind the bracket that begins the first list of objects.
func (s *splitter) toList() error {
	open, quoted := false, false
	for {
		b, err := s.byte()
		if err != nil {
			return err
		}
		switch {
		case quoted && b == '\\':
			if _, err := s.byte(); err != nil {
				return err
			}
		case b == '"':
			quoted, open = !quoted, false
		case quoted, b == ' ', b == '\t', b == '\r', b == '\n':
		case open && b == '{':
			return s.br.UnreadByte()
		default:
			open = b == '['
		}
	}
}

// next is the next object of the list; io.EOF behind its end. Of one beyond MaxLine nothing is kept.
func (s *splitter) next() ([]byte, error) {
	for {
		b, err := s.byte()
		switch {
		case err != nil:
			return nil, err
		case b == ']':
			return nil, io.EOF
		case b == ',' || b == ' ' || b == '\t' || b == '\r' || b == '\n':
			continue
		case b != '{':
			return nil, ErrJSON
		}
		s.start = s.line
		return s.object()
	}
}

// object reads on to the bracket that closes it.
func (s *splitter) object() ([]byte, error) {
	raw, depth, quoted, size := []byte{'{'}, 1, false, 1
	for depth > 0 {
		b, err := s.byte()
		if err == io.EOF {
			return nil, ErrJSON
		}
		if err != nil {
			return nil, err
		}
		escaped := quoted && b == '\\'
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{', b == '[':
			depth++
		case b == '}', b == ']':
			depth--
		}
		if size++; size <= MaxLine {
			raw = append(raw, b)
		}
		if escaped {
			if b, err = s.byte(); err != nil {
				return nil, ErrJSON
			}
			if size++; size <= MaxLine {
				raw = append(raw, b)
			}
		}
	}
	if size > MaxLine {
		return nil, ErrTooLong
	}
	return raw, nil
}
