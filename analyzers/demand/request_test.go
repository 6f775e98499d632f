package demand

import (
	"testing"

	"huiying/opinion"
)

// The form of a request is heard whoever is asked, and however; a wish for somebody's health and an
// office's own words are none.
func TestARequestByItsForm(t *testing.T) {
	for text, want := range map[string]opinion.Demand{
		"渣土车不盖篷布，沿路撒漏，请城管查处。":     opinion.Report,
		"棋牌室通宵，望有关部门尽快核实":         opinion.Help,
		"路灯不亮一周了，麻烦让电工来人看看":       opinion.Help,
		"小广告贴满楼道，麻烦社区那边清理":        opinion.Help,
		"请广大市民及时清理阳台杂物，做好防风准备。":   opinion.NoDemand,
		"会议要求各部门抓好治理，落实责任。":       opinion.NoDemand,
		"井盖响，请市政的同志抽空修一下":         opinion.Help,
		"游船票很便宜，大家都可以去玩":          opinion.NoDemand,
		"祝您身体健康，工作顺利":             opinion.NoDemand,
		"今天天气好，湖边的桃花开了，游客很多，照片很美": opinion.NoDemand,
	} {
		if got := Judge("", text); got.ID != want {
			t.Errorf("%s: %+v, want %s", text, got, want)
		}
	}
}
