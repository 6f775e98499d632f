package redact

import "strings"

// lastWords reads a name that ends the text, but for a date, after the end of a sentence:
// 望解决。张三 2021年3月1日.
func (v names) lastWords(j int) (from, to int) {
	p := v.at(j - 1)
	if p == 0 && !v.dated(v.run(j)) || p == '\n' || p != 0 && !strings.ContainsRune("。!?；~… ,", p) {
		return 0, 0
	}
	k := v.run(j)
	if p == ',' && v.at(k) == 0 || !v.dated(k) && v.likeness(j, k, beginning)+nearNumber < enough {
		return 0, 0
	}
	return v.signed(j, nearNumber)
}

// signature reads a name that is all of the last line, or the last but for a date.
func (v names) signature(j int) (from, to int) {
	for v.at(j) == ' ' {
		j++
	}
	return v.signed(j, nearNumber)
}

// signed reads a name at j after which the text ends, but for a date and who wrote it for whom.
func (v names) signed(j, strength int) (from, to int) {
	k := v.run(j)
	if k-j < 2 || !v.mayBegin(j) && !v.startsSlot(j) || !v.lastLine(k) || isDigit(v.at(k)) && !v.dated(k) ||
		v.hasWord(j, introductionWords, false) > 0 || v.hasWord(j, roleWords, false) > 0 {
		return 0, 0
	}
	how := ended
	if v.dated(k) {
		how = told
	}
	if v.weigh(j, k, strength, how)-v.housing(k, beginning) < enough {
		return 0, 0
	}
	return j, k
}

// dated says that a date follows at k.
func (v sides) dated(k int) bool {
	for v.at(k) == ' ' || v.at(k) == '\n' || v.at(k) == ',' {
		k++
	}
	n := 0
	for isDigit(v.at(k)) || strings.ContainsRune("〇零一二三四五六七八九", v.at(k)) && v.at(k) != 0 {
		k++
		n++
	}
	return n == 4 && strings.ContainsRune("年-./", v.at(k)) && v.at(k) != 0
}

// lastLine says that after k comes nothing, or a date.
func (v sides) lastLine(k int) bool {
	for n := 0; n < 40; n++ {
		r := v.at(k)
		if r == 0 {
			return true
		}
		if !isDigit(r) && !strings.ContainsRune(" \n\t年月日号时分:-./,。一二三四五六七八九十〇零", r) {
			rest := v.run(k)
			return n > 6 && rest-k <= 6 && (v.at(rest) == 0 || v.at(rest) == '。' && v.at(rest+1) == 0)
		}
		k++
	}
	return false
}
