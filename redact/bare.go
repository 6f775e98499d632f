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
	strength := 0
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
			strength = roleBefore
		}
	case personEnds.has(p):
		strength = beginning
	default:
		return 0, 0
	}
	if v.t.has(v.r[j:min(j+2, len(v.r))]) || // 桂林洋, 于凌晨
		begins(v.r[j]) && v.t.pair(v.at(j+1), v.at(j+2)) && !v.t.givenNames.pair(v.at(j+1), v.at(j+2)) {
		strength -= 3
	}
	if from, to = v.bestOf(j, strength, bareEnough); to > 0 && v.bestSum < bareEnough+v.doubt(from, to) {
		return 0, 0
	}
	return from, to
}

// doubt is what speaks against a bare name j..k because of what it ends with or what stands around it.
func (v names) doubt(j, k int) int {
	sum := 0
	if landmark.has(v.r[k-1]) {
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

// selfAhead says that the writer tells who he is before j: 我是临夏的|马六十.
func (v sides) selfAhead(j int) bool {
	for i := j - 2; i >= v.floor && j-i < 12 && isHan(v.at(i)); i-- {
		if v.hadWord(i, selvesBefore) > 0 {
			return true
		}
	}
	return false
}

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
	case p == '·' || !isCJK(next) && next != '·':
		return false
	case isHan(p) && p != '的' && p != '有' && p != '是' && p != '为' && !personEnds.has(p):
		return false
	}
	return v.known(j) && v.t.givenWeight(next) > unknownGiven || v.t.beginsCompound(r) ||
		v.t.surnameWeight(r) > 3 && v.t.writes[next&0xffff]&v.t.writes[v.at(j+2)&0xffff] != 0 ||
		v.t.writes[r]&v.t.writes[next] != 0 || v.hasDot(j)
}

// personEnds end words for persons: 检票员, 支书, 技师.
var personEnds = runeSet("员长师者友匠民任婆警医犯记人")

// doubted is what a strong sign against a bare name weighs.
const doubted = 6

// landmark ends names of places and trees more often than given names.
var landmark, landmarkAgainst = runeSet("坪树亭岭山河江湖洋海岩石泉林桥井坡峰溪塔冲田湾坳垅塅机洲"), 4
