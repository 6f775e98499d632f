package page

import (
	"fmt"
	"strings"
	"testing"
)

// The first post of a thread is the letter, an office's its answer; other readers are neither.
func TestThreads(t *testing.T) {
	post := func(who, rank, when, words string) string {
		return fmt.Sprintf(`<div class="post"><div class="by"><a href="/u">%s</a><p>%s</p></div><div class="c"><em>发表于 %s</em> | <a>只看该作者</a><div class="m">%s</div></div></div>`, who, rank, when, words)
	}
	for name, body := range map[string]string{
		"an office's account": post("南山一叶", "注册会员", heardDay, `<i>本帖最后由 南山一叶 于 2026-3-2 09:00 编辑</i><br>`+heardAsk+`<div>签名：随遇而安</div>`) +
			post("石桥县交通局", "认证会员", "2026-03-05 09:40", heardReply) + post("大海", "新手上路", "2026-03-05 10:00", "顶一下，同求路灯"),
		"an office by its words": post("南山一叶", "注册会员", heardDay, heardAsk) +
			post("大海", "中级会员", "2026-03-04 10:00", "顶一下，同求路灯") + post("桥头小张", "", "2026-03-05 09:40", "您反映的问题收悉。"+heardReply),
	} {
		body = `<h1>` + heardTitle + `</h1><div id="list">` + body + `</div><p>您需要登录后才可以回帖</p>`
		p, err := Read(address, "<title>"+heardTitle+" - 石桥论坛</title><body>"+body, Options{Now: now})
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("%s: %v %+v", name, err, p.Entries)
			continue
		}
		e := p.Entries[0]
		if e.Title != heardTitle || e.Text != heardAsk || e.Published.Format("2006-01-02 15:04") != heardDay {
			t.Errorf("%s: %q %q %s", name, e.Title, e.Text, e.Published)
		}
		if e.Reply == nil || !strings.HasSuffix(e.Reply.Text, heardReply) {
			t.Errorf("%s: reply %+v", name, e.Reply)
		}
	}
	unanswered := `<h1>` + heardTitle + `</h1>` + post("南山一叶", "注册会员", heardDay, heardAsk) + post("大海", "", "2026-03-04 10:00", "顶一下，同求路灯")
	p, err := Read(address, "<title>"+heardTitle+" - 石桥论坛</title><body>"+unanswered, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Text != heardAsk || p.Entries[0].Reply != nil {
		t.Errorf("%v %+v", err, p.Entries)
	}
}

// Rows that fold out say the rest of a letter in a wide cell below its short fields.
func TestRowsThatFoldOut(t *testing.T) {
	row := func(n string) string {
		return strings.ReplaceAll(`<tbody><tr><td>N</td><td>第N件事情</td><td>2026-03-0N</td><td>石桥县交通局</td></tr><tr><td colspan=4><p><b>反映内容：</b>第N处的井盖坏了。</p><p><b>办理结果：</b>第N处已修。</p></td></tr></tbody>`, "N", n)
	}
	table := `<table><thead><tr><th>序号</th><th>来信标题</th><th>来信日期</th><th>承办单位</th></tr></thead>` + row("1") + row("2") + `</table>`
	p, err := Read(address, "<title>群众来信</title><body>"+strings.Replace(frames[0], "%s", table, 1), Options{Now: now})
	if err != nil || len(p.Entries) != 2 {
		t.Fatalf("%v %+v", err, p.Entries)
	}
	for i, e := range p.Entries {
		n := string(rune('1' + i))
		if e.Title != "第"+n+"件事情" || e.Text != "第"+n+"处的井盖坏了。" || e.Published.Day() != i+1 ||
			e.Reply == nil || e.Reply.Text != "第"+n+"处已修。" || e.Reply.Unit != "石桥县交通局" {
			t.Errorf("%+v %+v", e, e.Reply)
		}
	}
}

// Data of a site keeps the answer in an object of its own, and calls the letter a question.
func TestAnswersInData(t *testing.T) {
	for name, data := range map[string]string{
		"a list of answers":  `{"mailTitle":"TITLE","mailContent":"ASK","createTime":"DAY","replyList":[{"deptName":"石桥县交通局","replyContent":"REPLY"}]}`,
		"an answer":          `{"subject":"TITLE","content":"ASK","askTime":"DAY","answer":{"content":"REPLY","org":"石桥县交通局"}}`,
		"a question":         `{"subject":"TITLE","question":"ASK","askTime":"DAY","answer":"REPLY","answerOrg":"石桥县交通局"}`,
		"the answer is long": `{"title":"TITLE","question":"ASK","submitTime":"DAY","replyContent":"REPLY","replyDept":"石桥县交通局"}`,
	} {
		data = strings.NewReplacer("TITLE", heardTitle, "ASK", heardAsk, "REPLY", heardReply, "DAY", heardDay).Replace(data)
		p, err := Read(address, `<title>互动</title><body><div id=app></div><script>window.__STATE__={"d":`+data+`}</script>`, Options{Now: now})
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("%s: %v %+v", name, err, p.Entries)
			continue
		}
		e := p.Entries[0]
		if e.Title != heardTitle || e.Text != heardAsk || e.Published.Format("2006-01-02 15:04") != heardDay ||
			e.Reply == nil || e.Reply.Text != heardReply || e.Reply.Unit != "石桥县交通局" {
			t.Errorf("%s: %+v %+v", name, e, e.Reply)
		}
	}
}

// A name in a head of its own is nobody's title, and one heading of two characters is.
func TestHeadsOfPosts(t *testing.T) {
	one := func(who, n string) string {
		return `<div class=one><p>【网友“` + who + `”】</p><p>第` + n + `处的井盖坏了，走路要小心。</p><p>【回复】</p><p>第` + n + `处已修。</p></div>`
	}
	p, err := Read(address, `<title>网友留言选登</title><body><h3>网友留言选登</h3>`+one("江岸散人", "一")+one("南山一叶", "二"), Options{Now: now})
	if err != nil || len(p.Entries) != 2 {
		t.Fatalf("%v %+v", err, p.Entries)
	}
	for _, e := range p.Entries {
		if strings.ContainsAny(e.Title+e.Text, "“”") || e.Reply == nil {
			t.Errorf("%+v", e)
		}
	}
	p, err = Read(address, `<title>微诉求</title><body><h4>噪音</h4><i>2026-03-01 23:50</i><p>楼上装修到半夜，吵死了</p><hr><p><b>物业办</b>：已制止。</p>`, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Title != "噪音" || p.Entries[0].Text != "楼上装修到半夜，吵死了" {
		t.Errorf("%v %+v", err, p.Entries)
	}
	p, err = Read(address, `<title>建议办理</title><body><h1>对第12号建议的答复</h1><p>发布时间：2026-03-02</p><p>您提出的建议收悉，现答复如下：已清淤3公里。</p>`, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Title != "对第12号建议的答复" {
		t.Errorf("%v %+v", err, p.Entries)
	}
}

// What says that there is no answer yet is none.
func TestNoAnswerYet(t *testing.T) {
	p, err := Read(address, `<title>在线咨询</title><body><p>咨询标题：`+heardTitle+`</p><p>咨询内容：`+heardAsk+`</p><p>回复内容：暂无回复</p>`, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Text != heardAsk || p.Entries[0].Reply != nil {
		t.Errorf("%v %+v", err, p.Entries)
	}
}

// Data stands in attributes and in strings as well.
func TestDataOfPages(t *testing.T) {
	const data = `{"title":"TITLE","content":"ASK","created_at":"2026-03-02T00:30:00Z","reply":{"content":"REPLY","unit":"石桥县交通局"}}`
	for name, shape := range map[string]string{
		"in an attribute": `<div id=app data-page='` + data + `'></div>`,
		"in a string":     `<div id=app></div><script>var d = JSON.parse('` + data + `');</script>`,
		"escaped":         `<div id=app></div><script>var d = JSON.parse("` + strings.ReplaceAll(data, `"`, `\"`) + `");</script>`,
	} {
		body := strings.NewReplacer("TITLE", heardTitle, "ASK", heardAsk, "REPLY", heardReply).Replace(shape)
		p, err := Read(address, "<title>互动</title><body>"+body, Options{Now: now})
		if err != nil || len(p.Entries) != 1 || p.Entries[0].Title != heardTitle || p.Entries[0].Text != heardAsk ||
			p.Entries[0].Published.Format("2006-01-02 15:04") != heardDay || p.Entries[0].Reply == nil ||
			p.Entries[0].Reply.Text != heardReply {
			t.Errorf("%s: %v %+v", name, err, p.Entries)
		}
	}
}

// Who answered and when, in brackets behind the answer, is no part of it.
func TestSignedAnswers(t *testing.T) {
	body := `<p>留言主题：` + heardTitle + `</p><p>留言内容：` + heardAsk + `</p><p>回复：` + heardReply + `（石桥县交通局 2026-03-05 16:05）</p>`
	p, err := Read(address, "<title>阳光信箱</title><body>"+body, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Reply == nil || p.Entries[0].Reply.Text != heardReply ||
		p.Entries[0].Reply.Unit != "石桥县交通局" || p.Entries[0].Reply.At.Format("2006-01-02 15:04") != "2026-03-05 16:05" {
		t.Errorf("%v %+v", err, p.Entries)
	}
}

// A day without a year takes it from the data that the page carries; a text of marks for a script is none.
func TestWhatOnlyScriptsKnow(t *testing.T) {
	const data = `<script type="application/json">{"post":{"subject":"x","publishTime":1741142400000}}</script>` // 2025-03-05
	p, err := Read(address, `<title>石桥</title><h1>`+someTitle+`</h1><div>3月5日 · 住建局</div><div>`+longText+`</div>`+data, Options{Now: now})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].Published.Format("2006-01-02") != "2025-03-05" {
		t.Errorf("%v %+v", err, p.Entries)
	}
	p, err = Read(address, `<title>问政列表</title><div id=app><ul><li v-for="x in list"><a>{{x.title}}</a><span>{{x.createDate}}</span></li></ul></div>`, Options{Now: now})
	if err == nil {
		t.Errorf("%+v", p.Entries)
	}
}
