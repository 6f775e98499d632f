package items

import (
	"fmt"
	"strings"
	"testing"

	"huiying/analyzers/jieba"
	"huiying/opinion"
	rules "huiying/responders/items"
)

// catalogueOfAsked is a catalogue in few words: field, first level, name, content.
const catalogueOfAsked = `housing|配给管理|保障性住房申请受理|申请条件、程序、所需材料
housing|配给管理|分配房源|房源位置、套数、户型、配租结果
housing|配后管理|年度租赁补贴审核|审核结果、退出情况
housing|法规政策和规划计划|住房保障计划|年度建设计划、任务量完成进度
rescue|最低生活保障|低保办事指南|办理条件、流程、时限、地点
rescue|最低生活保障|保障标准与人数|保障户数、人数、资金支出
rescue|临时救助|审核审批信息|救助标准、支出金额
rescue|特困人员供养|供养标准|供养标准、机构情况
elderly|养老服务业务办理|老年人补贴申领|补贴标准、材料、发放情况
elderly|养老服务业务办理|养老机构备案|备案条件、程序、结果
elderly|行业管理|养老机构评估|机构名录、评估结果
household|户口登记|出生登记指南|办理条件、材料、时限、地点
household|户口迁移|迁入登记指南|办理条件、材料、时限
household|居民身份证|首次申领与换领|办理条件、材料、费用
household|居住证|居住证申领|办理条件、材料、时限
farm|农业生产发展资金|耕地地力保护补贴|申报指南、补贴结果
farm|农业生产发展资金|农机购置补贴|补贴机具、补贴额、受益信息
school|招生管理|学校招生简章|招生范围、计划、程序、时间、结果
school|学生管理|学籍管理|转学、休学办理流程
school|学校经费|收费项目及标准|收费依据、项目、标准
health|公共服务|预防接种|接种单位、时间、流程
health|行政许可|医疗机构执业登记|许可条件、程序、结果
city|公用服务|停水停气停热通知|范围、时间、原因
city|公用服务|公共厕所与停车场|位置、开放时间、收费标准
city|行政审批|临时占用道路审批|条件、材料、流程、时限
city|环卫管理|生活垃圾清运|作业时间、站点
plan|规划编制|控制性详细规划|规划文本、图纸、批前公示
plan|规划许可|建设工程规划许可|申请条件、许可结果
land|征地组织实施|征地补偿安置公告|补偿标准、安置途径、费用支付
land|征地管理政策|征地政策|征地补偿标准、程序规定
work|创业服务|创业补贴申领|补贴项目、条件、标准
work|就业援助|就业困难人员认定|对象范围、申请条件、流程
work|职业培训|职业培训信息|培训项目、对象、补贴标准
work|就业信息服务|岗位信息发布|招聘单位、岗位要求、福利待遇
insure|工伤保险|工伤认定|申请条件、材料、时限
insure|养老保险|待遇申领|申领条件、材料、标准
insure|社会保险登记|参保登记指南|事项名称、受理条件、流程、时限
culture|公共服务|公共文化机构免费开放|机构名称、开放时间、服务项目
food|行政许可|食品经营许可服务指南|适用范围、申请条件、材料、流程
food|监督检查|食品抽检结果|抽检信息、不合格产品处置`

// askedOf are questions with the name of the item that would have answered them; "" where none of the
// catalogue does.
const askedOf = `housing|请问公租房申请需要什么条件和材料|保障性住房申请受理
housing|保障性住房怎么申请，到哪里受理|保障性住房申请受理
housing|今年保障房分配的房源在什么位置，有多少套|分配房源
housing|租赁补贴审核结果什么时候公布|年度租赁补贴审核
housing|我市今年住房保障建设计划完成多少|住房保障计划
housing|小区物业费为什么涨价|
rescue|低保怎么办理，需要哪些条件|低保办事指南
rescue|咨询低保办理地点和流程|低保办事指南
rescue|我县低保保障标准是多少|保障标准与人数
rescue|临时救助的审核标准是什么|审核审批信息
rescue|特困供养标准一个月多少钱|供养标准
rescue|流浪狗谁来管|
elderly|八十岁老年人补贴怎么领|老年人补贴申领
elderly|高龄补贴发放标准是多少|老年人补贴申领
elderly|想办养老院，养老机构备案要什么手续|养老机构备案
elderly|哪里能查到养老机构名录和评估结果|养老机构评估
elderly|养老院饭菜太差|
household|新生儿出生登记要带什么材料|出生登记指南
household|户口迁入需要哪些材料|迁入登记指南
household|身份证丢了怎么换领|首次申领与换领
household|居住证申领条件|居住证申领
household|派出所态度不好|
farm|耕地地力补贴什么时候发，怎么申报|耕地地力保护补贴
farm|买拖拉机的农机补贴额是多少|农机购置补贴
farm|村里的狗咬人|
school|今年小学招生范围怎么划|学校招生简章
school|孩子转学的学籍怎么办理|学籍管理
school|幼儿园收费标准是多少|收费项目及标准
school|学校门口堵车|
health|儿童预防接种在哪个单位打|预防接种
health|开诊所的医疗机构执业许可怎么办|医疗机构执业登记
health|医院排队太久|
city|什么时候停水，停水范围有哪些|停水停气停热通知
city|附近公共厕所位置和开放时间|公共厕所与停车场
city|临时占用道路要怎么审批|临时占用道路审批
city|生活垃圾几点清运|生活垃圾清运
city|路灯不亮了|
plan|我们片区的控制性详细规划在哪里看|控制性详细规划
plan|建设工程规划许可证申请条件|建设工程规划许可
plan|楼上加盖挡光|
land|征地补偿标准怎么算|征地政策
land|征地补偿安置公告在哪里看|征地补偿安置公告
land|邻居占了我家地|
work|大学生创业补贴怎么申领|创业补贴申领
work|就业困难人员怎么认定|就业困难人员认定
work|职业培训有补贴吗，培训什么项目|职业培训信息
work|最近有哪些招聘岗位|岗位信息发布
work|老板拖欠工资三个月|
insure|工伤认定需要哪些材料|工伤认定
insure|养老金待遇怎么申领|待遇申领
insure|灵活就业人员怎么参保登记|参保登记指南
insure|社保窗口没人|
culture|图书馆免费开放时间|公共文化机构免费开放
culture|广场舞太吵|
food|开小吃店食品经营许可怎么办|食品经营许可服务指南
food|最近食品抽检不合格的有哪些|食品抽检结果
food|超市卖过期牛奶|`

// Of questions that an item answers most are named, and of others next to none are.
func TestWhatIsAskedNamesItsItem(t *testing.T) {
	j, err := jieba.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	f := rules.NewFinder(j.CutForSearch, func(code string) []string { return []string{code[:2], code[:4], code} })
	names := map[string]string{}
	for n, line := range strings.Split(catalogueOfAsked, "\n") {
		p := strings.Split(line, "|")
		facts := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Division: "980101", Field: p[0], First: p[1], Name: p[2], Content: p[3], Unit: "u-" + p[0]}
		i := opinion.Item{ID: opinion.ItemID(facts, n), ItemFacts: facts, State: opinion.ItemDraft}
		names[i.ID] = i.Name
		f.Put(i)
	}
	var found, asked, wrong, invented, none int
	for _, line := range strings.Split(askedOf, "\n") {
		p := strings.Split(line, "|")
		got := f.Of(rules.Question{Unit: "u-" + p[0], Topic: p[0] + "/x", Division: "980101", Text: p[1]})
		first := ""
		if len(got) > 0 {
			first = names[got[0].Item]
		}
		switch {
		case p[2] == "":
			if none++; first != "" {
				invented++
				t.Logf("invented: %s: %s %.2f %v", p[1], first, got[0].Score, got[0].Words)
			}
		case first == p[2]:
			found, asked = found+1, asked+1
		default:
			if asked++; first != "" {
				wrong++
			}
			t.Logf("%s: %q, not %s", p[1], first, p[2])
		}
	}
	t.Logf("named rightly %d of %d, wrongly %d; %d of %d that no item answers", found, asked, wrong, invented, none)
	if found*10 < asked*8 || wrong*10 > asked || invented > 1 {
		t.Error("too few are named, or too many wrongly")
	}
}

// BenchmarkAsked finds the items of a question among 50,000 of 20 places and 26 fields.
func BenchmarkAsked(b *testing.B) {
	j, err := jieba.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	f := rules.NewFinder(j.CutForSearch, func(code string) []string { return []string{code[:2], code[:4], code} })
	lines := strings.Split(catalogueOfAsked, "\n")
	for n := range 50_000 {
		p := strings.Split(lines[n%len(lines)], "|")
		place := fmt.Sprint(980101 + n/len(lines)%20)
		facts := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Division: place, Field: p[0], First: p[1],
			Name: fmt.Sprint(p[2], "第", n, "批"), Content: p[3], Unit: "u-" + p[0] + place}
		f.Put(opinion.Item{ID: opinion.ItemID(facts, n), ItemFacts: facts, State: opinion.ItemDraft})
	}
	var asked []rules.Question
	for _, line := range strings.Split(askedOf, "\n") {
		p := strings.Split(line, "|")
		asked = append(asked, rules.Question{Unit: "u-" + p[0] + "980105", Topic: p[0] + "/x", Division: "980105", Text: p[1]})
	}
	n := 0
	for b.Loop() {
		f.Of(asked[n%len(asked)])
		n++
	}
}
