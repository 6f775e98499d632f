// Package sheets reads tables out of files as they lie on a desk: CSV in any encoding met, .xlsx,
// and .xls in its three forms (binary records, an HTML page, XML of 2003). It yields rows of cells
// as text and knows nothing of what a column means.
//
// Rows are streamed: what is held is a row, and of an .xlsx its shared strings. Nothing touches
// the disk, no formula is computed and no link is followed.
package sheets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"
)

// Limits. They bound memory, whatever a file claims.
const (
	MaxLine     = 10 << 20  // of one line of text, one CSV record or one row of a sheet
	MaxWorkbook = 64 << 20  // of a workbook as it lies on disk
	MaxUnpacked = 512 << 20 // of one part of a workbook unpacked; it is streamed, not held
	MaxStrings  = 256 << 20 // of the shared strings of an .xlsx, which are held
	MaxRows     = 1 << 20   // of one sheet
	MaxColumns  = 1024      // of one row
	maxRowLines = 2000      // physical lines of one CSV record
	maxMerged   = 1 << 20   // merged areas of a sheet
)

// Reasons why a row or a file cannot be read. Callers test them with errors.Is.
var (
	ErrTooLong  = fmt.Errorf("the record is longer than %d bytes", MaxLine)
	ErrNUL      = errors.New("the record holds a NUL byte; export the file again as text")
	ErrEncoding = errors.New("the record is neither UTF-8 nor GB18030; save the file as UTF-8")
	ErrQuote    = errors.New("a quoted cell does not end properly")
	ErrWide     = fmt.Errorf("the row has more than %d columns", MaxColumns)
	ErrWorkbook = errors.New("the workbook is truncated, damaged or none that can be read")
	ErrLocked   = errors.New("the workbook is locked by a password; save it without one")
	ErrOld      = errors.New("the workbook is older than Excel 5; save it as .xlsx")
	ErrTooLarge = fmt.Errorf("the workbook exceeds %d bytes, or a part of it %d bytes unpacked, or a sheet "+
		"%d rows; split it or export CSV", MaxWorkbook, MaxUnpacked, MaxRows)
	ErrRead = errors.New("the file cannot be read further")
)

// Row is one row of a table.
type Row struct {
	Line  int      // of a text file, or the row's number in its sheet; from 1
	Cells []string // trailing empty ones may be missing
	// Lost are the places of cells whose value the file does not hold: a formula that was never
	// computed, or an error value.
	Lost []int
	// Rounded are those of numbers with more digits than a spreadsheet keeps.
	Rounded []int
	Wide    bool  // of a CSV file: full-width marks separate its cells
	Err     error // wraps one of the reasons above; the rows after it may still come
}

// Table is a sheet of a file, or the whole file where it has none.
type Table struct {
	Name     string // of the sheet; empty for text files
	Hidden   bool
	Date1904 bool          // bare numbers of days count from 1904, as on old Macintoshes
	Rows     iter.Seq[Row] // may be walked again, except a text file's
}

// Input is a file. At, where not nil, reaches every byte of it; else R is read to its end where
// that is needed.
type Input struct {
	R    io.Reader
	At   io.ReaderAt
	Size int64 // of At
	// OnPart is told how much of At has been read, for a progress bar; may be nil.
	OnPart func(done, of int64)
	// Header says whether cells are labels of columns. A CSV file asks it whether full-width marks,
	// of which texts are full, separate cells; where it is nil, they do not.
	Header func(cells []string) bool
}

// Form is how a table is written down.
type Form int

// The forms that can be read.
const (
	CSV  Form = iota
	XLSX      // a ZIP of XML parts
	BIFF      // the binary .xls
	HTML      // a page saved as .xls
	XML       // the XML of Excel 2003
)

// Read yields the tables of a file of a known form. An error ends the file.
func Read(in Input, form Form) iter.Seq2[*Table, error] {
	switch form {
	case XLSX:
		return readXLSX(in)
	case BIFF:
		return readBIFF(in)
	case HTML:
		return readHTML(in)
	case XML:
		return readXML(in)
	case CSV:
	}
	return readCSV(in)
}

// oneTable is a file that holds one.
func oneTable(t *Table) iter.Seq2[*Table, error] {
	return func(yield func(*Table, error) bool) { yield(t, nil) }
}

// fault is a file that cannot be read at all.
func fault(err error) iter.Seq2[*Table, error] {
	return func(yield func(*Table, error) bool) { yield(nil, err) }
}

// Reader gives the bytes from the beginning, and tells how far it is.
func (in Input) Reader() io.Reader {
	switch {
	case in.At == nil:
		return in.R
	case in.OnPart == nil:
		return io.NewSectionReader(in.At, 0, in.Size)
	}
	return &told{r: io.NewSectionReader(in.At, 0, in.Size), in: in}
}

type told struct {
	r    io.Reader
	done int64
	in   Input
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if t.done += int64(n); n > 0 {
		t.in.OnPart(t.done, t.in.Size)
	}
	return n, err
}

// sized is the whole file for a reader that jumps about in it.
func (in Input) sized() (io.ReaderAt, int64, error) {
	if in.At != nil {
		if in.Size > MaxWorkbook {
			return nil, 0, ErrTooLarge
		}
		return in.At, in.Size, nil
	}
	raw, err := readAll(in.R, MaxWorkbook)
	return bytes.NewReader(raw), int64(len(raw)), err
}

func readAll(r io.Reader, most int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, ReadFault(err)
	case int64(len(raw)) > most:
		return nil, ErrTooLarge
	}
	return raw, nil
}

// checkCells bounds a row and refuses what is no text.
func checkCells(cells []string) error {
	if len(cells) > MaxColumns {
		return ErrWide
	}
	size := 0
	for _, c := range cells {
		if !utf8.ValidString(c) {
			return ErrEncoding
		}
		if size += len(c); size > MaxLine {
			return ErrTooLong
		}
	}
	return nil
}
