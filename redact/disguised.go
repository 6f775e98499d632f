package redact

import (
	"math/bits"
	"strings"
)

// written are characters that people write for digits: numerals of every form, and letters that look
// like a digit.
var written = func() *[1 << 16]byte {
	m := new([1 << 16]byte)
	for digit, forms := range []string{"零〇○洞oO", "一幺壹弌lI|〡", "二两贰弍〢", "三叁弎参〣", "四肆〤", "五伍〥", "六陆〦",
		"七柒拐〧", "八捌〨", "九玖勾〩"} {
		for _, r := range forms {
			m[r] = byte('0' + digit)
		}
	}
	return m
}()

// asDigit is the digit that r is or is written for, or 0.
func asDigit(r rune) byte {
	if isDigit(r) {
		return byte(r)
	}
	if r < 1<<16 {
		return written[r]
	}
	return 0
}

// beginsWritten says that a number may begin with r: some characters only stand inside one.
func beginsWritten(r rune) bool { return asDigit(r) != 0 && !strings.ContainsRune("|洞拐勾参", r) }

// disguisedDigits is a number with its digits written in several ways, or set apart in unusual ones.
type disguisedDigits struct {
	text    []byte
	groups  []int  // digits in each group
	ends    []int  // rune after each digit
	strange int    // digits that are written in another way
	letters int    // of these: letters
	seps    uint64 // bit n: the rune at n of apart stands between digits
}

// apart are what stands between the digits of one number.
const apart = " \t\n-_.,，、()[]【】{}<>/\\*·|~:+'\"“”#=—…"

// disguised recognises a number that is written so that it is not found: in numerals (一三八…), with
// letters for digits (l38OO…), or set apart by commas, brackets or new lines.
func (v numbers) disguised(i int) (int, int, string) {
	next := v.at(i + 1)
	if next == 0 || asDigit(next) == 0 && !strings.ContainsRune(apart, next) {
		return 0, 0, ""
	}
	if p := v.at(i - 1); isLetter(p) || asDigit(p) != 0 || !beginsWritten(v.at(i)) {
		return 0, 0, ""
	}
	d := v.disguisedAt(i)
	if len(d.text) < 11 || len(d.ends) < 11 {
		return 0, 0, ""
	}
	for _, n := range []int{18, 19, 17, 16, 13, 12, 11} {
		if n > len(d.text) {
			continue
		}
		end := d.ends[n-1]
		if n < len(d.text) && d.ends[n] == end+1 { // in the middle of a group
			continue
		}
		if kind := v.disguisedKind(i, end, n, d); kind != "" {
			if kind == IDCard && n == 17 {
				end = v.lastX(end)
			}
			return i, end, kind
		}
	}
	return 0, 0, ""
}

// disguisedAt gathers the digits from i on.
func (v numbers) disguisedAt(i int) disguisedDigits {
	var d disguisedDigits
	j, group := i, 0
	for len(d.text) < 20 {
		r := v.at(j)
		digit := asDigit(r)
		if digit != 0 && !isDigit(r) {
			d.strange++
			if isLetter(r) {
				d.letters++
			}
		}
		if digit != 0 {
			d.text, group = append(d.text, digit), group+1
			j++
			d.ends = append(d.ends, j)
			continue
		}
		k := j
		for v.at(k) != 0 && k-j < 3 && strings.ContainsRune(apart, v.at(k)) {
			k++
		}
		if k == j || asDigit(v.at(k)) == 0 {
			break
		}
		for ; j < k; j++ {
			d.seps |= 1 << strings.IndexRune(apart, v.at(j))
		}
		d.groups, group = append(d.groups, group), 0
	}
	d.groups = append(d.groups, group)
	return d
}

// disguisedKind says what the first n digits are, if anything.
func (v numbers) disguisedKind(i, end, n int, d disguisedDigits) string {
	s := string(d.text[:n])
	after := v.at(end)
	if isLetter(after) && !(n == 17 && upper(after) == 'X') || isDigit(after) || d.letters > 5 {
		return ""
	}
	switch {
	case n == 18 && validID(s) && !validOrganisation(s), n == 17 && v.lastX(end) > end && validID(s+"X"):
		return IDCard
	case orderLabel(v.labelBefore(i)) || v.amount(i, end):
		return ""
	case (n == 16 || n == 19) && s[:2] == "62" && luhn(s) && (d.strange > 0 || d.evenly()):
		return BankCard
	case n == 13 && s[:2] == "86" && s[2] == '1' && s[3] >= '3' && d.strange > 0:
		return Mobile
	case n == 11 && s[0] == '1' && s[1] >= '3' && n == len(d.text) && (d.strange > 2 ||
		d.strange > 0 && d.letters == d.strange || d.likePhone()) &&
		v.hasOne(end, []string{"路", "号线", "次", "年", "月"}) == 0:
		return Mobile
	case (n == 11 || n == 12) && s[0] == '0' && (areaCode(s[:3]) || areaCode(s[:4])) &&
		d.strange > 6 && n == len(d.text) && !officialRole(v.before(i, 32), v.after(end, 12)):
		return Landline
	}
	return ""
}

// lastX steps over the X at the end of an identity number.
func (v numbers) lastX(end int) int {
	for k := end; k < end+3; k++ {
		if upper(v.at(k)) == 'X' && !v.wordAt(k+1) {
			return k + 1
		}
		if v.at(k) == 0 || !strings.ContainsRune(apart, v.at(k)) {
			break
		}
	}
	return end
}

// evenly says that the groups are of four, but for the last.
func (d disguisedDigits) evenly() bool {
	for _, n := range d.groups[:len(d.groups)-1] {
		if n != 4 {
			return false
		}
	}
	return len(d.groups) > 1
}

// has says that r stands between digits.
func (d disguisedDigits) has(r rune) bool { return d.seps>>strings.IndexRune(apart, r)&1 == 1 }

// likePhone says that the groups are those of a mobile number, and no list of numbers or amounts.
func (d disguisedDigits) likePhone() bool {
	if bits.OnesCount64(d.seps) > 3 || d.has(':') {
		return false
	}
	switch len(d.groups) {
	case 2:
		return d.groups[0] == 3 || d.groups[0] == 7
	case 3:
		return d.groups[0] == 3 && d.groups[1] == 4 || d.groups[0] == 3 && d.groups[1] == 3 && !d.has(',')
	case 11:
		return true
	}
	return false
}
