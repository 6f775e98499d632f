package intake

import (
	"bytes"

	"huiying/collectors/intake/sheets"
)

// Table is a table of a file as it is written: rows of cells as text, merged cells filled downwards. What
// its columns mean is the caller's to know.
type Table struct {
	Sheet string
	Rows  []sheets.Row
}

// Tables reads every table of a workbook or of a text file that is not hidden. Errors: ErrFormat where it
// is neither, and those of reading a file.
func Tables(raw []byte, name string) (out []Table, err error) {
	f, err := formOf(name, raw[:min(len(raw), headBytes)])
	if err != nil {
		return nil, err
	}
	form, known := map[string]sheets.Form{".xlsx": sheets.XLSX, ".xls": sheets.BIFF, ".xml": sheets.XML,
		".html": sheets.HTML, ".csv": sheets.CSV}[f.ends[0]]
	if !known {
		return nil, ErrFormat
	}
	for t, err := range sheets.Read(sheets.Input{At: bytes.NewReader(raw), Size: int64(len(raw)),
		R: bytes.NewReader(raw)}, form) {
		if err != nil {
			return nil, err
		}
		if t.Hidden {
			continue
		}
		one := Table{Sheet: t.Name}
		for row := range t.Rows {
			if row.Err != nil && fatal(row.Err) {
				return nil, row.Err
			}
			one.Rows = append(one.Rows, row)
		}
		out = append(out, one)
	}
	return out, nil
}
