package redact

import (
	"strings"
)

// names recognises private persons' names by what they are made of and by what stands around them.
// The two are weighed together: a sure introduction needs little likeness, a name that only stands
// at the beginning of a clause much.
type names struct{ likes }

// name recognises the name after an introduction, or the one before a word that follows names.
func (v names) name(i int) (from, to int, kind string) {
	if n := v.hasWord(i, namingWords, false); n > 0 && !((v.at(i) == '的' || v.at(i+n-1) == '名') && v.joins(i+n)) {
		if from, to = v.behind(i+n, named); to > 0 {
			return from, to, Name
		}
	}
	if n := v.hasWord(i, introductionWords, false); n > 0 && !v.morePerson(i+n) && !v.longerWord(i+n) {
		if from, to = v.behind(i+n, introduced); to > 0 {
			return from, to, Name
		}
	}
	if n := v.hasWord(i, roleWords, false); n > 0 && !v.has(i-1, "妇女儿童") && !v.longerWord(i+n) &&
		!(v.at(i+n-1) == '工' && v.joins(i+n)) && v.at(i+n-1) != v.at(i+n) {
		j, strength := v.further(i + n)
		if strength == roleBefore && v.relationBefore(j) {
			strength = related
		}
		if from, to = v.behind(j, strength); to > 0 {
			return from, to, Name
		}
	}
	if n := v.hasWord(i, formWords, false); n > 0 && v.at(i+n) == ':' {
		if from, to = v.behind(i+n, introduced); to > 0 {
			return from, to, Name
		}
	}
	if n := v.hasWord(i, blameWords, false); n > 0 {
		if from, to = v.behind(i+n, blamed); to > 0 {
			return from, to, Name
		}
	}
	if v.follows(i) {
		if from, to = v.upTo(i); to > 0 {
			return from, to, Name
		}
	}
	if from, to = v.besideSign(i); to > 0 {
		return from, to, Name
	}
	return 0, 0, ""
}

// besideSign reads the name beside a bracket, a mark of a list or a single character.
func (v names) besideSign(i int) (from, to int) {
	switch r := v.at(i); {
	case r == '(' || r == '【', r == '-' && v.at(i-1) == '-':
		if from, to = v.enclosed(i); to > 0 {
			return from, to
		}
		if r == '(' && v.personAt(i+1) {
			if from, to = v.upTo(i); to > 0 {
				return from, to
			}
		}
	case r == '\n':
		if from, to = v.signature(i + 1); to > 0 {
			return from, to
		}
	case r == '叫' && !isHan(v.at(i-1)) && i > 0:
		if from, to = v.behind(i+1, introduced); to > 0 {
			return from, to
		}
	case r == '人':
		if from, to = v.ofWord(i); to > 0 {
			return from, to
		}
	case r == '、':
		if from, to = v.listed(i); to > 0 {
			return from, to
		}
	case r == '[' && v.has(i, masks[Name]):
		if from, to = v.listed(i + len(nameMask)); to > 0 {
			return from, to
		}
	case r == '/':
		if from, to = v.byline(i); to > 0 {
			return from, to
		}
		if from, to = v.listed(i); to > 0 {
			return from, to
		}
	case agents.has(r):
		if r == '代' && isHan(v.at(i-1)) {
			break // 当代, 代代
		}
		if from, to = v.best(i+1, preposed); to > 0 && (r != '让' && !v.joins(i+1) || v.right(to) == doing) {
			return from, to
		}
	}
	return 0, 0
}

// longerWord says that the two characters before j and the one at j are a word: 摄影|师, 原告|席.
func (v sides) longerWord(j int) bool { return j > 1 && j < len(v.r) && v.t.has(v.r[j-2:j+1]) }

// agents stand before whoever did something.
var agents = runeSet("被由找让代")

// morePerson says that the 人 before i is only the beginning of a word: 人员, 人口.
func (v names) morePerson(i int) bool {
	if v.foreignLikeness(i, min(i+2, len(v.r))) >= 4 {
		return false // 嫌疑人|才让卓玛
	}
	return v.at(i-1) == '人' && v.joins(i) && strings.ContainsRune("员口才士群流民", v.at(i))
}

var (
	namingWords       = newLexicon(namings)
	introductionWords = newLexicon(introductions)
	roleWords         = newLexicon(roles)
	blameWords        = newLexicon(blames)
	formWords         = newLexicon(onForms)
	callersBefore     = newEndLexicon(callers)
	selvesBefore      = newEndLexicon(selves)
)

// follows says that at i there is what may follow a name, so that one is looked for before it.
func (v names) follows(i int) bool {
	if !isHan(v.at(i - 1)) {
		if r := v.at(i); r == '男' || r == '女' || r == '性' {
			return v.sexAt(i) && v.at(i-1) != 0
		}
		return false
	}
	if v.at(i) == '的' || v.at(i) == '之' {
		return v.hasWord(i, possessions, false) > 0 || v.hasWord(i, belongings, false) > 0
	}
	if v.at(i) == '家' && behindHome.has(v.at(i+1)) {
		return true
	}
	return v.hasWord(i, titles, false) > 0 || v.hasWord(i, kinWords, false) > 0 ||
		v.hasWord(i, sayings, false) > 0 || v.hasWord(i, saying, false) > 0 || v.hasWord(i, belongings, false) > 0
}

// further steps over more words that introduce: 我儿子叫…, 本人姓名：…, 我是业主….
func (v names) further(j int) (int, int) {
	strength := roleBefore
	start := j
	for n, more := 0, true; more && n < 4; n++ {
		more = false
		if w := v.hasOne(j, []string{"名字叫", "名叫", "叫做", "叫", "姓名"}); w > 0 {
			j, strength, more = j+w, named, true
		} else if w := v.hasWord(j, introductionWords, false); w > 0 {
			j, strength, more = j+w, max(strength, introduced), true
		} else if w := v.hasWord(j, roleWords, false); w > 0 && strength == roleBefore {
			j, more = j+w, true
		} else if v.at(j) == '是' && strength == roleBefore && j == start {
			j, more = j+1, true
		}
	}
	return j, strength
}

// behind reads a name that begins at j or after a colon there.
func (v names) behind(j, strength int) (from, to int) {
	colon := false
	for n := 0; n < 5; n++ {
		switch r := v.at(j); {
		case r == ':' || r == '=' || r == '】' || r == '|':
			colon = true
			j++
			continue
		case r == ' ' || r == '(' || r == '"' || r == '“' || r == '\t' || r == '【' || r == '「' ||
			r == '*' && v.at(j+1) != '*':
			j++
			continue
		case strength >= introduced && (r == '为' || r == '是' || r == '叫') || colon && r == '_':
			j++
			continue
		}
		break
	}
	if v.hasWord(j, notNames, colon || strength >= named) > 0 {
		return 0, 0
	}
	if colon {
		if to = v.spacedName(j); to > 0 {
			return j, to
		}
		strength += colonAfter
	}
	if from, to = v.best(j, strength); to > 0 || strength < introduced {
		return from, to
	}
	if from, to = v.pastPlace(j); to > 0 && colon {
		return from, to
	}
	if colon || strength == named && !begins(v.at(j)) &&
		(v.t.surnameWeight(v.at(j)) >= 0 || v.foreignLikeness(j, v.run(j)) != unlike) {
		return v.unlikely(j)
	}
	return 0, 0
}

// best reads the likeliest name that begins at j, if what stands around it and its likeness are enough.
func (v names) best(j, strength int) (from, to int) {
	return v.bestOf(j, strength, enough)
}

// bestOf is best with the sum that is enough.
func (v names) bestOf(j, strength, enough int) (from, to int) {
	if j < v.floor || !v.mayBegin(j) && !v.startsSlot(j) && (strength < introduced || !isHan(v.at(j)) ||
		!isHan(v.at(j+1)) || strictlyNone.has(v.at(j)) && !v.mayBegin(j) || v.at(j) == '人') {
		return 0, 0
	}
	most, reach := enough-1, hanLongest
	if strength < introduced && !v.t.beginsCompound(v.r[j]) {
		reach = 4 // no Han name is longer
	}
	for k := j + 1; k-j < 24 && (isHan(v.at(k-1)) || v.at(k-1) == '·'); k++ {
		if k-j < 2 || v.at(k-1) == '·' {
			continue
		}
		if k-j > reach && !v.mayBeLong(j, k) {
			break
		}
		how := v.right(k)
		if (how == inside || how == placed && v.wordBegins(k)) && strength >= preposed && v.ownUnits(j, k) {
			how = maybe // 托人找旺扎|修车, 司机尔古阿呷|路上
		}
		if how < ended && how > placed && (strength == roleBefore || strength == related) &&
			v.strange(j, k) && v.hadWord(j, selvesBefore) == 0 {
			how = ended // 邻居佟铁山|养狗扰民
		}
		if how == placed && strength >= introduced && v.likeness(j, k, strength) >= surely {
			how = maybe // 报修人张三小区…: the next column of a form
		}
		if how < inside && strength < introduced {
			continue
		}
		sum := v.weigh(j, k, strength, how)
		if how < maybe && strength < introduced && sum-strength-how < surely || sum < most {
			continue
		}
		if sum -= v.cuts(j, k) + v.leftOver(k) + v.housing(k, strength); sum >= most &&
			strength < introduced && v.firm(k) && v.foreignLikeness(j, k) < 6 {
			sum -= doubted
		}
		if sum >= most {
			most, to = sum, k
			if sum < enough {
				to = 0
			}
		}
	}
	if to == 0 || v.isAddress(to) || v.placeAt(j) ||
		to-j == 2 && strength < named && v.hasWord(j, roleWords, true) == 2 {
		return 0, 0
	}
	v.bestSum = most
	return j, to
}

// mayBegin is a quick look whether a name can begin at j.
func (v likes) mayBegin(j int) bool {
	r := v.at(j)
	if !isHan(r) || strictlyNone.has(r) && !((v.has(j, "的日") || v.has(j, "的莫")) && !v.t.pair(v.at(j+1), v.at(j+2))) &&
		!v.has(j, "的惹") || !isHan(v.at(j+1)) && v.at(j+1) != '·' {
		return false
	}
	if r >= 1<<16 {
		return false
	}
	t := v.t
	if t.surname[r] != noSurname || t.starts.has(r) {
		return true
	}
	return t.beginsCompound(r) || v.hasDot(j)
}

// hasDot says that a middle dot stands in the word at j.
func (v sides) hasDot(j int) bool {
	for k := j; k < j+8; k++ {
		if v.at(k) == '·' {
			return k > j
		}
		if !isHan(v.at(k)) {
			return false
		}
	}
	return false
}

// unlikely reads what looks like no name, between 姓名： and a hard end.
func (v names) unlikely(j int) (from, to int) {
	k := j
	for isHan(v.at(k)) && k-j < 5 && !strictlyNone.has(v.at(k)) {
		k++
	}
	if n := k - j; n < 2 || n > 4 || n == 4 && v.t.pair(v.at(k-2), v.at(k-1)) || isHan(v.at(k)) ||
		v.at(k) == '·' || placeRunes.has(v.at(k-1)) ||
		v.isAddress(k) || v.at(k) != 0 && isDigit(v.at(k)) {
		return 0, 0
	}
	if v.hasWord(j+1, titles, true) > 0 || v.hasWord(j, roleWords, true) == k-j || v.t.has(v.r[j:k]) &&
		(k-j != 2 || v.t.surnameWeight(v.at(j)) < 0) {
		return 0, 0
	}
	for x := j + 1; x < k; x++ {
		if neverGiven.has(v.at(x)) {
			return 0, 0
		}
	}
	return j, k
}
