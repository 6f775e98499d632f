package sheets

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{
		`yyyy"年"m"月"d"日"`: true, `[$-804]aaaa`: false, `h:mm AM/PM`: true, `[h]:mm`: true, `yyyy\-mm\-dd;@`: true,
		`General`: false, `0.00_);[Red]\(0.00\)`: false, `0.00E+00`: false, `#,##0"day"`: false, ``: false,
	} {
		if got := dateFormat(200, code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
	if !dateFormat(14, "") || !dateFormat(31, "") || dateFormat(1, "") {
		t.Error("built-in formats")
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{"2.0260305E+7": "20260305", "0.1": "0.1", "12.300000000000001": "12.3",
		"1E+20": "100000000000000000000", "013": "013", "abc": "abc"} {
		if got, _ := plainNumber(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]bool{"202605040001234": false, "2026050400012345": true,
		"0.12345678901234567": false} {
		if _, got := plainNumber(in); got != want {
			t.Errorf("%s: rounded %v", in, got)
		}
	}
	if got := dateText("46146.354166666664", false); got != "2026-05-04 08:30:00" {
		t.Error(got)
	}
	if at, ok := SerialTime(46146, false, time.UTC); !ok || at.Format(time.DateOnly) != "2026-05-04" {
		t.Error(at)
	}
}

func TestSharedStringsInAnyOrder(t *testing.T) {
	var table textTable
	want := make([]string, 30_000)
	for i := range want {
		want[i] = strings.Repeat(strconv.Itoa(i*7919), 1+i%40)
		table.add(want[i])
	}
	if len(table.pieces) < openPieces {
		t.Fatalf("only %d pieces", len(table.pieces))
	}
	for i := range want {
		for _, at := range []int{i, i % 7, i * 7919 % len(want)} {
			if got, err := table.at(strconv.Itoa(at)); err != nil || got != want[at] {
				t.Fatalf("%d: %.20q, %v", at, got, err)
			}
			if i > 400 {
				break
			}
		}
	}
	if len(table.open) > openPieces || len(table.order) != len(table.open) {
		t.Errorf("%d pieces are open, %d in order", len(table.open), len(table.order))
	}
	for _, bad := range []string{"-1", "30000", "x", ""} {
		if _, err := table.at(bad); !errors.Is(err, ErrWorkbook) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// FuzzRead: whatever the bytes, each form ends, in order of lines, within its bounds.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"old.xls", "old1904.xls"} {
		raw, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(int(BIFF), raw)
		if b, err := openBIFF(Input{At: bytes.NewReader(raw), Size: int64(len(raw))}); err == nil {
			f.Add(int(BIFF), b.stream)
		}
	}
	f.Add(int(HTML), []byte("<table><tr><td rowspan=2 colspan=3>a<table><tr><td>b</table><td>c<tr><td>d</table>"))
	f.Add(int(XML), []byte(`<Workbook><Worksheet Name="a"><Table><Row><Cell MergeDown="2"><Data>x</Data></Cell></Row><Row Index="9"/></Table></Worksheet></Workbook>`))
	f.Add(int(XML), []byte(`<Workbook><Worksheet><Table></Row><Row><Cell><Data>x</Data></Cell></Row></Row></Table></Worksheet></Workbook>`))
	f.Add(int(CSV), []byte("sep=;\r\na;\"b\"\r\n"))
	f.Fuzz(func(t *testing.T, form int, raw []byte) {
		for _, in := range []Input{{At: bytes.NewReader(raw), Size: int64(len(raw))}, {R: bytes.NewReader(raw)}} {
			for table, err := range Read(in, Form(((form%5)+5)%5)) {
				if err != nil {
					break
				}
				for row := range table.Rows {
					if row.Line < 1 || row.Err == nil && len(row.Cells) > MaxColumns {
						t.Fatalf("row %d with %d cells", row.Line, len(row.Cells))
					}
				}
			}
		}
	})
}

// The end of a row that never began, or ended before, is no row: it would be a letter that came twice.
func TestEndsOfRowsThatNeverBeganAreNone(t *testing.T) {
	raw := []byte(`<Workbook><Worksheet><Table></Row><Row><Cell><Data>x</Data></Cell></Row></Row></Table></Worksheet></Workbook>`)
	rows := 0
	for table, err := range Read(Input{At: bytes.NewReader(raw), Size: int64(len(raw))}, XML) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range table.Rows {
			if rows++; row.Line != 1 || row.Err != nil {
				t.Errorf("%+v", row)
			}
		}
	}
	if rows != 1 {
		t.Errorf("%d rows, want 1", rows)
	}
}
