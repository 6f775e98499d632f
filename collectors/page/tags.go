package page

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// tags say of which kind a letter is, or how far it is.
const tags = `(?:求助|投诉|咨询|建议|举报|表扬|感谢|求决|其他|反映|意见|建言|置顶|热点|精华|推荐|` + stateTag + `)`

// stateTag is how far a letter is.
const stateTag = `(?:已|未|待|正在|处理|办理|受理|回复|答复)(?:办结|回复|答复|受理|办理|处理|转办|签收|审核|公开|采纳|解决|评价|中|完)|办结|完结|结案`

// demandTag is what a mailbox puts before a heading in a box of its own.
var demandTag = pattern.MustCompile(`^[\[【［]?` + tags + `{1,3}[\]】］]?$`)

// gluedTag is one in brackets that stands in one run with the heading.
var gluedTag = pattern.MustCompile(`^[\[【［]` + tags + `{1,3}类?[\]】］]\s*`)

var (
	tagged    = pattern.MustCompile(`^(?:#[^#]{1,16}#|[\[【［]?` + tags + `{1,3}类?[\]】］]?|(?:ID|NO|No|编号|序号)\s*[.:：]?\s*[\w-]+|[【\[［].{1,8}[】\]］]|已\p{Han}{2}|来信|留言)$`)
	states    = pattern.MustCompile(`\s*[\[【［（(](?:已|未|待|正在)\p{Han}{1,4}[\]】］）)]$`)
	stateOnly = pattern.MustCompile(`^[\[【［（(]?` + stateTag + `[\]】］）)]?$`)
	doneOnly  = pattern.MustCompile(`^[\[【［（(]?(?:已(?:办结|回复|答复|解决|采纳|办理|处理|回应)|办结|完结|结案)[\]】］）)】\s]*$`)
	// numberedTitle is the letter's number before its title.
	numberedTitle = pattern.MustCompile(`^(?i:no|id)[.:：#]\s*[\w-]{2,}[\s\x{3000}:：、.]*|^(?:(?i:no|id)\s*[\w-]{2,}|#\d{2,}|[\[【]\d{3,}[\]】]|\d{6,}|(?:编号|信件|来信)[:：]?\s*[A-Za-z\d-]{3,})[\s\x{3000}:：、.]+`)
	topics        = pattern.MustCompile(`^#[^#]{1,16}#\s*`)
)

// untagged is a line without the parts that tell how far the letter is.
func (l line) untagged() string {
	if len(l.parts) < 2 {
		return l.text
	}
	s := l.text
	for _, p := range l.parts {
		if stateOnly.MatchString(p) {
			s = strings.Replace(s, p, "", 1)
		}
	}
	return s
}

// tagged says whether the element of part k is called a tag.
func (l line) tagged(k int) bool {
	_, names, _ := strings.Cut(l.shapes[k], ".")
	return named(names, tagNames)
}

// tagsOnly says whether a line is a row of tags: what the letter is about, how far it is.
func (l line) tagsOnly() bool {
	state := false
	for k, p := range l.parts {
		if utf8.RuneCountInString(p) > 4 || strings.ContainsAny(p, "，。！？；：:0123456789") {
			return false
		}
		state = state || stateOnly.MatchString(p) || l.tagged(k)
	}
	return state && len(l.parts) > 1 && !l.head
}

// bareTitle is a title without tags in one run with it.
func bareTitle(s string) string {
	for _, re := range []*pattern.Pattern{topics, numberedTitle, gluedTag, states} {
		if cut := re.ReplaceAllString(s, ""); utf8.RuneCountInString(cut) >= 2 {
			s = cut
		}
	}
	if m := inWhole.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return strings.TrimSpace(s)
}

// inWhole is a title in brackets.
var inWhole = pattern.MustCompile(`^[【\[]([^【】\[\]]{4,})[】\]]$`)
