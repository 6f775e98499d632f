package collectors

import (
	"strconv"
	"strings"
	"time"

	"huiying/internal/pattern"
	"huiying/opinion"
)

// ParseTime reads the moment a page, feed, file or API gives, in any of the spellings met on
// Chinese sites: 2019-09-18 06:23, 2019/9/18, 18/09/2019, 2019.09.18, 2019年9月18日 6时23分,
// 二〇一九年九月十八日, 20190918, 19-9-18, 09-18 06:23, 昨天 08:30, 5分钟前, Unix seconds or milliseconds,
// RFC 3339, and the dates of mail and feeds. Words around it (发布时间：…) do not matter; the
// first moment in s counts. A time without a zone is Beijing's, and so is CST, which on
// Chinese servers is China's.
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
	for _, read := range []func(string, time.Time) (time.Time, bool){
		unixTime, englishTime, fullDate, compactDate, dayFirst, shortYear, relative, monthDay} {
		if t, ok := read(s, now); ok {
			return t, Believable(t, now)
		}
	}
	return time.Time{}, false
}

// Believable says whether t can be when a text was published: from 1990 on, and at most a
// day ahead of now.
func Believable(t, now time.Time) bool {
	return t.Year() >= 1990 && t.Before(now.Add(24*time.Hour))
}

// clockPart has eight groups: half day before, hour, minute behind a colon, minute behind 时,
// second behind a colon, second before 秒, half day after, zone.
const clockPart = `(?:[T\s,日]*?(上午|下午|晚上|凌晨|中午)?\s*(\d{1,2})\s*(?::\s*(\d{1,2})|[时点]\s*(?:(\d{1,2})\s*分)?)` +
	`(?:\s*:\s*(\d{1,2})|\s*(\d{1,2})\s*秒)?(?:[.,]\d{1,9})?\s*秒?分?\s*(上午|下午|AM|PM|am|pm)?` +
	`\s*(Z\b|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|CST|[+-]\d{4}\b|[+-]\d{1,2}(?::\d{2})?\b)?)?`

var (
	fullRE      = pattern.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?` + clockPart)
	compactRE   = pattern.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?(Z)?)?(?:$|[^\d])`)
	dayFirstRE  = pattern.MustCompile(`(?:^|[^\d])(\d{1,2})([/.-])(\d{1,2})([/.-])(20\d{2})` + clockPart)
	shortYearRE = pattern.MustCompile(`(?:^|[^\d/.\-])(\d{2})\s*(?:([-/.])(\d{1,2})([-/.])(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])` + clockPart + `(?:$|[^\d/.\-])`)
	monthDayRE  = pattern.MustCompile(`(?:^|[^\d-/.])(?:(\d{2})[-/](\d{2})|(\d{1,2})\s*月\s*(\d{1,2})\s*[日号])` + clockPart + `(?:$|[^\d/月年-])`)
	agoRE       = pattern.MustCompile(`(\d{1,4})\s*(秒|分钟|分|个?小时|个?钟头|天|周|个?月)\s*(?:之?前|以前)`)
	dayRE       = pattern.MustCompile(`(今天|今日|昨天|昨日|大前天|前天)` + clockPart)
	unixRE      = pattern.MustCompile(`^(?:/Date\()?(\d{10})(\d{3})?(?:[+-]\d{4})?(?:\)/)?$`)
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

func fullDate(s string, _ time.Time) (time.Time, bool) {
	for _, m := range fullRE.FindAllStringSubmatch(s, 8) {
		if t, ok := build(atoi(m[1]), atoi(m[2]), atoi(m[3]), m[4:12]); ok {
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
	return build(atoi(m[1]), atoi(m[2]), atoi(m[3]), []string{"", m[4], m[5], "", m[6], "", "", m[7]})
}

// dayFirst reads 05/03/2026 as the fifth of March, and 03/25/2026, which can be nothing else,
// as the 25th.
func dayFirst(s string, _ time.Time) (time.Time, bool) {
	m := dayFirstRE.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return time.Time{}, false
	}
	day, month := atoi(m[1]), atoi(m[3])
	if month > 12 || strings.HasSuffix(strings.ToUpper(m[12]), "M") && day <= 12 { // an American server's
		day, month = month, day
	}
	return build(atoi(m[5]), month, day, m[6:14])
}

// shortYear reads 26-03-11, a year of two digits first, as old guest books write it: of the last
// twenty years alone.
func shortYear(s string, now time.Time) (time.Time, bool) {
	m := shortYearRE.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] || m[2] == "." && len(m[3]+m[5]) < 4 { // 10.2.1 is a version
		return time.Time{}, false
	}
	year := 2000 + atoi(m[1])
	if this := now.Year(); year > this || year <= this-20 {
		return time.Time{}, false
	}
	return build(year, atoi(m[3]+m[6]), atoi(m[5]+m[7]), m[8:16])
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
		back := map[string]int{"昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}[m[1]]
		d := now.AddDate(0, 0, -back)
		return build(d.Year(), int(d.Month()), d.Day(), m[2:10])
	}
	if len(s) < 32 && (strings.Contains(s, "刚刚") || strings.Contains(s, "刚才")) {
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
		t, ok := build(now.In(opinion.Beijing).Year()-back, atoi(m[1]+m[3]), atoi(m[2]+m[4]), m[5:13])
		if ok && t.Before(now.Add(24*time.Hour)) {
			return t, true
		}
	}
	return time.Time{}, false
}

// build makes a moment of a date and a clockPart's eight groups. Days and hours that do not
// exist are refused.
func build(year, month, day int, clock []string) (time.Time, bool) {
	hour, minute, second := atoi(clock[1]), atoi(clock[2]+clock[3]), atoi(clock[4]+clock[5])
	switch half := strings.ToLower(clock[0] + clock[6]); half {
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
	where := clock[7]
	if clock[4]+clock[5] == "" && strings.HasPrefix(where, "-") { // 10:20-11:30 is a span, not a zone
		where = ""
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone(where))
	if clock[1] != "24" && t.Day() != day {
		return time.Time{}, false
	}
	return t.In(opinion.Beijing), true
}

// zone is the place of Z, CST, +8, +0800, +08:00 or GMT+8; what cannot be is Beijing's.
func zone(s string) *time.Location {
	s = strings.ToUpper(s)
	if rest, ok := strings.CutPrefix(s, "UTC"); ok && rest != "" {
		s = rest
	}
	if rest, ok := strings.CutPrefix(s, "GMT"); ok && rest != "" {
		s = rest
	}
	switch s {
	case "", "CST", "HKT", "BJT":
		return opinion.Beijing
	case "Z", "UTC", "GMT", "UT":
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	if len(digits) <= 2 {
		digits += "00"
	}
	if len(digits) == 3 {
		digits = "0" + digits
	}
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
