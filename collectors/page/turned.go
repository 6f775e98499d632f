package page

import (
	"strings"

	"huiying/internal/pattern"
)

// Labels that do not stand before their values, or mean another thing on this page than on most.

var behindLabel = pattern.MustCompile(`[（(]\s*(\p{Han}{2,8})\s*[)）]`)

// labelsBehind reads pages whose labels stand in brackets behind their values: three known ones say so.
func (r *reader) labelsBehind() {
	met := map[string]bool{}
	for _, l := range r.lines {
		for _, m := range behindLabel.FindAllStringSubmatch(l.text, -1) {
			if k, weak := labelKind(m[1]); k != none && !weak && !l.frame {
				met[m[1]] = true
			}
		}
	}
	if len(met) < 3 {
		return
	}
	from := 0
	for i := range r.lines {
		l := &r.lines[i]
		pieces, rest := valuesBefore(l.text)
		if len(pieces) == 0 {
			continue
		}
		if pieces[0].text == "" { // the label of the lines above it
			for j := max(from, i-8); j < i; j++ {
				if Within(r.lines[j].node, l.node.Parent) && !r.lines[j].labelled() {
					p := pieces[0]
					p.text = r.lines[j].text
					r.lines[j].pieces = []piece{p}
				}
			}
			l.frame = true
			pieces = pieces[1:]
		}
		if rest = strings.TrimSpace(rest); rest != "" {
			pieces = append(pieces, piece{text: rest})
		}
		l.pieces, from = pieces, i+1
	}
}

func valuesBefore(s string) (out []piece, rest string) {
	from := 0
	for _, at := range behindLabel.FindAllStringSubmatchIndex(s, -1) {
		label := s[at[2]:at[3]]
		if k, weak := labelKind(label); k != none {
			out = append(out, piece{kind: k, weak: weak, label: label, text: strings.TrimSpace(s[from:at[0]])})
			from = at[1]
		}
	}
	return out, s[from:]
}

// stemTitle is a label whose stem may be of the letter as well: 反馈主题 is its title, and 反馈时间 beside
// it is when it was written.
var stemTitle = pattern.MustCompile(`^(反馈|回应|处理|事项|反应)(?:标题|主题|题目)$`)

// ownStems gives labels to the letter whose stem the page's label for the title has.
func (r *reader) ownStems() {
	stem := ""
	for _, l := range r.lines {
		for _, p := range l.pieces {
			if m := stemTitle.FindStringSubmatch(p.label); m != nil {
				stem = m[1]
			}
		}
		if m := stemTitle.FindStringSubmatch(bare(l.text)); m != nil {
			stem = m[1]
		}
	}
	if stem == "" {
		return
	}
	for i := range r.lines {
		for k := range r.lines[i].pieces {
			p := &r.lines[i].pieces[k]
			label := p.label
			if p.kind == none && len(r.lines[i].pieces) == 1 {
				label = bare(p.text)
			}
			end, ok := strings.CutPrefix(label, stem)
			if !ok {
				continue
			}
			switch end {
			case "标题", "主题", "题目":
				p.kind = titleLabel
			case "时间", "日期":
				p.kind = timeLabel
			case "内容", "详情", "描述", "正文", "情况":
				p.kind = textLabel
			default:
				continue
			}
			if p.label == "" {
				p.label, p.text = label, ""
			}
		}
	}
}
