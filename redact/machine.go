package redact

import "strings"

// machines recognises numbers of devices and vehicles.
type machines struct{ *view }

func (v machines) machine(i int) (int, int, string) {
	for _, try := range []func(int) (int, int, string){v.mac, v.ip, v.chassis, v.imei} {
		if from, to, kind := try(i); kind != "" {
			return from, to, kind
		}
	}
	return 0, 0, ""
}

func isHex(r rune) bool { return isDigit(r) || upper(r) >= 'A' && upper(r) <= 'F' }

// mac reads six pairs of hexadecimal digits: 00:1A:2B:3C:4D:5E, with dashes too.
func (v machines) mac(i int) (int, int, string) {
	sep := v.at(i + 2)
	if sep != ':' && sep != '-' || !isHex(v.at(i)) || !isHex(v.at(i+1)) {
		if isHex(v.at(i)) && containsAny(v.before(i, 8), "mac", "物理地址") { // 001a2b3c4d5e, 001a.2b3c.4d5e
			n, k := 0, i
			for ; k-i < 18 && (isHex(v.at(k)) || v.at(k) == '.' || v.at(k) == '-'); k++ {
				if isHex(v.at(k)) {
					n++
				}
			}
			if n == 12 && !v.wordAt(k) {
				return i, k, Device
			}
		}
		return 0, 0, ""
	}
	for n := range 6 {
		at := i + 3*n
		if !isHex(v.at(at)) || !isHex(v.at(at+1)) || n < 5 && v.at(at+2) != sep {
			return 0, 0, ""
		}
	}
	if end := i + 17; !v.wordAt(end) && v.at(end) != sep {
		return i, end, Device
	}
	return 0, 0, ""
}

// ip reads four numbers up to 255 with points, and what is written with colons behind the word IP.
// The number of a version, a chapter or a clause stays.
func (v machines) ip(i int) (int, int, string) {
	label := strings.HasSuffix(v.labelBefore(i), "ip") ||
		containsAny(v.before(i, 10), "ip地址", "ipv4", "ipv6", "登录ip", "ip:")
	if label {
		k, colons := i, 0
		for k-i < 40 && (isHex(v.at(k)) || v.at(k) == ':') {
			if v.at(k) == ':' {
				colons++
			}
			k++
		}
		if colons >= 2 && k-i >= 6 && !v.wordAt(k) {
			return i, k, IP
		}
	}
	k, large, first := i, 0, 0
	for part := range 4 {
		start, n := k, 0
		for isDigit(v.at(k)) && k-start < 4 {
			n = 10*n + int(v.at(k)-'0')
			k++
		}
		if k == start || k-start > 3 || n > 255 || k-start > 1 && v.at(start) == '0' {
			return 0, 0, ""
		}
		if n >= 10 {
			large++
		}
		if part == 0 {
			first = n
		}
		if part < 3 {
			if v.at(k) != '.' {
				return 0, 0, ""
			}
			k++
		}
	}
	if v.wordAt(k) || v.at(k) == '.' && isDigit(v.at(k+1)) || v.at(i-1) == '.' || v.at(i-1) == '/' && v.at(i-2) == '/' {
		return 0, 0, ""
	}
	before := v.before(i, 6)
	if !label && (first < 100 || large < 1 || containsAny(before, "版本", "第", "条", "章", "v", "见",
		"图", "表") || v.hasOne(k, []string{"版", "节", "条", "章", "款", "项"}) > 0) {
		return 0, 0, ""
	}
	return i, k, IP
}

// chassis recognises the number of a vehicle's frame (GB 16735: 17 capitals and digits without I, O
// and Q), by a word that names it or by its check digit.
func (v machines) chassis(i int) (int, int, string) {
	const length = 17
	digits := 0
	for k := i; k < i+length; k++ {
		switch r := upper(v.at(k)); {
		case isDigit(r):
			digits++
		case !isLetter(r) || r == 'I' || r == 'O' || r == 'Q':
			return 0, 0, ""
		}
	}
	if digits < 3 || digits == length || v.wordAt(i+length) {
		return 0, 0, ""
	}
	named := containsAny(v.before(i, 14), "车架", "车辆识别", "vin", "大架号", "识别代号")
	if !named && (digits > 13 || orderLabel(v.labelBefore(i)) || !chassisCheck(v.r[i:i+length])) {
		return 0, 0, ""
	}
	return i, i + length, Chassis
}

// chassisCheck computes the ninth character of a vehicle's number.
func chassisCheck(r []rune) bool {
	const letters, values = "ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789"
	weights := [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i, c := range r {
		value := int(c - '0')
		if !isDigit(c) {
			at := strings.IndexRune(letters, upper(c))
			if at < 0 {
				return false
			}
			value = int(values[at] - '0')
		}
		sum += weights[i] * value
	}
	return upper(r[8]) == rune("0123456789X"[sum%11])
}

// imei reads the number of a mobile device behind a word that names it.
func (v machines) imei(i int) (int, int, string) {
	if !containsAny(v.before(i, 10), "imei", "meid", "串号", "设备号", "设备识别码", "序列号") {
		return 0, 0, ""
	}
	k, n := i, 0
	for k-i < 24 && (v.wordAt(k) || (v.at(k) == '-' || v.at(k) == ' ' || v.at(k) == '/') &&
		isDigit(v.at(k+1)) && n < 15) {
		if v.wordAt(k) {
			n++
		}
		k++
	}
	if n < 14 || n > 17 {
		return 0, 0, ""
	}
	return i, k, Device
}
