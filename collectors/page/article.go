package page

import (
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// article reads a page of one text.
func (r *reader) article() []Entry {
	e := Entry{Title: r.title(), Published: dated{r}.published(dated{r}.bySelector())}
	if r.o.Text != nil {
		e.Text = textOf(r.doc, r.o.Text)
	} else {
		e.Text = joined(r.content())
	}
	if e.Text == "" && e.Title != "" && r.o.Text == nil && r.hasPicture() {
		r.warn(WarnPicture)
	} else if r.o.Text == nil && (e.Text == "" && !r.showsTitle() || !isSentence(emptyList.ReplaceAllString(e.Text, "")) &&
		r.saysNothing()) {
		return nil // the site's name alone is nobody's text, nor is what only the list says
	}
	if e.Text == "" && e.Title == "" {
		return nil
	}
	return []Entry{e}
}

// emptyList is what a list says that has no entries.
var emptyList = pattern.MustCompile(`^(?:暂无|没有|无|未找到|未查询到|没有找到|没有查询到|未检索到|查无|查询不到)(?:任何|相关|符合条件的?|更多)?(?:数据|记录|信息|内容|信件|来信|留言|文章|结果|办件)[。！!]?$|^共\s*(?:有|计)?\s*0\s*条|` +
	`^请(?:您)?输入.{0,10}(?:查询码|查询密码|信件编号|受理编号|受理码|提取码)`)

// saysNothing says whether the page says that it has nothing to show.
func (r *reader) saysNothing() bool {
	for _, l := range r.lines {
		if emptyList.MatchString(l.text) {
			return true
		}
	}
	return false
}

// showsTitle says whether the page itself shows or names a title that is not the site's.
func (r *reader) showsTitle() bool {
	return r.head.article != "" || r.titleLine() >= 0 || !r.isSite(CleanTitle(r.bySpaces(r.head.title), r.head.site))
}

// content are the lines of the page's text. What the source repeats on its pages does not
// count when it is looked for; sentences of it within the text are the text's.
func (r *reader) content() []line {
	chosen := r.chosen()
	if len(chosen) == 0 {
		return nil
	}
	var out []line
	box, left := contentBox(chosen[0].node), chosen
	for i, l := range r.lines {
		own := len(left) > 0 && left[0].at == i
		if own {
			left = left[1:]
		}
		inside := i > chosen[0].at && i < chosen[len(chosen)-1].at || box != nil && Within(l.node, box)
		if own || l.recurs && inside && !l.frame && !l.hidden && !isMeta(l.text) {
			out = append(out, l)
		}
	}
	return out
}

// contentBox is the box around n that is called the text, nil without one.
func contentBox(n *html.Node) *html.Node {
	for ; n != nil && n.DataAtom != atom.Body; n = n.Parent {
		if called(n, contentNames) || attr(n, "itemprop") == "articleBody" {
			return n
		}
	}
	return nil
}

// chosen are the lines of the text that the source does not repeat.
func (r *reader) chosen() []line {
	var good []line
	tables := r.metaTables()
	begin := r.titleLine() + 1
	for i, l := range r.lines[begin:] {
		if tailWords.MatchString(l.text) && l.len() <= 16 && len(good) > 0 {
			if r.linksFollow(begin + i + 1) {
				break
			}
			continue
		}
		if l.frame || l.recurs || l.hidden || isMeta(l.text) || l.credits() || r.inTables(l.node, tables) ||
			l.linked*10 >= l.len()*9 && !strings.ContainsAny(l.text, "。！？") {
			continue
		}
		if squash(l.text) == squash(r.title()) && len(good) == 0 || detailHead.MatchString(l.text) {
			continue
		}
		good = append(good, l)
	}
	if len(good) == 0 {
		return r.shownLater()
	}
	if known := insideNamed(good); known != nil {
		return known
	}
	own := heaviest(good)
	if read := r.readable(good); chars(read) >= 200 && chars(read)*2 >= chars(own) {
		return read
	}
	return own
}

// credits says whether a line is fields alone of who made the text.
func (l line) credits() bool {
	for _, p := range l.pieces {
		if p.kind != personLabel || isSentence(p.text) {
			return false
		}
	}
	return len(l.pieces) > 0 && l.len() <= 80
}

// shownLater are the lines that stand hidden until a script shows them, where nothing else does.
func (r *reader) shownLater() []line {
	var out []line
	for _, l := range r.lines {
		if l.hidden && !l.frame && !l.recurs && !isMeta(l.text) && l.linked == 0 &&
			(l.len() >= 20 || strings.ContainsAny(l.text, "。！？")) {
			out = append(out, l)
		}
	}
	return out
}

// linksFollow says whether the lines from i on are mostly links: the list below a text.
func (r *reader) linksFollow(i int) bool {
	linked, all := 0, 0
	for _, l := range r.lines[min(i, len(r.lines)):] {
		if !footWords.MatchString(l.text) {
			linked, all = linked+l.linked, all+l.len()
		}
	}
	return linked*2 >= all
}

func chars(lines []line) (n int) {
	for _, l := range lines {
		n += l.len()
	}
	return n
}

// joined is the text of lines; the cells of one row of a table are one line.
func joined(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			if l.row != nil && l.row == lines[i-1].row && l.cell {
				b.WriteByte(' ')
			} else {
				b.WriteByte('\n')
			}
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// contentNames are the class and id names that content systems give to the text alone.
var contentNames = wordSet(`trs_editor trs_editor_view view trs_ueditor zoom js_content ucap-content article-content articlecontent article_content
	bt_content v_news_content wp_articlecontent pages_content arti_con art_con artcontent arti_content news_content newscontent content_text
	con_text articlebody article-body post_content entry-content maintext main-text xxgk_content info_content detail-content detail_content
	details_content xl_content zhengwen zw_content conTxt txtcontent text_content rich_media_content vsb_content TRS_Editor`)

// insideNamed are the lines within the boxes that are called the text, where they hold a fair
// part of what is left.
func insideNamed(lines []line) []line {
	var out []line
	for _, l := range lines {
		if contentBox(l.node) != nil {
			out = append(out, l)
		}
	}
	if chars(out)*4 < chars(lines) || len(out) == 0 {
		return nil
	}
	return out
}

func called(n *html.Node, set map[string]bool) bool {
	for _, w := range strings.Fields(names(n)) {
		if set[w] {
			return true
		}
	}
	return false
}

// heaviest are the lines of the smallest element that holds three quarters of what the lines
// say; a line without a full stop says less.
func heaviest(lines []line) []line {
	weight := map[*html.Node]int{}
	total := 0
	for _, l := range lines {
		w := l.len() * 4
		if strings.ContainsAny(l.text, "。！？；，") {
			w *= 3
		}
		total += w
		for n := l.node; n != nil; n = n.Parent {
			weight[n] += w
		}
	}
	var best *html.Node
	for n := lines[0].node; n != nil; n = n.Parent {
		if weight[n]*4 >= total*3 {
			best = n
			break
		}
	}
	for _, l := range lines { // a line further down may lie in a smaller one
		for n := l.node; n != nil && n != best; n = n.Parent {
			if weight[n]*4 >= total*3 && Within(n, best) {
				best = n
			}
		}
	}
	if best != nil && best.DataAtom == atom.P && best.Parent != nil && best.Parent.DataAtom != atom.Body {
		best = best.Parent // a paragraph has others beside it
	}
	var out []line
	for _, l := range lines {
		if best == nil || Within(l.node, best) ||
			best.DataAtom == atom.P && l.node.DataAtom == atom.P && l.node.Parent == best.Parent {
			out = append(out, l)
		}
	}
	return out
}

// readable are the lines that readability takes for the text. It is good at long articles of
// news sites and loses letters of one line.
func (r *reader) readable(lines []line) []line {
	if len(lines) == 1 || chars(lines) < 200 { // one line has no parts to choose from
		return nil
	}
	p := readability.NewParser()
	p.MaxElemsToParse = mostElements
	a, err := p.ParseDocument(clone(r.doc.Nodes[0]), r.address)
	if err != nil || a.Node == nil {
		return nil
	}
	text := squash(collectors.NodeText(a.Node, nil))
	var out []line
	for _, l := range lines {
		if strings.Contains(text, squash(l.text)) {
			out = append(out, l)
		}
	}
	return out
}

func clone(n *html.Node) *html.Node {
	return goquery.CloneDocument(goquery.NewDocumentFromNode(n)).Nodes[0]
}

var tableLabel = pattern.MustCompile(`^(?:索引号|主题分类|发文机关|发文单位|发布机构|发布单位|发文字号|文号|标题|名称|信息名称|成文日期|发文日期|生成日期|发布日期|发布时间|公开日期|主题词|体裁分类|体裁|有效性|分类|公开方式|公开形式|公开范围|公开时限|内容概述|关键词|生效日期|废止日期|失效时间|生效时间|组配分类|服务对象|效力|公文时效|责任部门|信息分类|制发机关|所属主题|登记号|统一编号|来源)$`)

// metaTables are the tables and lists that tell about a document: 索引号, 发文机关 …
func (r *reader) metaTables() []*html.Node {
	labels, all := map[*html.Node]int{}, map[*html.Node]int{}
	for _, l := range r.lines {
		if !l.cell {
			continue
		}
		for n := l.node; n != nil; n = n.Parent {
			if n.DataAtom == atom.Table || n.DataAtom == atom.Dl {
				all[n]++
				if label, _, _ := strings.Cut(strings.ReplaceAll(l.text, "：", ":"),
					":"); tableLabel.MatchString(bare(label)) {
					labels[n]++
				}
				break
			}
		}
	}
	var out []*html.Node
	for n, k := range labels {
		if k >= 3 && k*3 >= all[n] {
			out = append(out, n)
		}
	}
	return out
}

func (r *reader) inTables(n *html.Node, tables []*html.Node) bool {
	for _, t := range tables {
		if Within(n, t) {
			return true
		}
	}
	return false
}

// hasPicture says whether a picture stands outside of the frame.
func (r *reader) hasPicture() bool {
	found := false
	r.doc.Find("img, embed, object:not([type*=html]), canvas").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		framed := false
		for n := s.Nodes[0].Parent; n != nil; n = n.Parent {
			framed = framed || n.Type == html.ElementNode && (r.flat.isFrame(n, false) || r.flat.onlyLinks(n))
		}
		found = !framed
		return !found
	})
	return found
}

// textOf joins the texts of what m fits; a match inside another is not told twice.
func textOf(doc *goquery.Document, m goquery.Matcher) string {
	var parts []string
	var told []*html.Node
	for _, n := range doc.FindMatcher(m).Nodes {
		if inside(n, told) {
			continue
		}
		told = append(told, n)
		if t := collectors.NodeText(n, nil); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n")
}

func inside(n *html.Node, list []*html.Node) bool {
	for _, l := range list {
		if Within(n, l) {
			return true
		}
	}
	return false
}
