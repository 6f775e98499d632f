package redact

import "strings"

// ofOnePerson are the kinds of numbers beside which their owner's name stands.
var ofOnePerson = map[string]bool{IDCard: true, Passport: true, Permit: true, Mobile: true, Landline: true, BankCard: true, WeChat: true, QQ: true, Email: true}

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
	if from, to := (names{v}).upTo(k); to > 0 {
		v.floor = to
		return append(hits, v.hit(from, to, Name))
	}
	return hits
}

// labelsBack steps back over what stands between a name and its number.
func (v *view) labelsBack(i int) int {
	for n := 0; n < 3; n++ {
		for m := 0; m < 3 && i > v.floor && strings.ContainsRune(" \t:,(、/-+*", v.r[i-1]); m++ {
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
	if from, to := (names{v}).best(j, nearNumber); to > 0 && (j > i || !isHan(v.at(to))) {
		v.floor = to
		return append(hits, v.hit(from, to, Name))
	}
	return hits
}
