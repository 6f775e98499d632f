package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/internal/pattern"
)

var (
	siteTitle = pattern.MustCompile(`(?:人民政府|政府网|门户|网站|信息网|公开网|官网|官方网|平台|信箱|留言板|首页|公众号|政府|局|委员会|热线|客户端|网|问政)(?:\S{0,4}版)?$`)
)

// columnTitle is the name of a column that any site may have.
var columnTitle = pattern.MustCompile(`^(?:新闻|资讯|要闻|动态|通知|公告|公示|政务|信息|互动|民生|便民|本地|图片|视频|工作|部门|基层|乡镇|媒体|领导|政策|法规|办事|服务|政民|网上|在线|公众|今日|最新|综合|县内|市内|重要|时政)(?:中心|动态|公告|公开|列表|速递|快讯|资讯|信息|新闻|要闻|聚焦|报道|发布|通知|公示|文件|解读|指南|大厅|之窗|视窗|在线|平台|交流|互动|参与)$|` +
	`^(?:公示|公告|通知|动态|要闻|新闻|资讯|正文|互动|问政|公开|首页|文章|通告|专题|活动|活动预告|视频|快讯|便民|文件|政策|招聘|采购|人事|预警|要闻动态|通知公告|公示公告|信息公开|政务公开)$`)

var ranBy = pattern.MustCompile(`(?:主办|承办|主管|出品|运营)$`)

// wideApart are words whose characters stand apart.
var wideApart = pattern.MustCompile(`^(?:\p{Han}\s+)+\p{Han}$`)

// isSite says whether a title is the site's or a column's, not a text's.
func (r *reader) isSite(t string) bool {
	t = collectors.OneLine(t)
	if wideApart.MatchString(t) {
		t = squash(t) // 百 姓 热 线
	}
	if parts := titleCut.Split(t, -1); len(parts) > 1 { // the site, and who runs it
		all := true
		for _, p := range parts {
			all = all && (r.isSite(p) || ranBy.MatchString(p))
		}
		return all
	}
	return !strings.ContainsFunc(t, unicode.IsLetter) || t == r.head.site || columnTitle.MatchString(t) || t == r.head.column || utf8.RuneCountInString(t) <= 20 &&
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
	if t := (titles{r}).behindLabel(); t != "" {
		return t
	}
	cleaned := CleanTitle(r.bySpaces(r.head.title), r.head.site)
	og := CleanTitle(r.head.ogTitle, r.head.site)
	for _, t := range []string{cleaned, og, r.o.ListTitle} {
		if t = collectors.OneLine(t); !r.isSite(t) && !(titles{r}).isColumn(t) {
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

// withoutTag is a heading without what is set into it: the kind of letter, its number, a time, its state.
func (l line) withoutTag() string {
	from, to := 0, len(l.parts)
	for from < to-1 && l.isTag(from) {
		from++
	}
	for to > from+1 && l.isTag(to-1) {
		to--
	}
	s := l.text
	if from > 0 || to < len(l.parts) {
		s = strings.Join(l.parts[from:to], "")
	}
	return bareTitle(s)
}

// isTag says whether part k of a heading is small print of its own, by what it says or is called.
func (l line) isTag(k int) bool {
	s := l.parts[k]
	if l.tagged(k) && utf8.RuneCountInString(s) <= 8 {
		return true
	}
	if k, _ := labelKind(s); tagged.MatchString(s) || k != none {
		return true
	}
	return utf8.RuneCountInString(s) <= 30 && stamped.MatchString(s) && !strings.ContainsAny(s, "关于通知公告《》")
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
		r.titleAt, r.titleDone = titles{r}.findTitleLine(), true
	}
	return r.titleAt
}

// titles weighs the lines of a page that may be its title.
type titles struct{ *reader }

// What says that a line is the title, and how much. A title shows in several ways at once, and
// each of them alone is also the way of other lines: a site's name is a heading of the first
// order, a card beside the text has a heading of the fourth.
const (
	titleRepeated = 60  // the page's <title> or og:title has it, as a whole or but for the site
	titleShort    = 10  // it has, and is a word or two
	titleNamed    = 26  // its box is called title
	titleLabelled = 30  // a label stands before it
	titleFirst    = 8   // it is the first line below the head of the site
	titleHeads    = 34  // a heading of the first order; each order below it says less
	titlePrint    = 18  // small print stands below it: when, from where
	titleSet      = 10  // it is set large, bold or in the middle
	titleBanner   = 30  // against it: it stands in the site's own head
	titleLate     = 20  // against it: sentences stand above it
	titleSection  = 12  // against it: a heading follows at once
	titleWithin   = 800 // lines, in which the title stands
	titleLeast    = 16
	longestTitle  = 80 // characters
)

func (r titles) findTitleLine() int {
	best, most, sentences := -1, titleLeast-1, false
	for i, l := range r.lines[:min(len(r.lines), titleWithin)] {
		if !r.mayBeTitle(l) && !(r.repeats(l) > 0 && !l.hidden && (!l.frame || l.head)) {
			sentences = sentences || !l.frame && !l.hidden && l.len() >= 18 && strings.ContainsAny(l.text, "。！？")
			continue
		}
		if score := r.titleScore(i, sentences); score > most {
			best, most = i, score
		}
	}
	return best
}

// isColumn says whether the page's frame names t as the place where the reader is.
func (r titles) isColumn(t string) bool {
	t = squash(t)
	if n := utf8.RuneCountInString(t); n == 0 || n > 8 {
		return false
	}
	if r.crumbs == nil {
		r.crumbs = map[string]bool{}
		for _, l := range r.lines {
			if !l.frame {
				continue
			}
			for _, w := range strings.FieldsFunc(l.text,
				func(c rune) bool { return strings.ContainsRune(" >＞»›/→-|\u00a0\u3000", c) }) {
				r.crumbs[squash(w)] = true
			}
		}
	}
	return r.crumbs[t]
}

func (r titles) titleScore(i int, late bool) int {
	l := r.lines[i]
	score := r.repeats(l)
	if l.len() < 4 && score == 0 && !(l.head && l.len() > 1) || l.len() > longestTitle {
		return 0
	}
	if l.head {
		score += titleHeads - 4*l.order
	}
	if named(l.hint, titleNames) {
		score += titleNamed
	}
	if l.set() {
		score += titleSet
	}
	if i == r.firstLine() && !l.head && !stamped.MatchString(l.text) && !strings.ContainsAny(l.text, "。！；") && !r.leads(i) {
		score += titleFirst
	}
	if l.len() <= 14 && sideHeads.MatchString(l.text) || strings.ContainsAny(l.text, "。；") {
		score -= titleSection
	}
	if strings.ContainsAny(l.text, "。！") || strings.Count(l.text, "，") > 1 {
		score -= titleLate
	}
	if l.above || inBanner(l.node) {
		score -= titleBanner
	}
	if late {
		score -= titleLate
	}
	if i > 0 && r.labelsTitle(r.lines[i-1]) {
		score += titleLabelled
	}
	if named(names(l.node), secondNames) {
		score -= titleSection
	}
	return score + max(r.below(i), r.underDay(i))
}

// behindLabel is the title that a label names in its line, above the text.
func (r titles) behindLabel() string {
	for _, l := range r.lines {
		if isSentence(l.text) && !l.frame {
			break
		}
		for _, p := range l.pieces {
			if p.kind == titleLabel && !l.frame && isHeading(p.text) {
				return p.text
			}
		}
	}
	return ""
}

// labelsTitle says whether a line is a label alone, of the title that follows.
func (r titles) labelsTitle(l line) bool {
	return len(l.pieces) == 1 && l.pieces[0].kind == titleLabel && l.pieces[0].text == ""
}

// leads says whether line i may stand above the title: the next line may be one as well.
func (r titles) leads(i int) bool {
	for _, l := range r.lines[i+1:] {
		if !l.frame && !l.hidden {
			return r.mayBeTitle(l) && l.len() >= 4 && l.len() <= 60 && !strings.ContainsAny(l.text, "。！？；，")
		}
	}
	return false
}

// firstLine is the first line below the head of the site.
func (r titles) firstLine() int {
	for i, l := range r.lines {
		if !l.frame && !l.hidden && !l.above && !r.isSite(l.text) {
			return i
		}
	}
	return -1
}

// below says what the lines below line i tell of it: small print, or another heading.
func (r titles) below(i int) int {
	seen := 0
	for _, l := range r.lines[i+1 : min(len(r.lines), i+40)] {
		if l.frame || l.hidden {
			continue
		}
		if strings.HasPrefix(l.text, "—") || named(names(l.node), secondNames) {
			continue // a second title
		}
		_, day := dated(r).joinedDate(l.at)
		switch {
		case day || isMeta(l.text) || stamped.MatchString(l.text) && l.len() <= 60:
			return titlePrint - 4*seen
		case l.head && seen == 0:
			return -titleSection
		case seen > 0 || l.len() > 40 || len(l.pieces) > 0 && l.pieces[0].kind != none:
			return 0
		}
		seen++
	}
	return 0
}

// underDay says whether line i stands right between a day and a sentence.
func (r titles) underDay(i int) int {
	before, after := i-1, i+1
	for before >= 0 && (r.lines[before].frame || r.lines[before].hidden) {
		before--
	}
	for after < len(r.lines) && (r.lines[after].frame || r.lines[after].hidden) {
		after++
	}
	if before < 0 || after == len(r.lines) || !isMeta(r.lines[before].text) ||
		r.lines[i].len() > 40 || !strings.ContainsAny(r.lines[after].text, "。！？") {
		return -titleSection
	}
	return titlePrint + 2
}

// isWholeTitle says whether a line is the page's own title, whatever label it begins with.
func (r *reader) isWholeTitle(l line) bool {
	t := squash(l.text)
	return utf8.RuneCountInString(t) > longestLabel-4 && (t == r.head.squashed || t == r.head.ogSquashed)
}

// repeats says how much of the page's <title> or og:title a line is.
func (r titles) repeats(l line) int {
	t := squash(l.withoutTag())
	n := utf8.RuneCountInString(t)
	if n < 2 || r.isSite(l.text) || !l.head && r.isColumn(t) || l.linked*2 > l.len() && !l.head {
		return 0
	}
	if k, _ := labelKind(l.text); k != none && !r.isWholeTitle(l) {
		return 0
	}
	for _, title := range []string{r.head.squashed, r.head.ogSquashed} {
		if strings.Contains(title, t) && (n >= 4 || l.head || strings.HasPrefix(title, t)) {
			if n <= 4 {
				return titleShort + n // it may be the column's
			}
			return titleRepeated + min(n, 40)
		}
	}
	return 0
}

// set says whether a line is written as titles are: large, bold or in the middle.
func (l line) set() bool {
	for n, up := l.inner, 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		style := strings.ToLower(attr(n, "style"))
		switch {
		case n.DataAtom == atom.Strong, n.DataAtom == atom.B, n.DataAtom == atom.Center, n.DataAtom == atom.Big,
			attr(n, "align") == "center", strings.Contains(style, "center"), strings.Contains(style, "bold"):
			return true
		case n.DataAtom == atom.Font && largeFont[strings.TrimSpace(attr(n, "size"))]:
			return true
		}
	}
	return false
}

var largeFont = wordSet("4 5 6 7 +1 +2 +3 +4")

// mayBeTitle says whether a line can be a title by what it is and says.
func (r *reader) mayBeTitle(l line) bool {
	linked := l.linked*2 > l.len() && !named(names(l.node), titleNames)
	if l.frame || l.hidden || linked || l.len() > longestTitle || r.isSite(l.text) ||
		isMeta(l.text) || strings.HasPrefix(l.text, "——") || strings.Contains(l.text, "://") ||
		tailWords.MatchString(l.text) || replyHead.MatchString(l.text) || stepOnly.MatchString(l.text) {
		return false
	}
	if officeTo.MatchString(l.text) && !l.head && !named(names(l.node), titleNames) || endsInColon(l.text) {
		return false
	}
	if l.head && l.order == 0 && aboutHead.MatchString(l.text) {
		return true // 对某建议的答复, as the title of all
	}
	k, _ := labelKind(l.text)
	return k == none && len(l.pieces) > 0 && l.pieces[0].kind == none
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
