package redact

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
	case personEnds.has(p):
		strength = beginning
	default:
		return 0, 0
	}
	if v.t.has(v.r[j:min(j+2, len(v.r))]) || // 桂林洋, 于凌晨
		begins(v.r[j]) && v.t.pair(v.at(j+1), v.at(j+2)) && !v.t.givenNames.pair(v.at(j+1), v.at(j+2)) {
		strength -= 3
	}
	if from, to = v.bestOf(j, strength, bareEnough); to > 0 && landmark.has(v.r[to-1]) &&
		v.bestSum < bareEnough+landmarkAgainst {
		return 0, 0
	}
	return from, to
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
		v.t.writes[r]&v.t.writes[next] != 0 || v.hasDot(j)
}

// personEnds end words for persons: 检票员, 支书, 技师.
var personEnds = runeSet("员长师者友匠民任婆警医犯记人")

// landmark ends names of places and trees more often than given names.
var landmark, landmarkAgainst = runeSet("坪树亭岭山河江湖洋海岩石泉林桥井坡峰溪塔冲田湾坳垅塅机"), 4
