package redact

import "strings"

// spoken recognises a mobile number written out in characters: 一三八零零零零零零零零.
func (v *view) spoken(i int) (int, int, string) {
	const numerals = "零〇○O一幺二三四五六七八九两壹贰叁肆伍陆柒捌玖"
	if strings.ContainsRune(numerals, v.at(i-1)) && v.at(i-1) != 0 {
		return 0, 0, ""
	}
	k := i
	for v.at(k) != 0 && strings.ContainsRune(numerals, v.at(k)) {
		k++
	}
	if k-i != 11 || !strings.ContainsRune("三四五六七八九", v.at(i+1)) {
		return 0, 0, ""
	}
	return i, k, Mobile
}
