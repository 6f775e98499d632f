package intake

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A CSV file is split by hand, not by encoding/csv: there one quote that is never closed
// swallows the rest of the file into memory. Here it costs its own line, and reading goes on
// with the next.

// csvReader yields rows of cells.
type csvReader struct {
	br      *bufio.Reader
	queue   []physical // lines put back after a record that did not end
	line    int        // number of the line last taken
	comma   byte
	gbk     bool // decided: GB18030
	decided bool
	end     error
}

func readCSV(r io.Reader, m *mapper, yield func(Record) bool) {
	br, utf16 := openText(r)
	c := &csvReader{br: br}
	if !utf16 {
		peek, _ := br.Peek(1 << 20)
		c.gbk, c.decided = guessGB18030(peek)
	}
	t := &table{m: m}
	for {
		line, cells, err := c.next()
		switch {
		case err == io.EOF:
			if !t.ready() {
				yield(Record{Line: 1, Err: ErrHeader})
			}
			return
		case errors.Is(err, ErrRead):
			yield(Record{Line: line, Err: err})
			return
		}
		rec, ok, stop := t.row(line, cells, err)
		if ok && !yield(rec) || stop {
			return
		}
	}
}

// openText makes a reader whose text is bytes of UTF-8 or GB18030; UTF-16 with its mark (a
// spreadsheet's "Unicode text") is decoded at once, a UTF-8 mark is dropped.
func openText(r io.Reader) (br *bufio.Reader, utf16 bool) {
	br = bufio.NewReaderSize(r, 1<<20)
	mark, _ := br.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		dec := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(br, dec), 1<<20), true
	case bytes.HasPrefix(mark, []byte("\xef\xbb\xbf")):
		_, _ = br.Discard(3)
	}
	return br, false
}

// guessGB18030 looks at the beginning of a file. A few bad bytes in UTF-8 text are bad bytes;
// Chinese in GB18030 read as UTF-8 is bad almost everywhere. Plain ASCII decides nothing.
func guessGB18030(b []byte) (gbk, decided bool) {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			if !utf8.FullRune(b) { // cut off at the end of the look
				b = nil
				continue
			}
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return bad > good, good+bad > 0
}

// physical is one line of the file; of one beyond MaxLine only the fact is kept.
type physical struct {
	text    []byte
	tooLong bool
}

// next returns the next record that is not empty. err is io.EOF at the end, wraps ErrRead when
// the reader failed, and otherwise concerns this record only.
func (c *csvReader) next() (int, []string, error) {
	for {
		first, err := c.takeLine()
		start := c.line
		if err != nil {
			return start + 1, nil, err
		}
		if first.tooLong {
			return start, nil, ErrTooLong
		}
		if len(bytes.TrimSpace(first.text)) == 0 {
			continue
		}
		if c.comma == 0 {
			c.comma = findComma(first.text)
		}
		record, err := c.whole(first.text)
		if err != nil {
			return start, nil, err
		}
		cells, err := split(record, c.comma)
		if err == nil {
			err = c.decode(cells)
		}
		return start, cells, err
	}
}

// whole adds lines to the first until every quoted cell is closed. When that does not happen,
// the added lines are put back and the first one alone is at fault.
func (c *csvReader) whole(first []byte) ([]byte, error) {
	state := scan(first, c.comma, atCell)
	if state != quoted {
		return first, nil
	}
	record := append([]byte(nil), first...)
	var added []physical
	size := len(first)
	for len(added) < maxRowLines && size <= MaxLine {
		line, err := c.takeLine()
		if err != nil {
			break
		}
		added = append(added, line)
		if line.tooLong {
			break
		}
		size += len(line.text) + 1
		record = append(append(record, '\n'), line.text...)
		if state = scan(line.text, c.comma, quoted); state != quoted {
			if _, err := split(record, c.comma); err == nil {
				return record, nil
			}
			break
		}
	}
	c.queue = append(added, c.queue...)
	c.line -= len(added)
	if size > MaxLine {
		return nil, ErrTooLong
	}
	return nil, ErrQuote
}

// takeLine takes a line put back, else the next one of the file, and counts it.
func (c *csvReader) takeLine() (physical, error) {
	if len(c.queue) > 0 {
		line := c.queue[0]
		c.queue = c.queue[1:]
		c.line++
		return line, nil
	}
	if c.end != nil {
		return physical{}, c.end
	}
	text, tooLong, err := nextLine(c.br)
	if err != nil {
		c.end = io.EOF
		if err != io.EOF {
			c.end = readFault(err)
		}
		if len(text) == 0 && !tooLong {
			return physical{}, c.end
		}
	}
	c.line++
	return physical{text, tooLong}, nil
}

type scanState int

const (
	atCell     scanState = iota // a cell begins
	plain                       // within a cell without quotes: a quote there is a quote
	quoted                      // within quotes
	afterQuote                  // after a quote within quotes: an end, or half of ""
)

// scan goes over one line and says in which state it ends.
func scan(line []byte, comma byte, s scanState) scanState {
	for _, b := range line {
		switch {
		case s == quoted:
			if b == '"' {
				s = afterQuote
			}
		case s == afterQuote && b == '"':
			s = quoted
		case b == comma:
			s = atCell
		case s == atCell && b == '"':
			s = quoted
		default:
			s = plain
		}
	}
	return s
}

// split cuts a whole record into cells.
func split(record []byte, comma byte) ([]string, error) {
	var cells []string
	var cell []byte
	s := atCell
	for _, b := range record {
		switch {
		case s == quoted && b == '"':
			s = afterQuote
		case s == quoted:
			cell = append(cell, b)
		case s == afterQuote && b == '"':
			cell = append(cell, '"')
			s = quoted
		case b == comma:
			cells, cell, s = append(cells, string(cell)), cell[:0], atCell
		case s == afterQuote:
			return nil, ErrQuote
		case s == atCell && b == '"':
			s = quoted
		default:
			cell = append(cell, b)
			s = plain
		}
	}
	if s == quoted {
		return nil, ErrQuote
	}
	return append(cells, string(cell)), nil
}

// findComma: the mark that the first line has most of, among comma, tab and semicolon.
func findComma(line []byte) byte {
	best, most := byte(','), bytes.Count(line, []byte{','})
	for _, c := range []byte{'\t', ';'} {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// decode makes cells UTF-8. No byte of a GB18030 character is a comma, a quote or a line feed,
// so that cells can be cut before they are decoded.
func (c *csvReader) decode(cells []string) error {
	row := strings.Join(cells, "")
	if strings.IndexByte(row, 0) >= 0 {
		return ErrNUL
	}
	if !c.decided {
		c.gbk, c.decided = guessGB18030([]byte(row))
	}
	if !c.gbk {
		if !utf8.ValidString(row) {
			return ErrEncoding
		}
		return nil
	}
	dec := simplifiedchinese.GB18030.NewDecoder()
	for i, s := range cells {
		out, err := dec.String(s)
		if err != nil || strings.ContainsRune(out, utf8.RuneError) {
			return ErrEncoding
		}
		cells[i] = out
	}
	return nil
}
