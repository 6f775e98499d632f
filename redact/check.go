package redact

import "strings"

// validID says whether 18 characters are an identity number (GB 11643-1999): province,
// date of birth and the MOD 11-2 check character. Dates from 1800 on count, because test
// material uses birth years that were never issued.
func validID(s string) bool {
	return len(s) == 18 && plausibleID(s) && checkID(s) == s[17]
}

// plausibleID looks at province and date of an 18-digit number only.
func plausibleID(s string) bool {
	return idProvince(s[:2]) && s[6:8] >= "18" && s[6:8] <= "20" && monthDay(s[10:14])
}

func checkID(s string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// plausibleOldID looks at the 15-digit number of before 1999, which has no check digit.
func plausibleOldID(s string) bool {
	return len(s) == 15 && idProvince(s[:2]) && s[:2] != "91" && s[2:6] != "0000" && monthDay(s[8:12])
}

// idProvince knows the first two digits of GB/T 2260, with 81 82 83 (residence permits of
// Hong Kong, Macao and Taiwan people) and 91 (permanent residence).
func idProvince(s string) bool {
	return strings.Contains(" 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 ", " "+s+" ")
}

func monthDay(s string) bool {
	m, d := int(s[0]-'0')*10+int(s[1]-'0'), int(s[2]-'0')*10+int(s[3]-'0')
	days := [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return m >= 1 && m <= 12 && d >= 1 && d <= days[m]
}

// luhn checks the last digit of a bank card.
func luhn(s string) bool {
	sum := 0
	for i := 0; i < len(s); i++ {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// validOrganisation says whether s is a 统一社会信用代码 (GB 32100-2015): not personal, though
// it may look like an identity number.
func validOrganisation(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := 0; i < 17; i++ {
		c := strings.IndexByte(alphabet, s[i])
		if c < 0 {
			return false
		}
		sum += c * weight
		weight = weight * 3 % 31
	}
	return strings.IndexByte(alphabet, s[17]) == (31-sum%31)%31
}

// areaCode says whether s is a long-distance code: 010, 02x, or four digits whose first
// three are in use.
func areaCode(s string) bool {
	switch len(s) {
	case 3:
		return s == "010" || (s[:2] == "02" && s[2] != '6')
	case 4:
		return s[0] == '0' && strings.Contains(" 31 33 34 35 37 39 41 42 43 45 46 47 48 51 52 53 54 55 56 57 58 59 63 66 69 70 71 72 73 74 75 76 77 79 81 82 83 85 87 88 89 90 91 93 94 95 97 99 ", " "+s[1:3]+" ")
	}
	return false
}

// orderLabel says that the words before a number call it the number of an order, a
// document or a thing.
func orderLabel(label string) bool {
	return endsWithAny(label, "单号", "编号", "文号", "案号", "票号", "水号", "理号", "批号", "序号", "同号码", "单号码", "件号", "户号",
		"表号", "学号", "工号", "期号", "档号", "架号", "机号码", "备号", "书号", "可证号", "册号", "税号", "识别号", "条码", "形码", "订单", "工单",
		"运单", "快递单", "信用代码", "机构代码", "代码", "编码", "验证码", "取件码", "追溯码", "查询码", "备案号", "合同号", "回执号", "登记号",
		"发票", "流水", "项目号", "标号", "产品号", "型号", "邮编", "isbn", "no", "编号为", "字第", "凭证号", "交易号", "包裹号", "保单") &&
		!endsWithAny(label, "手机号码", "电话号码", "身份证件号", "证件号", "证件编号", "身份证编号", "司机号码")
}
