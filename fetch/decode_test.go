package fetch

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"huiying/fetch/fetchtest"
)

func TestDecode(t *testing.T) {
	enc := func(e encoding.Encoding, s string) string {
		out, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	gb, big5 := simplifiedchinese.GB18030, traditionalchinese.Big5
	const zh, tw = "路面塌陷，请尽快处理。", "路面塌陷，請盡快處理。"
	tests := []struct{ name, body, header, text, charset string }{
		{"plain", "ok", "text/html", "ok", "utf-8"},
		{"utf-8", zh, "", zh, "utf-8"},
		{"utf-8 with mark", "\ufeff" + zh, "text/html; charset=gb2312", zh, "utf-8"},
		{"utf-16", enc(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), zh), "", zh, "utf-16le"},
		{"utf-16 be", enc(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), zh), "", zh, "utf-16be"},
		{"gbk undeclared", enc(simplifiedchinese.GBK, zh), "", zh, "gb18030"},
		{"gb18030 declared utf-8", enc(gb, zh+"㐀𠀀"), "text/html; charset=utf-8", zh + "㐀𠀀", "gb18030"},
		{"utf-8 declared gb2312", zh, "text/html; charset=GB2312", zh, "utf-8"},
		{"utf-8 declared big5", zh, "text/html; charset=big5", zh, "utf-8"},
		{"big5 by header", enc(big5, tw), "text/html; charset=Big5", tw, "big5"},
		{"big5 by meta", `<meta charset="big5">` + enc(big5, tw), "", `<meta charset="big5">` + tw, "big5"},
		{"two short words", enc(gb, "统一"), "text/html; charset=gbk", "统一", "gb18030"}, // 一 alone is valid UTF-8
		{"one word that is valid in both", enc(gb, "一"), "text/html; charset=gbk", "一", "gb18030"},
		{"café", "café", "", "café", "utf-8"},
		{"a bad byte in utf-8", strings.Repeat(zh, 5) + "\xff" + zh, "", strings.Repeat(zh, 5) + "\ufffd" + zh, "utf-8"},
		{"utf-8 cut short", (strings.Repeat(zh, 5))[:len(zh)*5-1], "", strings.Repeat(zh, 4) + "路面塌陷，请尽快处理\ufffd", "utf-8"},
		{"header in single quotes", enc(gb, zh), "application/atom+xml; charset='gb2312'", zh, "gb18030"},
		{"empty", "", "", "", "utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, charset := Decode([]byte(tt.body), tt.header)
			if text != tt.text || charset != tt.charset {
				t.Errorf("%q in %s, want %q in %s", text, charset, tt.text, tt.charset)
			}
		})
	}
}

// Every page and feed of known encoding is read as what it is.
func TestDecodeSaved(t *testing.T) {
	for _, want := range append(fetchtest.Saved(t, "pages"), fetchtest.Saved(t, "feeds")...) {
		text, charset := Decode(want.Body, want.ContentType)
		if !strings.HasPrefix(want.Charset, charset) {
			t.Errorf("%s: %s, want %s", want.File, charset, want.Charset)
		}
		for _, s := range append(want.MustHave, want.Title, want.FirstTitle) {
			if !strings.Contains(text, s) {
				t.Errorf("%s: lacks %q", want.File, s)
			}
		}
	}
}

// The text is valid UTF-8 whatever comes, and valid UTF-8 with Chinese in it comes through whole.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("<meta charset=big5>\xa4\xa4"), "text/html; charset=gb2312")
	f.Add([]byte("\xff\xfe\x00"), "")
	f.Add([]byte("<?xml version='1.0' encoding='big5'?>"), "text/xml")
	f.Add([]byte("路面"), "charset=gbk")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		text, charset := Decode(body, header)
		if !utf8.ValidString(text) {
			t.Fatalf("invalid UTF-8 from %q as %s", body, charset)
		}
		if l := look(body); l.bad == 0 && l.wide > 0 && body[0] != 0xef && text != string(body) {
			t.Fatalf("%q became %q as %s", body, text, charset)
		}
	})
}
