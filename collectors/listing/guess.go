package listing

import (
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"huiying/collectors/page"
	"huiying/internal/pattern"
)

// link is a link of a page that may be an entry of its list.
type link struct {
	Entry
	group   any // links of one group are judged together
	score   float64
	foreign bool // it leads to another host
}

const (
	// least is the score from which on a group may be a list; near is how close to the best
	// group another must come.
	least = 1.8
	near  = 1.5
	// mostLink bounds the links of one page that are looked at. With the bounds of page.Parse on bytes
	// and elements it bounds the time, too.
	mostLink = 3000
)

var (
	pageName = pattern.MustCompile(`(?i)\.(s?html?|jhtml|jspx?|aspx?|php|do|action)$`)
	fileName = pattern.MustCompile(`(?i)\.(pdf|docx?|xlsx?|pptx?|wps|ofd|et|zip|rar|7z|jpe?g|png|gif|bmp|webp|svg|mp[34]|apk|exe|css|js|ico|txt|csv)$`)
	document = pattern.MustCompile(`(?i)\.(pdf|docx?|xlsx?|pptx?|wps|ofd|et|zip|rar|txt|csv)$`)
	idQuery  = pattern.MustCompile(`(?i)(?:^|&)(?:\w*id|no|code|uuid|guid|sn|num|bh|key|art|doc|tid|mid)=[\w-]{1,64}`)
	columns  = pattern.MustCompile(`(?i)^(?:index|list|default|home|main|more|node|channel|column|col|lm|zt)[\w-]*$`)
	upColumn = pattern.MustCompile(`(?i)/(?:col|column|channel|node|lm|category)/`)
	navWords = pattern.MustCompile(`^(?:网站|返回)?(?:首页|主页|更多|更多>+|more|下一页|上一页|末页|尾页|首 页|上页|下页|登录|注册|返回|关闭|打印|收藏|帮助|详情|查看|查看更多|点击查看|查看详情|设为首页|加入收藏|网站地图|联系我们|关于我们|站点地图|无障碍|长者模式|繁体|简体|English|RSS|订阅|隐私声明|法律声明|网站声明|版权声明|使用帮助|网站支持IPv6|政务公开|办事服务|互动交流|政务服务|走进.{1,6}|新闻中心|信息公开|我要写信|我要咨询|我要投诉|写信须知|信件查询|用户中心|个人中心|微博|微信|客户端|APP)$|^[\d\s<>«»‹›]+$|政府信息公开(?:指南|年报|制度|专栏)|依申请公开|ICP备|公网安备|无障碍浏览`)
	digits   = pattern.MustCompile(`\d{3,}`)
)

func isFile(address string) bool {
	u, err := url.Parse(address)
	return err == nil && fileName.MatchString(u.Path)
}

// guessed are the entries of a page whose list nothing describes: the groups of links that
// look most like one.
func guessed(doc *goquery.Document, body string, base *url.URL, now time.Time) []Entry {
	links := onPage(doc, base, now)
	links = append(links, inIslands(doc, body, base, now)...)
	var order []any
	groups := map[any][]link{}
	for _, l := range links {
		if groups[l.group] == nil {
			order = append(order, l.group)
		}
		groups[l.group] = append(groups[l.group], l)
	}
	best := 0.0
	scores := map[any]float64{}
	for _, g := range order {
		sum := 0.0
		for _, l := range groups[g] {
			sum += l.score
		}
		n := float64(len(groups[g]))
		scores[g] = sum/n + min(n, 5)*0.1
		best = max(best, scores[g])
	}
	var out []Entry
	for _, l := range links {
		if s := scores[l.group]; s >= least && s >= best-near && l.score > 0 && (!l.foreign ||
			mostlyForeign(groups[l.group])) {
			out = append(out, l.Entry)
		}
	}
	return out
}

// mostlyForeign says whether a group leads to other hosts: then it is a list that another site
// of the office holds. A foreign link among the list's own is none of its texts.
func mostlyForeign(links []link) bool {
	n := 0
	for _, l := range links {
		if l.foreign {
			n++
		}
	}
	return n*2 > len(links)
}

// onPage are the links that the page shows itself.
func onPage(doc *goquery.Document, base *url.URL, now time.Time) []link {
	framed := page.Framed(doc.Nodes[0])
	calls := functions(doc)
	var out []link
	at := map[string]int{}
	doc.Find("a, [onclick], [data-url], [data-href]").EachWithBreak(func(_ int, a *goquery.Selection) bool {
		n := a.Nodes[0]
		u, ok := addressOf(base, n, calls)
		if !ok {
			return true
		}
		l, ok := judged(a, u, base, now)
		if !ok {
			return true
		}
		if framed(n) {
			l.score -= 2.5
		}
		item := itemOf(n)
		l.group = item.Parent
		if i, met := at[l.URL]; met { // a picture and a title lead to one page
			out[i] = moreTelling(out[i], l)
			return true
		}
		at[l.URL] = len(out)
		out = append(out, l)
		return len(out) < mostLink
	})
	return out
}

// moreTelling is that of two links to one page which has the day beside it, or else the longer words.
func moreTelling(a, b link) link {
	if dated := !a.Time.IsZero(); dated != !b.Time.IsZero() {
		if dated {
			return a
		}
		return b
	}
	if utf8.RuneCountInString(b.Title) > utf8.RuneCountInString(a.Title) {
		return b
	}
	return a
}

// judged scores one link; false for what is no entry for certain.
func judged(a *goquery.Selection, u, base *url.URL, now time.Time) (link, bool) {
	title := titleOf(a)
	if fileName.MatchString(u.Path) && !document.MatchString(u.Path) ||
		navWords.MatchString(title) || u.String() == base.String() {
		return link{}, false
	}
	at, dated := timeBeside(a.Nodes[0], now)
	l := link{Entry: Entry{URL: u.String(), Title: title, Time: at, File: isFile(u.String())},
		foreign: !strings.EqualFold(u.Hostname(), base.Hostname())}
	n := utf8.RuneCountInString(title)
	if n < 2 || n < 4 && !dated {
		return link{}, false
	}
	if dated {
		l.score += 3
	}
	switch {
	case n >= 10:
		l.score++
	case n >= 6:
		l.score += 0.7
	default:
		l.score += 0.4
	}
	l.score += looks(u, base)
	return l, true
}

// looks scores an address: a page of a text, a column, another site.
func looks(u, base *url.URL) float64 {
	score := 0.0
	name := path.Base(u.Path)
	stem := strings.TrimSuffix(name, path.Ext(name))
	switch {
	case u.Path == "" || u.Path == "/" && u.RawQuery == "" && u.Fragment == "":
		score -= 3
	case strings.HasSuffix(u.Path, "/") && u.RawQuery == "":
		score -= 1.5
	case columns.MatchString(stem) && !idQuery.MatchString(u.RawQuery):
		score -= 2
	case pageName.MatchString(u.Path), document.MatchString(u.Path):
		score += 1.5
	}
	if upColumn.MatchString(u.Path) {
		score--
	}
	if digits.MatchString(stem) {
		score++
	}
	if idQuery.MatchString(u.RawQuery) {
		score += 1.5
	}
	if u.Fragment != "" {
		score += 0.5
	}
	if !strings.EqualFold(u.Hostname(), base.Hostname()) {
		score -= 1.5
	}
	return score
}

var (
	cdata      = pattern.MustCompile(`(?s)<!\[CDATA\[(.*?)\]\]>`)
	linkString = pattern.MustCompile(`(?s)'((?:[^'\\]|\\.)*<a\b(?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*<a\b(?:[^"\\]|\\.)*)"|\x60([^\x60]*<a\b[^\x60]*)\x60`)
	unescapeJS = strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\/`, `/`, `\n`, "\n", `\t`, " ", `\\`, `\`)
)

// inIslands are the links within data that the page carries and a script shows: XML islands,
// hidden fields, strings of HTML, objects.
func inIslands(doc *goquery.Document, body string, base *url.URL, now time.Time) []link {
	var pieces []string
	doc.Find("script, textarea, template, noscript, xml, datastore").Each(func(_ int, s *goquery.Selection) {
		raw := inner(s.Nodes[0])
		switch kind := strings.ToLower(s.AttrOr("type", "")); {
		case goquery.NodeName(s) == "script" && (kind == "" ||
			strings.Contains(kind, "javascript") || kind == "module"):
			joined := ""
			for _, m := range linkString.FindAllStringSubmatch(raw, 400) {
				joined += unescapeJS.Replace(m[1]+m[2]+m[3]) + "\n"
			}
			pieces = append(pieces, joined)
		case strings.Contains(kind, "json"):
		default:
			if found := cdata.FindAllStringSubmatch(raw, 1000); len(found) > 0 {
				joined := ""
				for _, m := range found {
					joined += m[1] + "\n"
				}
				raw = joined
			} else if !strings.Contains(raw, "<") {
				raw = html.UnescapeString(raw)
			}
			pieces = append(pieces, raw)
		}
	})
	pieces = append(pieces, rawData(body))
	var out []link
	for _, p := range pieces {
		if !strings.Contains(p, "<a") && !strings.Contains(p, "onclick") && !strings.Contains(p, "<A") {
			continue
		}
		part, err := goquery.NewDocumentFromReader(strings.NewReader("<body><ul>" + p + "</ul></body>"))
		if err != nil {
			continue
		}
		out = append(out, onPage(part, base, now)...)
	}
	return append(out, inObjects(doc, body, base, now)...)
}

// inObjects are the entries of arrays that scripts hold, and of records in XML.
func inObjects(doc *goquery.Document, body string, base *url.URL, now time.Time) []link {
	var out []link
	values := page.Islands(doc)
	entries := best(any(values), base, now)
	if len(entries) == 0 {
		entries = templated(page.Scripts(doc, ""), values, base, now)
	}
	if len(entries) == 0 {
		entries = append(inRows(values, base, now), inXML(body, base, now)...)
	}
	if len(entries) == 0 {
		entries = assigned(page.Scripts(doc, ""), base, now)
	}
	for _, e := range entries {
		if e.URL == "" && e.Own == nil {
			continue
		}
		score := 1.5
		if e.URL != "" {
			u, err := url.Parse(e.URL)
			if err != nil || u.String() == base.String() || navWords.MatchString(e.Title) {
				continue
			}
			score = looks(u, base) + 1
		}
		if !e.Time.IsZero() {
			score += 3
		}
		if utf8.RuneCountInString(e.Title) < 4 {
			score--
		}
		out = append(out, link{Entry: e, group: "objects", score: score})
	}
	return out
}

// inner is the text of an element as it stands in the page.
func inner(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		} else if html.Render(&b, c) != nil {
			return ""
		}
	}
	return b.String()
}

var scriptTag = pattern.MustCompile(`(?is)<script\b.*?</script>|<textarea\b.*?</textarea>`)

// rawData is the data that stands in CDATA outside of scripts: an HTML parser takes it for a
// comment that ends with the first tag.
func rawData(body string) string {
	if !strings.Contains(body, "<![CDATA[") {
		return ""
	}
	var b strings.Builder
	for _, m := range cdata.FindAllStringSubmatch(scriptTag.ReplaceAllString(body, ""), 1000) {
		b.WriteString(m[1] + "\n")
	}
	return b.String()
}
