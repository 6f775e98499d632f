package matters

import (
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// piece is a stretch of a text that may begin a matter: a sentence, or what an order word begins.
type piece struct {
	from, to int
	why      string // by which mark it begins: ByOrder, ByLink, or ""
	mark     string // the word of it
}

func (p piece) marked() bool { return p.why != "" }

var (
	// orders number the matters of a text. The first of a row begins none.
	orders = strings.Fields(`第二 第三 第四 第五 其二 其三 其四 二是 三是 四是 二来 三来 二、 三、 四、 五、 二． 三．
		2、 3、 4、 5、 2. 3. 4. 5. 2． 3． 4． 5． 2） 3） 4） 5） 2) 3) 4) 5)
		（二） （三） （四） (二) (三) （2） （3） （4） (2) (3) (4) ② ③ ④ ⑤
		第二个 第三个 第二件 第三件 问题二 问题三 诉求二 诉求三 事项二 事项三`)
	firsts = strings.Fields(`第一 其一 一是 一来 一、 1、 1. 1． 1） 1) （一） (一) （1） (1) ① 问题一 诉求一 事项一`)
	// links add what the sentence before did not say.
	links = strings.Fields(`另外 此外 还有 再有 再就是 再者 顺便 顺带 同时 与此同时 除此之外 另 另有 另一 另一件 另一个 再一个 再一件
		再问 再反映 再说 也请 也想 还想 还要反映 还反映 还请 还举报 还投诉 还希望 又举报 又投诉 又反映 又称 并举报 并投诉 并质疑
		并咨询 并反映 诉求人并 来电人还 市民还 群众还 诉求人还 来电人另 市民另 诉求人另 市民又 反映的另 另反映 另咨询 另投诉 另外一个
		对了 最后再 捎带 附带`)
	// weakLinks add too, and as often go on about the same.
	weakLinks = set(`还有 再有 同时 与此同时 再者 还请 还希望 又称 并质疑 来电人还 市民还 群众还`)

	marks     = phrase.New(concat(orders, links, announce))
	orderHead = phrase.New(orders)
	firstHead = phrase.New(firsts)
	linkHead  = phrase.New(links)
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func concat(lists ...[]string) (out []string) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// markAt is the size of the order or adding word that begins s, and which it is; 0 for none.
func markAt(s string) (size int, why string) {
	if _, n := orderHead.At(s); n > 0 && !number(s, n) {
		return n, ByOrder
	}
	if _, n := firstHead.At(s); n > 0 && !number(s, n) {
		return n, ""
	}
	if _, n := linkHead.At(s); n > 0 {
		return n, ByLink
	}
	return 0, ""
}

// number says whether an order word of n bytes is part of a number: 2.5元.
func number(s string, n int) bool {
	r, _ := utf8.DecodeRuneInString(s[n:])
	return s[0] < utf8.RuneSelf && r >= '0' && r <= '9'
}

func ends(r rune) bool {
	return r == '。' || r == '！' || r == '!' || r == '？' || r == '?' || r == '；' || r == ';' || r == '\n'
}

func pauses(r rune) bool {
	return r == '，' || r == ',' || r == '：' || r == ':' || r == '、' || r == ' '
}

// split lists the pieces of a text, which together are the text.
func split(text string) []piece {
	var out []piece
	from, why, word := 0, "", ""
	for i, r := range text {
		end, pause := ends(r), pauses(r)
		if !end && !pause {
			continue
		}
		at := i + utf8.RuneLen(r)
		n := at + len(text[at:]) - len(strings.TrimLeft(text[at:], " \n\t，。！？"))
		if n >= len(text) {
			break
		}
		size, mark := markAt(text[n:])
		if mark == "" && !end || strings.TrimSpace(text[from:at]) == "" {
			continue
		}
		out = append(out, piece{from, at, why, word})
		from, why, word = at, mark, text[n:n+size]
	}
	return append(out, piece{from, len(text), why, word})
}
