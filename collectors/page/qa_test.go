package page

import (
	"strings"
	"testing"
)

// A question and the office's reply, as boards and mailboxes show them.
func TestQuestionsAndReplies(t *testing.T) {
	const ask, reply = "青山路北段的路灯坏了很久，晚上走路看不清。", "该处线路故障已经排除。"
	const day, answered = "2026-03-02 08:30", "2026-03-04 09:00"
	for name, body := range map[string]string{
		"headings":        `<h2>路灯坏了</h2><p>` + day + `</p><p>` + ask + `</p><h3>官方回复</h3><p>青山县城管局</p><p>` + answered + `</p><p>网友您好，` + reply + `</p>`,
		"office replies":  `<h2>路灯坏了</h2><p>留言时间：` + day + `</p><div>` + ask + `</div><h4>青山县城管局 回复于 ` + answered + `：</h4><div>` + reply + `</div>`,
		"questions":       `<h2>路灯坏了</h2><p>` + day + `</p><div class=wd><p>问：` + ask + `</p><p>答：` + reply + `</p></div>`,
		"cells":           `<table><tr><td>主题</td><td>路灯坏了</td></tr><tr><td>来信人</td><td>王某某</td><td>来信日期</td><td>` + day + `</td></tr><tr><td>来信内容</td><td>` + ask + `</td></tr><tr><td>答复单位</td><td>青山县城管局</td></tr><tr><td>答复时间</td><td>` + answered + `</td></tr><tr><td>答复内容</td><td>` + reply + `</td></tr></table>`,
		"reply first":     `<h2>路灯坏了</h2><div><span>办理结果：</span><div>` + reply + `</div></div><div><span>诉求内容：</span><div>` + ask + `</div></div><div><span>诉求时间：</span><span>` + day + `</span></div>`,
		"only an opening": `<h2>路灯坏了</h2><ul><li>信件编号：1001</li><li>写信时间：` + day + `</li></ul><div>` + ask + `</div><div>尊敬的网友：您好！您反映的问题收悉，` + reply + `</div>`,
		"boxes by name":   `<h2>路灯坏了</h2><p>提问时间：` + day + `</p><div class="question">` + ask + `</div><div class="answer">` + reply + `</div>`,
		"fields":          `<form><table><tr><td>信件标题：</td><td><input value="路灯坏了"></td></tr><tr><td>写信日期：</td><td><input value="` + day + `"></td></tr><tr><td>信件内容：</td><td><textarea>` + ask + `</textarea></td></tr><tr><td>处理结果：</td><td><textarea>` + reply + `</textarea></td></tr></table></form>`,
		"definitions":     `<dl><dt>求助主题</dt><dd>路灯坏了</dd><dt>求助人</dt><dd>王某某</dd><dt>求助时间</dt><dd>` + day + `</dd><dt>求助详情</dt><dd>` + ask + `</dd><dt>办理单位</dt><dd>青山县城管局</dd><dt>办理意见</dt><dd>` + reply + `</dd></dl>`,
		"one run":         `<div>信件标题：路灯坏了 写信人：王某某 写信时间：` + day + `<br>信件内容：` + ask + `<br>回复部门：青山县城管局 回复日期：` + answered + `<br>回复内容：` + reply + `</div>`,
		"tag in brackets": `<h2>［投诉］路灯坏了</h2><p>写信时间：` + day + `</p><p>来信内容：` + ask + `</p><p>回复内容：` + reply + `</p>`,
		"tag of its own":  `<div><span>投诉</span><span>路灯坏了</span></div><p>写信时间：` + day + `</p><p>来信内容：` + ask + `</p><p>回复内容：` + reply + `</p>`,
		"day, no colon":   `<h3>路灯坏了</h3><div>发信时间 ` + day + ` | 信件编号 8821</div><pre>` + ask + `</pre><div><p>回信时间 2026-03-04</p><pre>` + reply + `</pre></div>`,
		"names of things": `<table><tr><td>件名</td><td>路灯坏了</td></tr><tr><td>来件时间</td><td>` + day + `</td></tr><tr><td>件由</td><td>` + ask + `</td></tr><tr><td>办理结果</td><td>` + reply + `</td></tr></table>`,
		"new words":       `<div><p><b>爆料标题</b>路灯坏了</p><p><b>爆料人</b>王某某</p><p><b>爆料时间</b>` + day + `</p><p><b>爆料内容</b>` + ask + `</p><p><b>部门回应</b>` + reply + `</p></div>`,
	} {
		for i, f := range frames {
			p, err := Read(address, "<title>路灯坏了-民生留言</title><body>"+strings.Replace(f, "%s", body,
				1), Options{Now: now})
			if err != nil || len(p.Entries) != 1 {
				t.Errorf("%s in frame %d: %v %+v", name, i, err, p.Entries)
				continue
			}
			e := p.Entries[0]
			if e.Title != "路灯坏了" || e.Text != ask || e.Published.Format("2006-01-02 15:04") != day {
				t.Errorf("%s in frame %d: %q %q %s", name, i, e.Title, e.Text, e.Published)
			}
			if e.Reply == nil || !strings.Contains(e.Reply.Text, reply) || strings.Contains(e.Reply.Text, ask) {
				t.Errorf("%s in frame %d: reply %+v", name, i, e.Reply)
			}
		}
	}
}

// Several letters of one page are several texts.
func TestSeveralLetters(t *testing.T) {
	one := func(shape, n string) string { return strings.ReplaceAll(shape, "N", n) }
	for name, shape := range map[string]string{
		"labels":    `<div><p>留言主题：第N件事</p><p>留言内容：第N处的井盖坏了。</p><p>回复：第N处已修。</p></div>`,
		"no titles": `<li><p>咨询内容：第N处的井盖坏了。</p><p>咨询时间：2026-03-0N 08:00</p><p>答复内容：第N处已修。</p></li>`,
		"questions": `<p>问：第N处的井盖坏了。</p><p>答：第N处已修。</p>`,
		"counted":   `<p>QN：第N处的井盖坏了。</p><p>AN：第N处已修。</p>`,
		"ordinals":  `<p>N、来信反映：第N处的井盖坏了。</p><p>处理：第N处已修。</p>`,
		"boxes":     `<div class=i><h4>第N件事情</h4><div>问：第N处的井盖坏了。</div><div>答：第N处已修。</div></div>`,
		"rows":      `<table><tr><td>来信标题</td><td>第N件事</td></tr><tr><td>来信内容</td><td>第N处的井盖坏了。</td></tr><tr><td>回复内容</td><td>第N处已修。</td></tr></table>`,
	} {
		p, err := Read(address, "<title>来信选登</title><body>"+strings.Replace(frames[0], "%s",
			one(shape, "1")+one(shape, "2")+one(shape, "3"), 1), Options{Now: now})
		if err != nil || len(p.Entries) != 3 {
			t.Errorf("%s: %v %+v", name, err, p.Entries)
			continue
		}
		for i, e := range p.Entries {
			n := string(rune('1' + i))
			if e.Text != "第"+n+"处的井盖坏了。" || e.Reply == nil || e.Reply.Text != "第"+n+"处已修。" {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}
