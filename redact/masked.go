package redact

import "strings"

// masked recognises numbers that somebody has already made partly unreadable.
func (v numbers) masked(i int) (int, int, string) {
	j := i
	for isDigit(v.at(j)) && j-i < 12 {
		j++
	}
	head := j - i
	j = v.gap(j)
	from := j
	for isMask(v.at(j)) || (v.at(j) == ' ' || v.at(j) == '-') && isMask(v.at(j+1)) && j > from {
		j++
	}
	mask := 0
	for x := from; x < j; x++ {
		if isMask(v.r[x]) {
			mask++
		}
	}
	if mask < 2 || head < 1 || v.inWord(i) && v.codeLetters(i) {
		return 0, 0, ""
	}
	end, k := j, v.gap(j)
	tail := 0
	for isDigit(v.at(k)) {
		k++
		tail++
		end = k
	}
	if tail > 0 && upper(v.at(k)) == 'X' && !v.wordAt(k+1) {
		tail++
		end = k + 1
	}
	if tail > 8 || v.fraction(i) {
		return 0, 0, ""
	}
	total := head + mask + tail
	number := string(v.r[i : i+head])
	label := v.labelBefore(i)
	switch {
	case orderLabel(label):
	case idLabel(label) && total >= 10, head >= 3 && idProvince(number[:2]) && (total == 18 || total == 15) && mask >= 4:
		return i, end, IDCard
	case head >= 2 && number[0] == '1' && number[1] >= '3' && total >= 9 && total <= 12 && (tail >= 2 || total == 11),
		endsWithAny(label, "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码") && total >= 9 && total <= 12 && number[0] == '1':
		return v.countryCode(i), end, Mobile
	case total >= 15 && total <= 20 && (strings.HasPrefix(number, "62") || containsAny(label, "卡号", "账号", "帐号", "银行卡")):
		return i, end, BankCard
	case head >= 3 && total >= 10 && total <= 13 && (areaCode(number[:3]) || head >= 4 && areaCode(number[:4])) && !officialRole(v.before(i, 32), v.after(end, 12)):
		return i, end, Landline
	}
	return 0, 0, ""
}

// gap steps over one space or dash.
func (v numbers) gap(i int) int {
	if v.at(i) == ' ' || v.at(i) == '-' {
		return i + 1
	}
	return i
}

func isMask(r rune) bool {
	switch r {
	case '*', '×', '●', '✱', '＊', 'x', 'X', '#', '○', '■', '█', '?':
		return true
	}
	return false
}
