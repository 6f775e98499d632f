package listing

import (
	"strings"
	"testing"
)

// Records whose fields have no names, or names of their own: what they hold says which is which.
func TestRecordsWithoutNames(t *testing.T) {
	for name, body := range map[string]string{
		"rows of strings":      `<script>var a=new Array();a[0]=["11","石桥今日封闭检修","/x/p11.html","2026-03-01"];a[1]=["12","渡口恢复夜间摆渡","/x/p12.html","2026-03-02"];</script>`,
		"pushed":               `<script>var d=[];d.push(["石桥今日封闭检修","/x/p11.html","2026-03-01"]);d.push(["渡口恢复夜间摆渡","/x/p12.html","2026-03-02"]);</script>`,
		"array by array":       `<script>var u=[],h=[],y=[],m=[],d=[];var i=-1;i++;u[i]="/x/p11.html";h[i]='石桥今日封闭检修';y[i]='2026';m[i]='03';d[i]='01';i++;u[i]="/x/p12.html";h[i]='渡口恢复夜间摆渡';y[i]='2026';m[i]='03';d[i]='02';</script>`,
		"objects of odd names": `<script>var a={"x1":{"t":"石桥今日封闭检修","u":"/x/p11.html","d":"2026-03-01"},"x2":{"t":"渡口恢复夜间摆渡","u":"/x/p12.html","d":"2026-03-02"}};</script>`,
		"data in a string":     `<script>var a='{"rows":[{"title":"石桥今日封闭检修","url":"/x/p11.html","date":"2026-03-01"},{"title":"渡口恢复夜间摆渡","url":"/x/p12.html","date":"2026-03-02"}]}';</script>`,
		"an address in pieces": `<script>var a=[{"Id":"p11","Title":"石桥今日封闭检修","Date":"2026-03-01"},{"Id":"p12","Title":"渡口恢复夜间摆渡","Date":"/Date(1772411400000)/"}];for(var i=0;i<a.length;i++)document.write("<li><a href='/x/"+a[i].Id+".html'>"+a[i].Title+"</a></li>")</script>`,
		"rows that open":       `<table><tr data-url="/x/p11.html"><td>1</td><td>石桥今日封闭检修</td><td>03-01</td></tr><tr data-url="/x/p12.html"><td>2</td><td>渡口恢复夜间摆渡</td><td>03-02</td></tr></table>`,
		"cards":                `<ul><li><a href="/x/p11.html"><h4>石桥今日封闭检修</h4><p>今日起封闭……</p></a><i>2026-03-01</i></li><li><a href="/x/p12.html"><h4>渡口恢复夜间摆渡</h4><p>每晚……</p></a><i>2026-03-02</i></li></ul>`,
		"elements":             `<xml id=d><rows><row><t><![CDATA[石桥今日封闭检修]]></t><u>/x/p11.html</u><d>2026-03-01</d></row><row><t><![CDATA[渡口恢复夜间摆渡]]></t><u>/x/p12.html</u><d>2026-03-02</d></row></rows></xml>`,
		"attributes":           `<xml><data><item t="石桥今日封闭检修" u="/x/p11.html" d="2026-03-01"/><item t="渡口恢复夜间摆渡" u="/x/p12.html" d="2026-03-02"/></data></xml>`,
		"after navigation":     `<div><a href="/">首页</a> <a href="/zw/">政务</a></div><script>var a=[["石桥今日封闭检修","/x/p11.html","2026-03-01"],["渡口恢复夜间摆渡","/x/p12.html","2026-03-02"]];</script>`,
	} {
		l := Read(address, "<html><body>"+body+"</body></html>", Options{Now: now})
		if len(l.Entries) != 2 || l.Entries[0].Title != "石桥今日封闭检修" ||
			!strings.HasSuffix(l.Entries[1].URL, "/x/p12.html") ||
			l.Entries[1].Time.Day() != 2 {
			t.Errorf("%s: %+v", name, l.Entries)
		}
	}
}

func TestFramesOfLists(t *testing.T) {
	for name, body := range map[string]string{
		"later":   `<iframe data-src="/x/in.html" src="about:blank"></iframe>`,
		"written": `<script>document.write('<iframe src="/x/in.html" width="700"></iframe>');</script>`,
		"object":  `<object type="text/html" data="/x/in.html"></object>`,
	} {
		if l := Read(address, "<body>"+body+"</body>", Options{Now: now}); len(l.Within) != 1 ||
			!strings.HasSuffix(l.Within[0], "/x/in.html") {
			t.Errorf("%s: %v", name, l.Within)
		}
	}
}

func FuzzRecords(f *testing.F) {
	f.Add(`<xml><a><b>石桥今日封闭检修</b><c>/x/1.html</c></a></xml>`)
	f.Add(`<?xml version="1.0"?><r><i t="石桥" u="/1.html"/></r>`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, e := range inXML(s, address, now) {
			if e.URL == "" || e.Title == "" {
				t.Fatalf("%+v", e)
			}
		}
	})
}
