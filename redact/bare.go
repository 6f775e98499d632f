package redact

import "strings"

// bareEnough is what the sum of a name must reach that no word introduces. It is more than enough,
// since there are far more such places than introductions.
const bareEnough = 11

// bare reads a name that begins at j with no word before it that introduces one: at the beginning of
// a clause, after 的 or after a word for a person that no list has. What it is made of decides.
func (v names) bare(j int) (from, to int) {
	if j < v.floor || v.joins(j) {
		return 0, 0
	}
	strength := 0
	switch p := v.at(j - 1); {
	case p == 0 || !isHan(p) && !isLetter(p) && !isDigit(p):
		if from, to = v.lastWords(j); to > 0 {
			return from, to
		}
		strength = v.left(j)
	case p == '的':
		strength = v.left(j)
	case strings.ContainsRune(personEnds, p):
		strength = beginning
	default:
		return 0, 0
	}
	if v.t.has(v.r[j:min(j+2, len(v.r))]) { // 桂林洋
		strength -= 3
	}
	if from, to = v.bestOf(j, strength, bareEnough); to > 0 && landmark[v.r[to-1]] &&
		v.bestSum < bareEnough+landmarkAgainst {
		return 0, 0
	}
	return from, to
}

// lastWords reads a name that ends the text, but for a date, after the end of a sentence:
// 望解决。张三 2021年3月1日.
func (v names) lastWords(j int) (from, to int) {
	p := v.at(j - 1)
	if p == 0 && !v.dated(v.run(j)) || p == '\n' || p != 0 && !strings.ContainsRune("。!?；~… ,", p) {
		return 0, 0
	}
	k := v.run(j)
	if p == ',' && v.at(k) == 0 || !v.dated(k) && v.likeness(j, k, beginning)+nearNumber < enough {
		return 0, 0
	}
	return v.signed(j, nearNumber)
}

// personEnds end words for persons: 检票员, 支书, 技师.
const personEnds = "员长师者友匠民任婆警医犯记人"

// landmark ends names of places and trees more often than given names.
var landmark, landmarkAgainst = runeSet("坪树亭岭山河江湖洋海岩石泉林桥井坡峰溪塔"), 4
