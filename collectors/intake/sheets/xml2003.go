package sheets

import (
	"bytes"
	"encoding/xml"
	"io"
	"iter"
	"strconv"
	"strings"
)

// The XML of Excel 2003 ("XML spreadsheet"), which reporting tools still write and call .xls.

func readXML(in Input) iter.Seq2[*Table, error] {
	if in.At == nil {
		raw, err := readAll(in.R, MaxWorkbook)
		if err != nil {
			return fault(err)
		}
		in.At, in.Size = bytes.NewReader(raw), int64(len(raw))
	}
	hidden, err := hiddenXML(Input{At: in.At, Size: in.Size})
	if err != nil {
		return fault(err)
	}
	return func(yield func(*Table, error) bool) {
		d := decoder(decoded(in))
		for n := 0; ; n++ {
			name, ok := nextSheetXML(d)
			if !ok {
				return
			}
			walked := false
			t := &Table{Name: name, Hidden: n < len(hidden) && hidden[n], Rows: func(yield func(Row) bool) {
				if !walked {
					walked = true
					rowsXML(d, yield)
				}
			}}
			if !yield(t, nil) {
				return
			}
		}
	}
}

// hiddenXML walks through the file once: whether a sheet is hidden stands behind its rows, and a
// file that does not end is damaged.
func hiddenXML(in Input) ([]bool, error) {
	var hidden []bool
	visible, whole := false, false
	d := decoder(decoded(in))
	for {
		tok, err := d.RawToken()
		if err == io.EOF && whole {
			return hidden, nil
		}
		if err != nil {
			return nil, partFault(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			visible = e.Name.Local == "Visible"
			if e.Name.Local == "Worksheet" {
				hidden = append(hidden, false)
			}
		case xml.CharData:
			if visible && len(hidden) > 0 && strings.Contains(string(e), "Hidden") {
				hidden[len(hidden)-1] = true
			}
		case xml.EndElement:
			visible = false
			whole = whole || e.Name.Local == "Workbook"
		}
	}
}

// nextSheetXML goes to the next sheet.
func nextSheetXML(d *xml.Decoder) (name string, ok bool) {
	for {
		tok, err := d.RawToken()
		if err != nil {
			return "", false
		}
		if e, is := tok.(xml.StartElement); is && e.Name.Local == "Worksheet" {
			return attr(e, "Name"), true
		}
	}
}

// cellXML is a cell while it is read.
type cellXML struct {
	col, across, down int
	kind, formula     string
	text              strings.Builder
	data              bool // within its value
	said              bool // what follows is a comment on it
}

// sheetXML is a sheet while it is read.
type sheetXML struct {
	line, col int
	row       Row
	begun     bool // a row
	below     *merged
	cell      *cellXML
}

// rowsXML yields the rows of a sheet, to its end.
func rowsXML(d *xml.Decoder, yield func(Row) bool) {
	s := &sheetXML{below: newMerged(nil)}
	for {
		tok, err := d.RawToken()
		if err != nil {
			yield(Row{Line: s.line + 1, Err: partFault(err)})
			return
		}
		switch e := tok.(type) {
		case xml.StartElement:
			s.start(e)
			if s.line > MaxRows {
				yield(Row{Line: s.line, Err: ErrTooLarge})
				return
			}
		case xml.CharData:
			if s.cell != nil && s.cell.data {
				s.cell.text.Write(e)
				if s.cell.text.Len() > MaxLine {
					s.row.Err, s.cell.data = ErrTooLong, false
				}
			}
		case xml.EndElement:
			if e.Name.Local == "Worksheet" {
				return
			}
			if e.Name.Local == "Row" && s.begun { // the end of one that never began is none
				if s.begun = false; !yield(s.whole()) {
					return
				}
			}
			s.end(e)
		}
	}
}

func (s *sheetXML) start(e xml.StartElement) {
	switch name := e.Name.Local; {
	case name == "Row":
		s.line, s.col = max(s.line+1, number(attr(e, "Index"))), 0
		s.row, s.begun = Row{Line: s.line}, true
	case name == "Cell":
		if n := number(attr(e, "Index")); n > 0 {
			s.col = n - 1
		}
		s.cell = &cellXML{col: s.col, formula: attr(e, "Formula"), across: number(attr(e, "MergeAcross")),
			down: number(attr(e, "MergeDown"))}
	case s.cell == nil:
	case name == "Data" && !s.cell.said:
		s.cell.kind, s.cell.data = attr(e, "Type"), true
	case name == "Comment":
		s.cell.said = true
	}
}

func (s *sheetXML) end(e xml.EndElement) {
	switch c := s.cell; {
	case c == nil:
	case e.Name.Local == "Data":
		c.data = false
	case e.Name.Local == "Cell":
		c.put(&s.row)
		if c.down > 0 && c.col < MaxColumns {
			s.below.from[s.line-1] = append(s.below.from[s.line-1],
				area{s.line - 1, s.line - 1 + c.down, c.col, c.col + c.across})
		}
		s.col = min(c.col+1+c.across, MaxColumns)
		s.cell = nil
	}
}

// whole is the row that has ended, with what reaches down to it.
func (s *sheetXML) whole() Row {
	s.row.Cells = s.below.fill(s.line-1, s.row.Cells)
	delete(s.below.from, s.line-1)
	if s.row.Err == nil {
		s.row.Err = checkCells(s.row.Cells)
	}
	return s.row
}

func (c *cellXML) put(row *Row) {
	text := c.text.String()
	switch c.kind {
	case "Error":
		row.Lost = append(row.Lost, c.col)
	case "Number":
		s, rounded := plainNumber(text)
		row.number(c.col, s, rounded)
	case "":
		if c.formula != "" {
			row.formula(c.col, c.formula)
		}
	default:
		row.put(c.col, text)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
