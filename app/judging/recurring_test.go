package judging_test

import (
	"fmt"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// frame is what a site shows below each of its letters, and nobody cut.
const frame = "温馨提示：本栏目受理群众对政府工作的意见建议和咨询投诉，请如实填写有关信息，我们将严格保密。承办单位在收到来信后五个工作日内予以答复，" +
	"疑难问题十五个工作日内办结。您也可以拨打政务服务便民热线反映情况，或者到区政务服务中心信访接待窗口当面反映。感谢您的理解与支持，祝您生活愉快。"

var letters = []struct{ title, text string }{
	{"路灯不亮", "滨河路路灯坏了一周。"}, {"井盖破损", "学府街井盖碎了，危险。"}, {"垃圾没人清", "菜市场后面垃圾成堆。"},
	{"水压太低", "六楼洗澡没有水。"}, {"公交改线", "七路车什么时候恢复？"}, {"噪音扰民", "广场舞音响太大。"},
	{"停车乱收费", "医院门口停车收费没有票。"}, {"暖气不热", "家里只有十四度。"},
}

func page(t *testing.T, n int, title, text string) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, Unique: true,
		URL: fmt.Sprintf("https://board.example.org/mail/%d.html", n), Title: title, Text: text,
		CollectedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Text that recurs over a source's pages joins no issues, whether the pages have titles of their own
// or only a word of their own before it.
func TestWhatRecursOnASourcesPagesJoinsNoIssues(t *testing.T) {
	flowtest.NoLeaks(t)
	for name, x := range map[string]struct {
		title  func(string) string
		issues int
	}{
		"titles of their own": {func(s string) string { return s }, len(letters)},
		// two letters under one title may be one concern
		"one title for all": {func(string) string { return "区长信箱群众来信" }, len(letters) - 1},
		"no title":          {func(string) string { return "" }, len(letters)},
	} {
		w := flowtest.NewWorld(t, "")
		h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
		for i, l := range letters {
			h.Hear(page(t, i, x.title(l.title), l.title+"。"+l.text+frame))
		}
		issues := map[string][]string{}
		for _, f := range apptest.Hits(t, h.App, index.Query{}) {
			issues[f.Issue.ID] = append(issues[f.Issue.ID], opinion.Clip(f.Text, 8))
		}
		if len(issues) < x.issues {
			t.Errorf("%s: %d letters are %d issues: %q", name, len(letters), len(issues), issues)
		}
		h.Stop()
	}
}
