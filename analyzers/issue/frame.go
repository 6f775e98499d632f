package issue

import (
	"regexp"
	"sort"
)

// An operator writes every order in the same frame: 市民来电反映：…。请职能部门核实处理！（请按规定在30分钟内
// 响应处置）. What two orders share of it says nothing. frames are the forms that offices use; frames
// of an office's own are learnt, see clauses.
var frames = regexp.MustCompile(`(?:^|[。！!\n])\s*[^，。：:！!？?\n]{0,12}(?:反映|反应|诉求内容|诉求|来电|来电人称|留言|主要内容|问题描述|事由|求助|咨询)\s*[：:]` +
	`|^(?:其|来电人|来电者|市民|群众|诉求人|反映人|来信人)(?:来电|致电|来信)?(?:称|反映|表示|投诉|反应)` +
	`|[（(【\[][^（()）【】\[\]]{0,60}(?:请|紧急程度|响应|处置|附件|回复|工单|编号|转办|答复|保密|承办)[^（()）【】\[\]]{0,60}[）)】\]]` +
	`|诉求目的[：:][^。；;\n]*` +
	`|(?:^|[，。！!；;\n])\s*(?:故来电|特来电|现来电|已向|已经反映|多次反映|已反映)[^，。！!；;\n]{0,20}` +
	`|(?:^|[，。！!；;\n])\s*(?:请|望|盼|希望|要求|恳请|敬请)[^，。！!；;\n]{0,24}(?:处理|解决|核实|转办|回复|反馈|办理|回音|说法|管一管|落实|协调|查处|答复|处置)[^，。！!；;\n]{0,14}` +
	`|(?:位置在|地址[：:]|地点[：:])`)

// span is a piece of a text, in bytes.
type span struct{ from, to int }

// framed lists the pieces of a text that are frames, in order.
func framed(text string) []span {
	var out []span
	for _, m := range frames.FindAllStringIndex(text, -1) {
		out = append(out, span{m[0], m[1]})
	}
	return out
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
