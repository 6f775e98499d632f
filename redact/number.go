package redact

import (
	"strings"
)

// digits is what stands at a place as one number: groups of digits with spaces or dashes
// between them, as people write long numbers.
type digits struct {
	from  []int // rune where each group begins
	to    []int // rune after each group
	upto  []int // digits up to the end of each group
	text  string
	plain bool // no group is set apart from the one before by a dot
}

const maxDigits = 24

// numbers recognises what is written in digits: cards, telephones, documents.
type numbers struct{ *view }

// digitsAt gathers the groups that begin at i.
func (v *view) digitsAt(i int) digits {
	var d digits
	var b [maxDigits]byte
	n, j := 0, i
	d.plain = true
	for len(d.from) < 12 {
		start := j
		for j < len(v.r) && isDigit(v.r[j]) {
			if n < maxDigits {
				b[n] = byte(v.r[j])
			}
			n++
			j++
		}
		if j == start || n > maxDigits {
			break
		}
		d.from, d.to, d.upto = append(d.from, start), append(d.to, j), append(d.upto, n)
		k := j
		for k < len(v.r) && k-j < 3 && (v.r[k] == ' ' || v.r[k] == '-' || v.r[k] == '_') {
			k++
		}
		if k == j && v.at(k) == '.' && len(d.from) < 3 && isDigit(v.at(k+1)) {
			k++
			d.plain = false
		}
		if k == j || !isDigit(v.at(k)) {
			break
		}
		j = k
	}
	if len(d.upto) > 0 {
		d.text = string(b[:d.upto[len(d.upto)-1]])
	}
	return d
}

// number recognises what is mostly digits: identity cards, bank cards, phones.
func (v numbers) number(i int) (int, int, string) {
	if isDigit(v.at(i - 1)) {
		return 0, 0, ""
	}
	if from, to, kind := v.masked(i); kind != "" {
		return from, to, kind
	}
	d := v.digitsAt(i)
	if len(d.upto) == 0 {
		return 0, 0, ""
	}
	if d.upto[len(d.upto)-1] < 7 && (v.at(i-1) != '(' || v.at(d.to[0]) != ')') && v.at(d.to[0]) != '/' { // too short for any of them
		return 0, 0, ""
	}
	for _, try := range []func(int, digits) (int, int, string){v.idCard, v.bankCard, v.mobile, v.landline} {
		if from, to, kind := try(i, d); kind != "" {
			return from, to, kind
		}
	}
	return 0, 0, ""
}

// idCard tries the longest run of groups first: the check digit keeps it from taking too much.
func (v numbers) idCard(i int, d digits) (int, int, string) {
	glued := v.inWord(i)
	label, known := "", false
	context := func() string {
		if !known {
			label, known = v.labelBefore(i), true
		}
		return label
	}
	for k := len(d.to) - 1; k >= 0; k-- {
		n, end := d.upto[k], d.to[k]
		s := d.text[:n]
		if n == 17 || n == 14 { // the last character may be X
			x := end
			for x < len(v.r) && x-end < 2 && (v.r[x] == ' ' || v.r[x] == '-') {
				x++
			}
			// A letter behind the X is of another word only where the check digit proves the X.
			if upper(v.at(x)) == 'X' && n == 17 && (!v.wordAt(x+1) || isLetter(v.at(x+1)) && validID(s+"X")) {
				s, n, end = s+"X", 18, x+1
			}
		}
		if n < 15 || n > 19 {
			continue
		}
		if glued || v.wordAt(end) { // only what carries its own proof is told from a code of letters and digits
			if n == 18 && validID(s) && !orderLabel(v.labelBefore(v.numberStart(i))) {
				return i, end, IDCard
			}
			continue
		}
		labelled := idLabel(context())
		switch {
		case validID(s):
			return i, end, IDCard
		case strings.HasSuffix(context(), "代码") || validOrganisation(s):
			continue
		case labelled: // a slip of the pen is still somebody's number
			return i, end, IDCard
		case n == 15 && d.plain && len(d.to) == 1 && plausibleOldID(s) && !orderLabel(context()) && !v.fraction(i):
			return i, end, IDCard
		}
	}
	return 0, 0, ""
}

func idLabel(label string) bool {
	return endsWithAny(label, "身份证", "身份证号", "身份证号码", "身份证件", "证件号", "证件号码", "身份证件号码", "身份号码", "身份证明", "身份证编号", "idcard", "身份证id")
}

func (v numbers) bankCard(i int, d digits) (int, int, string) {
	if v.inWord(i) || v.fraction(i) {
		return 0, 0, ""
	}
	label := ""
	for k := len(d.to) - 1; k >= 0; k-- {
		n, end := d.upto[k], d.to[k]
		if n < 13 || n > 19 || v.wordAt(end) || !d.plain {
			continue
		}
		if label == "" {
			label = v.before(i, 20) + " "
		}
		s := d.text[:n]
		named := containsAny(label, "卡号", "账号", "帐号", "银行卡", "储蓄卡", "信用卡", "借记卡", "工资卡", "账户", "帐户", "存折", "收款", "汇款", "打款", "转账", "行卡")
		sure := endsWithAny(strings.TrimRight(label, fillers), "银行卡", "银行卡号", "银行卡号码", "银行账号", "银行帐号", "银行账户", "储蓄卡号", "信用卡号")
		union := s[:2] == "62" && n >= 16
		order := orderLabel(strings.TrimRight(label, fillers)) || strings.HasSuffix(strings.TrimRight(label, fillers), "信用代码")
		switch {
		case order:
		case luhn(s) && (named || union), sure && n >= 15:
			return i, end, BankCard
		}
	}
	return 0, 0, ""
}

// mobileShapes are the ways in which eleven digits are grouped.
var mobileShapes = map[string]bool{
	"11": true, "3 4 4": true, "3 3 5": true, "4 3 4": true, "4 4 3": true, "3 8": true, "7 4": true, "5 6": true, "6 5": true, "3 2 3 3": true,
	"3 3 3 2": true, "3 4 2 2": true, "3 2 2 2 2": true, "1 2 4 4": true, "1 1 1 1 1 1 1 1 1 1 1": true, "2 3 3 3": true, "1 10": true,
}

func (v numbers) mobile(i int, d digits) (int, int, string) {
	if v.codeLetters(i) || v.fraction(i) {
		return 0, 0, ""
	}
	for k := range d.to {
		s, first := d.text[:d.upto[k]], 0
		switch { // the country code in one piece with the number
		case strings.HasPrefix(s, "0086") && len(s) == 15:
			s, first = s[4:], 4
		case strings.HasPrefix(s, "86") && len(s) == 13:
			s, first = s[2:], 2
		case strings.HasPrefix(s, "0") && len(s) == 12:
			s, first = s[1:], 1
		}
		if len(s) != 11 || s[0] != '1' || s[1] < '3' {
			continue
		}
		if first == 0 && !mobileShapes[d.shape(k)] {
			continue
		}
		end := d.to[k]
		if first == 1 && !containsAny(v.before(i, 8), "电话", "手机", "联系", "拨", "打", "号码") {
			continue
		}
		label := v.labelBefore(v.numberStart(i))
		if orderLabel(label) || v.amount(i, end) {
			return 0, 0, ""
		}
		if containsAny(label, "单号", "编号") && v.numberStart(i) < i {
			return 0, 0, ""
		}
		if first > 1 && v.at(i-1) == '+' && i > v.floor {
			i--
		}
		return v.countryCode(i), end, Mobile
	}
	return 0, 0, ""
}

func (d digits) shape(k int) string {
	var b strings.Builder
	for j := 0; j <= k; j++ {
		if j > 0 {
			b.WriteByte(' ')
		}
		n := d.to[j] - d.from[j]
		if n >= 10 {
			b.WriteByte(byte('0' + n/10))
		}
		b.WriteByte(byte('0' + n%10))
	}
	return b.String()
}

// countryCode moves the start of a phone number to the left, over +86, (0086) and the like.
func (v numbers) countryCode(i int) int {
	j := i
	for j > v.floor && i-j < 3 && (v.at(j-1) == ' ' || v.at(j-1) == '-' || v.at(j-1) == ')') {
		j--
	}
	if j-2 < v.floor || v.at(j-1) != '6' || v.at(j-2) != '8' {
		return i
	}
	j -= 2
	if j-2 >= v.floor && v.at(j-1) == '0' && v.at(j-2) == '0' {
		j -= 2
	}
	if isDigit(v.at(j - 1)) {
		return i
	}
	for j > v.floor && (v.at(j-1) == '+' || v.at(j-1) == '(' && v.at(i-1) == ')') {
		j--
	}
	return j
}

// inWord says that letters run into the number from the left, so that it is part of a code.
func (v numbers) inWord(i int) bool {
	j := i
	for j > 0 && isLetter(v.at(j-1)) {
		j--
	}
	if j == i {
		return false
	}
	word := strings.ToLower(string(v.r[j:i]))
	return word != "id" && word != "no" && word != "card"
}

// codeLetters says that letters before a telephone make it part of a code: capitals, words that name
// codes, and whatever has digits before it. Of other words (Wang138…) people leave out the space.
func (v numbers) codeLetters(i int) bool {
	j, small := i, false
	for j > 0 && isLetter(v.at(j-1)) {
		j--
		small = small || v.at(j) >= 'a'
	}
	if i-j <= 1 {
		return isDigit(v.at(j - 1))
	}
	switch strings.ToLower(string(v.r[j:i])) {
	case "tel", "phone", "mobile", "mob", "call", "wx", "vx", "qq", "wechat", "weixin", "cell", "tele", "telephone", "mp", "whatsapp":
		return false
	case "no", "id", "sn", "order", "code", "item", "num", "number", "ref", "content", "article", "art", "doc",
		"img", "file", "news", "info", "detail", "show", "page":
		return true
	}
	return !small || isDigit(v.at(j-1))
}

func (v *view) wordAt(i int) bool { return isDigit(v.at(i)) || isLetter(v.at(i)) }

// fraction says that the digits at i stand after a decimal point.
func (v numbers) fraction(i int) bool {
	if v.at(i-1) != '.' || !isDigit(v.at(i-2)) {
		return false
	}
	return isDigit(v.at(i - 3)) // "1.138…" is the first point of a list
}

// amount says that the number counts something.
func (v numbers) amount(i, end int) bool {
	switch v.at(i - 1) {
	case '¥', '￥', '$', '€', '£':
		return true
	}
	if v.at(end) == '.' && isDigit(v.at(end+1)) || v.at(end) == '%' || v.at(end) == '‰' {
		return true
	}
	for v.at(end) == ' ' {
		end++
	}
	return v.hasOne(end, []string{"元", "万", "亿", "吨", "千瓦", "平方", "立方", "美元", "公里", "人民币", "多元", "余元", "块钱", "字节"}) > 0
}

// numberStart is where the whole chain of letters, digits and dashes begins that i is part of.
func (v numbers) numberStart(i int) int {
	for i > v.floor && (v.wordAt(i-1) || (v.at(i-1) == '-' || v.at(i-1) == '_' || v.at(i-1) == '/') && v.wordAt(i-2)) {
		i--
	}
	return i
}
