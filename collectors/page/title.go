package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/internal/pattern"
)

var (
	titleNames = wordSet("title tit bt biaoti subject headline tt newstitle arttitle artititle contenttitle activityname infotitle articletitle newsbt wzbt xltitle")
	siteTitle  = pattern.MustCompile(`(?:人民政府|政府网|门户|网站|信息网|公开网|官网|官方网|平台|信箱|留言板|首页|公众号|政府|局|委员会|热线|客户端|网)(?:\S{0,4}版)?$`)
)

var ranBy = pattern.MustCompile(`(?:主办|承办|主管|出品|运营)$`)

// isSite says whether a title is the site's or a column's, not a text's.
func (r *reader) isSite(t string) bool {
	t = collectors.OneLine(t)
	if parts := titleCut.Split(t, -1); len(parts) > 1 { // the site, and who runs it
		all := true
		for _, p := range parts {
			all = all && (r.isSite(p) || ranBy.MatchString(p))
		}
		return all
	}
	return t == "" || t == r.head.site || t == r.head.column || utf8.RuneCountInString(t) <= 20 &&
		siteTitle.MatchString(t) || detailHead.MatchString(t)
}

// title is the title of the page's text: by the source's selector, the head's own field for
// it, the line that <title> repeats, a heading, a box called title, the line above the small
// print, <title> without the site, the words of the link that led here; the surest first.
func (r *reader) title() string {
	if !r.nameDone {
		r.named, r.nameDone = r.findTitle(), true
	}
	return r.named
}

func (r *reader) findTitle() string {
	if r.o.Title != nil {
		if t := collectors.OneLine(textOf(r.doc, r.o.Title)); t != "" {
			return t
		}
	}
	if t := r.head.article; t != "" && !r.isSite(t) {
		return t
	}
	if t := r.ldTitle(); t != "" && !r.isSite(t) {
		return t
	}
	if i := r.titleLine(); i >= 0 {
		return r.lines[i].withoutTag()
	}
	cleaned := CleanTitle(r.bySpaces(r.head.title), r.head.site)
	og := CleanTitle(r.head.ogTitle, r.head.site)
	for _, t := range []string{cleaned, og, r.o.ListTitle} {
		if t = collectors.OneLine(t); !r.isSite(t) {
			return t
		}
	}
	for _, t := range []string{r.o.ListTitle, cleaned, og} {
		if t = collectors.OneLine(t); t != "" {
			return t
		}
	}
	return ""
}

// withoutTag is a heading without the kind of letter before it.
func (l line) withoutTag() string {
	if len(l.parts) > 1 && demandTag.MatchString(l.parts[0]) {
		return strings.TrimSpace(strings.TrimPrefix(l.text, l.parts[0]))
	}
	return l.text
}

// bySpaces picks the text's part of a <title> whose parts stand between spaces: site, column
// and text in any order.
func (r *reader) bySpaces(t string) string {
	parts := strings.FieldsFunc(t, func(c rune) bool { return unicode.IsSpace(c) || c == '>' || c == '＞' || c == '»' })
	if len(parts) < 2 || !r.isSite(parts[0]) && !r.isSite(parts[len(parts)-1]) {
		return t
	}
	best := ""
	for _, p := range parts {
		if !r.isSite(p) && utf8.RuneCountInString(p) > utf8.RuneCountInString(best) {
			best = p
		}
	}
	if best == "" {
		return t
	}
	return best
}

// titleLine is the index of the line that is the title; -1 where none is.
func (r *reader) titleLine() int {
	if !r.titleDone {
		r.titleAt, r.titleDone = r.findTitleLine(), true
	}
	return r.titleAt
}

func (r *reader) findTitleLine() int {
	if i := r.repeatedLine(); i >= 0 {
		return i
	}
	for _, want := range []func(l line) bool{
		func(l line) bool { return l.head && l.len() >= 4 },
		func(l line) bool { return named(l.hint, titleNames) && l.len() >= 4 && l.len() <= 80 },
	} {
		for i, l := range r.lines {
			if r.mayBeTitle(l) && want(l) {
				return i
			}
		}
	}
	return r.aboveSmallPrint()
}

func (r *reader) mayBeTitle(l line) bool {
	if l.frame || l.hidden || l.linked*2 > l.len() || l.len() > 120 || r.isSite(l.text) ||
		isMeta(l.text) || tailWords.MatchString(l.text) || replyHead.MatchString(l.text) {
		return false
	}
	k, _ := labelKind(l.text)
	if k != none {
		return false
	}
	pieces := l.pieces
	return len(pieces) > 0 && pieces[0].kind == none
}

// repeatedLine is the longest line that <title> or og:title repeats.
func (r *reader) repeatedLine() int {
	best, most := -1, 0
	titles := []string{squash(r.head.title), squash(r.head.ogTitle)}
	for i, l := range r.lines {
		if l.frame && !l.head || l.hidden || r.isSite(l.text) || l.linked*2 > l.len() && !l.head {
			continue
		}
		if k, _ := labelKind(l.text); k != none {
			continue
		}
		t := squash(l.text)
		n := utf8.RuneCountInString(t)
		if n < 2 || n <= most || n < 4 && !l.head && !strings.HasPrefix(titles[0], t) {
			continue
		}
		if strings.Contains(titles[0], t) || strings.Contains(titles[1], t) {
			best, most = i, n
		}
	}
	return best
}

// aboveSmallPrint is the line above the first line of small print (time, source …).
func (r *reader) aboveSmallPrint() int {
	last := -1
	for i, l := range r.lines {
		if l.frame || l.hidden {
			continue
		}
		if isMeta(l.text) {
			return last
		}
		last = -1
		if l.len() >= 4 && l.len() <= 80 && r.mayBeTitle(l) && !strings.ContainsAny(l.text, "。；") {
			last = i
		}
	}
	return -1
}

var ldHeadline = pattern.MustCompile(`"headline"\s*:\s*"((?:[^"\\]|\\.)*)"`)

func (r *reader) ldTitle() string {
	for _, s := range r.scripts("application/ld+json") {
		if m := ldHeadline.FindStringSubmatch(s); m != nil {
			return collectors.OneLine(unquote(m[1]))
		}
	}
	return ""
}
