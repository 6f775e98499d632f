package redact

import "strings"

// nameMask stands where a name was.
var nameMask = []rune(masks[Name])

// item is one of a list, the runes from..to, and how sure it is a name.
type item struct {
	from, to int
	sure     certainty
	gone     bool // taken out already
}

type certainty int8

const (
	noName  certainty = iota
	doubled           // a word that begins with a surname, or what has hardly the shape of a name
	shaped
	certain
)

// longestList is how many items of a list are looked at.
const longestList = 16

// listed reads the first name of a list that is still there; its first mark stands at i: where some
// items are surely names, the others of their shape are too.
func (v names) listed(i int) (from, to int) {
	first, signs := v.firstItem(i)
	mark := v.at(i)
	if first.sure == noName || mark == 0 || !strings.ContainsRune("、/ ,和与及或跟", mark) {
		return 0, 0
	}
	items := []item{first}
	for j := i + 1; len(items) < longestList; {
		p := v.itemAt(j)
		if p.sure == noName {
			break
		}
		items = append(items, p)
		if j = p.to; v.at(j) != mark && !joiners.has(v.at(j)) {
			break
		}
		j++
	}
	if v.counted(items[len(items)-1].to, len(items)) {
		signs += 2
	}
	if !namesAll(items, signs) {
		return 0, 0
	}
	for _, p := range items {
		if !p.gone {
			return p.from, p.to
		}
	}
	return 0, 0
}

// joiners stand before the last of a list.
var joiners = runeSet("、和与及或跟")

// namesAll says that a list is one of names; signs is how many things around it say so.
func namesAll(items []item, signs int) bool {
	var by [certain + 1]int
	for _, p := range items {
		by[p.sure]++
	}
	switch n := len(items); {
	case n < 2:
		return false
	case by[doubled] > 0:
		return by[doubled] < by[certain] && by[certain]+signs > 2
	case by[certain] > 0:
		return signs > 0 || 2*by[certain] >= n && n > 2
	}
	return signs > 1
}

// firstItem is the part before the mark at i, and how many signs stand before it that it is a name.
func (v names) firstItem(i int) (best item, signs int) {
	if n := len(nameMask); v.has(i-n, masks[Name]) {
		return item{i - n, i, certain, true}, 0
	}
	if v.floor == i && isHan(v.at(i-1)) {
		return item{i, i, certain, true}, 0
	}
	for j := i - 2; j >= v.floor && i-j <= longest && (isHan(v.at(j)) || v.at(j) == '·'); j-- {
		is, lead := v.certainty(j, i), v.leadsList(j)
		switch {
		case lead < 0 || is == noName || v.at(j-1) == '·':
		case is > best.sure || lead > signs || is == best.sure && v.foreignLikeness(j, i) > v.foreignLikeness(best.from, i):
			best, signs = item{j, i, is, false}, lead
		}
	}
	return best, signs
}

// leadsList counts what says before j that names follow; it is negative where no word ends there.
func (v sides) leadsList(j int) int {
	p := v.at(j - 1)
	switch {
	case p == '、':
		return -1
	case p == ':':
		if v.hadWord(j-1, introductionsBefore) > 0 || v.hadWord(j-1, rolesBefore) > 0 ||
			strings.ContainsRune("人户员者单表生", v.at(j-2)) && v.at(j-2) != 0 {
			return 1
		}
		return 0
	case !isHan(p):
		return 0
	case v.hadWord(j, introductionsBefore) > 0 || v.hadWord(j, rolesBefore) > 0:
		return 1
	case (p == '有' || p == '为' || p == '是') && strings.ContainsRune("的人员户者生主民们家", v.at(j-2)):
		return 1
	case p == '由':
		return 1
	case strings.ContainsRune("的有和与给请让", p) || v.wordEnds(j):
		return 0
	}
	return -1
}

// itemAt is the part of a list that begins at j. The last one ends where a word begins that follows names.
func (v names) itemAt(j int) (best item) {
	if n := len(nameMask); v.has(j, masks[Name]) {
		return item{j, j + n, certain, true}
	}
	end := v.run(j)
	if (v.at(end) == '、' || v.at(end) == '/') && end-j <= longest {
		return item{j, end, v.certainty(j, end), false}
	}
	for k := j + 2; k <= end && k-j <= longest; k++ {
		how := v.right(k)
		if how < ended && v.count(k) == 0 && (how < edge || v.joins(k)) {
			continue
		}
		is := v.certainty(j, k)
		if how < ended && v.count(k) == 0 && is < certain {
			continue
		}
		if is > best.sure || is == best.sure && is > noName && k-j == 3 {
			best = item{j, k, is, false}
		}
	}
	return best
}

// certainty says how sure it is that the runes j..k are a name of a list.
func (v likes) certainty(j, k int) certainty {
	last := v.at(k - 1)
	if k-j < 2 || k-j == 2 && last == '家' || k-j > longest || divided.has(last) || placeRunes.has(last) || housing.has(last) ||
		v.hadWord(k, landEnds) > 0 {
		return noName
	}
	for i := j + 1; i+1 < k; i++ {
		if v.hasWord(i, organisations, true) == k-i {
			return noName
		}
	}
	for i, r := range v.r[j:k] {
		if r != '·' && (!isHan(r) || strictlyNone.has(r) || i > 0 && neverGiven.has(r) && !folk.has(r)) {
			return noName
		}
	}
	alike := v.likeness(j, k, nearNumber)
	switch surname := v.t.surnameWeight(v.r[j]); {
	case k-j <= 3 && v.t.isWord(v.r[j:k]):
		if surname > 0 && !landmark.has(last) {
			return doubled
		}
		return noName
	case alike >= 6 && !landmark.has(last) || alike >= 9:
		return certain
	case v.insideWord(j, k) || begins(v.r[j]) && surname < 0:
		return noName
	case alike >= 0:
		return shaped
	case v.shape(j, k) >= -5:
		if surname != noSurname || v.mayBeLong(j, k) {
			return shaped
		}
		return doubled
	}
	return noName
}

// counted says that at k it is said how many a list of n names.
func (v sides) counted(k, n int) bool {
	return v.count(k) == n || v.at(k) == '等' && n > 1 && v.count(k+1) > 0
}

// count is how many persons are said to be at k, or 0: 三人, 两兄弟, 等5户.
func (v sides) count(k int) int {
	digit := v.at(k)
	if v.hasOne(k, pairsOfKin) > 0 && v.hasOne(k+2, []string{"俩", "二人", "两人", "两个"}) > 0 {
		return 2
	}
	n := strings.IndexRune("一二三四五六七八九十", digit)/3 + 1
	switch {
	case digit == 0:
		return 0
	case digit == '两' || digit == '俩':
		n = 2
	case isDigit(digit) && !isDigit(v.at(k+1)):
		n = int(digit - '0')
	case !strings.ContainsRune("一二三四五六七八九十", digit):
		return 0
	}
	if v.at(k+1) == '个' {
		k++
	}
	if strings.ContainsRune("人位名户兄姐夫家", v.at(k+1)) && v.at(k+1) != 0 {
		return n
	}
	return 0
}

// pairsOfKin are two persons.
var pairsOfKin = []string{"兄弟", "姐妹", "姊妹", "夫妻", "夫妇", "父子", "父女", "母子", "母女", "兄妹", "姐弟", "婆媳", "爷孙"}
