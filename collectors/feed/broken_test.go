package feed

import (
	"net/url"
	"strings"
	"testing"
)

// What is broken costs at most the items that it stands in, and items that share an address
// are told apart.
func TestBrokenFeeds(t *testing.T) {
	base, _ := url.Parse("https://a.example/feed")
	item := func(n, words string) string {
		return "<item><title>第" + n + "件</title><link>/" + n + "</link><description>" + words + "</description></item>"
	}
	for name, c := range map[string]struct {
		body   string
		items  int
		broken int
	}{
		"stray <": {"<rss><channel>" + item("1", "气温<5度，路面结冰") + item("2", "好") + "</channel></rss>", 2, 0},
		"stray &": {"<rss><channel>" + item("1", "A&B公司 & 路灯") + item("2", "好") + "</channel></rss>", 2, 0},
		"control": {"<rss><channel>" + item("1", "路灯&#8;坏了&#x1F;\x0b") + "</channel></rss>", 1, 0},
		"names of HTML": {"<rss><channel>" + item("1",
			"路灯&nbsp;坏了&ldquo;很久&rdquo;&hellip;") + "</channel></rss>", 1, 0},
		"unescaped HTML": {"<rss><channel>" + item("1", "<p>路灯<br>坏了</p>") + item("2",
			"好") + "</channel></rss>", 2, 0},
		"cut":    {"<rss><channel>" + item("1", "一") + item("2", "二") + "<item><title>第3", 2, 1},
		"no end": {"<rss><channel>" + item("1", "一") + item("2", "二"), 2, 0},
		"one address": {"<rss><channel>" + strings.ReplaceAll(item("1", "一")+item("2", "二"),
			"<link>/1<", "<link>/2<") + "</channel></rss>", 2, 0},
		"behind the hash": {"<rss><channel>" + strings.ReplaceAll(strings.ReplaceAll(item("1",
			"一")+item("2", "二"), "<link>/1<", "<link>/b#1<"), "<link>/2<",
			"<link>/b#2<") + "</channel></rss>", 2, 0},
		"atom, stray <": {`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>气温<5度</title><id>1</id></entry><entry><title>好</title><id>2</id></entry></feed>`, 2, 0},
	} {
		items, broken, err := Parse(base, []byte(c.body), "", now)
		if err != nil || len(items) != c.items || len(broken) != c.broken {
			t.Errorf("%s: %d items, %d broken, %v", name, len(items), len(broken), err)
		}
		keys := map[string]bool{}
		for _, it := range items {
			keys[it.Key] = true
			if strings.Contains(it.Title+it.Text, "&") && name != "stray &" {
				t.Errorf("%s: %+v", name, it)
			}
		}
		if len(keys) != len(items) {
			t.Errorf("%s: keys %v", name, keys)
		}
	}
	for in, want := range map[string]string{
		"&lt;![CDATA[路灯]]&gt;&amp;nbsp;不亮": "路灯 不亮", "&amp;amp;ldquo;路灯&amp;amp;rdquo;": "“路灯”", "a &amp; b": "a & b",
	} {
		items, _, err := Parse(base, []byte("<rss><channel><item><title>"+in+"</title></item></channel></rss>"), "", now)
		if err != nil || len(items) != 1 || items[0].Title != want {
			t.Errorf("%q: %+v, %v", in, items, err)
		}
	}
}
