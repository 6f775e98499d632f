package dayoff

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// notice is a text that says in sentences which days are off.
var notice = regexp.MustCompile(`\d月\d{1,2}日[^\n]*(放假|上班)`)

var (
	title = regexp.MustCompile(`(\d{4})\s*年(?:部分)?节假日`)
	year  = regexp.MustCompile(`(\d{4})\s*年`)
	// heading opens the paragraph of a holiday, which may have lost its line.
	heading = regexp.MustCompile(`[一二三四五六七八九十]+、[^：:。\n]{1,20}[：:]`)
	holiday = regexp.MustCompile(`^(?:[一二三四五六七八九十]+、|\d+[.．、])?([^：:。\n]{1,20})[：:]`)
	aside   = regexp.MustCompile(`（[^）]*）|\([^)]*\)`)
	// piece is what counts in a sentence: a day, or from one to another; how many; and what they are.
	piece = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:(?:至|到|—|－|-|~)(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?` +
		`|共(\d{1,2})天|(放假|休息|补休)|(上班)`)
)

// fromNotice reads the words of a year's notice, a paragraph for each holiday. Where it says how many
// days there are, so many must have been read.
func fromNotice(text string) (out []Day, err error) {
	in := title.FindStringSubmatch(text)
	if in == nil {
		in = year.FindStringSubmatch(text)
	}
	if in == nil {
		return nil, wrong("year")
	}
	of, name := in[1], ""
	text = heading.ReplaceAllString(strings.ReplaceAll(aside.ReplaceAllString(text, ""), " ", ""), "\n$0")
	for line := range strings.Lines(text) {
		if at := holiday.FindStringSubmatchIndex(line); at != nil {
			name, line = line[at[2]:at[3]], line[at[1]:]
		}
		if name == "" {
			continue
		}
		days, err := sentence(line, of, name)
		if err != nil {
			return nil, err
		}
		out = append(out, days...)
	}
	return out, nil
}

// sentence reads the days of one holiday: those named before 放假 are off, those before 上班 worked.
func sentence(line, of, name string) (out []Day, err error) {
	var named, off []Day
	for _, p := range piece.FindAllStringSubmatch(line, -1) {
		switch {
		case p[7] != "":
			if n, _ := strconv.Atoi(p[7]); n != len(off) { // digits alone
				return nil, wrong("count", name, n, len(off))
			}
		case p[8] != "" || p[9] != "":
			kind := Off
			if p[9] != "" {
				kind = Worked
			}
			for i := range named {
				named[i].Kind = kind
			}
			if out = append(out, named...); kind == Off {
				off = append(off, named...)
			}
			named = nil
		default:
			y, m := or(p[1], of), p[2]
			from, to := written(y, m, p[3]), written(y, m, p[3])
			if p[6] != "" {
				to = written(or(p[4], of), or(p[5], m), p[6])
			}
			days, err := span(from, to, "", name)
			if err != nil {
				return nil, err
			}
			named = append(named, days...)
		}
	}
	return out, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// written is a date of digits; what is no day is found when it is read.
func written(y, m, d string) string { return fmt.Sprintf("%s-%02s-%02s", y, m, d) }
