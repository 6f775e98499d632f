// Package intake reads what others exported: tables and JSON of hotlines, mailboxes and message
// boards, and single JSON objects of the API. Package sheets below it knows how tables are written
// down; here is what their columns mean. It turns each record into an opinion.Draft, one bad record never stops the rest, and everything that says who wrote a
// text (author, user, nickname, phone, 姓名, 联系电话, 网友 …) is dropped and counted on the way in.
//
// Nothing here touches the disk or the network: a Draft is raw, and raw text lives in memory
// only. No error carries text of a record; it carries the line and a reason.
package intake

import (
	"errors"
	"io"
	"iter"
	"time"

	"huiying/collectors/intake/sheets"
	"huiying/opinion"
)

// MaxLine bounds one record, whatever a file claims; the other limits are those of sheets.
const MaxLine = sheets.MaxLine

// Reasons of Record.Err and of FromJSON. Callers test them with errors.Is.
var (
	ErrFormat = errors.New("the file type is unknown")
	ErrJSON   = errors.New("the record is no JSON object")
	ErrValue  = errors.New("the value is not of a kind that can be read")
	ErrTime   = errors.New("the time cannot be read; write it as 2006-01-02 15:04:05")
	ErrHeader = errors.New("no header row with a title or text column was found; name the columns (title, text, 标题, 内容) or configure them (--column LABEL=text); in a CSV file, separate them by comma, tab, ; or |")
	ErrRagged = errors.New("the row has more cells than the header")
	// ErrWideCommas: texts hold the marks by which the header is separated.
	ErrWideCommas = errors.New("the header is separated by full-width marks (，；、｜), and the row has more or fewer cells than it; put texts that hold such marks in double quotes, or save the file as .xlsx or with commas")
	ErrFormula    = errors.New("the text is a formula whose value the file does not hold; open the file, let it compute, and save it")
	ErrUnclaimed  = errors.New("a column of long texts has no meaning; say what it is: --column LABEL=text, or LABEL=- where it is not needed")

	ErrTooLong  = sheets.ErrTooLong
	ErrNUL      = sheets.ErrNUL
	ErrEncoding = sheets.ErrEncoding
	ErrQuote    = sheets.ErrQuote
	ErrWide     = sheets.ErrWide
	ErrWorkbook = sheets.ErrWorkbook
	ErrLocked   = sheets.ErrLocked
	ErrOldExcel = sheets.ErrOld
	ErrTooLarge = sheets.ErrTooLarge
	ErrRead     = sheets.ErrRead
)

// Record is one record of a file: a Draft, or the reason why there is none.
type Record struct {
	File  string // within an archive; else empty
	Sheet string // of a workbook; else empty
	Line  int    // line of a text file, row of a sheet, from 1
	Draft opinion.Draft
	// Untimed says that the record tells a time that cannot be read.
	Untimed bool
	// OwnPlace says that the record itself names the division where it was said.
	OwnPlace bool
	Dropped  map[string]int // keys that named a person -> how often; their values are gone
	Err      error          // wraps one of the reasons above; the records after it still come
}

// Options say what the file does not.
type Options struct {
	Source   string             // id of the Source; it wins over a source named in the record
	Kind     opinion.SourceKind // what sort of place it was said in
	Division string             // home of the source, where the record names none
	// Columns adds labels of an own export: label -> id, ticket, title, text, url, published_at,
	// division, source, what is a hint: place, type, unit, urgency, or Waived. It comes before the
	// built-in labels. A label that names a person stays dropped.
	Columns map[string]string
	// Hidden sheets are read, too.
	Hidden bool
	Now    func() time.Time // for Draft.CollectedAt; nil leaves it zero
	// OnBytes is told how many bytes of the reader have been used so far, for a progress bar.
	OnBytes func(read int64)
	// OnSheet is told of each table once it is understood, before its records come.
	OnSheet func(Sheet)
	// Anyway: a column that nobody claimed stops nothing.
	Anyway bool
}

// Read yields the records of a file. Its name must end as one of ours; what it is, its first bytes
// say. It ends after the last record; where the rest of a file cannot be read, the last Record says
// why. A column of long texts without a meaning ends it before the first record of that sheet
// (Unclaimed). The reader is not closed. Breaking off the loop is fine.
func Read(r io.Reader, name string, opts Options) iter.Seq[Record] {
	return newMapper(opts).records(r, name)
}

func (m *mapper) records(r io.Reader, name string) iter.Seq[Record] {
	opts := m.opts
	in := sheets.Input{R: &counter{r: r, on: opts.OnBytes}}
	if at, size, ok := reachable(r); ok {
		in = sheets.Input{At: at, Size: size}
		if opts.OnBytes != nil {
			in.OnPart = func(done, of int64) { opts.OnBytes(int64(float64(size) * float64(done) / float64(max(of, 1)))) }
		}
	}
	return func(yield func(Record) bool) { m.readFile(in, name, yield) }
}

// reachable is a reader every byte of which can be reached: an open file, bytes in memory.
func reachable(r io.Reader) (io.ReaderAt, int64, bool) {
	both, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, 0, false
	}
	here, err := both.Seek(0, io.SeekCurrent)
	if err != nil || here != 0 {
		return nil, 0, false
	}
	size, err := both.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0, false
	}
	_, err = both.Seek(0, io.SeekStart)
	return both, size, err == nil
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
	{ErrHeader, "header"}, {ErrRagged, "ragged"}, {ErrWideCommas, "ragged"}, {ErrWide, "ragged"},
	{ErrQuote, "quote"}, {ErrFormula, "formula"},
	{ErrUnclaimed, "header"}, {ErrWorkbook, "workbook"}, {ErrOldExcel, "workbook"}, {ErrLocked, "workbook"},
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
