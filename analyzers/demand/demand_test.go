package demand

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// The examples are our own wordings.
var examples = []struct {
	want        opinion.Demand
	title, text string
}{
	{opinion.Inquiry, "", "请问地铁六号线什么时候开通？"},
	{opinion.Inquiry, "咨询社保转移", "从外省转入社保需要什么材料？"},
	{opinion.Inquiry, "", "新生儿医保怎么办理，要去哪里交费呢"},
	{opinion.Inquiry, "", "我这种情况是否符合条件申请公租房"},
	{opinion.Inquiry, "", "居住证续签多久能拿到"},
	{opinion.Inquiry, "", "二孩补贴如何计算，多少钱一个月"},
	{opinion.Inquiry, "旧城改造", "想了解南门口片区今年有没有规划"},
	{opinion.Inquiry, "", "退休金今年涨了吗"},
	{opinion.Inquiry, "", "发现工地夜间施工怎么举报"},
	{opinion.Inquiry, "", "买到坏水果去哪投诉？"},
	{opinion.Inquiry, "", "您好，想问一下教师资格认定几月份开始，谢谢"},
	{opinion.Inquiry, "入户", "集体户口能否迁到亲戚家？感谢您的回复"},
	{opinion.Inquiry, "", "困难补助的标准是什么"},
	{opinion.Inquiry, "", "上次说的那条断头路现在进展如何"},
	{opinion.Help, "求助", "家里老人走失两天了，请帮忙找找"},
	{opinion.Help, "", "我们村停水五天了，请尽快恢复供水"},
	{opinion.Help, "", "孩子到了上学年龄没学上，恳请帮助"},
	{opinion.Help, "", "工地干完活拿不到工资，请求解决"},
	{opinion.Help, "", "楼上漏水把我家天花板泡坏了，请协调解决"},
	{opinion.Help, "", "大病之后无力承担医药费，生活困难，请求救助"},
	{opinion.Help, "", "全家被困在电梯里，快来人"},
	{opinion.Help, "", "变压器烧了，整条巷子没电，请派人抢修"},
	{opinion.Help, "救救我们的果园", "旱了两个月，急需抽水设备"},
	{opinion.Help, "", "房子买了五年办不下证，我们该怎么办，恳请政府帮助解决"},
	{opinion.Help, "", "孤寡老人冬天没有暖气，停暖一周，请解决"},
	{opinion.Complaint, "投诉物业", "电梯坏了一个月没人管"},
	{opinion.Complaint, "", "楼下烧烤店油烟扰民，天天到凌晨"},
	{opinion.Complaint, "", "窗口人员态度恶劣，问什么都不耐烦"},
	{opinion.Complaint, "", "多次反映路灯不亮，相关部门互相推诿"},
	{opinion.Complaint, "", "健身房跑路，会员费不退"},
	{opinion.Complaint, "", "工地半夜施工噪音很大，严重影响休息"},
	{opinion.Complaint, "", "菜市场门口垃圾成堆，臭气熏天，无人处理"},
	{opinion.Complaint, "", "开发商虚假宣传，说好的学校没有建"},
	{opinion.Complaint, "", "服务热线打不通，效率低"},
	{opinion.Complaint, "", "景区停车乱收费，凭什么收三十元？"},
	{opinion.Complaint, "", "广场舞太吵，能不能管管，凭什么没人管"},
	{opinion.Complaint, "", "装修队质量差，地砖全部空鼓，老板置之不理"},
	{opinion.Complaint, "", "我对处理结果不满意，敷衍了事，谢谢"},
	{opinion.Complaint, "", "公交司机骂人，没想到服务差成这样"},
	{opinion.Complaint, "", "小区门口车辆乱停，消防通道堵塞"},
	{opinion.Report, "举报", "某诊所没有医生资格还给人打针"},
	{opinion.Report, "", "夜里有人往河里偷排污水"},
	{opinion.Report, "", "村干部涉嫌套取危房改造补贴"},
	{opinion.Report, "", "这家店无证经营，卖过期食品，请查处"},
	{opinion.Report, "", "楼顶违章建筑越盖越高，请依法查处"},
	{opinion.Report, "", "出租屋里疑似传销，每天几十人上课"},
	{opinion.Report, "", "有人非法采砂，夜间用大车运走"},
	{opinion.Report, "", "招标项目涉嫌围标"},
	{opinion.Report, "检举", "某单位领导受贿"},
	{opinion.Report, "", "山上有人盗采石料，请严查"},
	{opinion.Report, "", "棋牌室聚众赌博"},
	{opinion.Suggestion, "建议", "在学校门口设置人行天桥"},
	{opinion.Suggestion, "", "能否增设一个公交站，方便老人看病"},
	{opinion.Suggestion, "", "希望能在湖边增加几张长椅"},
	{opinion.Suggestion, "", "呼吁推广垃圾分类积分"},
	{opinion.Suggestion, "", "建议红绿灯时间延长，行人过不去"},
	{opinion.Suggestion, "", "老旧小区加装电梯的流程应该优化"},
	{opinion.Suggestion, "", "希望延长图书馆开放时间，周末晚上也开"},
	{opinion.Suggestion, "", "提议把闲置的厂房改成社区食堂"},
	{opinion.Suggestion, "", "地铁末班太早，希望增加晚间班次"},
	{opinion.Suggestion, "", "绿道不妨加设夜间照明"},
	{opinion.Praise, "表扬", "社区民警热心帮老人找回钱包"},
	{opinion.Praise, "", "为环卫工人点赞"},
	{opinion.Praise, "", "办证窗口效率很高，非常满意"},
	{opinion.Praise, "", "反映的路灯第二天就修好了，非常感谢，送锦旗"},
	{opinion.Praise, "", "公交司机拾金不昧，值得学习"},
	{opinion.Praise, "感谢信", "医护人员认真负责，衷心感谢"},
	{opinion.Praise, "", "公园改造之后越来越好，为民办实事"},
	{opinion.Complaint, "公园卫生问题", "垃圾没人清，非常感谢！"},
	{opinion.Inquiry, "", "见义勇为怎么申请认定，辛苦了"},
	{opinion.Praise, "", "十分感谢社区工作人员及时修好了水管"},
	{opinion.Complaint, "", "路灯坏了三天"},
	{opinion.Complaint, "", "西门公厕脏得进不去人，排队一小时"},
	{opinion.Complaint, "", "供水站抄表抄错了，这个月水费三百多"},
	{opinion.Complaint, "", "村口到县城晚上没有班车"},
	{opinion.Complaint, "为你们鼓掌", "一座桥修了四年还没修好，堪称奇迹"},
	{opinion.Complaint, "", "停车费又涨了，为主管部门的英明决策点赞"},
	{opinion.Complaint, "", "超市路口有多辆机动车违停，希望管理"},
	{opinion.Help, "", "昨晚坐出租车，下车时一个黑色背包遗落在后座"},
	{opinion.Inquiry, "", "异地补办身份证的问题"},
	{opinion.Inquiry, "", "区政务大厅电话"},
	{opinion.Inquiry, "", "小微企业的减半政策到哪一年截止"},
	{opinion.Suggestion, "", "开往机场的大巴晚上十点后就没了，能不能加一班"},
	{opinion.NoDemand, "", "今天下了一场雨"},
	{opinion.NoDemand, "", "记者从市水务局获悉，昨日城北一处管道爆裂，目前已修复"},
	{opinion.NoDemand, "", "某市召开全市工作会议"},
	{opinion.NoDemand, "", "图书馆周末正常开放"},
	{opinion.NoDemand, "", ""},
	{opinion.NoDemand, "", "谢谢"},
	{opinion.NoDemand, "", "我不是来投诉的"},
	{opinion.NoDemand, "", "希望小学建成十周年"},
}

func TestJudge(t *testing.T) {
	for _, e := range examples {
		got := Judge(e.title, e.text)
		if got.ID != e.want {
			t.Errorf("%q %q: got %s by %v, want %s", e.title, e.text, got.ID, got.Evidence, e.want)
		}
		for _, w := range got.Evidence {
			if !strings.Contains(e.title+"\n"+e.text, w) {
				t.Errorf("%q %q: evidence %q is not in the text", e.title, e.text, w)
			}
		}
		if (got.ID == opinion.NoDemand) != (len(got.Evidence) == 0) {
			t.Errorf("%q %q: %s with evidence %v", e.title, e.text, got.ID, got.Evidence)
		}
	}
}

func TestNegatedPhrasesDoNotCount(t *testing.T) {
	for text, not := range map[string]opinion.Demand{
		"我不是要投诉，只是请问几点开门": opinion.Complaint,
		"没有违法，手续齐全":       opinion.Report,
		"这里从来没有扰民":        opinion.Complaint,
		"不建议大家走这条路":       opinion.Suggestion,
	} {
		if got := Judge("", text); got.ID == not {
			t.Errorf("%q: got %s by %v", text, got.ID, got.Evidence)
		}
	}
}

func TestJudgeIsSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"请问", "投诉", "建议", "感谢", "举报", "，", "不", "噪音", "求助", "天气", "？", "\xff"}), 0, 12).Draw(t, "pieces")
		title, text := strings.Join(pieces[:len(pieces)/3], ""), strings.Join(pieces[len(pieces)/3:], "")
		a, b := Judge(title, text), Judge(title, text)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%q %q: %+v, then %+v", title, text, a, b)
		}
		if a.Confidence < 0.5 || a.Confidence > 1 || len(a.Evidence) > maxWords {
			t.Fatalf("%+v", a)
		}
	})
}

func FuzzJudge(f *testing.F) {
	for _, e := range examples {
		f.Add(e.title, e.text)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		got := Judge(title, text)
		if got.ID == "" || got.Confidence < 0.5 || got.Confidence > 1 {
			t.Fatalf("%+v", got)
		}
		for _, w := range got.Evidence {
			if !strings.Contains(title+"\n"+text, w) {
				t.Fatalf("evidence %q is not in the text", w)
			}
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	text := string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟和噪音严重影响休息，多次向物业反映没有解决，希望有关部门尽快处理。", 8))[:300])
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		Judge("烧烤店扰民", text)
	}
}

// Each demand but none is judged here, and by some phrase.
func TestEveryDemandCanBeJudged(t *testing.T) {
	heard := map[opinion.Demand]bool{opinion.NoDemand: true}
	for _, e := range entries {
		for _, v := range e.votes {
			heard[ids[v.demand]] = true
		}
	}
	for _, d := range opinion.Demands {
		if !heard[d] {
			t.Errorf("no phrase speaks for the demand %s", d)
		}
	}
}
