package page

import "huiying/internal/pattern"

// tags say of which kind a letter is, or how far it is.
const tags = `(?:求助|投诉|咨询|建议|举报|表扬|感谢|求决|其他|反映|意见|建言|已办结|已回复|已答复|置顶)`

// demandTag is what a mailbox puts before a heading in a box of its own.
var demandTag = pattern.MustCompile(`^[\[【［]?` + tags + `{1,3}[\]】］]?$`)

// gluedTag is one in brackets that stands in one run with the heading.
var gluedTag = pattern.MustCompile(`^[\[【［]` + tags + `{1,3}类?[\]】］]\s*`)
