package redact

// A slot is a place between two signs that a name stands there: 市民…反映, …女士, 嫌疑人…，. What
// stands in it is a name unless it is known to be something else, however it is written.
const (
	slotted = 6 // what the second sign adds to the first
	edge    = 1 // a word begins where the name ends
	likely  = 3 // the likeness from which the frame need not be looked at again
)

// weigh is the sum that speaks for a name j..k between signs of these strengths, without what speaks
// against its end.
func (v likes) weigh(j, k, strength, how int) int {
	alike := v.likeness(j, k, strength)
	if v.leadsOn(j, k, strength, how, alike) {
		return unlike
	}
	if v.inSlot(j, k, strength, how) {
		alike = v.alikeInSlot(j, k, strength, how, alike)
	}
	if alike == unlike || strength <= introduced && k-j < 4 && strength+alike+how >= enough && v.insideWord(j, k) {
		return unlike
	}
	return strength + alike + how
}

// alikeInSlot is the likeness of what stands between two signs, given what it is by itself.
func (v likes) alikeInSlot(j, k, strength, how, alike int) int {
	self := strength == roleBefore && v.hadWord(j, selvesBefore) > 0
	weak := (strength == roleBefore || strength == related) && how == ended && !self // 老人买东西, : what anybody does
	switch {
	case alike < likely && v.phrase(j, k, strength, how, alike) || v.rareAndShort(j, k, strength):
		if alike <= 0 {
			alike -= slotted / 2
		}
		return alike
	case weak && v.t.surnameWeight(v.r[j]) < 3 && !v.t.beginsCompound(v.r[j]) &&
		(v.t.writes[v.r[j]&0xffff] == 0 || begins(v.r[j])), how < ended && (!v.known(j) || k-j <= 2):
		return alike
	}
	shape := v.shape(j, k)
	if alike >= -2 && k-j > 2 || alike > 0 {
		alike += slotted / 2
	}
	if k-j == 2 && weak {
		shape--
	}
	if strength == roleBefore && (how >= speaking && v.hadWord(j, callersBefore) > 0 || // 市民…反映
		how >= ended && v.known(j) && self) { // 我是…，家住
		shape++
	}
	return max(alike, shape+slotted)
}

// inSlot says that both sides are signs.
func (v likes) inSlot(j, k, strength, how int) bool {
	switch {
	case strength >= introduced:
		return how >= edge
	case strength >= blamed:
		return how >= ended
	}
	return strength >= maybe && how >= nearNumber ||
		strength >= beginning && how >= speaking && v.known(j) && k-j == 3
}

// shape says how much the runes j..k look like a name of which nothing is known but that they are no
// word and hold none.
func (v likes) shape(j, k int) int {
	n := k - j
	known := v.known(j)
	if n == 2 && (v.r[j+1] == '老' || address.has(v.r[j+1])) || n == 3 && v.hasWord(j+1, elders, true) == 2 {
		return unlike // 张老|先生, 张姐
	}
	if n < 2 || n > longest || n <= 3 && v.t.isWord(v.r[j:k]) || !known && begins(v.r[j]) ||
		j > 1 && v.t.has(v.r[j-2:j+1]) ||
		v.joins(j) && v.hadWord(j, rolesBefore) == 0 && v.hadWord(j, introductionsBefore) == 0 {
		return unlike
	}
	worth, foreign := -4, true
	for i := j; i < k; i++ {
		r := v.r[i]
		if !isHan(r) || strictlyNone.has(r) || i > j && neverGiven.has(r) && !folk.has(r) {
			return unlike
		}
		foreign = foreign && r < 1<<16 && v.t.writes[r] != 0
	}
	if _, compound := v.t.compound[string(v.r[j:j+2])]; compound && n > 2 {
		known, n = true, n-1
	}
	switch {
	case known && !begins(v.r[j]):
		worth += 2
	case known:
		worth++
	}
	switch {
	case n == 2:
		worth--
	case n > 6:
		return unlike
	case n > 3 && !foreign:
		worth -= 3 * (n - 3)
	case n > 3:
		worth--
	}
	for i := j; i+1 < k; i++ {
		switch {
		case !v.t.pair(v.r[i], v.r[i+1]):
		case i == j && known:
			worth -= 3
		case i == j || !v.alikeGiven(i):
			worth -= 4
		}
	}
	if v.joins(k) || begins(v.r[k-1]) && v.t.givenWeight(v.r[k-1]) < 0 {
		worth -= 3
	}
	return worth
}

// known says that the character at j is a surname, or begins one.
func (v likes) known(j int) bool {
	return v.t.surnameWeight(v.at(j)) != noSurname
}

// alikeGiven says that the word of two characters at i is written as given names are: 红梅.
func (v likes) alikeGiven(i int) bool {
	a, b := v.t.givenWeight(v.r[i]), v.t.givenWeight(v.r[i+1])
	return a >= 0 && b >= 0 && a+b >= 3
}

// wordBegins says that a word of the dictionary begins at k, and none lies across.
func (v sides) wordBegins(k int) bool {
	return !v.joins(k) && (v.t.pair(v.at(k), v.at(k+1)) || k+3 <= len(v.r) && v.t.has(v.r[k:k+3]))
}

// wordEnds says that a word of the dictionary ends before j, and none lies across.
func (v sides) wordEnds(j int) bool {
	return j > 1 && !v.joins(j) && (v.t.pair(v.r[j-2], v.r[j-1]) || j > 2 && v.t.has(v.r[j-3:j]))
}

// ofWord reads the name after a word for who did it that no list has: 缴费人, 代笔人.
func (v names) ofWord(i int) (from, to int) {
	if !v.wordEnds(i) || v.joins(i+1) || i >= 2 && v.t.has(v.r[i-2:i+1]) || v.hadWord(i+1, rolesBefore) > 0 {
		return 0, 0
	}
	from, to = v.behind(i+1, roleBefore+1)
	if from == i+1 && v.likeness(from, to, roleBefore) < likely {
		return 0, 0 // 人来人往
	}
	return from, to
}

// byline reads the name after a slash: 文/张三 图/李四.
func (v names) byline(i int) (from, to int) {
	switch v.at(i - 1) {
	case '文', '图', '摄':
		if !isHan(v.at(i - 2)) {
			return v.best(i+1, introduced)
		}
	}
	return 0, 0
}

// startsSlot says that a name of any kind may begin at j: nothing but a sign stands before it.
func (v likes) startsSlot(j int) bool {
	return isCJK(v.at(j)) && !strictlyNone.has(v.at(j)) && !neverGiven.has(v.at(j))
}
