package collectors

import (
	"strings"
	"time"

	"huiying/internal/pattern"
)

var (
	monthName = pattern.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b`)
	monthOf   = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
		"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
	englishClock = pattern.MustCompile(`(?i)\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\b)?`)
	englishZone  = pattern.MustCompile(`\b((?:UTC|GMT)?[+-]\d{1,2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}|UTC|GMT|UT|Z|CST|HKT|BJT)\b|\s([+-]\d{1,2}(?::?\d{2})?)(?:\D|$)`)
	number       = pattern.MustCompile(`\d+`)
)

// englishTime reads dates with a month's name in any order that mail, feeds and servers write:
// RFC 822, 850, 1123, ctime and what is made of them. The day's name does not matter. Names of
// zones other than those of Chinese servers are left to whoever knows them.
func englishTime(s string, _ time.Time) (time.Time, bool) {
	if len(s) > 96 {
		return time.Time{}, false
	}
	name := monthName.FindStringSubmatchIndex(s)
	if name == nil {
		return time.Time{}, false
	}
	month := monthOf[strings.ToLower(s[name[2]:name[2]+3])]
	rest := s[:name[0]] + " " + s[name[1]:]
	clock := make([]string, 8)
	if m := englishClock.FindStringSubmatchIndex(rest); m != nil {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return rest[m[2*i]:m[2*i+1]]
		}
		clock[1], clock[2], clock[4] = group(1), group(2), group(3)
		clock[6] = strings.ToLower(strings.ReplaceAll(group(4), ".", ""))
		rest = rest[:m[0]] + "\n" + rest[m[1]:]
	}
	rest, clock[7] = cutZone(rest)
	if clock[7] != "" && clock[4] == "" {
		clock[4] = "0" // a zone behind minutes alone
	}
	return englishDay(number.FindAllString(rest, 4), month, clock)
}

// cutZone takes the zone out of what follows the clock. "GMT+0800" says both; the number counts.
func cutZone(s string) (rest, zone string) {
	at := strings.IndexByte(s, '\n')
	if at < 0 {
		return s, ""
	}
	tail := s[at:]
	m := englishZone.FindStringSubmatch(tail)
	if m == nil {
		return s, ""
	}
	return s[:at] + strings.Replace(tail, m[1]+m[2], " ", 1), m[1] + m[2]
}

// englishDay takes the year from the number of four digits, or of two as the last one.
func englishDay(numbers []string, month int, clock []string) (time.Time, bool) {
	day, year := 0, 0
	for i, n := range numbers {
		switch {
		case len(n) == 4 && year == 0:
			year = atoi(n)
		case len(n) <= 2 && day == 0:
			day = atoi(n)
		case len(n) == 2 && year == 0 && i == len(numbers)-1:
			year = 2000 + atoi(n)
		}
	}
	if day == 0 || year < 1900 || year > 2200 {
		return time.Time{}, false
	}
	return build(year, month, day, clock)
}
