package jieba

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var finerTexts = []string{
	"澄川市柳浦区听涛苑小区旁工地夜里一直施工，噪音扰民，请有关部门处理。",
	"中华人民共和国国家发展和改革委员会发布公共租赁住房管理办法",
	"我之前在外地务工，回来后社保断了半年，请问灵活就业人员养老保险能不能补缴？\n谢谢",
	"小明硕士毕业于中国科学院计算所，后在日本京都大学深造",
	"iPhone15 Pro 在 5G 网络下没有信号 2026年11月22日", "", "。", "水",
}

func TestFinerTokens(t *testing.T) {
	j := opened(t)
	for text, want := range map[string][]string{
		"丽澜新城":       {"丽", "丽澜", "澜", "新城"},
		"农村合作医疗":     {"农村", "合作", "医疗", "合作医疗"},
		"一件T恤和5G网络":  {"t", "恤", "5", "g", "网络"},
		"听涛苑，我的":     {"听", "听涛", "涛", "苑"},
		"在北京大学小区内玩":  {"北京", "大学", "北京大学", "小区"},
		"བོད་ཡིག 路灯": {"路灯"},
	} {
		got := j.CutForSearch(text)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%q: %q is missing in %q", text, w, got)
			}
		}
	}
	if got := j.CutForSearch("听涛苑，我的"); slices.Contains(got, "苑我") || slices.Contains(got, "我的") && !slices.Contains(j.Cut("我的"), "我的") {
		t.Errorf("pairs across a comma, or with what is everywhere: %q", got)
	}
}

// Tokens are pieces of the text, nothing of it is lost, and a text that was cut already gives
// those of one that was not.
func TestFinerKeepsToTheText(t *testing.T) {
	j := opened(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(finerTexts), rapid.StringOfN(rapid.RuneFrom([]rune("小区内新城丽发北京大学T恤5g，。 \n的བོ😡")), 0, 12, -1), rapid.String()), 0, 4).Draw(t, "text"), "")
		got, clean := j.Finer(j.Cut(text)), Clean(text)
		covered := map[rune]bool{}
		for _, w := range got {
			if w == "" || !strings.Contains(clean, w) {
				t.Fatalf("%q is no piece of %q", w, clean)
			}
			for _, r := range w {
				covered[r] = true
			}
		}
		for _, r := range clean {
			if !covered[r] {
				t.Fatalf("%q of %q is lost in %q", r, clean, got)
			}
		}
		if search := j.CutForSearch(text); !slices.Equal(search, got) {
			t.Fatalf("%q and %q", search, got)
		}
	})
}

func BenchmarkFiner(b *testing.B) {
	j := opened(b)
	text := strings.Repeat(strings.Join(finerTexts, ""), 2)
	words := j.Cut(text)
	b.Run("finer", func(b *testing.B) {
		for b.Loop() {
			j.Finer(words)
		}
	})
	b.Run("with the cut", func(b *testing.B) {
		for b.Loop() {
			j.CutForSearch(text)
		}
	})
}

func opened(t testing.TB) *Jieba {
	t.Helper()
	j, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}
