// Package redacttest writes sentences with identifiers that were never issued: identity
// numbers with birth years 1801 to 1805, phones of zeros, bank cards of test ranges. None of
// them can belong to anyone.
package redacttest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"huiying/redact"
)

// Kinds are those of which Maker can write a sentence: all that redact takes out.
var Kinds = []string{redact.IDCard, redact.Passport, redact.Permit, redact.Military, redact.Mobile, redact.Landline, redact.BankCard, redact.Plate,
	redact.Email, redact.WeChat, redact.QQ, redact.Dwelling, redact.Name,
	redact.Social, redact.Medical, redact.Abroad, redact.Device, redact.IP, redact.Chassis, redact.Handle, redact.Homepage, redact.Position}

// Maker writes sentences. The same source of randomness writes the same ones.
type Maker struct{ *rand.Rand }

// Pick is one of the list.
func (g Maker) Pick(list ...string) string { return list[g.IntN(len(list))] }

func (g Maker) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + g.IntN(10))
	}
	return string(b)
}

// wide writes a value in full-width characters now and then.
func (g Maker) wide(s string) string {
	if g.IntN(8) > 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

// grouped sets the groups of a number apart.
func (g Maker) grouped(s string, sizes ...int) string {
	sep := g.Pick(" ", "-", "—", "　")
	var parts []string
	for _, n := range sizes {
		parts = append(parts, s[:n])
		s = s[n:]
	}
	if s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, sep)
}

func (g Maker) idCard() string {
	s := g.Pick("110101", "430104", "650102", "440305", "510107", "320102", "421002") + fmt.Sprintf("180%d%02d%02d", 1+g.IntN(5), 1+g.IntN(12), 1+g.IntN(28)) + g.digits(3)
	s += string(checkID(s))
	switch g.IntN(6) {
	case 0:
		s = strings.ToLower(s)
	case 1:
		s = g.grouped(s, 6, 8)
	case 2:
		s = g.grouped(s, 6, 4, 4)
	}
	return g.wide(s)
}

func (g Maker) mobile() string {
	s := g.Pick("130", "138", "159", "177", "186", "199", "147", "191") + g.Pick("0000", "0001", "0010") + "0" + g.digits(3)
	switch g.IntN(9) {
	case 0:
		s = g.grouped(s, 3, 4)
	case 1:
		s = "+86" + g.Pick(" ", "-", "") + s
	case 2:
		s = "0086" + g.Pick(" ", "-", "") + s
	case 3:
		s = s[:3] + "****" + s[7:]
	case 4:
		s = g.Pick("(+86)", "（86）", "86-", "+86 ") + g.grouped(s, 3, 4)
	}
	return g.wide(s)
}

func (g Maker) landline() string {
	area, local := g.Pick("0731", "010", "021", "0755", "0730", "0551"), "0000"+g.digits(4)
	s := g.Pick(area+"-"+local, area+local, "("+area+")"+local, "（"+area+"）"+local, area+" "+local, "+86-"+area[1:]+"-"+local, area+"—"+local[1:])
	return g.wide(s + g.Pick("", "", "", "转123", "-8001", "转分机12"))
}

func (g Maker) bankCard() string {
	n := []int{15, 18}[g.IntN(2)]
	s := "62" + g.digits(4) + strings.Repeat("0", 4)
	s += g.digits(n - len(s))
	for d := byte('0'); d <= '9'; d++ {
		if luhn(s + string(d)) {
			s += string(d)
			break
		}
	}
	if g.IntN(2) == 0 {
		s = g.grouped(s, 4, 4, 4, 4)
	}
	return g.wide(s)
}

func (g Maker) plate() string {
	s := g.Pick("湘", "京", "粤", "沪", "川", "苏", "新", "云") + g.Pick("A", "B", "C", "E", "K", "a")
	s += g.Pick("", "", "·", "•", "・", " ", ".", "-")
	s += g.Pick("00"+g.digits(3), "0"+g.digits(3)+"学", "D0"+g.digits(4), "F0"+g.digits(4), "0"+g.digits(4)+"D", "0"+g.digits(3)+"挂", "AB"+g.digits(3), "0"+g.digits(2)+"警"[:0]+"A"+g.digits(1), g.digits(4)+"港")
	return g.wide(s)
}

func (g Maker) email() string {
	s := g.Pick("x", "zhang.san", "test_01", "a-b+c", "10000") + g.Pick("@", "＠", "(at)", " @ ", "#", "@", "@") + g.Pick("example.org", "qq.com", "163.com", "mail.example.com", "126.com", "gov.example.cn")
	return s
}

func (g Maker) name() string {
	sur := g.Pick(strings.Split("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 沈 任 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 金 石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 秦 白 江 阎 薛 尹 段 雷 黎 史 龙 陶 贺 顾 毛 郝 龚 邵 万 钱 严 覃 武 戚 易 常 汤 文 欧阳 司马 上官 诸葛", " ")...)
	given := strings.Split("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 建华 志强 国庆 春梅 晓东 小红 文博 雨涵 子轩 浩然 欣怡 嘉豪 玉兰 秀兰 丽娟 海燕 红梅 金凤 桂花 德华 学友 家辉 振华 立新 爱民 卫东 思远 佳怡 梓涵 永刚 光明 新民 福生 来顺 运来 守义", " ")
	return sur + g.Pick(given...)
}

func (g Maker) dwelling() string {
	s := g.Pick("3栋2单元501室", "12幢1单元302", "5号楼3单元601室", "三栋二单元五零一室", "8栋1204", "A座1203室", "12号3栋2单元501室", "6栋2单元5楼501室", "10号楼1203号",
		"2栋3单元12楼1201房", "1幢 2单元 301室", "十二栋一单元八零二室", "7#楼2单元402", "5单元402室", "18栋2门303号", "３栋２单元５０１室", "22栋三单元1402户")
	return s
}

// Planted is an identifier in a sentence: its kind, what must vanish, and the whole sentence.
type Planted struct{ Kind, Value, Text string }

var openings = []string{"", "您好！", "尊敬的领导：", "我反映一个问题，", "多次投诉无果，", "麻烦尽快处理。", "情况属实，", "\n", "（补充）"}
var closings = []string{"", "。", "，请尽快处理。", "谢谢！", "，急！", "；", "\n此致敬礼", "，路灯坏了三个月", "请回复", "）"}

// Sentence writes one that holds an identifier of the kind, which is one of Kinds.
func (g Maker) Sentence(kind string) Planted {
	var v, s string
	switch kind {
	case redact.IDCard:
		v = g.idCard()
		s = g.Pick("身份证%s", "身份证号：%s", "我的身份证号码是%s", "证件号码 %s", "%s是我的身份证", "号码%s已登记", "（身份证%s）", "身份证号为%s的业主", "本人%s")
	case redact.Mobile:
		v = g.mobile()
		s = g.Pick("电话%s", "手机：%s", "联系电话：%s", "请打%s找我", "我的号码是%s", "Tel:%s", "请拨打%s联系", "%s（微信同号）", "加我%s", "联系方式%s，", "有事call%s", "电话是:%s/晚上也可")
	case redact.Landline:
		v = g.landline()
		s = g.Pick("我家电话%s", "联系电话：%s", "座机：%s", "请打%s找我", "家里座机是%s", "本人电话 %s", "联系人电话：%s", "请回电%s")
	case redact.BankCard:
		v = g.bankCard()
		s = g.Pick("银行卡号：%s", "请退到卡号%s", "工行卡%s", "账号 %s", "我的卡是%s", "退款打到%s", "（卡号：%s）", "建行%s开户")
	case redact.Plate:
		v = g.plate()
		s = g.Pick("车牌%s", "一辆%s的货车", "车号：%s", "%s长期占道", "投诉%s乱停", "看到%s闯红灯", "渣土车（%s）", "我的车%s被剐了")
	case redact.Email:
		v = g.email()
		s = g.Pick("邮箱：%s", "请发到%s", "我的邮箱是%s", "email %s", "回复至%s", "（%s）", "联系邮箱%s")
	case redact.WeChat:
		v = g.Pick("wxid_example", "zhangsan_01", "abc123456", "li-si-2000", "xiaoming88", "Test_wx_99", "hellochangsha")
		s = g.Pick("微信号：%s", "加微信%s", "微信%s", "vx:%s", "我的微信是%s", "V信：%s", "wx：%s", "加v %s", "VX %s", "微信号码为%s", "加我微信：%s", "微信id：%s")
	case redact.QQ:
		v = "1" + g.digits(4+g.IntN(5))
		s = g.Pick("QQ：%s", "QQ%s", "qq号%s", "扣扣%s", "我的QQ号码是%s", "企鹅号：%s", "加Q：%s", "QQ号为%s", "扣扣号：%s", "Ｑ Ｑ：%s"[:0]+"QQ: %s")
	case redact.Passport:
		v = g.Pick("E"+g.digits(8), "EA"+g.digits(7), "G"+g.digits(8))
		s = g.Pick("护照号%s", "护照：%s", "我持护照%s入境", "护照号码为%s", "passport %s", "证件%s丢失")
	case redact.Permit:
		if g.IntN(3) == 0 {
			v, s = g.residence()
			break
		}
		v = g.Pick("C", "W") + g.digits(8)
		s = g.Pick("港澳通行证%s", "通行证号：%s", "我的港澳通行证号码是%s", "往来港澳通行证（%s）")
	case redact.Military:
		v = g.Pick("军字第"+g.digits(7)+"号", "南字第"+g.digits(8)+"号")
		s = g.Pick("军官证%s", "军官证号：%s", "军官证号码为%s", "持军官证（%s）")
	case redact.Social, redact.Medical, redact.Abroad, redact.Device, redact.IP, redact.Chassis, redact.Handle, redact.Homepage, redact.Position:
		v, s = g.further(kind)
	case redact.Dwelling:
		v = g.dwelling()
		s = g.Pick("我住阳光小区%s", "麓山南路258号金色家园%s漏水", "家住岳麓区银杉路12号%s", "住址：八方小区%s", "我是万科城%s的业主", "幸福里%s噪音扰民", "地址：湘江世纪城%s")
		if g.IntN(6) == 0 {
			v, s = g.Pick("3组12号", "五组18号", "2组6号"), g.Pick("家住石牛村%s", "户籍：双冲村%s", "住在白马村%s")
		}
	case redact.Name:
		v = g.name()
		s = g.Pick("我叫%s，", "我是%s，", "姓名：%s", "联系人：%s，", "投诉人：%s ", "本人%s，", "户主%s，", "我儿子%s在一中读书", "我叫%s今年45岁", "我叫%s住在雨花区", "本人%s，男，", "联系人%s电话0", "我女儿%s今年上小学",
			"反映人：%s\n", "我的名字叫%s，", "申请人%s，", "姓名:%s;", "我叫%s。", "我丈夫%s因病", "举报人：%s", "我是%s，家住", "姓名：%s性别女")
		if g.IntN(12) == 0 {
			v = g.Pick("买买提·艾力", "阿依古丽·买买提", "古丽娜尔·吐尔逊")
		}
	}
	pre, post := openings[g.IntN(len(openings))], closings[g.IntN(len(closings))]
	switch kind {
	case redact.WeChat, redact.QQ, redact.Email, redact.Handle, redact.Homepage:
		post = strings.TrimLeft(post, ")") // an id runs on in letters only
	}
	return Planted{kind, v, pre + fmt.Sprintf(s, v) + post}
}

// LookAlike writes a sentence that must come out as it went in.
func (g Maker) LookAlike() string {
	office := g.Pick("0731-8888"+g.digits(4), "010-6600"+g.digits(4), "0731"+g.digits(8), "（0731）8222"+g.digits(4))
	order := g.Pick("GD", "", "XF", "") + fmt.Sprintf("20%02d%02d%02d", 10+g.IntN(16), 1+g.IntN(12), 1+g.IntN(28)) + g.digits(3+g.IntN(7))
	uscc := g.uscc()
	s := g.Pick(
		"请拨打12345或12315投诉", "可打110、119、120、122", "12333社保热线没人接", "拨12328、12369、12378均可", "热线12345转3",
		"办公室电话："+office, "咨询电话："+office, "监督电话："+office, "区教育局咨询电话为"+office, "市住建局办公室电话"+office, "投诉举报电话："+office, "值班电话"+office,
		"工单号"+order, "工单编号："+order, "订单号"+order+"未发货", "受理编号 "+order, "单号："+order, "案号"+order, "流水号为"+order, "快递单号"+g.digits(12),
		"国办发〔2016〕61号", "长政发[2019]13号文件", "根据国办函〔2025〕66号", "湘建房〔2016〕"+g.digits(2)+"号",
		"统一社会信用代码"+uscc, "信用代码："+uscc, "公司（"+uscc+"）", uscc,
		"301路公交车", "走G104国道", "G60高速", "S321省道", "地铁2号线", "X012县道", "150路改线",
		"欠薪"+g.digits(5)+"元", "投资1380000万元", "共计13800000000元", "¥15900000.00", "1200.50元", "补贴3000元/月",
		"2019年10月12日", "2016-08-12 10:30", "2020/01/06", "2019.11.22", "20190813", "坐标112.938,28.228", "经度113.082，纬度28.256", g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(), g.furtherLookAlike(),
		"编号2013800000000011号", "条码6901234567892", "1380000000", "12000000000", "6200000000000006在流水里", "110101180101010030", "110101180113010034", "990101180101010036",
		"面积120.5平方米", "共有3栋楼", "2栋高层", "5号线", "3楼办事大厅", "301办公室", "第3组第2名", "学校3楼301教室", "全村120户", "一楼住户", "有12栋30层",
		"我是一名业主", "我是长沙人", "本人于2019年入住", "我叫了救护车", "我是高三学生", "本人曾多次投诉", "我儿子今年上高中", "我是方圆小区业主", "我叫他来", "本人因工作调动", "我是张家界人", "我妈常年吃药",
		"我是江西人", "我是安置户", "联系人：匿名", "姓名：保密", "投诉人：无", "我女儿成绩好", "我是黄兴镇居民", "我老公单位不发工资", "本人向贵局反映", "户主签字", "我是于2018年买的房",
		"云大学12345", "A3区大道100", "湘I00000", "苏E区", "京A市", "微信公众号changshafabu", "微信支付", "微信小程序", "用微信扫码", "QQ飞车", "5G基站", "V字", "iPhone12", "wifi密码",
		"@长沙发布", "C++语言", "3#", "第3#文件", "100%", "A级", "B2C", "www.example.com", "邮编410000", "车次G1234", "ISBN9787111111111", "军民路12号", "武汉市", "文字第一",
	)
	pre, post := g.Pick("", "您好，", "请问", "情况："), g.Pick("", "。", "，谢谢", "！", "的问题")
	return pre + s + post
}

// The check characters are computed here once more: what is tested does not say what is right.

// checkID is the check character of GB 11643-1999 (MOD 11-2) for 17 digits.
func checkID(s string) byte {
	sum := 0
	for i := range 17 {
		sum += int(s[i]-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11]
}

// luhn says whether the last digit of a bank card is right.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d = 2*d - 9*(d/5) // the sum of the digits of 2d
		}
		sum += d
	}
	return sum%10 == 0
}

// checkOrganisation is the check character of GB 32100-2015 for 17 characters of its alphabet.
func checkOrganisation(s string) byte {
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(organisationAlphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return organisationAlphabet[(31-sum%31)%31]
}

const organisationAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func (g Maker) uscc() string {
	s := g.Pick("91", "12", "52", "93") + g.Pick("430100", "110000", "440300") + g.digits(3)
	for len(s) < 17 {
		s += string(organisationAlphabet[g.IntN(len(organisationAlphabet))])
	}
	return s + string(checkOrganisation(s))
}
