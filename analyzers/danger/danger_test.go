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

// TestFirst: these were written before the rules.
func TestFirst(t *testing.T) {
	for _, r := range rows(t, "testdata/first.tsv") {
		got := Judge("", r.text)
		if got.Now != r.now {
			t.Errorf("%s %v %v: %s", r.kind, got.Now, got.Evidence, r.text)
		}
		if got.Now && r.now && !slices.ContainsFunc(got.Call, func(n string) bool { return slices.Contains(r.call, n) }) {
			t.Errorf("%s: %s: call %v, want one of %v", r.kind, r.text, got.Call, r.call)
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
	pieces := []string{"爆炸", "没有", "担心", "三十几个人", "晕倒了", "，", "。", "被埋在下面", "全班", "学校", "演练", "去年", "现在", "着火了", "掉进河里", "手机", "\xff", "万", "赔偿", "请问", "要跳楼", "气得", "还有"}
	rapid.Check(t, func(t *rapid.T) {
		words := func(name string, n int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, n).Draw(t, name), "")
		}
		checked(t, words("title", 4), words("text", 16))
	})
}

func FuzzJudge(f *testing.F) {
	for _, r := range rows(f, "testdata/first.tsv") {
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
