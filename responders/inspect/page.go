package inspect

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
)

// Fetched is what an address answered.
type Fetched struct {
	Address string // as it was asked
	Final   string // where the answer was found, after redirects
	Status  int    // 0: there was no answer
	Code    string // why there was none (fetch.Code), "" for an answer
	Body    string // as UTF-8; "" for files
	Hash    string // of the body as it came
	At      time.Time
}

// gone says that the address does not answer: not what is allowed there, or how slow or big it is.
func (f Fetched) gone() bool {
	switch f.Code {
	case "unreachable", "dns", "tls", "redirects", "status_404", "status_410":
		return true
	}
	return strings.HasPrefix(f.Code, "status_5") && f.Code != "status_503" || f.Status == 404 || f.Status == 410
}

// Seen says that something can be judged of it.
func (f Fetched) Seen() bool { return f.Code == "" || f.gone() }

// Line is a line of a page as a reader sees it.
type Line struct {
	Text string
	Link bool // all of it leads elsewhere
}

// Link is a link of a page.
type Link struct {
	URL, Text string
	Frame     bool // in navigation, head or foot
	Day       time.Time
}

// Page is a page that was read, in memory alone.
type Page struct {
	Fetched
	Title     string
	Heads     []string
	Lines     []Line // without the frame
	Frame     []Line
	Links     []Link
	Published time.Time
	Newest    time.Time // newest day beside something that the page leads to, or of a feed
	Updated   time.Time // newest day that the page tells of itself
	Entries   int       // that a list shows
	First     []string  // addresses of the first of them
	State     string    // gone, moved, maintenance, blocked, sign_in: it is no page
	Script    bool      // what it says is made by a script
	Tables    [][][]string
	Field     bool // something can be written and sent

	flatText  string
	flatLines []string
}

const (
	mostLines = 4000
	mostLinks = 3000
	mostLine  = 2000
	mostCells = 4000
)

// ReadPage reads what was fetched. It never fails: what cannot be read has no lines.
func ReadPage(f Fetched) *Page {
	p := &Page{Fetched: f}
	if f.Code != "" || f.Body == "" {
		return p
	}
	base, err := url.Parse(cmp.Or(f.Final, f.Address))
	if err != nil {
		return p
	}
	if feed(f.Body) {
		p.feed()
		return p
	}
	doc, err := page.Parse(f.Body)
	if err != nil || len(doc.Nodes) == 0 {
		return p
	}
	w := walker{p: p, base: page.Base(doc.Document, base), framed: page.Framed(doc.Nodes[0]), now: f.At}
	w.walk(doc.Nodes[0], false)
	w.end()
	p.dates()
	p.Script = len(p.Lines) < 3 && (len(page.Asks(doc.Document, base.String())) > 0 || len(page.Scripts(doc.Document, "")) > 0)
	list := listing.Read(base, f.Body, listing.Options{Now: f.At})
	p.list(list)
	read, err := doc.Read(base, page.Options{Now: f.At})
	if err == nil && len(read.Entries) > 0 {
		p.Published = past(read.Entries[0].Published, f.At)
		p.Title = cmp.Or(p.Title, read.Entries[0].Title)
	}
	p.state(err)
	return p
}

func (p *Page) state(err error) {
	switch code := collectors.Code(err); code {
	case "gone", "moved", "maintenance", "blocked", "sign_in":
		p.State = code
	}
	if p.State == "" && saysGone(p) {
		p.State = "gone"
	}
}

var (
	goneTitle = regexp.MustCompile(`^(?:40[34]|410|页面?(?:不存在|未找到|没有找到|找不到|走丢了)|.{0,8}(?:页面|网页|内容|文章|信息|栏目)(?:不存在|未找到|已(?:被)?删除|找不到了?|走丢了|已失效|已下线)|.{0,4}404(?:页面|错误|\s?not found|提示)?|page not found|not found|出错了|错误提示|错误页面?)(?:[\s\-_|，。!！:：].{0,30})?$`)
	goneLine  = regexp.MustCompile(`(?:您?(?:所?访问|所?请求|要?查看|查找|浏览)的(?:页面|网页|内容|文章|信息|资源|栏目|地址)[^。]{0,10}(?:不存在|未找到|没有找到|找不到|已(?:被)?(?:删除|移除)|已下线|失效)|(?:抱歉|对不起)[，,!！\s]{0,2}[^。]{0,12}(?:页面|网页|内容|文章|信息|栏目)[^。]{0,8}(?:不存在|未找到|找不到|没有找到|已(?:被)?(?:删除|移除)|走丢|下线|失效)|页面走丢了|404\s?not found)`)
)

// saysGone says that a short page tells that there is none, with a status that says otherwise.
func saysGone(p *Page) bool {
	size := 0
	for _, l := range p.Lines {
		size += utf8.RuneCountInString(l.Text)
	}
	if size > 200 {
		return false
	}
	for _, h := range append([]string{p.Title}, p.Heads...) {
		if goneTitle.MatchString(strings.ToLower(strings.TrimSpace(h))) {
			return true
		}
	}
	for _, l := range p.Lines {
		if goneLine.MatchString(strings.ToLower(l.Text)) {
			return true
		}
	}
	return false
}

// list takes what a list shows.
func (p *Page) list(l listing.List) {
	p.Entries = len(l.Entries)
	for _, e := range l.Entries {
		p.Newest = later(p.Newest, past(e.Time, p.At))
		if e.URL != "" && !e.File && len(p.First) < 20 {
			p.First = append(p.First, e.URL)
		}
	}
}

// past is a time that can be on a page now; else none.
func past(t, now time.Time) time.Time {
	if t.IsZero() || t.After(now.Add(26*time.Hour)) || t.Year() < 1990 {
		return time.Time{}
	}
	return t
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func feed(body string) bool {
	head := body[:min(len(body), 600)]
	return strings.Contains(head, "<rss") || strings.Contains(head, "<feed") || strings.Contains(head, "<rdf:RDF")
}

var feedDay = regexp.MustCompile(`(?s)<(?:pubDate|updated|published|dc:date)>\s*(?:<!\[CDATA\[)?\s*([^<\]]{6,40}?)\s*(?:\]\]>)?\s*</`)

// feed reads the days of a feed's entries.
func (p *Page) feed() {
	body := p.Body
	for _, start := range []string{"<item", "<entry"} { // the channel's own day is set by a machine
		if at := strings.Index(body, start); at >= 0 {
			body = body[at:]
			break
		}
	}
	for _, m := range feedDay.FindAllStringSubmatch(body, 2000) {
		if t, ok := collectors.ParseTime(m[1], p.At); ok {
			p.Newest = later(p.Newest, past(t, p.At))
		}
	}
	p.Entries = strings.Count(p.Body, "<item") + strings.Count(p.Body, "<entry")
}

var (
	ownDay  = regexp.MustCompile(`(?:发布|更新|公布|公示|公开|成文|生成|印发|发文|编制|填报|制表|统计|上报|截至|修改|发稿)(?:日期|时间|于|期)?|^(?:日期|时间)|来源`)
	ownEnds = regexp.MustCompile(`^(?:20\d{2})\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?$`)
	future  = regexp.MustCompile(`今天是|有效期|截止|施行|Copyright|©|版权`)
)

// dates are the days that a page tells of itself.
func (p *Page) dates() {
	for _, l := range p.Lines {
		if utf8.RuneCountInString(l.Text) > 120 || future.MatchString(l.Text) || !ownDay.MatchString(l.Text) && !ownEnds.MatchString(l.Text) {
			continue
		}
		for _, m := range wholeDay.FindAllStringSubmatch(l.Text, 4) {
			p.Updated = later(p.Updated, past(dayOf(m[1], m[2], m[3]), p.At))
		}
	}
}

// Latest is the newest day that a page tells, of itself or of what it leads to.
func (p *Page) Latest() time.Time { return later(later(p.Published, p.Newest), p.Updated) }

func (p *Page) plainLines() []string {
	if p.flatLines == nil {
		p.flatLines = make([]string, 0, len(p.Lines)+1)
		for _, l := range p.Lines {
			p.flatLines = append(p.flatLines, plain(l.Text))
		}
		p.flatLines = append(p.flatLines, plain(p.Title))
	}
	return p.flatLines
}

// flat is the whole page without marks and spaces.
func (p *Page) flat() string {
	if p.flatText == "" {
		p.flatText = strings.Join(p.plainLines(), "\n")
	}
	return p.flatText
}

// size is how much the page says.
func (p *Page) size() (n int) {
	for _, l := range p.plainLines() {
		n += utf8.RuneCountInString(l)
	}
	return n
}

// says is the first line that matches.
func (p *Page) says(what *regexp.Regexp) (string, bool) {
	i := slices.IndexFunc(p.Lines, func(l Line) bool { return what.MatchString(l.Text) })
	if i < 0 {
		return "", false
	}
	return p.Lines[i].Text, true
}
