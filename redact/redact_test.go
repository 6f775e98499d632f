package redact_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
	"pgregory.net/rapid"

	"huiying/internal/sharedtest"
	"huiying/redact"
	"huiying/redact/redacttest"
)

// A kind that is taken out is also tried: the tests below walk redacttest.Kinds.
func TestEveryKindHasSentences(t *testing.T) {
	for kind := range redact.Masks {
		if !slices.Contains(redacttest.Kinds, kind) {
			t.Errorf("redacttest writes no sentence with %q", kind)
		}
	}
}

// What must be found, on sentences that nobody tuned one by one.
func TestRedactRecall(t *testing.T) {
	want := map[string]float64{redact.Name: 0.97, redact.Dwelling: 0.97}
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(1, 2))}
	for _, kind := range redacttest.Kinds {
		t.Run(kind, func(t *testing.T) {
			const n = 2000
			missed := 0
			for range n {
				p := g.Sentence(kind)
				out, counts := redact.Text(p.Text)
				if strings.Contains(out, p.Value) || counts[p.Kind] == 0 && counts[redact.Mobile] == 0 {
					if missed++; missed <= 8 {
						t.Logf("missed %q in %q -> %q", p.Value, p.Text, out)
					}
				}
			}
			floor := want[kind]
			if floor == 0 {
				floor = 0.995
			}
			if got := 1 - float64(missed)/n; got < floor {
				t.Errorf("recall of %s is %.4f, want at least %.3f", kind, got, floor)
			}
		})
	}
}

func TestRedactSeveralInOneText(t *testing.T) {
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(3, 4))}
	total, missed := 0, 0
	for range 2000 {
		var b strings.Builder
		var values []string
		for range 2 + g.IntN(4) {
			p := g.Sentence(redacttest.Kinds[g.IntN(len(redacttest.Kinds))])
			b.WriteString(p.Text)
			b.WriteString(g.Pick("。", "，", " ", "\n", "；"))
			values = append(values, p.Value)
		}
		out, _ := redact.Text(b.String())
		for _, v := range values {
			total++
			if utf8.RuneCountInString(v) > 2 && strings.Contains(out, v) {
				if missed++; missed <= 8 {
					t.Logf("missed %q in %q -> %q", v, b.String(), out)
				}
			}
		}
	}
	if got := 1 - float64(missed)/float64(total); got < 0.993 {
		t.Errorf("recall in mixed texts is %.4f", got)
	}
}

func TestLookAlikesStay(t *testing.T) {
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(5, 6))}
	const n = 4000
	changed := 0
	for range n {
		s := g.LookAlike()
		if out, counts := redact.Text(s); out != s {
			if changed++; changed <= 12 {
				t.Logf("%q -> %q %v", s, out, counts)
			}
		}
	}
	if got := 1 - float64(changed)/n; got < 0.995 {
		t.Errorf("look-alikes kept: %.4f", got)
	}
}

// The vectors of shared/data/pii: what is valid must go, what is not must stay.
func TestRedactVectors(t *testing.T) {
	f, err := os.Open(sharedtest.File(t, "pii/vectors.jsonl"))
	if err != nil {
		t.Skip("shared data absent: ", err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var v struct {
			Kind, Value, Why string
			Valid            bool
			Personal         *bool
		}
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if v.Kind == "mobile_prefixes" {
			continue
		}
		for _, frame := range []string{"%s", "反映人留下%s，请处理", "看到%s。", "（%s）"} {
			in := fmt.Sprintf(frame, v.Value)
			out, counts := redact.Text(in)
			gone := counts[v.Kind] == 1
			if want := v.Valid && v.Personal == nil; gone != want || !want && out != in {
				t.Errorf("%s %q (%s): got %q %v, personal: %t", v.Kind, in, v.Why, out, counts, want)
			}
		}
	}
}

// The exact output, for the cases that a reader would ask about.
func TestRedactExactly(t *testing.T) {
	for in, want := range map[string]string{
		"":        "",
		"路灯坏了三个月": "路灯坏了三个月",
		"我叫张三，住阳光小区3栋2单元501室，电话13800000000": "我叫[姓名]，住阳光小区[门牌]，电话[手机号]",
		"身份证号110101180101010030":            "身份证号[身份证号]", // a slip in the check digit is still somebody's
		"编号110101180101010030":              "编号110101180101010030",
		"身份证１１０１０１１８０１０１０１００３９":             "身份证[身份证号]",
		"老身份证110101010101003":               "老身份证[身份证号]",
		"卡号6200 0000 0000 0005":             "卡号[银行卡号]",
		"湘A·00000和京AD00000":                 "[车牌号]和[车牌号]",
		"电话0731-00000000转123":               "电话[电话]",
		"县住建局办公室电话：0731-00000000":           "县住建局办公室电话：0731-00000000",
		"我家座机00000000":                      "我家座机[电话]",
		"请发x＠example.org或x(at)qq.com":       "请发[邮箱]或[邮箱]",
		"10000@qq.com":                      "[邮箱]",
		"微信同号：13800000000":                  "微信同号：[手机号]",
		"微信公众号：changsha":                    "微信公众号：changsha",
		"护照E00000000，通行证C00000000":          "护照[护照号]，通行证[证件号]",
		"军官证军字第2001988号":                    "军官证[证件号]",
		"投诉人：张三、李四光":                        "投诉人：[姓名]、[姓名]",
		"姓名：张 三 性别：男":                       "姓名：[姓名] 性别：男",
		"户主买买提·艾力，男":                        "户主[姓名]，男",
		"王小明，男，45岁":                         "[姓名]，男，45岁",
		"市民云反映：路口没有路灯":                      "市民云反映：路口没有路灯", // an app, not a person
		"市民王小明反映路口没有路灯":                     "市民[姓名]反映路口没有路灯",
		"我叫欧阳建国":                            "我叫[姓名]",
		"+86 138-0000-0000":                 "[手机号]",
		"号码１３８　００００　００００":                   "号码[手机号]",
		"138****0000":                       "[手机号]",
		"一三八零零零零零零零零":                       "[手机号]",
		"1\u200b38\u200b00000000":           "[手机号]",
		"订单号13800000000":                    "订单号13800000000",
		"打&lt;b&gt;13800&lt;/b&gt;000000谢":  "打&lt;b&gt;[手机号]谢",
		"找Wang13800000000li问":               "找Wang[手机号]li问",
		"身份证Wang11010118010909680Xli。":      "身份证Wang[身份证号]li。",
		"Tel13800000000转":                   "Tel[手机号]转",
		"货号AB13800000000":                   "货号AB13800000000",
		"item13800000000":                   "item13800000000",
		"证件tel110101180101010039abc":        "证件tel[身份证号]abc",
		"编号A110101180101010039":             "编号A110101180101010039",
		"白马村3组的路":                           "白马村3组的路",
		"家住白马村3组12号":                        "家住白马村[门牌]",
		"301路、12345、国办发〔2016〕61号":           "301路、12345、国办发〔2016〕61号",
	} {
		if got, _ := redact.Text(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

// holds are what Text promises of every text.
func holds(t interface {
	Fatalf(string, ...any)
}, in string) {
	out, counts := redact.Text(in)
	again, more := redact.Text(out)
	if again != out || len(more) > 0 {
		t.Fatalf("not stable: %q -> %q -> %q %v", in, out, again, more)
	}
	n := 0
	for kind, c := range counts {
		if _, known := redact.Masks[kind]; !known || c < 1 {
			t.Fatalf("count of %q is %d", kind, c)
		}
		n += c
	}
	if (n == 0) != (in == out) {
		t.Fatalf("%d hits but %q -> %q", n, in, out)
	}
	if utf8.ValidString(in) && !utf8.ValidString(out) {
		t.Fatalf("broke UTF-8: %q -> %q", in, out)
	}
	if counts[redact.Position] > 0 { // cut, not masked
		return
	}
	// What is kept is kept in order, byte for byte.
	rest := in
	for i, part := range splitMasks(out) {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at != 0 {
			t.Fatalf("%q is not kept from %q in %q", part, in, out)
		}
		rest = rest[at+len(part):]
	}
}

func splitMasks(s string) []string {
	for _, m := range redact.Masks {
		if m == "" { // what is cut off leaves nothing
			continue
		}
		s = strings.ReplaceAll(s, m, "\x00")
	}
	return strings.Split(s, "\x00")
}

func TestRedactProperties(t *testing.T) {
	pieces := []string{"我叫", "张三", "138", "0000", "0000", "身份证", "110101180101010039", " ", "-",
		"，", "。", "栋", "单元", "室", "3", "12", "住", "微信", "abc_123",
		"@", "qq.com", "QQ", "湘", "A", "·", "12345", "0731", "电话", "[", "]", "(", ")", "+86", "*",
		"****", "男", "村", "组", "号", "、", "E", "军字第", "转", "x", "X", "０", "\u200b", "\n", "a",
		"\xff", "户主", "[手机号]", "[姓名]", "：", "是", "#", "7", "一", "二", "卡号", "6200000000000005",
		"<b>", "</p>", "&#49;", "&nbsp;", "①", "³", "٣", "一三八", "l3", "OO", "，", "扎西", "买买提·",
		"女士", "的妈妈", "反映", "@", "住院号", "+852", ".1234567", "112", "192.168.", "00:1A:",
		"weibo.com/", "\u0301", "⑩", "㊀"}
	rapid.Check(t, func(t *rapid.T) {
		holds(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), ""))
	})
	rapid.Check(t, func(t *rapid.T) { holds(t, rapid.String().Draw(t, "text")) })
}

// A text made to be slow must not be: the work grows with its length, and no faster.
func TestRedactHostileTexts(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, piece := range []string{"1", "1-", "1 ", "a.", "a@", "a@b.", "一", "1*", "*", "我叫", "本人",
		"我是张三", "张三、", "户主张三、李四、", "栋", "1栋", "1栋1单元", "湘A", "湘A0 ", "微信", "微信：", "QQ ", "QQ1 ",
		"138-", "13800000000-", "0731-", "(0731)", "(", "[", "[手机号]", "转1", "卡号62 ", "身份证1", "E1",
		"军字第", "<", "<a", "&", "&#", "女士", "的妈妈", "李反映", "扎西", "扎西·", "次仁女士", "①", "+1", "1.12345,",
		"@", "00:", "1.1.", "一三八，", "O0", "（李", "\n李明", "男，", "张三，男，", "a_", "#", "x", "+86",
		"号", "附", "·", "买·", "1.", "E", "1#"} {
		least := map[int]time.Duration{} // of all tries: what else the machine does only adds
		try := func(bytes int) time.Duration {
			s := strings.Repeat(piece, bytes/len(piece))
			began := threadTime(t)
			redact.Text(s)
			took := threadTime(t) - began
			if best, tried := least[bytes]; !tried || took < best {
				least[bytes] = took
			}
			return least[bytes]
		}
		redact.Text(piece) // so that what is made once is no part of it
		const short, long, tries = 1 << 13, 1 << 16, 8
		grew := false // eight times the text: work that grows with the length takes 8 times as long, with its square 64 times
		for range tries {
			if grew = try(long) > 30*try(short); !grew {
				break
			}
		}
		if grew {
			t.Errorf("eight times %q took %s after %s", piece, least[long], least[short])
		}
	}
}

// threadTime is the processor time of the calling thread: what else the machine does is not in it.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	var spent unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &spent); err != nil {
		t.Fatal(err)
	}
	return time.Duration(spent.Nano())
}

// An address may be the last thing in a text, and its last label no known one.
func TestRedactTextsThatEndInAnAddress(t *testing.T) {
	for n := range 64 { // of any length: how much memory lies behind a text must not matter
		holds(t, strings.Repeat("路", n)+"test@example。zzz")
	}
}

func FuzzRedact(f *testing.F) {
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(9, 9))}
	for _, kind := range redacttest.Kinds {
		for range 4 {
			f.Add(g.Sentence(kind).Text)
		}
	}
	for range 40 {
		f.Add(g.LookAlike())
	}
	f.Fuzz(func(t *testing.T, s string) { holds(t, s) })
}

// Texts of citizens as they come: mostly no identifier, some with a few.
func BenchmarkRedact(b *testing.B) {
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(7, 8))}
	plain := strings.Repeat("我们小区的路灯坏了三个多月，物业公司和社区居委会互相推诿，晚上出行很不方便，老人和孩子摔倒过两次，请有关部门尽快处理。", 6)
	var texts []string
	for range 200 {
		s := plain
		if g.IntN(3) == 0 {
			s += g.Sentence(redacttest.Kinds[g.IntN(len(redacttest.Kinds))]).Text
		}
		if g.IntN(2) == 0 {
			s += g.LookAlike()
		}
		texts = append(texts, s)
	}
	n := 0
	for _, s := range texts {
		n += len(s)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, s := range texts {
			redact.Text(s)
		}
	}
}

// What one part introduces goes from the other, and each part stays a part.
func TestTitleAndTextTogether(t *testing.T) {
	for _, c := range []struct{ title, text, wantTitle, wantText string }{
		{"李秀英被打一事", "我叫李秀英，家住东街。李秀英的伤还没好。", "[姓名]被打一事", "我叫[姓名]，家住东街。[姓名]的伤还没好。"},
		{"电话138", "00000000请回", "电话[手机号]", "请回"},
		{"路灯坏了", "三个月没人修", "路灯坏了", "三个月没人修"},
		{"", "本人扎西顿珠，牧民", "", "本人[姓名]，牧民"},
	} {
		parts, _ := redact.Texts(c.title, c.text)
		if parts[0] != c.wantTitle || parts[1] != c.wantText {
			t.Errorf("%q + %q\n got %q\nwant %q, %q", c.title, c.text, parts, c.wantTitle, c.wantText)
		}
	}
}

// A number or a name is found however it is written.
func TestRedactDisguised(t *testing.T) {
	for in, want := range map[string]string{
		"电话<b>138</b>0000<i>0000</i>。": "电话<b>[手机号]</i>。",
		"电话&#49;&#x33;&#56;00000000":   "电话[手机号]",
		"电话①③⑧⓪⓪⓪⓪⓪⓪⓪⓪":                "电话[手机号]",
		"电话١٣٨٠٠٠٠٠٠٠٠":                "电话[手机号]",
		"电话१३८००००००००":                "电话[手机号]",
		"电话壹叁捌零零零零零零零零":                "电话[手机号]",
		"电话幺三八〇〇〇〇〇〇〇〇":                "电话[手机号]",
		"电话一三八-零零零零-零零零零":              "电话[手机号]",
		"电话138，0000，0000":              "电话[手机号]",
		"电话(138)(0000)(0000)":          "电话([手机号])",
		"电话138\n0000\n0000":            "电话[手机号]",
		"电话l38OOOOOOOO":                "电话l38OOOOOOOO", // more letters than digits: no number
		"电话l38O000OO00":                "电话[手机号]",
		"电话138零零零零零零零零":                "电话[手机号]",
		"身份证110101，18010101，0039":      "身份证[身份证号]",
		"一一零一零一一八零一零一零一零零三九":           "[身份证号]",
		"我叫<b>张丽华</b>，":                "我叫<b>[姓名]</b>，",
		"我叫&nbsp;张丽华，":                 "我叫&nbsp;[姓名]，",
		"我叫张\u200b丽\u200b华，":           "我叫[姓名]，",
		"列表：①13800000000 ②路灯":          "列表：①[手机号] ②路灯",
		"面积120m²，共3²个":                 "面积120m²，共3²个",
		"12,345,678,901元":              "12,345,678,901元",
		"乘坐138、0000、0000路":             "乘坐138、0000、0000路",
		"我是那曲人":                        "我是那曲人",
		"我是玛多县居民，拉萨的路":                 "我是玛多县居民，拉萨的路",
		"市民次仁卓玛反映":                     "市民[姓名]反映",
		"13800000000买买提·艾力":            "[手机号][姓名]",
		"坐标112.938888,28.228888":       "坐标112.938,28.228",
	} {
		if got, _ := redact.Text(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}
