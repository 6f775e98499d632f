package page

import (
	"huiying/collectors"
	"huiying/internal/pattern"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
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

// answeredStems may be of the letter as well: 反馈主题 is a letter's title, and 反馈时间 beside it is when
// it was written.
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

var dayWord = pattern.MustCompile(`(` + headDay.String() + `)\s*[(（]?\s*(\p{Han}{2,4})\s*[)）]?`)

// daysAndWords reads a line of days with a word behind each: 2026-03-02 提问　2026-03-06 办结.
func daysAndWords(s string) []piece {
	all := dayWord.FindAllStringSubmatch(s, -1)
	if len(all) == 0 || utf8.RuneCountInString(strings.Map(letterOnly, dayWord.ReplaceAllString(s, ""))) > 0 {
		return nil
	}
	var out []piece
	for _, m := range all {
		p := piece{kind: otherLabel, weak: true, label: m[2], text: m[1]}
		switch {
		case lateWord.MatchString(m[2]):
			p.kind = replyTimeLabel
		case neverTime.MatchString(m[2]):
		case pubTime.MatchString(m[2]):
			p.kind = timeLabel
		default:
			return nil
		}
		out = append(out, p)
	}
	return out
}

func letterOnly(c rune) rune {
	if strings.ContainsRune(" \u3000\u00a0|｜·,，;；/-—()（）[]", c) {
		return -1
	}
	return c
}

// officeLead is the office that a line begins with, as whoever speaks: 某局：…, or its name in an element
// of its own before what it says.
func officeLead(l line) (unit, rest string) {
	if m := officeSays.FindStringSubmatch(l.text); m != nil && !sayerWords.MatchString(m[1]) {
		return m[1], strings.TrimSpace(m[2])
	}
	if len(l.parts) > 1 && l.shapes[0] != "" && officeTo.MatchString(l.parts[0]) {
		rest = strings.TrimSpace(strings.Join(l.parts[1:], ""))
		if utf8.RuneCountInString(rest) >= 8 {
			return l.parts[0], rest
		}
	}
	return "", ""
}

var (
	officeSays = pattern.MustCompile(`^(\p{Han}{2,20}(?:` + officeEnd + `))\s*[:：]\s*(.*)$`)
	sayerWords = pattern.MustCompile(`[我你他她说给问找打被向让请叫致]|尊敬|如下`)
)

// twoColumns reads a question beside its answer: the two heads stand in one row, the words in the next.
func (r mailbox) twoColumns() []*letter {
	for _, t := range r.doc.Find("table").Nodes {
		rows := rowsOf(t)
		for i := 0; i+1 < len(rows); i++ {
			if len(rows[i]) != 2 || len(rows[i+1]) != 2 {
				continue
			}
			heads := [2][]piece{columnHead(rows[i][0]), columnHead(rows[i][1])}
			last := func(p []piece) kind {
				if len(p) == 0 {
					return none
				}
				return p[len(p)-1].kind
			}
			ask := slices.IndexFunc(heads[:], func(p []piece) bool { return last(p) == textLabel })
			reply := slices.IndexFunc(heads[:], func(p []piece) bool { return last(p) == replyLabel })
			if ask < 0 || reply < 0 {
				continue
			}
			lr := letterReader{}
			lr.begin()
			for _, at := range []int{ask, reply} {
				for _, p := range heads[at] {
					lr.take(p)
				}
				lr.words(textIn(rows[i+1][at]))
			}
			lr.now.weight = 4
			return []*letter{lr.now}
		}
	}
	return nil
}

func columnHead(cell *html.Node) []piece {
	s := collectors.OneLine(textIn(cell))
	if out := opening(s); out != nil {
		return out
	}
	if k, weak := labelKind(s); k != none {
		return []piece{{kind: k, weak: weak, label: bare(s)}}
	}
	return nil
}

func textIn(n *html.Node) string { return collectors.NodeText(n, nil) }
