package phrase

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

type heard struct{ index, from, to int }

func apart(m *Matcher, text string) (all []heard) {
	m.Find(text, func(index, from, to int) int {
		all = append(all, heard{index, from, to})
		return to
	})
	return all
}

// slowly does what Find does with one comparison after the other.
func slowly(phrases []string, text string, on func(heard) int) {
	for at := 0; at < len(text); {
		_, n := utf8.DecodeRuneInString(text[at:])
		best := heard{index: -1}
		for i, p := range phrases {
			p = Fold(p)
			to := at
			for range utf8.RuneCountInString(p) {
				_, size := utf8.DecodeRuneInString(text[to:])
				to += size
			}
			if Fold(text[at:to]) == p && (best.index < 0 || len(p) > len(Fold(phrases[best.index]))) {
				best = heard{i, at, to}
			}
		}
		next := at + n
		if best.index >= 0 {
			next = max(next, on(best))
		}
		at = next
	}
}

func TestFind(t *testing.T) {
	phrases := []string{"路灯", "路灯坏了", "灯坏", "吗", "5G", "etc", "坏", "ab", "？", "𠀀𠀁"}
	for _, c := range []struct {
		text string
		want []heard
	}{
		{"", nil},
		{"一切都好", nil},
		{"路", nil},
		{"路灯", []heard{{0, 0, 6}}},
		{"路灯坏了吗？", []heard{{1, 0, 12}, {3, 12, 15}, {8, 15, 18}}},
		{"路灯坏", []heard{{0, 0, 6}, {6, 6, 9}}},
		{"５ｇ和ＥtC", []heard{{4, 0, 6}, {5, 9, 14}}},
		{"5", nil},
		{"\xe8\xb7路灯\xe7", []heard{{0, 2, 8}}},
		{"𠀀𠀁", []heard{{9, 0, 8}}},
	} {
		if got := apart(New(phrases), c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
}

func TestFindGoesOnWhereItIsTold(t *testing.T) {
	m := New([]string{"小区", "区停水", "停水"})
	var got []int
	m.Find("小区停水", func(index, from, _ int) int {
		got = append(got, index)
		return from
	})
	if !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("all that overlap: got %v", got)
	}
}

// pieces are short and alike, so that phrases begin and contain one another.
var pieces = []string{"路", "灯", "水", "a", "A", "Ａ", "7", "７", "?", "？", "ａb", "𠀀", "\xff", "\xe8\xb7", "�", "\x00"}

func TestFindAsSlowComparisonDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := func(least, most int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), least, most).Draw(t, "pieces"), "")
		}
		var phrases []string
		for range rapid.IntRange(0, 20).Draw(t, "phrases") {
			if p := part(1, 4); utf8.ValidString(p) && !strings.Contains(p, "�") {
				phrases = append(phrases, p)
			}
		}
		text, skip := part(0, 20), rapid.Bool().Draw(t, "skip")
		run := func(find func(on func(heard) int)) (all []heard) {
			find(func(h heard) int {
				all = append(all, h)
				if skip {
					return h.to
				}
				return h.from
			})
			return all
		}
		got := run(func(on func(heard) int) {
			New(phrases).Find(text, func(index, from, to int) int { return on(heard{index, from, to}) })
		})
		want := run(func(on func(heard) int) { slowly(phrases, text, on) })
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q: got %v, want %v", phrases, text, got, want)
		}
	})
}

func FuzzFind(f *testing.F) {
	m := New([]string{"路灯", "路灯坏了", "吗", "5G", "etc", "？"})
	f.Add("路灯坏了吗？")
	f.Add("５Ｇ\xff路")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, h := range apart(m, text) {
			if h.from < end || h.to <= h.from || h.to > len(text) {
				t.Fatalf("%v in %q", h, text)
			}
			end = h.to
		}
	})
}

func TestFindMakesNoGarbage(t *testing.T) {
	m := New([]string{"路灯", "小区", "5g"})
	n := 0
	if got := testing.AllocsPerRun(100, func() {
		m.Find("我们小区的路灯坏了，５Ｇ信号也差", func(_, _, to int) int { n++; return to })
	}); got != 0 || n == 0 {
		t.Errorf("%v allocations for %d phrases", got, n)
	}
}

func BenchmarkFind(b *testing.B) {
	text := string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，多次反映没有解决，请有关部门尽快处理。", 8))[:300])
	phrases := strings.Fields("油烟扰民 油烟 反映 处理 停水 停电 路灯 噪音 营业执照 小区物业 老人卡 休息日 部门推诿 请 没有解决 严重污染")
	m := New(phrases)
	n := 0
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Find(text, func(_, _, to int) int { n++; return to })
	}
}
