package page

import (
	"errors"
	"strings"
	"testing"

	"huiying/collectors"
)

// Each kind of structure in three shapes or more: what is read by a general fact of pages must
// not depend on the shape in which it was met first.

func TestAnswersThatNothingNames(t *testing.T) {
	for name, shape := range map[string]string{
		"the state says so":       `<h2>TITLE</h2><div><span>热心人</span><span>DAY</span><span>已回复</span></div><div class=l>ASK</div><div class=r>REPLY</div>`,
		"two days say so":         `<h2>TITLE</h2><p>DAY 留言 / 2026-03-05 回复</p><div class=lt>ASK</div><div class=rt>REPLY</div>`,
		"blocks below their days": `<div class=title>TITLE</div><div class=c>DAY<br>ASK</div><div class=c>2026-03-05<br>REPLY</div>`,
		"an office ends it":       `<h3>TITLE</h3><blockquote>ASK<br><small>DAY 写于石桥县</small></blockquote><blockquote class=b>REPLY<br><small>2026-03-05 石桥县交通局</small></blockquote>`,
		"a badge":                 `<div class=chat><div class=chat-title>TITLE</div><div class=tm>DAY</div><div class=row><div class=nick>江岸散人</div><p>ASK</p></div><div class=row><div class=nick>石桥县公交集团<em>官方</em></div><p>REPLY</p></div></div>`,
		"bubbles":                 `<div class=bar><span>&lt;</span>问政详情</div><div class=topic>TITLE</div><div class=chat><div class=time>DAY</div><div class="msg l"><img src=u.png class=avatar><div class=nick>江岸散人</div><div class=bubble>ASK</div></div><div class=time>2026-03-05 16:40</div><div class="msg r"><img class=avatar src=g.png><div class=nick>石桥县交通局</div><div class=bubble>REPLY</div></div></div><div class=tab><a href="/m/">问政</a></div>`,
		"an account":              `<h1>TITLE</h1><div class=fl><a>江岸散人</a><em>发表于 DAY</em><div class=m>ASK</div></div><div class=fl><a>石桥交通发布</a><em>发表于 2026-03-05 09:00</em><div class=m>楼主您好，REPLY</div></div>`,
		"a message's answer":      `<h2>TITLE</h2><div>From: 市民</div><div>Date: DAY</div><div>ASK</div><div><div>Re: TITLE</div><div>Date: 2026-03-05 09:30</div><div>REPLY</div></div>`,
		"a footer each":           `<section class=qa><header><h3>TITLE</h3></header><div class=qa__question><p>ASK</p><footer>— 网友，DAY</footer></div><div class=qa__answer><p>REPLY</p><footer>— 石桥县交通局，2026-03-05</footer></div></section>`,
		"two boxes of one name":   `<div class=faq><div class=faq-title>TITLE</div><div class=faq-q>ASK</div><div class=faq-a>REPLY</div><div>提问：DAY　解答：2026-03-05</div></div>`,
		"a head in its line":      `<table><tr><td><b>TITLE</b></td></tr><tr><td>DAY<hr>ASK<hr><b>石桥县交通局答复（2026-03-05）：</b>REPLY</td></tr></table>`,
		"tabs":                    `<strong>TITLE</strong><p>写信时间：DAY | 办结时间：2026-03-05 | 公开时间：2026-03-05</p><div><span>来信内容</span><span>回复内容</span></div><div class=pane>ASK</div><div class=pane>REPLY</div>`,
		"a state before the day":  `<h2>TITLE</h2><p>信件状态：已办结　　来信时间：DAY</p><div>ASK</div><p>交通局办理意见如下：</p><div>REPLY</div>`,
		"who and when between":    `<div class=letter><div class=lt>TITLE</div><p>发布者 江岸散人 发布日期 DAY</p><p>ASK</p></div><div><h2>石桥县交通局</h2><p>2026-03-05</p><p>REPLY</p></div>`,
		"an arrow between days":   `<h4>TITLE</h4><div>DAY 来信 → 2026-03-03 交办 → 2026-03-05 答复</div><p>ASK</p><p class=gr>REPLY</p>`,
		"a person's line between": `<p class=h>TITLE</p><p>时间：DAY 状态：办结</p><p>ASK</p><p>网友</p><hr><p>您好！REPLY</p><p>石桥县交通局</p>`,
	} {
		checkHeard(t, name, shape)
	}
}

func TestLabelsOfStyles(t *testing.T) {
	for name, shape := range map[string]string{
		"classes":    `<style>.a::before{content:"标题："}.b:before{content:'来信日期'}.c::before{content:"来信内容"}.d::before{content:"办理结果："}.e::before{content:"来信人："}</style><div class=a>TITLE</div><div class=e>江岸散人</div><div class=b>DAY</div><div class=c>ASK</div><div class=d>REPLY</div>`,
		"attributes": `<style>dd::before { color: #999; content: attr(data-k) }</style><dl><dd data-k="留言标题">TITLE</dd><dd data-k="留言人">江岸散人</dd><dd data-k="留言时间">DAY</dd><dd data-k="留言内容">ASK</dd><dd data-k="答复内容">REPLY</dd></dl>`,
		"nested":     `<style>/* x */ .v p:nth-child(1)::before{content:"主题"} .v p.t::before{content:"提交时间："} #q::before{content:"诉求内容："} #r::before{content:"答复意见："}</style><div class=v><p>TITLE</p><p class=t>DAY</p></div><div id=q>ASK</div><div id=r>REPLY</div>`,
	} {
		checkHeard(t, name, shape)
	}
}

func TestElementsOfASite(t *testing.T) {
	for name, shape := range map[string]string{
		"their names":   `<letter-view><letter-title>TITLE</letter-title><letter-time>DAY</letter-time><letter-from>江岸散人</letter-from><letter-content>ASK</letter-content><letter-reply><reply-org>石桥县交通局</reply-org><reply-content>REPLY</reply-content></letter-reply></letter-view>`,
		"around labels": `<x-row><x-k>主题</x-k><x-v>TITLE</x-v></x-row><x-row><x-k>来信时间</x-k><x-v>DAY</x-v></x-row><x-row><x-k>来信内容</x-k><x-v>ASK</x-v></x-row><x-row><x-k>办理结果</x-k><x-v>REPLY</x-v></x-row>`,
		"in boxes":      `<div><m-title>TITLE</m-title><m-date>DAY</m-date></div><div><m-q>ASK</m-q></div><div><m-a><h4>石桥县交通局回复</h4>REPLY</m-a></div>`,
	} {
		checkHeard(t, name, shape)
	}
}

func TestValuesTellLabels(t *testing.T) {
	for name, shape := range map[string]string{
		"days":                `<h2>TITLE</h2><ul><li>意见编号：2026-117</li><li>登记：DAY</li><li>反馈：2026-03-05</li></ul><div class=op-q><p>ASK</p></div><div class=op-a><p>REPLY</p></div>`,
		"between bars":        `<table><tr><td><b>TITLE</b></td></tr><tr><td>编号：3321 | 提交：DAY | 回复：2026-03-05 | 点击：41</td></tr><tr><td>ASK</td></tr><tr><td>答复意见：<br>REPLY</td></tr></table>`,
		"two words, two days": `<div class=h><em>咨询</em>TITLE</div><div><i>来信</i>DAY<i>回复</i>2026-03-05 15:00</div><div class=q>ASK</div><div class=a><div>石桥县交通局 回复：</div>REPLY</div>`,
		"counts":              `<div>查看: 6023|回复: 2</div><h1>TITLE</h1><div class=p><div>楼主 | DAY</div><div>ASK</div></div><div class=p><div>石桥县交通局 | 2026-03-05 10:00</div><div>REPLY</div></div>`,
		"spaces for colons":   `<fieldset><legend>来信</legend><div>主题 TITLE</div><div>时间 DAY</div><div>ASK</div></fieldset><fieldset><legend>回信</legend><div>REPLY</div></fieldset>`,
		"labels in one row":   `<h4>TITLE</h4><table><tr><td>来信人</td><td>来信时间</td><td>办理状态</td></tr><tr><td>江岸散人</td><td>DAY</td><td>办结</td></tr></table><div>ASK</div><table><tr><td>答复时间</td><td>答复单位</td></tr><tr><td>2026-03-05</td><td>石桥县交通局</td></tr></table><div>REPLY</div>`,
		"the answer's first":  `<table><tr><td>答复时间</td><td>满意度</td><td>来信时间</td></tr><tr><td>2026-03-05</td><td>满意</td><td>DAY</td></tr></table><h2>TITLE</h2><h3>来信正文</h3><p>ASK</p><h3>答复正文</h3><p>REPLY</p>`,
		"more behind the day": `<p><b>TITLE</b></p><p>提问：DAY　答复：2026-03-05 11:00　公开：是</p><blockquote><p>ASK</p></blockquote><blockquote><p>REPLY</p></blockquote>`,
		"two of one question": `<b>咨询问题</b><p>TITLE</p><b>问题补充</b><p>ASK</p><b>咨询日期</b><p>DAY</p><b>回复内容</b><p>REPLY</p>`,
		"labels behind":       `<table><tr><td>TITLE</td><td>信件标题</td></tr><tr><td>DAY</td><td>写信时间</td></tr><tr><td>ASK</td><td>信件内容</td></tr><tr><td>REPLY</td><td>答复内容</td></tr></table>`,
		"labels in one line":  `<div>信件主题</div><div>TITLE</div><div>来信时间 / 办结时间</div><div>DAY / 2026-03-05</div><div>来信内容</div><div>ASK</div><div>回复内容</div><div>REPLY</div>`,
		"words before days":   `<h2>TITLE</h2><p>登记 DAY｜受理 2026-03-03｜答复 2026-03-05｜公布 2026-03-05</p><p>ASK</p><p><b>答复：</b>REPLY</p>`,
		"marks around":        `<P align=center><FONT size=4>TITLE</FONT><P>(DAY 提交 阅读:87)<P>ASK<P><FONT color=red>★回复★</FONT>REPLY<P align=right>石桥县物价局 2026-03-05`,
	} {
		checkHeard(t, name, shape)
	}
}

func TestStepsOfTheWork(t *testing.T) {
	for name, shape := range map[string]string{
		"nodes":    `<h2>TITLE</h2><ol><li><div>DAY</div><div>群众提交</div><div>ASK</div></li><li><div>2026-03-03 15:00</div><div>平台受理</div><div>如实填写的工单已进入办理流程</div></li><li><div>2026-03-04 09:10</div><div>转派石桥县交通局</div></li><li><div>2026-03-05 17:22</div><div>部门答复</div><div>REPLY</div></li></ol>`,
		"headings": `<div class=h>TITLE</div><div><b>DAY</b><h4>群众反映</h4><p>ASK</p></div><div><b>2026-03-03 19:05</b><h4>平台受理</h4><p>如实填写，已转石桥县交通局办理。</p></div><div><b>2026-03-05 16:20</b><h4>部门办结</h4><p>REPLY</p></div>`,
		"one line": `<h2>TITLE</h2><ol><li><b>DAY</b> 市民提交：ASK</li><li><b>2026-03-05</b> 承办单位答复：REPLY</li></ol>`,
	} {
		checkHeard(t, name, shape)
	}
}

func TestHeadsOfSites(t *testing.T) {
	for name, head := range map[string]string{
		"links without a nav": `<h1><a href="/">石桥先锋</a></h1><h1>基层治理</h1><div><span>石桥县人民政府</span></div><input value="搜政策"><ol class="breadcrumbX1"><li>首页</li><li>基层治理</li></ol>`,
		"a menu of words":     `<div class="brandX">石桥县融媒·问政</div><ul role="menubar"><li role="menuitem">首页</li><li role="menuitem">发布会</li></ul>`,
		"a slogan":            `<div class=m><a class=b href="/">石桥发布</a><div class=s>石桥日报社主办</div></div><div class=w><a href="/">首页</a><a href="/q">问政</a><a href="/r">榜单</a></div>`,
	} {
		for _, title := range []string{`<h1>` + someTitle + `</h1>`, `<div class=xt>` + someTitle + `</div>`,
			`<table><tr><td>` + someTitle + `</td></tr></table>`} {
			p, err := Read(address, "<title>石桥县</title><body>"+head+title+"<p>2026-03-02 来源：县住建局</p><div>"+
				longText+"</div></body>", Options{Now: now})
			if err != nil || len(p.Entries) != 1 || p.Entries[0].Title != someTitle ||
				p.Entries[0].Published.Format("2006-01-02") != "2026-03-02" {
				t.Errorf("%s, %s: %v %+v", name, title, err, p.Entries)
			}
		}
	}
}

func TestTimesByStructure(t *testing.T) {
	for name, body := range map[string]string{
		"words behind":          `<div class=t>` + someTitle + `</div><p>2026-03-02 发表　　2026-03-04 归档</p>` + longText,
		"in a sentence of its":  `<big>` + someTitle + `</big><br><small>本文由 石桥微讯 于 2026-03-02 12:18:45 发布在 民生 栏目</small><br>` + longText,
		"a hidden one":          `<h2>` + someTitle + `</h2><ul><li style="display:none">入库：2026-03-01 22:00</li><li>2026-03-02 11:47</li></ul>` + longText,
		"brackets for colons":   `<div>【签发日期】2026-01-03　【发布时间】2026-03-02　【失效日期】2029-12-31</div><h1>` + someTitle + `</h1>` + longText,
		"a span is no day":      `<h1>` + someTitle + `</h1><p>公示时间：2026-03-03 - 2026-03-04</p>` + longText + `<p>二〇二六年三月二日</p>`,
		"beside what passes on": `<h1>` + someTitle + `</h1>` + longText + `<div class=share>2026-03-02 08:30 <a href="#">分享</a></div>`,
		"a word for notices":    `<h1>` + someTitle + `</h1><p><span>开标时间：2026-03-04 09:30</span> <span>公告时间：2026-03-02 08:50</span></p>` + longText,
		"a footer of the text":  `<article><h1>` + someTitle + `</h1><footer>由 x 提交于 <time datetime="2026-03-02T02:15:00Z">周一, 03/02/2026 - 10:15</time></footer>` + longText + `</article>`,
	} {
		checkArticle(t, name, body)
	}
}

func TestTitlesByStructure(t *testing.T) {
	for name, body := range map[string]string{
		"a subtitle below":   `<div class=main-t>` + someTitle + `</div><div class=sub-t>半幅施工一个月</div><p>日期：2026年3月2日</p>` + longText,
		"two lines in a box": `<p class=title>青山路临时<br>封闭的公告</p><p>发布日期：2026-03-02</p>` + longText,
		"a tag by its name":  `<h1><i class=tag>交通</i>` + someTitle + `</h1><p>2026-03-02</p>` + longText,
		"a column's heading": `<h2>政务动态</h2><h3>` + someTitle + `</h3><p>2026-03-02</p>` + longText,
		"a label in a list":  `<ul><li>名　　称：` + someTitle + `</li><li>发布机构：县住建局</li><li>公开日期：2026-03-02</li></ul><div>` + longText + `</div>`,
		"a link to itself":   `<h2 class=entry-title><a href="#">` + someTitle + `</a></h2><div>2026年3月2日</div>` + longText,
		"small print above":  `<div><span>信息来源：县住建局</span><span>信息时间：2026-03-02</span></div><div class=tl>` + someTitle + `</div>` + longText,
		"a day in pieces":    `<table><tr><td>` + someTitle + `<td>03-02<td>2026年</table><div>` + longText + `</div>`,
	} {
		checkArticle(t, name, body)
	}
	for name, title := range map[string]string{"state": `<div class=h>TITLE<em>办理中</em></div>`,
		"badge":  `<div class=h>TITLE<span class=layui-badge>噪音</span></div>`,
		"number": `<h2>TITLE（已答复）</h2>`, "its number": `<h2>No.20260099　TITLE</h2>`,
		"all": `<p>[建议] TITLE [已回复]</p>`} {
		checkHeard(t, name, title+`<p>诉求时间 DAY</p><div>ASK</div><h4>答复</h4><div>REPLY</div>`)
	}
}

// What a page says in place of an answer is none, nor a part of the letter.
func TestPendingAnswers(t *testing.T) {
	for name, pending := range map[string]string{"none yet": "暂无回复，相关单位正在办理，请耐心等候。",
		"at work": "该留言正在办理中，请耐心等待", "waiting": "【等待受理】"} {
		p, err := Read(address, "<title>我的诉求</title><body><h2>"+heardTitle+"</h2><p>诉求时间："+heardDay+"</p><div>"+
			heardAsk+"</div><div>"+pending+"</div></body>", Options{Now: now})
		if err != nil || len(p.Entries) != 1 || p.Entries[0].Text != heardAsk || p.Entries[0].Reply != nil {
			t.Errorf("%s: %v %+v", name, err, p.Entries)
		}
	}
}

// A list without entries is no record.
func TestEmptyLists(t *testing.T) {
	for name, body := range map[string]string{
		"a table":    `<table><tr><th>序号</th><th>标题</th><th>来信时间</th></tr><tr><td colspan=3>暂无数据</td></tr></table>`,
		"a sentence": `<div class=list><p>没有找到相关信件。</p></div>`,
		"a pager":    `<ul></ul><div>共 0 条记录 第 1/0 页</div>`,
	} {
		_, err := Read(address, "<title>信件列表</title><body><nav><a href=/>首页</a></nav>"+body+"</body>", Options{Now: now})
		if !errors.Is(err, collectors.ErrNoText) && collectors.Code(err) != "gone" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSentencesKeepTheirWords(t *testing.T) {
	const ask = "来电人反映桥头电梯本月已三次困人，物业只贴了告示，诉求：停梯检修并公布进度。"
	body := `<div>工单标题</div><div>桥头电梯困人</div><div>来电时间</div><div>2026-03-02</div><div>诉求内容</div><div>` + ask +
		`</div><div>办理结果</div><div>已更换部件并经复检合格。</div>`
	p, err := Read(address, "<title>工单公开</title><body>"+body+"</body>", Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Text != ask || strings.Contains(p.Entries[0].Text, "复检") {
		t.Errorf("%v %+v", err, p.Entries)
	}
}

// What a site says on all of its pages belongs to none of them, in whatever box it stands.
func TestWhatASiteSays(t *testing.T) {
	for name, around := range map[string]string{
		"a list in cells":  `<table><tr><td><table><tr><td>■ 最新信件</td></tr><tr><td>·<a href="/1">小区停水怎么办</a> 2026-01-20</td></tr><tr><td>·<a href="/2">医保卡补办</a> 2026-01-19</td></tr></table></td><td>%s</td></tr></table>`,
		"a tally":          `<div>%s</div><div><p>截至2026年1月29日，本站共收到信件12034封，办结11987封。</p></div>`,
		"terms":            `<div>%s<div>温馨提示：网友发言仅代表个人观点，请勿发布虚假信息，违者承担法律责任。</div></div>`,
		"a call to an app": `<div class=hd><span>9:41</span></div><div>%s</div><div>打开石桥APP，查看更多问政内容</div>`,
	} {
		article := `<h3>` + someTitle + `</h3><p>2026-03-02 来源：县住建局</p>` + longText
		letter := `<h3>` + heardTitle + `</h3><p>诉求时间：` + heardDay + `</p><p>` + heardAsk + `</p><h4>答复</h4><p>` + heardReply + `</p>`
		for i, body := range []string{article, letter} {
			p, err := Read(address, "<title>石桥县</title><body>"+strings.Replace(around, "%s", body, 1)+"</body>", Options{Now: now})
			if err != nil || len(p.Entries) != 1 || p.Entries[0].Title != []string{someTitle, heardTitle}[i] ||
				p.Entries[0].Published.Format("2006-01-02") != "2026-03-02" {
				t.Errorf("%s: %v %+v", name, err, p.Entries)
				continue
			}
			for _, w := range []string{"停水", "补办", "最新信件", "12034", "虚假信息", "APP", "9:41"} {
				if strings.Contains(p.Entries[0].Text, w) {
					t.Errorf("%s has %s: %q", name, w, p.Entries[0].Text)
				}
			}
		}
	}
}
