package redact

import "strings"

// lastWords reads a name that ends the text, but for a date, after the end of a sentence:
// 望解决。张三 2021年3月1日.
func (v names) lastWords(j int) (from, to int) {
	p := v.at(j - 1)
	if p == 0 && !v.dated(v.beforeDate(j)) || p == '\n' || p != 0 && !strings.ContainsRune("。!?；~… ,", p) {
		return 0, 0
	}
	k := v.beforeDate(j)
	dated := v.dated(k) || v.dateEnds(j)
	if p == ',' && v.at(k) == 0 && !dated || !dated && v.likeness(j, k, beginning)+nearNumber < enough {
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
	k := v.beforeDate(j)
	k -= v.hadWord(k, signOffs)
	if k-j < 2 || !v.mayBegin(j) && !v.startsSlot(j) || !v.lastLine(k) || isDigit(v.at(k)) && !v.dated(k) ||
		v.hasWord(j, introductionWords, false) > 0 || v.hasWord(j, roleWords, false) > 0 {
		return 0, 0
	}
	how := ended
	if v.dated(k) || v.dateEnds(j) {
		how = told
	}
	if v.weigh(j, k, strength, how)-v.housing(k, beginning) < enough {
		return 0, 0
	}
	return j, k
}

// beforeDate is the end of the run of characters from j on, or where in it a date begins.
func (v sides) beforeDate(j int) int {
	k := v.run(j)
	for i := j + 2; i <= k; i++ {
		if (i == k || numerals.has(v.at(i))) && v.dated(i) {
			return i
		}
	}
	return k
}

// numerals write dates.
var numerals = runeSet("〇零一二三四五六七八九十元正腊")

// dated says that a date follows at k: a year and more, or a day of the year.
func (v sides) dated(k int) bool {
	for r := v.at(k); r == ' ' || r == '\n' || r == ',' || r == '。' || r == '('; r = v.at(k) {
		k++
	}
	k += v.hasOne(k, []string{"于", "写于", "书于"})
	from := k
	for isDigit(v.at(k)) || numerals.has(v.at(k)) {
		k++
	}
	switch n := k - from; v.at(k) {
	case '年', '-', '.', '/':
		return n == 4 || n == 2 && v.at(k) == '年' && v.lastLine(k)
	case '月':
		return n > 0 && n < 4 && v.day(k+1) && v.lastLine(k)
	}
	return false
}

// day says that the day of a month stands at k: 12日, 初八.
func (v sides) day(k int) bool {
	if v.at(k) == '初' {
		return numerals.has(v.at(k + 1))
	}
	from := k
	for isDigit(v.at(k)) || numerals.has(v.at(k)) {
		k++
	}
	return k > from && (v.at(k) == '日' || v.at(k) == '号')
}

// dateEnds says that a date ends before j: 2024年5月6日，张三.
func (v sides) dateEnds(j int) bool {
	for n := 0; n < 2 && (v.at(j-1) == ' ' || v.at(j-1) == ','); n++ {
		j--
	}
	r := v.at(j - 2)
	return (v.at(j-1) == '日' || v.at(j-1) == '号') && (isDigit(r) || numerals.has(r))
}

// lastLine says that after k comes nothing, or a date.
func (v sides) lastLine(k int) bool {
	for n := 0; n < 40; n++ {
		r := v.at(k)
		if r == 0 {
			return true
		}
		if !isDigit(r) && !strings.ContainsRune(" \n\t敬谨呈拜上启写书于晚早上下午初元正腊春夏秋冬()年月日号时分:-./,。一二三四五六七八九十〇零", r) {
			rest := v.run(k)
			return n > 6 && rest-k <= 6 && (v.at(rest) == 0 || v.at(rest) == '。' && v.at(rest+1) == 0)
		}
		k++
	}
	return false
}

// signOffs stand behind the name of who signs.
var signOffs = newEndLexicon(strings.Fields(`敬上 谨上 敬呈 呈上 拜上 敬启 谨启 呈`))
