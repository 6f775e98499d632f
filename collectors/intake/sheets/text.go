package sheets

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// lookAhead is how much of a table of text is looked at to tell its encoding and line ends.
const lookAhead = 1 << 20

// OpenText makes a reader whose text is bytes of UTF-8 or GB18030 with line feeds. UTF-16 (a
// spreadsheet's "Unicode text"), with or without its mark, is decoded at once; a UTF-8 mark is
// dropped; lines that end in a carriage return alone, as old Macintoshes wrote, are mended.
//
// As many bytes as ahead says are looked at to tell.
func OpenText(r io.Reader, ahead int) (br *bufio.Reader, utf16 bool) {
	br = bufio.NewReaderSize(r, ahead)
	look, _ := br.Peek(ahead)
	if order, mark, is := utf16Order(look); is {
		dec := unicode.UTF16(order, mark).NewDecoder()
		br = bufio.NewReaderSize(transform.NewReader(br, dec), ahead)
		look, _ = br.Peek(ahead)
		utf16 = true
	} else if bytes.HasPrefix(look, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3)
	}
	if bytes.IndexByte(look, '\n') < 0 && bytes.IndexByte(look, '\r') >= 0 {
		br = bufio.NewReaderSize(feeds{br}, ahead)
	}
	return br, utf16
}

// feeds turns carriage returns into line feeds.
type feeds struct{ r io.Reader }

func (f feeds) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// utf16Order tells UTF-16 by its mark, or by the zero bytes that digits, tabs and line ends have
// in it: they stand at odd places alone, or at even ones alone.
func utf16Order(look []byte) (unicode.Endianness, unicode.BOMPolicy, bool) {
	switch {
	case bytes.HasPrefix(look, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, unicode.UseBOM, true
	case bytes.HasPrefix(look, []byte{0xfe, 0xff}):
		return unicode.BigEndian, unicode.UseBOM, true
	}
	look = look[:min(len(look), 8<<10)]
	var zeros [2]int
	for i, b := range look {
		if b == 0 {
			zeros[i%2]++
		}
	}
	const most = 20 // one in so many bytes
	switch {
	case len(look) < 8:
	case zeros[1]*most > len(look) && zeros[0] == 0:
		return unicode.LittleEndian, unicode.IgnoreBOM, true
	case zeros[0]*most > len(look) && zeros[1] == 0:
		return unicode.BigEndian, unicode.IgnoreBOM, true
	}
	return unicode.LittleEndian, unicode.IgnoreBOM, false
}

// GuessGB18030 looks at the beginning of a file. A few bad bytes in UTF-8 text are bad bytes;
// Chinese in GB18030 read as UTF-8 is bad almost everywhere. Plain ASCII decides nothing.
func GuessGB18030(b []byte) (gbk, decided bool) {
	good, other, bad := 0, 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			if !utf8.FullRune(b) { // cut off at the end of the look
				b = nil
				continue
			}
			bad++
		case n > 2: // as Chinese is
			good++
		case n > 1:
			other++
		}
		b = b[n:]
	}
	return bad > good, good+other+bad > 0
}

// fromGB18030 decodes text that must be all GB18030.
func fromGB18030(s string) (string, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().String(s)
	return out, err == nil && !strings.ContainsRune(out, utf8.RuneError)
}

// everyday says whether bytes read as GB18030 are mostly characters of everyday writing, as text
// is that was really written so; the bytes of broken UTF-8 are not.
func everyday(raw string) bool {
	common, all := 0, 0
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		all++
		if lead := raw[i]; raw[i+1] >= 0xa1 && (lead >= 0xb0 && lead <= 0xd7 || lead >= 0xa1 && lead <= 0xa3) {
			common++
		}
		i++
	}
	return all > 0 && common*5 >= all*4
}

// han says whether valid UTF-8 holds Chinese: bytes of GB18030 hardly ever read so by chance.
func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}

// UTF8 is text of an unknown encoding as UTF-8: as it is where it is valid, else as GB18030.
func UTF8(s string) (string, bool) {
	if utf8.ValidString(s) {
		return s, true
	}
	return fromGB18030(s)
}

// NextLine reads up to the next line feed, which it drops together with a carriage return
// before it. Of a line beyond MaxLine it keeps nothing and skips the rest. err is io.EOF
// together with the last line, or the reader's own.
func NextLine(br *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
			if len(line) > MaxLine+2 {
				line, tooLong = nil, true
			}
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		return line, tooLong, err
	}
}

// ReadFault keeps a reader's error without whatever text it may carry, but lets the caller
// still see what it wraps (a cancelled context, say).
func ReadFault(err error) error {
	if strings.TrimSpace(err.Error()) == "" {
		return ErrRead
	}
	return fmt.Errorf("%w: %w", ErrRead, err)
}
