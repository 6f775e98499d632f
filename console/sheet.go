package console

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

// assessFile is the table of the page 考核 as CSV or XLSX, by the end of the address.
func (a *app) assessFile(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	q, err := rateQuery(r.URL.Query(), v.Now(), v.Lang)
	var t RateTable
	if err == nil {
		t, err = a.Units.Rates(r.Context(), q)
	}
	if err == nil {
		err = serveSheet(w, r, "assess-"+q.By+"-"+v.Day(q.From)+"-"+v.Day(q.To.Add(-1)), rateSheet(v, q, t))
	}
	if err != nil {
		a.errorPage(w, r, v, err)
	}
}

// sheetFormat is a kind of file that a table can be had as.
type sheetFormat struct {
	ext, kind string // the end of its name, and its media type
	write     func(*bytes.Buffer, sheet) error
}

var sheetFormats = []sheetFormat{
	{"csv", "text/csv; charset=utf-8", writeCSV},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXLSX},
}

// asSheets are the addresses of a table, one for each format.
func asSheets(path string) []string {
	var out []string
	for _, f := range sheetFormats {
		out = append(out, path+"."+f.ext)
	}
	return out
}

// serveSheet answers with a sheet in the format that the end of the address names; an error is
// before the first byte.
func serveSheet(w http.ResponseWriter, r *http.Request, name string, s sheet) error {
	i := slices.IndexFunc(sheetFormats, func(f sheetFormat) bool { return strings.HasSuffix(r.URL.Path, "."+f.ext) })
	if i < 0 {
		return fmt.Errorf("a sheet has no format of the end of %s", r.URL.Path)
	}
	format := sheetFormats[i]
	var b bytes.Buffer
	if err := format.write(&b, s); err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+format.ext+`"`)
	_, _ = w.Write(b.Bytes()) // the reader has gone away; nobody is left to tell
	return nil
}

// sheet is a table as a file holds it: cells are string, int, float64, or nil for none.
type sheet struct {
	name  string
	rows  [][]any // the first is the head
	share []bool  // columns that hold shares
	notes []string
}

// rateSheet is a table with, for each measure, the share and the two counts behind it.
func rateSheet(v *view, q RateQuery, t RateTable) sheet {
	head := []any{v.Say("by." + q.By), v.Say("assess.code"), v.Say("assess.rank"), v.Say("assess.turns")}
	s := sheet{name: v.Say("nav.assess"), share: make([]bool, len(head))}
	for _, m := range t.Measures {
		head = append(head, v.Named(m), v.Say("assess.n", v.Named(m)), v.Say("assess.of", v.Named(m)))
		s.share = append(s.share, true, false, false)
		s.notes = append(s.notes, v.Say("assess.means", v.Named(m), v.Meaning(m)))
	}
	s.rows = [][]any{append(head, v.Say("assess.median"))}
	s.share = append(s.share, false)
	line := func(name string, r RateRow) {
		row := []any{name, r.Key, nil, r.Turns}
		if r.Rank > 0 {
			row[2] = r.Rank
		}
		for _, x := range r.Rates {
			var share any
			if x.Share != nil {
				share = *x.Share
			}
			row = append(row, share, x.N, x.Of)
		}
		s.rows = append(s.rows, append(row, r.Median))
	}
	for _, r := range t.Rows {
		line(v.Group(q.By, r.Key), r)
	}
	line(v.Say("assess.all"), t.All)
	s.notes = append(s.notes, v.RulesOf(t), v.Say("assess.span", v.Day(q.From), v.Day(q.To.Add(-1))))
	return s
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
func writeCSV(b *bytes.Buffer, s sheet) error {
	b.WriteString("\uFEFF")
	out := csv.NewWriter(b)
	out.UseCRLF = true
	for _, row := range s.rows {
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
func writeXLSX(b *bytes.Buffer, s sheet) (err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := f.SetSheetName("Sheet1", s.name); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	for y, row := range s.rows {
		for x, value := range row {
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if text, ok := value.(string); ok && err == nil {
				value = safe(text)
			}
			if err == nil && value != nil {
				err = f.SetCellValue(s.name, at, value)
			}
			if err == nil && y > 0 && s.share[x] {
				err = f.SetCellStyle(s.name, at, at, percent)
			}
			if err != nil {
				return fmt.Errorf("write xlsx: %w", err)
			}
		}
	}
	if err := writeNotes(f, s.notes); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := f.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
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
