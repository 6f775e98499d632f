package severity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// found is a phrase where it stands in its sentence.
type found struct {
	entry
	at, clause int
}

// sentence is one sentence with all that weighs in it.
type sentence struct {
	text    string
	phrases []found
	amounts []amount
	clauses int
}

func (f *facts) read(text string) {
	var sen sentence
	for len(text) > 0 {
		end := strings.IndexFunc(text, endsSentence)
		s := text
		if end < 0 {
			text = ""
		} else {
			_, n := utf8.DecodeRuneInString(text[end:])
			s, text = text[:end], text[end+n:]
		}
		if s != "" {
			sen.parse(s)
			f.weigh(&sen)
		}
	}
}

func endsSentence(r rune) bool {
	switch r {
	case '。', '！', '？', '；', '!', '?', ';', '\n':
		return true
	}
	return false
}

// parse finds phrases and amounts, left to right, without overlap.
func (sen *sentence) parse(s string) {
	sen.text, sen.phrases, sen.amounts, sen.clauses = s, sen.phrases[:0], sen.amounts[:0], 1
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch r {
		case '，', ',', '、', '：', ' ', '　':
			if r != '、' {
				sen.clauses++
			}
			at += n
			continue
		}
		if e, ok := phraseAt(s[at:], r); ok {
			sen.phrases = append(sen.phrases, found{e, at, sen.clauses - 1})
			at += len(e.text)
			continue
		}
		if mayBegin(r) {
			if a, ok := amountAt(s[at:], at); ok {
				sen.amounts = append(sen.amounts, a)
				at = max(a.end, at+n)
				continue
			}
		}
		at += n
	}
}

// weigh adds what a sentence tells of as real.
func (f *facts) weigh(s *sentence) {
	told, mended, structured := false, s.any(over), s.any(structure)
	real, wide := kind(0), 0
	for i, p := range s.phrases {
		switch {
		case p.kind == story:
			told = told || !since(s.text[p.at+len(p.text):])
		case p.kind == now:
			told = false
		case p.kind == harmless || p.kind&(maybe|never|over|structure) != 0 || told || s.later(i, story):
		case s.unreal(i, p):
		case mended && p.kind&(outage|hazard|crack) != 0:
		case p.kind == crack && !structured:
		case p.kind == crack:
			real |= hazard
			f.add(hazard, p.text)
		case p.kind == frail:
			real |= frail
			f.add(frail, p.text)
		case p.kind == reach:
			wide = max(wide, scope(p.text))
			f.add(reach, p.text)
		default:
			real |= p.kind
			f.count(s, p)
			f.add(p.kind, p.text)
		}
	}
	f.together = f.together || real&event != 0 && real&frail != 0
	f.frailNear = f.frailNear || real&outage != 0 && real&frail != 0
	if !told && !s.any(story) {
		wide = max(wide, f.amounts(s, real))
	}
	if real&outage != 0 {
		f.without = max(f.without, wide)
	}
	if real&(event|release) != 0 {
		f.struck = max(f.struck, wide)
	}
}

func (s *sentence) any(k kind) bool {
	for _, p := range s.phrases {
		if p.kind == k {
			return true
		}
	}
	return false
}

// later says whether a phrase of kind k follows right after phrase i: 火灾演练, 地震纪念.
func (s *sentence) later(i int, k kind) bool {
	end := s.phrases[i].at + len(s.phrases[i].text)
	for _, p := range s.phrases[i+1:] {
		if p.kind == k && p.at-end <= 12 && p.clause == s.phrases[i].clause {
			return true
		}
	}
	return false
}

// since says whether 去年 and the like begin something that lasts (去年以来).
func since(after string) bool {
	for _, w := range []string{"开始", "以来", "至今", "到现在", "起", "就", "到今"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// unreal says whether a phrase is feared or denied in its own clause. What is dangerous
// already (a smell of gas) is not made unreal by 存在 or 可能 after it.
func (s *sentence) unreal(i int, p found) bool {
	for k := i - 1; k >= 0 && s.phrases[k].clause == p.clause; k-- {
		q := s.phrases[k]
		if q.kind != maybe && q.kind != never {
			continue
		}
		if p.kind&(hazard|crack|outage|frail) != 0 && q.text == "存在" {
			continue
		}
		if q.kind == never && p.kind&(outage|frail) != 0 && q.text != "不是" {
			continue // 无人处理停水: nobody sees to it, but it is
		}
		return true
	}
	end := p.at + len(p.text)
	for _, w := range []string{"隐患", "风险", "危险", "的危险", "的风险", "的隐患", "事故隐患", "怎么办", "报警器", "险情演", "保险", "预警", "高发"} {
		if strings.HasPrefix(s.text[end:], w) {
			return p.kind&(hazard|crack|outage|frail) == 0
		}
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:p.at])
	return strings.ContainsRune("没未无防非免零", r) && p.kind&outage == 0
}

// count takes the number nearest to a death, an injury or an illness.
func (f *facts) count(s *sentence, p found) {
	target := (*int)(nil)
	switch {
	case p.kind&death != 0:
		target = &f.deaths
	case p.kind&injury != 0:
		target = &f.injured
	case p.kind&illness != 0:
		target = &f.ill
	default:
		return
	}
	n, word := 1, ""
	best := 40 // bytes: a number further off counts something else
	for _, a := range s.amounts {
		if a.unit != people && a.unit != bare {
			continue
		}
		gap := p.at - a.end // the number before: 12人死亡
		if a.at > p.at {
			gap = (a.at - p.at - len(p.text)) + 3 // or after: 死亡12人
		}
		if a.unit == bare && !(a.at < p.at && gap == 0 || a.at > p.at && gap == 3 && closes(s.text[a.end:])) {
			continue // 2000年, 63床: it counts something else
		}
		if gap >= 0 && gap < best {
			best, n, word = gap, int(min(a.value, 1e7)), a.text
		}
	}
	*target = max(*target, n)
	if word != "" {
		f.add(p.kind, word)
	}
}

// closes says whether nothing follows a number that it could count.
func closes(after string) bool {
	r, n := utf8.DecodeRuneInString(after)
	return n == 0 || !unicode.Is(unicode.Han, r)
}

// touching words say that a number of people is one of those whom the matter touches, and
// not the population of the place.
var touching = []string{"涉及", "影响", "波及", "受害", "受骗", "被骗", "拖欠", "没有发", "没发", "受灾"}

// amounts reads for how long and what was lost, and returns how many people are spoken of.
func (f *facts) amounts(s *sentence, real kind) int {
	f.tolls(s.text)
	wide := 0
	touches := slices.ContainsFunc(touching, func(w string) bool { return strings.Contains(s.text, w) })
	for _, a := range s.amounts {
		n := int(min(a.value, 1e9))
		switch a.unit {
		case people, households:
			if a.unit == households {
				n *= 3 // people in a household
			}
			if n < 100 {
				continue
			}
			wide = max(wide, n)
			f.add(reach, a.text)
			if touches {
				f.touched = max(f.touched, n)
			}
		case days:
			if real&outage != 0 && n > f.days {
				f.days = n
				f.add(outage, a.text)
			}
		case yuan:
			if strings.Contains(s.text, "损失") && a.value > f.loss {
				f.loss = a.value
				f.add(loss, a.text)
			}
		}
	}
	return wide
}

// tolls reads the short form of the news: 3死5伤.
func (f *facts) tolls(text string) {
	if !strings.ContainsAny(text, "死伤") {
		return
	}
	for i, r := range text {
		if r != '死' && r != '伤' {
			continue
		}
		from := i
		for from > 0 {
			q, n := utf8.DecodeLastRuneInString(text[:from])
			if _, chinese := digits[q]; !chinese && (q < '0' || q > '9') && scales[q] == 0 {
				break
			}
			from -= n
		}
		v, n := counted(text[from:i])
		if n == 0 || n != i-from || v <= 0 {
			continue
		}
		word := text[from : i+utf8.RuneLen(r)]
		if r == '死' {
			f.deaths = max(f.deaths, int(min(v, 1e7)))
			f.add(death, word)
		} else {
			f.injured = max(f.injured, int(min(v, 1e7)))
			f.add(injury, word)
		}
	}
}

// scope is how many people words like 全县 stand for, at the least.
func scope(word string) int {
	switch word {
	case "全市", "全城", "大半个城":
		return 100_000
	case "全县", "全区", "整个城区", "整个县城", "全县城", "整个新区":
		return 50_000
	case "全镇", "全乡", "整个镇":
		return 5000
	}
	return 1500
}
