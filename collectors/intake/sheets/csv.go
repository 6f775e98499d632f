package sheets

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
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
	wide    string // the full-width separator of the file; else empty
	wideTo  int    // the last line that it separates; 0: all
	gbk     bool   // decided: GB18030
	decided bool
	end     error
}

func readCSV(in Input) iter.Seq2[*Table, error] {
	return oneTable(&Table{Rows: func(yield func(Row) bool) {
		br, utf16 := OpenText(in.Reader(), lookAhead)
		c := &csvReader{br: br}
		peek, _ := br.Peek(lookAhead)
		if !utf16 {
			c.gbk, c.decided = GuessGB18030(peek)
		}
		c.wide, c.wideTo = wideComma(peek, c.gbk, in.Header)
		for {
			line, cells, err := c.next()
			if err == io.EOF {
				return
			}
			if !yield(Row{Line: line, Cells: cells, Wide: c.comma == standIn, Err: err}) || errors.Is(err, ErrRead) {
				return
			}
		}
	}})
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
		switch {
		case c.wide != "" && (c.wideTo == 0 || start <= c.wideTo):
			c.comma = standIn
		case c.comma == 0 || c.comma == standIn:
			if mark, only := separatorLine(first.text); only {
				c.comma = mark
				continue
			}
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
		if err == nil {
			c.widen(cells)
			unguard(cells)
			err = checkCells(cells)
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
	text, tooLong, err := NextLine(c.br)
	if err != nil {
		c.end = io.EOF
		if err != io.EOF {
			c.end = ReadFault(err)
		}
		if len(text) == 0 && !tooLong {
			return physical{}, c.end
		}
	}
	c.line++
	return physical{c.narrow(text), tooLong}, nil
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

// separatorLine reads the line "sep=;" that Excel takes for its own.
func separatorLine(line []byte) (mark byte, only bool) {
	line = bytes.Trim(line, "\" \t")
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], true
	}
	return 0, false
}

// unguard takes away what makes Excel keep a number's digits: ="0012", and a tab before it.
func unguard(cells []string) {
	for i, s := range cells {
		if s = strings.Trim(s, "\t"); len(s) > 2 && s[0] == '=' && s[1] == '"' && s[len(s)-1] == '"' {
			s = strings.ReplaceAll(s[2:len(s)-1], `""`, `"`)
		}
		cells[i] = s
	}
}

// findComma: the mark that the first line has most of.
func findComma(line []byte) byte {
	best, most := byte(','), bytes.Count(line, []byte{','})
	for _, c := range []byte{'\t', ';', '|'} {
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
		c.gbk, c.decided = GuessGB18030([]byte(row))
	}
	if utf8.ValidString(row) && (!c.gbk || han(row)) {
		return nil
	}
	if !c.gbk && !everyday(row) { // files are glued together; a row may be of the other encoding
		return ErrEncoding
	}
	for i, s := range cells {
		out, ok := fromGB18030(s)
		if !ok {
			return ErrEncoding
		}
		cells[i] = out
	}
	return nil
}
