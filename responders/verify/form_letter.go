package verify

import (
	"math"
	"regexp"

	"huiying/words"
)

// form is what makes an answer look like a form letter.
type form struct {
	own     float64 // weight of what the answer says of its own
	handed  bool    // it says that the matter was handed to somebody
	waiting bool    // it says that an answer will come
	repeats bool    // it is the question again, and next to nothing beside
	empty   bool
}

// How much of its own an answer says before it stops looking like a form letter: some ten
// words that stand neither in the question nor in letters about anything, or fewer and a
// finding.
const (
	enoughOwn = 36.0
	softOwn   = 11.0
	plenty    = 3 * enoughOwn // from which nothing else needs to be looked at
	topicWord = 2.5           // the weight of a pair in a word of a topic
	takenUp   = 0.6           // the part that words taken from the question count for
	quoted    = 0.15          // and words of its title, which form letters repeat
	deed      = 11.0          // the weight of a date, an amount, a finding
	deeds     = 3             // that are counted
)

var (
	handed   = regexp.MustCompile(`转交|转至|转达|转给|转办|已转|移交|交办|交由|上报|呈报|反馈[给至]`)
	waiting  = regexp.MustCompile(`(?:后续|届时|再|[^现]将|予以|及时|尽快).{0,8}(?:回复|答复|反馈|告知)|敬请关注|耐心等待|处理中|调查中|正在(?:调查|核实|处理|办理)`)
	figure   = regexp.MustCompile(`\d+(?:\.\d+)?(?:%|万|元|米|公里|平方|㎡|亩|户|人|次|栋|台|盏|吨|秒|分钟|小时|天|个月|年|时|号文)|\d+月\d+日|第[一二三四五六七八九十百\d]+条`)
	finding  = regexp.MustCompile(`可以|不能|不得|不宜|不予|不属于|暂不|暂未|暂无|由于|因此|原因|无法|属实|有误|责令停止|立案|处罚|罚款|约谈|扣押`)
	done     = regexp.MustCompile(`已(?:经|于|将|在)?[^，。]{0,12}(?:解决|修复|修好|完成|拆除|整改|清理|清运|处理完|恢复|安装|更换|发放|退还)`)
	signed   = regexp.MustCompile(`(?:\d{4}年)?\d{1,2}月\d{1,2}日[\s。]*$`)
	received = regexp.MustCompile(`(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:通过|在|于)?.{0,4}(?:平台|网|留言|来信|来电)`)
)

// formLetter weighs what the answer says beside courtesy, handling, the question's own title, and
// the question itself where the answer says next to nothing else.
func formLetter(c compared, r readPair) form {
	f := form{empty: c.answer.size == 0}
	var fresh, taken float64
	for _, p := range c.answer.each {
		w := ownWeight(p)
		f.own += w * c.taken(p)
		if c.question.pairs[p] {
			taken += w
		} else {
			fresh += w
		}
	}
	if fresh <= max(taken, spare+softOwn) { // else most of its words are its own
		if rest := c.remainder(r); rest.nothing {
			return form{own: rest.own, handed: rest.handed, waiting: rest.waiting, empty: f.empty,
				repeats: rest.copied >= mostly || f.own >= enoughOwn}
		}
	}
	if f.own >= plenty {
		return f
	}
	reply := around(r.Reply, 0, longSentence) // so much that says so little repeats itself
	f.handed, f.waiting = handed.MatchString(reply), waiting.MatchString(reply)
	f.own += deed * float64(min(found(reply), deeds))
	return f
}

// found counts the dates, amounts and findings of a text; what was done counts twice.
func found(text string) int {
	plain := received.ReplaceAllString(signed.ReplaceAllString(text, ""), "")
	return len(figure.FindAllString(plain, deeds)) + len(finding.FindAllString(plain, deeds)) +
		2*len(done.FindAllString(plain, 1))
}

// ownWeight is what a pair adds to what an answer says: nothing for words of courtesy and
// handling, something for those of a topic, most for rare ones.
func ownWeight(p pair) float64 {
	if topic, common := table.common[p]; common {
		if topic {
			return topicWord
		}
		return 0
	}
	w := max(weight(table.of(p))-weightWord, 0)
	switch a, b := table.small(p.a), table.small(p.b); {
	case a && b:
		return 0
	case a || b:
		return w / 4
	}
	return w
}

// taken is how much a pair counts that the answer has from the question.
func (c *compared) taken(p pair) float64 {
	switch {
	case c.title.pairs[p]:
		return quoted
	case c.question.pairs[p]:
		return takenUp
	}
	return 1
}

// score is high for an answer that says little of its own, and for one that went to several
// other questions and is not about this one.
func (f form) score(others int, about float64) float64 {
	own := f.own
	if f.handed || f.waiting {
		own -= softOwn
	}
	s := 1 / (1 + math.Exp((own-enoughOwn)/softOwn))
	if f.empty {
		return 1
	}
	if others >= many {
		sent := 1 - 1/float64(others)
		s = max(s, sent*(1-about))
	}
	return s
}

// many is to how many other questions the same text has to go before that alone is a reason.
const many = 3

func (f form) check(score float64, others int, about float64) Check {
	out := Check{Name: CheckFormLetter, Score: score, OK: score < border}
	if f.repeats {
		out.Name = CheckRepeats
	}
	var parts []words.Phrase
	say := func(key string, args ...any) { parts = append(parts, words.Of(key, args...)) }
	switch {
	case f.empty:
		say("verify.empty")
	case f.own < enoughOwn && !f.repeats:
		say("verify.form.courtesy")
	}
	if f.handed && !out.OK {
		say("verify.form.handed")
	}
	if f.waiting && !out.OK {
		say("verify.form.waiting")
	}
	if others > 0 {
		say("verify.form.others", others)
	}
	head := words.Of("verify.form.own")
	switch {
	case f.repeats:
		head = words.Of("verify.form.repeats")
	case !out.OK:
		head = words.Of("verify.form.letter")
	}
	out.Reason, out.ReasonEn = said("verify.form.plain", head)
	if len(parts) > 0 {
		out.Reason, out.ReasonEn = said("verify.form", head, listed(parts))
	}
	return out
}
