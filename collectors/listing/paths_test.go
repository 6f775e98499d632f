package listing

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"huiying/collectors/selector"
)

const letters = `{"code":0,"title":"市长信箱","data":{"total":3,"hot":[{"title":"热点一","url":"/h/1"},{"title":"热点二","url":"/h/2"},{"title":"热点三","url":"/h/3"}],
"records":[
 {"id":7,"subject":"听涛苑路灯不亮","main":{"words":"听涛苑门口的路灯三天不亮了，请派人来看。"},"submit":"2026-03-04 10:00","title":"办结","answer":{"text":"已经修好。"},"href":"x"},
 {"id":8,"subject":"菜市场门口积水","main":{"words":""},"submit":"2026-03-05 09:30","title":"办理中"},
 {"id":null,"subject":"","main":{}}
]}}`

// Paths win over what names and looks would say; what has no path is found by its name.
func TestPathsSayWhereThingsStand(t *testing.T) {
	base, _ := url.Parse("https://hall.example.org/api/list?page=1&size=20")
	now := time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)
	p := selector.Paths{Items: "data.records", Title: "subject", Text: "main.words", Time: "submit",
		Reply: "answer.text",
		ID:    "id", Link: "/letters/{id}.html", Page: "page"}
	l := Read(base, letters, Options{JSON: &p, Now: now})
	if l.Kind != KindJSON || len(l.Entries) != 2 || l.Next != "https://hall.example.org/api/list?page=2&size=20" {
		t.Fatalf("%d entries, next %q: %+v", len(l.Entries), l.Next, l.Entries)
	}
	a, b := l.Entries[0], l.Entries[1]
	if a.Title != "听涛苑路灯不亮" || a.Own == nil || a.Own.Text != "听涛苑门口的路灯三天不亮了，请派人来看。" || a.Ref != "7" ||
		a.URL != "https://hall.example.org/letters/7.html" || a.Own.Reply == nil || a.Own.Reply.Text != "已经修好。" ||
		a.Time.Format(time.DateTime) != "2026-03-04 10:00:00" {
		t.Errorf("%+v %+v", a, a.Own)
	}
	if b.Title != "菜市场门口积水" || b.Own != nil || b.URL != "https://hall.example.org/letters/8.html" {
		t.Errorf("%+v", b)
	}
	for name, c := range map[string]struct {
		p    selector.Paths
		body string
		want []string
	}{
		"no such array": {selector.Paths{Items: "data.rows"}, letters, nil},
		"no data":       {selector.Paths{}, `<html><li><a href="/1.html">一封来信的标题</a></li></html>`, nil},
		"broken":        {selector.Paths{Items: "data"}, `{"data":[`, nil},
		"found by its looks": {selector.Paths{URL: "url"},
			`{"hot":[{"title":"热点一","url":"/h/1"},{"title":"热点二","url":"/h/2"}]}`,
			[]string{"热点一", "热点二"}},
		"a number in a path": {selector.Paths{Items: "list.1"},
			`{"list":[[{"title":"甲甲甲甲"}],[{"title":"乙乙乙乙"}]]}`, []string{"乙乙乙乙"}},
		"wrapped into a call": {selector.Paths{Items: "rows"},
			`callback({"rows":[{"title":"甲甲甲甲","url":"/1"}]});`, []string{"甲甲甲甲"}},
	} {
		var got []string
		if c.body[0] == '<' {
			c.want = []string{"一封来信的标题"} // web asks what the page is; it is no data
		}
		l := Read(base, c.body, Options{JSON: &c.p, Now: now})
		for _, e := range l.Entries {
			got = append(got, e.Title)
		}
		if c.body[0] == '<' && l.Kind == KindJSON || c.body[0] != '<' && !slices.Equal(got, c.want) {
			t.Errorf("%s: %s %q, want %q", name, l.Kind, got, c.want)
		}
	}
}
