package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"huiying/collectors/intake/sheets"
)

// form is a kind of file: the ends of its names, the usual one first; whether a file of any of our
// names looks like it by its first bytes, for exports are called .xls whatever they are (nil: it is
// known by its name alone); and what reads it. read is false when the caller wants no more.
type form struct {
	ends  []string
	looks func(head []byte) bool
	read  func(in sheets.Input, m *mapper, yield func(Record) bool) bool
}

// forms are all of them, in the order in which a file is tried. Standard input has no name.
func forms() []form {
	return []form{
		{[]string{".xlsx", ".xlsm"}, isXLSX, tables(sheets.XLSX)},
		{[]string{".zip"}, isZIP, readArchive},
		{[]string{".xls", ".et"}, isBIFF, tables(sheets.BIFF)},
		{[]string{".xml"}, isXML2003, tables(sheets.XML)},
		{[]string{".html", ".htm"}, isHTML, tables(sheets.HTML)},
		{[]string{".jsonl", ".json", ".ndjson", ""}, isJSON, func(in sheets.Input, m *mapper,
			yield func(Record) bool) bool {
			return readJSON(in.Reader(), m, yield)
		}},
		{[]string{".csv", ".tsv", ".txt"}, isText, tables(sheets.CSV)},
	}
}

// Formats names the kinds of file that can be read: ".xlsx, .zip, …, .csv".
func Formats() string {
	var names []string
	for _, f := range forms() {
		names = append(names, f.ends[0])
	}
	return strings.Join(names, ", ")
}

// Ends are how names of files that can be read end: ".xlsx", ".xlsm", ".zip", …
func Ends() []string {
	var ends []string
	for _, f := range forms() {
		ends = append(ends, f.ends...)
	}
	return slices.DeleteFunc(ends, func(end string) bool { return end == "" })
}

// headBytes is how much of a file says what it is.
const headBytes = 4 << 10

// formOf is what a file is. A name that ends in something else is no file of ours, whatever it
// holds. Text that looks like nothing else is a table; under a name of JSON lines it is broken ones,
// and a workbook it is not.
func formOf(name string, head []byte) (form, error) {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	all := forms()
	at := slices.IndexFunc(all, func(f form) bool { return slices.Contains(f.ends, ext) })
	if at < 0 {
		return form{}, ErrFormat
	}
	named := all[at]
	if named.looks == nil {
		return named, nil
	}
	is := all[slices.IndexFunc(all, func(f form) bool { return f.looks != nil && f.looks(head) })]
	switch {
	case is.ends[0] != ".csv":
		return is, nil
	case named.ends[0] == ".jsonl":
		return named, nil
	case named.ends[0] == ".xlsx", named.ends[0] == ".zip", named.ends[0] == ".xls" && len(head) == 0:
		return form{}, ErrWorkbook
	}
	return is, nil
}

// isText: whatever looks like nothing else.
func isText([]byte) bool { return true }

func isZIP(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// isXLSX: the parts of a workbook stand in its ZIP by name; which comes first differs.
func isXLSX(head []byte) bool {
	return isZIP(head) && (bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")) ||
		bytes.Contains(head, []byte("_rels/.rels")) || bytes.Contains(head, []byte("docProps/")))
}

func isBIFF(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}) ||
		len(head) > 4 && head[0] == 0x09 && (head[1] == 0x08 || head[1] == 0x04 ||
			head[1] == 0x02 || head[1] == 0x00) && head[3] == 0
}

// plainHead is the beginning of a text without marks and the zero bytes of UTF-16.
func plainHead(head []byte) []byte {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) ||
		bytes.IndexByte(head, 0) >= 0 {
		head = bytes.ReplaceAll(bytes.Trim(head, "\xff\xfe"), []byte{0}, nil)
	}
	return bytes.TrimSpace(head)
}

func isXML2003(head []byte) bool {
	head = plainHead(head)
	return bytes.HasPrefix(head, []byte("<")) &&
		bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")) &&
		!bytes.Contains(bytes.ToLower(head[:min(len(head), 256)]), []byte("<html"))
}

var pageTag = regexp.MustCompile(`(?i)^<(?:!doctype html|html|head|body|table|meta|style|div|center|\?xml[^>]*>\s*<(?:!doctype html|html)|!--)`)

func isHTML(head []byte) bool { return pageTag.Match(plainHead(head)) }

func isJSON(head []byte) bool {
	head = plainHead(head)
	return len(head) > 0 && (head[0] == '{' || head[0] == '[' && len(bytes.TrimSpace(head[1:])) > 0 &&
		bytes.TrimSpace(head[1:])[0] == '{')
}

// readFile reads a file by what it is.
func (m *mapper) readFile(in sheets.Input, name string, yield func(Record) bool) bool {
	head := make([]byte, headBytes)
	if in.At != nil {
		n, err := in.At.ReadAt(head, 0)
		if err != nil && err != io.EOF {
			return yield(Record{Line: 1, Err: sheets.ReadFault(err)})
		}
		head = head[:n]
	} else {
		br := bufio.NewReaderSize(in.R, headBytes)
		head, _ = br.Peek(headBytes)
		in.R = br
	}
	f, err := formOf(name, head)
	if errors.Is(err, ErrFormat) {
		err = fmt.Errorf("%w; use %s", err, Formats())
	}
	if err != nil {
		return yield(Record{Line: 1, Err: err})
	}
	return f.read(in, m, yield)
}
