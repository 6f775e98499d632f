package issue

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSpotsOfATextAreItsRoadsCompoundsVillagesAndBuildings(t *testing.T) {
	for text, want := range map[string][]string{
		"柳河路与文昌街交叉口污水外溢":   {"柳河路", "文昌街"},
		"建设东路水文站对面路灯不亮":    {"设东路", "水文站"},
		"青松雅苑小区停水两天":       {"松雅苑", "雅苑小区"},
		"桂花花园小区停水两天":       {"桂花花园"},
		"石桥村3组没有信号":        {"石桥村", "村3组"},
		"县三中校门口堵车":         {"三中"},
		"小贩摆摊占了整条路，邻居都有意见": nil,
		"水泥路烂了，走夜路看不见":     nil,
		"公司拖欠工资":           nil,
		"":                 nil,
	} {
		var got []string
		for _, s := range schoolsOf(spotsOf(nil, text), text) {
			got = append(got, text[s.from:s.to])
		}
		if text == "青松雅苑小区停水两天" {
			got = slices.DeleteFunc(got, func(s string) bool { return s == "雅苑小区" }) // the same spot again
			want = want[:1]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestSpotsMeet(t *testing.T) {
	at := func(s string) []spot { return schoolsOf(spotsOf(nil, s), s) }
	for _, c := range []struct {
		a, b string
		want meeting
	}{
		{"柳河路与文昌街交叉口", "文昌街柳河路路口", sameSpot},
		{"柳河路", "柳河路与文昌街交叉口", sameSpot},
		{"柳河路与文昌街交叉口", "柳河路与青年街交叉口", otherSpot},
		{"柳河一路", "柳河二路", otherSpot},
		{"青松雅苑小区", "青松雅苑", sameSpot},
		{"青松雅苑", "青松新居", otherSpot},
		{"石桥村3组", "石桥村三组", sameSpot},
		{"石桥村三组", "石桥村五组", otherSpot},
		{"石桥村三组", "石寺村三组", otherSpot},
		{"南桥村委会", "南桥村村委会", sameSpot},
		{"柳河路菜市场", "柳河路农贸市场", sameSpot},
		{"县三中校门口", "县第三中学", sameSpot},
		{"柳河路", "石桥村", farSpots},
		{"柳河路", "这里", unknownSpot},
	} {
		if got := meet(at(c.a), at(c.b)); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestMeetingIsMutual(t *testing.T) {
	spots := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) spot {
		return spot{kind: spotKind(rapid.IntRange(int(road), int(building)).Draw(t, "kind")),
			key: rapid.Uint32Range(1, 3).Draw(t, "key")}
	}), 0, mostSpots, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		a, b := spots.Draw(t, "a"), spots.Draw(t, "b")
		if meet(a, b) != meet(b, a) {
			t.Fatalf("%v and %v: %d, the other way %d", a, b, meet(a, b), meet(b, a))
		}
	})
}

func TestFramesOfAnOperatorAreNoWordsOfTheMatter(t *testing.T) {
	for text, want := range map[string]string{
		"市民来电反映：柳河路路灯不亮。请职能部门核实处理！（请按规定在30分钟内联系市民，响应处置）": "柳河路路灯不亮",
		"【热线转办】诉求内容：柳河路路灯不亮，一直如此。诉求目的：希望尽快处理。":           "柳河路路灯不亮，一直如此。",
		"柳河路路灯不亮": "柳河路路灯不亮",
	} {
		got := ""
		frames := framed(text)
		for i, r := range text {
			if !in(frames, i) {
				got += string(r)
			}
		}
		if trimmed := trimSigns(got); trimmed != trimSigns(want) {
			t.Errorf("%s: %q is left, want %q", text, trimmed, want)
		}
	}
}

func trimSigns(s string) string {
	var out []rune
	for _, r := range s {
		if !skip(r) {
			out = append(out, r)
		}
	}
	return string(out)
}

func FuzzSpots(f *testing.F) {
	f.Add("石桥村3组与柳河路，三中校门口\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range schoolsOf(spotsOf(nil, text), text) {
			if s.from < 0 || s.to > int32(len(text)) || s.from > s.to {
				t.Fatalf("%q: a spot at %d to %d", text, s.from, s.to)
			}
		}
		for _, s := range framed(text) {
			if s.from < 0 || s.to > len(text) || s.from > s.to {
				t.Fatalf("%q: a frame at %v", text, s)
			}
		}
	})
}

// orders are written in the frame of an operator, without titles.
func orders(t *testing.T, list ...saying) []string {
	t.Helper()
	var ids []string
	for _, ref := range groupAll(t, New(Options{}), list...) {
		ids = append(ids, ref.ID)
	}
	return ids
}

func TestAnOperatorsWordingJoinsNothing(t *testing.T) {
	ids := orders(t,
		saying{"", "市民 来电 反映 ： 柳河路 路灯 连续 多日 不亮 。 请 职能 部门 核实 处理 ！ （ 请 按 规定 响应 处置 ）",
			"municipal_services/lamps", "510722"},
		saying{"", "市民 来电 反映 ： 文昌街 路灯 连续 多日 不亮 。 请 职能 部门 核实 处理 ！ （ 请 按 规定 响应 处置 ）",
			"municipal_services/lamps", "510722"},
		saying{"", "市民 来电 反映 ： 柳河路 下水道 堵塞 ， 污水 外溢 。 请 职能 部门 核实 处理 ！ （ 请 按 规定 响应 处置 ）",
			"municipal_services/drainage", "510722"},
	)
	if ids[0] == ids[1] || ids[0] == ids[2] || ids[1] == ids[2] {
		t.Errorf("two roads, or two matters, are one issue: %v", ids)
	}
}

func TestOrdersOfOneMatterAtOneSpotAreOneIssueInWhateverWords(t *testing.T) {
	ids := orders(t,
		saying{"", "市民 来电 反映 ： 柳河路 路灯 连续 多日 不亮 。 请 职能 部门 核实 处理 ！", "municipal_services/lamps", "510722"},
		saying{"", "网民 诉求 ： 柳河路 晚上 一 片 漆黑 ， 走 夜路 害怕 。", "municipal_services/lamps", "510722"},
		saying{"", "网民 诉求 ： 石桥村 三组 没有 信号 。", "commerce_tourism/telecom_finance", "510722"},
		saying{"", "市民 来电 反映 ： 石桥村 3组 网 都 上不了 。 请 职能 部门 核实 处理 ！", "commerce_tourism/telecom_finance", "510722"},
	)
	if ids[0] != ids[1] || ids[2] != ids[3] || ids[0] == ids[2] {
		t.Errorf("want the first two and the last two together: %v", ids)
	}
}
