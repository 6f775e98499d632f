package severity

import (
	"strings"
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
	clauses []int // where each begins
}

func (f *facts) read(text string) {
	for len(text) > 0 {
		end := strings.IndexAny(text, "。！？；!?;\n")
		s := text
		if end < 0 {
			text = ""
		} else {
			_, n := utf8.DecodeRuneInString(text[end:])
			s, text = text[:end], text[end+n:]
		}
		if s != "" {
			sen := parse(s)
			f.weigh(&sen)
		}
	}
}

// parse finds phrases and amounts, left to right, without overlap.
func parse(s string) sentence {
	sen := sentence{text: s, clauses: []int{0}}
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch r {
		case '，', ',', '、', '：', ' ', '　':
			if r != '、' {
				sen.clauses = append(sen.clauses, at+n)
			}
			at += n
			continue
		}
		if e, ok := phraseAt(s[at:], r); ok {
			sen.phrases = append(sen.phrases, found{e, at, len(sen.clauses) - 1})
			at += len(e.text)
			continue
		}
		if a, ok := amountAt(s[at:], at); ok {
			sen.amounts = append(sen.amounts, a)
			at = max(a.end, at+n)
			continue
		}
		at += n
	}
	return sen
}

// weigh adds what a sentence tells of as real.
func (f *facts) weigh(s *sentence) {
	told, mended, structured := false, s.any(over), s.any(structure)
	real := kind(0)
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
			f.reached = max(f.reached, scope(p.text))
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
		f.amounts(s, real)
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
		limit := best
		if a.unit == bare {
			limit = min(limit, 4)
		}
		if gap >= 0 && gap < limit {
			best, n, word = gap, int(min(a.value, 1e7)), a.text
		}
	}
	*target = max(*target, n)
	if word != "" {
		f.add(p.kind, word)
	}
}

// amounts reads who is touched, for how long, and what was lost.
func (f *facts) amounts(s *sentence, real kind) {
	f.tolls(s.text)
	for _, a := range s.amounts {
		n := int(min(a.value, 1e9))
		switch a.unit {
		case people, households:
			if a.unit == households {
				n *= 3 // people in a household
			}
			if n >= 100 && n > f.reached {
				f.reached = n
				f.add(reach, a.text)
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
