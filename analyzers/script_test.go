package analyzers

import (
	"strings"
	"testing"
)

// A plain text is what nearly every text is: to see that it can be read must cost next to
// nothing.
func BenchmarkUnread(b *testing.B) {
	text := string([]rune(strings.Repeat("小区楼下的烧烤店每天晚上营业到凌晨，油烟严重影响老人休息，300户居民多次反映，没有解决！", 8))[:300])
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if got := unread("烧烤店扰民", text); got != "" {
			b.Fatal(got)
		}
	}
}
