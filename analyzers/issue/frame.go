package issue

import (
	"sort"
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// An operator writes every order in the same frame: 市民来电反映：…。请职能部门核实处理！（请按规定在30分钟内
// 响应处置）. What two orders share of it says nothing. Here are the forms that offices use; frames of
// an office's own are learnt, see recurring.
var (
	leads     = strings.Fields("反映 反应 诉求内容 诉求 来电 来电人称 留言 主要内容 问题描述 事由 求助 咨询")
	tellers   = strings.Fields("来电人 来电者 诉求人 反映人 来信人 市民 群众 其")
	tells     = strings.Fields("来电 致电 来信")
	sayings   = strings.Fields("称 反映 表示 投诉 反应")
	remarks   = phrase.New(strings.Fields("请 紧急程度 响应 处置 附件 回复 工单 编号 转办 答复 保密 承办"))
	histories = strings.Fields("故来电 特来电 现来电 已向 已经反映 多次反映 已反映")
	askers    = strings.Fields("希望 要求 恳请 敬请 请 望 盼")
	handling  = phrase.New(strings.Fields(
		"处理 解决 核实 转办 回复 反馈 办理 回音 说法 管一管 落实 协调 查处 答复 处置"))
	labels = phrase.New(strings.Fields("诉求目的： 诉求目的: 位置在 地址： 地址: 地点： 地点:"))
)

const (
	mostLead    = 12 // characters before the word of a lead
	mostRemark  = 60 // before and after the word of a remark in brackets
	mostHistory = 20 // after the word of a history
	mostBetween = 24 // between who asks and what is to be done
	mostAfter   = 14 // after what is to be done

	brackets = "（(）)【】[]"
)

func sentenceEnds(r rune) bool { return r == '。' || r == '！' || r == '!' || r == '\n' }
func clauseEnds(r rune) bool   { return r == '，' || r == '；' || r == ';' || sentenceEnds(r) }
func leadEnds(r rune) bool {
	return r == '，' || r == '：' || r == ':' || r == '？' || r == '?' || sentenceEnds(r)
}

// span is a piece of a text, in bytes.
type span struct{ from, to int }

// framed lists the pieces of a text that are frames, in order and apart.
func framed(text string) []span {
	var out []span
	add := func(from, to int) int {
		if n := len(out); n > 0 && from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, to)
		} else if to > from {
			out = append(out, span{from, to})
		}
		return to
	}
	if n := teller(text); n > 0 {
		add(0, n)
	}
	sentence, clause := true, true // whether one begins here
	for at := 0; at < len(text); {
		if sentence {
			if n := lead(text[at:]); n > 0 {
				at, clause = add(at, at+n), false
			}
		}
		if clause {
			if n := request(text[at:]); n > 0 {
				at = add(at, at+n)
			}
		}
		if at == len(text) {
			break
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		m := 0
		switch r {
		case '（', '(', '【', '[':
			m = remark(text[at:], n)
		case '诉', '位', '地':
			m = label(text[at:])
		}
		if m > 0 {
			at = add(at, at+m)
			sentence, clause = false, false
			continue
		}
		if r != ' ' {
			sentence, clause = sentenceEnds(r), clauseEnds(r)
		}
		at += n
	}
	return out
}

// lead is the size of what leads to the matter: 市民来电反映：. It is 0 where there is none.
func lead(s string) int {
	end := strings.IndexFunc(s, leadEnds)
	if end < 0 || s[end] != ':' && !strings.HasPrefix(s[end:], "：") {
		return 0
	}
	words := strings.TrimSpace(s[:end])
	for _, w := range leads {
		if before, ok := strings.CutSuffix(words, w); ok && utf8.RuneCountInString(before) <= mostLead {
			_, n := utf8.DecodeRuneInString(s[end:])
			return end + n
		}
	}
	return 0
}

// teller is the size of how a text begins that says who told it: 来电人称.
func teller(s string) int {
	who := first(s, tellers)
	if who == 0 {
		return 0
	}
	how := who + first(s[who:], tells)
	if said := first(s[how:], sayings); said > 0 {
		return how + said
	}
	return 0
}

// request is the size of a clause that asks the office to act, or says what was done before.
func request(s string) int {
	from := len(s) - len(strings.TrimLeft(s, " "))
	end := len(s)
	if i := strings.IndexFunc(s, clauseEnds); i >= 0 {
		end = i
	}
	from = min(from, end)
	if n := first(s[from:end], histories); n > 0 {
		return from + n + characters(s[from+n:end], mostHistory)
	}
	n := first(s[from:end], askers)
	if n == 0 {
		return 0
	}
	rest, to := s[from+n:end], 0
	handling.Find(rest, func(_, at, done int) int {
		if utf8.RuneCountInString(rest[:at]) <= mostBetween {
			to = done
		}
		return done
	})
	if to == 0 {
		return 0
	}
	return from + n + to + characters(rest[to:], mostAfter)
}

// remark is the size of brackets that hold a remark of the office, n of it the one that opens them
// and begins s.
func remark(s string, n int) int {
	end := strings.IndexAny(s[n:], brackets)
	if end < 0 || first(s[n+end:], closing) == 0 {
		return 0
	}
	inner, found := s[n:n+end], false
	remarks.Find(inner, func(_, from, to int) int {
		found = found || utf8.RuneCountInString(inner[:from]) <= mostRemark &&
			utf8.RuneCountInString(inner[to:]) <= mostRemark
		return to
	})
	if !found {
		return 0
	}
	_, m := utf8.DecodeRuneInString(s[n+end:])
	return n + end + m
}

var closing = strings.Fields("） ) 】 ]")

// label is the size of a label that begins s, with what it asks for where it says what for.
func label(s string) int {
	_, n := labels.At(s)
	if n > 0 && strings.HasPrefix(s, "诉求目的") {
		if end := strings.IndexAny(s[n:], "。；;\n"); end >= 0 {
			return n + end
		}
		return len(s)
	}
	return n
}

// first is the size of the word of a list that begins s, 0 for none. Longer words stand before those
// that begin them.
func first(s string, list []string) int {
	for _, w := range list {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// characters is the size of the first n characters of s.
func characters(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// in says whether a byte lies in one of the spans, which are in order.
func in(spans []span, at int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].to > at })
	return i < len(spans) && spans[i].from <= at
}

// clause is a piece between two signs, known by its letters, and where it ends.
type clause struct {
	key uint32
	to  int32
}

// clausesOf lists the clauses of a text.
func clausesOf(out []clause, text string) []clause {
	var h hashing
	n := 0
	for i, r := range text {
		switch {
		case r == ' ' || r >= '0' && r <= '9':
		case skip(r):
			if n > 0 {
				out = append(out, clause{h.sum(), int32(i)})
			}
			h, n = hashing{}, 0
		default:
			h.add(r)
			n++
		}
	}
	if n > 0 {
		out = append(out, clause{h.sum(), int32(len(text))})
	}
	return out
}

// recurring counts in how many issues a clause stood. What stands in recursFrom of them belongs to
// the frame of a source, whatever it says.
type recurring map[uint32]recurrence

type recurrence struct {
	last uint32 // issue
	n    uint8
}

const (
	recursFrom  = 4
	mostClauses = 1 << 18
)

// has says whether a clause belongs to a frame.
func (c recurring) has(key uint32) bool { return c[key].n >= recursFrom }

// count notes the clauses of a report that joined an issue. When there are too many, those that
// stood in one issue are forgotten.
func (c recurring) count(clauses []clause, issue uint32) {
	for _, k := range clauses {
		was, ok := c[k.key]
		switch {
		case !ok:
			c[k.key] = recurrence{issue, 1}
		case was.last != issue && was.n < recursFrom:
			c[k.key] = recurrence{issue, was.n + 1}
		}
	}
	if len(c) > mostClauses {
		for k, v := range c {
			if v.n < recursFrom {
				delete(c, k)
			}
		}
	}
}
