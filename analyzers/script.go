package analyzers

import (
	"unicode"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// scripts that people in China write and that no judgement here can read. Names are those
// of the writing, since one writing serves several languages.
var scripts = []struct {
	name   string
	tables []*unicode.RangeTable
}{
	{"Tibetan script (藏文)", []*unicode.RangeTable{unicode.Tibetan}},
	{"Arabic script (维吾尔文、哈萨克文)", []*unicode.RangeTable{unicode.Arabic}},
	{"Mongolian script (蒙古文)", []*unicode.RangeTable{unicode.Mongolian, unicode.Phags_Pa}},
	{"Hangul (朝鲜文)", []*unicode.RangeTable{unicode.Hangul}},
	{"Yi script (彝文)", []*unicode.RangeTable{unicode.Yi}},
	{"Tai script (傣文)", []*unicode.RangeTable{unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham}},
	{"Lisu script (傈僳文)", []*unicode.RangeTable{unicode.Lisu}},
	{"Cyrillic script (西里尔字母)", []*unicode.RangeTable{unicode.Cyrillic}},
	{"Japanese (日文)", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{"Thai script (泰文)", []*unicode.RangeTable{unicode.Thai}},
	{"Latin script (拉丁字母)", []*unicode.RangeTable{unicode.Latin}},
}

const other = "other script (其他文字)"

// unread names the script of a text that is mostly not Chinese, or "". It counts letters of
// Chinese characters against those of each other script; a run of Latin letters counts as
// one, so that an address or a product name outweighs nothing.
func unread(title, text string) string {
	han, rest := 0, 0
	var counts [16]int
	latin := len(scripts) - 1
	for _, s := range [...]string{title, text} {
		inLatin := false
		for len(s) > 0 {
			if r, ok := phrase.Chinese(s); ok && r >= 0x4e00 && r <= 0x9fff { // nearly always
				han, inLatin, s = han+1, false, s[3:]
				continue
			}
			r, size := utf8.DecodeRuneInString(s)
			s = s[size:]
			if sign(r) {
				inLatin = false
				continue
			}
			if r < 0x80 || unicode.Is(unicode.Latin, r) {
				letter := unicode.IsLetter(r)
				if letter && !inLatin {
					counts[latin]++
				}
				inLatin = letter || inLatin && unicode.IsDigit(r)
				continue
			}
			inLatin = false
			switch {
			case r >= 0x4e00 && r <= 0x9fff || unicode.Is(unicode.Han, r):
				han++
			case unicode.IsLetter(r):
				if i := scriptOf(r); i >= 0 {
					counts[i]++
				} else {
					rest++
				}
			}
		}
	}
	best, total := -1, han+rest
	for i, n := range counts {
		total += n
		if n > 0 && (best < 0 || n > counts[best]) {
			best = i
		}
	}
	// Chinese is read from a quarter of the letters on: a message that quotes a foreign
	// sentence is still read.
	if total == 0 || han*4 >= total {
		if best >= 0 && scripts[best].name == "Japanese (日文)" && counts[best]*2 >= han {
			return scripts[best].name // kana and Chinese characters in one text
		}
		return ""
	}
	if best < 0 || rest > counts[best] {
		return other
	}
	return scripts[best].name
}

// sign knows the usual signs of Chinese writing. They are no letters, which the tables of
// Unicode know as well, but say slowly.
func sign(r rune) bool {
	switch r {
	case '，', '。', '、', '！', '？', '；', '：', '（', '）', '“', '”', '《', '》', '…', '—':
		return true
	}
	return false
}

func scriptOf(r rune) int {
	for i, s := range scripts {
		for _, t := range s.tables {
			if unicode.Is(t, r) {
				return i
			}
		}
	}
	return -1
}
