package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

var (
	// footWords stand in the foot of a site and hardly in a text.
	footWords = pattern.MustCompile(`ICP备|ICP证|公网安备|网站标识码|版权所有|(?i:copyright)|©|主办单位\s*[:：].*(承办|主管|协办|技术|维护)|` +
		`^(?:主办|承办|主管|协办|技术支持|网站管理|维护|运维)(?:单位)?\s*[:：].{2,40}$|技术支持\s*[:：]|网站地图|建议使用.{0,30}(浏览器|分辨率)|` +
		`访问(总)?量\s*[:：]|您是第.{0,16}位|联系我们.{0,8}(关于|地图|隐私|网站)|(关于|网站)声明.{0,6}联系|政府网站找错|网站支持IPv6|` +
		`^(?:邮编|邮政编码|传真)\s*[:：]`)
	hereWords = pattern.MustCompile(`^.{0,4}(?:您|你)?(?:现在|当前|所在|目前)?(?:所在)?(?:的)?(?:位置|栏目)\s*(?:是|为)?\s*[:：>]|^(?:网站)?首页\s*[>＞»›/\-→]|^(?:当前|您|你)(?:的|所在)?位置`)
	// uiWords are lines that are no text wherever they stand.
	uiWords = pattern.MustCompile(`^(?:[【\[（(]?\s*(?:打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页|上页)?|收藏(?:本页)?|大|中|小|字号|字体|默认|下载|复制|` +
		`纠错|分享|点赞|转发|评论|朗读|无障碍(?:浏览)?|繁体|简体|English|登录|注册|更多|more|展开|收起|全文|上一页|下一页|末页|尾页|首页|我要(?:写信|留言|咨询|投诉|评价)|写信须知|原创|预览)\s*[】\]）)]?[\s|｜·/]*)+$|` +
		`^(?:分享(?:到|至)|扫一扫|微信扫|扫码|用微信|长按|上一[篇条封]|下一[篇条封]|字[号体]\s*[:：]|今天是|现在时间|当前时间|欢迎(?:您|访问|光临)|您好[，,]?欢迎|` +
		`打开微信|复制链接|关注我们|请(?:输入|登录|填写)|点击(?:查看|下载|进入)|浏览(?:次数|量)?\s*[:：]?\s*\d*|阅读(?:次数|量)?\s*[:：]?\s*\d*$|正在加载|加载中).{0,40}$`)
	// tailWords begin what stands below a text and does not belong to it.
	tailWords = pattern.MustCompile(`^[【\[]?(?:相关(?:链接|阅读|新闻|文章|文档|信息|推荐|稿件|内容|报道|专题|解读|附件)|热门(?:推荐|文章|新闻)|推荐(?:阅读|信息)|延伸阅读|猜你喜欢|更多(?:新闻|文章|内容)|` +
		`友情链接|网友评论|最新评论|我要评论|发表评论|评价|满意度(?:评价|调查)|上一[篇条]|下一[篇条]|编辑推荐|图片新闻|最新(?:信件|来信|留言|新闻|动态)|热点(?:信件|新闻)|网上调查|政务新媒体|免责声明|特别声明)\s*[】\]]?\s*[:：]?`)
)

// markFrame marks the lines that belong to the frame by what they say: where the reader is,
// navigation, the foot of the site, what the source repeats.
func (r *reader) markFrame() {
	for i := range r.lines {
		l := &r.lines[i]
		switch {
		case l.len() < 200 && !strings.ContainsAny(l.text, "。！？") && footWords.MatchString(l.text),
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
	words := utf8.RuneCountInString(menuMarks.Replace(l.text))
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
		for j := i - 1; j >= 0 && Within(r.lines[j].node, r.lines[i].node.Parent) && r.lines[j].len() < 40 &&
			!r.lines[j].head && r.lines[i].node.Parent.DataAtom != atom.Body &&
			r.footOnly(r.lines[i].node.Parent); j-- {
			r.lines[j].frame = true
		}
		return
	}
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
	f := &flattener{sizes: map[*html.Node]size{}}
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
