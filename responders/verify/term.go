package verify

import (
	"cmp"
	"huiying/opinion"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind of a term.
type kind int

const (
	span  kind = iota // 15个工作日内
	day               // 2026年12月底前
	year              // 明年上半年
	week              // 下周, 本月底
	vague             // 近期
)

// term is a piece of a sentence, bytes from..to, that says when.
type term struct {
	kind     kind
	from, to int
	part     []string // of the expression
}

const numerals = `(\d{1,3}|半|[一二两三四五六七八九十百]{1,5})`

// expressions of terms. Where two overlap, the earlier and longer one counts.
var expressions = map[kind]*regexp.Regexp{
	span:  regexp.MustCompile(numerals + `\s*个?(工作日|自然日|小时|天|日|周|星期|礼拜|月|年)(?:之?内|以内|左右|之?后)`),
	day:   regexp.MustCompile(`(?:(\d{4})\s*年|(今年|明年|后年|本年))?\s*(\d{1,2})\s*月(?:份)?\s*(?:(\d{1,2})\s*[日号]|(底|末|初|上旬|中旬|下旬))?(之前|以前|前)?`),
	year:  regexp.MustCompile(`(?:(\d{4})\s*年|(今年|明年|后年|本年|年))\s*(年?底|年?末|内|上半年|下半年|年中|第?[一二三四1-4]季度)(?:之前|以前|前)?`),
	week:  regexp.MustCompile(`(本周|下周|下星期|本月|下个?月|次月|月)(内|底|末|初|中旬|上旬|下旬)?(?:之前|以前|前)?`),
	vague: regexp.MustCompile(`近期|近日|尽快|尽早|早日|不日|短期内`),
}

// needs are the pieces of which an expression holds at least one: most sentences hold none, and
// looking for them costs a tenth.
var needs = map[kind][]string{
	span: {"内", "左右", "后"}, day: {"月"}, year: {"年"}, week: {"周", "星期", "月"},
	vague: {"近", "快", "早", "不日", "短期"},
}

// termsIn finds the terms of a sentence in their order, none inside another.
func termsIn(words string) []term {
	var all []term
	for k := span; k <= vague; k++ {
		if !holdsAny(words, needs[k]) {
			continue
		}
		for _, at := range expressions[k].FindAllStringSubmatchIndex(words, -1) {
			t := term{kind: k, from: at[0], to: at[1]}
			for i := 2; i < len(at); i += 2 {
				s := ""
				if at[i] >= 0 {
					s = words[at[i]:at[i+1]]
				}
				t.part = append(t.part, s)
			}
			// 月 and 年 alone are part of something else.
			if k == week && t.part[0] == "月" && t.part[1] == "" || k == week && inNumber(words[:t.from]) || k == year && t.part[1] == "年" && inNumber(words[:t.from]) {
				continue
			}
			all = append(all, t)
		}
	}
	slices.SortStableFunc(all, func(x, y term) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(y.to, x.to)) })
	var out []term
	for _, t := range all {
		if n := len(out); n == 0 || t.from >= out[n-1].to {
			out = append(out, t)
		}
	}
	return out
}

func inNumber(before string) bool {
	return before != "" && (digit(rune(before[len(before)-1])) || strings.HasSuffix(before, "个"))
}

// due is the last day of a term, counted from base; "" where it names none or there is no day
// to count from. It is false for what is no promise: a day before base, or no day at all.
func (t term) due(base time.Time, workingDays func(time.Time, int) (time.Time, error)) (string, bool) {
	var d time.Time
	ok := true
	switch t.kind {
	case vague:
		return "", true
	case span:
		d, ok = t.dueSpan(base, workingDays)
	case day:
		d, ok = t.dueDay(base)
	case year:
		d, ok = t.dueYear(base)
	case week:
		d = t.dueWeek(base)
	}
	if !ok || d.IsZero() {
		return "", ok
	}
	if !base.IsZero() && d.Before(base) {
		return "", false
	}
	return d.Format(time.DateOnly), true
}

func (t term) dueSpan(base time.Time, workingDays func(time.Time, int) (time.Time, error)) (time.Time, bool) {
	n, half := number(t.part[0]), t.part[0] == "半"
	if n == 0 && !half {
		return time.Time{}, false
	}
	if base.IsZero() {
		return base, true
	}
	switch unit := t.part[1]; {
	case half && unit == "月":
		return base.AddDate(0, 0, 15), true
	case half && unit == "年":
		return base.AddDate(0, 6, 0), true
	case half:
		return base, unit == "天" || unit == "小时"
	case unit == "工作日":
		if workingDays == nil {
			return time.Time{}, true
		}
		d, err := workingDays(base, n)
		if err != nil { // the calendar does not reach so far: a person says the day
			return time.Time{}, true
		}
		return d.In(opinion.Beijing), true
	case unit == "小时":
		return base.AddDate(0, 0, (n+23)/24), true
	case unit == "周" || unit == "星期" || unit == "礼拜":
		return base.AddDate(0, 0, 7*n), true
	case unit == "月":
		return monthsLater(base, n), true
	case unit == "年":
		return base.AddDate(n, 0, 0), true
	}
	return base.AddDate(0, 0, n), true
}

// monthsLater is the same day n months later, or the last one of a shorter month.
func monthsLater(base time.Time, n int) time.Time {
	d := base.AddDate(0, n, 0)
	if d.Day() != base.Day() {
		d = d.AddDate(0, 0, -d.Day())
	}
	return d
}

func (t term) dueDay(base time.Time) (time.Time, bool) {
	m, before := number(t.part[2]), t.part[5] != ""
	if m < 1 || m > 12 {
		return time.Time{}, false
	}
	y, known := theYear(t.part[0], t.part[1], base)
	if !known {
		return time.Time{}, true
	}
	at := func(y int) (time.Time, bool) {
		switch {
		case t.part[3] != "":
			return date(y, m, number(t.part[3]))
		case t.part[4] != "":
			return date(y, m, partOfMonth(t.part[4], y, m))
		case before: // 12月前 ends with November
			return date(y, m, 0)
		}
		return date(y, m+1, 0)
	}
	d, ok := at(y)
	if ok && t.part[0] == "" && t.part[1] == "" && d.Before(base.AddDate(0, -3, 0)) {
		d, ok = at(y + 1) // said in December, 3月 is next year's
	}
	return d, ok
}

func (t term) dueYear(base time.Time) (time.Time, bool) {
	named := t.part[1]
	if named == "年" {
		named = "本年"
	}
	y, known := theYear(t.part[0], named, base)
	if !known {
		return time.Time{}, true
	}
	m := 12
	switch p := t.part[2]; {
	case p == "上半年" || p == "年中":
		m = 6
	case strings.HasSuffix(p, "季度"):
		m = 3 * number(strings.TrimSuffix(strings.TrimPrefix(p, "第"), "季度"))
	}
	return date(y, m+1, 0)
}

func (t term) dueWeek(base time.Time) time.Time {
	if base.IsZero() {
		return base
	}
	sunday := base.AddDate(0, 0, (7-int(base.Weekday()))%7)
	y, m, _ := base.Date()
	switch t.part[0] {
	case "本周":
		return sunday
	case "下周", "下星期":
		return sunday.AddDate(0, 0, 7)
	case "下月", "下个月", "次月":
		m++
	}
	first := time.Date(y, m, 1, 0, 0, 0, 0, opinion.Beijing)
	return first.AddDate(0, 0, partOfMonth(t.part[1], first.Year(), int(first.Month()))-1)
}

// partOfMonth is the last day of 上旬 and so on; of the whole month where nothing is said.
func partOfMonth(part string, y, m int) int {
	switch part {
	case "初", "上旬":
		return 10
	case "中旬":
		return 20
	}
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, opinion.Beijing).Day()
}

// theYear is the year that is written, or the one that 明年 means on the day of the answer.
func theYear(written, named string, base time.Time) (int, bool) {
	switch {
	case written != "":
		return number(written), true
	case base.IsZero():
		return 0, false
	case named == "明年":
		return base.Year() + 1, true
	case named == "后年":
		return base.Year() + 2, true
	}
	return base.Year(), true
}

// date is a day of our time; day 0 is the last of the month before.
func date(y, m, d int) (time.Time, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, opinion.Beijing)
	return t, y >= 2000 && y <= 2100 && (d == 0 || t.Day() == d)
}

// number reads 15 and 十五, up to 999; 0 for what is none.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	sum, last := 0, 0
	for _, r := range s {
		switch i := strings.IndexRune("零一二三四五六七八九", r); {
		case r == '两':
			last = 2
		case i >= 0:
			last = i / len("零")
		case r == '十':
			sum, last = sum+10*max(last, 1), 0
		case r == '百':
			sum, last = sum+100*max(last, 1), 0
		}
	}
	return sum + last
}
