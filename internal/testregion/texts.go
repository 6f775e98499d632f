package testregion

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Letter is one invented public text.
type Letter struct {
	Title, Text string
	At          time.Time
}

// Counties are the four counties as texts name them.
func Counties() []string {
	out := make([]string, len(places))
	for i, p := range places {
		out[i] = p.name
	}
	return out
}

var places = []struct{ code, name string }{
	{County, "澄川市柳浦区"}, {NextCounty, "澄川市雁浦县"},
	{EmptyCounty, "岚桥市石汀区"}, {OtherCounty, "岚桥市云汀县"},
}

// matters are titles, %s standing for a place, each with sentences on the same.
var matters = []struct {
	title     string
	sentences []string
}{
	{"%s听涛苑工地夜间施工噪音扰民", []string{
		"听涛苑旁工地半夜打桩，噪音很大，老人孩子睡不着。",
		"夜间施工已经三个星期，向工地反映没有用。",
		"请有关部门到现场看看有没有夜间施工许可。",
	}},
	{"%s望江里路面塌陷一个大坑", []string{
		"望江里小学门口路面塌陷，早晚高峰学生很多，很危险。",
		"坑边只放了一个锥桶，请尽快抢修。",
		"塌陷越来越大，希望市政和燃气部门一起排查。",
	}},
	{"%s鹅岗里停水两天没有通知", []string{
		"鹅岗里停水两天，没有看到任何停水公告。",
		"一百多户人家靠买桶装水，请问什么时候恢复供水？",
		"供水公司电话打不通，希望给个恢复时间。",
	}},
	{"%s榕荫街油烟直排", []string{
		"榕荫街一排餐饮店油烟直排居民楼下，晚上开不了窗。",
		"请检查油烟净化器有没有在用。",
		"建议加装专用烟道。",
	}},
	{"请问%s社保断缴怎么补缴", []string{
		"回来后社保断了半年，灵活就业人员养老保险能不能补缴？",
		"需要带什么材料，在哪个窗口办理？",
		"网上查到的说法不一样，希望给一个明确的答复。",
	}},
	{"%s白石涌河水发黑发臭", []string{
		"白石涌河水发黑，有刺鼻气味，岸边有很多死鱼。",
		"怀疑上游企业夜间偷排污水，请取样检测。",
		"下游还有人取水浇菜，请尽快公布结果。",
	}},
	{"建议在%s新安路增设公交站", []string{
		"新安路片区入住三千多户，最近的公交站要走二十五分钟。",
		"建议延长现有线路，方便老人和学生出行。",
	}},
	{"%s石桥村危房改造补助没有到账", []string{
		"石桥村去年验收的危房改造户，补助款还没有发放。",
		"村里说在等上面拨款，请问什么时候能到账？",
	}},
	{"%s洛西路路灯不亮", []string{
		"洛西路两公里没有一盏路灯亮，晚上骑车看不清路。",
		"已经发生过几次摔伤，请尽快维修路灯。",
	}},
	{"表扬%s办事窗口讲得清楚", []string{
		"今天办理退休手续，窗口讲得很清楚，半个小时全部办完。",
		"窗口还帮老人填表，点赞。",
	}},
}

// Texts makes n distinct letters of 200 to 400 characters. The same seed gives the same letters.
func Texts(seed uint64, n int) []Letter {
	r := rand.New(rand.NewPCG(seed, 77))
	var sentences []string
	for _, m := range matters {
		sentences = append(sentences, m.sentences...)
	}
	start := time.Date(2026, 1, 1, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))
	out := make([]Letter, n)
	for i := range out {
		m, place := matters[r.IntN(len(matters))], places[r.IntN(len(places))].name
		var b strings.Builder
		fmt.Fprintf(&b, "%s第%d街坊，", place, r.IntN(100_000))
		for want := 550 + r.IntN(550); b.Len() < want; {
			b.WriteString(sentences[r.IntN(len(sentences))])
		}
		title := strings.Replace(m.title, "%s", place, 1)
		out[i] = Letter{title, b.String(), start.Add(time.Duration(i) * time.Minute)}
	}
	return out
}
