package page

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// tags say of which kind a letter is, or how far it is.
const tags = `(?:求助|投诉|咨询|建议|举报|表扬|感谢|求决|其他|反映|意见|建言|已办结|已回复|已答复|置顶)`

// demandTag is what a mailbox puts before a heading in a box of its own.
var demandTag = pattern.MustCompile(`^[\[【［]?` + tags + `{1,3}[\]】］]?$`)

// gluedTag is one in brackets that stands in one run with the heading.
var gluedTag = pattern.MustCompile(`^[\[【［]` + tags + `{1,3}类?[\]】］]\s*`)

var (
	tagged = pattern.MustCompile(`^(?:#[^#]{1,16}#|[\[【［]?` + tags + `{1,3}类?[\]】］]?|(?:ID|NO|No|编号|序号)\s*[.:：]?\s*[\w-]+|[【\[［].{1,8}[】\]］]|已\p{Han}{2}|来信|留言)$`)
	states = pattern.MustCompile(`\s*[\[【［（(](?:已|未|待|正在)\p{Han}{1,4}[\]】］）)]$`)
	topics = pattern.MustCompile(`^#[^#]{1,16}#\s*`)
)

// bareTitle is a title without tags in one run with it.
func bareTitle(s string) string {
	for _, re := range []*pattern.Pattern{topics, gluedTag, states} {
		if cut := re.ReplaceAllString(s, ""); utf8.RuneCountInString(cut) >= 2 {
			s = cut
		}
	}
	return strings.TrimSpace(s)
}
