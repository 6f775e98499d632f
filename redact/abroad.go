package redact

import "strings"

// countries are the codes of telephones abroad, and of Hong Kong, Macao and Taiwan.
const countries = " 1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 90 91 92 93 94 95 98 " +
	"212 213 216 218 220 221 233 234 237 243 244 250 251 254 255 256 258 260 263 264 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 380 381 385 386 420 421 " +
	"502 503 506 507 591 593 595 598 670 673 675 679 850 852 853 855 856 880 886 960 961 962 963 964 965 966 967 968 971 972 973 974 975 976 977 992 993 994 995 996 998 "

// abroad reads a telephone with the code of another country or region: +852 9123 4567, 001-415-…
func (v numbers) abroad(i int) (int, int, string) {
	from := i
	k := i
	switch {
	case v.at(i-1) == '+' && i-1 >= v.floor && !v.wordAt(i-2):
		from--
	case v.at(i) == '0' && v.at(i+1) == '0' && !isDigit(v.at(i-1)) && v.at(i+2) != '0':
		k += 2
	default:
		return 0, 0, ""
	}
	var digits []byte
	end, first := k, 0
	for len(digits) <= 15 {
		r := v.at(k)
		if isDigit(r) {
			digits = append(digits, byte(r))
			k++
			end = k
			continue
		}
		if r == 0 || !strings.ContainsRune(" -().", r) || k-end > 1 {
			break
		}
		if first == 0 {
			first = len(digits)
		}
		k++
	}
	if len(digits) < 8 || len(digits) > 15 || v.wordAt(end) || v.amount(i, end) || orderLabel(v.labelBefore(from)) {
		return 0, 0, ""
	}
	for n := 1; n <= 3; n++ {
		if code := string(digits[:n]); strings.Contains(countries, " "+code+" ") && (first == 0 ||
			first == n || first > 3) && code+string(digits[n:n+1]) != "86" {
			local := len(digits) - n
			if local >= 7 && (n > 1 || local == 10) {
				return from, end, Abroad
			}
		}
	}
	return 0, 0, ""
}

// coordinate finds what a coordinate says beyond three decimals. A coordinate has four decimals or
// more, and a label or the other one beside it.
func (v numbers) coordinate(i int) (int, int, string) {
	if p := v.at(i - 1); p == '.' || isDigit(p) || isLetter(p) && p != 'N' && p != 'E' && p != 'n' && p != 'e' {
		return 0, 0, ""
	}
	whole, k := 0, i
	for isDigit(v.at(k)) && k-i < 4 {
		whole = 10*whole + int(v.at(k)-'0')
		k++
	}
	if k-i > 3 || whole > 180 || v.at(k) != '.' {
		return 0, 0, ""
	}
	decimals := v.decimals(k + 1)
	end := k + 1 + decimals
	if decimals < 4 || v.at(end) == '%' || v.at(end) == '.' || v.amount(i, end) {
		return 0, 0, ""
	}
	label := v.before(i, 12)
	named := containsAny(label, "经度", "纬度", "坐标", "定位", "东经", "北纬", "经纬", "gps", "lng", "lat", "lon", "位置")
	if !named && !v.beside(i, end, whole) {
		return 0, 0, ""
	}
	return k + 4, end, Position
}

// decimals counts the digits from k on.
func (v numbers) decimals(k int) (n int) {
	for n < 20 && isDigit(v.at(k+n)) {
		n++
	}
	return n
}

// beside says that the other one of a pair stands before or behind: 112.938888,28.228888.
func (v numbers) beside(i, end, whole int) bool {
	k := end
	for k-end < 3 && v.at(k) != 0 && strings.ContainsRune(" ,、/;", v.at(k)) {
		k++
	}
	n := k
	for n-k < 4 && isDigit(v.at(n)) {
		n++
	}
	inChina := func(degrees int) bool { return degrees >= 3 && degrees <= 136 }
	if k > end && n-k >= 1 && n-k <= 3 && v.at(n) == '.' && v.decimals(n+1) >= 4 && inChina(whole) {
		return true
	}
	k = i
	for i-k < 3 && k > 0 && strings.ContainsRune(" ,、/;", v.r[k-1]) {
		k--
	}
	n = k
	for n > 0 && k-n < 20 && isDigit(v.r[n-1]) {
		n--
	}
	return k < i && k-n >= 3 && v.at(n-1) == '.' && isDigit(v.at(n-2)) && inChina(whole)
}
