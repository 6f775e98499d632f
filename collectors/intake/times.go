package intake

import (
	"huiying/opinion"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// layouts of times without a zone, in +08:00. Go accepts a fraction of a second after any
// seconds field, and one digit where the layout has one.
var layouts = []string{
	"2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2T15:04:05", "2006-1-2T15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日15:04:05", "2006年1月2日15:04", "2006年1月2日15时04分05秒", "2006年1月2日15时04分",
	"2006年1月2日 15时04分05秒", "2006年1月2日 15时04分", "2006年1月2日 15时", "2006年1月2日", "20060102", "20060102150405",
}

// zoned layouts name their zone.
var zoned = []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05-0700", time.RFC1123Z, time.RFC1123, "2006-01-02 15:04:05 -0700 MST"}

// parseTime reads a time as exports spell it: RFC 3339, 2006-01-02 15:04:05, 2006/1/2,
// 2006年1月2日, Unix seconds or milliseconds, or a spreadsheet's number of days. Years outside
// 1990..2100 are no publication dates but misread numbers.
func parseTime(s string, date1904 bool) (time.Time, bool) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	if len(s) > 64 {
		return time.Time{}, false
	}
	if at, ok := parseNumber(s, date1904); ok {
		return sane(at)
	}
	for _, l := range zoned {
		if at, err := time.Parse(l, s); err == nil {
			return sane(at)
		}
	}
	s = strings.Join(strings.Fields(s), " ")
	plain := s
	if head, _, _ := strings.Cut(s, " "); strings.Count(head, "/") == 2 || strings.Count(head, ".") == 2 {
		plain = strings.NewReplacer("/", "-", ".", "-").Replace(head) + s[len(head):]
	}
	for _, l := range layouts {
		if at, err := time.ParseInLocation(l, plain, opinion.Beijing); err == nil {
			return sane(at)
		}
	}
	return time.Time{}, false
}

func parseNumber(s string, date1904 bool) (time.Time, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return time.Time{}, false
	}
	switch {
	case f >= 6e8 && f < 5e9: // Unix seconds
		return time.Unix(int64(f), 0), true
	case f >= 6e11 && f < 5e12: // Unix milliseconds
		return time.UnixMilli(int64(f)), true
	case f >= 20_000 && f < 80_000: // days of a spreadsheet; day 0 is 1899-12-30
		first := time.Date(1899, 12, 30, 0, 0, 0, 0, opinion.Beijing)
		if date1904 {
			first = time.Date(1904, 1, 1, 0, 0, 0, 0, opinion.Beijing)
		}
		return first.Add(time.Duration(math.Round(f*86400)) * time.Second), true
	}
	return time.Time{}, false
}

func sane(at time.Time) (time.Time, bool) {
	at = at.In(opinion.Beijing)
	if at.Year() < 1990 || at.Year() > 2100 {
		return time.Time{}, false
	}
	return at, true
}
