package inspect

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// readGuide reads the body of a page as a guide.
func readGuide(body string) map[opinion.ItemElement]string {
	return ReadGuide(ReadPage(Fetched{Address: "https://gov.example.org/g/1", Status: 200, At: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
		Body: "<html><head><title>低保办理</title></head><body><h1>最低生活保障办事指南</h1>" + body + "</body></html>"}))
}

// The elements of a guide are read from headings with lines, from tables and from lines with a colon; what
// stands beside them, who answers the phone, and what is empty are left out.
func TestAGuideIsReadByItsElements(t *testing.T) {
	for name, body := range map[string]string{
		"headings": `<h3>一、设定依据</h3><p>《社会救助暂行办法》第九条</p><h3>二、受理条件</h3><p>1. 本县户籍居民家庭；</p><p>2. 家庭人均收入低于保障标准。</p>
<h3>三、申请材料</h3><ul><li>身份证、户口簿</li><li>收入证明</li></ul><h3>四、办理流程</h3><p>申请、受理、审核、公示、发放</p>
<h3>五、办理地点</h3><p>示例县政务服务大厅二楼三号窗口</p><h3>六、办理时限</h3><p>20个工作日</p><h3>七、收费标准</h3><p>不收费</p>
<h3>办公时间</h3><p>周一至周五 9:00-17:00</p><h3>八、咨询电话</h3><p>张建国 0731-84123456，13812345678</p><h3>监督投诉电话</h3><p>0731-84999999</p>`,
		"a table": `<table><tr><td>设定依据</td><td>《社会救助暂行办法》第九条</td></tr><tr><td>受理条件</td><td>本县户籍居民家庭；<br>家庭人均收入低于保障标准。</td></tr>
<tr><td>申请材料</td><td>身份证、户口簿<br>收入证明</td></tr><tr><td>办理流程</td><td>申请、受理、审核、公示、发放</td></tr><tr><td>办理地点</td><td>示例县政务服务大厅二楼三号窗口</td></tr>
<tr><td>办理时限</td><td>20个工作日</td></tr><tr><td>收费标准</td><td>不收费</td></tr><tr><td>办公时间</td><td>周一至周五 9:00-17:00</td></tr><tr><td>咨询电话</td><td>0731-84123456</td></tr></table>`,
		"lines": `<p>设定依据：《社会救助暂行办法》第九条</p><p>受理条件：本县户籍居民家庭，家庭人均收入低于保障标准。</p><p>申请材料：身份证、户口簿，收入证明</p>
<p>办理流程：申请、受理、审核、公示、发放</p><p>办理地点：示例县政务服务大厅二楼三号窗口</p><p>办理时限：20个工作日</p><p>收费标准：不收费</p><p>咨询电话：84123456</p>`,
		"one line": `<p>设定依据：《社会救助暂行办法》第九条 受理条件 家庭人均收入低于保障标准。 申请材料： 身份证、户口簿，收入证明 办理流程：申请、受理、审核、公示、发放
办理地点：示例县政务服务大厅二楼三号窗口 办理时限：20个工作日 收费标准：不收费 咨询电话：84123456</p>`,
	} {
		got := readGuide(body)
		for e, want := range map[opinion.ItemElement]string{opinion.ElementBasis: "社会救助暂行办法", opinion.ElementConditions: "低于保障标准",
			opinion.ElementPapers: "收入证明", opinion.ElementProcess: "受理、审核", opinion.ElementPlace: "二楼三号窗口", opinion.ElementDays: "20个工作日",
			opinion.ElementFee: "不收费", opinion.ElementPhone: "84123456"} {
			if !strings.Contains(got[e], want) {
				t.Errorf("%s: %s is %q, without %s", name, e, got[e], want)
			}
		}
		all := strings.Join(values(got), "\n")
		for _, no := range []string{"周一至周五", "张建国", "13812345678", "84999999", "最低生活保障办事指南"} {
			if strings.Contains(all, no) {
				t.Errorf("%s: %s is in\n%s", name, no, all)
			}
		}
	}
	if got := readGuide(`<h3>受理条件</h3><p>暂无</p><h3>申请材料</h3><p>身份证</p>`); got[opinion.ElementConditions] != "" || got[opinion.ElementPapers] != "身份证" {
		t.Errorf("what is empty: %q", got)
	}
}

func values(m map[opinion.ItemElement]string) (out []string) {
	for _, e := range GuideElements {
		out = append(out, m[e])
	}
	return out
}

// Whatever a page says, of phones no mobile comes out of it, and no element is longer than its bound.
func FuzzGuide(f *testing.F) {
	f.Add(`<p>申请材料：身份证</p><p>咨询电话：13812345678、84123456</p>`)
	f.Add(`<h3>咨询电话</h3><table><tr><td>138-1234-5678</td></tr></table>`)
	mobile := regexp.MustCompile(`(?:^|、)1[3-9]\d{9}`)
	f.Fuzz(func(t *testing.T, body string) {
		for e, text := range readGuide(body) {
			if e == opinion.ElementPhone && mobile.MatchString(text) || len([]rune(text)) > mostOfElement+200 {
				t.Errorf("%s: %s", e, text)
			}
		}
	})
}
