package redact

import "strings"

// upTo reads the likeliest name that ends before i, or before the punctuation there.
func (v names) upTo(i int) (from, to int) {
	k := i
	for n := 0; n < 2 && k > v.floor && strings.ContainsRune(" ,、(:", v.at(k-1)); n++ {
		k--
	}
	if k-2 < v.floor || !isHan(v.at(k-1)) {
		return 0, 0
	}
	how := v.right(k)
	if how < speaking {
		return 0, 0
	}
	most := enough
	for j := k - 1; j >= v.floor && k-j < 24 && (isHan(v.r[j]) || v.r[j] == '·'); j-- {
		if k-j > hanLongest && !v.mayBeLong(j, k) {
			break
		}
		if k-j < 2 || v.at(j-1) == '·' || !v.mayBegin(j) && !v.startsSlot(j) {
			continue
		}
		strength := v.left(j)
		sum := v.weigh(j, k, strength, how) - v.housing(k, strength)
		if prepositions.has(v.r[j]) || k-j == 3 && v.t.pair(v.r[j], v.r[j+1]) && v.t.surnameWeight(v.r[k-1]) > 3 {
			sum -= 5 // 以|木呷的名义, 谢谢|李书记
		}
		if sum >= most {
			most, from, to = sum, j, k
		}
	}
	return from, to
}

// enclosed reads a name that stands alone in brackets at i, or after a dash at the end of a line.
func (v names) enclosed(i int) (from, to int) {
	j := i + 1
	k := v.run(j)
	closed := v.at(i) != '-' && (v.at(k) == ')' || v.at(k) == '】')
	if v.at(i) == '-' {
		closed = v.at(k) == 0 || v.at(k) == '\n' || v.dated(k)
	}
	if !closed || !v.mayBegin(j) {
		return 0, 0
	}
	strength := max(roleBefore, v.left(j))
	if v.at(i) == '-' {
		strength = nearNumber
	}
	if v.likeness(j, k, strength) < 0 || v.weigh(j, k, strength, ended)-v.housing(k, strength) < enough {
		return 0, 0 // (东往南)
	}
	return j, k
}

// run is the end of the run of characters and dots from j on.
func (v sides) run(j int) int {
	k := j
	for k-j < 24 && (isHan(v.at(k)) || v.at(k) == '·' && k > j) {
		k++
	}
	return k
}

// spacedName reads a name of two characters that was stretched for a form: 张 三.
func (v names) spacedName(j int) int {
	if v.t.surnameWeight(v.at(j)) == noSurname || v.at(j+1) != ' ' {
		return 0
	}
	k := j + 1
	for v.at(k) == ' ' && k-j < 4 {
		k++
	}
	if isHan(v.at(k)) && !neverGiven.has(v.at(k)) && !isHan(v.at(k+1)) && !v.t.pair(v.at(j), v.at(k)) {
		return k + 1
	}
	return 0
}
