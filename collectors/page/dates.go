package page

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/internal/pattern"
	"huiying/opinion"
)

// candidate is a time that may be when the text was published.
type candidate struct {
	at      time.Time
	score   int // how much says so; see the scores below
	clock   bool
	guessed bool // the year is not said
}

// Scores of where a time was found. A label that says 发布 beats everything but the source's
// own selector; a time below refine never lends its hour to a day.
const (
	byMeta     = 90
	byLinked   = 88 // JSON-LD
	byProp     = 84
	byLabel    = 80
	byTag      = 75
	byPlain    = 70 // 时间, 日期
	byPlace    = 62 // alone below the title
	byScript   = 58
	byList     = 55
	byUpdate   = 50
	byAbove    = 46
	byHidden   = 44 // whatever its label, where a script shows it
	byMade     = 42 // 成文, 生成
	refine     = 40
	byAddress  = 35
	byBelow    = 25 // alone below the text
	byFramed   = 12 // in a box of the frame beside the text
	byUnsure   = 20 // behind a label that nobody knows, close to the title
	byMaking   = 22 // when the page was made
	pastTitle  = 6  // lines below the title in which the small print stands
	aboveTitle = 4
)

var metaScores = map[string]int{
	"pubdate": byMeta, "publishdate": byMeta, "publish_time": byMeta, "publishtime": byMeta,
	"publish-date": byMeta, "publication_date": byMeta,
	"article:published_time": byMeta - 1, "og:published_time": byMeta - 1,
	"og:article:published_time": byMeta - 1, "datepublished": byMeta - 1,
	"firstpublishedtime":       byMeta - 1,
	"weibo: article:create_at": byMeta - 2, "weibo:article:create_at": byMeta - 2,
	"dc.date": byMeta - 3, "dc.date.issued": byMeta - 2, "dcterms.issued": byMeta - 2,
	"citation_date": byMeta - 3, "docreltime": byMeta - 2, "releasedate": byMeta - 2,
	"publishedtime": byMeta - 1, "og:release_date": byMeta - 2, "articledate": byMeta - 3,
	"date": 60, "createdate": 57, "createtime": 57, "maketime": 45, "docdate": 57, "og:time": 57,
	"article:modified_time": 44, "lastmodifieddate": 44, "og:updated_time": 44, "last-modified": 44,
}

// dated finds when the text of a page was published.
type dated struct{ *reader }

// published is when the page's text was published: the best of what the page shows. said is
// what is known already; a day alone gets its hour from the page.
func (r dated) published(said time.Time) time.Time {
	if !said.IsZero() && !said.Equal(dayOf(said)) {
		return said
	}
	all := r.candidates()
	best := candidate{at: said, score: 100}
	if said.IsZero() {
		best = r.best(all)
	}
	if best.at.IsZero() || best.clock {
		return best.at
	}
	for _, c := range all {
		if c.clock && c.score >= refine && dayOf(c.at).Equal(dayOf(best.at)) && best.at.Equal(dayOf(best.at)) {
			return c.at
		}
	}
	return best.at
}

// best is the candidate of the highest score that can be, the first of equals. A day without a
// year takes the year from a candidate that has one.
func (r dated) best(all []candidate) candidate {
	var best candidate
	impossible := 0
	for _, c := range all {
		switch {
		case !collectors.Believable(c.at, r.o.Now):
			impossible = max(impossible, c.score)
		case c.score > best.score,
			c.score == byUnsure && best.score == byUnsure && c.at.Before(best.at): // what is told comes later
			best = c
		}
	}
	if impossible >= byPlain && impossible >= best.score {
		r.warn(WarnImpossible)
	}
	if !best.guessed {
		return best
	}
	for _, c := range all {
		if !c.guessed && c.at.Month() == best.at.Month() && c.at.Day() == best.at.Day() &&
			collectors.Believable(c.at, r.o.Now) {
			best.at, best.guessed = best.at.AddDate(c.at.Year()-best.at.Year(), 0, 0), false
			return best
		}
	}
	r.warn(WarnYear)
	return best
}

func (r dated) candidates() []candidate {
	var out []candidate
	add := func(s string, score int) {
		if t, ok := collectors.ParseTime(s, r.o.Now); ok || !t.IsZero() {
			out = append(out, candidate{at: t, score: score, clock: !t.Equal(dayOf(t))})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.head.metas)) {
		if score := metaScores[name]; score > 0 {
			add(r.head.metas[name], score)
		} else if _, value, is := strings.Cut(r.head.metas[name], "生成时间"); is {
			add(value, byMaking)
		}
	}
	for _, s := range r.scripts("application/ld+json") {
		for _, m := range ldDate.FindAllStringSubmatch(s, 8) {
			add(m[2], map[string]int{"datePublished": byLinked, "uploadDate": 60, "dateCreated": 60,
				"dateModified": 44}[m[1]])
		}
	}
	r.tagged(add)
	r.inAttributes(add)
	r.inComments(add)
	out = append(out, r.inLines()...)
	r.inScripts(add)
	if !r.o.ListTime.IsZero() {
		out = append(out, candidate{at: r.o.ListTime, score: byList, clock: !r.o.ListTime.Equal(dayOf(r.o.ListTime))})
	}
	if s := inAddress(r.address); s != "" {
		add(s, byAddress)
	}
	return out
}

// tagged adds the times that tags and their attributes name.
func (r dated) tagged(add func(string, int)) {
	value := func(s *goquery.Selection) string {
		for _, key := range []string{"datetime", "content", "title"} {
			if v := s.AttrOr(key, ""); v != "" {
				return v
			}
		}
		return s.Text()
	}
	r.doc.Find("[itemprop]").Each(func(_ int, s *goquery.Selection) {
		switch s.AttrOr("itemprop", "") {
		case "datePublished":
			add(value(s), byProp)
		case "dateCreated":
			add(value(s), 60)
		case "dateModified":
			add(value(s), 44)
		}
	})
	r.doc.Find("time").Each(func(i int, s *goquery.Selection) {
		score := byTag
		if s.Closest("aside, nav, li, [class*=related], [class*=comment]").Length() > 0 ||
			r.flat.foot != nil && Within(s.Nodes[0], r.flat.foot) && s.Closest("article, main").Length() == 0 {
			score = 30
		}
		if strings.Contains(s.AttrOr("class", ""), "updat") || strings.Contains(s.AttrOr("class", ""), "modif") {
			score = byUpdate
		}
		if s.AttrOr("datetime", "") == "" {
			return // its words are a line of the page
		}
		if p := s.Nodes[0].PrevSibling; p != nil && p.Type == html.TextNode {
			switch said := scoreOf(labelBefore(p.Data)); {
			case said > 0:
				score = said + 1 + min(i, 5)
			case said < 0 && said != unsureTime:
				return
			}
		}
		add(value(s), score-min(i, 5))
	})
}

// inAttributes adds the times that stand in attributes: what a page shows as 昨天 it often tells
// there, and forms carry a text's own day hidden.
func (r dated) inAttributes(add func(string, int)) {
	r.doc.Find("span[title], em[title], i[title], abbr[title], [data-time], [data-date], [data-pubdate], " +
		"[data-timestamp], [data-ts], [data-publish], [data-created]").
		Each(func(_ int, s *goquery.Selection) {
			shown := collectors.OneLine(s.Text())
			if utf8.RuneCountInString(shown) > 24 || s.Closest("aside, footer, nav, li, a").Length() > 0 {
				return
			}
			score := byPlace
			if relativeTime.MatchString(shown) {
				score = byLabel + 2
			}
			for _, key := range []string{"title", "data-time", "data-date", "data-pubdate", "data-timestamp",
				"data-ts", "data-publish", "data-created"} {
				if v := s.AttrOr(key, ""); fullTime.MatchString(v) {
					add(v, score)
				}
			}
		})
	r.doc.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		if name := s.AttrOr("id", s.AttrOr("name", "")); hiddenTime.MatchString(name) {
			add(s.AttrOr("value", ""), byScript)
		}
	})
}

// inComments adds the times that a content system notes beside the text.
func (r dated) inComments(add func(string, int)) {
	for n := range r.doc.Nodes[0].Descendants() {
		if n.Type == html.CommentNode && len(n.Data) < 200 {
			if m := scriptTime.FindStringSubmatch(n.Data); m != nil {
				add(strings.TrimSpace(m[2]), byScript-6)
			}
		}
	}
}

var (
	relativeTime = pattern.MustCompile(`前|昨|今天|刚`)
	fullTime     = pattern.MustCompile(`^\s*(?:20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}.{0,20}|1\d{9}(?:\d{3})?)\s*$`)
	hiddenTime   = pattern.MustCompile(`(?i)^(?:\w*_)?(?:pub|publish|release|issue|doc|article|news|info)_?(?:time|date)$|^fbsj$`)
)

var (
	ldDate = pattern.MustCompile(`"(datePublished|dateCreated|dateModified|uploadDate)"\s*:\s*"([^"]{6,40})"`)
	// scriptTime are variables of content systems. A name of an update or of an end is none.
	scriptTime = pattern.MustCompile(`(?i)["']?\b((?:[a-z]+_)*(?:pub|publish|published|release|issue|post|create|doc|article|news|info|display_publish|oricreate|write|send)_?(?:time|date|at|on|reltime|pubtime)|ptime|dateline|ct)["']?\s*[:=]\s*["']?([^"',;}\n]{8,32})`)
	pathDate   = []*pattern.Pattern{
		pattern.MustCompile(`[/_-](20\d{2})[-/_](0?[1-9]|1[0-2])[-/_](0?[1-9]|[12]\d|3[01])(?:[/_.-]|$)`),
		pattern.MustCompile(`(?:^|[^\d])(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[^\d]|$)`),
		pattern.MustCompile(`/(20\d{2})[-/]?(0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])/`),
	}
)

func (r dated) inScripts(add func(string, int)) {
	for _, s := range append(r.scripts(""), r.scripts("application/json")...) {
		for _, m := range scriptTime.FindAllStringSubmatch(s, 12) {
			score := byScript
			name := strings.ToLower(m[1])
			if strings.Contains(name, "create") || name == "ct" || name == "dateline" {
				score -= 4
			}
			add(strings.TrimSpace(m[2]), score)
		}
	}
}

// inAddress is the date that a path carries: /202603/t20260305_1.html, /2026/03/05/.
func inAddress(u *url.URL) string {
	for _, re := range pathDate {
		if m := re.FindStringSubmatch(u.Path); m != nil {
			return m[1] + "-" + m[2] + "-" + m[3]
		}
	}
	return ""
}

// bySelector is the time that the source's selector finds.
func (r dated) bySelector() time.Time {
	if r.o.Time == nil {
		return time.Time{}
	}
	n := r.doc.FindMatcher(r.o.Time).First()
	for _, v := range []string{n.AttrOr("datetime", ""), n.AttrOr("content", ""), collectors.OneLine(n.Text())} {
		if r.o.TimeLayout != "" {
			if t, err := time.ParseInLocation(r.o.TimeLayout, strings.TrimSpace(v), opinion.Beijing); err == nil {
				return t
			}
		} else if t, ok := collectors.ParseTime(v, r.o.Now); ok {
			return t
		}
	}
	return time.Time{}
}
