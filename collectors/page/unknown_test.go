package page

import (
	"strings"
	"testing"
)

// noise is what stands around the texts on the pages below: bars, cards beside the text with sentences of
// their own, lists with days, what asks the reader.
var noise = []string{
	`<p class="kw">热搜：<a>社保</a> <a>落户</a></p><div class="top_9"><a class="logo_9" href="/"><img src="/l.png"></a><ul class="nav_9"><li><a href="/">首页</a></li><li><a href="/b">互动交流</a></li></ul></div><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="#">COL</a></div>%s
		<footer><div>石桥县人民政府主办</div><div>某ICP备00000426号-1</div></footer><div class="survey">您觉得本页内容对您有帮助吗？<a>有帮助</a><a>没帮助</a></div>`,
	`<div id="app"><div class="mq-head"><a class="mq-logo" href="/">民情在线</a><span>累计受理 20331 件</span></div><div class="mq-body"><div class="mq-main">%s</div><div class="mq-side"><div class="mq-card"><h4>办件须知</h4><p>1.请如实填写，对反映内容的真实性负责。2.同一事项请勿重复提交。</p></div></div></div><div class="mq-foot">石桥县热线 版权所有</div></div>`,
	`<div class=head><p>今天是　欢迎访问石桥县人民政府网</p></div><div class=path><b>位置</b> COL</div>%s<dl class="xg"><dt>热门信件</dt><dd><i>03/28</i>乡村医生招录简章<dd><i>10/26</i>古树名木宣传周启动</dl><div id=foot>网站标识码：0000000493<br>您是第<b>99</b>位访客</div>`,
}

// heard are a letter and its answer as the pages below show them.
const heardTitle, heardAsk, heardDay, heardReply = "桥头没有路灯", "桥头一直没有路灯，晚上放学的孩子只能摸黑走，希望装上。",
	"2026-03-02 08:30", "经现场查看，已列入本月安装计划，感谢您的提醒。"

func TestLettersByStructure(t *testing.T) {
	for name, shape := range map[string]string{
		"no labels, an office's box":       `<div class=h>TITLE</div><div class=i>DAY</div><div class=q>ASK</div><div class=r><b>石桥县交通局</b><i>2026-03-05</i><p>REPLY</p></div>`,
		"an office signs its box":          `<div class=d1><h3>TITLE</h3><p>DAY　状态：<em>已回复</em></p><p>ASK</p></div><div class=d2><p>REPLY</p><p>石桥县交通局</p><p>2026-03-05</p></div>`,
		"heads of what folds out":          `<h3>TITLE</h3><p>DAY · 石桥</p><details open><summary>网友呼声</summary><p>ASK</p></details><details><summary>回应（石桥县交通局，2026-03-05）</summary><p>REPLY</p></details><details><summary>网友评分</summary><p>4.5分</p></details>`,
		"a rule with a word":               `<table><tr><th>发送于<td>DAY<tr><th>主　题<td>TITLE</table><div class=e>ASK</div><div>------ 回复 ------</div><div class=e>REPLY</div>`,
		"labels behind their values":       `<p>TITLE <small>（来信主题）</small></p><p>周某 <small>（来信人）</small>　DAY <small>（写信时间）</small>　2026-03-03 <small>（受理时间）</small></p><div><div>ASK</div><small>（来信内容）</small></div><div><div>REPLY</div><small>（答复内容）</small></div>`,
		"labels from top to bottom":        `<table><tr><td>来信主题</td><td>TITLE</td></tr><tr><td>来信时间</td><td>DAY</td></tr><tr><td>来<br>信<br>内<br>容</td><td>ASK</td></tr><tr><td>办<br>理<br>情<br>况</td><td>REPLY</td></tr></table>`,
		"beside one another":               `<table><tr><td colspan=2 align=center><font size=4><b>TITLE</b></font></td></tr><tr><td>群众诉求 (DAY)</td><td>部门答复 (2026-03-05)</td></tr><tr><td>ASK</td><td>REPLY</td></tr></table>`,
		"set text":                         "<pre>\n标题: TITLE\n来信日期: DAY\n-----------\nASK\n-----------\n办理部门: 石桥县交通局\n回复日期: 2026-03-05\nREPLY\n</pre>",
		"set into the heading":             `<h4>TITLE <small>留言日期 DAY</small></h4><p>ASK</p><div><h4>石桥县交通局 <small>回复日期 2026-03-05</small></h4><p>REPLY</p></div>`,
		"pictures for words":               `<div class=t><h2>TITLE</h2></div><p>DAY</p><p><img src=wen.gif>ASK</p><p><img src=da.gif>REPLY</p>`,
		"labels in attributes":             `<div data-label="来信标题">TITLE</div><div data-label="来信时间">DAY</div><div data-label="来信内容">ASK</div><div data-label="回复内容">REPLY</div>`,
		"left and right":                   `<h3>TITLE</h3><div class="bub left"><p>ASK</p><i>DAY</i></div><div class="bub right"><p>REPLY</p><i>2026-03-05</i></div>`,
		"words behind days":                `<div><span>#路灯#</span><strong>TITLE</strong></div><div><span>DAY 提问</span><span>2026-03-05 结案</span></div><div class="a1">ASK</div><div class="a2"><span class="tag">石桥县交通局</span>REPLY</div>`,
		"an office with a colon":           `<p><b>TITLE</b></p><p>来信于：DAY　　回复于：2026-03-05</p><div class=m3><p>ASK</p></div><div class=m4><p>石桥县交通局：</p><p>REPLY</p></div>`,
		"an address":                       `<div class=x><h3>TITLE</h3><p>写信时间：DAY</p><p>ASK</p><p>一位市民</p></div><div class=y><p>市民朋友：</p><p>您好！REPLY</p></div>`,
		"a stem of both":                   `<div class=k>反馈主题</div><div class=v>TITLE</div><div class=k>反馈时间</div><div class=v>DAY</div><div class=k>反馈内容</div><div class=v>ASK</div><div class=k>处理进展</div><div class=v>REPLY</div>`,
		"parts of labels":                  `<p><label>所提问题</label>TITLE</p><p><label>问题描述</label>ASK</p><p><label>提出时间</label>DAY</p><p><label>回应机关</label>石桥县交通局</p><p><label>回应情况</label>REPLY</p>`,
		"the answer above, days below":     `<h1>TITLE</h1><div class=a><div class=h>单位回复</div><div><p>REPLY</p><p>石桥县交通局 2026-03-05 09:40</p></div></div><div class=q><div class=h>网友提问</div><div><p>ASK</p><p>热心市民 DAY</p></div></div>`,
		"four times":                       `<h2>TITLE</h2><p>答复时间：2026-03-05 17:00</p><p>办结期限：2026-03-20</p><p>受理时间：2026-03-03 09:15</p><p>来信时间：DAY</p><div>ASK</div><h4>官方答复</h4><div>REPLY</div>`,
		"traditional characters":           `<table><tr><td>標題</td><td>TITLE</td></tr><tr><td>來信時間</td><td>DAY</td></tr><tr><td>來信內容</td><td>ASK</td></tr><tr><td>回覆內容</td><td>REPLY</td></tr></table>`,
		"marks between label and value":    `<p>诉求 / TITLE</p><p>时间 / DAY</p><p>详情 / ASK</p><p>回应 / REPLY</p>`,
		"two groups of the same labels":    `<table><tr><td rowspan=3>来信</td><td>标题</td><td>TITLE</td></tr><tr><td>时间</td><td>DAY</td></tr><tr><td>内容</td><td>ASK</td></tr><tr><td rowspan=3>答复</td><td>单位</td><td>石桥县交通局</td></tr><tr><td>时间</td><td>2026-03-05</td></tr><tr><td>内容</td><td>REPLY</td></tr></table>`,
		"numbered heads":                   `<h1>TITLE</h1><p><b>一、信访事项</b></p><p>ASK</p><p><b>二、信访时间</b></p><p>DAY</p><p><b>三、处理意见</b></p><p>REPLY</p>`,
		"what happened with it":            `<div class=t>TITLE</div><div>爆料时间 DAY 浏览 1024</div><div>ASK</div><div>跟进：REPLY</div>`,
		"passed on":                        `<h2>TITLE</h2><ul><li>交办日期：2026-03-04</li><li>反映日期：DAY</li></ul><h3>反映情况</h3><p>ASK</p><h3>办理情况</h3><p>REPLY</p>`,
		"another label first":              `<h2>TITLE</h2><p><span class=k>被举报对象</span><span>某洗车店</span></p><p><span class=k>举报时间</span><span>DAY</span></p><p><span class=k>举报内容</span><span>ASK</span></p><p><span class=k>调查情况</span><span>REPLY</span></p>`,
		"traditional situations":           `<dl><dt>案號</dt><dd>A20260301</dd><dt>主旨</dt><dd>TITLE</dd><dt>陳情日期</dt><dd>DAY</dd><dt>陳情內容</dt><dd>ASK</dd><dt>辦理情形</dt><dd>REPLY</dd></dl>`,
		"dashes before values":             `<ul><li><b>呼声主题</b> — TITLE</li><li><b>呼声时间</b> — DAY</li><li><b>呼声内容</b> — ASK</li><li><b>部门回音</b> — REPLY</li></ul>`,
		"a name in quotes asks":            `<h1>TITLE</h1><p>DAY</p><blockquote>网友“江岸散人”问：ASK</blockquote><p>答：REPLY</p>`,
		"only a result":                    `<table><tr><td>标题</td><td>TITLE</td></tr><tr><td>日期</td><td>DAY</td></tr><tr><td>内容</td><td>ASK</td></tr><tr><td>结果</td><td>REPLY</td></tr></table>`,
		"a head with a clock":              `<h2>TITLE</h2><p>咨询人：匿名 | 咨询时间：DAY</p><p>咨询：ASK</p><p>答复（石桥县交通局 2026-03-05 17:30）：REPLY</p>`,
		"steps in cells":                   `<h2>TITLE</h2><table><tr><td>提交</td><td>DAY</td></tr><tr><td>办结</td><td>2026-03-05 16:00</td></tr></table><p class=q>ASK</p><p class=a>REPLY</p>`,
		"fields in one run":                `<p>【编号】20260302【时间】DAY【标题】TITLE【内容】ASK【回复】REPLY【回复时间】2026-03-05</p>`,
		"an office and a colon":            `<ul><li><label>咨询日期</label>DAY</li><li><label>主题</label>TITLE</li></ul><div class=ask>ASK</div><div class=ans><h5>石桥县交通局：</h5>REPLY</div>`,
		"days in both heads":               `<div class=h><span>TITLE</span><span>DAY</span></div><div class=c>ASK</div><div class=h><span>石桥县交通局答复</span><span>2026-03-05</span></div><div class=c>REPLY</div>`,
		"fields above each":                `<h3>TITLE</h3><table><tr><td>留言人：路人</td><td>时间：DAY</td></tr><tr><td colspan=2>ASK</td></tr></table><table><tr><td>回复单位：石桥县交通局</td><td>时间：2026-03-05 15:00</td></tr><tr><td colspan=2>REPLY</td></tr></table>`,
		"how it goes":                      `<dl><dt>标题</dt><dd>TITLE</dd><dt>时间</dt><dd>DAY</dd><dt>描述</dt><dd>ASK</dd><dt>进展</dt><dd>REPLY</dd></dl>`,
		"digests in brackets":              `<div>TITLE</div><p>【来信时间】DAY</p><p>【来信摘要】ASK</p><p>【答复摘要】REPLY</p><p>【答复时间】2026-03-05</p>`,
		"the gist":                         `<div class=k><label>来电时间</label><p>DAY</p></div><div class=k><label>诉求标题</label><p>TITLE</p></div><div class=k><label>诉求要点</label><p>ASK</p></div><div class=k><label>要求办结时间</label><p>2026-03-09</p></div><div class=k><label>办结意见</label><p>REPLY</p></div>`,
		"an outline":                       `<table><tr><td>信访日期</td><td>DAY</td></tr><tr><td>信访事项标题</td><td>TITLE</td></tr><tr><td>信访事项概况</td><td>ASK</td></tr><tr><td>答复意见</td><td>REPLY</td></tr></table>`,
		"names in the heads":               `<h1>TITLE</h1><div class="b l"><div><b>网友提问</b><em>江岸散人</em><time>DAY</time></div><div>ASK</div></div><div class="b r"><div><b>部门答复</b><em>石桥县交通局</em><time>2026-03-05 10:05</time></div><div>REPLY</div></div>`,
		"days in attributes":               `<h2>TITLE</h2><div><span title="DAY:00">3天前</span><span>投诉</span></div><div>ASK</div><div><div>回复 · 石桥县交通局 · <span title="2026-03-05 09:00:00">周四</span></div><div>REPLY</div></div>`,
		"what I say":                       `<h3>TITLE</h3><dl><dt>提交时间</dt><dd>DAY</dd><dt>处理状态</dt><dd>已办结</dd></dl><dl><dt>我要说</dt><dd>ASK</dd></dl><dl><dt>镇政府回应</dt><dd>REPLY</dd></dl>`,
		"the question speaks of an answer": `<table><tr><td>主题</td><td>TITLE</td></tr><tr><td>时间</td><td>DAY</td></tr><tr><td>内容</td><td>ASK</td></tr><tr><td>处理情况</td><td>REPLY</td></tr></table>`,
	} {
		checkHeard(t, name, shape)
	}
}

// checkHeard reads the letter written in a shape from among each noise.
func checkHeard(t *testing.T, name, shape string) {
	t.Helper()
	body := strings.NewReplacer("TITLE", heardTitle, "ASK", heardAsk, "REPLY", heardReply,
		"DAY", heardDay).Replace(shape)
	for i, f := range noise {
		p, err := Read(address, "<title>阳光信箱</title><body>"+strings.ReplaceAll(strings.Replace(f, "%s", body, 1),
			"COL", "阳光信箱"), Options{Now: now})
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("%s in %d: %v %+v", name, i, err, p.Entries)
			continue
		}
		e := p.Entries[0]
		if e.Title != heardTitle || !strings.Contains(e.Text, heardAsk) ||
			e.Published.Format("2006-01-02 15:04") != heardDay {
			t.Errorf("%s in %d: %q %q %s", name, i, e.Title, e.Text, e.Published)
		}
		if e.Reply == nil || !strings.Contains(e.Reply.Text, heardReply) || strings.Contains(e.Text, heardReply) {
			t.Errorf("%s in %d: reply %+v of %q", name, i, e.Reply, e.Text)
		}
		for _, w := range []string{"如实填写", "累计受理", "热搜", "有帮助", "热门信件", "位访客", "江岸散人"} {
			if strings.Contains(e.Title+e.Text, w) {
				t.Errorf("%s in %d: has %s: %q", name, i, w, e.Text)
			}
		}
	}
}

// An article is read from among what stands beside it, whatever its title's box is called.
func TestArticlesByStructure(t *testing.T) {
	for name, body := range map[string]string{
		"a box without a name":   `<div class=n1>` + someTitle + `</div><div class=n2>2026-03-02</div>` + longText,
		"a day above":            `<div class=d0>2026-03-02</div><div class=d1>` + someTitle + `</div><div>` + longText + `</div>`,
		"three titles":           `<p class=yt>（引题）修路</p><p class=zt>` + someTitle + `</p><p class=ft>——半幅施工一个月</p><p>2026-03-02</p>` + longText,
		"a heading of two lines": `<h1>青山路临时<br>封闭的公告</h1><p>2026-03-02</p>` + longText,
		"an office is no never":  `<div class=t>` + someTitle + `</div><div>作者：办公室　　发布时间：2026-03-02　　阅读：20次</div>` + longText,
		"a word behind the day":  `<h3>` + someTitle + `</h3><div>` + longText + `</div><div>（编辑：养护科　2026年3月2日上传）</div>`,
		"days with words":        `<div class=t>` + someTitle + `</div><div>2026-03-02（公布）　2026-03-28（截止）</div>` + longText,
		"pictures for labels":    `<h1>` + someTitle + `</h1><div><img src=a.png alt="来源"><a href="#">县住建局</a><img src=b.png alt="发布时间"><b>2026-03-02</b></div>` + longText,
		"a script writes it":     `<h1>` + someTitle + `</h1><p>发布时间：<script>document.write("2026-03-02")</script></p>` + longText,
		"what readers say":       `<h1>` + someTitle + `</h1><p>2026-03-02</p>` + longText + `<div class=cmts><h4>网友评论</h4><div><b>小草</b><span>2026-03-03 10:00</span><p>如实填写绕行路线才好。</p></div></div>`,
		"source and day":         `<h2>` + someTitle + `</h2><p>石桥县交通局／2026.03.02／浏览85</p>` + longText,
		"what the public says":   `<h1>` + someTitle + `</h1><p>2026-03-02</p>` + longText + `<div class=yj><h3>公众意见（2）</h3><div>江岸散人 2026-03-03：如实填写绕行路线才好。</div><div>江岸散人 2026-03-04：建议早些公布。</div></div>`,
		"English":                `<article><header><h1>` + someTitle + `</h1><span>Posted on <a rel="bookmark"><time>March 2, 2026</time></a></span></header>` + longText + `</article>`,
	} {
		checkArticle(t, name, body)
	}
}

// checkArticle reads an article from among each noise.
func checkArticle(t *testing.T, name, body string) {
	t.Helper()
	for i, f := range noise {
		p, err := Read(address, "<title>公告</title><body>"+strings.ReplaceAll(strings.Replace(f,
			"%s", body, 1), "COL", "公告"),
			Options{Now: now})
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("%s in %d: %v %+v", name, i, err, p.Entries)
			continue
		}
		e := p.Entries[0]
		if e.Title != someTitle || !strings.Contains(e.Text, "请过往车辆绕行") || !strings.Contains(e.Text, "敬请谅解") ||
			e.Published.Format("2006-01-02") != "2026-03-02" {
			t.Errorf("%s in %d: %q %q %s", name, i, e.Title, e.Text, e.Published)
		}
		for _, w := range []string{"如实填写", "累计受理", "热搜", "有帮助", "热门信件", "位访客", "江岸散人"} {
			if strings.Contains(e.Title+e.Text, w) {
				t.Errorf("%s in %d: has %s: %q", name, i, w, e.Text)
			}
		}
	}
}
