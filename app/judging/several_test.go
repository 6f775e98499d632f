package judging

import (
	"strings"
	"testing"

	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// TestSeveralMatters judges texts by the shipped catalogue: want are the topics, the first leads.
func TestSeveralMatters(t *testing.T) {
	cfg := testregion.Config(t)
	j, err := Open(cfg, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for i, c := range []struct{ name, title, text, want string }{
		{"order words", "反映两件事", "第一，听涛苑门口的路灯坏了半个月没人修；第二，旁边工地夜里打桩噪音扰民，请核实。",
			"municipal_services/lamps ecology/construction_noise"},
		{"the first leads, though the other weighs more", "咨询", "孩子的身份证怎么补办？另外小区停水三天，自来水公司不接电话，自来水一滴没有，请尽快恢复供水。",
			"household_registration/identity_cards municipal_services/water_supply"},
		{"三件", "三个问题", "1、公积金账户余额提取不了；2、天然气管道漏气没人来修；3、公交站台被撞坏一直没换。",
			"housing_market/fund municipal_services/gas transport/bus"},
		{"a list of facts of one matter", "健身房不退费", "第一，去年办的年卡；第二，店里更换了老板；第三，至今不予退款。", "commerce_tourism/consumer"},
		{"cause and effect", "公交改线", "因为东街修路，公交绕行了半年，老人去医院很不方便，只求恢复公交站点。", "transport/bus"},
		{"settled before", "又来反映", "之前反映的路灯已经修好了，谢谢。现在是旁边工地夜里打桩，噪音扰民。", "ecology/construction_noise"},
		{"tried before", "讨薪", "公司拖欠工资两个月。我去过社保局，也找过派出所，都说不归他们管，请帮忙要回工资。", "labour/wages"},
	} {
		m := flowtest.Letter(t, i+1, c.title, c.text)
		errs := make([]error, 1)
		f := j.All(t.Context(), []opinion.Mention{m}, errs)[0]
		if errs[0] != nil {
			t.Fatal(errs[0])
		}
		got := []string{f.Topic.ID}
		at := 0
		for _, o := range f.Also {
			got = append(got, o.Topic.ID)
			if o.From < at || o.To <= o.From || o.Words(f.Text) == "" || o.Route.Lead == "" || o.Why == "" {
				t.Errorf("%s: matter %+v after %d", c.name, o, at)
			}
			at = o.To
		}
		// what leads a text of one matter is for the tests of topics
		if s := strings.Join(got, " "); s != c.want && len(got)+len(strings.Fields(c.want)) > 2 {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

// A second matter at another place goes to the unit there; one that names none is where the first is.
func TestASecondMatterHasItsOwnPlace(t *testing.T) {
	j, err := Open(testregion.Config(t), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	judge := func(n int, text string) opinion.Finding {
		m := flowtest.Letter(t, n, "反映两个问题", text)
		return j.All(t.Context(), []opinion.Mention{m}, make([]error, 1))[0]
	}
	f := judge(1, "第一，柳浦区东街的路灯坏了半个月没人修；第二，雁浦县老家旁边的工地夜里打桩噪音扰民。")
	if len(f.Also) != 1 || f.Place() != testregion.County || f.Others()[0].Place() != testregion.NextCounty {
		t.Errorf("places %s and %+v", f.Place(), f.Also)
	}
	f = judge(2, "第一，柳浦区东街的路灯坏了半个月没人修；第二，旁边的工地夜里打桩噪音扰民。")
	if len(f.Also) != 1 || f.Others()[0].Place() != testregion.County {
		t.Errorf("the second names no place and is at %+v", f.Also)
	}
}
