package redact

import "strings"

// phrase says that what a frame alone calls a name is a piece of a sentence: it begins with a word
// that stands before names, holds an everyday word, or its end cuts one. Most that stands behind a
// role or before a title is such.
func (v likes) phrase(j, k, strength, how, alike int) bool {
	switch {
	case how >= called || (how == speaking || how == wrote) && v.hadWord(j, callersBefore) > 0 &&
		(v.at(k) == '家' || v.hasWord(k, saying, false) > 0 || v.hasWord(k, writing, false) > 0):
		return false
	case strength > introduced:
		return v.shape(j, k) < -4
	case alike != unlike && alike <= -6, v.joins(k) || k-j == 2 && v.t.surnameWeight(v.r[j]) < 0 && v.foreignLikeness(j, k) < -1,
		v.leads(j) && (k-j == 2 || strength == introduced || v.likeness(j+1, k, strength) >= 0),
		v.hasWord(j, roleWords, false) > 0 || v.hasWord(j, introductionWords, false) > 0:
		return true
	}
	for i := j; i+1 < k; i++ {
		if v.t.isWord(v.r[i:i+2]) && (i == j || !v.t.givenNames.pair(v.r[i], v.r[i+1]) && !(i > j && how >= kinOf && v.known(j) && v.alikeGiven(i))) {
			return true
		}
	}
	return false
}

// rareAndShort says that two characters behind a role are a word, or begin with a surname that is more
// often another word: 乘客|太少, 书记|查清.
func (v likes) rareAndShort(j, k, strength int) bool {
	return k-j == 2 && (strength == roleBefore || strength == related) &&
		v.hadWord(j, selvesBefore) == 0 && (v.t.surnameWeight(v.r[j]) < 3 || v.t.isWord(v.r[j:k]))
}

// leads says that the character at j may be a word of its own before a name.
func (v sides) leads(j int) bool {
	r := v.at(j)
	return (begins(r) || prepositions.has(r)) && (r != '和' || isHan(v.at(j-1)))
}

// leadsOn says that the name begins only after the character at j, or is no more than a surname.
func (v likes) leadsOn(j, k, strength, how, alike int) bool {
	if strength > introduced {
		return false
	}
	if k-j > 2 && (v.leads(j) && strength < introduced || prepositions.has(v.r[j]) && strength == introduced) &&
		v.likeness(j+1, k, strength) > alike {
		return true
	}
	return strength < introduced && (how == titled || how == called || levels.has(v.at(k))) && v.addresses(j, k)
}

// addresses says that the runes j..k are a word and the surname of somebody with a title, who is
// spoken to or of: 谢谢|李书记, 和|周经理.
func (v likes) addresses(j, k int) bool {
	if v.t.surnameWeight(v.r[k-1]) < 4 {
		return false
	}
	first, second := v.r[j], v.r[j+1]
	switch k - j {
	case 2:
		return first == '祝' || v.leads(j)
	case 3:
		return strings.ContainsRune("向在祝往到给对帮替跟", second) || v.t.pair(first, second) &&
			(first == second || v.t.surnameWeight(first) < 4 && !v.t.givenNames.pair(second, v.r[k-1]))
	}
	return false
}
