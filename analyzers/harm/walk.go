package harm

import (
	"unicode/utf8"

	"huiying/analyzers/amount"
	"huiying/analyzers/phrase"
)

// loud are words of outrage. They are passed over: how loud a text is must not count.
var loud = phrase.New([]string{"天理难容", "强烈谴责", "强烈抗议", "强烈不满", "黑心至极", "黑心", "丧尽天良", "无法无天", "人神共愤",
	"惨无人道", "令人发指", "岂有此理", "忍无可忍", "极度愤怒", "千刀万剐", "严惩不贷", "猪狗不如", "简直不是人"})

// A key names a sign: a character in the upper 16 bits and the one after it, or nothing, in the
// lower; or what is counted and how many there are at least.
const (
	persons    = 1 << 16
	things     = 2 << 16 // 七八个: of what, another word tells
	households = 3 << 16
	characters = 4 << 16 // of the text: who is in danger is brief
)

// least are the numbers from which a count is a sign of its own.
var least = [...]float64{2, 3, 5, 10, 30, 60, 100, 200, 1000}

// walk calls meet for each sign where it stands, from left to right, and over at each end of a
// sentence. It returns how many Chinese characters the text has.
func walk(text string, meet func(key uint32, from, to int), over func(end int)) (runes int) {
	var before rune // a character that may be the first of a pair
	width, counted := 0, 0
	for at := 0; at < len(text); {
		if _, n := loud.At(text[at:]); n > 0 {
			at, before = at+n, 0
			continue
		}
		c, n := utf8.DecodeRuneInString(text[at:])
		if c >= '0' && c <= '9' || numeral(c) {
			if at >= counted {
				if a, ok := amount.At(text, at); ok {
					counted = a.End
					count(a, meet)
				}
			}
		}
		if c == '?' {
			c = '？'
		}
		switch {
		case c >= 0x4e00 && c <= 0x9fff || c == '？':
			meet(uint32(c)<<16, at, at+n)
			if before != 0 {
				meet(uint32(before)<<16|uint32(c), at-width, at+n)
			}
			before, width = c, n
			runes++
		default:
			before = 0
		}
		at += n
		switch c {
		case '。', '！', '？', '；', '!', ';', '\n':
			over(at)
		}
	}
	over(len(text))
	atLeast(characters, float64(runes), 0, 0, meet)
	return runes
}

// numeral says whether a number may begin with c.
func numeral(c rune) bool {
	switch c {
	case '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '几', '数', '上', '近', '好':
		return true
	}
	return false
}

// count meets the signs of a number of persons, things or households.
func count(a amount.Amount, meet func(key uint32, from, to int)) {
	key := uint32(0)
	switch a.Unit {
	case amount.People:
		key = persons
	case amount.Several:
		key = things
	case amount.Households:
		key = households
	default:
		return
	}
	atLeast(key, a.Value, a.At, a.End, meet)
}

func atLeast(key uint32, value float64, from, to int, meet func(key uint32, from, to int)) {
	for i, n := range least {
		if value >= n {
			meet(key|uint32(i+1), from, to)
		}
	}
}

// Signs calls f for each sign of a text as signs.tsv spells it, more than once where it stands more
// than once. It is what weights are learned by.
func Signs(title, text string, f func(sign string)) {
	if title != "" {
		text = title + "\n" + text
	}
	walk(text, func(key uint32, _, _ int) { f(spell(key)) }, func(int) {})
}
