package sheets

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"
)

// An .xlsx is a ZIP of XML parts. The library that writes ours holds a whole sheet in memory, or
// in a file; a province's export is 70,000 rows, and raw text touches no disk. So the parts are
// read as a stream, with the standard library's readers.

// book is an open .xlsx.
type book struct {
	parts    map[string]*zip.File // by name: lower case, strokes to the right
	strings  textTable
	dates    []bool // by style of a cell: a date
	date1904 bool
	sheets   []bookSheet
	done, of int64
	onPart   func(done, of int64)
}

type bookSheet struct {
	name   string
	hidden bool
	part   *zip.File
}

func readXLSX(in Input) iter.Seq2[*Table, error] {
	b, err := openBook(in)
	if err != nil {
		return fault(err)
	}
	return func(yield func(*Table, error) bool) {
		for _, s := range b.sheets {
			areas, err := b.areas(s.part)
			if err != nil {
				yield(nil, err)
				return
			}
			t := &Table{Name: s.name, Hidden: s.hidden, Date1904: b.date1904,
				Rows: func(yield func(Row) bool) { b.rows(s.part, areas, yield) }}
			if !yield(t, nil) {
				return
			}
		}
	}
}

func openBook(in Input) (*book, error) {
	at, size, err := in.sized()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, ErrWorkbook
	}
	b := &book{parts: map[string]*zip.File{}, onPart: in.OnPart}
	for _, f := range z.File {
		b.parts[partName(f.Name)] = f
	}
	if err := b.workbook(); err != nil {
		return nil, err
	}
	for _, s := range b.sheets {
		if s.part.UncompressedSize64 > MaxUnpacked {
			return nil, ErrTooLarge
		}
		if !s.hidden {
			b.of += int64(s.part.UncompressedSize64)
		}
	}
	return b, nil
}

// partName is one spelling of a part's name; some writers use strokes to the left.
func partName(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(s, `\`, "/")), "/")
}

// workbook reads which sheets there are, their strings and styles.
func (b *book) workbook() error {
	names := []struct {
		name, id string
		hidden   bool
	}{}
	err := b.each("xl/workbook.xml", func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			b.date1904 = truth(attr(e, "date1904"))
		case "sheet":
			names = append(names, struct {
				name, id string
				hidden   bool
			}{attr(e, "name"), attr(e, "id"), strings.Contains(strings.ToLower(attr(e, "state")), "hidden")})
		}
		return nil
	})
	if err != nil {
		return err
	}
	targets, kinds := map[string]string{}, map[string]string{}
	err = b.each("xl/_rels/workbook.xml.rels", func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" {
			t := strings.ReplaceAll(attr(e, "Target"), `\`, "/")
			if !strings.HasPrefix(t, "/") {
				t = path.Join("xl", t)
			}
			targets[attr(e, "Id")], kinds[path.Base(attr(e, "Type"))] = partName(t), partName(t)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range names {
		part := b.parts[targets[n.id]]
		switch {
		case part == nil:
			return ErrWorkbook
		case strings.Contains(targets[n.id], "worksheets/"):
			b.sheets = append(b.sheets, bookSheet{n.name, n.hidden, part})
		}
	}
	if len(b.sheets) == 0 {
		return ErrWorkbook
	}
	if name := kinds["sharedStrings"]; b.parts[name] != nil {
		if err := b.sharedStrings(name); err != nil {
			return err
		}
	}
	if name := kinds["styles"]; b.parts[name] != nil {
		return b.styles(name)
	}
	return nil
}

// each hands on the elements of a small part. One that is missing is a broken workbook.
func (b *book) each(name string, do func(xml.StartElement, *xml.Decoder) error) error {
	f := b.parts[name]
	if f == nil {
		return ErrWorkbook
	}
	r, err := openPart(f, MaxStrings)
	if err != nil {
		return err
	}
	defer r.Close()
	d := decoder(r)
	for {
		tok, err := d.RawToken()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return partFault(err)
		}
		if e, is := tok.(xml.StartElement); is {
			if err := do(e, d); err != nil {
				return err
			}
		}
	}
}

// decoder reads XML of any declared encoding as it stands: parts are UTF-8, and files of other
// encodings were decoded before.
func decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return d
}

// partReader is a part unpacked, up to a limit.
type partReader struct {
	io.ReadCloser
	left int64
}

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if p.left -= int64(n); p.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

func openPart(f *zip.File, most int64) (io.ReadCloser, error) {
	if f.UncompressedSize64 > uint64(most) {
		return nil, ErrTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrWorkbook
	}
	return &partReader{r, most}, nil
}

// partFault: a part that does not unpack or is no XML is a damaged workbook, unless more is known.
func partFault(err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrRead) {
		return err
	}
	return ErrWorkbook
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool {
	return s == "1" || strings.EqualFold(s, "true") || strings.EqualFold(s, "on")
}

func (b *book) sharedStrings(name string) error {
	return b.each(name, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(d, "si")
		if err != nil {
			return err
		}
		b.strings.add(unescape(s))
		return nil
	})
}

// richText is the text of an element with runs of different looks, to its end; how it is spoken
// (rPh) is no part of it.
func richText(d *xml.Decoder, until string) (string, error) {
	var s strings.Builder
	text, spoken := false, 0
	for {
		tok, err := d.RawToken()
		if err != nil {
			return "", partFault(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			text = e.Name.Local == "t"
			if e.Name.Local == "rPh" {
				spoken++
			}
		case xml.CharData:
			if text && spoken == 0 {
				s.Write(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case until:
				return s.String(), nil
			case "rPh":
				spoken--
			}
			text = false
		}
	}
}

// styles reads which styles of cells are dates.
func (b *book) styles(name string) error {
	codes := map[int]string{}
	inCells := false
	return b.each(name, func(e xml.StartElement, _ *xml.Decoder) error {
		id, _ := strconv.Atoi(attr(e, "numFmtId"))
		switch e.Name.Local {
		case "numFmt":
			codes[id] = attr(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				b.dates = append(b.dates, dateFormat(id, codes[id]))
			}
		}
		return nil
	})
}

func (b *book) isDate(style string) bool {
	n, err := strconv.Atoi(style)
	return err == nil && n >= 0 && n < len(b.dates) && b.dates[n]
}

// column reads "AB12" as 27; false where there is no letter.
func column(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1, n > 0
}

// cellAt reads "AB12" as column 27 and row 11.
func cellAt(ref string) (row, col int, ok bool) {
	col, ok = column(ref)
	n, err := strconv.Atoi(strings.TrimLeftFunc(ref, func(r rune) bool { return r > '9' }))
	return n - 1, col, ok && err == nil && n > 0
}

// mergedArea reads "B1:C2".
func mergedArea(ref string) (area, bool) {
	from, to, both := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	r1, c1, ok1 := cellAt(from)
	r2, c2, ok2 := cellAt(to)
	return area{r1, r2, c1, c2}, both && ok1 && ok2 && r2 >= r1
}

// endsElement says whether the end of s is a tag that closes an element of that name, or an
// empty one.
func endsElement(s []byte, name string) bool {
	tag := string(s[bytes.LastIndexByte(s, '<')+1:])
	closes := strings.HasPrefix(tag, "/") || strings.HasSuffix(tag, "/>")
	tag, _, _ = strings.Cut(strings.Trim(tag, "/>"), " ")
	_, local, prefixed := strings.Cut(tag, ":")
	if !prefixed {
		local = tag
	}
	return closes && strings.TrimSpace(local) == name
}
