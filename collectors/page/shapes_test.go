package page

import (
	"strings"
	"testing"
)

// Letters whose labels no list knows: their shape, their place and what stands behind them tell.
func TestLabelsByShape(t *testing.T) {
	const title, ask, reply, day = "石桥栏杆断了", "石桥的栏杆断了两根，放学的孩子从那里走。", "栏杆已经焊好，谢谢提醒。", "2026-03-01 08:30"
	for name, shape := range map[string]string{
		"labels of a class":     `<div><label>民情标题</label><p>TITLE</p></div><div><label>反映对象</label><p>石桥</p></div><div><label>民情日期</label><p>DAY</p></div><div><label>民情内容</label><p>ASK</p></div><div><label>办理回音</label><p>REPLY</p></div>`,
		"weak ones, no colon":   `<p><span class=a>主题</span><span class=b>TITLE</span></p><p><span class=a>日期</span><span class=b>DAY</span></p><p><span class=a>正文</span><span class=b>ASK</span></p><p><span class=a>回复</span><span class=b>REPLY</span></p>`,
		"before colons":         `<p>呼叫主题：TITLE</p><p>呼叫时间：DAY</p><p>呼叫详述：ASK</p><p>经办部门：养护站</p><p>经办结果：REPLY</p>`,
		"in colours":            `<font color=red><b>呼声标题</b></font>　TITLE<br><font color=red><b>呼声时间</b></font>　DAY<br><font color=red><b>呼声内容</b></font>　ASK<br><font color=red><b>处理意见</b></font>　REPLY`,
		"in brackets":           `<p>【标题】TITLE</p><p>【时间】DAY</p><p>【内容】ASK</p><p>【回复】REPLY</p>`,
		"one of them a mystery": `<table><tr><td>信件主旨</td><td>TITLE</td></tr><tr><td>寄达日</td><td>DAY</td></tr><tr><td>信件正题</td><td>ASK</td></tr><tr><td>复函</td><td>REPLY</td></tr></table>`,
		"the reply above":       `<div class=xjbt>TITLE</div><div><span>【答复部门】</span>养护站<span>【答复时间】</span>2026-03-03 09:00<div>REPLY</div></div><div><span>【来信类型】</span>求助<span>【来信时间】</span>DAY<div>ASK</div></div>`,
		"two posts":             `<h1>TITLE</h1><div class=pi>楼主 发表于 DAY</div><div class=pc>ASK</div><div class=pi>养护站（官方） 发表于 2026-03-03 09:00</div><div class=pc>REPLY</div>`,
		"an office and a day":   `<div class=t>TITLE</div><div>编号 88201 ｜ DAY</div><div class=c>ASK</div><div class=r><div>石桥县交通局</div><div>2026-03-03 09:00</div><div>REPLY</div></div>`,
		"named boxes":           `<h1>TITLE</h1><p>提问时间：DAY</p><ul><li class=ico_q><p>ASK</p></li><li class=ico_a><p>REPLY</p></li></ul>`,
		"whoever says it":       `<h1>TITLE</h1><p>发布时间：DAY</p><p><b>居民老周问：</b>ASK</p><p><b>养护站小陈答：</b>REPLY</p>`,
	} {
		body := strings.NewReplacer("TITLE", title, "ASK", ask, "REPLY", reply, "DAY", day).Replace(shape)
		for i, f := range frames {
			p, err := Read(address, "<title>来信公示-石桥县</title><body>"+strings.Replace(f, "%s", body,
				1), Options{Now: now})
			if err != nil || len(p.Entries) != 1 {
				t.Errorf("%s in frame %d: %v %+v", name, i, err, p.Entries)
				continue
			}
			e := p.Entries[0]
			if e.Title != title || e.Text != ask || e.Published.Format("2006-01-02 15:04") != day {
				t.Errorf("%s in frame %d: %q %q %s", name, i, e.Title, e.Text, e.Published)
			}
			if e.Reply == nil || e.Reply.Text != reply {
				t.Errorf("%s in frame %d: reply %+v", name, i, e.Reply)
			}
		}
	}
}

// A table of letters has its labels in the first row alone.
func TestRowsAreLetters(t *testing.T) {
	row := func(n string) string {
		return strings.ReplaceAll(`<tr><td>N</td><td>第N件事</td><td>第N处的井盖坏了。</td><td>2026-03-0N</td><td>第N处已修。</td></tr>`, "N", n)
	}
	table := `<table><tr><th>序号</th><th>留言标题</th><th>留言内容</th><th>留言时间</th><th>回复</th></tr>` + row("1") + row("2") + `</table>`
	p, err := Read(address, "<title>留言簿</title><body>"+strings.Replace(frames[0], "%s", table, 1), Options{Now: now})
	if err != nil || len(p.Entries) != 2 {
		t.Fatalf("%v %+v", err, p.Entries)
	}
	for i, e := range p.Entries {
		n := string(rune('1' + i))
		if e.Title != "第"+n+"件事" || e.Text != "第"+n+"处的井盖坏了。" || e.Reply == nil || e.Published.Day() != i+1 {
			t.Errorf("%+v", e)
		}
	}
}

// An article about a meeting, or a form that speaks of one, is no letter.
func TestShapesOfArticles(t *testing.T) {
	pageCase{name: "a meeting", head: "<title>" + someTitle + "</title>", title: someTitle, time: "2026-03-02",
		body: `<h1>` + someTitle + `</h1><p>发布日期：2026-03-02</p><p><b>会议时间：</b>三月十日</p><p><b>会议地点：</b>县礼堂</p><p><b>参会单位：</b>各乡镇</p><p><b>会议内容：</b>听取封闭施工的安排，讨论绕行线路。</p>` + longText,
		has:  []string{"会议地点", "县礼堂", "讨论绕行线路", "敬请谅解"}}.run(t)
}

func TestTimesOfUnknownLabels(t *testing.T) {
	for name, meta := range map[string]string{
		"an office before it":      `<p><span>来源：办公室</span><span>2026/03/02 09:12:33</span><span>人气：77</span></p>`,
		"added":                    `<p>加入时间:2026-3-2 9:05:00 点击:12</p>`,
		"in English":               `<p>Posted on March 2, 2026</p>`,
		"the event comes later":    `<div>义诊日期 2026-03-04</div><div>登载日期 2026-03-02</div>`,
		"nobody knows, the former": `<div>摇号日期：2026-03-04</div><div>进馆日期：2026-03-02</div>`,
		"yesterday":                `<p>发表于 <span title="2026-3-2 08:30:11">昨天 08:30</span></p>`,
		"two digits":               `<p>石桥县中心 发表于 26-03-02 阅读[54]</p>`,
		"hidden":                   `<input type=hidden id=pubDate value="2026-03-02 09:00:00"><p>开放日期：2026年3月4日起</p>`,
		"a server abroad":          `<p>3/2/2026 8:30:00 AM</p>`,
	} {
		pageCase{name: name, title: someTitle, time: "2026-03-02", has: []string{"敬请谅解"},
			body: `<h1>` + someTitle + `</h1>` + meta + `<div>` + longText + `</div>`}.run(t)
	}
}
