package harm

import (
	"slices"
	"testing"
)

func TestExpand(t *testing.T) {
	for word, want := range map[string][]string{
		"着火":      {"着火"},
		"(着|起)火":  {"着火", "起火"},
		"被?困":     {"被困", "困"},
		"晕(倒|了)?": {"晕倒", "晕了", "晕"},
	} {
		if got := expand(word); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

// TestHowMany: people count in many wordings.
func TestHowMany(t *testing.T) {
	for text, want := range map[string]int{
		"一家三口困在房顶": 3, "十几个人被埋在下面": 10, "两三百人困在桥上": 300, "数十人被困": 30, "全班的孩子都晕倒了": 35, "大概四五十个工人没出来": 50,
		"我们七八个人被冲走了": 8, "夫妻俩昏迷了": 2, "三十来号人困在井下": 30, "老人晕倒了": 0,
	} {
		r := Read("", text)
		if r.Stake.Weight < 2 || r.Stake.Lives != want {
			t.Errorf("%s: weighs %.1f, %d lives, want %d", text, r.Stake.Weight, r.Stake.Lives, want)
		}
		r.Free()
	}
}

// TestWhatTakesHarmBack: the same harm, told as none.
func TestWhatTakesHarmBack(t *testing.T) {
	for why, text := range map[string]string{
		"stands":       "三号楼着火了，楼上有人",
		"denied":       "三号楼没着火，楼上有人",
		"feared":       "担心着火，楼上有人",
		"supposed":     "万一三号楼着火了，楼上有人",
		"proposed":     "建议防着火，楼上有人",
		"drilled":      "演练三号楼着火了，楼上有人",
		"long ago":     "去年三号楼着火了，楼上有人",
		"gone through": "三号楼着过火，楼上有人",
		"habit":        "三号楼经常着火，楼上有人",
		"a comparison": "三号楼像着火了一样，楼上有人",
		"a risk":       "三号楼有着火隐患，楼上有人",
	} {
		r := Read("", text)
		stands := slices.ContainsFunc(r.Hits, func(h Hit) bool {
			return h.Role == Happening &&
				h.Kind == Fire && !h.Off
		})
		if stands != (why == "stands") {
			t.Errorf("%s: %s: stands %v", why, text, stands)
		}
		r.Free()
	}
}
