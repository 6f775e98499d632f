package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestNoCellIsAFormula(t *testing.T) {
	bad := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", `=HYPERLINK("https://a.example")`}
	s := Sheet{Name: "t", Rows: [][]any{{"head"}}, Share: []bool{false}}
	for _, x := range bad {
		s.Rows = append(s.Rows, []any{x})
	}
	s.Rows = append(s.Rows, []any{"路灯-不亮=1"}, []any{""})
	s.Notes = bad
	var b bytes.Buffer
	if err := writeCSV(&b, s); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if err := writeXLSX(&b, s); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, x := range bad {
		at, _ := excelize.CoordinatesToCellName(1, i+2)
		cell, _ := f.GetCellValue("t", at)
		formula, _ := f.GetCellFormula("t", at)
		if !strings.HasPrefix(rows[i+1][0], "'") || formula != "" || !strings.HasPrefix(cell, "'") {
			t.Errorf("%q: csv %q, xlsx %q, formula %q", x, rows[i+1][0], cell, formula)
		}
	}
	if got := rows[len(bad)+1][0]; got != "路灯-不亮=1" {
		t.Errorf("a harmless cell became %q", got)
	}
}

// What outsiders wrote never becomes a formula.
func TestNoCellOfAFileRuns(t *testing.T) {
	for _, bad := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "=HYPERLINK(\"http://evil.example\")"} {
		s := Sheet{Name: "x", Share: []bool{false}, Rows: [][]any{{"head"}, {bad}}, Notes: []string{bad}}
		var b bytes.Buffer
		if err := writeCSV(&b, s); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil || !strings.HasPrefix(lines[1][0], "'") {
			t.Errorf("csv %q: %v, %v", bad, lines, err)
		}
		b.Reset()
		if err := writeXLSX(&b, s); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := f.GetCellValue("x", "A2")
		formula, _ := f.GetCellFormula("x", "A2")
		if !strings.HasPrefix(got, "'") || formula != "" {
			t.Errorf("xlsx %q: %q %q", bad, got, formula)
		}
		_ = f.Close()
	}
}
