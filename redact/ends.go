package redact

// pastPlace reads the name that follows where its owner is from or who he is, which begins at j:
// 来信人：呼伦贝尔 [敖登], 署名：一个母亲，[吉木乌果].
func (v names) pastPlace(j int) (from, to int) {
	k := v.run(j)
	if k-j < 2 || v.at(k) != ' ' && v.at(k) != ',' || !isHan(v.at(k+1)) {
		return 0, 0
	}
	if !v.placeEnds(k) && v.hadWord(k, rolesBefore) == 0 {
		return 0, 0
	}
	return v.best(k+1, introduced)
}

// placeEnds says that the name of a place ends before k.
func (v sides) placeEnds(k int) bool {
	return placeRunes.has(v.at(k-1)) || v.t.place(v.r[k-2:k]) || k > 2 && v.t.place(v.r[k-3:k]) ||
		k > 3 && v.t.place(v.r[k-4:k])
}

// ownUnits says that the runes j..k are written in the units of one people and no word of the
// language lies across their end.
func (v likes) ownUnits(j, k int) bool {
	if !v.ownSounds(j) || v.joins(k) {
		return false
	}
	for i := k; i < k+4 && isHan(v.at(i)); i++ {
		if i > k && housing.has(v.at(i)) || divisions.has(v.at(i)) {
			return false // 洛俄|依甘乡, 金甲|冲路
		}
	}
	if k-j == 2 && k < len(v.r) && v.t.has(v.r[j:k+1]) {
		return false // 哈尔|滨
	}
	return v.foreignLikeness(j, k) >= 4 && (k-j > 2 || !v.t.isWord(v.r[j:k]))
}

// ownSounds is a quick look whether one people writes its names with the two characters at j.
func (v likes) ownSounds(j int) bool {
	a, b := v.at(j), v.at(j+1)
	return a < 1<<16 && b < 1<<16 && v.t.writes[a]&v.t.writes[b] != 0
}

// ownStart says that a name in one people's own units may begin at j.
func (v likes) ownStart(j int) bool {
	if !v.ownSounds(j) {
		return false
	}
	for k := j + 2; k <= j+4 && k <= len(v.r) && isHan(v.r[k-1]); k++ {
		if v.ownUnits(j, k) {
			return true
		}
	}
	return false
}

// strange says that the runes j..k are a surname and two characters of which no two, nor those at the
// ends with what stands beside, are a word.
func (v likes) strange(j, k int) bool {
	if k-j != 3 || v.run(j) < k || v.t.surnameWeight(v.r[j]) < 4 || begins(v.r[j]) || v.r[j] == '于' {
		return false
	}
	for i := j; i <= k; i++ {
		if i > j && neverGiven.has(v.at(i)) && i < k || v.joins(i) && i > j {
			return false
		}
	}
	return true
}

// placeAt says that a place with the word for what it is stands at j: 林芝市.
func (v sides) placeAt(j int) bool {
	for k := j + 2; k <= j+4 && k < len(v.r) && isHan(v.r[k]); k++ {
		if divisions.has(v.r[k]) && v.t.place(v.r[j:k]) {
			return true
		}
	}
	return false
}

// divisions end the names of places that an office governs.
var divisions = runeSet("省市区县镇乡州盟旗")

// cuts is what speaks against an end at k because the last character and the next are one word.
func (v likes) cuts(j, k int) int {
	if !isHan(v.at(k)) {
		return 0
	}
	if k-j > 3 && v.t.has(v.r[k-2:k+1]) {
		return 6 // 阿勒泰布尔|津
	}
	if k-j > 3 && v.foreignLikeness(j, k) > v.foreignLikeness(j, k-1)+1 {
		return 0 // 努尔买买提|问
	}
	if v.hasWord(k-1, endWords, true) > 0 || v.hasWord(k-1, saying, true) > 0 ||
		v.hasWord(k-1, titles, true) > 0 || v.hasWord(k-1, organisations, true) > 0 {
		return 6
	}
	return 0
}

// leftOver is what speaks against an end at k because one character is left there that is no word, or
// one too many is taken.
func (v sides) leftOver(k int) int {
	if oneTooMany.has(v.at(k - 1)) {
		return 2
	}
	if isHan(v.at(k)) && !isHan(v.at(k+1)) && !aloneBehind.has(v.at(k)) {
		return 4
	}
	return 0
}

var oneTooMany, aloneBehind = runeSet("于因系要"), runeSet("说称讲问等的了诉男女住电在写于因系要想")

// housing is what speaks against a name that ends like an estate or a road.
func (v sides) housing(k, strength int) int {
	switch r := v.r[k-1]; {
	case v.hasWord(k-2, herding, true) > 0:
		return 14
	case divided.has(r) && strength != introduced:
		return 14
	case strength < introduced && landmark.has(r) && v.at(k-2) == '家':
		return 8 // 吕家冲
	case strength >= introduced:
		return 0
	case housing.has(r):
		return 8
	case hardlyHousing.has(r):
		return 4
	}
	return 0
}

// herding ends the names of places where herds are kept.
var herding = newLexicon([]string{"嘎查", "苏木", "牧场", "草场", "草原"})

// isAddress says that what ends at k is an estate before the number of a building.
func (v sides) isAddress(k int) bool {
	_, _, parts := v.chain(k)
	return parts > 0
}
