package redact_test

import (
	"testing"

	"huiying/redact"
)

// In a list one name says of what stands beside it that it is one, and so does a count.
func TestNamesOfLists(t *testing.T) {
	for in, want := range map[string]string{
		"村民马十斤、包金锁、白音仓反映水渠堵了":   "村民[姓名]、[姓名]、[姓名]反映水渠堵了",
		"受伤的三人为嘎德、米玛、索南次仁，都送医了": "受伤的三人为[姓名]、[姓名]、[姓名]，都送医了",
		"登记的牧户：别力克、阿依丁、沙勒克江，都在": "登记的牧户：[姓名]、[姓名]、[姓名]，都在",
		"值班表：玉光、岩勒、岩罕丙，缺一人":     "值班表：[姓名]、[姓名]、[姓名]，缺一人",
		"要修的有：路灯、井盖、水管":         "要修的有：路灯、井盖、水管",
		"局长张伟明、住建局、高新区":         "局长[姓名]、住建局、高新区",
		"联系人李秀英、高血压、糖尿病患者":      "联系人[姓名]、高血压、糖尿病患者",
	} {
		if got, _ := redact.Text(in); got != want {
			t.Errorf("%q -> %q, want %q", in, got, want)
		}
	}
}

// Everyday words that begin with a surname, and a surname alone, stay.
func TestWordsMadeLikeNamesStay(t *testing.T) {
	for _, s := range []string{
		"分就到了学校，严冬逼近五点",
		"一个普通老百姓，辛勤打工二十年",
		"护士：白班从早上七点半到下午",
		"孩子童真在此尽失",
		"普通老百姓的殷殷希望",
		"治好了，便得患者人财两空",
		"这只是人云亦云罢了",
		"在清迈、普吉、苏梅岛等地",
		"哈萨克斯坦、乌兹别克斯坦和吉尔吉斯斯坦",
		"向张师傅表示一定协调",
		"负责人陈小姐说没有空",
		"当事人刘某已经报警",
		"从心底感谢张老先生",
		"邻居王阿婆、李老汉都睡不好",
		"楼下的陈太太来敲门",
		"杜甫草堂门口的三轮车乱停",
		"把防溺水教育写进了妇女儿童权益手册",
	} {
		if got, _ := redact.Text(s); got != s {
			t.Errorf("%q -> %q", s, got)
		}
	}
}

// What introduces the writer, and what a form puts beside a name, needs less of the name itself.
func TestNamesBesideSureWords(t *testing.T) {
	for in, want := range map[string]string{
		"我是权赫，大连的，驾照能换吗":         "我是[姓名]，大连的，驾照能换吗",
		"我是临夏的马六十，要问建房补贴":        "我是临夏的[姓名]，要问建房补贴",
		"本人冼家欣于5月6日买到过期牛奶":       "本人[姓名]于5月6日买到过期牛奶",
		"水管坏了，请修。佟海峰敬上 5月6日":     "水管坏了，请修。[姓名]敬上 5月6日",
		"水管坏了，请修。2024年5月6日，佟海峰":  "水管坏了，请修。2024年5月6日，[姓名]",
		"盼复！——那日苏 二〇二四年六月":       "盼复！——[姓名] 二〇二四年六月",
		"1**********，冼小鸥，反映路灯不亮": "1**********，[姓名]，反映路灯不亮",
		"【手机号】冼小鸥反映路灯不亮":         "【手机号】[姓名]反映路灯不亮",
		"尾号4521的冼小鸥反映路灯不亮":       "尾号4521的[姓名]反映路灯不亮",
		"签名：李秀英 佟铁山 王雅琴":         "签名：[姓名] [姓名] [姓名]",
		"联系人李秀英或佟铁山":             "联系人[姓名]或[姓名]",
		"市民娜仁托娅和乌日娜因为地界吵架":       "市民[姓名]和[姓名]因为地界吵架",
		"被包老虎骗了的不止我":             "被[姓名]骗了的不止我",
		"陈那顺 2024.01.11 开鲁":      "[姓名] 2024.01.11 开鲁",
	} {
		if got, _ := redact.Text(in); got != want {
			t.Errorf("%q -> %q, want %q", in, got, want)
		}
	}
}
