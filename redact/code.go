package redact

import "strings"

// document recognises travel documents: one or two letters and seven to ten digits. The
// forms that only passports and permits have need no label.
func (v *view) document(i int) (int, int, string) {
	if !isLetter(v.at(i)) {
		return 0, 0, ""
	}
	j := i
	for isLetter(v.at(j)) {
		j++
	}
	if j-i > 2 {
		return 0, 0, ""
	}
	letters := string(v.r[i:j])
	k := j
	if v.at(k) == ' ' || v.at(k) == '-' {
		k++
	}
	d := v.digitsAt(k)
	if len(d.upto) == 0 {
		return 0, 0, ""
	}
	label := v.before(i, 20)
	passport := containsAny(label, "护照", "passport")
	permit := containsAny(label, "通行证", "港澳", "台胞证", "回乡证", "来往")
	for g := range d.to {
		n, end := d.upto[g], d.to[g]
		if n < 7 || n > 10 || v.wordAt(end) {
			continue
		}
		if !passport && !permit && (g > 0 || k > j || orderLabel(v.labelBefore(i)) || v.at(i-1) == '-' || v.at(end) == '-' || v.at(end) == '.') {
			return 0, 0, ""
		}
		switch up := strings.ToUpper(letters); {
		case passport && (n <= 9) && !permit:
			return i, end, Passport
		case permit && !passport:
			return i, end, Permit
		case passport && permit:
			if lastOf(label, "护照", "passport") > lastOf(label, "通行证", "台胞证", "回乡证") {
				return i, end, Passport
			}
			return i, end, Permit
		case letters != up: // without a label only capitals count
		case (up == "E" || up == "G") && n == 8, len(up) == 2 && up[0] == 'E' && up[1] != 'I' && up[1] != 'O' && n == 7:
			return i, end, Passport
		case (up == "C" || up == "W") && n == 8, len(up) == 2 && (up[0] == 'C' || up[0] == 'W') && n == 7 && up[1] != 'I' && up[1] != 'O':
			return i, end, Permit
		}
	}
	return 0, 0, ""
}

func lastOf(s string, words ...string) int {
	at := -1
	for _, w := range words {
		at = max(at, strings.LastIndex(s, w))
	}
	return at
}

// military recognises 军字第2001988号 and, after 军官证 or 士兵证, any such number.
func (v *view) military(i int) (int, int, string) {
	if n := v.hasOne(i, []string{"军官证", "士兵证", "军人证", "警官证", "军人保障卡", "文职证", "士官证", "军人证件", "文职干部证", "武警证"}); n > 0 {
		j := i + n
		for j < len(v.r) && j-i-n < 6 && (strings.ContainsRune(fillers, v.r[j]) || strings.ContainsRune("号码编件", v.r[j])) {
			j++
		}
		start := j
		for j-start < 3 && isHan(v.at(j)) && v.at(j) != '字' {
			j++
		}
		if v.has(j, "字") {
			return v.charThe(start, j)
		}
		k := start
		for isDigit(v.at(k)) {
			k++
		}
		if k-start >= 5 && k-start <= 9 && !v.wordAt(k) {
			if v.at(k) == '号' {
				k++
			}
			return start, k, Military
		}
		return 0, 0, ""
	}
	if strings.ContainsRune("军兵士武", v.at(i)) && v.at(i+1) == '字' {
		return v.charThe(i, i+1)
	}
	return 0, 0, ""
}

// charThe reads 字第 12345678 号 with 字 at j; the number begins at start.
func (v *view) charThe(start, j int) (int, int, string) {
	j++
	if v.at(j) == '第' {
		j++
	}
	for v.at(j) == ' ' {
		j++
	}
	k := j
	for isDigit(v.at(k)) {
		k++
	}
	if k-j < 5 || k-j > 9 {
		return 0, 0, ""
	}
	if v.at(k) == '号' {
		k++
	}
	return start, k, Military
}

// provinces are the first characters of a plate (GA 36).
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"

// plate recognises 湘A·12345, 京AD12345, 川A1234学, with spaces, lower case or stars in it.
func (v *view) plate(i int) (int, int, string) {
	j := i + 1
	for v.at(j) == ' ' && j-i <= 2 {
		j++
	}
	city := upper(v.at(j))
	if city < 'A' || city > 'Z' || city == 'I' {
		return 0, 0, ""
	}
	j++
	for n := 0; n < 3 && strings.ContainsRune(" ·.-_", v.at(j)) && v.at(j) != 0; n++ {
		j++
	}
	var serial [8]rune
	n, end := 0, j
	for n < 7 {
		r := upper(v.at(j))
		if !isDigit(r) && (r < 'A' || r > 'Z' || r == 'I' || r == 'O') && r != '*' {
			if r == ' ' && n > 0 && (v.wordAt(j+1) || v.at(j+1) == '*') {
				j++
				continue
			}
			break
		}
		serial[n] = r
		n++
		j++
		end = j
	}
	if n == 4 && v.at(end) != 0 && strings.ContainsRune("挂学警港澳使领试超", v.at(end)) {
		return i, end + 1, Plate
	}
	if n == 7 || v.wordAt(end) || !plateSerial(serial[:n]) {
		return 0, 0, ""
	}
	if v.at(end) == '.' && isDigit(v.at(end+1)) {
		return 0, 0, ""
	}
	return i, end, Plate
}

// plateSerial knows five characters with at most two letters, or six of a new-energy car:
// a letter first (small) or last (large), at most one more beside it.
func plateSerial(s []rune) bool {
	letters, stars := 0, 0
	for _, r := range s {
		switch {
		case r == '*':
			stars++
		case !isDigit(r):
			letters++
		}
	}
	switch len(s) {
	case 5:
		return letters <= 2 && stars < 5
	case 6:
		first, last := !isDigit(s[0]) && s[0] != '*', !isDigit(s[5]) && s[5] != '*'
		return stars > 0 && stars < 6 || first && letters <= 2 || last && letters == 1
	}
	return false
}
