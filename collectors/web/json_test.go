package web

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"huiying/collectors"
	"huiying/collectors/selector"
	"huiying/fetch/fetchtest"
)

// A list in data is read over its pages; entries that bring no text are read from their own pages.
func TestDataIsReadByPathsAndPages(t *testing.T) {
	asked := map[string]int{}
	s := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/api": func(w http.ResponseWriter, r *http.Request) {
			p := r.URL.Query().Get("p")
			asked[p]++
			body := map[string]string{
				"1": `{"rows":[{"no":1,"bt":"第一封信的标题","nr":"第一封信：路灯三天不亮了，请派人来看。"},{"no":2,"bt":"第二封信的标题"}]}`,
				"2": `{"rows":[{"no":3,"bt":"第三封信的标题","nr":"第三封信：菜市场门口一直积水，请处理。"}]}`,
			}[p]
			if body == "" {
				body = `{"rows":[]}`
			}
			fetchtest.Say("application/json", body)(w, r)
		},
		"/letter/2": letterPage("第二封信的标题"),
	})
	sel := Selectors{Pages: 5, JSON: &selector.Paths{Items: "rows", Title: "bt", Text: "nr",
		ID: "no", Link: "/letter/{no}", Page: "p"}}
	site := newSite(t, s.URL+"/api?p=1", 0, sel)
	h := collect(t, site, collectors.Memory{})
	got := titles(h) // an entry that has its text in the list does not wait for the frame of pages
	if slices.Sort(got); !slices.Equal(got, []string{"第一封信的标题", "第三封信的标题", "第二封信的标题"}) || len(h.Refused) != 0 {
		t.Fatalf("titles %q, refused %+v", got, h.Refused)
	}
	if fmt.Sprint(asked) != "map[1:1 2:1 3:1]" {
		t.Errorf("pages asked for: %v", asked)
	}
	if h = collect(t, site, h.Memory); len(h.Mentions) != 0 {
		t.Errorf("the second visit: %q", titles(h))
	}
}

// Where data had entries and the path leads to none, the layout changed; where a firewall answers in
// its place, that is said.
func TestDataThatIsNoneSaysWhatItIs(t *testing.T) {
	s := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/gone":  fetchtest.Say("application/json", `{"other":[{"bt":"第一封信的标题","nr":"路灯三天不亮了，请派人来看。"}]}`),
		"/empty": fetchtest.Say("application/json", `{"rows":[]}`),
		"/login": fetchtest.Say(htmlType, `<title>统一身份认证</title><form><input type=password></form>请登录`),
	})
	sel := Selectors{JSON: &selector.Paths{Items: "rows", Title: "bt", Text: "nr"}}
	for path, code := range map[string]string{"/gone": "changed_layout", "/empty": "changed_layout",
		"/login": "sign_in"} {
		_, err := newSite(t, s.URL+path, 0, sel).Collect(t.Context(), collectors.Memory{Listed: 3})
		if got := collectors.Code(err); got != code {
			t.Errorf("%s: %s (%v), want %s", path, got, err, code)
		}
	}
}
