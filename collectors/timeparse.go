package collectors

import (
	"huiying/opinion"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ParseTime reads the moment a page or feed gives, in any of the spellings met on Chinese
// sites: 2019-09-18 06:23, 2019/9/18, 2019.09.18, 2019年9月18日 6时23分, 二〇一九年九月十八日,
// 20190918, 09-18 06:23, 昨天 08:30, 5分钟前, Unix seconds or milliseconds, RFC 3339, and the
// dates of mail and feeds. Words around it (发布时间：…) do not matter; the first moment in s
// counts. A time without a zone is Beijing's, and so is CST, which on Chinese servers is
// China's.
//
// now completes what is left out (the year, 昨天) and bounds the result: a moment before
// 1990 or more than a day ahead of now is not believed. ok is false when nothing is found.
func ParseTime(s string, now time.Time) (t time.Time, ok bool) {
	if len(s) > 4096 {
		s = s[:4096]
	}
	s = strings.TrimSpace(narrow(s))
	if s == "" {
		return time.Time{}, false
	}
	for _, read := range []func(string, time.Time) (time.Time, bool){unixTime, mailTime, fullDate, compactDate, relative, monthDay} {
		if t, ok := read(s, now); ok {
			return t, believable(t, now)
		}
	}
	return time.Time{}, false
}

func believable(t, now time.Time) bool {
	return t.Year() >= 1990 && t.Before(now.Add(24*time.Hour))
}

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
	return chineseDate.ReplaceAllStringFunc(s, func(d string) string {
		m := chineseDate.FindStringSubmatch(d)
		return chineseDigits(m[1]) + "年" + strconv.Itoa(chineseNumber(m[2])) + "月" + strconv.Itoa(chineseNumber(m[3])) + "日"
	})
}

var chineseDate = regexp.MustCompile(`([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日`)

var digitOf = map[rune]int{'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

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

const clockPart = `(?:[T\s,日]*?(上午|下午|晚上|凌晨|中午)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?(?:\.\d{1,9})?\s*秒?分?\s*(上午|下午|AM|PM|am|pm)?\s*(Z|UTC|GMT|CST|[+-]\d{2}:?\d{2})?)?`

var (
	fullRE     = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?` + clockPart)
	compactRE  = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:(\d{2})(\d{2})(\d{2})?)?(?:$|[^\d])`)
	monthDayRE = regexp.MustCompile(`(?:^|[^\d-/.])(?:(\d{2})[-/](\d{2})|(\d{1,2})\s*月\s*(\d{1,2})\s*日)` + clockPart + `(?:$|[^\d/月年-])`)
	agoRE      = regexp.MustCompile(`(\d{1,4})\s*(秒|分钟|分|个?小时|个?钟头|天|周|个?月)\s*(?:之?前|以前)`)
	dayRE      = regexp.MustCompile(`(今天|今日|昨天|昨日|前天)` + clockPart)
	unixRE     = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
)

func unixTime(s string, _ time.Time) (time.Time, bool) {
	m := unixRE.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	sec, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	ms, _ := strconv.ParseInt(m[2], 10, 64) // empty is 0
	return time.Unix(sec, ms*int64(time.Millisecond)).In(opinion.Beijing), true
}

// mailLayouts are RFC 822, 850, 1123 and what is made of them; a zone's name is replaced
// by its offset first, because time.Parse invents zones it does not know.
var mailLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700",
	"Mon, 2 Jan 06 15:04:05 -0700", "Mon, 2-Jan-06 15:04:05 -0700", "Monday, 2-Jan-06 15:04:05 -0700", "Monday, 2 January 2006 15:04:05 -0700",
	"Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04:05 2006", "Mon, 2 Jan 2006 15:04:05", "Mon, 2 Jan 2006", "2 Jan 2006 15:04:05", "2 Jan 2006",
	"January 2, 2006 15:04:05", "January 2, 2006", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006",
}

var (
	zoneName = regexp.MustCompile(`\b(UTC|GMT|UT|Z|CST|HKT|BJT)\b(?:\s*([+-]\d{2}:?\d{2}))?`)
	zoneOf   = map[string]string{"UTC": "+0000", "GMT": "+0000", "UT": "+0000", "Z": "+0000", "CST": "+0800", "HKT": "+0800", "BJT": "+0800"}
	letter   = regexp.MustCompile(`[A-Za-z]{3}`)
)

func mailTime(s string, _ time.Time) (time.Time, bool) {
	if len(s) > 64 || !letter.MatchString(s) {
		return time.Time{}, false
	}
	s = zoneName.ReplaceAllStringFunc(s, func(z string) string {
		m := zoneName.FindStringSubmatch(z)
		if m[2] != "" { // "GMT+0800" says both; the number counts
			return strings.ReplaceAll(m[2], ":", "")
		}
		return zoneOf[m[1]]
	})
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range mailLayouts {
		if t, err := time.ParseInLocation(layout, s, opinion.Beijing); err == nil {
			return t.In(opinion.Beijing), true
		}
	}
	return time.Time{}, false
}

func fullDate(s string, _ time.Time) (time.Time, bool) {
	for _, m := range fullRE.FindAllStringSubmatch(s, 8) {
		if t, ok := build(atoi(m[1]), atoi(m[2]), atoi(m[3]), m[4:10]); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func compactDate(s string, _ time.Time) (time.Time, bool) {
	m := compactRE.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	return build(atoi(m[1]), atoi(m[2]), atoi(m[3]), []string{"", m[4], m[5], m[6], "", ""})
}

func relative(s string, now time.Time) (time.Time, bool) {
	now = now.In(opinion.Beijing)
	if m := agoRE.FindStringSubmatch(s); m != nil {
		n := atoi(m[1])
		switch {
		case m[2] == "秒":
			return now.Add(-time.Duration(n) * time.Second), true
		case strings.HasPrefix(m[2], "分"):
			return now.Add(-time.Duration(n) * time.Minute), true
		case strings.HasSuffix(m[2], "小时"), strings.HasSuffix(m[2], "钟头"):
			return now.Add(-time.Duration(n) * time.Hour), true
		case m[2] == "天":
			return now.AddDate(0, 0, -n), true
		case m[2] == "周":
			return now.AddDate(0, 0, -7*n), true
		}
		return now.AddDate(0, -n, 0), true
	}
	if m := dayRE.FindStringSubmatch(s); m != nil {
		back := map[string]int{"昨天": 1, "昨日": 1, "前天": 2}[m[1]]
		d := now.AddDate(0, 0, -back)
		return build(d.Year(), int(d.Month()), d.Day(), m[2:8])
	}
	if s == "刚刚" || s == "刚才" {
		return now, true
	}
	return time.Time{}, false
}

// monthDay completes a date without a year: the latest such day that is not ahead. With a
// stroke it needs two digits each: 3-5 is more often a span than a day.
func monthDay(s string, now time.Time) (time.Time, bool) {
	m := monthDayRE.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	for back := range 5 { // 29 February needs up to four years, eight around 2100
		t, ok := build(now.In(opinion.Beijing).Year()-back, atoi(m[1]+m[3]), atoi(m[2]+m[4]), m[5:11])
		if ok && t.Before(now.Add(24*time.Hour)) {
			return t, true
		}
	}
	return time.Time{}, false
}

// build makes a moment of a date and a clockPart's six groups: half day before, hour,
// minute, second, half day after, zone. Days and hours that do not exist are refused.
func build(year, month, day int, clock []string) (time.Time, bool) {
	hour, minute, second := atoi(clock[1]), atoi(clock[2]), atoi(clock[3])
	switch half := strings.ToLower(clock[0] + clock[4]); half {
	case "下午", "晚上", "pm", "中午":
		if hour < 12 && !(half == "中午" && hour >= 10) {
			hour += 12
		}
	case "am", "上午", "凌晨":
		if hour == 12 {
			hour = 0
		}
	}
	if hour == 24 && minute == 0 && second == 0 {
		hour, day = 0, day+1
	} else if day > 31 {
		return time.Time{}, false
	}
	if month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone(clock[5]))
	if clock[1] != "24" && t.Day() != day {
		return time.Time{}, false
	}
	return t.In(opinion.Beijing), true
}

func zone(s string) *time.Location {
	switch s {
	case "", "CST":
		return opinion.Beijing
	case "Z", "UTC", "GMT":
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	offset := atoi(digits[:2])*3600 + atoi(digits[2:])*60
	if s[0] == '-' {
		offset = -offset
	}
	if offset > 14*3600 || offset < -12*3600 {
		return opinion.Beijing
	}
	return time.FixedZone(s, offset)
}

// atoi reads digits that a pattern has found; nothing is 0.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
