package collectors

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// Moment is a time that a text shows.
type Moment struct {
	At         time.Time
	Start, End int  // bytes of the text that Moments gives back
	Clock      bool // the hour is said
	Guessed    bool // the year is not said: it was completed
}

var (
	clockSaid   = pattern.MustCompile(`\d\s*[:时点]`)
	englishDate = pattern.MustCompile(`(?i)\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?|` +
		`\d{1,2}(?:st|nd|rd|th)?[\s-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?,?)[\s-]+20\d{2}(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?\b`)
	agoOrDay = pattern.MustCompile(agoRE.String() + `|` + dayRE.String())
)

// Moments finds the times in a text, in its order. It also gives the text as it was read, with
// full-width and Chinese digits folded: the places of the moments are places in it. Times that
// cannot be (Believable) are among them: whoever shows them may say so.
func Moments(s string, now time.Time) (plain string, found []Moment) {
	if len(s) > 4096 {
		s = strings.ToValidUTF8(s[:4096], "")
	}
	if plain = narrow(s); !strings.ContainsFunc(plain, isDateStart) {
		return plain, nil
	}
	taken := func(at, end int) bool {
		return slices.ContainsFunc(found, func(m Moment) bool { return at < m.End && m.Start < end })
	}
	for _, kind := range []struct {
		re      *pattern.Pattern
		read    func(string, time.Time) (time.Time, bool)
		guessed bool
	}{{fullRE, fullDate, false}, {compactRE, compactDate, false}, {dayFirstRE, dayFirst, false},
		{shortYearRE, shortYear, false},
		{englishDate, englishTime, false},
		{agoOrDay, relative, false}, {monthDayRE, monthDay, true}} {
		for _, at := range kind.re.FindAllStringIndex(plain, 32) {
			words := plain[at[0]:at[1]]
			t, ok := kind.read(words, now)
			if !ok || taken(at[0], at[1]) {
				continue
			}
			start := at[0] + strings.IndexFunc(words, isDateStart)
			found = append(found, Moment{At: t, Start: max(start, at[0]), End: at[1],
				Clock: clockSaid.MatchString(words), Guessed: kind.guessed})
		}
	}
	slices.SortFunc(found, func(a, b Moment) int { return cmp.Compare(a.Start, b.Start) })
	return plain, found
}

// isDateStart says whether a moment's spelling may begin with r: patterns take one character
// before it.
func isDateStart(r rune) bool {
	return r >= '0' && r <= '9' || r < utf8.RuneSelf && unicode.IsLetter(r) || strings.ContainsRune("今昨前大", r)
}

var (
	dayPart   = pattern.MustCompile(`^(\d{1,2})日?$`)
	yearPart  = pattern.MustCompile(`^(20\d{2})年?$`)
	monthPart = pattern.MustCompile(`^(\d{1,2})月?$`)
	yearMonth = pattern.MustCompile(`^(20\d{2})[-/.年](\d{1,2})月?$`)
	monthDays = pattern.MustCompile(`^(\d{1,2})[-/.月](\d{1,2})日?$`)
	mayBePart = pattern.MustCompile(`^[\d年月日/.\-]{1,9}$`)
)

// JoinedDate reads a date that a page shows in two or three pieces, as calendars' leaves do:
// 05 and 2026-03, 03-05 and 2026, 2026, 03 and 05. The result is spelt for ParseTime.
func JoinedDate(pieces []string) (string, bool) {
	for i, s := range pieces {
		pieces[i] = strings.Trim(strings.TrimSpace(narrow(s)), "[]()【】/-.")
		if !mayBePart.MatchString(pieces[i]) {
			return "", false
		}
	}
	switch len(pieces) {
	case 2:
		for _, x := range [][2]string{{pieces[0], pieces[1]}, {pieces[1], pieces[0]}} {
			if ym, d := yearMonth.FindStringSubmatch(x[0]), dayPart.FindStringSubmatch(x[1]); ym != nil && d != nil {
				return ym[1] + "-" + ym[2] + "-" + d[1], true
			}
			if y, md := yearPart.FindStringSubmatch(x[0]), monthDays.FindStringSubmatch(x[1]); y != nil && md != nil {
				return y[1] + "-" + md[1] + "-" + md[2], true
			}
		}
	case 3:
		for _, x := range [][3]string{{pieces[0], pieces[1], pieces[2]},
			{pieces[2], pieces[1], pieces[0]}, {pieces[2], pieces[0], pieces[1]}} {
			y, m, d := yearPart.FindStringSubmatch(x[0]), monthPart.FindStringSubmatch(x[1]),
				dayPart.FindStringSubmatch(x[2])
			if y != nil && m != nil && d != nil && atoi(m[1]) <= 12 {
				return y[1] + "-" + m[1] + "-" + d[1], true
			}
		}
	}
	return "", false
}
