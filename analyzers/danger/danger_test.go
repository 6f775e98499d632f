package danger

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// row is a text of our own: whether life is at stake now, which numbers would do, and which
// severities are accepted.
type row struct {
	now        bool
	call       []string
	severities []string
	kind, text string
}

func rows(t testing.TB, file string) []row {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			t.Fatalf("%s: %q has %d columns", file, line, len(f))
		}
		out = append(out, row{f[0] == "1", strings.Fields(f[1]), strings.Fields(f[2]), f[3], f[4]})
	}
	return out
}

// TestOwnTexts: first was written before the rules, the others after them; all have since been
// read, and the rules were mended for their kinds. What was found of each the first time stands in
// docs/quality.md.
func TestOwnTexts(t *testing.T) {
	var now, found, called, like, wrong int
	for _, r := range all(t) {
		got := Judge("", r.text)
		switch {
		case r.now && got.Now:
			now, found = now+1, found+1
			if slices.ContainsFunc(got.Call, func(n string) bool { return slices.Contains(r.call, n) }) {
				called++
			}
		case r.now:
			now++
			t.Logf("%s, missed: %s", r.kind, r.text)
		default:
			like++
			if got.Now {
				wrong++
				t.Logf("%s, false by %v: %s", r.kind, got.Evidence, r.text)
			}
		}
	}
	t.Logf("found %d of %d, the right number called %d, falsely %d of %d", found, now, called, wrong, like)
	if float64(found) < 0.97*float64(now) || float64(called) < 0.94*float64(now) ||
		float64(wrong) > 0.02*float64(like) {
		t.Error("fewer were found, or more falsely, than is promised")
	}
}

func all(t testing.TB) []row {
	return slices.Concat(rows(t, "testdata/first.tsv"), rows(t, "testdata/second.tsv"),
		rows(t, "testdata/third.tsv"), rows(t, "testdata/fourth.tsv"))
}

// TestKinds: one plain text of each kind, the numbers that it calls, and one that only sounds like it.
func TestKinds(t *testing.T) {
	for _, c := range []struct{ kind, text, call, like string }{
		{"fire", "三号楼着火了，楼上有人喊救命", "119", "消防演练今天上午放烟，请问几点结束"},
		{"gas", "整栋楼都是燃气味，熏得头晕", "119", "想装个燃气报警器，有补贴吗"},
		{"explosion", "锅炉炸了，工人倒在门口", "119 120", "气得我要爆炸，窗口排了三小时"},
		{"collapse", "房子塌了，下面压着人", "119 120", "股市崩塌，基金经理不负责吗"},
		{"landslide", "后山滑坡，两家人被埋了", "119", "去年滑坡的安置房什么时候交"},
		{"flood", "水涨到二楼了，我们困在房顶", "119", "九八年洪水的纪念馆门票太贵"},
		{"drowning", "有个孩子掉进河里了", "110 119 120", "手机掉进河里了，能不能帮忙捞"},
		{"electricity", "有人触电倒在地上不动了", "119 120", "路灯漏电的隐患请排查"},
		{"chemical", "罐车翻了，氨气泄漏，有人晕了", "119 120", "建议加强危化品罐车泄漏的应急培训"},
		{"poisoning", "食堂吃完饭五十多个学生在吐", "120", "去年食物中毒的医药费谁来报销"},
		{"traffic", "客车翻到沟里，有人卡在座位下面", "120 122", "车祸责任认定书多久能出"},
		{"lift", "被困在电梯里了，老人喘不上气", "119 120", "电梯经常困人，请物业维修"},
		{"machine", "工友的手卷进机器了，血流不止", "119 120", "洗衣机把衣服绞烂了，要求退款"},
		{"height", "小孩挂在五楼防盗窗外面", "119", "防盗窗太丑，希望统一拆除"},
		{"violence", "楼下有人拿刀砍人，已经倒了一个", "110", "这物业费涨得杀人不见血"},
		{"suicide", "有人坐在楼顶边上要跳楼", "110 120", "商场跳楼价骗人"},
		{"crowd", "桥上发生踩踏，有人被踩在下面喊不动", "110 120", "看到外地踩踏的新闻，建议灯会限流"},
		{"missing", "五岁的孩子一转身不见了", "110", "我的身份证不见了，怎么补办"},
		{"medical", "我爸突然倒地，叫不醒，没有呼吸", "120", "昏迷住院三个月，医保报销多少"},
		{"animal", "狗咬着孩子不松口，脖子上全是血", "120", "被狗咬了打疫苗能报销吗"},
		{"mine", "井下透水，有人没上来", "119 120", "老矿上的塌方工伤名额没给全"},
		{"cold", "我们困在雪山上，朋友已经失温", "110 119", "冬天教室太冷，希望供暖"},
	} {
		got := Judge("", c.text)
		for _, n := range strings.Fields(c.call) {
			if !slices.Contains(got.Call, n) {
				t.Errorf("%s: %s: call %v, want %s; by %v", c.kind, c.text, got.Call, c.call, got.Evidence)
			}
		}
		if got := Judge("", c.like); got.Now {
			t.Errorf("%s: %s: in danger by %v", c.kind, c.like, got.Evidence)
		}
	}
}

func checked(t interface{ Fatalf(string, ...any) }, title, text string) {
	got := Judge(title, text)
	if got.Call == nil || got.Evidence == nil || got.Now != (len(got.Call) > 0) || got.Now != (len(got.Evidence) > 0) {
		t.Fatalf("%q, %q: %+v: danger names whom to call and why, and nothing else does", title, text, got)
	}
	for _, w := range got.Evidence {
		if !strings.Contains(title+"\n"+text, w) {
			t.Fatalf("%q, %q: evidence %q is not in the text", title, text, w)
		}
	}
	if again := Judge(title, text); !reflect.DeepEqual(got, again) {
		t.Fatalf("%q, %q: %+v, then %+v", title, text, got, again)
	}
}

func TestDangerNamesWhomToCall(t *testing.T) {
	pieces := []string{"爆炸", "没有", "担心", "三十几个人", "晕倒了", "，", "。", "被埋在下面", "全班", "学校", "演练", "去年",
		"现在", "着火了", "掉进河里", "手机", "\xff", "万", "赔偿", "请问", "要跳楼", "气得", "还有"}
	rapid.Check(t, func(t *rapid.T) {
		words := func(name string, n int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, n).Draw(t, name), "")
		}
		checked(t, words("title", 4), words("text", 16))
	})
}

func FuzzJudge(f *testing.F) {
	for _, r := range all(f) {
		f.Add("", r.text)
	}
	f.Add("1亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿人死亡", "99999999999999999999999999999个人被埋")
	f.Fuzz(func(t *testing.T, title, text string) { checked(t, title, text) })
}

func BenchmarkJudge(b *testing.B) {
	for name, text := range map[string]string{
		"order": "市民反映其小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，多次反映没有解决，请相关部门核实处理。",
		"fire":  "三号楼着火了！！烟往上冒，楼上好多人趴窗户喊救命，二楼往上住了二十来个租客下不来，快来人",
		"long":  string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，上周厨房还起火，三百户居民担心，多次反映没有解决。", 8))[:300]),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for range b.N {
				Judge("", text)
			}
		})
	}
}
