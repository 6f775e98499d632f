package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// DOCX writes a document as Office Open XML (ECMA-376, transitional).
func DOCX(w io.Writer, d Doc) error {
	b := &wordBody{}
	b.head(d)
	for _, x := range d.Blocks {
		b.block(x)
	}
	b.foot(d)
	made := d.Made.UTC()
	if made.IsZero() {
		made = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	z := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		// a fixed time: the same document is the same file
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	parts := []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", fmt.Sprintf(coreProps, escaped(d.Title), escaped(d.Lang), made.Format(time.RFC3339), made.Format(time.RFC3339))},
		{"word/document.xml", documentHead + b.out.String() + documentTail},
		{"word/styles.xml", strings.ReplaceAll(wordStyles, "LANG", escaped(d.Lang))},
		{"word/numbering.xml", wordNumbering},
		{"word/fontTable.xml", wordFonts},
		{"word/settings.xml", wordSettings},
		{"word/footer1.xml", fmt.Sprintf(wordFooter, escaped(d.Page))},
		{"word/_rels/document.xml.rels", b.relations()},
	}
	for _, p := range parts {
		if err := add(p.name, []byte(xmlHead+p.body)); err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	for i, png := range b.pictures {
		if err := add(fmt.Sprintf("word/media/image%d.png", i+1), png); err != nil {
			return fmt.Errorf("write a picture: %w", err)
		}
	}
	return z.Close()
}

// escaped is text for XML; what XML cannot hold becomes a replacement mark.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// wordBody gathers the body and what it refers to.
type wordBody struct {
	out      strings.Builder
	links    []string
	at       map[string]int
	pictures [][]byte
}

func (b *wordBody) put(format string, a ...any) { fmt.Fprintf(&b.out, format, a...) }

func (b *wordBody) block(x Block) {
	switch x := x.(type) {
	case Heading:
		b.para("Heading1", []Run{{Text: x.Text}})
	case Para:
		style := "Normal"
		if x.Quiet {
			style = "Quiet"
		} else if x.Alarm {
			style = "Alarm"
		}
		b.para(style, x.runs())
	case List:
		for _, item := range x.Items {
			b.para("ListBullet", item)
		}
	case Table:
		b.table(x)
	case Tiles:
		b.tiles(x)
	case Grid:
		b.grid(x)
	case Picture:
		b.picture(x)
	case Break:
		b.put(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
}

func (b *wordBody) para(style string, runs []Run) { b.aligned(style, "", runs) }

func (b *wordBody) aligned(style, align string, runs []Run) {
	b.put(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, style)
	if align != "" {
		b.put(`<w:jc w:val="%s"/>`, align)
	}
	b.put(`</w:pPr>`)
	for _, r := range runs {
		b.run(r)
	}
	b.put(`</w:p>`)
}

func (b *wordBody) run(r Run) {
	if r.Link != "" {
		b.put(`<w:hyperlink r:id="%s" w:history="1">`, b.link(r.Link))
	}
	b.put(`<w:r><w:rPr>`)
	if r.Link != "" {
		b.put(`<w:rStyle w:val="Hyperlink"/>`)
	}
	if r.Bold {
		b.put(`<w:b/>`)
	}
	if r.Tiny {
		b.put(`<w:sz w:val="16"/>`)
	}
	b.put(`</w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`, escaped(r.Text))
	if r.Link != "" {
		b.put(`</w:hyperlink>`)
	}
}

func (b *wordBody) link(to string) string {
	if b.at == nil {
		b.at = map[string]int{}
	}
	n, ok := b.at[to]
	if !ok {
		b.links = append(b.links, to)
		n = len(b.links)
		b.at[to] = n
	}
	return fmt.Sprintf("link%d", n)
}

// head is the brand or the head of an official document, and the title.
func (b *wordBody) head(d Doc) {
	if l := d.Letter; l != nil {
		b.para("LetterName", []Run{{Text: l.Name}})
		if l.Number != "" {
			b.para("LetterNumber", []Run{{Text: l.Number}})
		}
		b.put(`<w:p><w:pPr><w:pStyle w:val="LetterLine"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">%s</w:t></w:r></w:p>`,
			escaped(l.Office), escaped(l.Date))
	} else {
		b.para("Brand", []Run{{Text: d.Brand}})
	}
	b.para("Title", []Run{{Text: d.Title}})
}

// foot is to whom it goes and who signs, and what stands at the end.
func (b *wordBody) foot(d Doc) {
	if l := d.Letter; l != nil {
		if l.Sign != "" {
			b.put(`<w:p><w:pPr><w:pStyle w:val="LetterSign"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r></w:p>`,
				escaped(l.Sign), strings.Repeat(" ", 20))
		}
		for _, to := range l.To {
			b.para("LetterTo", []Run{{Text: to}})
		}
	}
	if d.Foot != "" {
		b.para("Quiet", []Run{{Text: d.Foot}})
	}
}

// textWidth is what A4 leaves between the margins, in twentieths of a point.
const textWidth = 8845

func (b *wordBody) begin(widths []int, lines string) {
	b.put(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, lines, textWidth)
	for _, w := range widths {
		b.put(`<w:gridCol w:w="%d"/>`, w)
	}
	b.put(`</w:tblGrid>`)
}

// end closes a table; Word wants a paragraph between it and whatever follows.
func (b *wordBody) end() { b.put(`</w:tbl><w:p><w:pPr><w:pStyle w:val="After"/></w:pPr></w:p>`) }

func (b *wordBody) cell(width, ink int, fill func()) {
	b.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if ink > 0 {
		b.put(`<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, inks[ink].hex)
	}
	b.put(`</w:tcPr>`)
	fill()
	b.put(`</w:tc>`)
}

// gap is a cell without lines around it.
func (b *wordBody) gap(width int) {
	const none = `<w:%[1]s w:val="nil"/>`
	b.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:tcBorders>`, width)
	for _, side := range []string{"top", "left", "bottom", "right"} {
		b.put(none, side)
	}
	b.put(`</w:tcBorders></w:tcPr>`)
	b.para("TableText", nil)
	b.put(`</w:tc>`)
}

func (b *wordBody) table(t Table) {
	widths, style := columns(t, textWidth), "TableText"
	if t.Small {
		style = "TableSmall"
	}
	b.begin(widths, "TableGrid")
	b.put(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range t.Head {
		align := ""
		if len(t.Rows) > 0 && i < len(t.Rows[0]) && t.Rows[0][i].Num {
			align = "right"
		}
		b.cell(widths[i], 1, func() { b.aligned(style, align, []Run{{Text: h, Bold: true}}) })
	}
	b.put(`</w:tr>`)
	for _, row := range t.Rows {
		b.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range row[:min(len(row), len(widths))] {
			align := ""
			if c.Num {
				align = "right"
			}
			b.cell(widths[i], 0, func() { b.aligned(style, align, c.Runs) })
		}
		b.put(`</w:tr>`)
	}
	b.end()
}

// columns shares out a width.
func columns(t Table, width int) []int {
	sum := 0.0
	wide := make([]float64, len(t.Head))
	for i := range wide {
		if wide[i] = 1; i < len(t.Wide) && t.Wide[i] > 0 {
			wide[i] = t.Wide[i]
		}
		sum += wide[i]
	}
	out := make([]int, len(wide))
	for i, w := range wide {
		out[i] = int(w / sum * float64(width))
	}
	return out
}

const tilesAcross = 3

func (b *wordBody) tiles(t Tiles) {
	b.rows(tilesAcross, len(t.Items), func(i, width int) {
		x := t.Items[i]
		b.cell(width, 0, func() {
			b.para("TableText", []Run{{Text: x.Label}})
			b.para("Figure", []Run{{Text: x.Value, Link: x.Link}})
			b.para("TableText", []Run{{Text: x.Note, Tiny: true}})
		})
	})
}

func (b *wordBody) grid(g Grid) {
	b.rows(max(1, g.Across), len(g.Cells), func(i, width int) {
		x := g.Cells[i]
		if x == (GridCell{}) {
			b.gap(width)
			return
		}
		ink, style := shade(x.Shade), "MapDark"
		if inks[ink].white {
			style = "MapLight"
		}
		b.cell(width, ink, func() {
			b.para(style, []Run{{Text: x.Name}})
			b.para(style, []Run{{Text: x.Value, Bold: true}})
			b.para(style, []Run{{Text: x.Note, Tiny: true}})
		})
	})
}

// rows lays n cells out, so many in a row; what is left of the last row stays empty.
func (b *wordBody) rows(across, n int, cell func(i, width int)) {
	if n == 0 {
		return
	}
	width := textWidth / across
	widths := make([]int, across)
	for i := range widths {
		widths[i] = width
	}
	b.begin(widths, "TableGrid")
	for i := 0; i < n; i += across {
		b.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for k := i; k < i+across; k++ {
			if k < n {
				cell(k, width)
			} else {
				b.cell(width, 0, func() { b.para("TableText", nil) })
			}
		}
		b.put(`</w:tr>`)
	}
	b.end()
}

func (b *wordBody) picture(p Picture) {
	b.pictures = append(b.pictures, p.PNG)
	n := len(b.pictures)
	const emu = 635 // in a twentieth of a point
	cx := textWidth * emu
	cy := cx * p.Height / max(1, p.Width)
	b.put(`<w:p><w:pPr><w:pStyle w:val="Normal"/><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d" descr="%s"/>`, cx, cy, n, n, escaped(p.Caption))
	b.put(`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="Picture %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n, escaped(p.Caption))
	b.put(`<pic:blipFill><a:blip r:embed="picture%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, n, cx, cy)
	b.para("Quiet", []Run{{Text: p.Caption}})
}

func (b *wordBody) relations() string {
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var s strings.Builder
	s.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, part := range []string{"styles", "numbering", "fontTable", "settings"} {
		fmt.Fprintf(&s, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, part, kind, part, part)
	}
	fmt.Fprintf(&s, `<Relationship Id="footer" Type="%sfooter" Target="footer1.xml"/>`, kind)
	for i := range b.pictures {
		fmt.Fprintf(&s, `<Relationship Id="picture%d" Type="%simage" Target="media/image%d.png"/>`, i+1, kind, i+1)
	}
	for i, l := range b.links {
		fmt.Fprintf(&s, `<Relationship Id="link%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, kind, escaped(l))
	}
	s.WriteString(`</Relationships>`)
	return s.String()
}
