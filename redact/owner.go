package redact

import "strings"

// numberBefore says that the number of a telephone or card ends before i, or what stands for one.
func (v sides) numberBefore(i int) bool {
	if v.at(i-1) == '的' { // 尾号4521的|张三
		i--
	}
	if r := v.at(i - 1); r == ']' || r == '】' || r == ')' {
		for j := i - 2; j >= 0 && i-j < 10; j-- {
			if r := v.at(j); r == '[' || r == '【' || r == '(' {
				return v.numberMask(j)
			}
		}
		return false
	}
	n := 0
	for n <= 18 && (isDigit(v.at(i-1-n)) || isMask(v.at(i-1-n))) {
		n++
	}
	return n >= 7 && n <= 18 || n == 4 && v.has(i-6, "尾号")
}

// numberMask says that in the bracket at i there is what stands for a number: [手机号], 【电话】.
func (v sides) numberMask(i int) bool {
	return v.hasWord(i+1, phoneLabelsAhead, false) > 0 || v.hasOne(i, numberMasks) > 0
}

// numberAhead says that the number of a telephone or card follows at k, perhaps after its label.
func (v sides) numberAhead(k int) bool {
	fill := func(most int) {
		for n := 0; n < most && besideNumbers.has(v.at(k)); n++ {
			k++
		}
	}
	fill(3)
	if n := v.hasWord(k, phoneLabelsAhead, false); n > 0 {
		k += n
		fill(3)
	}
	switch v.at(k) {
	case '[', '【':
		return v.numberMask(k)
	case '尾':
		return v.at(k+1) == '号' && isDigit(v.at(k+2))
	}
	n := 0
	for i := k; i < k+20; i++ {
		switch r := v.at(i); {
		case isDigit(r) || isMask(r):
			n++
		case (r != ' ' && r != '-') || n < 2:
			return n >= 7
		}
	}
	return n >= 7
}

// ofOnePerson are the kinds of numbers beside which their owner's name stands.
var ofOnePerson = map[string]bool{IDCard: true, Passport: true, Permit: true, Mobile: true,
	Landline: true, Abroad: true, Social: true, BankCard: true, WeChat: true, QQ: true, Email: true}

// maskAt answers the length in runes of the mask of a number that stands at i, or 0.
func (v *view) maskAt(i int) int {
	if v.at(i) != '[' {
		return 0
	}
	return v.hasOne(i, numberMasks)
}

// owner adds the name that stands before a number at i, if one does.
func (v *view) owner(hits []hit, i int) []hit {
	k := v.labelsBack(i)
	if k-2 < v.floor || k == 0 || !isHan(v.at(k-1)) {
		return hits
	}
	from, to := v.names().upTo(k)
	if to == 0 {
		from, to = v.names().beforePlace(k)
	}
	if to == 0 {
		return hits
	}
	v.floor = to
	return append(hits, v.hit(from, to, Name))
}

// beforePlace reads the name that begins a sentence, before where its owner lives, which ends at k:
// 扎西措，架科底，[手机号].
func (v names) beforePlace(k int) (from, to int) {
	for k--; k > v.floor && isHan(v.at(k)); k-- {
	}
	if v.at(k) != ',' {
		return 0, 0
	}
	for j := k - 2; j >= v.floor && k-j <= longest && isHan(v.r[j]); j-- {
		p := v.at(j - 1)
		if isHan(p) || p == ',' || isDigit(p) || isLetter(p) || !v.mayBegin(j) {
			continue
		}
		if v.likeness(j, k, beginning) >= besidePlace {
			return j, k
		}
	}
	return 0, 0
}

// besidePlace is the likeness from which a name may stand away from its number.
const besidePlace = 4

// labelsBack steps back over what stands between a name and its number.
func (v *view) labelsBack(i int) int {
	for n := 0; n < 3; n++ {
		for m := 0; m < 3 && i > v.floor && besideNumbers.has(v.r[i-1]); m++ {
			i--
		}
		w := v.hadWord(i, phoneLabelsBefore)
		if w == 0 {
			break
		}
		i -= w
	}
	return i
}

var phoneLabelsBefore = newEndLexicon(phoneLabels)

// ownerBehind adds the name that stands behind a number that ends at i, if one does, and moves the
// floor behind it.
func (v *view) ownerBehind(hits []hit, i int) []hit {
	j := i
	for n := 0; n < 3 && v.at(j) != 0 && strings.ContainsRune(" ,:(、/-", v.at(j)); n++ {
		j++
	}
	if from, to := v.names().best(j, nearNumber); to > 0 && (j > i || !isHan(v.at(to))) {
		v.floor = to
		return append(hits, v.hit(from, to, Name))
	}
	return hits
}
