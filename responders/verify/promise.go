package verify

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Promise is something that an answer says will be done, and by when.
type Promise struct {
	Text  string `json:"text"`          // the term: 于12月底前, 15个工作日内, 近期
	Due   string `json:"due,omitempty"` // the last day of the term, YYYY-MM-DD; "" where it names none
	Words string `json:"words"`         // the sentence
}

const (
	mostPromises = 20  // of one answer; what promises more is a plan, not an answer
	mostWords    = 120 // characters of a sentence that are kept
)

var (
	// quotes are words of a rule that is told, not of a promise.
	quotes = regexp.MustCompile(`规定|条例|应当|申请人|当事人|办法》|第[一二三四五六七八九十百\d]+条|(?:自|从).{1,16}(?:之日|起)|未超过|不超过|逾期`)
	// ours make a promise of a sentence even if it tells a rule.
	ours = regexp.MustCompile(`(?:我[局办委中队市县区镇乡校院司]|我们|本[局办委]|政府|街道|公司|单位|部门).{0,12}(?:将|会在|承诺|争取|力争|确保|预计)`)
	// yours are things that the citizen is to do.
	yours = regexp.MustCompile(`请(?:您|你|于|在|携|带|直接|拨|到|前往)|[您你]可(?:以)?|欢迎[您你]|如[您你]`)
	// over is what stands before a moment that has passed, and next what stands after it.
	over = regexp.MustCompile(`(?:已|已经|曾|截至|截止|截止到|自|从|早)(?:于|在|到)?$`)
	next = regexp.MustCompile(`^(?:起|以来|至今|已|,?我[局办]已|的(?:来信|留言|回复)|发布|印发)`)
)

// commits are words with which an office takes something upon itself.
var commits = strings.Fields(`将 拟 预计 预期 计划 争取 力争 确保 承诺 保证 务必 责令 责成 限期 最迟 至迟 有望 安排 督促
	会在 会于 会尽 会及 会同 予以回复 予以答复 予以反馈 予以解决 给予回复 给予答复 给予反馈 给予解决 给您回复 给您答复 给您反馈 向您回复 向您答复 向您反馈`)

func holdsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// promises reads what an answer says will be done. Relative terms are counted from the day of
// the answer: at, or else the date under it.
func (j *Judge) promises(reply string, at time.Time) []Promise {
	reply = plainDigits(reply)
	base := replyDay(reply, at)
	var out []Promise
	for words := range sentences(reply) {
		words = strings.TrimSpace(words)
		if !holdsAny(words, commits) {
			continue
		}
		terms := termsIn(words)
		if len(terms) == 0 || !promising(words) {
			continue
		}
		for _, t := range terms {
			if len(out) == mostPromises {
				return out
			}
			if past(words, t) || !t.committed(words) {
				continue
			}
			due, ok := t.due(base, j.WorkingDays)
			if !ok {
				continue
			}
			p := Promise{Text: words[t.from:t.to], Due: due, Words: opinion.Clip(words, mostWords)}
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// longSentence is the most bytes of one sentence that are read.
const longSentence = 4096

// sentences yields the sentences of a text. What goes on without an end is a list.
func sentences(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for words := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("。！？；;!?\n", r) }) {
			if len(words) > longSentence {
				words = strings.ToValidUTF8(words[:longSentence], "")
			}
			if !yield(words) {
				return
			}
		}
	}
}

// promising says whether a sentence with words of commitment commits the office.
func promising(words string) bool {
	if ours.MatchString(words) {
		return true
	}
	return !quotes.MatchString(words) && !yours.MatchString(words)
}

func past(words string, t term) bool {
	return over.MatchString(around(words, t.from-look, t.from)) || next.MatchString(around(words, t.to, t.to+look))
}

// near is a commitment right before a day: 将于, 计划在, 承诺将于; and after a day, where 将
// follows at once.
var (
	nearBefore = regexp.MustCompile(`(?:将|拟|预计|预期|计划|争取|力争|确保|承诺|保证|务必|限期|最迟|至迟|有望|会)[^，,、]{0,6}$`)
	nearAfter  = regexp.MustCompile(`^[^，,、]{0,4}(?:将|拟|可望|有望)`)
	closing    = regexp.MustCompile(`[前底末]$`)
)

// committed says whether the term belongs to the sentence's commitment. A deadline does; a
// day or a vague word may as well belong to what was found, so it has to stand close by.
func (t term) committed(words string) bool {
	if t.kind != vague && (t.kind != day || closing.MatchString(words[t.from:t.to])) {
		return true
	}
	return nearBefore.MatchString(around(words, t.from-look, t.from)) || nearAfter.MatchString(around(words, t.to, t.to+look))
}

// look is how many bytes around a term are read: some fifteen characters.
const look = 48

// around is words[from:to], as far as that lies within words; a character cut in two at its
// far end fits no expression.
func around(words string, from, to int) string { return words[max(from, 0):min(to, len(words))] }

// plainDigits writes full-width digits as digits.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

var signature = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日[\s。)）]*$`)

// replyDay is the day of the answer: at, else the date with which it ends, else none.
func replyDay(reply string, at time.Time) time.Time {
	if !at.IsZero() {
		y, m, d := at.In(opinion.Beijing).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, opinion.Beijing)
	}
	if m := signature.FindStringSubmatch(reply); m != nil {
		if t, ok := date(number(m[1]), number(m[2]), number(m[3])); ok {
			return t
		}
	}
	return time.Time{}
}

func promisesCheck(all []Promise) Check {
	out := Check{Name: CheckPromises, OK: true}
	var parts []words.Phrase
	for _, p := range all[:min(len(all), 5)] {
		if p.Due == "" {
			parts = append(parts, words.Of("verify.promise.no_day", p.Text))
			continue
		}
		parts = append(parts, words.Of("verify.promise.due", p.Text, p.Due))
	}
	out.Reason, out.ReasonEn = said("verify.promise", listed(parts))
	return out
}
