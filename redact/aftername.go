package redact

// right says how strongly what stands at k speaks for a name up to k. It is asked for a place again
// and again, so the answer is kept.
func (v sides) right(k int) int {
	if k >= len(v.rights) {
		return v.rightOf(k)
	}
	if v.rights[k] == 0 {
		v.rights[k] = int8(v.rightOf(k) - unlike)
	}
	return int(v.rights[k]) + unlike
}

func (v sides) rightOf(k int) int {
	r := v.at(k)
	if !isHan(r) {
		switch {
		case isLetter(r):
			return maybe
		case v.numberAhead(k):
			return nearNumber
		case v.peopleAt(k + 1):
			return peopled
		case v.personAt(k + 1), r == ' ' && v.personAt(k+2):
			return sexed
		case r == ',' && (v.at(k+1) == '他' || v.at(k+1) == '她'):
			return referred
		case r == ',' && (v.homeAt(k+1) || v.hasWord(k+1, phoneLabelsAhead, false) > 0), r == ':' && v.at(k+1) == '我':
			return referred
		}
		return ended
	}
	switch {
	case r == '女' && v.at(k+1) == '士' || r == '先' && v.at(k+1) == '生':
		return called
	case levels.has(r) && v.at(k+1) == '长':
		return speaking // 龙华|区长
	case v.hasWord(k, titles, false) > 0:
		return titled
	case v.hasWord(k, possessions, false) > 0:
		return kinOf
	case v.hasWord(k, belongings, false) > 0:
		return owned
	case v.hasWord(k, kinWords, false) > 0:
		return kin
	case v.hasWord(k, sayings, false) > 0:
		return told
	case v.hasWord(k, deeds, false) > 0:
		return doing
	case v.hasWord(k, writing, false) > 0:
		return wrote
	case v.hasWord(k, saying, false) > 0:
		return speaking
	case v.hasWord(k, phoneLabelsAhead, false) > 0 && v.numberAhead(k):
		return nearNumber
	case v.has(k+2, "自治"):
		return placed
	case v.hasWord(k, endWords, true) > 0:
		return ended
	case compass.has(r) && afterCompass.has(v.at(k+1)),
		v.hasWord(k, organisations, false) > 0 || placeRunes.has(r) || v.hasWord(k, notAfterNames, false) > 0:
		return placed
	case v.hasWord(k, endWords, false) > 0, v.aged(k):
		return ended
	case r == '家' && behindHome.has(v.at(k+1)):
		return kin
	case softEnds.has(r) && persons.has(v.at(k+1)):
		return ended // 带我
	case softEnds.has(r) && !v.wordBegins(k):
		return maybe
	case results.has(v.at(k+1)) && !v.joins(k):
		return ended // 卷走
	case v.at(k+1) == '了' || v.at(k+1) == '过' || v.at(k+1) == '着' || v.wordBegins(k):
		return edge
	}
	return inside
}

// aged says that an age is told at k: 八十五了, 六岁.
func (v sides) aged(k int) bool {
	if !numerals.has(v.at(k)) || v.at(k) == '元' || numerals.has(v.at(k-1)) {
		return false
	}
	return v.at(k+1) == '十' && v.at(k+2) != '分' || v.at(k+1) == '岁' || v.at(k+2) == '岁'
}

// persons stand for somebody; results say what came of a deed.
var persons, results = runeSet("我你他她人"), runeSet("走掉伤死坏断倒")

// behindHome stand behind 家 where it is somebody's home.
var behindHome = runeSet("和与跟因在办有是的把被也都那住养盖占")

// housing ends the names of estates, roads and shops, and hardly any given name.
var housing, hardlyHousing = runeSet("园苑路街镇村区县市乡厂店邸郡墅院校弄巷府院馆办委科"), runeSet("城楼阁厦湾庭轩田塘桥湖港岛")

// divided ends the names of streets, towns and villages and no given name.
var divided = runeSet("街巷村镇县")

// notAfterNames make another word of what stands before them.
var notAfterNames = newLexicon([]string{"人民", "人士", "人家", "斯坦", "共和国"})

// personAt says that what is told of a person alone stands at i: 男, 汉族, 1965年生, 45岁.
func (v sides) personAt(i int) bool {
	if v.sexAt(i) || v.peopleAt(i) {
		return true
	}
	k := i
	for k-i < 4 && isDigit(v.at(k)) {
		k++
	}
	if k-i == 4 {
		return v.has(k, "年") && (v.has(k+1, "生") || v.has(k+1, "出生") || v.month(k+1) > 0)
	}
	return k-i == 2 && (v.has(k, "岁") || v.has(k, "周岁"))
}

// peopleAt says that the name of a people stands at i: 藏族.
func (v sides) peopleAt(i int) bool {
	for k := i; k-i < 5 && isHan(v.at(k)); k++ {
		if v.at(k) == '族' {
			return k > i && !isHan(v.at(k+1)) && v.at(i) != '民' && v.at(i) != '家'
		}
	}
	return false
}

// month steps over the month at i and, if one follows, the day; it answers where 生 or 出生 stands.
func (v sides) month(i int) int {
	k := i
	for k-i < 6 && (isDigit(v.at(k)) || v.at(k) == '月' || v.at(k) == '日') {
		k++
	}
	if k > i && (v.at(k) == '生' || v.has(k, "出生")) {
		return k
	}
	return 0
}

// homeAt says that where somebody is from stands at i, between commas: 那坡镇人.
func (v sides) homeAt(i int) bool {
	k := v.run(i)
	if k-i < 3 || k-i > 8 || v.at(k) != ',' && v.at(k) != '。' && v.at(k) != ')' || v.at(k-1) != '人' {
		return false
	}
	return levels.has(v.at(k-2)) || v.t.place(v.r[i:k-1])
}

// sexAt says that 男 or 女 stands at i as a word of its own: 张三，男，45岁.
func (v sides) sexAt(i int) bool {
	if r := v.at(i); r != '男' && r != '女' {
		return v.has(i, "性别")
	}
	r := v.at(i + 1)
	return r == 0 || r == ',' || r == '、' || r == ')' || r == ' ' || r == '。' || isDigit(r) || r == ']' || r == '\n'
}
