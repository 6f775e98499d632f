package sheets

import (
	"encoding/binary"
	"io"
	"iter"
	"math"
	"strings"

	"github.com/richardlehane/mscfb"
)

// The binary .xls is a compound file that holds one stream of records ([MS-XLS] 2.1). The
// compound file is read by a kept library, the records here: of the libraries that read them, one
// is under a licence that ours cannot take and drops formulas, one has not been kept for years,
// and all panic on damaged files. Records not named below change nothing of what cells hold.

// Kinds of records, by [MS-XLS] 2.3.
const (
	recFormula    = 0x0006
	recEOF        = 0x000a
	recDateMode   = 0x0022
	recFilePass   = 0x002f
	recContinue   = 0x003c
	recBoundSheet = 0x0085
	recMulRK      = 0x00bd
	recRString    = 0x00d6
	recXF         = 0x00e0
	recMergeCells = 0x00e5
	recSST        = 0x00fc
	recLabelSST   = 0x00fd
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRK         = 0x027e
	recFormat     = 0x041e
	recBOF        = 0x0809
	biff8         = 0x0600
	biff5         = 0x0500
)

// biffBook is an open binary workbook.
type biffBook struct {
	stream   []byte
	version  uint16
	date1904 bool
	strings  []string
	formats  map[int]string
	dates    []bool // by extended format: a date
	sheets   []biffSheet
}

type biffSheet struct {
	name   string
	hidden bool
	at     int
}

func readBIFF(in Input) iter.Seq2[*Table, error] {
	b, err := openBIFF(in)
	if err != nil {
		return fault(err)
	}
	return func(yield func(*Table, error) bool) {
		for i, s := range b.sheets {
			if in.OnPart != nil {
				in.OnPart(int64(i), int64(len(b.sheets)))
			}
			t := &Table{Name: s.name, Hidden: s.hidden, Date1904: b.date1904,
				Rows: func(yield func(Row) bool) { b.rows(s, yield) }}
			if !yield(t, nil) {
				return
			}
		}
		if in.OnPart != nil {
			in.OnPart(1, 1)
		}
	}
}

// openBIFF opens a compound file, or a bare stream of records, which some programs write.
func openBIFF(in Input) (*biffBook, error) {
	at, size, err := in.sized()
	if err != nil {
		return nil, err
	}
	b := &biffBook{formats: map[int]string{}}
	head := make([]byte, 2)
	if _, err := at.ReadAt(head, 0); err == nil && head[0] == 0x09 {
		b.stream = make([]byte, size)
		if _, err := at.ReadAt(b.stream, 0); err != nil && err != io.EOF {
			return nil, ReadFault(err)
		}
	} else if b.stream, err = workbookStream(at); err != nil {
		return nil, err
	}
	return b, b.globals()
}

// workbookStream finds the records within a compound file.
func workbookStream(at io.ReaderAt) (stream []byte, err error) {
	defer func() { // the library panics on some damaged files
		if recover() != nil {
			stream, err = nil, ErrWorkbook
		}
	}()
	doc, err := mscfb.New(at)
	if err != nil {
		return nil, ErrWorkbook
	}
	for entries := 0; entries < 10_000; entries++ {
		e, err := doc.Next()
		if err != nil {
			break
		}
		switch strings.ToLower(e.Name) {
		case "encryptedpackage":
			return nil, ErrLocked
		case "workbook", "book":
			raw, err := io.ReadAll(io.LimitReader(e, MaxWorkbook))
			if err != nil || len(raw) == 0 {
				return nil, ErrWorkbook
			}
			return raw, nil
		}
	}
	return nil, ErrWorkbook
}

// records yields the records from a place on, to the end of their substream.
func (b *biffBook) records(at int) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		depth := 0
		for at >= 0 && at+4 <= len(b.stream) {
			kind := binary.LittleEndian.Uint16(b.stream[at:])
			size := int(binary.LittleEndian.Uint16(b.stream[at+2:]))
			if at += 4 + size; at > len(b.stream) {
				return
			}
			if !yield(kind, b.stream[at-size:at]) {
				return
			}
			switch kind {
			case recBOF:
				depth++
			case recEOF:
				if depth--; depth <= 0 {
					return
				}
			}
		}
	}
}

// globals reads what is said of all sheets.
func (b *biffBook) globals() error {
	if len(b.stream) < 8 || binary.LittleEndian.Uint16(b.stream) != recBOF {
		if len(b.stream) > 2 && b.stream[0] == 0x09 {
			return ErrOld
		}
		return ErrWorkbook
	}
	b.version = u16(b.stream[4:], 0)
	var table [][]byte // the shared strings with what continues them
	inTable, ended := false, false
	for kind, data := range b.records(0) {
		switch kind {
		case recFilePass:
			return ErrLocked
		case recDateMode:
			b.date1904 = u16(data, 0) == 1
		case recFormat:
			if s, ok := b.formatCode(data); ok {
				b.formats[int(u16(data, 0))] = s
			}
		case recXF:
			id := int(u16(data, 2))
			b.dates = append(b.dates, dateFormat(id, b.formats[id]))
		case recBoundSheet:
			b.boundSheet(data)
		case recSST:
			table = append(table, data)
		case recContinue:
			if inTable {
				table = append(table, data)
			}
		case recEOF:
			ended = true
		}
		inTable = kind == recSST || kind == recContinue && inTable
	}
	if !ended || len(b.sheets) == 0 {
		return ErrWorkbook
	}
	b.strings = sharedTable(table)
	return nil
}

// boundSheet keeps sheets of cells; others hold charts and macros.
func (b *biffBook) boundSheet(data []byte) {
	if len(data) < 8 || data[5] != 0 {
		return
	}
	name, ok := b.shortText(data[6:])
	at := int(binary.LittleEndian.Uint32(data))
	if ok && at < len(b.stream) {
		b.sheets = append(b.sheets, biffSheet{name, data[4]&3 != 0, at})
	}
}

func (b *biffBook) formatCode(data []byte) (string, bool) {
	if len(data) < 3 {
		return "", false
	}
	if b.version == biff8 {
		return wideText(data[2:])
	}
	return b.shortText(data[2:])
}

// rows yields a sheet's rows. Cells come row by row.
func (b *biffBook) rows(s biffSheet, yield func(Row) bool) {
	down := newMerged(b.areas(s))
	row, pending := Row{}, -1 // the column whose formula's text comes next
	flush := func() bool {
		if row.Line == 0 {
			return true
		}
		row.Cells = down.fill(row.Line-1, row.Cells)
		if row.Err == nil {
			row.Err = checkCells(row.Cells)
		}
		return yield(row)
	}
	depth, ended := 0, false
	for kind, data := range b.records(s.at) {
		switch kind {
		case recBOF:
			depth++
			continue
		case recEOF:
			depth--
			ended = depth <= 0
			continue
		}
		if depth > 1 { // a chart within the sheet
			continue
		}
		if kind == recString {
			if text, ok := b.text(data); ok && pending >= 0 {
				row.put(pending, text)
			}
			pending = -1
			continue
		}
		line, is := cellLine(kind, data)
		if !is {
			continue
		}
		if line != row.Line {
			if !flush() {
				return
			}
			row = Row{Line: line}
		}
		pending = b.cell(&row, kind, data)
	}
	if flush() && !ended {
		yield(Row{Line: row.Line + 1, Err: ErrWorkbook})
	}
}

func (b *biffBook) areas(s biffSheet) []area {
	var found []area
	for kind, data := range b.records(s.at) {
		if kind != recMergeCells {
			continue
		}
		for i := 2; i+8 <= len(data) && len(found) < maxMerged; i += 8 {
			found = append(found, area{int(u16(data, i)), int(u16(data, i+2)), int(u16(data, i+4)), int(u16(data, i+6))})
		}
	}
	return found
}

// cellLine is the line of a record of cells, from 1.
func cellLine(kind uint16, data []byte) (int, bool) {
	switch kind {
	case recLabelSST, recLabel, recRString, recNumber, recRK, recMulRK, recFormula, recBoolErr:
		return int(u16(data, 0)) + 1, len(data) >= 6
	}
	return 0, false
}

// cell gives a record's value to its row. Where the text of a formula comes in a record of its
// own, it says for which column.
func (b *biffBook) cell(row *Row, kind uint16, data []byte) (pending int) {
	col, format := int(u16(data, 2)), int(u16(data, 4))
	switch kind {
	case recLabelSST:
		if i := int(u32(data, 6)); len(data) >= 10 && i < len(b.strings) {
			row.put(col, b.strings[i])
		} else {
			row.Lost = append(row.Lost, col)
		}
	case recLabel, recRString:
		if s, ok := b.text(data[6:]); ok {
			row.put(col, s)
		}
	case recNumber:
		if len(data) >= 14 {
			b.number(row, col, format, math.Float64frombits(binary.LittleEndian.Uint64(data[6:])))
		}
	case recRK:
		b.number(row, col, format, rk(u32(data, 6)))
	case recMulRK:
		for i := 4; i+8 <= len(data); i += 6 {
			b.number(row, col, int(u16(data, i)), rk(u32(data, i+2)))
			col++
		}
	case recBoolErr:
		b.boolOrError(row, col, data[6:])
	case recFormula:
		return b.formula(row, col, format, data)
	}
	return -1
}

func (b *biffBook) number(row *Row, col, format int, f float64) {
	text, rounded := numberText(f)
	if format < len(b.dates) && b.dates[format] {
		row.put(col, dateText(text, b.date1904))
		return
	}
	row.number(col, text, rounded)
}

func (b *biffBook) boolOrError(row *Row, col int, data []byte) {
	switch {
	case len(data) < 2 || data[1] != 0:
		row.Lost = append(row.Lost, col)
	default:
		row.put(col, map[bool]string{true: "TRUE", false: "FALSE"}[data[0] == 1])
	}
}

// formula reads the result that was computed last ([MS-XLS] 2.5.133).
func (b *biffBook) formula(row *Row, col, format int, data []byte) (pending int) {
	if len(data) < 14 {
		return -1
	}
	result := data[6:14]
	if u16(result, 6) != 0xffff {
		b.number(row, col, format, math.Float64frombits(binary.LittleEndian.Uint64(result)))
		return -1
	}
	switch result[0] {
	case 0:
		return col
	case 1:
		b.boolOrError(row, col, []byte{result[2], 0})
	case 2:
		row.Lost = append(row.Lost, col)
	}
	return -1
}

// rk is a number in 30 bits ([MS-XLS] 2.5.217).
func rk(n uint32) float64 {
	var f float64
	if n&2 != 0 {
		f = float64(int32(n) >> 2)
	} else {
		f = math.Float64frombits(uint64(n&^3) << 32)
	}
	if n&1 != 0 {
		f /= 100
	}
	return f
}

// u16 and u32 read numbers; what lies beyond the record is 0.
func u16(b []byte, at int) uint16 {
	if at+2 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}
