package fetch

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Decode turns a body into UTF-8 text and says what it was in: utf-8, utf-16le, utf-16be,
// big5 or gb18030. Declarations of Chinese pages are often wrong and often absent, so the
// bytes decide and a declaration only helps where they leave it open:
//
//  1. a byte order mark;
//  2. UTF-8, where the bytes can hardly be anything else;
//  3. Big5, where header or document declare it and it decodes cleanly;
//  4. GB18030, where that is declared and the bytes would read as letters of Europe in UTF-8
//     (a few short Chinese words are valid in both);
//  5. any valid UTF-8;
//  6. GB18030, which contains GBK and GB2312.
//
// Bytes that fit nothing become U+FFFD; the text is always valid UTF-8.
func Decode(body []byte, contentType string) (text, charset string) {
	if t, c, ok := byMark(body); ok {
		return t, c
	}
	f := look(body)
	if f.wide > 0 && f.bad*20 <= f.wide { // a bad byte or a cut end does not make it another encoding
		return strings.ToValidUTF8(string(body), "\uFFFD"), "utf-8"
	}
	switch family(declared(body, contentType)) {
	case "big5":
		if t, ok := clean(traditionalchinese.Big5, body); ok {
			return t, "big5"
		}
	case "gb18030":
		if t, ok := clean(simplifiedchinese.GB18030, body); ok {
			return t, "gb18030"
		}
	case "utf-8":
		if f.bad <= f.wide {
			return strings.ToValidUTF8(string(body), "\uFFFD"), "utf-8"
		}
	}
	if f.bad == 0 {
		return string(body), "utf-8"
	}
	t, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
	return strings.ToValidUTF8(string(t), "\uFFFD"), "gb18030"
}

func byMark(b []byte) (string, string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD"), "utf-8", true
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		t, _ := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
		return string(t), "utf-16le", true
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		t, _ := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
		return string(t), "utf-16be", true
	}
	return "", "", false
}

// looks counts what the bytes are as UTF-8.
type looks struct {
	wide   int // characters of three bytes and more: where Chinese lives
	narrow int // characters of two bytes
	bad    int // bytes that fit nothing
}

func look(b []byte) looks {
	var f looks
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		switch r, n := utf8.DecodeRune(b); {
		case r == utf8.RuneError && n == 1:
			f.bad++
			b = b[1:]
		case n == 2:
			f.narrow++
			b = b[n:]
		default:
			f.wide++
			b = b[n:]
		}
	}
	return f
}

// clean decodes b; ok says that at most one character in two hundred did not fit.
func clean(e encoding.Encoding, b []byte) (string, bool) {
	t, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	bad, all := bytes.Count(t, []byte("\uFFFD")), 0
	for i := 0; i < len(t); {
		if t[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, n := utf8.DecodeRune(t[i:])
		i += n
		all++
	}
	return string(t), bad*200 <= all
}

var (
	charsetOf  = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`)
	xmlHead    = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']([a-z0-9_:.-]+)["']`)
	metaTag    = regexp.MustCompile(`(?i)<meta\b[^>]*>`)
	headWindow = 64 << 10 // pages with inlined scripts declare late
)

// declared is the charset of the header, else of the XML head, else of the last meta tag
// that names one: what comes before is often the banner of an archive or a copied head.
func declared(body []byte, contentType string) string {
	if m := charsetOf.FindStringSubmatch(contentType); m != nil {
		return m[1]
	}
	head := body[:min(len(body), headWindow)]
	if m := xmlHead.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	name := ""
	for _, tag := range metaTag.FindAll(head, -1) {
		if m := charsetOf.FindSubmatch(tag); m != nil {
			name = string(m[1])
		}
	}
	return name
}

// family folds the many names of one encoding.
func family(name string) string {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "big5", "big-5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5":
		return "big5"
	case "gb2312", "gbk", "gb18030", "gb-18030", "gb_2312-80", "gb_2312", "x-gbk", "cp936", "ms936", "windows-936", "chinese", "euc-cn", "hz-gb-2312":
		return "gb18030"
	case "utf-8", "utf8":
		return "utf-8"
	}
	return ""
}

// isText says whether a body of this Content-Type is worth decoding; one without a type may be.
func isText(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case kind == "", strings.HasPrefix(kind, "text/"):
		return true
	case strings.HasPrefix(kind, "application/"):
		return strings.Contains(kind, "xml") || strings.Contains(kind, "json") || strings.Contains(kind, "html") || strings.Contains(kind, "javascript") ||
			kind == "application/gzip" || kind == "application/x-gzip" // a feed kept packed; its body arrives unpacked
	}
	return false
}
