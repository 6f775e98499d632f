package page

import (
	"encoding/json"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// head is what a page's head says about its text. Chinese government sites carry fixed
// names there (政府网站发展指引); spelling and case vary and tags repeat.
type head struct {
	article              string // ArticleTitle
	site                 string
	column               string
	title                string // <title>
	squashed, ogSquashed string // title and ogTitle, see squash
	ogTitle              string
	metas                map[string]string // all of them, names in lower case
}

func readHead(doc *goquery.Document) head {
	meta := map[string]string{}
	doc.Find("meta[content]").Each(func(_ int, m *goquery.Selection) {
		value := strings.TrimSpace(m.AttrOr("content", ""))
		for _, by := range []string{"name", "property", "itemprop", "http-equiv"} {
			if key := strings.ToLower(strings.TrimSpace(m.AttrOr(by, ""))); key != "" &&
				meta[key] == "" { // the first that says something
				meta[key] = value
			}
		}
	})
	first := func(names ...string) string {
		for _, n := range names {
			if meta[n] != "" {
				return meta[n]
			}
		}
		return ""
	}
	h := head{
		article: collectors.OneLine(collectors.PlainText(first("articletitle", "dc.title", "citation_title"))),
		site:    first("sitename", "og:site_name", "application-name"),
		column:  first("columnname", "columntype", "channelname"),
		title:   collectors.OneLine(doc.Find("title").First().Text()),
		ogTitle: collectors.OneLine(first("og:title", "twitter:title")),
		metas:   meta,
	}
	h.squashed, h.ogSquashed = squash(h.title), squash(h.ogTitle)
	return h
}

var (
	titleCut = pattern.MustCompile(`\s*(?:--+|——|[_|｜]|\s[-–—]\s|-|–|—)\s*`)
	siteWord = pattern.MustCompile(`(?:网|网站|门户|频道|政府|在线|论坛|社区|信箱|留言板|平台|客户端|日报|晚报|新闻|官网|委员会|管理局|[^布结格当大全破终]局|[^客大]厅|热线|栏目|专栏|中心|资讯)$`)
)

// CleanTitle takes the name of the site, and of the column before it, off the end of a
// page's <title>. site is that name where the page says it, else "".
func CleanTitle(title, site string) string {
	title = collectors.OneLine(title)
	last := ""
	for {
		cuts := titleCut.FindAllStringIndex(title, -1)
		if len(cuts) == 0 {
			return title
		}
		cut := cuts[len(cuts)-1]
		mark, tail, rest := strings.TrimSpace(title[cut[0]:cut[1]]),
			strings.TrimSpace(title[cut[1]:]), strings.TrimSpace(title[:cut[0]])
		n := len([]rune(tail))
		isSite := tail != "" && (site != "" && tail == site || n <= 20 && siteWord.MatchString(tail))
		isColumn := last != "" && mark == last && mark != "-" && n <= 8 // between title and site, behind the same mark
		if !(isSite || isColumn || tail == "") || len([]rune(rest)) < 2 {
			return title
		}
		title, last = rest, mark
	}
}

// squash takes out what differs between two spellings of one title.
func squash(s string) string { return strings.Join(strings.Fields(collectors.OneLine(s)), "") }

// unquote reads the escapes of a JSON string's inside.
func unquote(s string) string {
	var out string
	if json.Unmarshal([]byte(`"`+s+`"`), &out) != nil {
		return s
	}
	return out
}
