package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"huiying/words"
)

// format is a kind of file that a table can be had as.
type format struct {
	ext, kind string // the end of its name, and its media type
	write     func(*bytes.Buffer, Sheet) error
}

var formats = []format{
	{"csv", "text/csv; charset=utf-8", writeCSV},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXLSX},
}

// Formats are the ends of the files that a table can be had as, without the dot.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.ext)
	}
	return out
}

// Serve answers with a sheet in the format that the end of the address names; an error is before
// the first byte.
func Serve(w http.ResponseWriter, r *http.Request, name string, s Sheet) error {
	i := slices.IndexFunc(formats, func(f format) bool { return strings.HasSuffix(r.URL.Path, "."+f.ext) })
	if i < 0 {
		return fmt.Errorf("a sheet has no format of the end of %s", r.URL.Path)
	}
	f := formats[i]
	var b bytes.Buffer
	if err := f.write(&b, s); err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+f.ext+`"`)
	_, _ = w.Write(b.Bytes()) // the reader has gone away; nobody is left to tell
	return nil
}

// Send answers with a file that is a sheet already, in the format that the end of the address names.
func Send(w http.ResponseWriter, r *http.Request, name string, file []byte) {
	for _, f := range formats {
		if strings.HasSuffix(r.URL.Path, "."+f.ext) {
			w.Header().Set("Content-Type", f.kind)
			w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+f.ext+`"`)
		}
	}
	_, _ = w.Write(file) // the reader has gone away; nobody is left to tell
}

// Sheet is a table as a file holds it: cells are string, int, float64, or nil for none.
type Sheet struct {
	Name  string
	Rows  [][]any // the first is the head
	Share []bool  // columns that hold shares
	Notes []string
}

// safe keeps a spreadsheet from running what a cell says: one that begins like a formula gets an
// apostrophe before it.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// writeCSV begins with the mark by which Excel knows UTF-8.
func writeCSV(b *bytes.Buffer, s Sheet) error {
	b.WriteString("\uFEFF")
	out := csv.NewWriter(b)
	out.UseCRLF = true
	for _, row := range s.Rows {
		cells := make([]string, len(row))
		for i, x := range row {
			switch x := x.(type) {
			case string:
				cells[i] = safe(x)
			case float64:
				cells[i] = strconv.FormatFloat(x, 'f', 4, 64)
			case int:
				cells[i] = strconv.Itoa(x)
			}
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// writeXLSX writes the table on one sheet and how it was counted on a second.
func writeXLSX(b *bytes.Buffer, s Sheet) (err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := f.SetSheetName("Sheet1", s.Name); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	for y, row := range s.Rows {
		for x, value := range row {
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if text, ok := value.(string); ok && err == nil {
				value = safe(text)
			}
			if err == nil && value != nil {
				err = f.SetCellValue(s.Name, at, value)
			}
			if err == nil && y > 0 && s.Share[x] {
				err = f.SetCellStyle(s.Name, at, at, percent)
			}
			if err != nil {
				return fmt.Errorf("write xlsx: %w", err)
			}
		}
	}
	if err := writeNotes(f, s.Notes); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := f.SetPanes(s.Name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return f.Write(b)
}

func writeNotes(f *excelize.File, notes []string) error {
	name := words.Say(words.First, "sheet.notes")
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	for i, n := range notes {
		if err := f.SetCellStr(name, "A"+strconv.Itoa(i+1), safe(n)); err != nil {
			return err
		}
	}
	return f.SetColWidth(name, "A", "A", 120)
}
