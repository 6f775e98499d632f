package severity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/analyzers/amount"
	"huiying/analyzers/phrase"
)

// found is a phrase where it stands in the text.
type found struct {
	*entry
	at, clause int
}

// sentence is one sentence with all that weighs in it.
type sentence struct {
	text     string // all of it: what stands after the sentence begins with its end
	from, to int    // where the sentence stands in it
	phrases  []found
	amounts  []amount.Amount
	kinds    kind // of all its phrases
	clauses  int
}

// read reads sentence by sentence: phrases, signs and amounts, left to right, without overlap.
func (f *facts) read(text string) {
	s := &f.sentence
	s.begin(text, 0)
	phrases.Find(text, func(i, from, to int) int {
		switch e := &entries[i]; e.kind {
		case stop:
			s.to = from
			f.weigh(s)
			s.begin(text, to)
		case comma:
			s.clauses++
		case figure:
			if a, ok := amount.At(text, from); ok {
				s.amounts = append(s.amounts, a)
				return a.End
			}
		default:
			s.kinds |= e.kind
			s.phrases = append(s.phrases, found{e, from, s.clauses})
		}
		return to
	})
	s.to = len(text)
	f.weigh(s)
}

func (s *sentence) begin(text string, at int) {
	*s = sentence{text: text, from: at, phrases: s.phrases[:0], amounts: s.amounts[:0]}
}

// weigh adds what a sentence tells of as real.
func (f *facts) weigh(s *sentence) {
	if len(s.phrases) == 0 && len(s.amounts) == 0 {
		return
	}
	told, mended, structured := false, s.kinds&over != 0, s.kinds&structure != 0
	real, wide := kind(0), 0
	for i, p := range s.phrases {
		switch {
		case p.kind == story:
			told = told || !since(s.text[p.at+len(p.text):])
		case p.kind == now:
			told = false
		case p.kind == harmless || p.kind&(maybe|never|over|structure) != 0 || told || s.later(i, story):
		case s.unreal(i, p), f.doubted(p):
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
	if !told && s.kinds&story == 0 {
		wide = max(wide, f.amounts(s, real))
	}
	if real&outage != 0 {
		f.without = max(f.without, wide)
	}
	if real&(event|release) != 0 {
		f.struck = max(f.struck, wide)
	}
}

// doubted says whether the reading of harm takes the phrase back.
func (f *facts) doubted(p found) bool {
	if p.kind&(outage|frail|reach|loss|crack) != 0 {
		return false
	}
	from := f.at + p.at
	return f.harm.Doubts(from, from+len(p.text), !f.now && p.kind&hazard == 0)
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
	if _, feared := fears.At(s.text[p.at+len(p.text):]); feared > 0 {
		return p.kind&(hazard|crack|outage|frail) == 0
	}
	switch r, _ := utf8.DecodeLastRuneInString(s.text[:p.at]); r {
	case '没', '未', '无', '防', '非', '免', '零':
		return p.kind&outage == 0
	}
	return false
}

// fears make what stands right before them a thing that may come.
var fears = phrase.New([]string{"隐患", "风险", "危险", "的危险", "的风险", "的隐患", "事故隐患", "怎么办", "报警器", "险情演", "保险", "预警", "高发"})

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
		if a.Unit != amount.People && a.Unit != amount.Bare {
			continue
		}
		gap, between := p.at-a.End, s.text[min(a.End, p.at):p.at] // the number before: 12人死亡
		if a.At > p.at {
			gap, between = a.At-p.at-len(p.text)+3, s.text[min(p.at+len(p.text), a.At):a.At] // or after: 死亡12人
		}
		if strings.ContainsAny(between, "，,、：") {
			gap += 15 // 致伤223人，死亡2人: one of its own clause comes first
		}
		if a.Unit == amount.Bare && ofTheClock(s.text[:a.At]) {
			continue // 六点五十病危
		}
		if a.Unit == amount.Bare && !(a.At < p.at && gap == 0 || a.At > p.at && gap == 3 && closes(s.text[a.End:])) {
			continue // 2000年, 63床: it counts something else
		}
		if gap >= 0 && gap < best {
			best, n, word = gap, int(min(a.Value, 1e7)), a.Text
		}
	}
	*target = max(*target, n)
	if word != "" {
		f.add(p.kind, word)
	}
}

// ofTheClock says whether a number after this text is the minutes of an hour.
func ofTheClock(before string) bool {
	return strings.HasSuffix(before, "点") || strings.HasSuffix(before, "时") ||
		strings.HasSuffix(before, ":") || strings.HasSuffix(before, "：")
}

// closes says whether nothing follows a number that it could count.
func closes(after string) bool {
	r, n := utf8.DecodeRuneInString(after)
	return n == 0 || !unicode.Is(unicode.Han, r)
}

// touching words say that a number of people is one of those whom the matter touches, and
// not the population of the place.
var touching = []string{"涉及", "影响", "波及", "受害", "受骗", "被骗", "拖欠", "没有发", "没发", "受灾"}

// says says whether one of the words stands in the sentence.
func (s *sentence) says(words ...string) bool {
	own := s.text[s.from:s.to]
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(own, w) })
}

// amounts reads for how long and what was lost, and returns how many people are spoken of.
func (f *facts) amounts(s *sentence, real kind) int {
	f.tolls(s)
	wide := 0
	for _, a := range s.amounts {
		n := int(min(a.Value, 1e9))
		switch a.Unit {
		case amount.People, amount.Households:
			if a.Unit == amount.Households {
				n *= 3 // people in a household
			}
			if n < 100 {
				continue
			}
			wide = max(wide, n)
			f.add(reach, a.Text)
			if n > f.touched && s.says(touching...) {
				f.touched = n
			}
		case amount.Days:
			if real&outage != 0 && n > f.days {
				f.days = n
				f.add(outage, a.Text)
			}
		case amount.Yuan:
			if a.Value > f.loss && s.says("损失") {
				f.loss = a.Value
				f.add(loss, a.Text)
			}
		}
	}
	return wide
}

// tolls reads the short form of the news: 3死5伤. Where there is one, there is an amount, though
// the number may be longer than what was read of it.
func (f *facts) tolls(s *sentence) {
	for _, a := range s.amounts {
		from, end := a.End, a.End
		r, size := utf8.DecodeRuneInString(s.text[end:])
		for amount.Numeral(r) {
			end += size
			r, size = utf8.DecodeRuneInString(s.text[end:])
		}
		if r != '死' && r != '伤' {
			continue
		}
		for q, n := utf8.DecodeLastRuneInString(s.text[:from]); amount.Numeral(q); q,
			n = utf8.DecodeLastRuneInString(s.text[:from]) {
			from -= n
		}
		v, n := amount.Counted(s.text[from:end])
		if n == 0 || n != end-from || v <= 0 {
			continue
		}
		word := s.text[from : end+size]
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
