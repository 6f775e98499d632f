package sheets

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// areas looks through a sheet once before its rows are read: merged areas stand behind the rows,
// and a sheet that does not end is a damaged workbook, of which nothing is taken.
func (b *book) areas(f *zip.File) ([]area, error) {
	r, err := openPart(f, MaxUnpacked)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	br := bufio.NewReaderSize(r, 64<<10)
	for {
		tag, err := br.ReadSlice('>')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, partFault(err)
		}
		if len(tag) >= len("<sheetData/>") && endsElement(tag[max(0, len(tag)-64):], "sheetData") {
			break
		}
		if len(tag) >= len("</worksheet>") && endsElement(tag[max(0, len(tag)-64):], "worksheet") {
			return nil, drain(br)
		}
	}
	var found []area
	whole := false
	d := decoder(br)
	for {
		tok, err := d.RawToken()
		switch {
		case err == io.EOF && whole:
			return found, nil
		case err != nil:
			return nil, partFault(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if a, ok := mergedArea(attr(e, "ref")); ok && e.Name.Local == "mergeCell" && len(found) < maxMerged {
				found = append(found, a)
			}
		case xml.EndElement:
			whole = whole || e.Name.Local == "worksheet"
		}
	}
}

// drain reads to the end, so that a checksum that does not fit is seen.
func drain(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return partFault(err)
	}
	return nil
}

// counting tells how far the sheets are read.
type counting struct {
	io.Reader
	b *book
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.b.done += int64(n)
	if c.b.onPart != nil && n > 0 {
		c.b.onPart(min(c.b.done, c.b.of), c.b.of)
	}
	return n, err
}

// rows yields a sheet's rows.
func (b *book) rows(f *zip.File, areas []area, yield func(Row) bool) {
	r, err := openPart(f, MaxUnpacked)
	if err != nil {
		yield(Row{Line: 1, Err: err})
		return
	}
	defer r.Close()
	d := decoder(counting{r, b})
	down := newMerged(areas)
	line := 0
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(Row{Line: line + 1, Err: partFault(err)})
			return
		}
		e, is := tok.(xml.StartElement)
		if !is || e.Name.Local != "row" {
			continue
		}
		line++
		if n, err := strconv.Atoi(attr(e, "r")); err == nil && n >= line {
			line = n
		}
		if line > MaxRows {
			yield(Row{Line: line, Err: ErrTooLarge})
			return
		}
		row := Row{Line: line}
		if err := b.row(d, &row); err != nil {
			yield(Row{Line: line, Err: err})
			return
		}
		row.Cells = down.fill(line-1, row.Cells)
		if row.Err == nil {
			row.Err = checkCells(row.Cells)
		}
		if !yield(row) {
			return
		}
	}
}

// cell is a cell while it is read.
type cell struct {
	col                  int
	kind, style          string
	value, text, formula []byte
	valued, computed     bool
}

// row reads to the end of a row.
func (b *book) row(d *xml.Decoder, row *Row) error {
	c, size := cell{col: -1}, 0
	var into *[]byte
	for {
		tok, err := d.RawToken()
		if err != nil {
			return partFault(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			into = nil
			switch e.Name.Local {
			case "c":
				c = cell{col: c.col + 1, kind: attr(e, "t"), style: attr(e, "s")}
				if n, ok := column(attr(e, "r")); ok {
					c.col = n
				}
			case "v":
				into, c.valued = &c.value, true
			case "f":
				into, c.computed = &c.formula, true
			case "is":
				s, err := richText(d, "is")
				if err != nil {
					return err
				}
				c.text = append(c.text, s...)
			}
		case xml.CharData:
			if size += len(e); size > MaxLine {
				return ErrTooLong
			}
			if into != nil {
				*into = append(*into, e...)
			}
		case xml.EndElement:
			into = nil
			switch e.Name.Local {
			case "c":
				if err := b.put(row, c); err != nil {
					return err
				}
			case "row":
				return nil
			}
		}
	}
}

// put gives a cell's value to its row.
func (b *book) put(row *Row, c cell) error {
	v := string(c.value)
	switch c.kind {
	case "s":
		if v == "" {
			return nil
		}
		s, err := b.strings.at(v)
		if err != nil {
			return err
		}
		row.put(c.col, s)
	case "inlineStr":
		row.put(c.col, unescape(string(c.text)))
	case "e":
		row.Lost = append(row.Lost, c.col)
	case "b":
		row.put(c.col, map[bool]string{true: "TRUE", false: "FALSE"}[v == "1"])
	case "str", "d":
		if c.computed && !c.valued {
			row.formula(c.col, string(c.formula))
			return nil
		}
		row.put(c.col, unescape(v))
	default:
		if v = strings.TrimSpace(v); v == "" && c.computed {
			row.formula(c.col, string(c.formula))
			return nil
		}
		if b.isDate(c.style) {
			row.put(c.col, dateText(v, b.date1904))
			return nil
		}
		text, rounded := plainNumber(v)
		row.number(c.col, text, rounded)
	}
	return nil
}
