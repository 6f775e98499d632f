package intake

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"huiying/collectors"
	"huiying/collectors/intake/sheets"
	"huiying/opinion"
)

// parseTime reads a time as every collector does (collectors.ParseTime). A bare number in a file
// may be what no page shows: a spreadsheet's days, or seconds with a fraction.
func (m *mapper) parseTime(s string, date1904 bool) (time.Time, bool) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(f, 0) {
		if at, ok := sheets.SerialTime(f, date1904, opinion.Beijing); ok {
			return at, collectors.Believable(at, m.now())
		}
		if len(s) != len("20060102") && len(s) != len("20060102150405") || strings.ContainsAny(s, ".eE") {
			s = strconv.FormatFloat(math.Trunc(f), 'f', -1, 64)
		}
	}
	at, ok := collectors.ParseTime(s, m.now())
	return at.In(opinion.Beijing), ok
}

// now is the moment of the import: what is left out of a time is completed by it.
func (m *mapper) now() time.Time {
	if m.opts.Now != nil {
		return m.opts.Now()
	}
	return time.Now()
}
