package tour

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Said is one invented public text.
type Said struct {
	N           int
	Title, Text string
	At          time.Time
}

// Reply is what stands below every fourth letter of the board: somebody answered there before the
// product knew of the letter. "" below the others.
func (s Said) Reply() string {
	if s.N%4 != 2 {
		return ""
	}
	return Answer(s.Title)
}

// concern is a story that several invented people tell in their own words.
type concern struct {
	place  string
	titles []string
	bodies []string
	answer string // what its sample unit says to it
}

// The places are real divisions of the sample region, so that territory and routing have
// something to work on; estates, villages, schools and streets are invented.
var concerns = []concern{
	{"拉萨市城关区", []string{"%s云杉苑小区旁工地夜里一直施工", "云杉苑旁边的工地半夜打桩，没法睡", "投诉%s云杉苑工地夜间施工噪音"}, []string{
		"云杉苑小区东门外的工地这个月几乎每晚施工到凌晨两点，打桩机的噪音很大，老人孩子都睡不着。请有关部门到现场看看有没有夜间施工许可。",
		"我家住云杉苑，窗外工地夜间施工已经三个星期，向工地反映没有用，希望能限制夜间施工时间。联系电话13000000000。",
		"夜里十二点以后还在浇筑和打桩，云杉苑几栋楼都能听见，噪音扰民，请处理。"},
		"经核查，云杉苑旁工地未取得夜间施工许可，我单位已责令停止夜间打桩，限22时后不得施工，并于当晚派人驻点检查。"},
	{"日喀则市桑珠孜区", []string{"%s青稞里路面塌陷一个大坑", "青稞里小学门口路面塌陷，车辆绕行危险"}, []string{
		"青稞里小学门口的路面昨天塌陷了一个约两米宽的坑，只放了一个锥桶，早晚高峰学生很多，很危险，请尽快抢修。",
		"路面塌陷越来越大，旁边就是供暖管沟，希望市政和供热部门一起来排查。"},
		"青稞里小学门口路面塌陷由雨水管破损造成，抢修队已围挡并回填，人行便道已恢复，车行道将于3日内恢复通行。"},
	{"昌都市卡若区", []string{"%s东坡里停水两天没有通知", "东坡里什么时候恢复供水？"}, []string{
		"东坡里从前天早上停水到现在，没有看到任何停水公告，一百多户人家靠买桶装水，请问什么时候恢复供水？",
		"停水已经第二天，供水公司电话打不通，希望给个说法和恢复时间。"},
		"东坡里停水系DN300供水主管冻裂，抢修已完成并于当日18时恢复供水，今后停水将提前24小时张贴公告。"},
	{"林芝市巴宜区", []string{"%s桃溪街油烟直排，楼上开不了窗", "举报桃溪街餐饮店油烟扰民"}, []string{
		"桃溪街一排餐饮店油烟直接排到居民楼下，晚上味道特别重，开不了窗。请环保或城管部门检查油烟净化器有没有在用。",
		"餐馆油烟和噪音从下午五点到凌晨，楼上住户苦不堪言，建议加装专用烟道。"},
		"经检查，桃溪街6家餐饮店中有2家油烟净化器未开启，已当场开启并立案处罚，专用烟道将在30日内加装。"},
	{"那曲市色尼区", []string{"请问%s灵活就业人员社保怎么补缴", "咨询社保断缴后如何补缴"}, []string{
		"我之前在外地务工，回来后社保断了半年，请问灵活就业人员养老保险能不能补缴，需要带什么材料，在哪个窗口办理？",
		"想咨询一下社保断缴补缴的政策，网上查到的说法不一样，希望给一个明确的答复。"},
		"灵活就业人员断缴的养老保险可在当年内补缴，请带身份证到政务服务中心3号社保窗口或在网上平台办理。"},
	{"山南市乃东区", []string{"%s河湾村危房改造补贴没有发放", "河湾村农村危房改造补助款什么时候到账"}, []string{
		"河湾村去年验收的危房改造户，补助款到现在还没有发放，村里说在等上面拨款，请问什么时候能到账？",
		"房子去年十月就验收了，补助一直没到，希望住建部门核实一下。"},
		"河湾村危房改造补助款因账户信息有误被退回，现已更正，11户的补助款将在10个工作日内发放到账。"},
	{"日喀则市江孜县", []string{"%s沙棘幼儿园收费不公示", "反映民办幼儿园乱收费"}, []string{
		"沙棘幼儿园这学期多收了一项特色课费用，没有公示也不开发票，家长问了几次都没有结果，请教育部门核查收费项目。",
		"幼儿园强制收取兴趣班费用，不交就不让报名，请调查。"},
		"经核查，沙棘幼儿园的特色课收费未公示，已责令退还多收费用并开具发票，兴趣班由家长自愿报名。"},
	{"拉萨市堆龙德庆区", []string{"%s柳叶渠渠水发黑发臭", "渠里死鱼很多，怀疑有洗车场偷排"}, []string{
		"柳叶渠这几天渠水发黑，有刺鼻气味，岸边有很多死鱼，怀疑上游洗车场夜间偷排污水，请生态环境部门取样检测。",
		"柳叶渠污染严重，下游还有人取水浇菜，担心安全，请尽快查明原因并公布结果。"},
		"柳叶渠渠水发黑系上游一家洗车场夜间偷排所致，已封堵排口并立案，水样检测结果将于每周一公布。"},
	{"拉萨市曲水县", []string{"建议在%s新桥片区增设公交站", "希望新桥片区增加一条公交线路"}, []string{
		"新桥片区已经入住三千多户，最近的公交站要走二十五分钟，建议增设公交站或者延长现有线路，方便老人和学生出行。"},
		"新桥片区已列入公交线网调整，将延长一条线路并增设2处公交站，预计3个月内开通。"},
	{"阿里地区噶尔县", []string{"%s西环市场有人卖过期食品", "举报西环市场摊位销售过期熟食"}, []string{
		"西环市场三号门附近的熟食摊把过期的袋装熟食拆开散卖，昨天买回去发现已经变味，请市场监管部门检查。"},
		"西环市场三号门熟食摊拆封销售过期熟食属实，已扣押商品12公斤并立案，市场开办者已被约谈。"},
	{"昌都市芒康县", []string{"%s北坝片区手机没有信号也没有路灯", "建议给北坝片区主干道装路灯"}, []string{
		"北坝片区主干道两公里没有一盏路灯，晚上骑车看不清路，已经发生过几次摔伤，建议尽快安装路灯。"},
		"北坝片区主干道路灯项目已立项，46盏路灯将在2个月内安装；手机信号由铁塔公司新建基站解决。"},
	{"林芝市波密县", []string{"表扬%s政务服务中心窗口办事快", "感谢社保窗口耐心解答"}, []string{
		"今天在政务服务中心办理退休手续，窗口讲得很清楚，半个小时全部办完，点赞。"},
		"感谢您的肯定。政务服务中心社保窗口对退休手续实行一窗通办，平均用时已由90分钟缩短到30分钟，今后每周六上午也开放。"},
	{"拉萨市城关区", []string{"%s云杉苑工地运渣车扬尘严重", "云杉苑门口渣土车不盖篷布，全是灰"}, []string{
		"云杉苑旁工地的渣土车不盖篷布，沿路撒漏，扬尘严重，阳台上一天就是一层灰，请城管查处。"},
		"云杉苑工地3辆渣土车未盖篷布属实，已处罚并要求出场冲洗，沿路每日洒水4次。"},
	{"日喀则市桑珠孜区", []string{"%s供热站旁闻到煤气味，担心泄漏", "居民楼道有很浓的燃气味"}, []string{
		"麦浪里三号楼道昨晚开始有很浓的燃气味，好几户都闻到了，打了燃气公司电话还没有人来，担心泄漏爆炸，请马上派人检测。"},
		"麦浪里三号楼道燃气味系用户阀门老化漏气，燃气公司已关阀更换并检测合格，全楼将在7日内完成入户安检。"},
	{"那曲市色尼区", []string{"%s北环里暖气不热，屋里不到十度", "北环里供暖二十天了暖气片还是凉的"}, []string{
		"北环里供暖以后暖气一直不热，夜里屋里不到十度，老人和孩子都穿着棉衣睡，供热公司说在排气，请问什么时候能热起来？",
		"北环里两栋楼的暖气片只有上面一点温，供暖费已经交了，希望供热公司上门测温并退还不达标天数的费用。"},
		"北环里两栋楼暖气不热系换热站循环泵故障，供热公司已更换循环泵并逐户测温，室温已达18度以上，不达标天数的供暖费将在本月内退还。"},
	{"山南市浪卡子县", []string{"%s通往夏季牧场的村道被水冲断", "去夏季牧场的村道断了一个月，车过不去"}, []string{
		"通往石滩村夏季牧场的村道上个月被水冲断，十几户牧民拉草料要绕行四十公里，请交通部门尽快修复路基。",
		"石滩村的村道冲断以后只填了些石头，皮卡车过不去，马上要转场了，希望在下雪以前修好。"},
		"石滩村夏季牧场村道冲断处已用涵管和碎石抢通便道，皮卡车可以通行，路基将在15日内修复，并加设过水涵洞2处。"},
	{"那曲市班戈县", []string{"%s青柏乡卫生院制氧机坏了一个月", "青柏乡卫生院什么时候能重新吸上氧"}, []string{
		"青柏乡卫生院的制氧机坏了一个月，老人夜里头痛要坐两个小时车到县城吸氧，请卫生部门尽快修好或者调一台来。",
		"青柏乡卫生院没有人修制氧机，药也常常缺，希望卫生健康部门来看一看，定期检修。"},
		"青柏乡卫生院制氧机系压缩机损坏，已调来1台备用机恢复供氧，损坏的制氧机将在10日内修好，今后每月检修1次。"},
	{"昌都市卡若区", []string{"%s桥头小学校车每天超员", "反映桥头小学校车太挤，孩子站着上学"}, []string{
		"桥头小学的校车只有三十个座位，每天坐四十多个孩子，山路弯多，请教育部门查一查，再加一辆校车。",
		"校车早上六点半就开走，住得远的孩子天不亮要走四公里，希望增加一趟或者多停两站。"},
		"桥头小学校车超员属实，已责令运营公司整改，并从下周一起增加1辆35座校车，早班推迟到7时，增设停靠点2处。"},
	{"那曲市聂荣县", []string{"请问%s大雪压塌牛羊圈怎么申请受灾补助", "大雪压塌了牛羊圈，受灾补助到哪里登记"}, []string{
		"前天大雪把牛羊圈压塌了，草料也被埋住，请问受灾补助怎么申请，要带什么材料，到哪里登记？",
		"雪灾以后乡里说要拍照登记，可是没有说受灾补助的标准，希望给一个明确的答复。"},
		"大雪压塌牛羊圈的受灾补助请在15日内带身份证和现场照片到乡政府登记，核实后按每户2000元发放，饲草已调运60吨到各村。"},
}

// Answer is what a sample unit says to the matter with such a title, and FormLetter what one
// says that has not looked: the product tells them apart.
func Answer(title string) string {
	for _, c := range concerns {
		for _, t := range c.titles {
			if strings.HasSuffix(title, strings.Replace(t, "%s", c.place, 1)) {
				return "【样例答复】" + c.answer
			}
		}
	}
	return FormLetter
}

// FormLetter says nothing of its own.
const FormLetter = "【样例答复】您反映的问题已经收悉，我单位高度重视，已转相关部门调查处理，感谢您的理解和支持。"

// Stream gives the first n texts of the tour in order. The same seed always tells the same
// stories; only the moments differ with start.
func Stream(seed uint64, start time.Time, every time.Duration, n int) []Said {
	r := rand.New(rand.NewPCG(seed, 20260701))
	out := make([]Said, n)
	for i := range out {
		// the first concern is told more often than the others, so that one issue grows
		c := concerns[r.IntN(len(concerns))]
		if r.IntN(4) == 0 {
			c = concerns[0]
		}
		title := strings.Replace(c.titles[r.IntN(len(c.titles))], "%s", c.place, 1)
		out[i] = Said{N: i + 1, Title: "【样例】" + title, At: start.Add(time.Duration(i) * every),
			Text: c.place + "，" + c.bodies[r.IntN(len(c.bodies))] + "（样例文字，第" + fmt.Sprint(i+1) + "条）"}
	}
	return out
}

// Texts makes n distinct texts of 200 to 400 characters out of the tour's sentences, for
// measuring. They read like letters put together from several.
func Texts(seed uint64, n int) []Said {
	r := rand.New(rand.NewPCG(seed, 77))
	var sentences []string
	for _, c := range concerns {
		for _, b := range c.bodies {
			for s := range strings.SplitAfterSeq(b, "。") {
				if s != "" {
					sentences = append(sentences, s)
				}
			}
		}
	}
	start := time.Date(2026, 1, 1, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))
	out := make([]Said, n)
	for i := range out {
		c := concerns[r.IntN(len(concerns))]
		var b strings.Builder
		fmt.Fprintf(&b, "%s第%d街坊，", c.place, r.IntN(100_000))
		for want := 550 + r.IntN(550); b.Len() < want; {
			b.WriteString(sentences[r.IntN(len(sentences))])
		}
		title := strings.Replace(c.titles[r.IntN(len(c.titles))], "%s", c.place, 1)
		out[i] = Said{N: i + 1, Title: title, Text: b.String(), At: start.Add(time.Duration(i) * time.Minute)}
	}
	return out
}
