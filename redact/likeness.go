package redact

import (
	"slices"
	"strings"
)

// usual is what a given name of two characters adds that many persons have.
const usual = 3

// likes says how much what stands somewhere is like a name.
type likes struct{ sides }

// unlike is the likeness of what cannot be a name.
const unlike = -99

// longest is how many characters a name has at most, without dots.
const longest = 12

// hanLongest is how many a name has that is not written in the sounds of another language.
const hanLongest = 6

// likeness says how much more the runes j..k look like a person's name than like other words: a
// sum of logarithms to the base of 2, or unlike. strength is that of what stands before: of what is
// introduced as a name it matters less how it is written, and that it is a word, too.
func (v likes) likeness(j, k, strength int) int {
	if slices.Contains(v.r[j:k], '·') {
		return v.dottedLikeness(j, k)
	}
	if k-j > 3 && (v.t.place(v.r[j:k]) || v.t.alike.has(v.r[j:k])) {
		return unlike
	}
	best, against := v.hanLikeness(j, k, strength), v.wordiness(j, k)
	if strength >= introduced && !isHan(v.at(k)) || v.namedLikeWord(j, k, strength) || strength >= introduced && !v.t.has(v.r[j:k]) && v.t.alike.has(v.r[j:k]) {
		against /= 2
	}
	if best != unlike {
		best -= against
	}
	f := v.foreignLikeness(j, k)
	if f >= 4 && k-j == 2 && strength >= beginning && !v.t.isWord(v.r[j:k]) && !begins(v.r[j]) && v.t.isUnit(v.r[j:k]) {
		f += 2
	}
	if f >= 4 && (k-j == 2 || !v.t.isWord(v.r[j:k])) {
		best = max(best, f) // made of a people's own units
	} else if f != unlike {
		best = max(best, f-against)
	}
	if s := v.t.surnameWeight(v.at(j)); s >= -2 && k-j > 2 && !strictlyNone.has(v.r[j+1]) { // 马阿布都, 包斯琴
		if f := v.foreignLikeness(j+1, k); f >= 2 {
			best = max(best, min(s, 3)+f-1)
		}
	}
	return best
}

// namedLikeWord says that the runes j..k are made as a name is, though they are a word as well, where
// what stands before or behind speaks of a person: 我丈夫|高峰, 白雪|老师.
func (v likes) namedLikeWord(j, k, strength int) bool {
	return k-j <= 3 && v.t.surnameWeight(v.r[j]) >= 4 && v.t.givenWeight(v.r[k-1]) >= 2 &&
		(strength >= related || strength >= beginning && v.right(k) >= nearNumber ||
			!isHan(v.at(k)) && v.hadWord(j, selvesBefore) > 0) &&
		v.t.compound[string(v.r[j:k])] == 0
}

// dottedLikeness: 买买提·艾力, but also the name of an estate in two parts.
func (v likes) dottedLikeness(j, k int) int {
	sum, start, parts := 6, j, 0
	for i := j; i <= k; i++ {
		if i < k && v.at(i) != '·' {
			if !isHan(v.at(i)) || strictlyNone.has(v.at(i)) {
				return unlike
			}
			continue
		}
		if i == start || i-start > 8 {
			return unlike
		}
		part := v.foreignLikeness(start, i)
		if parts == 1 {
			part = max(part, v.t.givenSum(v.r[start:i], -6))
		}
		sum += min(6, max(-3, part))
		if i == k && begins(v.r[k-1]) {
			sum--
		}
		start, parts = i+1, parts+1
	}
	return sum
}

func (t *nameTables) givenSum(r []rune, least int) (sum int) {
	for _, c := range r {
		weight := min(5, t.givenWeight(c))
		if !begins(c) {
			weight = max(least, weight)
		}
		weight = max(-6, weight)
		if folk.has(c) {
			weight = max(weight, -1)
		}
		sum += weight
	}
	return sum
}

// begins says that a character begins the words that follow names.
func begins(r rune) bool {
	return r < 1<<16 && (softEnds.has(r) || endWords.first[r/64]>>(r%64)&1 == 1)
}

// address stands behind a surname alone.
var address = runeSet("姐哥姨叔婶嫂伯爷奶总工氏家")

// elders are words of two characters that stand behind a surname alone and are no titles.
var elders = newLexicon(strings.Fields(`阿公 阿婆 老汉 老太 太太 姐姐 老弟 老哥 老头 二叔 三叔 四叔 二婶 三婶 二哥 三哥
	二姐 三姐 二爷 三爷 二伯 三伯 大娘 大婶 婶婶 妹子 家里 家人 小哥`))

// folk names call children by their number, their size or an animal.
var folk = runeSet("二三四五六七八九十老大小阿妹弟妮娃狗牛毛丫婆里往尔桂")

// strictlyNone stand in no name at all.
var strictlyNone = runeSet("的了是就没把被让给吗呢吧们您你我他她它这哪很")

// hanLikeness reads a surname and one or two characters of a given name.
func (v likes) hanLikeness(j, k, strength int) int {
	t := v.t
	least := -6
	if strength >= introduced {
		least = -2
	}
	best := unlike
	most := 1
	if t.beginsCompound(v.at(j)) {
		most = 6
	}
	for n := min(most, k-j-1); n >= max(1, k-j-3); n-- {
		weight, known := int8(0), false
		if n == 1 {
			w := t.surnameWeight(v.at(j))
			weight, known = int8(w), w != noSurname
			if !known && strength >= introduced && !isHan(v.at(k)) {
				weight, known = -4, true // a surname in no table
			}
		} else {
			weight, known = t.compound[string(v.r[j:j+n])]
		}
		given := k - j - n
		if known && given == 3 && v.numeral(j+n, k) {
			best = max(best, int(weight)) // 马五十三
		}
		if known && given <= 2 {
			best = max(best, int(weight)+v.given(j+n, k, least))
		}
	}
	return best
}

// named2 stand first in given names of two characters of some peoples, before anything.
var named2 = runeSet("阿老特达乜务娅相")

// numeral says that the runes from..to are a number: his grandfather's age.
func (v likes) numeral(from, to int) bool {
	for _, r := range v.r[from:to] {
		if !strings.ContainsRune("一二三四五六七八九十", r) {
			return false
		}
	}
	return true
}

// given weighs the runes from..to as a given name, each at least as least says.
func (v likes) given(from, to, least int) int {
	sum := 0
	for i := from; i < to; i++ {
		if !isHan(v.r[i]) || strictlyNone.has(v.r[i]) {
			return unlike
		}
	}
	if v.r[from] == '某' && (to-from == 1 || v.r[to-1] == '某') {
		return unlike // 李某: the name is gone already
	}
	if to-from == 2 {
		if v.hasWord(from, titles, true) == 2 || v.hasWord(from, elders, true) == 2 {
			return unlike // 李先生, 谢镇长: no more than a surname
		}
		first, second := v.r[from], v.r[to-1]
		switch {
		case strings.ContainsRune("老阿", first) && strings.ContainsRune("大二三四五六七八九幺", second): // 石老大
			return 2
		case second == '十' && strings.ContainsRune("三四五六七八九", first): // 马六十: his grandfather's age
			return 2
		case v.hasWord(from, saying, false) == 2: // 市民云反映 came through an app
			return unlike
		}
	}
	if to-from == 2 && v.hasWord(from, adverbs, false) == 2 {
		sum -= 6
	}
	sum += v.t.givenSum(v.r[from:to], least)
	if to-from == 2 && v.t.givenNames.pair(v.r[from], v.r[from+1]) { // 建国: more than its characters
		sum = max(sum+usual, usual+2)
	}
	if to-from == 2 && v.r[from] == '阿' && v.t.givenWeight(v.r[to-1]) >= -2 { // 阿宝
		sum = max(sum, 3)
	}
	if to-from == 2 && named2.has(v.r[from]) && !v.t.pair(v.r[from], v.r[to-1]) &&
		!neverGiven.has(v.r[to-1]) && !begins(v.r[to-1]) { // 老当, 阿幺, 特朝
		sum = max(sum, 2)
	}
	if to-from == 2 && v.r[from] == '有' { // 有福, 有才: otherwise a word of its own
		sum += 4
	}
	if to-from == 2 && (v.r[to-1] == '女' || v.r[to-1] == '男') { // 顺女, 哲男
		sum += 4
	}
	if to-from == 1 {
		sum-- // one character is found by chance more often
		if v.r[from] == '老' && v.right(to) >= titled || address.has(v.r[from]) {
			return unlike // 张老|先生, 张姐
		}
	}
	return sum
}

// wordiness is what speaks against a name because it is a word, or begins with one.
func (v likes) wordiness(j, k int) int {
	t := v.t
	switch n := k - j; {
	case n == 2 && t.isWord(v.r[j:k]):
		return 7
	case n == 3 && t.isWord(v.r[j:k]):
		return 8
	case n == 3 && t.has(v.r[j:j+2]) && t.givenWeight(v.r[k-1]) < 2:
		return 5
	case n == 3 && t.has(v.r[j:j+2]):
		return 3
	}
	return 0
}

// foreignLikeness reads a name in the units and syllables of one people.
func (v likes) foreignLikeness(j, k int) int {
	if k-j < 2 || k-j > longest {
		return unlike
	}
	t := v.t
	writers := ^uint16(0)
	for _, r := range v.r[j:k] {
		if r >= 1<<16 {
			return unlike
		}
		if writers &= t.writes[r]; writers == 0 {
			return unlike
		}
	}
	if k-j > 2 && v.hasWord(k-2, titles, true) == 2 || v.hadWord(k, landEnds) > 0 || v.twoForeign(j, k) {
		return unlike
	}
	best := unlike
	for p := range t.peoples {
		if writers>>p&1 == 1 {
			best = max(best, t.peoples[p].likeness(t, v.r[j:k]))
		}
	}
	if best > unlike && k-j > 2 && (v.numeral(j, k) || v.holdsHerding(j, k)) {
		return unlike
	}
	if k-j > 3 && best > -2 && best < 6 && !v.holdsWord(j, k) {
		best += 4 // so many sounds that are no words
	}
	return best
}

// holdsHerding says that a word for a place of herds stands in the runes j..k.
func (v likes) holdsHerding(j, k int) bool {
	for i := j + 1; i+1 < k; i++ {
		if v.hasWord(i, herding, true) > 0 {
			return true
		}
	}
	return false
}

// holdsWord says that two characters of the runes j..k are a word, or its last and the next.
func (v likes) holdsWord(j, k int) bool {
	for i := j; i < k; i++ {
		if v.t.pair(v.at(i), v.at(i+1)) {
			return true
		}
	}
	return false
}

// mayBeLong says that more characters than a Han name has may be a name: with a dot, with a long
// surname, or all of them writing the names of one people.
func (v likes) mayBeLong(j, k int) bool {
	writers := ^uint16(0)
	for _, r := range v.r[j:k] {
		if r == '·' {
			return true
		}
		if r < 1<<16 {
			writers &= v.t.writes[r]
		}
	}
	if k-j == hanLongest+1 && v.t.beginsCompound(v.r[j]) {
		if _, compound := v.t.compound[string(v.r[j:k-2])]; compound { // 伊尔根觉罗永泰
			return true
		}
	}
	return writers != 0 && k-j <= longest
}

// twoForeign says that the runes j..k are two names with 和 between.
func (v likes) twoForeign(j, k int) bool {
	for i := j + 2; i < k-2; i++ {
		if v.r[i] == '和' && v.foreignLikeness(j, i) >= 4 && v.foreignLikeness(i+1, k) >= 3 {
			return true
		}
	}
	return false
}

// likeness of a whole name: the best way to read it in units and syllables.
func (p *people) likeness(t *nameTables, name []rune) int {
	var best [longest + 1]int
	for i := range best {
		best[i] = unlike
	}
	best[0] = -2
	for i := range name {
		if best[i] == unlike {
			continue
		}
		reach := func(n, value int) { best[i+n] = max(best[i+n], best[i]+value) }
		if p.syllables[name[i]] {
			if everydaySyllables.has(name[i]) {
				reach(1, -1)
			} else {
				reach(1, 1)
			}
		}
		if i+1 < len(name) && p.pairs[0][name[i]] && p.pairs[1][name[i+1]] && !t.isWord(name[i:i+2]) {
			reach(2, paired)
		}
		for n := 1; n <= 7 && i+n <= len(name); n++ {
			word := string(name[i : i+n])
			if i == 0 && p.first[word] {
				reach(n, 2*n+2)
			}
			if n > 1 && p.units[word] {
				reach(n, 2*n+2)
			}
		}
	}
	sum := best[len(name)]
	if sum == unlike {
		return unlike
	}
	if sum <= len(name)-2 { // no unit in it, only syllables
		sum--
	}
	for _, w := range p.last {
		if strings.HasSuffix(string(name), w) {
			sum++
			break
		}
	}
	return sum
}

// paired is what two syllables are worth that one people puts together freely.
const paired = 4

// isUnit says that some people makes names of the runes.
func (t *nameTables) isUnit(r []rune) bool {
	return slices.ContainsFunc(t.peoples, func(p people) bool { return p.units[string(r)] })
}

// landEnds end the names of countries and peoples, which are written in the same sounds.
var landEnds = newEndLexicon(strings.Fields(`斯坦 尼亚 利亚 维亚 尔族 克族`))

// adverbs and the like are written with characters of given names, and are none.
var adverbs = newLexicon(strings.Fields(`刚刚 刚才 勉强 微微 小小 良久 健康 加强 远远 连连 明明 明显 清楚 清晰 成立 承诺 新增 新月
	九月 喜欢 喜爱 欢迎 增强 增添 保存 保守 修建 兴建 丰富 传达 卫生 安慰 平静 平衡 维修 生存
	赞成 超越 达成 遥远 显赫 美元 欢喜 清晨 树立 先生 老师 主任 经理 书记 局长 校长 所长 队长
	院长 科长 处长 主席 总理 医生 律师 警官 老板 会计 先是 同学 老总 总经`))

// everydaySyllables are written in names now and then, and everywhere else far more often.
var everydaySyllables = runeSet("太差路都如不的对其和看着来有体出给能可在于了是到以也就没把被让们说者所思想成立合提万大家外公年里知当么要会上下中")
