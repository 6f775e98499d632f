package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

var (
	player    = pattern.MustCompile(`^\p{Han}{0,6}\s*\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}$`)
	disclaims = pattern.MustCompile(`^(?:(?:免责|版权|特别)?声明\s*[:：]\s*|【.{2,6}】)?(?:凡(?:本[网站]|注明)?.{0,10}(?:注明|来源|转载)|转载此文)|不代表本[网站](?:的)?(?:观点|立场)|如(?:有|涉)侵权`)
)

// markFrame marks the lines that belong to the frame by what they say: where the reader is,
// navigation, the foot of the site, what the source repeats.
func (r *reader) markFrame() {
	for i := range r.lines {
		l := &r.lines[i]
		switch {
		case player.MatchString(l.text), disclaims.MatchString(l.text),
			l.len() < 200 && !strings.ContainsAny(l.text, "。！？") && footWords.MatchString(l.text),
			l.len() < 80 && hereWords.MatchString(l.text), uiWords.MatchString(l.text),
			l.isMenu():
			l.frame = true
		case r.o.Frame.Known() && r.o.Frame.Recurs(r.flat.key(i)):
			l.recurs = true
		}
	}
	r.markFoot()
}

// menuMarks stand between the links of a menu.
var menuMarks = strings.NewReplacer(" ", "", "|", "", "｜", "", "·", "", "/", "", ">", "", "\u00a0", "", "\u3000", "")

// isMenu says whether a line is a row of links.
func (l line) isMenu() bool {
	if l.linked == 0 || l.head || strings.ContainsAny(l.text, "。！？；") {
		return false
	}
	text := l.text
	if l.node.DataAtom == atom.Li || l.node.DataAtom == atom.Dd {
		text = headDay.ReplaceAllString(text, "") // an entry of a list
	}
	words := utf8.RuneCountInString(menuMarks.Replace(text))
	return l.linked*10 >= words*6 && l.len() < 200
}

// markFoot takes what follows the first words of the foot for the foot as well, where nothing
// after them looks like a text.
func (r *reader) markFoot() {
	for i, l := range r.lines {
		if l.len() >= 200 || !footWords.MatchString(l.text) {
			continue
		}
		if r.saysMore(i + 1) {
			continue
		}
		for j := i; j < len(r.lines); j++ {
			r.lines[j].frame = true
		}
		box := r.lines[i].node.Parent
		for j := i - 1; j >= 0 && box.DataAtom != atom.Body && Within(r.lines[j].node, box) &&
			r.mayBeFoot(r.lines[j]) && r.footOnly(box); j-- {
			r.lines[j].frame = true
		}
		return
	}
}

// mayBeFoot says whether a line above the words of a foot can belong to it.
func (r *reader) mayBeFoot(l line) bool {
	return l.len() < 40 && !l.head && !strings.ContainsAny(l.text, "。！？") && !stamped.MatchString(l.text)
}

// saysMore says whether a sentence stands in or after line i.
func (r *reader) saysMore(i int) bool {
	for _, l := range r.lines[min(i, len(r.lines)):] {
		if !l.frame && l.len() >= 30 && strings.ContainsAny(l.text, "。！？") && !footWords.MatchString(l.text) {
			return true
		}
	}
	return false
}

// footOnly says whether most lines within n are words of a foot.
func (r *reader) footOnly(n *html.Node) bool {
	foot, all := 0, 0
	for _, l := range r.lines {
		if Within(l.node, n) {
			all++
			if l.frame {
				foot++
			}
		}
	}
	return foot*2 > all
}

// Framed says of elements of doc whether they belong to the frame of its page by what they are
// or are called.
func Framed(doc *html.Node) func(n *html.Node) bool {
	f := &flattener{sizes: map[*html.Node]size{}, spaces: nameSpaces(doc), foot: lastFooter(doc)}
	f.total = f.measure(doc, false, 0)
	return func(n *html.Node) bool {
		for ; n != nil; n = n.Parent {
			if n.Type == html.ElementNode && f.isFrame(n, false) {
				return true
			}
		}
		return false
	}
}
