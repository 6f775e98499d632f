package redact

import "strings"

// bareEnough is what the sum of a name must reach that no word introduces. It is more than enough,
// since there are far more such places than introductions.
const bareEnough = 11

// bare reads a name that begins at j with no word before it that introduces one: at the beginning of
// a clause, after 的 or after a word for a person that no list has. What it is made of decides.
func (v names) bare(j int) (from, to int) {
	if j < v.floor || !v.mayBare(j) || v.joins(j) {
		return 0, 0
	}
	strength, foreign := 0, 0
	switch p := v.at(j - 1); {
	case p == 0 || !isHan(p) && !isLetter(p) && !isDigit(p):
		if from, to = v.lastWords(j); to > 0 {
			return from, to
		}
		strength = v.left(j)
		if v.ofList(j) {
			strength = nearNumber
		}
	case (p == '有' || p == '是' || p == '为') && v.ofList(j):
		strength = nearNumber
	case p == '的':
		strength = v.left(j)
		if v.selfAhead(j) {
			strength = nearNumber
		} else if v.ours(j) {
			strength = roleBefore
		} else if v.ownStart(j) || v.clauseBefore(j-1) && v.strange(j, j+3) && v.right(j+3) >= ended {
			strength = roleBefore // 被骗的|卓嘎
		} else if v.placeBefore(j - 1) {
			strength = beginning
		}
	case personEnds.has(p), workEnds.has(p) && v.wordEnds(j):
		strength = beginning
	case leading.has(p), v.has(j-2, "一下"), v.has(j-2, "通过"):
		strength = v.left(j)
	case (v.strange(j, j+3) || v.ownStart(j)) && (v.wordEnds(j) || lone.has(p)):
		strength = beginning // 主播|佟铁山
		foreign = 2
	case isHan(p) && v.ownSounds(j) && v.foreignLikeness(j, j+3) >= 6:
		strength = beginning // 为了|阿古拉
		foreign = 2
	default:
		return 0, 0
	}
	if v.t.has(v.r[j:min(j+2, len(v.r))]) &&
		v.t.writes[v.r[j]&0xffff]&v.t.writes[v.at(j+1)&0xffff]&v.t.writes[v.at(j+2)&0xffff] == 0 || // 桂林洋, 于凌晨
		begins(v.r[j]) && v.t.pair(v.at(j+1), v.at(j+2)) && !v.t.givenNames.pair(v.at(j+1), v.at(j+2)) {
		strength -= 3
	}
	enough := bareEnough
	if foreign > 0 && !v.ownStart(j) {
		foreign = 0
	}
	enough -= foreign
	if p := v.at(j - 1); (leading.has(p) || !isHan(p) && isHan(v.at(j+2))) && !begins(v.r[j]) &&
		v.foreignLikeness(j, j+2) >= 4 {
		enough-- // 旺扎昨天夜里
		if leading.has(p) && v.ownStart(j) {
			enough -= 2 // 去找旺扎修车
		}
	}
	from, to = v.bestOf(j, strength, enough)
	if to > 0 && v.bestSum < enough+v.doubt(from, to)+v.unsure(from, to, strength) {
		return 0, 0
	}
	return from, to
}

// unsure is what a name of no people's own units lacks behind a word that stands before anything.
func (v names) unsure(from, to, strength int) int {
	p := v.at(from - 1)
	if strength > preposed || !leading.has(p) && !workEnds.has(p) && p != '下' && (p != '的' || strength < beginning) ||
		v.foreignLikeness(from, to) >= 6 || v.right(to) == referred {
		return 0
	}
	switch {
	case to-from > 2:
		return 2
	case v.foreignLikeness(from, to) >= 4:
		return 0
	}
	return 5
}

// clauseBefore says that what stands before i is more than a word: 去年在山里失踪|的.
func (v sides) clauseBefore(i int) bool {
	for n := 1; n <= 5; n++ {
		if !isHan(v.at(i - n)) {
			return false
		}
	}
	return true
}

// placeBefore says that the name of a place ends before i.
func (v sides) placeBefore(i int) bool {
	return i > 1 && (levels.has(v.at(i-1)) || v.t.place(v.r[i-2:i]) || i > 2 && v.t.place(v.r[i-3:i]))
}

// doubt is what speaks against a bare name j..k because of what it ends with or what stands around it.
func (v names) doubt(j, k int) int {
	sum := 0
	if landmark.has(v.r[k-1]) && !(v.at(j-1) == '的' && v.selfAhead(j)) {
		sum += landmarkAgainst
	}
	if strings.ContainsRune("“\"《「‘", v.at(j-1)) && strings.ContainsRune("”\"》」’、", v.at(k)) {
		sum += doubted / 2 // a brand or a firm
	}
	switch how := v.right(k); {
	case how == inside && v.joins(k):
		sum += doubted // 桑梓卫|生院
	case how < ended && k-j == 2:
		sum++
	}
	if k-j == 3 && v.t.pair(v.r[j+1], v.r[j+2]) && !v.t.givenNames.pair(v.r[j+1], v.r[j+2]) &&
		v.hasWord(j+1, titles, false) == 0 {
		sum += 2 // 零利润
	}
	return sum
}

// selfAhead says that before j it is told who somebody is: 我是临夏的|马六十, 经办人是住建局的|李强.
func (v sides) selfAhead(j int) bool {
	for i := j - 2; i >= v.floor && j-i < 12 && isHan(v.at(i)); i-- {
		if v.hadWord(i, selvesBefore) > 0 || v.at(i-1) == '是' && v.hadWord(i-1, introductionsBefore) > 0 {
			return true
		}
	}
	return false
}

// ours says that what stands before the 的 before j is of the writer's own: 我们队的|张三, 同村的|李四.
func (v sides) ours(j int) bool {
	if !groups.has(v.at(j - 2)) {
		return false
	}
	for i := j - 3; i >= v.floor && j-i < 7 && isHan(v.at(i)); i-- {
		if r := v.at(i); r == '我' || r == '咱' || r == '俺' || r == '同' || r == '本' {
			return true
		}
	}
	return false
}

// groups are what persons belong to.
var groups = runeSet("村队组社厂班位区楼院寨屯校门上下里")

// firm says that the characters at k lead to a word for a firm, an estate or an office before anything
// that ends a name.
func (v sides) firm(k int) bool {
	if how := v.right(k); how >= ended {
		return false
	}
	for i := k; i < k+8 && isHan(v.at(i)) && v.at(i) != '的'; i++ {
		if v.at(i) == '厂' || v.hasWord(i, organisations, true) > 0 || housing.has(v.at(i)) && !isHan(v.at(i+1)) {
			return true
		}
	}
	return false
}

// mayBare is a quick look whether a name may begin at j at all.
func (v names) mayBare(j int) bool {
	p, r, next := v.at(j-1), v.at(j), v.at(j+1)
	switch {
	case isHan(p) && !bareBefore.has(p), p == '·' || !isCJK(next) && next != '·':
		return false
	case leading.has(p) && p != '的' && v.plainStart(j):
		return false
	}
	return v.known(j) && v.t.givenWeight(next) > unknownGiven || v.t.beginsCompound(r) ||
		v.t.surnameWeight(r) > 3 && v.t.writes[next&0xffff]&v.t.writes[v.at(j+2)&0xffff] != 0 ||
		v.t.writes[r]&v.t.writes[next] != 0 || v.hasDot(j)
}

// plainStart says that a word, or what is hardly a surname, stands at j, where names are rare.
func (v names) plainStart(j int) bool {
	r, next := v.at(j), v.at(j+1)
	if v.t.writes[r&0xffff]&v.t.writes[next&0xffff]&v.t.writes[v.at(j+2)&0xffff] != 0 {
		return false
	}
	return v.t.surnameWeight(r) < 2 && !v.t.beginsCompound(r) && v.t.writes[r&0xffff]&v.t.writes[next&0xffff] == 0 ||
		v.t.pair(r, next) && !v.t.givenNames.pair(next, v.at(j+2))
}

// personEnds end words for persons: 检票员, 支书, 技师.
var personEnds = runeSet(endsOfPersons)

// bareBefore stand before a bare name.
var bareBefore = runeSet("的下" + endsOfPersons + endsOfWorkers + wordsBefore)

const (
	endsOfPersons = "员长师者友匠民任婆警医犯记人"
	endsOfWorkers = "工仔伙嫂汉妹哥姐弟叔娘"
	wordsBefore   = "听查有是为和与跟给对找从被把请让问替帮"
)

// lone stand as words of one character before names, and begin many other words.
var lone = runeSet("向代托由他她")

// workEnds end words for persons, and other words more often.
var workEnds = runeSet(endsOfWorkers)

// leading stand as words of their own before names.
var leading = runeSet(wordsBefore)

// doubted is what a strong sign against a bare name weighs.
const doubted = 6

// landmark ends names of places and trees more often than given names.
var landmark, landmarkAgainst = runeSet("坪树亭岭山河江湖洋海岩石泉林桥井坡峰溪塔冲田湾坳垅塅机洲"), 4
