package redacttest

import (
	"fmt"
	"strings"

	"huiying/redact"
)

// residence is an identity card of Hong Kong, Macao or Taiwan, or a paper of those who live here, and
// a sentence for it. Letters and digits are of ranges that were never issued.
func (g Maker) residence() (value, frame string) {
	switch g.IntN(5) {
	case 0:
		digits := "000" + g.digits(3)
		letter := g.Pick("A", "K", "P", "Z")
		for _, check := range "0123456789A" {
			if hongKong(letter, digits, check) {
				return letter + digits + g.Pick("(", "（") + string(check) + g.Pick(")", "）"),
					g.Pick("香港身份证%s", "香港居民身份证号：%s", "证件号码%s", "本人持%s")
			}
		}
		panic("no check digit")
	case 1:
		return g.Pick("1", "5", "7") + "000" + g.digits(3) + "(" + g.digits(1) + ")", g.Pick("澳门身份证%s", "澳门居民身份证号码：%s")
	case 2:
		s := g.Pick("A", "F", "H") + g.Pick("1", "2") + "00000" + g.digits(2)
		for d := byte('0'); d <= '9'; d++ {
			if taiwan(s + string(d)) {
				return s + string(d), g.Pick("台湾身份证%s", "身份证字号：%s", "台湾身份证号码为%s")
			}
		}
		panic("no check digit")
	case 3:
		return "0000" + g.digits(4), g.Pick("台胞证%s", "台胞证号：%s", "台湾居民来往大陆通行证号码%s")
	}
	return g.Pick("USA", "GBR", "KOR") + "1100" + g.digits(8), g.Pick("外国人永久居留证%s", "永久居留身份证号码：%s")
}

// further writes a value of one of the kinds that came later, and a sentence for it.
func (g Maker) further(kind string) (value, frame string) {
	switch kind {
	case redact.Social:
		return g.Pick("", "", "HN") + g.digits(7+g.IntN(9)), g.Pick("社保号%s", "社保卡号：%s", "医保卡号 %s",
			"个人社保编号：%s", "社会保障号码：%s", "公积金账号为%s", "医保编号是%s", "参保号：%s")
	case redact.Medical:
		return g.Pick("", "ZY", "MZ") + g.digits(6+g.IntN(5)), g.Pick("病历号%s", "住院号：%s", "门诊号 %s",
			"就诊卡号：%s", "病案号为%s", "（住院号%s）", "诊疗卡号是%s", "检查号：%s")
	case redact.Abroad:
		return g.Pick("+852 0000 "+g.digits(4), "+852-0000"+g.digits(4), "00852 0000"+g.digits(4),
				"+1 (555) 010-0"+g.digits(3), "+1-555-010-0"+g.digits(3), "+44 20 0000 0"+g.digits(3),
				"+81 3-0000-"+g.digits(4), "+886 2 0000 "+g.digits(4), "+853 0000 "+g.digits(4),
				"+65 0000 "+g.digits(4), "001-555-010-0"+g.digits(3), "＋852 0000 "+g.digits(4)),
			g.Pick("电话%s", "联系电话：%s", "请打%s", "手机 %s", "我在国外，%s", "（%s）")
	case redact.Device:
		hex := func() string { return fmt.Sprintf("%02X", g.IntN(256)) }
		if g.IntN(2) == 0 {
			return strings.Join([]string{"02", hex(), hex(), hex(), hex(), hex()},
				g.Pick(":", "-")), g.Pick("MAC地址%s", "MAC：%s", "设备%s在线", "路由器%s")
		}
		return "00" + g.digits(13), g.Pick("IMEI：%s", "手机串号%s", "IMEI %s", "手机IMEI号：%s")
	case redact.IP:
		return g.Pick("192.0.2.", "198.51.100.", "203.0.113.") + fmt.Sprint(g.IntN(255)),
			g.Pick("IP：%s", "IP地址为%s", "来自%s的访问", "登录IP %s", "（%s）")
	case redact.Chassis:
		return "LSVAA0000E2" + g.digits(6), g.Pick("车架号%s", "车架号：%s", "车辆识别代号 %s", "VIN：%s", "车辆识别码：%s")
	case redact.Handle:
		if g.IntN(3) == 0 {
			return g.Pick("example_user", "zhangsan000", "li_si.test"[:5]+"x9"), g.Pick("抖音号：%s", "快手号%s", "小红书号：%s")
		}
		v := "@" + g.Pick("张三很忙", "小鱼儿_2000", "zhangsan01", "风中的云", "Lily小可爱", "example-user", "老王家的猫")
		return v, g.Pick("请看%s", "转自 %s 的帖子", "%s ", "（%s）", "网友%s：")
	case redact.Homepage:
		return g.Pick("https://weibo.com/u/00000"+g.digits(4), "weibo.com/example_user",
				"https://space.bilibili.com/00000"+g.digits(3),
				"https://www.zhihu.com/people/example-user",
				"https://www.douyin.com/user/EXAMPLE"+g.digits(3),
				"https://www.xiaohongshu.com/user/profile/00000"+g.digits(4),
				"https://user.qzone.qq.com/00000"+g.digits(4), "x.com/example_user"),
			g.Pick("主页：%s", "见%s", "我的微博 %s", "（%s）", "链接%s")
	}
	return fmt.Sprintf("%d.%06d", 75+g.IntN(60), 100000+g.IntN(899999)),
		g.Pick("坐标%s,28.228", "经度%s", "经度：%s，纬度28.228", "定位（%s，30.123456）", "位于东经%s")
}

// furtherLookAlike must come out as it went in: what looks like one of the later kinds.
func (g Maker) furtherLookAlike() string {
	return g.Pick("社保热线12333", "社保局在三楼", "医保报销80%", "住院部3号楼", "门诊2楼收费处", "社保缴费1200元",
		"医保局咨询电话：0731-8888"+g.digits(4), "住院花了12000元", "检查了3次", "公积金贷款500000元",
		"+100元", "+2.5%", "3+1套餐", "增加+1000000元", "0.00123456", "00后", "+86", "圆周率3.14159265",
		"汇率6.8974", "增长3.14159%", "版本1.2.3.4", "第1.2.3.4条", "2019.10.12", "3.2.1.4节",
		"V10.12.13.14", "子网掩码",
		"时间10:20:30", "比分12:30", "@长沙发布", "@湖南公安", "@所有人", "@市住建局", "@国家电网", "@人民日报", "@长沙市城管局",
		"weibo.com", "www.weibo.com", "https://www.changsha.gov.cn/a/b.html",
		"http://weibo.com", "zhihu.com",
		"车架号看不清", "VIN码在哪里看", "型号LSVAA0000E2", "设备号未知", "IMEI是什么", "MAC地址怎么查", "A123456型", "A座(3)",
		"产品编号A123456789", "台胞证怎么办理", "病历本丢了", "住院号找不到", "港澳通行证办理需要7天", "合同号0000123456789",
		"抖音上看到", "快手平台", "小红书推荐", "面积120.1234平方米", "单价12.3456元", "价格112.9388万元", "东经112度", "纬度在28度左右")
}

// hongKong says whether the check digit is right: weights 9 to 2, modulo 11, a blank as 36.
func hongKong(letter, digits string, check rune) bool {
	sum := 9*36 + 8*(int(letter[0])-'A'+10)
	for i := range 6 {
		sum += (7 - i) * int(digits[i]-'0')
	}
	value := int(check - '0')
	if check == 'A' {
		value = 10
	}
	return (sum+value)%11 == 0
}

// taiwan says whether the check digit is right.
func taiwan(s string) bool {
	n := strings.IndexByte("ABCDEFGHJKLMNPQRSTUVXYWZIO", s[0]) + 10
	sum := n/10 + n%10*9
	for i := 1; i < 9; i++ {
		sum += (9 - i) * int(s[i]-'0')
	}
	return (sum+int(s[9]-'0'))%10 == 0
}
