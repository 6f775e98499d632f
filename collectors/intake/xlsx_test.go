package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"huiying/collectors/intake/sheets"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func workbook(t testing.TB, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for _, name := range []string{"说明", "工单"} {
		rows, ok := sheets[name]
		if !ok {
			continue
		}
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func exampleBook(t testing.TB) []byte {
	return workbook(t, map[string][][]any{
		"说明": {{"本表由热线系统导出"}, {"请勿外传"}},
		"工单": {
			{"12345热线工单"},
			{"工单编号", "工单标题", "工单内容", "受理时间", "来电人", "来电号码"},
			{1001, "停水", "两天没水", time.Date(2026, 5, 4, 8, 30, 0, 0, time.UTC), "张三", "13800138000"},
			{1002, "路灯", "不亮", "2026/5/4"},
			{},
			{1003, "坏时间", "内容", "不详"},
			{1004, "多一格", "内容", "", "", "", "多余"},
		},
	})
}

func TestXLSX(t *testing.T) {
	var read int64
	book := exampleBook(t)
	got := all(bytes.NewReader(book), "x.xlsx", Options{Source: "s", OnBytes: func(n int64) { read = n }})
	if len(got) != 4 || read != int64(len(book)) {
		t.Fatalf("%d bytes of %d; %+v", read, len(book), got)
	}
	if r := got[0]; r.Err != nil || r.Line != 3 || r.Draft.Ref != "1001" || r.Draft.Title != "停水" ||
		r.Draft.PublishedAt.Format(time.DateTime) != "2026-05-04 08:30:00" ||
		r.Dropped["来电人"] != 1 || r.Dropped["来电号码"] != 1 {
		t.Errorf("%+v", r)
	}
	if r := got[1]; r.Err != nil || r.Line != 4 || r.Draft.Text != "不亮" || r.Dropped != nil {
		t.Errorf("%+v", r)
	}
	if r := got[2]; r.Err != nil || !r.Untimed || r.Line != 6 {
		t.Errorf("%+v", r)
	}
	if r := got[3]; !errors.Is(r.Err, ErrRagged) || r.Line != 7 {
		t.Errorf("%+v", r)
	}
}

func TestXLSXRefusals(t *testing.T) {
	book := exampleBook(t)
	noHeader := workbook(t, map[string][][]any{"说明": {{"甲", "乙"}, {1, 2}}})
	for name, c := range map[string]struct {
		in   io.Reader
		want error
	}{
		"truncated":     {bytes.NewReader(book[:len(book)/2]), ErrWorkbook},
		"empty":         {text(""), ErrWorkbook},
		"no workbook":   {text("标题,内容\n"), ErrWorkbook},
		"a broken .xls": {text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."), ErrWorkbook},
		"no header":     {bytes.NewReader(noHeader), ErrHeader},
		"larger than the limit": {io.MultiReader(bytes.NewReader(book[:4096]),
			io.LimitReader(endless('P'), sheets.MaxWorkbook)), ErrTooLarge},
		"a bomb":           {bytes.NewReader(bomb(t, book, 1<<10, sheets.MaxUnpacked+1)), ErrTooLarge},
		"a bomb that lies": {bytes.NewReader(bomb(t, book, 8<<20, 100)), ErrWorkbook},
		"a sheet that breaks": {bytes.NewReader(rewrite(t, book, "xl/worksheets/sheet",
			func(b []byte) []byte { return b[:len(b)*2/3] })), ErrWorkbook},
	} {
		t.Run(name, func(t *testing.T) {
			got := all(c.in, "x.xlsx", Options{})
			if len(got) != 1 || !errors.Is(got[0].Err, c.want) {
				t.Errorf("%+v, want %v", got, c.want)
			}
		})
	}
}

// A sheet above 16 MB is what the library would unpack into a temporary file.
func TestXLSXNeverTouchesTheDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	book := rewrite(t, exampleBook(t), "xl/worksheets/sheet", func(b []byte) []byte {
		return bytes.Replace(b, []byte("<sheetData>"), append(bytes.Repeat([]byte(" "), 17<<20),
			[]byte("<sheetData>")...), 1)
	})
	n := 0
	for range Read(bytes.NewReader(book), "x.xlsx", Options{}) {
		n++
		if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
			t.Fatalf("temporary files %v, %v", files, err)
		}
	}
	if n != 4 {
		t.Errorf("%d records", n)
	}
}

// rewrite changes the parts of a workbook whose names begin with prefix.
func rewrite(t testing.TB, book []byte, prefix string, change func([]byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Name, prefix) {
			b = change(b)
		}
		pw, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pw.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bomb puts a sheet that unpacks to spaces in the place of one; its header says how many bytes.
func bomb(t testing.TB, book []byte, spaces int64, says uint64) []byte {
	t.Helper()
	var packed bytes.Buffer
	fw, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(fw, io.LimitReader(endless(' '), spaces)); err != nil {
		t.Fatal(err)
	}
	if err := fw.Close(); err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	name := ""
	for _, part := range in.File {
		if name == "" && strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			name = part.Name
			continue
		}
		if err := w.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	pw, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate,
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: says})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pw.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzXLSX(f *testing.F) {
	f.Add(exampleBook(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for rec := range Read(bytes.NewReader(raw), "x.xlsx", Options{}) {
			if rec.Err == nil && rec.Draft.Title == "" && rec.Draft.Text == "" {
				t.Fatal("a draft without words")
			}
		}
	})
}
