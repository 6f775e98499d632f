// Package intake reads what others exported: JSON lines, CSV and XLSX files of hotlines,
// mailboxes and message boards, and single JSON objects of the API. It turns each record into
// an opinion.Draft, one bad record never stops the rest, and everything that says who wrote a
// text (author, user, nickname, phone, 姓名, 联系电话, 网友 …) is dropped and counted on the way in.
//
// Nothing here touches the disk or the network: a Draft is raw, and raw text lives in memory
// only. No error carries text of a record; it carries the line and a reason.
package intake

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// Limits. They bound memory, whatever a file claims.
const (
	MaxLine     = 10 << 20  // of one JSON line or one CSV record
	MaxWorkbook = 64 << 20  // of an XLSX file as it lies on disk
	MaxUnpacked = 256 << 20 // of an XLSX file unpacked
	maxRowLines = 2000      // physical lines of one CSV record
	headerRows  = 10        // rows in which a table's header is looked for
)

// Reasons of Record.Err and of FromJSON. Callers test them with errors.Is.
var (
	ErrFormat   = errors.New("the file type is unknown; use " + Formats())
	ErrTooLong  = fmt.Errorf("the record is longer than %d bytes", MaxLine)
	ErrNUL      = errors.New("the record holds a NUL byte; export the file again as text")
	ErrEncoding = errors.New("the record is neither UTF-8 nor GB18030; save the file as UTF-8")
	ErrJSON     = errors.New("the record is no JSON object")
	ErrValue    = errors.New("the value is not of a kind that can be read")
	ErrTime     = errors.New("the time cannot be read; write it as 2006-01-02 15:04:05")
	ErrHeader   = errors.New("no header row with a title or text column was found; name the columns (title, text, 标题, 内容) or configure them")
	ErrRagged   = errors.New("the row has not as many cells as the header")
	ErrQuote    = errors.New("a quoted cell does not end properly")
	ErrWorkbook = errors.New("the workbook is truncated, damaged or no .xlsx file")
	ErrOldExcel = errors.New("the workbook is of the old .xls format or locked by a password; save it as an open .xlsx")
	ErrTooLarge = fmt.Errorf("the workbook exceeds %d bytes, or %d bytes unpacked; split it or export CSV", MaxWorkbook, MaxUnpacked)
	ErrRead     = errors.New("the file cannot be read further")
)

// Record is one record of a file: a Draft, or the reason why there is none.
type Record struct {
	Line    int // line of a text file, row of a sheet, from 1
	Draft   opinion.Draft
	Dropped map[string]int // keys that named a person -> how often; their values are gone
	Err     error          // wraps one of the reasons above; the records after it still come
}

// Options say what the file does not.
type Options struct {
	Source   string             // id of the Source; it wins over a source named in the record
	Kind     opinion.SourceKind // what sort of place it was said in
	Division string             // home of the source, where the record names none
	// Columns adds labels of an own export: label -> id, ticket, title, text, url, published_at, division,
	// source, or what is a hint: place, type, unit, urgency. It comes before the built-in labels. A label that names a person stays dropped.
	Columns map[string]string
	Now     func() time.Time // for Draft.CollectedAt; nil leaves it zero
	// OnBytes is told how many bytes of the reader have been used so far, for a progress bar.
	OnBytes func(read int64)
}

// format is a kind of file: the ends of its names, the usual one first, and what reads it.
type format struct {
	ends []string
	read func(r io.Reader, m *mapper, yield func(Record) bool)
}

// formats are all of them. Standard input has no name and holds lines of JSON.
var formats = []format{
	{[]string{".jsonl", ".ndjson", ""}, readLines},
	{[]string{".csv", ".tsv"}, readCSV},
	{[]string{".xlsx"}, readWorkbook},
}

// Formats names the kinds of file that can be read: ".jsonl, .csv or .xlsx".
func Formats() string {
	b := formats[0].ends[0]
	for i, f := range formats[1:] {
		if i+2 == len(formats) {
			b += " or " + f.ends[0]
		} else {
			b += ", " + f.ends[0]
		}
	}
	return b
}

// Read yields the records of a file, by the extension of its name: .jsonl (also .ndjson, or no
// name: standard input), .csv (also .tsv) or .xlsx. It ends after the last record; where the
// rest of a file cannot be read, the last Record says why. The reader is not closed. Breaking
// off the loop is fine.
func Read(r io.Reader, name string, opts Options) iter.Seq[Record] {
	return newMapper(opts).records(r, name)
}

func (m *mapper) records(r io.Reader, name string) iter.Seq[Record] {
	in := &counter{r: r, on: m.opts.OnBytes}
	ext := strings.ToLower(path.Ext(name))
	for _, f := range formats {
		if slices.Contains(f.ends, ext) {
			return func(yield func(Record) bool) { f.read(in, m, yield) }
		}
	}
	return func(yield func(Record) bool) { yield(Record{Line: 1, Err: ErrFormat}) }
}

// counter tells how far a reader is.
type counter struct {
	r  io.Reader
	n  int64
	on func(int64)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.on != nil && n > 0 {
		c.on(c.n)
	}
	return n, err
}

// reasons are the codes of what a record can be refused for; the balance keeps them.
var reasons = []struct {
	err  error
	code string
}{
	{opinion.ErrNoSource, "no_source"}, {opinion.ErrNoText, "no_text"},
	{opinion.ErrTooLong, "too_long"}, {ErrTooLong, "too_long"},
	{ErrFormat, "format"}, {ErrNUL, "nul"}, {ErrEncoding, "encoding"}, {ErrJSON, "json"},
	{ErrValue, "value"}, {ErrTime, "time"},
	{ErrHeader, "header"}, {ErrRagged, "ragged"}, {ErrQuote, "quote"}, {ErrWorkbook, "workbook"},
	{ErrOldExcel, "workbook"},
	{ErrTooLarge, "workbook"}, {ErrRead, "read"},
}

// Code is the code of the reason for which a record was refused.
func Code(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.code
		}
	}
	return otherReason
}

// KnownCode is a code that somebody else names, otherReason for one that there is not.
func KnownCode(code string) string {
	for _, r := range reasons {
		if r.code == code {
			return code
		}
	}
	return otherReason
}

// otherReason stands for whatever has no code of its own.
const otherReason = "other"
