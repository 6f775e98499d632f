package opinion

import (
	"strings"
	"testing"
)

func FuzzLower(f *testing.F) {
	for _, s := range []string{"", "丽湖新城（A区）", "ＷＩＦＩ太慢，IPHONE也不行！", "ÀÉÎ", "\xe4A\xb8", "丽\xe6\xb9", "Ⅻ“Ａ”—…", "ꙀA中"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Lower(s), strings.ToLower(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	})
}

func BenchmarkLower(b *testing.B) {
	s := strings.Repeat("丽湖新城旁边的搅拌站每天晚上施工到凌晨，A区的居民无法休息。", 10)
	for b.Loop() {
		Lower(s)
	}
}
