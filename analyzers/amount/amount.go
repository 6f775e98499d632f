// Package amount reads numbers as people write them, with what they count: 12人, 三十多户,
// 好几百名, 3.5万元. The judges that weigh a text share it.
package amount

import (
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// Amount is a number in the text with what it counts.
type Amount struct {
	Value float64
	Unit  Unit
	Text  string
	At    int // bytes of the text
	End   int
}

type Unit uint8

const (
	Bare       Unit = iota // a number alone: 3死5伤
	People                 // 人 名 位
	Households             // 户
	Days                   // 天
	Yuan                   // 元
	Several                // 个, 号, 口: of what, another word tells
)

var units = []struct {
	word string
	unit Unit
}{
	{"多名", People}, {"余名", People}, {"多人", People}, {"余人", People}, {"口人", People}, {"个人", People},
	{"个孩子", People}, {"个学生", People}, {"个小孩", People}, {"个老人", People}, {"个工人", People},
	{"个居民", People}, {"个村民", People}, {"例", People}, {"名", People}, {"人", People}, {"位", People},
	{"条人命", People}, {"条命", People}, {"学生", People}, {"居民", People}, {"村民", People},
	{"群众", People}, {"职工", People}, {"业主", People},
	{"多户", Households}, {"余户", Households}, {"户", Households}, {"家住户", Households}, {"天", Days},
	{"日", Days}, {"个月", Days}, {"周", Days}, {"个星期", Days},
	{"元", Yuan}, {"块钱", Yuan},
	{"口人", People}, {"号人", People}, {"口子", People}, {"多号人", People}, {"来号人", People},
	{"来个人", People}, {"来人", People}, {"来名", People}, {"来户", Households}, {"个", Several},
	{"来个", Several}, {"多个", Several}, {"号", Several}, {"口", Several}, {"来口", Several},
	{"只", Several}, {"个娃", People}, {"个大人", People}, {"个女", People}, {"个男", People},
	{"个师傅", People}, {"个老", People}, {"个同学", People}, {"个病人", People}, {"个乘客", People},
	{"个顾客", People}, {"个客人", People}, {"个员工", People}, {"个工友", People}, {"个民工", People},
	{"个游客", People}, {"个驴友", People}, {"个租客", People}, {"个住户", Households}, {"家人", Households},
	{"家", Households}, {"来家", Households}, {"个伢", People}, {"个细", People}, {"个妹", People},
	{"个小", People}, {"个学员", People}, {"个幼儿", People}, {"个婴儿", People}, {"个女工", People},
	{"个师生", People}, {"个观众", People}, {"个乡亲", People}, {"个渔民", People}, {"个矿工", People},
}

// unitAt finds the unit at a place by its word.
var unitAt = func() *phrase.Matcher {
	var words []string
	for _, u := range units {
		words = append(words, u.word)
	}
	return phrase.New(words)
}()

// digit is the value of a Chinese figure.
func digit(r rune) (value float64, ok bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '一':
		return 1, true
	case '二', '两':
		return 2, true
	case '三':
		return 3, true
	case '四':
		return 4, true
	case '五':
		return 5, true
	case '六':
		return 6, true
	case '七':
		return 7, true
	case '八':
		return 8, true
	case '九':
		return 9, true
	}
	return 0, false
}

// scale is what a Chinese sign multiplies the figure before it by; 0 for any other sign.
func scale(r rune) float64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 1e4
	case '亿':
		return 1e8
	}
	return 0
}

// Numeral says whether r is part of a number that is written without signs.
func Numeral(r rune) bool {
	_, chinese := digit(r)
	return chinese || r >= '0' && r <= '9' || scale(r) > 0
}

// Vague are the words before a scale that stand for a number that is not given: 数十人, 上千户, 好几百人.
var vagueness = []struct {
	word  string
	times float64
}{{"好几", 3}, {"数", 3}, {"几", 3}, {"上", 1}, {"近", 1}, {"成", 1}}

// Number reads a number at the beginning of s; size 0 when there is none.
func Number(s string) (value float64, size int) {
	for _, vague := range vagueness {
		v, times := vague.word, vague.times
		rest, ok := strings.CutPrefix(s, v)
		if !ok {
			continue
		}
		if r, n := utf8.DecodeRuneInString(rest); scale(r) > 0 {
			value, size = times*scale(r), len(v)+n
			if r2, n2 := utf8.DecodeRuneInString(rest[n:]); r2 == '万' && r != '万' {
				value, size = value*1e4, size+n2
			}
			return value, size
		}
	}
	return Counted(s)
}

// Counted reads Arabic and Chinese figures with their scales: 1200, 3.5万, 一千二百, 三十多.
func Counted(s string) (float64, int) {
	total, section, figure, size := 0.0, 0.0, -1.0, 0
	fraction := 0.0
	for size < len(s) {
		r, n := utf8.DecodeRuneInString(s[size:])
		d, chinese := digit(r)
		switch times := scale(r); {
		case r >= '０' && r <= '９':
			r -= '０' - '0'
			fallthrough
		case r >= '0' && r <= '9':
			if fraction > 0 {
				figure += float64(r-'0') * fraction
				fraction /= 10
			} else {
				figure = max(figure, 0)*10 + float64(r-'0')
			}
		case r == '.' && figure >= 0 && fraction == 0:
			fraction = 0.1
		case r == ',' && figure >= 0 && thousands(s[size:]):
		case chinese:
			figure = d
		case times > 10 && size == 0: // 百, 万 alone are words (万死, 百姓), not numbers
			return 0, 0
		case times >= 1e4:
			total = (total + section + max(figure, 0)) * times
			if total == 0 {
				total = times
			}
			section, figure, fraction = 0, -1, 0
		case times > 0:
			if figure < 0 {
				figure = 1
			}
			section, figure, fraction = section+figure*times, -1, 0
		case size > 0 && (r == '多' || r == '余' || r == '几' || r == '好'):
		default:
			return total + section + max(figure, 0), size
		}
		size += n
		if size > 60 {
			break
		}
	}
	return total + section + max(figure, 0), size
}

// thousands says whether the comma that begins s stands within a number (1,200) and not near
// the end of its sentence.
func thousands(s string) bool {
	if len(s) < 4 || s[1] < '0' || s[1] > '9' {
		return false
	}
	for _, after := range [...]string{s[2:], s[3:]} {
		if strings.ContainsRune("。！？；!?;\n", first(after)) {
			return false
		}
	}
	return true
}

// At reads a number and its unit at a place of the text.
func At(text string, at int) (Amount, bool) {
	s := text[at:]
	v, n := Number(s)
	if n == 0 || v <= 0 {
		return Amount{}, false
	}
	a := Amount{Value: v, At: at, End: at + n, Text: s[:n]}
	if i, size := unitAt.At(s[n:]); size > 0 {
		u := units[i]
		a.Unit, a.Text, a.End = u.unit, s[:n+size], a.End+size
		switch u.word {
		case "个月":
			a.Value *= 30
		case "周", "个星期":
			a.Value *= 7
		}
	}
	return a, true
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// Vague are the words that make a number of a scale alone: 数十, 好几百.
func Vague() []string {
	out := make([]string, len(vagueness))
	for i, v := range vagueness {
		out[i] = v.word
	}
	return out
}
