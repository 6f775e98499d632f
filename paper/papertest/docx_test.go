package papertest

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const (
	space = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	rels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
)

// parts is the smallest whole document.
func parts() map[string]string {
	return map[string]string{
		"[Content_Types].xml":          `<Types><Default Extension="rels" ContentType="r"/><Override PartName="/word/document.xml" ContentType="d"/><Override PartName="/word/styles.xml" ContentType="s"/></Types>`,
		"_rels/.rels":                  rels + `<Relationship Id="doc" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels": rels + `<Relationship Id="styles" Target="styles.xml"/><Relationship Id="l1" Target="https://a.example/" TargetMode="External"/></Relationships>`,
		"word/styles.xml":              `<w:styles` + space + `><w:style w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>`,
		"word/document.xml": `<w:document` + space + `><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/><w:jc w:val="left"/></w:pPr><w:hyperlink r:id="l1"/></w:p>` +
			`<w:tbl><w:tblPr><w:tblW w:w="1"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:p/><w:sectPr><w:pgSz/><w:pgMar/></w:sectPr></w:body></w:document>`,
	}
}

func packed(t *testing.T, in map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/document.xml", "word/more.xml"} {
		if in[name] == "" {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(in[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Each fault is found, and a whole document has none.
func TestFaultsAreFound(t *testing.T) {
	if got := DOCX(packed(t, parts())); len(got) > 0 {
		t.Fatalf("a whole document: %q", got)
	}
	for _, x := range []struct{ part, from, to, want string }{
		{"word/document.xml", `<w:pStyle w:val="Heading1"/><w:jc w:val="left"/>`, `<w:jc w:val="left"/><w:pStyle w:val="Heading1"/>`, "stands behind"},
		{"word/document.xml", `<w:pgSz/><w:pgMar/>`, `<w:pgMar/><w:pgSz/>`, "stands behind"},
		{"word/document.xml", `<w:tblW w:w="1"/>`, `<w:tblW w:w="1"/><w:tblStyle w:val="Heading1"/>`, "stands behind"},
		{"word/document.xml", `<w:tblW w:w="1"/>`, `<w:shade/>`, "may not"},
		{"word/document.xml", `"Heading1"`, `"Heading2"`, "no style"},
		{"word/document.xml", `<w:tcPr/><w:p/>`, `<w:tcPr/>`, "does not end"},
		{"word/document.xml", `<w:gridCol/>`, `<w:gridCol/><w:gridCol/>`, "1 cells, the grid 2"},
		{"word/document.xml", `</w:tbl><w:p/>`, `</w:tbl>`, "no paragraph"},
		{"word/document.xml", `"l1"`, `"l2"`, "no relation"},
		{"word/document.xml", `</w:body>`, ``, "well-formed"},
		{"word/styles.xml", `<w:outlineLvl w:val="0"/>`, ``, "no level"},
		{"word/_rels/document.xml.rels", `styles.xml`, `style.xml`, "is not there"},
		{"word/_rels/document.xml.rels", `https://`, `javascript:`, "nowhere"},
		{"[Content_Types].xml", `<Override PartName="/word/styles.xml" ContentType="s"/>`, ``, "no type"},
		{"word/more.xml", ``, `<more/>`, "no type"},
	} {
		in := parts()
		if x.from == "" {
			in[x.part] = x.to
		} else {
			in[x.part] = strings.ReplaceAll(in[x.part], x.from, x.to)
		}
		if got := strings.Join(DOCX(packed(t, in)), "\n"); !strings.Contains(got, x.want) {
			t.Errorf("%s with %s: %q, want %q", x.part, x.to, got, x.want)
		}
	}
}
