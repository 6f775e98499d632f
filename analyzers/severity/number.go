package severity

import (
	"strings"
	"unicode/utf8"
)

// amount is a number in the text with what it counts.
type amount struct {
	value float64
	unit  unit
	text  string
	at    int // of the clause
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

var digits = map[rune]float64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var scales = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '亿': 1e8}

// vagueness stands for a number that is not given: 数十人, 上千户, 好几百人.
var vagueness = []struct {
	word  string
	times float64
}{{"好几", 3}, {"数", 3}, {"几", 3}, {"上", 1}, {"近", 1}, {"成", 1}}

// mayBegin says whether a number can begin with r: most runes of a text end here.
func mayBegin(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= '０' && r <= '９':
		return true
	case r < '〇':
		return false
	}
	switch r {
	case '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '好', '数', '几', '上', '近', '成':
		return true
	}
	return false
}

// number reads a number at the beginning of s; size 0 when there is none.
func number(s string) (value float64, size int) {
	for _, vague := range vagueness {
		v, times := vague.word, vague.times
		rest, ok := strings.CutPrefix(s, v)
		if !ok {
			continue
		}
		if r, n := utf8.DecodeRuneInString(rest); scales[r] > 0 {
			value, size = times*scales[r], len(v)+n
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
		switch d, chinese := digits[r]; {
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
		case r == ',' && figure >= 0 && size+3 < len(s) && s[size+1] >= '0' && s[size+1] <= '9':
		case chinese:
			figure = d
		case scales[r] > 10 && size == 0: // 百, 万 alone are words (万死, 百姓), not numbers
			return 0, 0
		case scales[r] >= 1e4:
			total = (total + section + max(figure, 0)) * scales[r]
			if total == 0 {
				total = scales[r]
			}
			section, figure, fraction = 0, -1, 0
		case scales[r] > 0:
			if figure < 0 {
				figure = 1
			}
			section, figure, fraction = section+figure*scales[r], -1, 0
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

// amountAt reads a number and its unit.
func amountAt(s string, at int) (amount, bool) {
	v, n := number(s)
	if n == 0 || v <= 0 {
		return amount{}, false
	}
	a := amount{value: v, at: at, end: at + n, text: s[:n]}
	for _, u := range units {
		if !strings.HasPrefix(s[n:], u.word) {
			continue
		}
		a.unit, a.text = u.unit, s[:n+len(u.word)]
		a.end = at + len(a.text)
		switch u.word {
		case "个月":
			a.value *= 30
		case "周", "个星期":
			a.value *= 7
		}
		break
	}
	return a, true
}
