package intake

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// A workbook is unpacked in memory, all of it. Beyond 16 MB of a sheet the library would by
// itself write the raw sheet into a temporary file; raw text never reaches a disk, so both of
// its limits are set to the same number and what is larger is refused.

func readWorkbook(r io.Reader, m *mapper, yield func(Record) bool) {
	book, err := openWorkbook(r)
	if err != nil {
		yield(Record{Line: 1, Err: err})
		return
	}
	defer func() { _ = book.Close() }()
	date1904 := false
	if p, err := book.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		date1904 = *p.Date1904
	}
	found := false
	for _, sheet := range book.GetSheetList() {
		t := &table{m: m, date1904: date1904}
		if !readSheet(book, sheet, t, yield) {
			return
		}
		found = found || t.ready()
	}
	if !found {
		yield(Record{Line: 1, Err: ErrHeader})
	}
}

func openWorkbook(r io.Reader) (book *excelize.File, err error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxWorkbook+1))
	switch {
	case err != nil:
		return nil, readFault(err)
	case len(raw) > MaxWorkbook:
		return nil, ErrTooLarge
	case bytes.HasPrefix(raw, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, ErrOldExcel
	}
	defer func() { // the library panics on some damaged files
		if recover() != nil {
			book, err = nil, ErrWorkbook
		}
	}()
	book, err = excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked, RawCellValue: true,
	})
	switch {
	case err == nil && complete(book):
		return book, nil
	case err == nil:
		_ = book.Close()
		return nil, ErrWorkbook
	case strings.Contains(err.Error(), "unzip size exceeds"):
		return nil, ErrTooLarge
	}
	return nil, ErrWorkbook
}

// complete says whether each sheet is whole: the library's row reader takes broken XML for the
// end of the sheet and says nothing.
func complete(book *excelize.File) bool {
	whole := true
	book.Pkg.Range(func(name, content any) bool {
		n, isName := name.(string)
		b, isBytes := content.([]byte)
		if isName && isBytes && strings.HasPrefix(strings.ToLower(n), "xl/worksheets/sheet") {
			b = bytes.TrimSpace(b)
			whole = bytes.HasSuffix(b, []byte("worksheet>")) || (bytes.HasSuffix(b, []byte("/>")) && bytes.Count(b[max(0, len(b)-512):], []byte("<worksheet")) == 1)
		}
		return whole
	})
	return whole
}

// readSheet yields one sheet's records; false when the caller wants no more. A sheet without a
// header (a cover, a legend) is passed over. Rows are taken out of the library one by one inside
// a guard of their own: a panic of the library is a damaged file, a panic of the caller is not.
func readSheet(book *excelize.File, sheet string, t *table, yield func(Record) bool) bool {
	rows, err := book.Rows(sheet)
	if err != nil {
		return yield(Record{Line: 1, Err: ErrWorkbook})
	}
	defer func() { _ = rows.Close() }()
	for line := 1; ; line++ {
		cells, more, err := nextRow(rows)
		if err != nil {
			return yield(Record{Line: line, Err: ErrWorkbook})
		}
		if !more {
			return true
		}
		if t.ready() { // trailing empty cells are not kept in a sheet
			for len(cells) < len(t.columns) {
				cells = append(cells, "")
			}
		}
		rec, ok, stop := t.row(line, cells, checkCells(cells))
		if stop {
			return true
		}
		if ok && !yield(rec) {
			return false
		}
	}
}

func nextRow(rows *excelize.Rows) (cells []string, more bool, err error) {
	defer func() {
		if recover() != nil {
			cells, more, err = nil, false, ErrWorkbook
		}
	}()
	if !rows.Next() {
		return nil, false, rows.Error()
	}
	cells, err = rows.Columns()
	return cells, true, err
}

func checkCells(cells []string) error {
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
