package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// Between a question and its answer stands a head. It names in any order what is to come, the
// office and the day: 回应（某局，2026-03-06）, ---- 答复 ----, 某局 回复日期 2026-03-06.

const longestOpening = 48

// opening reads a line as the head of what follows; nil for one that is none.
func opening(l line) []piece {
	s := l.text
	for _, p := range l.parts {
		if len(l.parts) > 2 && stateOnly.MatchString(p) {
			return nil // small print with the state of the letter
		}
	}
	return openingOf(s)
}

func openingOf(s string) []piece {
	if utf8.RuneCountInString(s) > longestOpening || strings.ContainsAny(s, "。！？；?!;") {
		return nil
	}
	day := headDay.FindString(s)
	if day != "" && headDay.FindString(strings.Replace(s, day, "", 1)) != "" {
		return nil // several days are fields
	}
	words := strings.TrimSpace(strings.Replace(s, day, "", 1))
	if i := strings.IndexAny(words, ":："); i >= 0 && i < len(words)-len("：") {
		return nil // a label and its value
	} else if i > 0 && day != "" && strings.HasSuffix(strings.TrimRight(s, " 】])）"), day) {
		return labelledDay(bare(words), day)
	}
	core := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" \t\u00a0\u3000:：【】[]〔〕（）()《》“”\"|｜•·▪■●◆☆★>＞»-—–_=*#~,，、.", c) {
			return -1
		}
		return c
	}, strings.Replace(s, day, "", 1))
	if !strings.ContainsAny(core, "复答应馈函音诉声问信言求映") {
		return nil
	}
	if aboutHead.MatchString(core) {
		return []piece{{kind: replyLabel, label: "回复"}}
	}
	k, weak, unit := headKind(core)
	if k == none || unit == "" && day == "" && core == bare(s) {
		return nil // as a label of its own it is read elsewhere
	}
	var out []piece
	switch k {
	case replyTimeLabel, replyLabel:
		if k == replyTimeLabel && unit == "" {
			return nil
		}
		if day != "" {
			out = append(out, piece{kind: replyTimeLabel, label: "回复时间", text: day})
		}
		if unit != "" {
			out = append(out, piece{kind: unitLabel, label: "回复单位", text: unit})
		}
		return append(out, piece{kind: replyLabel, weak: weak, label: core})
	case textLabel:
		if unit != "" {
			return nil
		}
		if day != "" {
			out = append(out, piece{kind: timeLabel, label: "来信时间", text: day})
		}
		return append(out, piece{kind: textLabel, weak: weak, label: core})
	}
	return nil
}

// labelledDay is a day behind a label and a colon: what the label is of is read by its value.
func labelledDay(label, day string) []piece {
	switch k, weak := labelKind(label); k {
	case replyLabel, replyTimeLabel:
		return []piece{{kind: replyTimeLabel, weak: weak, label: label, text: day}}
	case textLabel, timeLabel:
		return []piece{{kind: timeLabel, weak: weak, label: label, text: day}}
	}
	return nil
}

// headKind is what the words of a head announce, without the office before or behind them.
func headKind(core string) (k kind, weak bool, unit string) {
	cuts := make([]int, 0, 24)
	for i := range core {
		cuts = append(cuts, i)
	}
	kinds := func(s string) (kind, bool) {
		s = headFill.ReplaceAllString(s, "")
		k, weak := labelKind(s)
		if k == replyLabel || k == replyTimeLabel && !strings.Contains(s, "办") || k == textLabel {
			return k, weak
		}
		return none, false
	}
	if k, weak := kinds(core); k != none {
		return k, weak, ""
	}
	for _, i := range cuts[min(1, len(cuts)):] {
		if officeTo.MatchString(core[:i]) {
			if k, weak := kinds(core[i:]); k == replyLabel || k == replyTimeLabel {
				return k, weak, core[:i]
			}
		}
	}
	for _, i := range slices.Backward(cuts) { // 部门答复 before an office, not 部门答
		if k, _ := labelKind(core[:i]); i == 0 || k == none || !officeTo.MatchString(core[i:]) {
			continue
		}
		if k, weak := kinds(core[:i]); k == replyLabel || k == replyTimeLabel {
			return k, weak, core[i:]
		}
		break
	}
	return none, false, ""
}

var dayWord = pattern.MustCompile(`(` + headDay.String() + `)\s*[(（]?\s*(\p{Han}{2,4})\s*[)）]?`)

// daysAndWords reads a line of days with a word behind each: 2026-03-02 提问　2026-03-06 办结.
func daysAndWords(s string) []piece {
	all := dayWord.FindAllStringSubmatch(s, -1)
	if m := wordDay.FindAllStringSubmatch(s, -1); len(m) > 1 && utf8.RuneCountInString(strings.Map(letterOnly,
		wordDay.ReplaceAllString(s, ""))) == 0 { // 登记 2026-03-02 | 答复 2026-03-06
		all = m
		for i := range all {
			all[i][1], all[i][2] = all[i][2], all[i][1]
		}
		s = ""
	}
	if len(all) == 0 || utf8.RuneCountInString(strings.Map(letterOnly, dayWord.ReplaceAllString(s, ""))) > 0 {
		return nil
	}
	var out []piece
	for _, m := range all {
		p := piece{kind: otherLabel, weak: true, label: m[2], text: m[1]}
		switch {
		case lateWord.MatchString(m[2]):
			p.kind = replyTimeLabel
		case neverTime.MatchString(m[2]):
		case pubTime.MatchString(m[2]):
			p.kind = timeLabel
		default:
			return nil
		}
		out = append(out, p)
	}
	return out
}

var wordDay = pattern.MustCompile(`(\p{Han}{2,4})\s*[:：]?\s*(` + headDay.String() + `)`)

func letterOnly(c rune) rune {
	if strings.ContainsRune(" \u3000\u00a0|｜·,，;；/-—()（）[]→>＞»~～", c) {
		return -1
	}
	return c
}

// officeLead is the office that a line begins with, as whoever speaks: 某局：…, or its name in an element
// of its own before what it says.
func officeLead(l line) (unit, rest string) {
	if m := officeSays.FindStringSubmatch(l.text); m != nil && !sayerWords.MatchString(m[1]) {
		return m[1], strings.TrimSpace(m[2])
	}
	if len(l.parts) > 1 && l.shapes[0] != "" && officeTo.MatchString(l.parts[0]) {
		rest = strings.TrimSpace(strings.Join(l.parts[1:], ""))
		if utf8.RuneCountInString(rest) >= 8 {
			return l.parts[0], rest
		}
	}
	return "", ""
}

var (
	officeSays = pattern.MustCompile(`^(\p{Han}{2,20}(?:` + officeEnd + `))\s*[:：]\s*(.*)$`)
	sayerWords = pattern.MustCompile(`[我你他她说给问找打被向让请叫致]|尊敬|如下`)
)
