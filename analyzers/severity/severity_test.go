package severity

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/analyzers/danger"
	"huiying/analyzers/harm"
	"huiying/opinion"
)

// told weighs a text by what it tells alone.
func told(text string) opinion.SeverityFinding {
	r := harm.Read("", text)
	defer r.Free()
	return Of(r, nil, "", text)
}

// judge weighs a text as the judges of the product do, with the danger that it tells.
func judge(title, text string) opinion.SeverityFinding {
	r := harm.Read(title, text)
	defer r.Free()
	return Of(r, danger.Of(r, title, text).Evidence, title, text)
}

func TestExamples(t *testing.T) {
	if len(examples) < 120 {
		t.Errorf("%d examples", len(examples))
	}
	seen := map[string]bool{}
	for _, e := range examples {
		if seen[e.text] {
			t.Errorf("%q appears twice", e.text)
		}
		seen[e.text] = true
		got := judge("", e.text)
		if got.Level != e.want {
			t.Errorf("%q: got %s by %v, want %s", e.text, got.Level, got.Evidence, e.want)
		}
		if got.Level != opinion.SeverityIV && len(got.Evidence) == 0 {
			t.Errorf("%q: %s without evidence", e.text, got.Level)
		}
		for _, w := range got.Evidence {
			if !strings.Contains(e.text, w) {
				t.Errorf("%q: evidence %q is not in the text", e.text, w)
			}
		}
	}
}

// TestNumbersOfTheNews: the short form counts by its whole number, even where the words before
// it make only a part of it an amount, and a number ends with its sentence.
func TestNumbersOfTheNews(t *testing.T) {
	for text, want := range map[string]string{
		"3死5伤":      "3死 5伤",
		"翻车，十二死":    "翻车 十二死",
		"成十百死":      "十百死",
		"损失1,20。失火": "失火",
		"３死":        "",
		"零死，百死，三不死": "",
	} {
		var got []string
		r := harm.Read("", text)
		f := facts{harm: r}
		f.read(text)
		r.Free()
		for _, w := range f.words {
			got = append(got, w.word)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", text, s, want)
		}
	}
}

func TestTitleCounts(t *testing.T) {
	if got := judge("居民楼有煤气味", "请尽快来看看"); got.Level != opinion.SeverityIII {
		t.Errorf("got %+v", got)
	}
}

// TestShoutingChangesNothing: neither exclamation marks nor insults move the level.
func TestShoutingChangesNothing(t *testing.T) {
	for _, e := range examples {
		for _, loud := range []string{"！！！", "！天理难容！", "。强烈谴责，黑心至极！！！"} {
			if got := told(e.text + loud); got.Level != told(e.text).Level {
				t.Errorf("%q: %s when shouted", e.text+loud, got.Level)
			}
		}
	}
}

// TestMoreHarmNeverWeighsLess: of two texts that differ in the number of dead only, the one
// with more is at least as heavy.
func TestMoreHarmNeverWeighsLess(t *testing.T) {
	figures := []string{"1", "两", "三", "9", "十", "12", "二十九", "30", "一百", "1200"}
	last := opinion.SeverityIV
	for _, n := range figures {
		got := judge("", "厂房坍塌，造成"+n+"人死亡").Level
		if last.Heavier(got) {
			t.Errorf("%s dead weigh %s, fewer weighed %s", n, got, last)
		}
		last = got
	}
}

func pieces(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"爆炸", "没有", "担心", "30人", "死亡",
		"，", "。", "停水", "全县", "学校", "演练", "去年", "现在", "墙", "裂缝", "3死5伤", "\xff", "万"}), 0,
		14).Draw(t, "pieces"), "")
}

func TestJudgeIsSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := pieces(t)
		a, b := judge("", text), judge("", text)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%q: %+v, then %+v", text, a, b)
		}
		// A further calm sentence takes nothing away from what is told.
		if a, c := told(text), told(text+"。公园里花开得很好。"); a.Level.Heavier(c.Level) {
			t.Fatalf("%q: %s, with a calm sentence %s", text, a.Level, c.Level)
		}
	})
}

func FuzzJudge(f *testing.F) {
	for _, e := range examples {
		f.Add("", e.text)
	}
	f.Add("1亿亿亿亿亿亿亿亿亿亿亿亿亿亿亿人死亡", "99999999999999999999999999999死")
	f.Fuzz(func(t *testing.T, title, text string) {
		got := judge(title, text)
		if got.Level.Rank() == 0 {
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
	text := string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，上周厨房还起火，三百户居民担心，多次反映没有解决。", 8))[:300])
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		judge("烧烤店扰民", text)
	}
}
