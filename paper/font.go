package paper

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"golang.org/x/image/font/sfnt"
)

// ErrNoFont: this machine has no font for PDF.
var ErrNoFont = errors.New("no TrueType font with Chinese characters was found for PDF: install fonts-wqy-microhei (Debian, Ubuntu) or wqy-microhei-fonts (Fedora, openEuler), or name a .ttf or .ttc file as briefing.font")

// usual is where systems keep fonts with Chinese characters and TrueType outlines.
var usual = []string{
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
	"/usr/share/fonts/wqy-microhei-fonts/wqy-microhei.ttc",
	"/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
	"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
	"/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc",
	"/usr/share/fonts/truetype/arphic/uming.ttc",
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/truetype/droid/DroidSansFallback.ttf",
	"/Library/Fonts/Arial Unicode.ttf",
	"/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
	`C:\Windows\Fonts\msyh.ttc`, `C:\Windows\Fonts\simhei.ttf`, `C:\Windows\Fonts\simsun.ttc`,
}

// Font is a font that PDF can be written with.
type Font struct{ data []byte }

// FindFont reads the font at path, or the first of the usual places where path is "".
func FindFont(path string) (Font, error) {
	if path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			return Font{}, fmt.Errorf("briefing.font: %w", err)
		}
		f, err := ReadFont(raw)
		if err != nil {
			return f, fmt.Errorf("briefing.font: %w", err)
		}
		return f, nil
	}
	for _, p := range usual {
		if raw, err := os.ReadFile(p); err == nil {
			if f, err := ReadFont(raw); err == nil {
				return f, nil
			}
		}
	}
	return Font{}, ErrNoFont
}

// ReadFont takes a TrueType font, or the first of a collection.
func ReadFont(raw []byte) (Font, error) {
	face, err := firstFace(raw)
	if err != nil {
		return Font{}, err
	}
	parsed, err := sfnt.Parse(face)
	if err != nil {
		return Font{}, fmt.Errorf("the font is unreadable: %w", err)
	}
	var buf sfnt.Buffer
	for _, r := range "中简报09" {
		if n, err := parsed.GlyphIndex(&buf, r); err != nil || n == 0 {
			return Font{}, errors.New("the font has no Chinese characters, or no figures; use one that has both")
		}
	}
	return Font{face}, nil
}

var errFont = errors.New("this is no TrueType font: a .ttf or .ttc with TrueType outlines (glyf) is needed, not CFF")

// firstFace is the first font of a collection as a font of its own, for the PDF library reads
// single fonts: its table directory is copied to the front and its tables behind it.
func firstFace(raw []byte) ([]byte, error) {
	at := 0
	if len(raw) >= 16 && string(raw[:4]) == "ttcf" {
		at = int(binary.BigEndian.Uint32(raw[12:]))
	}
	if at < 0 || at > len(raw)-12 || binary.BigEndian.Uint32(raw[at:]) != 0x00010000 {
		return nil, errFont
	}
	n := int(binary.BigEndian.Uint16(raw[at+4:]))
	head := 12 + 16*n
	if at+head > len(raw) {
		return nil, errFont
	}
	out := append([]byte(nil), raw[at:at+head]...)
	outlines := false
	for i := range n {
		entry := out[12+16*i : 28+16*i]
		offset, size := int(binary.BigEndian.Uint32(entry[8:])), int(binary.BigEndian.Uint32(entry[12:]))
		if offset+size > len(raw) || len(out)+size > 4*len(raw)+head { // tables may be shared, but not without end
			return nil, errFont
		}
		outlines = outlines || string(entry[:4]) == "glyf"
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		entry = out[12+16*i : 28+16*i]
		binary.BigEndian.PutUint32(entry[8:], uint32(len(out)))
		out = append(out, raw[offset:offset+size]...)
	}
	if !outlines {
		return nil, errFont
	}
	return out, nil
}
