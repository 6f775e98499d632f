package web

import (
	"net/http"
	"slices"
	"testing"

	"huiying/collectors"
	"huiying/fetch/fetchtest"
)

// A set of frames is no text, and its menu no list: the frame whose links have days is.
func TestFrameset(t *testing.T) {
	srv := fetchtest.Site(t, map[string]http.HandlerFunc{
		"/list":        fetchtest.Say(htmlType, `<title>石桥县交通局</title><frameset rows="90,*"><frame src="/top.htm"><frameset cols="9,*"><frame src="/left.htm"><frame src="/main.htm"></frameset></frameset><noframes><body>您的浏览器不支持框架。</body></noframes>`),
		"/top.htm":     fetchtest.Say(htmlType, `<h2>石桥县交通局</h2>`),
		"/left.htm":    fetchtest.Say(htmlType, `<ul><li><a href="intro.htm" target=main>单位简介与主要职责</a></li><li><a href="who.htm" target=main>领导班子成员分工</a></li></ul>`),
		"/main.htm":    fetchtest.Say(htmlType, `<table><tr><td><a href="show_12.htm">桥头没有路灯的问题</a></td><td>2026-03-02</td></tr><tr><td><a href="show_13.htm">渡口夜间没有人值守</a></td><td>2026-03-01</td></tr></table>`),
		"/show_12.htm": letterPage("桥头没有路灯的问题"), "/show_13.htm": letterPage("渡口夜间没有人值守"),
		"/intro.htm": letterPage("单位简介与主要职责"), "/who.htm": letterPage("领导班子成员分工"),
	})
	s := newSite(t, srv.URL+"/list", 0, Selectors{})
	s.trial = true
	if got := titles(collect(t, s, collectors.Memory{})); !slices.Equal(got, []string{"桥头没有路灯的问题", "渡口夜间没有人值守"}) {
		t.Error(got)
	}
}
