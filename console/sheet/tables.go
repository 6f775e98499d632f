package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Headed is a table under a head of two rows, as official tables have it: a label with nothing below it
// stands over both rows, one that the next places do not repeat over all of them.
type Headed struct {
	Name, Title string
	Heads       [2][]string
	Rows        [][]string
}

// WriteHeaded writes such tables by the end of a file's name, a sheet each; CSV holds the first alone and no
// title. No cell runs.
func WriteHeaded(ext string, tables []Headed) ([]byte, error) {
	var b bytes.Buffer
	switch strings.ToLower(ext) {
	case ".xlsx":
		err := writeHeadedXLSX(&b, tables)
		return b.Bytes(), err
	case ".csv":
		b.WriteString("\uFEFF")
		out := csv.NewWriter(&b)
		out.UseCRLF = true
		for _, t := range tables[:min(len(tables), 1)] {
			for _, row := range append([][]string{flat(t.Heads)}, t.Rows...) {
				cells := make([]string, len(row))
				for i, c := range row {
					cells[i] = safe(c)
				}
				if err := out.Write(cells); err != nil {
					return nil, fmt.Errorf("write csv: %w", err)
				}
			}
		}
		out.Flush()
		return b.Bytes(), out.Error()
	}
	return nil, fmt.Errorf("a table is written as .xlsx or .csv, not as %q", ext)
}

// flat is a head of two rows in one.
func flat(heads [2][]string) []string {
	out := make([]string, len(heads[0]))
	top := ""
	for i, h := range heads[0] {
		if h != "" {
			top = h
		}
		if out[i] = top; heads[1][i] != "" {
			out[i] = top + "（" + heads[1][i] + "）"
		}
	}
	return out
}

func writeHeadedXLSX(b *bytes.Buffer, tables []Headed) (err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	w := headed{f: f}
	w.styles()
	for i, t := range tables {
		if i == 0 {
			w.do(func() error { return f.SetSheetName("Sheet1", t.Name) })
		} else {
			w.do(func() error { _, err := f.NewSheet(t.Name); return err })
		}
		w.table(t)
	}
	if w.err != nil {
		return fmt.Errorf("write xlsx: %w", w.err)
	}
	return f.Write(b)
}

// headed writes until something fails.
type headed struct {
	f           *excelize.File
	title, head int
	body        int
	err         error
}

func (w *headed) do(step func() error) {
	if w.err == nil {
		w.err = step()
	}
}

func (w *headed) styles() {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Style: 1, Color: "000000"})
	}
	style := func(into *int, s excelize.Style) {
		w.do(func() (err error) { *into, err = w.f.NewStyle(&s); return err })
	}
	center := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	style(&w.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: center})
	style(&w.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: center, Border: border})
	style(&w.body, excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, Border: border})
}

func at(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col+1, row)
	if err != nil { // columns are few
		panic(err)
	}
	return name
}

func (w *headed) table(t Headed) {
	row, last := 1, len(t.Heads[0])-1
	if t.Title != "" {
		w.do(func() error { return w.f.SetCellStr(t.Name, "A1", safe(t.Title)) })
		w.do(func() error { return w.f.MergeCell(t.Name, "A1", at(last, 1)) })
		w.do(func() error { return w.f.SetCellStyle(t.Name, "A1", at(last, 1), w.title) })
		row++
	}
	w.heads(t, row)
	w.do(func() error { return w.f.SetCellStyle(t.Name, at(0, row), at(last, row+1), w.head) })
	for i, cells := range t.Rows {
		for k, c := range cells {
			if c != "" {
				w.do(func() error { return w.f.SetCellStr(t.Name, at(k, row+2+i), safe(c)) })
			}
		}
	}
	if n := len(t.Rows); n > 0 {
		w.do(func() error { return w.f.SetCellStyle(t.Name, at(0, row+2), at(last, row+1+n), w.body) })
	}
	w.do(func() error { return w.f.SetColWidth(t.Name, "A", "A", 6) })
	w.do(func() error { return w.f.SetColWidth(t.Name, "B", "H", 18) })
	w.do(func() error {
		return w.f.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: row + 1, TopLeftCell: at(0, row+2), ActivePane: "bottomLeft"})
	})
}

// heads writes the two rows and merges what stands over several cells.
func (w *headed) heads(t Headed, row int) {
	for i, h := range t.Heads[0] {
		if h == "" {
			continue
		}
		w.do(func() error { return w.f.SetCellStr(t.Name, at(i, row), safe(h)) })
		end := i
		for end+1 < len(t.Heads[0]) && t.Heads[0][end+1] == "" {
			end++
		}
		if t.Heads[1][i] == "" {
			w.do(func() error { return w.f.MergeCell(t.Name, at(i, row), at(i, row+1)) })
		} else if end > i {
			w.do(func() error { return w.f.MergeCell(t.Name, at(i, row), at(end, row)) })
		}
	}
	for i, s := range t.Heads[1] {
		if s != "" {
			w.do(func() error { return w.f.SetCellStr(t.Name, at(i, row+1), safe(s)) })
		}
	}
}
