package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

var (
	player = pattern.MustCompile(`^\p{Han}{0,6}\s*\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}$`)
	// counts are how often a text was read, praised, passed on.
	counts = pattern.MustCompile(`^(?:(?:点?赞|评论|浏览|阅读|点击|转发|收藏|分享|回复|查看|支持|反对|关注|踩|人气|访问|围观|参与|跟帖|顶|举报|积分|等级|发帖|主题|帖子|精华|威望|金币|粉丝)(?:数|量|次数|人数)?\s*[:：(（]?\s*\d+\s*(?:次|人|条)?[)）]?[\s|｜·/,，、]*){1,8}$`)
	scores = pattern.MustCompile(`^(?:评分|得分|评星|星级|满意度)\s*[:：]?\s*[\d.★☆]+\s*分?$`)
	// tallies are what a site says of all of its letters.
	tallies   = pattern.MustCompile(`(?:本站|本平台|本网|平台|网站|信箱|本栏目)(?:已|共|累计|现)*(?:收到|受理|办理|接收|回复)(?:各类|网友|群众|市民)?(?:信件|来信|留言|诉求|问题|工单|咨询)?\s*\d+`)
	disclaims = pattern.MustCompile(`^.{0,12}(?:网友|网民|用户)(?:发言|留言|评论|观点|言论)[^。]{0,12}(?:个人|观点|立场)|^(?:温馨|友情|特别)提示\s*[:：].*(?:文明(?:发言|用语|上网)|理性发言|虚假信息|重复提交|法律责任)|^(?:免责|版权|特别|郑重)(?:声明|提示|说明)\s*[:：].*(?:观点|立场|责任|版权|转载|平台|用户上传)|^(?:(?:免责|版权|特别)?声明\s*[:：]\s*|【.{2,6}】)?(?:凡(?:本[网站]|注明)?.{0,10}(?:注明|来源|转载)|转载此文)|不代表本[网站](?:的)?(?:观点|立场)|如(?:有|涉)侵权`)
)

// signsOff is whoever wrote, alone below the letter.
var signsOff = pattern.MustCompile(`^(?:——|--)?\s*(?:(?:读者|网友|网民|市民|村民|居民|业主|群众|家长|一位|一名|一个)[\s\x{3000}:：]+[\p{Han}*＊某×A-Za-z]{1,6}|\p{Han}[*＊某×xX]{1,2}(?:先生|女士)?)$|^[【\[（(]?(?:读者|网友|网民|市民|村民|居民|业主|群众|家长)\s*[“"「『]\S{1,12}[”"」』]\s*[】\]）)]?\s*[:：]?$`)

// quotes begin the words of another post.
var quotes = pattern.MustCompile(`^(?:引用\s*(?:楼主|\d{1,4}\s*[楼#]|[@＠])?|回复\s*(?:楼主|\d{1,4}\s*[楼#]|[@＠])).{0,24}(?:的(?:帖子|发言|回复|留言)|(?:发表于|写道)).{0,24}$`)

// markFrame marks the lines that belong to the frame by what they say: where the reader is,
// navigation, the foot of the site, what the source repeats.
func (r *reader) markFrame() {
	for i := range r.lines {
		l := &r.lines[i]
		switch {
		case player.MatchString(l.text), counts.MatchString(l.text), scores.MatchString(l.text), tallies.MatchString(l.text), l.tagsOnly(),
			pendingReply.MatchString(l.text), boardNotes.MatchString(l.text), strings.Contains(l.text, "{{"),
			disclaims.MatchString(l.text),
			l.len() < 200 && !strings.ContainsAny(l.text, "。！？") && footWords.MatchString(l.text),
			l.len() < 80 && hereWords.MatchString(l.text),
			uiWords.MatchString(l.text) && !(l.head && strings.HasSuffix(l.text, "回复")),
			l.isMenu() && !r.ownTitle(i):
			l.frame = true
		case named(names(l.node), writerNames) && l.len() <= 16 && !l.head &&
			!strings.ContainsAny(l.text, "，。！？；：:") && !stamped.MatchString(l.text) && !agoDay.MatchString(l.text) &&
			l.speaker() == "":
			l.frame = true
		case quotes.MatchString(l.text), signsOff.MatchString(l.text) && l.linked == 0 && !l.head:
			l.frame = true
		case r.isEntry(i) && (r.isEntry(i-1) || r.isEntry(i+1)):
			l.frame = true
		case r.o.Frame.Known() && r.o.Frame.Recurs(r.flat.key(i)):
			l.recurs = true
		}
	}
	r.markFoot()
}

// ownTitle says whether line i is a link in a box called title, the only one of its name: it leads to
// the page itself.
func (r *reader) ownTitle(i int) bool {
	name := names(r.lines[i].node)
	if !named(name, titleNames) {
		return false
	}
	for k, l := range r.lines {
		if k != i && names(l.node) == name {
			return false
		}
	}
	return true
}

// isEntry says whether line i is a link and its day, as an entry of a list is.
func (r *reader) isEntry(i int) bool {
	if i < 0 || i >= len(r.lines) {
		return false
	}
	l := r.lines[i]
	if l.linked == 0 || l.head || strings.ContainsAny(l.text, "。！；") {
		return false
	}
	rest := strings.TrimLeft(menuMarks.Replace(headDay.ReplaceAllString(l.text, "")), "·•■□◆●▪-0123456789.、[]()")
	return l.linked*10 >= utf8.RuneCountInString(rest)*9
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
