package indextest

import (
	"strings"
	"testing"
	"time"

	"huiying/index"
)

// What words find.

func words(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x, doc("s", "路灯坏了", at(1)), doc("s", "灯箱", at(2)), doc("s", "道路 WiFi 5Ｇ", at(3)))
	want(t, x, index.Query{Text: "灯"}, "路灯坏了", "灯箱")
	want(t, x, index.Query{Text: "路 灯"}, "路灯坏了") // all of them
	want(t, x, index.Query{Text: "灯路"}, "路灯坏了")  // without quotes in any order
	want(t, x, index.Query{Text: "wifi"}, "道路 WiFi 5Ｇ")
	want(t, x, index.Query{Text: "ＷＩＦＩ ５g"}, "道路 WiFi 5Ｇ")
	want(t, x, index.Query{Text: "wi"})
	want(t, x, index.Query{Text: "桥"})
}

func phrases(t *testing.T, x index.Index) {
	at := func(n int) time.Time { return day0.Add(time.Duration(-n) * time.Hour) }
	put(t, x, doc("s", "路灯坏了", at(1)), doc("s", "灯坏路边", at(2)), doc("s", "路，灯", at(3)))
	want(t, x, index.Query{Text: `"路灯"`}, "路灯坏了", "路，灯")
	want(t, x, index.Query{Text: `“灯坏”`}, "路灯坏了", "灯坏路边")
	want(t, x, index.Query{Text: `”灯坏“ 边`}, "灯坏路边")
	want(t, x, index.Query{Text: `「灯坏了」`}, "路灯坏了")
	want(t, x, index.Query{Text: `灯 -坏`}, "路，灯")
	want(t, x, index.Query{Text: `灯 -"坏了"`}, "灯坏路边", "路，灯")
	want(t, x, index.Query{Text: `-"路灯"`}, "灯坏路边")
	want(t, x, index.Query{Text: `-"路灯"`, Facets: true}, "灯坏路边")
	want(t, x, index.Query{Text: `灯 -"坏了"`, Facets: true}, "灯坏路边", "路，灯")
	want(t, x, index.Query{Text: `－了`}, "灯坏路边", "路，灯")
	want(t, x, index.Query{Text: `灯 -灯`})
	want(t, x, index.Query{Text: `"灯 坏"`}, "路灯坏了", "灯坏路边")
}

func hostile(t *testing.T, x index.Index) {
	put(t, x, doc("s", "路灯 a:b", day0))
	for _, s := range []string{`"`, `""`, `-`, `--`, `-"`, `"路`, `路"灯`, `*`, `路*`, `?`, `~2`, `/a.*/`, `field:value`, `+路 -`, `AND OR NOT`, `(路`, `[a TO b]`, `{}`, `\`, `\"`, `^5`, "\x00", "\xff\xfe", "路\n灯",
		"<script>", `{"query":{"match_all":{}}}`, `'; drop table`, strings.Repeat("路", 100000), strings.Repeat(`"a b" -c `, 5000), strings.Repeat("x", 70000), "🙂", "-🙂", "“”", "「", "%00", "a\u200bb"} {
		for _, q := range []index.Query{{Text: s}, {Source: s}, {Topic: s}, {Division: s}, {Text: s, Facets: true}} {
			p, err := x.Search(t.Context(), q)
			if err != nil {
				t.Errorf("%.40q: %v", s, err)
			}
			if p.Total < len(p.Hits) {
				t.Errorf("%.40q: total %d, hits %d", s, p.Total, len(p.Hits))
			}
		}
	}
	want(t, x, index.Query{Text: `a:b`}, "路灯 a:b")
	want(t, x, index.Query{Text: `路*`}, "路灯 a:b") // no wildcard: the star is dropped as a comma is
}
