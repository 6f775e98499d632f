package redact

import "strings"

// labels recognises numbers that only the word before them tells: of social insurance and of patients.
type labels struct{ *view }

var (
	socialLabels = []string{"社保", "社保卡", "社会保障", "社会保障卡", "社会保险", "医保", "医保卡", "医疗保险", "参保", "参保人",
		"养老保险", "社保个人", "医保个人", "公积金", "公积金个人", "参保个人", "社保电脑", "医疗保险卡", "住房公积金"}
	patientNames = []string{"病历", "病案", "住院", "门诊", "就诊", "就诊卡", "诊疗卡", "病人", "患者", "挂号", "体检",
		"影像", "检查", "检验", "处方", "门诊病历", "住院病历", "电子病历", "登记就诊", "急诊", "放射", "病理"}
	numberWords = []string{"号码", "编号", "卡号", "账号", "帐号", "id号", "id", "号", "卡", "no"}
)

// number reads letters and digits behind 社保号, 住院号 and the like.
func (v labels) number(i int) (int, int, string) {
	end, count := i, 0
	for end-i <= 25 && (v.wordAt(end) || v.at(end) == '*' ||
		(v.at(end) == '-' || v.at(end) == ' ') && isDigit(v.at(end+1)) && count > 1) {
		if isDigit(v.at(end)) || v.at(end) == '*' {
			count++
		}
		end++
	}
	if count < 5 || end-i > 24 {
		return 0, 0, ""
	}
	label := v.labelBefore(i)
	for _, w := range numberWords {
		base, found := strings.CutSuffix(label, w)
		if !found {
			continue
		}
		switch {
		case endsWithAny(base, socialLabels...):
			return i, end, Social
		case endsWithAny(base, patientNames...):
			return i, end, Medical
		}
	}
	return 0, 0, ""
}

// papers recognises identity cards of Hong Kong, Macao and Taiwan and of foreigners who live here.
type papers struct{ *view }

func (v papers) paper(i int) (int, int, string) {
	if isDigit(v.at(i)) {
		return v.macao(i)
	}
	j := i
	for isLetter(v.at(j)) && j-i < 4 {
		j++
	}
	k := j
	for isDigit(v.at(k)) && k-i < 18 {
		k++
	}
	letters, digits := strings.ToUpper(string(v.r[i:j])), string(v.r[j:k])
	switch {
	case len(letters) <= 2 && len(digits) == 6 && v.at(k) == '(' && v.at(k+2) == ')',
		len(letters) <= 2 && len(digits) == 6 && upper(v.at(k)) == 'A' && !v.wordAt(k+1):
		check, end := upper(v.at(k)), k+1
		if check == '(' {
			check, end = upper(v.at(k+1)), k+3
		}
		if hongKongCheck(letters, digits, check) || idLabel(v.labelBefore(i)) {
			return i, end, Permit
		}
	case len(letters) <= 2 && len(digits) == 7 && !v.wordAt(k) && containsAny(v.before(i, 12),
		"香港身份", "香港居民身份", "身份证") && hongKongCheck(letters, digits[:6], rune(digits[6])):
		return i, k, Permit
	case len(letters) == 1 && len(digits) == 9 && !v.wordAt(k) && strings.Contains("1289", digits[:1]) &&
		(taiwanCheck(letters, digits) && !orderLabel(v.labelBefore(i)) || containsAny(v.before(i, 12), "台湾身份", "台灣身份")):
		return i, k, Permit
	case len(letters) == 3 && len(digits) == 12 && !v.wordAt(k) && containsAny(v.before(i, 14), "居留", "永居"):
		return i, k, Permit
	}
	return 0, 0, ""
}

// macao reads 1234567(8), 1/234567/8 and the eight or ten digits of 台胞证, where a label says so.
func (v papers) macao(i int) (int, int, string) {
	k := i
	for isDigit(v.at(k)) && k-i < 18 {
		k++
	}
	n := k - i
	if n != 1 && n != 7 && n != 8 && n != 10 {
		return 0, 0, ""
	}
	label := v.before(i, 14)
	switch {
	case n == 7 && v.at(k) == '(' && isDigit(v.at(k+1)) && v.at(k+2) == ')' && containsAny(label, "澳门", "身份证"):
		return i, k + 3, Permit
	case n == 1 && v.at(k) == '/' && v.at(k+7) == '/' && isDigit(v.at(k+8)) && !v.wordAt(k+9) &&
		containsAny(label, "澳门", "身份证"):
		return i, k + 9, Permit
	case n == 8 && containsAny(label, "澳门身份", "澳门居民身份") && !v.wordAt(k):
		return i, k, Permit
	case n != 7 && n != 1 && !v.wordAt(k) && containsAny(label, "台胞证", "台湾居民来往大陆通行证", "台湾通行证", "回乡证"):
		if v.at(k) == '(' && isLetter(v.at(k+1)) && v.at(k+2) == ')' {
			k += 3
		}
		return i, k, Permit
	}
	return 0, 0, ""
}

// hongKongCheck computes the check digit of an identity card of Hong Kong: weights 9 to 2, modulo 11.
func hongKongCheck(letters, digits string, check rune) bool {
	value := func(r byte) int {
		if r == ' ' {
			return 36
		}
		return int(r-'A') + 10
	}
	if len(letters) == 1 {
		letters = " " + letters
	}
	if len(letters) != 2 {
		return false
	}
	sum := 9*value(letters[0]) + 8*value(letters[1])
	for i := range 6 {
		sum += (7 - i) * int(digits[i]-'0')
	}
	want := (11 - sum%11) % 11
	if want == 10 {
		return check == 'A'
	}
	return check == rune('0'+want)
}

// taiwanCheck computes the check digit of an identity card of Taiwan.
func taiwanCheck(letter, digits string) bool {
	const order = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
	n := strings.Index(order, letter)
	if n < 0 {
		return false
	}
	n += 10
	sum := n/10 + n%10*9
	for i := range 8 {
		sum += (8 - i) * int(digits[i]-'0')
	}
	return (sum+int(digits[8]-'0'))%10 == 0
}
