package page

import (
	"maps"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// upright joins labels that are written from top to bottom: a cell with a character or two in each line.
func upright(lines []line) []line {
	out := lines[:0]
	for i := 0; i < len(lines); {
		j, joined := i, ""
		for j < len(lines) && lines[j].node == lines[i].node && lines[j].len() <= 4 && lines[j].linked == 0 {
			joined += lines[j].text
			j++
		}
		if l := lines[i]; j-i >= 2 && utf8.RuneCountInString(joined) <= longestLabel &&
			labelish(joined) && lastOf(lines, j) {
			l.text, l.parts, l.shapes, l.at = joined, []string{joined}, l.shapes[:1], len(out)
			out, i = append(out, l), j
			continue
		}
		if n := len(out); n > 0 && (lines[i].head || named(names(lines[i].node), titleNames) && out[n-1].len() >= 4 &&
			!strings.ContainsAny(out[n-1].text+lines[i].text, "。！；：:")) && out[n-1].node == lines[i].node &&
			!stamped.MatchString(lines[i].text) &&
			lines[i].len()+out[n-1].len() <= 80 { // a heading of two lines
			l := &out[n-1]
			l.text += lines[i].text
			l.parts, l.shapes = append(l.parts, lines[i].parts...), append(l.shapes, lines[i].shapes...)
			i++
			continue
		}
		lines[i].at = len(out)
		out, i = append(out, lines[i]), i+1
	}
	return out
}

// lastOf says whether the block of the line before j ends there.
func lastOf(lines []line, j int) bool { return j == len(lines) || lines[j].node != lines[j-1].node }

// pictured are the pictures that stand for labels by their words, and for 问 and 答 by their names as
// well, where both are there.
func pictured(root *html.Node) map[*html.Node]string {
	out, met, labels := map[*html.Node]string{}, map[string]bool{}, map[*html.Node]string{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if said := strings.TrimSpace(attr(n, "data-label")); said != "" && kindOf(said) != none {
			labels[n] = said
		}
		if n.DataAtom != atom.Img {
			continue
		}
		alt := strings.TrimSpace(attr(n, "alt"))
		if labelish(alt) && kindOf(alt) != none {
			labels[n] = alt
			continue
		}
		name := attr(n, "src")
		name = name[strings.LastIndexAny(name, "/\\")+1:]
		name, _, _ = strings.Cut(strings.ToLower(name), ".")
		mark := ""
		switch {
		case alt == "问" || alt == "Q", alt == "" && len(name) < 12 && named(name, askWords):
			mark = "问"
		case alt == "答" || alt == "A", alt == "" && len(name) < 12 && named(name, answerWords):
			mark = "答"
		}
		if mark != "" {
			out[n], met[mark] = mark, true
		}
	}
	maps.Copy(labels, styled(root))
	if !met["问"] || !met["答"] {
		return labels
	}
	maps.Copy(out, labels)
	return out
}
