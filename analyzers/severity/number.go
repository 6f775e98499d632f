package severity

import (
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// amount is a number in the text with what it counts.
type amount struct {
	value float64
	unit  unit
	text  string
	at    int // bytes of the text
	end   int
}

type unit uint8

const (
	bare       unit = iota // a number alone: 3死5伤
	people                 // 人 名 位
	households             // 户
	days                   // 天
	yuan                   // 元
)

var units = []struct {
	word string
	unit unit
}{
	{"多名", people}, {"余名", people}, {"多人", people}, {"余人", people}, {"口人", people}, {"个人", people}, {"个孩子", people}, {"个学生", people}, {"个小孩", people}, {"个老人", people}, {"个工人", people},
	{"个居民", people}, {"个村民", people}, {"例", people}, {"名", people}, {"人", people}, {"位", people}, {"条人命", people}, {"条命", people}, {"学生", people}, {"居民", people}, {"村民", people}, {"群众", people}, {"职工", people}, {"业主", people},
	{"多户", households}, {"余户", households}, {"户", households}, {"家住户", households}, {"天", days}, {"日", days}, {"个月", days}, {"周", days}, {"个星期", days},
	{"元", yuan}, {"块钱", yuan},
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

// numeral says whether r is part of a number that is written without signs.
func numeral(r rune) bool {
	_, chinese := digit(r)
	return chinese || r >= '0' && r <= '9' || scale(r) > 0
}

// vagueness stands for a number that is not given: 数十人, 上千户, 好几百人.
var vagueness = []struct {
	word  string
	times float64
}{{"好几", 3}, {"数", 3}, {"几", 3}, {"上", 1}, {"近", 1}, {"成", 1}}

// number reads a number at the beginning of s; size 0 when there is none.
func number(s string) (value float64, size int) {
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
	return counted(s)
}

// counted reads Arabic and Chinese figures with their scales: 1200, 3.5万, 一千二百, 三十多.
func counted(s string) (float64, int) {
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
		case size > 0 && (r == '多' || r == '余' || r == '几'):
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
		if i, n := phrases.At(after); n > 0 && entries[i].kind == stop {
			return false
		}
	}
	return true
}

// amountAt reads a number and its unit at a place of the text.
func amountAt(text string, at int) (amount, bool) {
	s := text[at:]
	v, n := number(s)
	if n == 0 || v <= 0 {
		return amount{}, false
	}
	a := amount{value: v, at: at, end: at + n, text: s[:n]}
	if i, size := unitAt.At(s[n:]); size > 0 {
		u := units[i]
		a.unit, a.text, a.end = u.unit, s[:n+size], a.end+size
		switch u.word {
		case "个月":
			a.value *= 30
		case "周", "个星期":
			a.value *= 7
		}
	}
	return a, true
}
