package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

// A page's columns and cards beside its text (rules for writers, ranks, menus) have sentences of
// their own. The text's part is known by its anchors: what only a text has beside it. A part
// without one, next to a part that has some, belongs to the frame where it is called a side, opens
// with a heading of one, or says next to nothing outside of links.

var (
	sideNames = wordSet(`side aside sidebar sidebox sidecol right rightbar rightside rside r_side hot rank
		ranking notice tips help guide xuzhi extra widget widgets recommend more`)
	headNames = wordSet(`head top hd header topbar banner logo brand nav menu bar toolbar`)
	sideHeads = pattern.MustCompile(`须知$|^(?:写信|留言|投诉|办理|使用|填写)?(?:说明|指南|提示|流程|规则)$|排行|排名|榜单?$|^热[门点]|^推荐|大家[都还]?在?[看搜]|还在看|正在看|猜你|导航$|^(?:信息|栏目|文章|新闻)(?:分类|栏目|导航|列表)$|统计$|快捷|` +
		`常用|二维码|温馨提示|声明$|^最[新近热](?:留言|信件|来信|问政|回复|动态|发布|文章|诉求|办件)|^相关|^(?:公开|网站|服务)(?:专栏|目录|入口)$|^目\s*录$|^编辑推荐|^延伸`)
)

// weighed is what stands within an element.
type weighed struct {
	lines, anchors, all, linked int
	first                       int  // the first line
	says                        bool // one is a sentence
}

// sided tells what stands beside a text.
type sided struct{ *reader }

// markSides marks the lines of such parts as frame.
func (r sided) markSides() {
	at := map[*html.Node]*weighed{}
	total := 0
	for i, l := range r.lines {
		if l.hidden {
			continue
		}
		anchor := r.isAnchor(l)
		if !l.frame {
			total += l.len() - l.linked
		}
		says := strings.ContainsAny(l.text, "。！？；")
		for n := l.node; n != nil; n = n.Parent {
			w := at[n]
			if w == nil {
				w = &weighed{first: i}
				at[n] = w
			}
			w.lines, w.all, w.linked, w.says = w.lines+1, w.all+l.len(), w.linked+l.linked, w.says || says
			if anchor {
				w.anchors++
			}
		}
	}
	sides := map[*html.Node]bool{}
	anchored := false // a text began above
	for i := range r.lines {
		l := &r.lines[i]
		anchored = anchored || i > 0 && r.isAnchor(r.lines[i-1])
		for n := l.node; n != nil && !l.frame && n.DataAtom != atom.Body; n = n.Parent {
			side, known := sides[n]
			if !known {
				side = at[n] != nil && (anchored && r.isTail(at[n]) || at[n].anchors == 0 && r.isSide(n, at[n], total))
				sides[n] = side
			}
			l.frame = side
		}
	}
}

// isAnchor says whether a line stands with a text: a label of a letter, a time, small print, or
// what the page's head repeats.
func (r sided) isAnchor(l line) bool {
	if l.frame || l.linked*2 > l.len() || l.len() <= 14 && sideHeads.MatchString(l.text) {
		return false
	}
	for _, p := range l.pieces {
		if p.kind != none && !p.weak && p.kind != otherLabel ||
			(p.kind == textLabel || p.kind == replyLabel) && isSentence(p.text) {
			return true
		}
	}
	if t := squash(l.text); utf8.RuneCountInString(t) >= 4 && strings.Contains(r.head.squashed, t) &&
		!r.isSite(l.text) {
		return true
	}
	return stamped.MatchString(l.text) && l.len() <= 80 || isMeta(l.text)
}

// isSide says whether an element without an anchor is a part of the frame.
func (r sided) isSide(n *html.Node, w *weighed, total int) bool {
	plain := w.all - w.linked
	if w.linked*10 >= w.all*5 && w.lines >= 3 && !w.says {
		return true
	}
	if w.linked > 0 && named(names(n), headNames) && !w.says {
		return true
	}
	if w.lines >= 2 && plain*10 <= total*9 && r.opens(w, sideHeads) {
		return true
	}
	return named(names(n), sideNames) && (plain*2 <= total || r.lines[w.first].head)
}

// tailHeads open what follows a text and may have times of its own.
var tailHeads = pattern.MustCompile(`^(?:网友|最新|热门|全部|精彩|用户|发表)?(?:评论|公众意见|跟帖|点评|评价|打分)(?:区|列表)?(?:[(（]\d*[)）]?)?$|^(?:满意度|办件|服务)(?:评价|调查)$|^(?:相关|热门|热点|推荐|最新|更多|往期|近期)(?:阅读|推荐|文章|新闻|信件|留言|来信|问政|回复|诉求|资讯|内容|链接|节目|招聘|信息|稿件|报道|动态|办件)$`)

// isTail says whether an element is such a part: it is no box of the whole page.
func (r sided) isTail(w *weighed) bool {
	return w.lines >= 2 && r.opens(w, tailHeads)
}

// opens says whether an element begins with one of these headings.
func (r sided) opens(w *weighed, heads *pattern.Pattern) bool {
	head := r.lines[w.first]
	return head.len() <= 14 && heads.MatchString(strings.TrimFunc(head.text, func(c rune) bool { return isMark(c) || c == '»' }))
}
