package redact

import "strings"

// numberBefore says that the number of a telephone or card ends before i.
func (v sides) numberBefore(i int) bool {
	if v.at(i-1) == ']' {
		for _, m := range numberMasks {
			if n := len([]rune(m)); i-n >= 0 && v.has(i-n, m) {
				return true
			}
		}
		return false
	}
	n := 0
	for isDigit(v.at(i - 1 - n)) {
		n++
	}
	return n >= 7 && n <= 18
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
	if v.at(k) == '[' {
		return v.hasOne(k, numberMasks) > 0
	}
	n := 0
	for i := k; i < k+20 && (isDigit(v.at(i)) || (v.at(i) == ' ' || v.at(i) == '-' || isMask(v.at(i))) && n > 1); i++ {
		if isDigit(v.at(i)) || isMask(v.at(i)) {
			n++
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
	if from, to := v.names().upTo(k); to > 0 {
		v.floor = to
		return append(hits, v.hit(from, to, Name))
	}
	return hits
}

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
