package items

import (
	"regexp"
	"strconv"
	"strings"

	"huiying/opinion"
)

// Days of the spans in which something comes again.
const (
	day, week, month, quarter, half, year = 1, 7, 31, 92, 184, 366
)

var (
	within   = regexp.MustCompile(`(\d+)个?(工作日|自然日|日历日|日|天|小时|个月|月)(?:之?内|以内|前)?`)
	atLeast  = regexp.MustCompile(`(?:不少于|不得少于|不低于|公示期?(?:限|时间)?为?)\d+个?(?:工作日|自然日|日|天)`)
	repeated = regexp.MustCompile(`(?:每|按|逐)(?:(\d+)个?)?(半年|年度?|季度?|月度?|周|星期|日|天)`)
	yearly   = regexp.MustCompile(`年度|(?:^|[，,；;、])(?:一年|1年)(?:1|一)?次`)
	spans    = map[string]int{"半年": half, "年": year, "年度": year, "季": quarter, "季度": quarter, "月": month,
		"月度": month, "周": week, "星期": week, "日": day, "天": day}
	// said are words that say a limit without a number, the stronger first.
	said = []struct {
		words []string
		cycle opinion.ItemCycle
	}{
		{[]string{"即时", "实时", "即日", "当日", "当天", "立即", "随时"}, opinion.ItemCycle{By: opinion.CycleEvent, Days: 1, Working: true}},
		{[]string{"一次性"}, opinion.ItemCycle{By: opinion.CycleOnce}},
		{[]string{"及时", "形成或变更", "形成或者变更", "动态"}, opinion.ItemCycle{By: opinion.CycleEvent, Days: 20, Working: true}},
		{[]string{"季度"}, opinion.ItemCycle{By: opinion.CycleEvery, Days: quarter}},
		{[]string{"半年"}, opinion.ItemCycle{By: opinion.CycleEvery, Days: half}},
		{[]string{"长期", "常年", "永久", "持续", "公开期"}, opinion.ItemCycle{By: opinion.CycleStanding}},
	}
	numerals = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
)

// CycleOf reads a limit as offices write it (公开时限). What comes again is counted in days of the calendar;
// "及时" without a number has the twenty working days of 国务院令第711号. A text that says nothing that can be
// counted has CycleNone, and the text itself is kept in any case.
func CycleOf(limit string) opinion.ItemCycle {
	s := digits(limit)
	if m := repeated.FindStringSubmatch(s); m != nil {
		n := spans[m[2]]
		if by, err := strconv.Atoi(m[1]); err == nil && by > 0 && by < 100 {
			n *= by
		}
		return opinion.ItemCycle{By: opinion.CycleEvery, Days: n}
	}
	if m := within.FindStringSubmatch(atLeast.ReplaceAllString(s, "")); m != nil {
		n, _ := strconv.Atoi(m[1])
		switch m[2] {
		case "小时":
			n = (n + 23) / 24
		case "个月", "月":
			n *= month
		}
		if n > 0 && n <= 3660 {
			return opinion.ItemCycle{By: opinion.CycleEvent, Days: n, Working: m[2] == "工作日"}
		}
	}
	if yearly.MatchString(s) {
		return opinion.ItemCycle{By: opinion.CycleEvery, Days: year}
	}
	for _, known := range said {
		for _, w := range known.words {
			if strings.Contains(s, w) {
				return known.cycle
			}
		}
	}
	return opinion.ItemCycle{By: opinion.CycleNone}
}

// digits writes Chinese and full-width numbers up to 99 as digits where a unit of time follows, and
// drops spaces.
func digits(s string) string {
	r := []rune(strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == ' ' || r == '\u3000' || r == '\n' || r == '\t':
			return -1
		}
		return r
	}, s))
	var b strings.Builder
	for i := 0; i < len(r); {
		n, used := chinese(r[i:])
		if rest := string(r[i+used : min(len(r), i+used+3)]); used > 0 && timed(rest) {
			b.WriteString(strconv.Itoa(n))
			i += used
			continue
		}
		b.WriteRune(r[i])
		i++
	}
	return b.String()
}

func timed(rest string) bool {
	rest = strings.TrimPrefix(rest, "个")
	for _, unit := range []string{"工作", "自然", "日", "天", "小时", "月", "年", "季"} {
		if strings.HasPrefix(rest, unit) {
			return true
		}
	}
	return false
}

// chinese reads a Chinese numeral at the beginning of r, and how many characters it has.
func chinese(r []rune) (n, used int) {
	if len(r) == 0 {
		return 0, 0
	}
	if d, ok := numerals[r[0]]; ok {
		n, used = d, 1
	}
	if used < len(r) && r[used] == '十' {
		n, used = max(n, 1)*10, used+1
		if used < len(r) {
			if d, ok := numerals[r[used]]; ok {
				n, used = n+d, used+1
			}
		}
	}
	return n, used
}
