package harm

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWeightsAreThoseOfTheFile: each line of signs.tsv is found again by its sign, and how often
// our own texts have the sign is told beside it.
func TestWeightsAreThoseOfTheFile(t *testing.T) {
	lines := strings.Split(strings.TrimRight(file, "\n"), "\n")[1:]
	if len(lines) != len(known.weight)+1 {
		t.Fatalf("%d lines, %d signs", len(lines), len(known.weight))
	}
	for _, line := range lines {
		f := strings.Split(line, "\t")
		if f[0] == bias {
			continue
		}
		key, ok := parse(f[0])
		if !ok || spell(key) != f[0] || known.find(key) < 0 {
			t.Errorf("%q is not found again", f[0])
		}
		if f[len(f)-2] == "0" && f[len(f)-1] == "0" {
			t.Errorf("%q weighs something without evidence", f[0])
		}
	}
}

// TestSumsAreOfTheSigns: what a text weighs is the bias and each of its signs once.
func TestSumsAreOfTheSigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title, text := pieces(t, "title"), pieces(t, "text")
		r := Read(title, text)
		defer r.Free()
		want, met := known.bias, map[string]bool{}
		Signs(title, text, func(sign string) {
			key, ok := parse(sign)
			if !ok {
				t.Fatalf("%q cannot be read", sign)
			}
			if i := known.find(key); i >= 0 && !met[sign] {
				for q, w := range known.weight[i] {
					want[q] += w
				}
			}
			met[sign] = true
		})
		for q := range Questions {
			if d := r.Sum(q) - want[q]; d > 1e-3 || d < -1e-3 {
				t.Fatalf("%q, %q: question %d weighs %v, want %v", title, text, q, r.Sum(q), want[q])
			}
			for _, s := range r.Why(q) {
				if s.Weight <= 0 || !strings.Contains(title+"\n"+text, s.Word) {
					t.Fatalf("%q, %q: %+v", title, text, s)
				}
			}
		}
	})
}

func pieces(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"着火了", "三十几个人", "喊不应", "，", "。", "去年",
		"现在", "？", "?", "\xff", "五六户", "救命", "请问", "a1", "水到脖子", "\n"}), 0, 60).Draw(t, name), "")
}

// TestLongLetters: danger that a long letter tells of in a few sentences is heard, and a long letter
// of complaints is none.
func TestLongLetters(t *testing.T) {
	dull := strings.Repeat("物业收费不合理，多次反映没有解决，请有关部门核实处理。", 8)
	for text, want := range map[string]bool{
		dull: false,
		dull + "刚才厨房着火了，烟往楼上冒，我和孩子被困在阳台出不去，快来人救命。" + dull: true,
	} {
		r := Read("", text)
		if r.Now() != want {
			t.Errorf("%s: %v", text, r.Now())
		}
		r.Free()
	}
}

func BenchmarkRead(b *testing.B) {
	text := string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，上周厨房还起火，三百户居民担心，多次反映没有解决。", 8))[:300])
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		Read("", text).Free()
	}
}
