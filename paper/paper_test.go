package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huiying/paper/papertest"
)

func sample() Doc {
	var pic bytes.Buffer
	_ = png.Encode(&pic, image.NewGray(image.Rect(0, 0, 40, 20)))
	long := strings.Repeat("很长的名称", 40) + strings.Repeat("unbroken", 30)
	rows := [][]Cell{}
	for range 60 {
		rows = append(rows, []Cell{{Runs: []Run{{Text: "江北区住房和城乡建设局"}, {Text: " c0123456789", Link: "https://a.example/cases/c0", Tiny: true}}}, {Runs: Text("1,234"), Num: true}})
	}
	rows = append(rows, []Cell{{Runs: Text(long)}, {Runs: Text("7"), Num: true}})
	return Doc{Title: "2026-11-22 每日简报", Brand: "huiying · 回应", Lang: "zh-CN", Foot: "只记事项与责任单位，不记发言人。", Page: "第", Made: time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC),
		Blocks: []Block{
			Tiles{[]Tile{{"收集研判信息", "5,678", "比前一日多 3", ""}, {"逾期", "42", "", "https://a.example/cases?a=1&b=2"}, {long, "1", long, ""}, {"第四", "4", "", ""}}},
			Heading{"概况"},
			Para{Runs: []Run{{Text: "出现新议题<b>&“四”个。", Bold: true}, {Text: "看", Link: "https://a.example/issues/i0"}}},
			Para{Runs: Text("部分缺数据"), Alarm: true}, Para{Runs: Text("注"), Quiet: true},
			List{[][]Run{Text("第一点"), Text(long)}},
			Picture{PNG: pic.Bytes(), Width: 40, Height: 20, Caption: "近十四日"},
			Grid{Across: 4, Cells: []GridCell{{"澄川市", "88", "逾期 2", "https://a.example/x", 4}, {"岚桥市", "9", "", "", 2}, {"云桥市", "0", "", "", 0}, {"望桥市", "1", "", "", 1}, {long, "3", "", "", 9}}},
			Heading{"责任单位"},
			Table{Head: []string{"单位", "件"}, Wide: []float64{4, 1}, Rows: rows},
		}}
}

// anyFont skips where this machine has none.
func anyFont(t *testing.T) Font {
	f, err := FindFont("")
	if err != nil {
		t.Skip("no font: " + err.Error())
	}
	return f
}

// unzipped are the parts of a DOCX file; each must be well-formed.
func unzipped(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for dec := xml.NewDecoder(bytes.NewReader(b)); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return out
}

func TestDOCX(t *testing.T) {
	var out, again bytes.Buffer
	if err := errors.Join(DOCX(&out, sample()), DOCX(&again, sample())); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same document gives other bytes")
	}
	for _, fault := range papertest.DOCX(out.Bytes()) {
		t.Error(fault)
	}
	parts := unzipped(t, out.Bytes())
	body := parts["word/document.xml"]
	for _, want := range []string{`<w:pStyle w:val="Heading1"/>`, "概况", "5,678", `<w:tblHeader/>`, "&lt;b&gt;&amp;", `r:embed="picture1"`, `w:hyperlink r:id="link`} {
		if !strings.Contains(body, want) {
			t.Errorf("document.xml lacks %s", want)
		}
	}
	for part, want := range map[string]string{"word/styles.xml": `w:eastAsia="宋体"`, "word/fontTable.xml": "SimHei", "word/footer1.xml": "NUMPAGES",
		"word/_rels/document.xml.rels": `Target="https://a.example/cases?a=1&amp;b=2"`, "word/media/image1.png": "PNG"} {
		if !strings.Contains(parts[part], want) {
			t.Errorf("%s lacks %s", part, want)
		}
	}
}

func TestAnyTextGivesAWholeDOCX(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "text")
		d := Doc{Title: s, Brand: s, Lang: "zh-CN", Blocks: []Block{Heading{s}, Para{Runs: []Run{{Text: s, Link: s}}}, Table{Head: []string{s}, Rows: [][]Cell{{{Runs: Text(s)}}}}, Picture{PNG: []byte("x"), Width: 1, Height: 1, Caption: s}}}
		var out bytes.Buffer
		if err := DOCX(&out, d); err != nil {
			rt.Fatal(err)
		}
		unzipped(t, out.Bytes())
	})
}

func TestPDF(t *testing.T) {
	font := anyFont(t)
	var out, again bytes.Buffer
	if err := errors.Join(PDF(&out, sample(), font), PDF(&again, sample(), font)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same document gives other bytes")
	}
	if out.Len() > 1<<20 {
		t.Errorf("%d bytes: the whole font is in it", out.Len())
	}
	for _, want := range []string{"/Outlines", "/URI (https://a.example/issues/i0)", "/Lang"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext absent")
	}
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("HUIYING_KEEP"); keep != "" {
		_ = os.WriteFile(filepath.Join(keep, "sample.pdf"), out.Bytes(), 0o600)
	}
	text, err := exec.CommandContext(t.Context(), reader, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2026-11-22 每日简报", "5,678", "出现新议题<b>&“四”个。", "江北区住房和城乡建设局", "1,234", "澄川市", "1 / "} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the text of the PDF lacks %q", want)
		}
	}
	if n := strings.Count(string(text), "责任单位") + strings.Count(string(text), "单位  "); n < 3 {
		t.Errorf("the head of a long table is not on each page (%d)", n)
	}
}

func TestAnyTextGivesAPDF(t *testing.T) {
	font := anyFont(t)
	rapid.Check(t, func(rt *rapid.T) {
		if rapid.IntRange(0, 24).Draw(rt, "few") != 0 { // reading the font takes its time
			return
		}
		s := rapid.String().Draw(rt, "text")
		d := Doc{Title: s, Brand: s, Blocks: []Block{Heading{s}, Tiles{[]Tile{{s, s, s, ""}}}, List{[][]Run{Text(s)}}, Table{Head: []string{s}, Rows: [][]Cell{{{Runs: Text(s), Num: true}}}}}}
		if err := PDF(io.Discard, d, font); err != nil {
			rt.Fatal(err)
		}
	})
	if err := PDF(io.Discard, sample(), Font{}); !errors.Is(err, ErrNoFont) {
		t.Errorf("without a font: %v", err)
	}
}

func TestWrap(t *testing.T) {
	wide := func(_ Run, s string) float64 { // Latin letters are half as wide
		n := 0.0
		for _, r := range s {
			if n += 1; r < 0x2E80 {
				n -= 0.5
			}
		}
		return n
	}
	for in, want := range map[string]string{
		"一二三四五六七":          "一二三四五|六七",
		"一二三四五，六":          "一二三四|五，六",
		"一二三四（五）六":         "一二三四|（五）六",
		"一二 three four":    "一二 three |four",
		"abcdefghijklmnop": "abcdefghijk|lmnop",
		"":                 "",
	} {
		var got []string
		for _, l := range wrap(Text(in), 5.5, wide) {
			line := ""
			for _, p := range l {
				line += p.Text
			}
			got = append(got, line)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) { // nothing is lost but spaces at breaks
		s := rapid.String().Draw(rt, "text")
		w := rapid.Float64Range(1, 9).Draw(rt, "width")
		got := ""
		for _, l := range wrap(Text(s), w, wide) {
			for _, p := range l {
				got += p.Text
			}
		}
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(clean(s), " ", "") || !utf8.ValidString(got) {
			rt.Fatalf("%q became %q", s, got)
		}
	})
}

func TestFonts(t *testing.T) {
	anyFont(t)
	for name, raw := range map[string][]byte{"nothing": nil, "short": []byte("ttcf"), "cff": []byte("OTTO............................"),
		"lost": append([]byte{0, 1, 0, 0, 0, 9}, make([]byte, 20)...)} {
		if _, err := ReadFont(raw); err == nil {
			t.Errorf("%s was taken for a font", name)
		}
	}
	if _, err := FindFont(filepath.Join(t.TempDir(), "x.ttf")); err == nil || !strings.Contains(err.Error(), "briefing.font") {
		t.Errorf("a font that is not there: %v", err)
	}
}

func FuzzFont(f *testing.F) {
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10\x00\x01\x00\x00"))
	f.Fuzz(func(_ *testing.T, raw []byte) { _, _ = ReadFont(raw) })
}

// lettered is a document as an office issues it.
func lettered() Doc {
	d := sample()
	d.Letter = &Letter{Name: "回应简报", Number: "2026年第326期", Office: "示例市人民政府办公室", Date: "2026年11月23日",
		To: []string{"报：市长", "送：各县区"}, Sign: "签发："}
	d.Blocks = append([]Block{Para{Head: "来件", Runs: Text("收到七十三条。")}}, d.Blocks...)
	return d
}

func TestAnOfficialPaperHasItsHeadAndItsEnd(t *testing.T) {
	var out bytes.Buffer
	if err := DOCX(&out, lettered()); err != nil {
		t.Fatal(err)
	}
	for _, fault := range papertest.DOCX(out.Bytes()) {
		t.Error(fault)
	}
	body := unzipped(t, out.Bytes())["word/document.xml"]
	at := 0
	for _, want := range []string{"回应简报", "2026年第326期", "示例市人民政府办公室", "2026年11月23日", "每日简报", "来件 ",
		"收到七十三条", "签发：", "报：市长", "送：各县区"} {
		i := strings.Index(body[at:], want)
		if i < 0 {
			t.Fatalf("after %d the paper lacks %s", at, want)
		}
		at += i
	}
	if strings.Contains(body, "huiying") {
		t.Error("an official paper bears a brand")
	}
	var pdf bytes.Buffer
	if err := PDF(&pdf, lettered(), anyFont(t)); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("HUIYING_KEEP"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "letter.pdf"), pdf.Bytes(), 0o600)
		_ = os.WriteFile(filepath.Join(dir, "letter.docx"), out.Bytes(), 0o600)
	}
}
