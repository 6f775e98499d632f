package jieba

import (
	"slices"
	"strings"
	"testing"
)

var finerTexts = []string{
	"南宁市青秀区听涛苑小区旁工地夜里一直施工，噪音扰民，请有关部门处理。",
	"中华人民共和国国家发展和改革委员会发布公共租赁住房管理办法",
	"我之前在外地务工，回来后社保断了半年，请问灵活就业人员养老保险能不能补缴？\n谢谢",
	"小明硕士毕业于中国科学院计算所，后在日本京都大学深造",
	"iPhone15 Pro 在 5G 网络下没有信号 2026年11月22日", "", "。", "水",
}

// Whatever a query's cut may ask for must be among the words of the text.
func TestFinerKnowsEveryWordOfCutForSearch(t *testing.T) {
	j := opened(t)
	for _, text := range finerTexts {
		got := j.Finer(j.Cut(text))
		for _, w := range j.CutForSearch(text) {
			if strings.TrimSpace(w) != "" && !slices.Contains(got, w) {
				t.Errorf("%q: %q is missing in %q", text, w, got)
			}
		}
		for _, w := range j.Cut(text) {
			if !slices.Contains(got, w) {
				t.Errorf("%q: the whole word %q is missing in %q", text, w, got)
			}
		}
	}
}

func BenchmarkFinerAgainstCutForSearch(b *testing.B) {
	j := opened(b)
	text := strings.Repeat(strings.Join(finerTexts, ""), 2)
	words := j.Cut(text)
	b.Run("finer", func(b *testing.B) {
		for b.Loop() {
			j.Finer(words)
		}
	})
	b.Run("whole", func(b *testing.B) {
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
