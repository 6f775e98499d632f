package collectors

import (
	"strconv"
	"strings"

	"huiying/internal/pattern"
)

// narrow folds full-width digits and marks, and Chinese digits within dates.
func narrow(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '：':
			return ':'
		case r == '－', r == '–', r == '—', r == '−':
			return '-'
		case r == '／':
			return '/'
		case r == '．':
			return '.'
		case r == '\u00a0', r == '\u3000', r == '\u200b':
			return ' '
		}
		return r
	}, s)
	s = weekday.ReplaceAllString(s, " ")
	s = chineseYear.ReplaceAllStringFunc(s, func(y string) string {
		return chineseDigits(strings.TrimSuffix(y, "年")) + "年"
	})
	s = chineseUnit.ReplaceAllStringFunc(s, func(u string) string {
		m := chineseUnit.FindStringSubmatch(u)
		return strconv.Itoa(chineseNumber(m[1])) + m[2]
	})
	return mixedMonth.ReplaceAllStringFunc(s, func(d string) string { // 05 三月 2026, by now 05 3月 2026
		m := mixedMonth.FindStringSubmatch(d)
		return m[3] + "-" + m[2] + "-" + m[1]
	})
}

var (
	weekday     = pattern.MustCompile(`[(（]?(?:星期|礼拜|周)[一二三四五六日天][)）]?,?`)
	chineseYear = pattern.MustCompile(`[零〇○ＯO一二三四五六七八九]{4}年`)
	chineseUnit = pattern.MustCompile(`([一二三四五六七八九十]{1,3}|元)(月|日|号|时|点|分|秒|天|个?小时|个?钟头|个月|周前)`)
	mixedMonth  = pattern.MustCompile(`\b(\d{1,2})\s+(\d{1,2})月\s+(20\d{2})`)
)

var digitOf = map[rune]int{'零': 0, '〇': 0, '○': 0, 'Ｏ': 0, 'O': 0, '元': 1, '一': 1, '二': 2, '三': 3,
	'四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

func chineseDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(strconv.Itoa(digitOf[r]))
	}
	return b.String()
}

// chineseNumber reads 一 to 九十九.
func chineseNumber(s string) int {
	before, after, tens := strings.Cut(s, "十")
	value := func(d string, empty int) int {
		if d == "" {
			return empty
		}
		return digitOf[[]rune(d)[0]]
	}
	if !tens {
		return value(s, 0)
	}
	return value(before, 1)*10 + value(after, 0)
}
